"""What is wrong with one section [[levers]] beyond single settings? Its settings against its kind and the study.

A lever may not bring people out of nothing, take from nowhere, give where it takes, come too late for the horizon, or
earn money by every start.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cadreworks.plan.cells import NONE, OUTSIDE
from cadreworks.plan.costs import years_under_way
from cadreworks.plan.kinds import Act, Kind, kind_of
from cadreworks.plan.levers import Lever, shown_wte
from cadreworks.plan.levers_file.routes import RESKILLING, UPSKILLING, Ends, routes_of
from cadreworks.plan.levers_file.scope import Scope, check_years, every_year
from cadreworks.plan.levers_file.settings import ESTIMATED_COSTS
from cadreworks.problems import quoted
from cadreworks.settings_file import Estimate, SettingsFile
from cadreworks.vocabulary import ALL, LEVEL_IDS

PLAIN_WORD = re.compile(r"^[a-z][a-z0-9_]*$", re.ASCII)
_TAKEN = (ALL, OUTSIDE, NONE)
_LASTING = (Act.STAND_IN, Act.RELIEVE)
_MISSING = "the setting is missing"


@dataclass(frozen=True)
class Section:
    """A section on its way to being checked: how problems name it, as it stands in the file, and what could be read."""

    where: str
    entry: Mapping[str, Any]
    values: Mapping[str, Any]
    file: SettingsFile

    def add(self, field: str, what: str, remedy: str, *, kind: str) -> None:
        """Add a problem of one of its settings."""
        self.file.add_problem(f"{self.where}{field}", what, remedy, kind=kind)


def check_id(section: Section, thing: str) -> None:
    """Whether its id may name a `thing` in tables and file names."""
    name = section.values["id"]
    if name and (not PLAIN_WORD.match(name) or name in _TAKEN):
        section.add(
            "id",
            f"{quoted(name)} cannot name a {thing}",
            f"Use small letters, digits and _, beginning with a letter, and none of: {', '.join(_TAKEN)}.",
            kind="wrong id",
        )


def check_lever(section: Section, ends: Ends, *, scope: Scope, price_year: int | None, first_year: int) -> None:
    """Add the problems of a lever's settings taken together. price_year: of the file, None where it has none."""
    check_id(section, "lever")
    _check_price_year(section, scope, price_year)
    _check_capacity(section, scope, first_year)
    if section.values["kind"] is None:
        return
    kind = kind_of(section.values["kind"])
    _check_effect_and_length(section, kind)
    if kind.act is Act.MOVE:
        _check_moves(section, kind, ends)
    else:
        _check_takes_from_nowhere(section, kind, ends)
    _check_covered(section, kind, ends, scope)


def check_earnings(lever: Lever, where: str, file: SettingsFile, *, scope: Scope) -> None:
    """Whether every start would earn money. Moves are judged by going round (`check_cycles`)."""
    cost = cost_of_start(lever, scope)
    if cost >= 0 or lever.act is Act.MOVE:
        return
    years = len(years_under_way(lever, len(scope.projected)))
    what = f"each start earns £{-cost:,.0f} in all, with per_year_gbp over {years} year{'s' if years > 1 else ''}"
    remedy = "Enter no more than a grant pays of what the start costs; a plan would otherwise start for the money."
    file.add_problem(f"{where}per_start_gbp", what, remedy, kind="earns")


def cost_of_start(lever: Lever, scope: Scope) -> float:
    """Pounds of the price year that one start costs until it is no longer under way, central."""
    years = len(years_under_way(lever, len(scope.projected)))
    return lever.costs.per_start.value + years * lever.costs.per_year.value


def _check_price_year(section: Section, scope: Scope, price_year: int | None) -> None:
    own = section.values["price_year"]
    costs: list[Estimate | None] = [section.values[setting.name] for setting in ESTIMATED_COSTS]
    if own is not None and own > scope.horizon.last:
        what = f"{own} lies after the horizon {scope.horizon.last}"
        section.add("price_year", what, "Enter the year whose prices the costs are.", kind="wrong year")
    elif own is None and price_year is None and any(cost and (cost.low or cost.high) for cost in costs):
        what = "its costs have no price year, neither here nor at the top of the file"
        section.add("price_year", what, "Add the year to 31 March in whose pounds they are.", kind="missing setting")


def _check_capacity(section: Section, scope: Scope, first_year: int) -> None:
    steps = section.values["capacity"]
    if steps is None or not check_years(steps, f"{section.where}capacity", section.file, scope=scope):
        return
    capacity = {year: most for year, most in every_year(steps, first_year, scope.horizon.last).items() if most > 0}
    minimum = section.values["minimum_per_year"]
    low = [year for year, most in capacity.items() if most < minimum]
    if low:
        most = shown_wte(capacity[low[0]])
        what = f"{most} in {low[0]} is below minimum_per_year, {shown_wte(minimum)}, so nobody could start"
        section.add("capacity", what, "Enter 0, or as much as the minimum.", kind="below minimum")
    lead, last = section.values["lead_years"], scope.horizon.last
    start = min(capacity, default=first_year)
    if lead is not None and start + lead > last:
        what = (
            f"what starts in {start}, as early as it may, would come about in {start + lead}, after the horizon {last}"
        )
        section.add("lead_years", what, "Shorten it, let it start earlier, or leave the lever out.", kind="too late")


def _check_effect_and_length(section: Section, kind: Kind) -> None:
    if kind.act in (Act.KEEP, Act.RELIEVE) and section.values["effect"] is None and "effect" not in section.entry:
        remedy = "Add the share by which leaving falls."
        if kind.act is Act.RELIEVE:
            remedy = "Add the share of a whole-time equivalent of demand that falls away."
        section.add("effect", f"{_MISSING}, which {kind.id} needs", remedy, kind="missing setting")
    lasts = section.values["lasts_years"]
    if kind.act is Act.STAND_IN and lasts is None and "lasts_years" not in section.entry:
        remedy = "Add for how many years they stand in."
        section.add("lasts_years", f"{_MISSING}, which {kind.id} needs", remedy, kind="missing setting")
    if kind.act not in _LASTING and lasts is not None:
        what = f"{kind.id} has no end of its own: people stay until they leave as others do"
        if kind.act is Act.KEEP:
            what = f"{kind.id} covers one year for each start"
        section.add("lasts_years", what, "Leave it out.", kind="wrong setting")


def _check_takes_from_nowhere(section: Section, kind: Kind, ends: Ends) -> None:
    what = f"{kind.id} takes staff from nowhere"
    if kind.act in (Act.JOIN, Act.STAND_IN):
        what = "people from outside are not taken from an area of work"
    for name, given in (("from_areas", ends.from_areas), ("from_levels", ends.from_levels)):
        if given:
            section.add(name, what, f"Leave it out, or choose the kind {RESKILLING}.", kind="wrong setting")


def _check_moves(section: Section, kind: Kind, ends: Ends) -> None:
    if kind.id == UPSKILLING:
        _check_rise(section, ends)
        return
    if not ends.from_areas and "from_areas" not in section.entry:
        what = f"{_MISSING}, so there is nowhere to take staff from"
        section.add("from_areas", what, "Add the areas of work from which it takes staff.", kind="missing setting")
    if ends.from_levels and ends.to_levels and set(ends.from_levels) != set(ends.to_levels):
        what = f"{kind.id} stays at the same level, and to_levels names others"
        section.add("from_levels", what, "Leave it out.", kind="wrong setting")
    elif ends.from_areas and ends.to_areas and ends.to_levels and not routes_of("", kind, ends):
        what = f"it takes from where it gives to, {ends.to_areas[0]}, so nothing comes about"
        section.add("from_areas", what, "Name other areas of work.", kind="nothing comes about")


def _check_rise(section: Section, ends: Ends) -> None:
    """Whether from each level somebody can rise, and to each level somebody can."""
    if set(ends.from_areas) - set(ends.to_areas):
        what = f"{UPSKILLING} stays within an area of work"
        section.add("from_areas", what, f"Leave it out, or choose the kind {RESKILLING}.", kind="wrong setting")
    below = ends.from_levels or LEVEL_IDS
    for level in ends.to_levels:
        if not any(LEVEL_IDS.index(other) < LEVEL_IDS.index(level) for other in below):
            named = "of from_levels " if ends.from_levels else ""
            what = f"no level {named}stands below {level}, so nobody can rise to it"
            section.add("to_levels", what, "Name a higher one.", kind="nothing comes about")
    for level in ends.from_levels if ends.to_levels else ():
        if not any(LEVEL_IDS.index(other) > LEVEL_IDS.index(level) for other in ends.to_levels):
            what = f"no level of to_levels stands above {level}, so nobody can rise from it"
            section.add("from_levels", what, "Name a lower one.", kind="nothing comes about")


def _check_covered(section: Section, kind: Kind, ends: Ends, scope: Scope) -> None:
    if routes_of("", kind, ends) and not routes_of("", kind, ends, areas=scope.areas):
        what = "the study covers none of these areas of work"
        if kind.id == RESKILLING:
            what = "the study does not cover two of the areas of work between which it moves staff"
        remedy = f"Leave the lever out, or name some of: {', '.join(scope.areas)}."
        section.add("to_areas", what, remedy, kind="not covered")
