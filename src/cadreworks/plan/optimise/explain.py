"""What holds a plan back, in words? Dual prices -> sentences with units.

A price is that of the linear program with its whole numbers fixed: what one unit more is worth, as long as nothing else
turns. Words are few; the numbers are theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cadreworks.bands import Array
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.optimise.chosen import Binding
from cadreworks.plan.optimise.goals import Aim, GoalKind
from cadreworks.plan.optimise.limits import Limit, LimitKind
from cadreworks.plan.optimise.spending import GBP_A_UNIT
from cadreworks.vocabulary import AREAS, LEVELS

_ONE = {"places": "place", "hires": "hire", "returners": "returner", "placements": "placement"}
_AREA_NAMES = {area.id: area.name for area in AREAS}
_LEVEL_NAMES = {level.id: level.in_a_sentence for level in LEVELS}
_BUDGETS = (LimitKind.BUDGET, LimitKind.BUDGET_IN_ALL)

Tell = Callable[[float], str]
"""What a worth is, as the end of a sentence."""


def pounds(amount: float) -> str:
    """`£12,300`, `£1.2 million`: three digits tell enough of a price."""
    rounded = float(f"{amount:.3g}")
    if abs(rounded) >= 1e9:
        return f"£{rounded / 1e9:,.3g} billion"
    if abs(rounded) >= 1e6:
        return f"£{rounded / 1e6:,.3g} million"
    return f"£{rounded:,.0f}" if abs(rounded) >= 100 else f"£{rounded:,.2f}"


def wte(amount: float) -> str:
    """`3.2 WTE`, `1,250 WTE`."""
    return f"{amount:,.0f} WTE" if abs(amount) >= 100 else f"{float(f'{amount:.2g}'):g} WTE"


def saves(worth: float) -> str:
    """In pounds."""
    return f"would save {pounds(worth)}"


def avoids(worth: float) -> str:
    """In wte-years of shortfall."""
    return f"would avoid {wte(worth)}-years of shortfall"


def closes(worth: float) -> str:
    """In wte by which aims are missed. One person may serve the aim of an area and that of its level."""
    return f"would bring what is asked of areas and of job levels, each counted, nearer by {wte(worth)}"


def binding_limits(
    levers: LeverSet, marks: Sequence[object], prices: Array, tell: Tell, *, unit: float = 1.0, least: float = 1e-3
) -> tuple[Binding, ...]:
    """The limits and aims with a price, dearest first. unit: what an objective of one is in what is told; least: what
    is too little to be told (of a budget, for a million pounds), as the trifles that settle ties are
    """
    found = []
    for mark, price in zip(marks, prices, strict=True):
        if not isinstance(mark, Limit | Aim):
            continue
        worth = abs(float(price)) * unit
        if worth * (1e6 / GBP_A_UNIT if _is_budget(mark) else 1.0) <= least:
            continue
        worth /= GBP_A_UNIT if _is_budget(mark) else 1.0
        found.append(Binding(mark, worth, f"{subject(levers, mark, worth, tell)}."))
    return tuple(sorted(found, key=lambda each: -each.worth))


def _is_budget(mark: Limit | Aim) -> bool:
    return isinstance(mark, Limit) and mark.kind in _BUDGETS


def subject(levers: LeverSet, mark: Limit | Aim, worth: float, tell: Tell) -> str:
    """The sentence, without its stop."""
    where = f" in scenario {mark.scenario}" if isinstance(mark, Limit) and mark.scenario else ""
    if isinstance(mark, Aim):
        return f"One WTE less wanted for {aim_in_words(mark)} {tell(worth)}"
    if mark.kind in _BUDGETS:
        year = f" in {mark.year}" if mark.year else " in all"
        return f"£1 million more{year}{where} {tell(worth * 1e6)}"
    return f"{_one_more(levers, mark)}{where} {tell(worth)}"


def _one_more(levers: LeverSet, limit: Limit) -> str:
    year = limit.year
    if limit.kind is LimitKind.CAPACITY:
        lever = levers.lever(limit.of)
        return f"One more {_ONE.get(lever.kind.starts, lever.kind.starts)} in {year} by {lever.name}"
    if limit.kind is LimitKind.SHARED:
        name = next(shared.name for shared in levers.limits if shared.id == limit.of)
        return f'One more WTE in {year} under the limit "{name}"'
    area = _area(limit.of)
    cell = f"{area}, {_LEVEL_NAMES.get(limit.level, limit.level)}" if limit.level else area
    if limit.kind is LimitKind.GROWTH:
        return f"One more WTE by which {area} may grow in {year}"
    if limit.kind is LimitKind.MOVING:
        return f"One more WTE that may move out of {cell} in {year}"
    if limit.kind is LimitKind.KEPT:
        return f"One more WTE in {cell} whom levers could keep in {year}"
    if limit.kind is LimitKind.WORK:
        return f"One more WTE of work in {cell} that levers could take off in {year}"
    return f"One more WTE in {cell} in {year}"


def limit_in_words(levers: LeverSet, limit: Limit) -> str:
    """What a limit is, whatever the year, as a part of a sentence."""
    if limit.kind is LimitKind.CAPACITY:
        return f'the capacity of "{levers.lever(limit.of).name}"'
    if limit.kind is LimitKind.SHARED:
        return f'the limit "{next(shared.name for shared in levers.limits if shared.id == limit.of)}"'
    area = _area(limit.of)
    cell = f"{area}, {_LEVEL_NAMES.get(limit.level, limit.level)}" if limit.level else area
    if limit.kind in _BUDGETS:
        return "the budget"
    return {
        LimitKind.GROWTH: f"how fast {area} may grow",
        LimitKind.MOVING: f"how many may move out of {cell}",
        LimitKind.KEPT: f"how many staff of {cell} there are whom a lever could keep",
        LimitKind.WORK: f"how much work there is to take off {cell}",
    }.get(limit.kind, f"how many there are in {cell}")


def aim_in_words(aim: Aim) -> str:
    """What an aim asks for, as a part of a sentence."""
    area, scenario = _area(aim.area), f"scenario {aim.scenario}"
    if aim.kind is GoalKind.CONFIDENCE:
        return f"confidence in {area} at the horizon, {scenario}"
    if aim.kind is GoalKind.LEVEL:
        return f"{area}, {_LEVEL_NAMES.get(aim.level, aim.level)}, at the horizon, {scenario}"
    return f"the milestone of {aim.year} in {area}, {scenario}"


def lack_sentence(aim: Aim, missing: float, clashes: Sequence[Binding]) -> str:
    """What is lacking, and what stands in its way."""
    told = f"{wte(missing)} lacking for {aim_in_words(aim)}"
    return f"{told}." if clashes else f"{told}: no limit alone stands in its way; no lever brings more there in time."


def _area(area: str) -> str:
    return _AREA_NAMES.get(area, area)
