"""What does one section [[levers]] say? Its settings -> a lever, and every problem that the section has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cadreworks.assumptions import Assumption
from cadreworks.plan.kinds import Act, Kind, kind_of
from cadreworks.plan.levers import Costs, Evidence, Funder, Lever, Route
from cadreworks.plan.levers_file.check_lever import Section, check_earnings, check_lever
from cadreworks.plan.levers_file.proposed_sizes import PLAN, read_proposed
from cadreworks.plan.levers_file.routes import Ends, routes_of
from cadreworks.plan.levers_file.scope import Scope, every_year
from cadreworks.plan.levers_file.settings import LEVER_SETTINGS
from cadreworks.settings_file import Estimate, SettingsFile, exactly

NO_YEAR = 0
"""Stands for a price year that is missing or cannot be read, which is reported."""
_UNITS = {
    "completion": "share of those who start",
    "drop_out": "share of those who finish",
    "deadweight": "share of what comes about",
    "set_up_gbp": "pounds of {year}",
    "per_start_gbp": "pounds of {year} per wte",
    "per_year_gbp": "pounds of {year} per wte and year",
}
_UNIT_OF_EFFECT = {
    Act.JOIN: "wte per wte who finishes",
    Act.MOVE: "wte per wte who finishes",
    Act.KEEP: "share of leaving",
    Act.STAND_IN: "wte per wte present",
    Act.RELIEVE: "wte of demand per wte",
}


def read_lever(
    where: str,
    entry: Mapping[str, Any],
    file: SettingsFile,
    *,
    scope: Scope,
    price_year: int | None,
    first_year: int,
) -> Lever | None:
    """The lever; None where something is wrong with it, which is reported.

    Areas that the study does not cover are left out of its routes, with the sizes that the file proposes for them.

    where: how problems name the section; price_year: of the file, None where it has none; first_year: in which a lever
    may start
    """
    before = len(file.problems)
    values = file.read_section(entry, LEVER_SETTINGS, where, also=(PLAN,))
    ends = Ends(*(tuple(values[name] or ()) for name in ("from_areas", "from_levels", "to_areas", "to_levels")))
    section = Section(where, entry, values, file)
    check_lever(section, ends, scope=scope, price_year=price_year, first_year=first_year)
    sizes = _proposed(section, ends, range(first_year, scope.horizon.last + 1))
    if len(file.problems) > before:
        return None
    lever = _lever(values, ends, scope, price_year=values["price_year"] or price_year or NO_YEAR, first_year=first_year)
    check_earnings(lever, where, file, scope=scope)
    covered = {(route, year): amount for (route, year), amount in sizes.items() if route in lever.routes}
    return replace(lever, sizes=covered) if len(file.problems) == before else None


def _proposed(section: Section, ends: Ends, years: range) -> dict[tuple[Route, int], float]:
    """The sizes that the file proposes for the lever, where it can be told between which places it gives."""
    kind = section.values["kind"]
    routes = routes_of(section.values["id"] or "", kind_of(kind), ends) if kind else ()
    return read_proposed(section.where, section.entry, section.file, routes=routes, years=years) if routes else {}


def _lever(values: Mapping[str, Any], ends: Ends, scope: Scope, *, price_year: int, first_year: int) -> Lever:
    kind = kind_of(values["kind"])
    estimates = _assumptions(values, kind, price_year)
    return Lever(
        id=values["id"],
        name=values["name"],
        kind=kind,
        owner=values["owner"],
        funder=Funder(values["funder"]),
        evidence=Evidence(values["evidence"]),
        source=values["source"],
        note=values["note"],
        routes=routes_of(values["id"], kind, ends, areas=scope.areas),
        lead_years=values["lead_years"],
        lasts_years=values["lasts_years"],
        completion=estimates["completion"],
        drop_out=estimates["drop_out"],
        deadweight=estimates["deadweight"],
        effect=estimates["effect"],
        costs=Costs(price_year, estimates["set_up_gbp"], estimates["per_start_gbp"], estimates["per_year_gbp"]),
        capacity=every_year(values["capacity"], first_year, scope.horizon.last),
        minimum=values["minimum_per_year"],
        sizes={},
        recommendations=values["recommendations"],
    )


def _assumptions(values: Mapping[str, Any], kind: Kind, price_year: int) -> dict[str, Assumption]:
    units = {**_UNITS, "effect": _UNIT_OF_EFFECT[kind.act]}
    found = {}
    for name, unit in units.items():
        estimate: Estimate = values[name] if values[name] is not None else exactly(1.0)
        found[name] = assumption_of(
            f"lever.{values['id']}.{name}",
            estimate,
            title=f"{values['name']}: {name.removesuffix('_gbp').replace('_', ' ')}",
            unit=unit.format(year=price_year),
            source=estimate.source or values["source"],
            owner=values["owner"],
        )
    return found


def assumption_of(
    assumption_id: str, estimate: Estimate, *, title: str, unit: str, source: str, owner: str
) -> Assumption:
    """An estimate as an entry of the register."""
    return Assumption(
        id=assumption_id,
        value=estimate.value,
        unit=unit,
        low=estimate.low,
        high=estimate.high,
        source=source,
        owner=owner,
        date="",
        note=estimate.note,
        title=title,
    )
