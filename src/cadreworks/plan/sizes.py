"""How much of each lever, and when? plan.csv, or what levers.toml proposes -> wte by route and year, and back.

Arrays of sizes are (route, projected year), routes in the order of `LeverSet.routes`. Columns of cost are written for
readers; they follow from the sizes, so reading passes over them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.plan.cells import NONE, OUTSIDE, Cell
from cadreworks.plan.costs import NOTHING_WTE, PlanCosts
from cadreworks.plan.levers import MOST_WTE, LeverSet, Route
from cadreworks.problems import ProblemList
from cadreworks.settings_file import LoadedFile
from cadreworks.tables import Cell as Entry
from cadreworks.tables import Column, Kind, Row, Table, TableSpec, read_table, suggestion, write_table
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

PLAN_FILE = "plan.csv"
_ENTER_WTE = "Enter whole-time equivalents, 0 or more."
_AREAS, _LEVELS = (*AREA_IDS, OUTSIDE, NONE), (*LEVEL_IDS, OUTSIDE, NONE)

PLAN_TABLE = TableSpec(
    name="plan",
    means="One row for each lever, route and year in which somebody starts. What no row names does not start.",
    columns=(
        Column("lever", Kind.TEXT, "the id of the lever", "Name the lever."),
        Column(
            "from_area",
            Kind.TEXT,
            "the area of work that it takes from; `outside` for people from outside the NHS, `none` for less work",
            "Name the area.",
            one_of=_AREAS,
        ),
        Column("from_level", Kind.TEXT, "the job level, with the same two words", "Name the level.", one_of=_LEVELS),
        Column("to_area", Kind.TEXT, "the area of work that it gives to", "Name the area.", one_of=AREA_IDS),
        Column("to_level", Kind.TEXT, "the job level that it gives to", "Name the level.", one_of=LEVEL_IDS),
        Column("year", Kind.WHOLE, "the year up to 31 March in which they start", "Enter the year."),
        Column("amount_wte", Kind.NUMBER, "whole-time equivalents that start", _ENTER_WTE, low=0, high=float(MOST_WTE)),
        Column("cost_gbp", Kind.NUMBER, "all that these starts cost to the horizon, in pounds", required=False),
        Column("measures_gbp", Kind.NUMBER, "of which per start and per year", required=False),
        Column("pay_gbp", Kind.NUMBER, "of which pay of the staff whom they add", required=False),
        Column(
            "set_up_gbp",
            Kind.NUMBER,
            "of which to set the lever up, shared by what starts in its first year",
            required=False,
        ),
    ),
    key=("lever", "from_area", "from_level", "to_area", "to_level", "year"),
    may_be_empty=True,
)


def read_plan(file: LoadedFile, levers: LeverSet, horizon: Horizon, problems: ProblemList) -> Array:
    """The sizes that a file in the form of `PLAN_TABLE` gives; what cannot be read is reported and left at 0."""
    table = read_table(file.raw, PLAN_TABLE, problems, file=file.name)
    places = {route: place for place, route in enumerate(levers.routes)}
    sizes = np.zeros((len(places), len(horizon.years) - 1))
    for row in table.rows:
        route = _route_of(row, table, levers, problems)
        year = int(row.number("year"))
        if not levers.goal.first_year <= year <= horizon.last:
            problems.add(
                table.where(row, "year"),
                f"{year} is no year in which a lever may start",
                f"Enter {levers.goal.first_year} to {horizon.last}.",
                kind="wrong year",
            )
        elif route:
            sizes[places[route], horizon.index(year) - 1] = row.number("amount_wte")
    return sizes


def sizes_in_file(levers: LeverSet, horizon: Horizon) -> Array:
    """The sizes that levers.toml proposes; 0 where it says nothing."""
    sizes = np.zeros((len(levers.routes), len(horizon.years) - 1))
    places = {route: place for place, route in enumerate(levers.routes)}
    for lever in levers.levers:
        for (route, year), amount in lever.sizes.items():
            sizes[places[route], horizon.index(year) - 1] = amount
    return sizes


def _route_of(row: Row, table: Table, levers: LeverSet, problems: ProblemList) -> Route | None:
    known = {lever.id: lever for lever in levers.levers}
    lever = known.get(row.text("lever"))
    if lever is None:
        what = f'"{row.text("lever")}" is no lever of the file of levers'
        problems.add(table.where(row, "lever"), what, suggestion(row.text("lever"), tuple(known)), kind="unknown value")
        return None
    origin, target = (Cell(row.text(f"{end}_area"), row.text(f"{end}_level")) for end in ("from", "to"))
    route = Route(lever.id, origin, target)
    if route in lever.routes:
        return route
    problems.add(
        table.where(row),
        f"no route of {lever.id} leads from {_said(origin)} to {_said(target)}",
        "Name areas and levels between which it gives.",
        kind="unknown route",
    )
    return None


def _said(cell: Cell) -> str:
    return cell.area if cell.area == cell.level else f"{cell.area}, {cell.level}"


def without_dust(sizes: Array) -> Array:
    """The same sizes, with what arithmetic leaves of nothing put to 0."""
    return np.where(sizes > NOTHING_WTE, sizes, 0.0)


def write_plan(path: Path, sizes: Array, costs: PlanCosts, *, levers: LeverSet, horizon: Horizon) -> None:
    """Write the plan in the form of `PLAN_TABLE`. costs: of the central run, of these sizes."""
    write_table(path, PLAN_TABLE.names, plan_rows(sizes, costs, levers, horizon=horizon))


def plan_rows(sizes: Array, costs: PlanCosts, levers: LeverSet, *, horizon: Horizon) -> list[dict[str, Entry]]:
    """A row for each route and year in which somebody starts; `cost_gbp` sums to the plan's whole cost.

    What it costs to set a lever up is shared by the rows of its first year, in proportion to their amounts.
    """
    routes, kept = levers.routes, without_dust(sizes)
    measures, pay = costs.measures.sum(axis=-1), costs.pay.sum(axis=-1)
    set_up = _set_up_of_rows(kept, costs, levers)
    rows: list[dict[str, Entry]] = []
    for place, at in np.argwhere(kept > 0):
        route = routes[place]
        parts = [float(part[place, at]) for part in (measures, pay, set_up)]
        rows.append(
            {
                "lever": route.lever,
                "from_area": route.origin.area,
                "from_level": route.origin.level,
                "to_area": route.target.area,
                "to_level": route.target.level,
                "year": horizon.years[at + 1],
                "amount_wte": float(kept[place, at]),
                "cost_gbp": sum(parts),
                "measures_gbp": parts[0],
                "pay_gbp": parts[1],
                "set_up_gbp": parts[2],
            }
        )
    return rows


def _set_up_of_rows(sizes: Array, costs: PlanCosts, levers: LeverSet) -> Array:
    """(route, projected year)."""
    found = np.zeros_like(sizes)
    for place, _, own in levers.with_routes():
        by_year = sizes[own].sum(axis=0)
        used = np.flatnonzero(by_year)
        if len(used):
            found[own, used[0]] = costs.set_up[place].sum() * sizes[own, used[0]] / by_year[used[0]]
    return found
