"""What really happened? A table of actual starts, checked against the plan's levers, routes and years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.plan.cells import NONE, OUTSIDE
from cadreworks.plan.levers import LeverSet, Route
from cadreworks.problems import ProblemList
from cadreworks.settings_file import LoadedFile
from cadreworks.tables import Column, Kind, Row, Table, TableSpec, read_table
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

ENDS = ("from_area", "from_level", "to_area", "to_level")
_WHERE = "Name it as plan.csv does, or leave it empty."

ACTUALS_TABLE = TableSpec(
    name="actuals",
    means="One row for each lever and year whose starts are known, by route where they are known by route.",
    columns=(
        Column("lever", Kind.TEXT, "the id of the lever", "Name a lever of the plan."),
        Column("year", Kind.WHOLE, "the year up to 31 March in which they started", "Enter the year."),
        Column("started_wte", Kind.NUMBER, "whole-time equivalents that started", "Enter 0 or more.", low=0, high=1e6),
        Column(
            "from_area",
            Kind.TEXT,
            "the area of work that they came from, as in plan.csv; empty means all from which the lever takes",
            _WHERE,
            required=False,
            one_of=(*AREA_IDS, OUTSIDE, NONE),
        ),
        Column(
            "from_level",
            Kind.TEXT,
            "the job level that they came from",
            _WHERE,
            required=False,
            one_of=(*LEVEL_IDS, OUTSIDE, NONE),
        ),
        Column(
            "to_area",
            Kind.TEXT,
            "the area of work that they came to; empty means all to which the lever gives",
            _WHERE,
            required=False,
            one_of=AREA_IDS,
        ),
        Column("to_level", Kind.TEXT, "the job level that they came to", _WHERE, required=False, one_of=LEVEL_IDS),
        Column(
            "arrived_wte",
            Kind.NUMBER,
            "whole-time equivalents that came about in the year: took up a post, stayed, or were relieved",
            "Enter 0 or more, or nothing where it is not known.",
            required=False,
            low=0,
            high=1e6,
        ),
        Column(
            "cost_gbp",
            Kind.NUMBER,
            "what the measures of the lever cost in the year, in pounds of that year, without pay",
            "Enter pounds, or nothing where it is not known.",
            required=False,
            low=0,
            high=1e12,
        ),
    ),
    key=("lever", "year", *ENDS),
)


@dataclass(frozen=True)
class Actual:
    """What is known of one lever and year: starts on some of its routes; arrivals and pounds where they are told."""

    lever: str
    year: int
    routes: tuple[Route, ...]
    started_wte: float
    arrived_wte: float | None
    cost_gbp: float | None


def read_actuals(file: LoadedFile, levers: LeverSet, horizon: Horizon, problems: ProblemList) -> tuple[Actual, ...]:
    """What the file tells, in its order; what is wrong with it is reported."""
    spec = ACTUALS_TABLE.allowing({"lever": tuple(lever.id for lever in levers.levers)})
    table = read_table(file.raw, spec, problems, file=file.name)
    found = [_actual_of(row, table, levers, horizon=horizon, problems=problems) for row in table.rows]
    actuals = tuple(actual for actual in found if actual is not None)
    _check_overlaps(actuals, file.name, problems)
    return actuals


def _actual_of(row: Row, table: Table, levers: LeverSet, *, horizon: Horizon, problems: ProblemList) -> Actual | None:
    lever, year = levers.lever(row.text("lever")), int(row.number("year"))
    told = {end: row.text(end) for end in ENDS if row.text(end)}
    routes = tuple(route for route in lever.routes if _ends(route).items() >= told.items())
    if not routes:
        problems.add(
            table.where(row),
            f"no route of {lever.id} has {', '.join(f'{end} {value}' for end, value in told.items())}",
            "Name ends of a route as plan.csv does, or leave them empty.",
            kind="unknown route",
        )
    if not horizon.base < year <= horizon.last:
        problems.add(
            table.where(row, "year"),
            f"{year} is no year of the plan",
            f"Enter {horizon.base + 1} to {horizon.last}.",
            kind="wrong year",
        )
        return None
    if not routes:
        return None
    numbers = row.number("started_wte"), row.optional_number("arrived_wte"), row.optional_number("cost_gbp")
    return Actual(lever.id, year, routes, *numbers)


def _ends(route: Route) -> dict[str, str]:
    cells = (route.origin.area, route.origin.level, route.target.area, route.target.level)
    return dict(zip(ENDS, cells, strict=True))


def _check_overlaps(actuals: tuple[Actual, ...], file: str, problems: ProblemList) -> None:
    """Of one year a route may be told only once, lest its starts count twice."""
    seen: set[tuple[int, Route]] = set()
    told: set[tuple[str, int]] = set()
    for actual in actuals:
        places = {(actual.year, route) for route in actual.routes}
        if places & seen and (actual.lever, actual.year) not in told:
            told.add((actual.lever, actual.year))
            problems.add(
                file,
                f"starts of {actual.lever} in {actual.year} are told both for routes and for more of them together",
                "Keep the rows by route, or the one for all.",
                kind="told twice",
            )
        seen |= places


def actual_sizes(actuals: tuple[Actual, ...], levers: LeverSet, horizon: Horizon, planned: Array) -> Array:
    """Starts with what is known put in the place of what was planned, (route, projected year).

    Where anything is told of a lever's year, routes that no row names did not start in it. Starts of several routes
    together are shared among them as the plan of that year shares them; where it has none there, as the plan of all
    years does; and evenly where it has none at all.
    """
    places = {route: place for place, route in enumerate(levers.routes)}
    sizes = planned.copy()
    for actual in actuals:
        sizes[[places[route] for route in levers.lever(actual.lever).routes], horizon.index(actual.year) - 1] = 0.0
    for actual in actuals:
        at, rows = horizon.index(actual.year) - 1, [places[route] for route in actual.routes]
        of_year, of_all = planned[rows, at], planned[rows].sum(axis=1)
        shares = of_year if of_year.sum() > 0 else of_all if of_all.sum() > 0 else np.ones(len(rows))
        sizes[rows, at] = actual.started_wte * shares / shares.sum()
    return sizes
