"""What does a solver's answer say, in words for people who plan? Limits and what is lacking -> sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cadreworks.plan.levers import LeverSet
from cadreworks.plan.optimise.chosen import Binding, Lack
from cadreworks.plan.optimise.explain import limit_in_words, wte
from cadreworks.plan.optimise.goals import Aim, GoalKind
from cadreworks.plan.optimise.limits import Limit
from cadreworks.plan.result import PlanFor
from cadreworks.vocabulary import area_of_work, job_level

MOST_CLASHES = 4


def dearest_of_each(bindings: Sequence[Binding]) -> list[Binding]:
    """Of each limit the year in which one more is worth most, dearest first."""
    found: dict[Limit, Binding] = {}
    for binding in sorted(bindings, key=lambda each: -each.worth):
        found.setdefault(replace(binding.limit, year=0), binding)
    return list(found.values())


def clash_sentence(lack: Lack, levers: LeverSet, about: PlanFor, *, last: int) -> str:
    """What is lacking for which aim, and the limits on which it depends, the heaviest first."""
    named = list(dict.fromkeys(limit_in_words(levers, binding.limit) for binding in dearest_of_each(lack.clashes)))
    rest = len(named) - MOST_CLASHES
    more = f"; and {rest} more" if rest > 0 else ""
    way = f"In the way: {'; '.join(named[:MOST_CLASHES])}{more}." if named else "No lever brings more there in time."
    return f"{_aim(lack, levers, about, last)}. {way}"


def _aim(lack: Lack, levers: LeverSet, about: PlanFor, last: int) -> str:
    aim: Aim = lack.aim
    area = area_of_work(aim.area).name
    where = f"{area}, {job_level(aim.level).in_a_sentence}" if aim.level else area
    scenario = about.scenarios[aim.scenario]
    goal = levers.goal
    if aim.kind is GoalKind.CONFIDENCE:
        wanted = f"for {100 * goal.confidence:g} per cent confidence in {last}"
    elif aim.kind is GoalKind.LEVEL:
        wanted = f"for {100 * goal.level_share:g} per cent of what is needed in {last}"
    else:
        wanted = f"for the milestone of {aim.year}"
    return f"{where}: {wte(lack.wte)} more wanted {wanted} ({scenario})"
