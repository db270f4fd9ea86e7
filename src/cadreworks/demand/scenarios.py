"""What futures is demand asked about? A scenario is a named story of what drives the work; experts answer it.

A study and an exercise name their scenarios in the same way, so both read them here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cadreworks.problems import quoted
from cadreworks.settings_file import Of, Setting, SettingsFile
from cadreworks.vocabulary import ALL

SCENARIO_SETTINGS = (
    Setting("id", Of.TEXT, "a short name of small letters, digits and _"),
    Setting("name", Of.TEXT, "the name to print"),
    Setting("drivers", Of.TEXTS, "what drives this future", required=False, default=()),
    Setting("narrative", Of.TEXT, "the story of this future, in your own words", required=False, default=""),
)
_ID = re.compile(r"^[a-z][a-z0-9_]*$", re.ASCII)


@dataclass(frozen=True)
class Scenario:
    """A possible future. `narrative` is one or more paragraphs in the study's own words."""

    id: str
    name: str
    drivers: tuple[str, ...] = ()
    narrative: str = ""


def read_scenarios(file: SettingsFile) -> tuple[Scenario, ...]:
    """The sections [[scenarios]], each with an id and a name of its own."""
    scenarios: list[Scenario] = []
    for where, entry in file.sections("scenarios", "id and name"):
        values = file.read_section(entry, SCENARIO_SETTINGS, where)
        scenario = Scenario(values["id"] or "", values["name"] or "", values["drivers"], values["narrative"])
        if scenario.id in [known.id for known in scenarios]:
            what = f"{scenario.id} is named twice"
            file.add_problem(f"{where}id", what, "Give each its own id.", kind="duplicate")
            continue
        _check_names(scenario, scenarios, where, file)
        scenarios.append(scenario)
    return tuple(scenarios)


def _check_names(scenario: Scenario, known: list[Scenario], where: str, file: SettingsFile) -> None:
    if scenario.id and (not _ID.match(scenario.id) or scenario.id == ALL):
        file.add_problem(
            f"{where}id",
            f"{quoted(scenario.id)} cannot name a scenario",
            "Use small letters, digits and _, beginning with a letter; `all` means a total.",
            kind="wrong id",
        )
    if scenario.name and scenario.name.casefold() in [other.name.casefold() for other in known]:
        file.add_problem(
            f"{where}name",
            f"{quoted(scenario.name)} names two scenarios, which no table could tell apart",
            "Give each its own name.",
            kind="duplicate",
        )
