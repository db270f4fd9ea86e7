"""What is a plan for? The section [goal] of levers.toml -> the goal, and every problem that it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from cadreworks.plan.levers import Goal, Milestone
from cadreworks.plan.levers_file.scope import Scope
from cadreworks.plan.levers_file.settings import GOAL_SETTINGS, MILESTONE_SETTINGS, WEIGHT
from cadreworks.settings_file import SettingsFile

_WHERE = "[goal] "


def read_goal(file: SettingsFile, scope: Scope) -> Goal | None:
    """The goal; None where something is wrong with it, which is reported."""
    before = len(file.problems)
    section = file.table("goal")
    settings = tuple(
        replace(setting, one_of=scope.scenarios) if setting.name == "closes" else setting for setting in GOAL_SETTINGS
    )
    values = file.read_section(section, settings, _WHERE, also=("milestones", "weights"))
    weights = _weights(section.get("weights"), file, scope)
    earliest = _check_years(values, file, scope)
    milestones = _milestones(section, file, earliest, scope.horizon.last)
    if len(file.problems) > before:
        return None
    return Goal(
        closes=tuple(dict.fromkeys(values["closes"])),
        confidence=values["confidence"],
        level_share=values["level_share"],
        weights=weights,
        first_year=values["first_year"],
        decide_in=values["decide_in"],
        milestones=milestones,
        growth_per_year=values["growth_per_year"],
        growth_wte=values["growth_wte"],
        moving_share=values["moving_share"],
        budgets=tuple(map(float, sorted(set(values["budgets_gbp_per_year"])))),
    )


def _weights(raw: object, file: SettingsFile, scope: Scope) -> dict[str, float]:
    """The weight of each scenario; they sum to one. All weigh the same where the file does not say."""
    if raw is None:
        return dict.fromkeys(scope.scenarios, 1.0 / len(scope.scenarios))
    if not isinstance(raw, dict):
        example = ", ".join(f"{scenario} = 1" for scenario in scope.scenarios[:2])
        remedy = f"Write the weight of each scenario, as {{ {example} }}."
        file.add_problem(f"{_WHERE}weights", "this is not a section", remedy, kind="wrong setting")
        return {}
    settings = tuple(replace(WEIGHT, name=scenario) for scenario in scope.scenarios)
    before = len(file.problems)
    read = file.read_section(raw, settings, f"{_WHERE}weights.")
    weights = {scenario: read[scenario] or 0.0 for scenario in scope.scenarios}
    total = sum(weights.values())
    if total > 0:
        return {scenario: weight / total for scenario, weight in weights.items()}
    if len(file.problems) == before:
        what = "they sum to 0, so no scenario counts"
        file.add_problem(f"{_WHERE}weights", what, "Give one a weight above 0.", kind="weights")
    return {}


def _check_years(values: Mapping[str, Any], file: SettingsFile, scope: Scope) -> int:
    """Whether plans begin and are decided within the years of the study; the first year that may be planned for."""
    first, last = scope.projected[0], scope.horizon.last
    earliest = values["first_year"] or first
    if not first <= earliest <= last:
        what = f"{earliest} does not lie after the base year {scope.horizon.base}"
        if earliest > last:
            what = f"{earliest} lies after the horizon {last}"
        file.add_problem(f"{_WHERE}first_year", what, f"Enter {first} to {last}.", kind="wrong year")
        earliest = first
    if values["decide_in"] is not None and not earliest <= values["decide_in"] <= last:
        what = f"{values['decide_in']} is no year in which a lever may start"
        file.add_problem(f"{_WHERE}decide_in", what, f"Enter {earliest} to {last}.", kind="wrong year")
    return earliest


def _milestones(section: Mapping[str, Any], file: SettingsFile, first: int, last: int) -> tuple[Milestone, ...]:
    found = []
    for where, entry in file.optional_sections(section, "milestones", of="goal."):
        read = file.read_section(entry, MILESTONE_SETTINGS, where)
        if read["year"] is None or read["closes"] is None:
            continue
        if not first <= read["year"] <= last:
            what = f"{read['year']} is no year in which a lever may start"
            file.add_problem(f"{where}year", what, f"Enter {first} to {last}.", kind="wrong year")
        found.append(Milestone(read["year"], read["closes"]))
    for number, (earlier, later) in enumerate(pairwise(found), start=2):
        where = f"[[goal.milestones]] {number}: "
        if later.year <= earlier.year:
            what = f"{later.year} does not lie after {earlier.year}, the year before it in the file"
            file.add_problem(f"{where}year", what, "List each year once, the earliest first.", kind="wrong year")
        elif later.closes < earlier.closes:
            what = f"{later.closes:g} by {later.year} is less than {earlier.closes:g} by {earlier.year}"
            remedy = "Ask for as much or more as time goes on."
            file.add_problem(f"{where}closes", what, remedy, kind="falling milestones")
    return tuple(found)
