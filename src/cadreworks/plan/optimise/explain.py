"""What holds a plan back, in words? Dual prices -> sentences with units.

A price is that of the linear program with its whole numbers fixed: what one unit more is worth, as long as nothing else
turns. Words are few; the numbers are theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cadreworks.bands import Array
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.optimise.chosen import Binding
from cadreworks.plan.optimise.limits import Limit, LimitKind
from cadreworks.plan.optimise.spending import GBP_A_UNIT
from cadreworks.vocabulary import area_of_work, job_level

_ONE = {"places": "place", "hires": "hire", "returners": "returner", "placements": "placement"}
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
    """The limits with a price, dearest first. unit: what an objective of one is in what is told; least: what
    is too little to be told (of a budget, for a million pounds), as the trifles that settle ties are
    """
    found = []
    for mark, price in zip(marks, prices, strict=True):
        if not isinstance(mark, Limit):  # what is asked for has a price too, and is no limit
            continue
        worth, of_budget = abs(float(price)) * unit, mark.kind in _BUDGETS
        if worth * (1e6 / GBP_A_UNIT if of_budget else 1.0) <= least:
            continue
        worth /= GBP_A_UNIT if of_budget else 1.0
        found.append(Binding(mark, worth, f"{_sentence(levers, mark, worth, tell)}."))
    return tuple(sorted(found, key=lambda each: -each.worth))


def _sentence(levers: LeverSet, limit: Limit, worth: float, tell: Tell) -> str:
    """Without its stop."""
    where = f" in scenario {limit.scenario}" if limit.scenario else ""
    if limit.kind in _BUDGETS:
        year = f" in {limit.year}" if limit.year else " in all"
        return f"£1 million more{year}{where} {tell(worth * 1e6)}"
    return f"{_one_more(levers, limit)}{where} {tell(worth)}"


def _one_more(levers: LeverSet, limit: Limit) -> str:
    year = limit.year
    if limit.kind is LimitKind.CAPACITY:
        lever = levers.lever(limit.of)
        return f"One more {_ONE.get(lever.kind.starts, lever.kind.starts)} in {year} by {lever.name}"
    if limit.kind is LimitKind.SHARED:
        return f'One more WTE in {year} under the limit "{_shared_name(levers, limit)}"'
    cell = _cell(limit)
    if limit.kind is LimitKind.GROWTH:
        return f"One more WTE by which {cell} may grow in {year}"
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
        return f'the limit "{_shared_name(levers, limit)}"'
    if limit.kind in _BUDGETS:
        return "the budget"
    cell = _cell(limit)
    return {
        LimitKind.GROWTH: f"how fast {cell} may grow",
        LimitKind.MOVING: f"how many may move out of {cell}",
        LimitKind.KEPT: f"how many staff of {cell} there are whom a lever could keep",
        LimitKind.WORK: f"how much work there is to take off {cell}",
    }.get(limit.kind, f"how many there are in {cell}")


def _shared_name(levers: LeverSet, limit: Limit) -> str:
    return next(shared.name for shared in levers.limits if shared.id == limit.of)


def _cell(limit: Limit) -> str:
    """The area, with the job level where the limit is about one."""
    area = area_of_work(limit.of).name
    return f"{area}, {job_level(limit.level).in_a_sentence}" if limit.level else area
