"""Which capacities do levers share? Sections [[limits]] of levers.toml -> limits, and every problem that they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cadreworks.plan.levers import SharedLimit
from cadreworks.plan.levers_file.check_lever import PLAIN_WORD, Section, check_id
from cadreworks.plan.levers_file.scope import Scope, check_years, every_year
from cadreworks.plan.levers_file.settings import LIMIT_SETTINGS
from cadreworks.problems import quoted
from cadreworks.settings_file import SettingsFile
from cadreworks.tables import suggestion

Sections = list[tuple[str, Mapping[str, Any]]]


def named_by_id(sections: Sections, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The sections [[name]], each named in problems by its own id, where no section before it has it, or its number."""
    seen = set()
    for where, entry in sections:
        own = entry.get("id")
        if isinstance(own, str) and PLAIN_WORD.match(own) and own not in seen:
            seen.add(own)
            yield f"[[{name}]] {own}: ", entry
        else:
            yield where, entry


def check_different(sections: Sections, thing: str, file: SettingsFile) -> bool:
    """Whether each section has an id and a name of its own; names that differ in capitals alone are the same."""
    before = len(file.problems)
    for field, remedy in (("id", "Give each its own id."), ("name", "Give each its own name.")):
        seen = set()
        for where, entry in sections:
            given = entry.get(field)
            if not isinstance(given, str) or not given.strip():
                continue
            if given.casefold() in seen:
                what = f"{quoted(given)} names two {thing}s, which no table could tell apart"
                file.add_problem(f"{where}{field}", what, remedy, kind="duplicate")
            seen.add(given.casefold())
    return len(file.problems) == before


def read_limits(
    file: SettingsFile, lever_ids: tuple[str, ...], *, scope: Scope, first_year: int
) -> tuple[SharedLimit, ...]:
    """The limits that levers share; one that speaks of none of the study's areas is left out.

    lever_ids: of all levers of the file
    """
    sections = file.optional_sections(file.raw, "limits")
    check_different(sections, "limit", file)
    found = []
    for where, entry in named_by_id(sections, "limits"):
        before = len(file.problems)
        section = Section(where, entry, file.read_section(entry, LIMIT_SETTINGS, where), file)
        values = section.values
        check_id(section, "limit")
        for name in (name for name in values["levers"] or () if name not in lever_ids):
            section.add(
                "levers", f"{quoted(name)} is no lever of this file", suggestion(name, lever_ids), kind="unknown value"
            )
        if values["most"] is not None:
            check_years(values["most"], f"{where}most", file, scope=scope)
        areas = tuple(area for area in scope.areas if area in values["areas"])
        if len(file.problems) > before or (values["areas"] and not areas):
            continue
        most = every_year(values["most"], first_year, scope.horizon.last)
        levers = tuple(dict.fromkeys(values["levers"]))
        found.append(SharedLimit(values["id"], values["name"], levers, areas, most, values["source"]))
    return tuple(found)
