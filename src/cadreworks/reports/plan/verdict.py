"""Does the plan do what was asked of it? The goal of the levers file and the plan judged -> a check for each goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.evaluate import ENOUGH_WTE, Outcome
from cadreworks.plan.levers import Milestone
from cadreworks.plan.result import PlanResult
from cadreworks.reports import wording
from cadreworks.reports.plan.notes import area_names
from cadreworks.vocabulary import LEVELS

_ROUNDING = 1e-9
_SHARE_ROUNDING = 1e-6
"""A linear program meets its limits to so much of a share."""


@dataclass(frozen=True)
class GoalCheck:
    """One thing that was asked, what was found, and whether it is met."""

    asked: str
    found: str
    met: bool


def goal_checks(result: PlanResult) -> list[GoalCheck]:
    """Every goal, scenario by scenario."""
    goal = result.levers.goal
    checks = []
    for scenario in goal.closes:
        outcome, name = result.evaluation.outcomes[scenario], result.study.scenarios[scenario]
        checks.append(_confidence(result, outcome, name))
        checks.append(_levels(result, scenario, outcome))
        checks += [_milestone(result, milestone, outcome, name) for milestone in goal.milestones]
    return checks


def is_met(result: PlanResult) -> bool:
    """Whether the plan does all that was asked."""
    return all(check.met for check in goal_checks(result))


def unsure_areas(result: PlanResult, outcome: Outcome) -> list[tuple[str, float]]:
    """Areas whose confidence is below the one asked for, the least sure first."""
    pairs = zip(area_names(result)[:-1], outcome.confident_after[:-1].tolist(), strict=True)
    below = [(area, share) for area, share in pairs if share < result.levers.goal.confidence - _ROUNDING]
    return sorted(below, key=lambda pair: pair[1])


def _confidence(result: PlanResult, outcome: Outcome, name: str) -> GoalCheck:
    asked = result.levers.goal.confidence
    below, areas = unsure_areas(result, outcome), len(result.basis.areas)
    found = f"every area has; the least sure at {wording.per_cent(min(outcome.confident_after[:-1].tolist()))}"
    if below:
        enough = areas - len(below)
        found = (
            f"{enough} of {areas} areas {'has' if enough == 1 else 'have'}; the least sure is "
            f"{wording.in_running_text(below[0][0])} at {share_below(below[0][1], asked)}"
        )
    return GoalCheck(
        f"{name}: each area has enough staff in {result.basis.horizon.last} with a confidence of "
        f"{wording.per_cent(asked)}",
        wording.sentence_case(found),
        not below,
    )


def _levels(result: PlanResult, scenario: str, outcome: Outcome) -> GoalCheck:
    """Work that is taken off counts as if staff were there to do it."""
    goal, name = result.levers.goal, result.study.scenarios[scenario]
    demand = result.basis.demand[scenario][..., -1]
    met = np.divide(
        demand + outcome.gap_after.central[:-1, :-1, -1], demand, out=np.ones_like(demand), where=demand > 0
    )
    short = list(_cells_below(result, met, goal.level_share - _SHARE_ROUNDING))
    found = f"every one has; the least staffed has {wording.per_cent(float(met.min()))}"
    if short:
        place, share = short[0]
        found = f"{wording.count(len(short), 'of them has', 'of them have')} less; the least, {place}, has {share}"
    return GoalCheck(
        f"{name}: each job level of each area has {wording.per_cent(goal.level_share)} of what it needs in "
        f"{result.basis.horizon.last}",
        wording.sentence_case(found),
        not short,
    )


def _cells_below(result: PlanResult, met: Array, least: float) -> Iterator[tuple[str, str]]:
    """Cells with a smaller share than `least` of their demand, the least staffed first."""
    names = area_names(result)
    for cell in np.argsort(met, axis=None, kind="stable").tolist():
        area, level = divmod(cell, met.shape[1])
        if met[area, level] >= least:
            return
        place = f"{wording.in_running_text(names[area])}, {LEVELS[level].in_a_sentence}"
        yield place, share_below(float(met[area, level]), result.levers.goal.level_share)


def _milestone(result: PlanResult, milestone: Milestone, outcome: Outcome, name: str) -> GoalCheck:
    at = result.basis.horizon.index(milestone.year)
    before, after = (np.maximum(-gap.central[:-1, -1, at], 0.0) for gap in (outcome.gap_before, outcome.gap_after))
    closed = np.divide(before - after, before, out=np.ones_like(before), where=before > ENOUGH_WTE)
    behind = closed < milestone.closes - _SHARE_ROUNDING
    least = int(closed.argmin())
    found = f"the least, {wording.in_running_text(area_names(result)[least])}, closes {_signed(float(closed[least]))}"
    if before.max(initial=0.0) <= ENOUGH_WTE:
        found = "no area is short then, plan or no plan"
    return GoalCheck(
        f"{name}: by {milestone.year} each area closes {wording.per_cent(milestone.closes)} of its shortfall",
        wording.sentence_case(found),
        not bool(behind.any()),
    )


def share_below(share: float, asked: float) -> str:
    """A share that misses what was asked, with a decimal where the whole per cent would hide that it does."""
    said = wording.per_cent(share)
    return f"{share * 100:.1f} per cent" if said == wording.per_cent(asked) else said


def _signed(share: float) -> str:
    return f"{'minus ' if share < 0 else ''}{wording.per_cent(share)}"
