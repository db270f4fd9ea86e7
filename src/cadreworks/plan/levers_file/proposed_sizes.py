"""Which plan does levers.toml itself propose? Sections [[levers.plan]] -> wte by route and year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cadreworks.plan.levers import Route
from cadreworks.plan.levers_file.settings import SIZE_SETTINGS
from cadreworks.settings_file import SettingsFile

PLAN = "plan"
"""The sections of a lever that propose sizes, read with it."""


def read_proposed(
    where: str, entry: Mapping[str, Any], file: SettingsFile, *, routes: tuple[Route, ...], years: range
) -> dict[tuple[Route, int], float]:
    """The sizes that the section `entry` of a lever proposes; what is wrong with them is reported.

    routes: of the lever, whatever the study covers, so that a file means the same in every study; years: in which a
    lever may start
    """
    found: dict[tuple[Route, int], float] = {}
    for place, section in file.optional_sections(entry, PLAN, where, of="levers."):
        before = len(file.problems)
        values = file.read_section(section, SIZE_SETTINGS, place)
        if len(file.problems) > before:
            continue
        route, year = _route(values, place, file, routes), values["year"]
        if year not in years:
            what = f"{year} is no year in which a lever may start"
            file.add_problem(f"{place}year", what, f"Enter {years[0]} to {years[-1]}.", kind="wrong year")
        elif route and (route, year) in found:
            what = f"a section before it says how many start on this route in {year}"
            file.add_problem(f"{place}year", what, "Keep one of the two.", kind="duplicate")
        elif route:
            found[route, year] = values["amount_wte"]
    return found


def _route(values: Mapping[str, Any], place: str, file: SettingsFile, routes: tuple[Route, ...]) -> Route | None:
    """The route that a section means; None where it means none, or several."""
    meant = [
        route
        for route in routes
        if (route.target.area, route.target.level) == (values["to_area"], values["to_level"])
        and values["from_area"] in (None, route.origin.area)
        and values["from_level"] in (None, route.origin.level)
    ]
    if len(meant) == 1:
        return meant[0]
    what, remedy = f"no route of the lever leads {_said(values)}", "Name areas and levels between which it gives."
    if meant:
        what, remedy = f"several routes lead {_said(values)}", "Say which, by from_area and from_level."
    file.add_problem(place[:-2], what, remedy, kind="unknown route")
    return None


def _said(values: Mapping[str, Any]) -> str:
    origin = ", ".join(values[name] for name in ("from_area", "from_level") if values[name])
    return f"{f'from {origin} ' if origin else ''}to {values['to_area']}, {values['to_level']}"
