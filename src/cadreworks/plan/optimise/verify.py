"""Does a plan reach its goals? Its sizes and all draws -> confidence by area, and by how much each goal is missed.

The sample of a program is a part of the draws; here all of them are asked. An area keeps its confidence where no more
than 1 - confidence of the draws have a shortfall at the horizon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.cells import Cell
from cadreworks.plan.optimise.case import Case, at_horizon, in_areas
from cadreworks.plan.optimise.goals import Aim, GoalKind, worst_draws
from cadreworks.plan.response import changes_of

_JUST = 1e-9


@dataclass(frozen=True)
class Checks:
    """What starts do to areas at the horizon in every draw, (draw, area, route, year of start)."""

    case: Case
    effects: Array

    @classmethod
    def of(cls, case: Case) -> Checks:
        return cls(case, case.all_at_horizon)

    def gaps(self, scenario: str, sizes: Array) -> Array:
        """Supply less demand by area at the horizon, (draw, area)."""
        basis = self.case.basis
        before = (basis.supply_drawn[..., -1] - basis.demand_drawn[scenario][..., -1]).sum(axis=-1)
        after: Array = before + np.einsum("dart,rt->da", self.effects, sizes)
        return after

    def spare(self, scenario: str, sizes: Array) -> Array:
        """By area, the wte that could be lost in every draw before confidence is; less than 0 where it lacks."""
        return spare_of(self.gaps(scenario, sizes), self.case.levers.goal.confidence)


def spare_of(gaps: Array, confidence: float) -> Array:
    """The gap of the draw on which confidence turns, from gaps (draw, area)."""
    may_fail = int(np.floor((1.0 - confidence) * len(gaps) + _JUST))
    found: Array = np.sort(gaps, axis=0)[min(may_fail, len(gaps) - 1)]
    return found


def confident_share(gaps: Array) -> Array:
    """The share of draws without a shortfall, by area."""
    share: Array = (gaps >= -1e-6).mean(axis=0)
    return share


def tail_of_sample(case: Case, scenario: str, sizes: Array, *, exact: bool) -> Array:
    """What the program's row of confidence measures, by area: the mean of the worst shortfalls of the sample, or the
    shortfall on which confidence turns.
    """
    before = in_areas(case.sample.before[scenario][..., -1], -1)
    gaps = before + np.einsum("dart,rt->da", at_horizon(case.sample.gap), sizes)
    confidence = case.levers.goal.confidence
    if exact:
        turning: Array = -spare_of(gaps, confidence)
        return turning
    worst = worst_draws(confidence, len(gaps))
    weights = np.clip(worst - np.arange(len(gaps)), 0.0, 1.0) / worst
    mean: Array = weights @ np.sort(-gaps, axis=0)[::-1]
    return mean


def central_gap(case: Case, scenario: str, sizes: Array) -> Array:
    """Supply less demand of the central run with a plan, (cell, projected year), along the straight lines."""
    after: Array = case.before(scenario) + changes_of(case.responses.gap, sizes)
    return after


def missed(case: Case, aim: Aim, sizes: Array, spare: Array) -> float:
    """By how many wte a plan misses an aim; spare: by area, in the aim's scenario."""
    areas = case.basis.areas
    place = areas.index(aim.area)
    if aim.kind is GoalKind.CONFIDENCE:
        return max(0.0, -float(spare[place]))
    gap = central_gap(case, aim.scenario, sizes)
    if aim.kind is GoalKind.LEVEL:
        demand = case.demand(aim.scenario)
        cell = Cell(aim.area, aim.level).at(areas)
        return max(0.0, -float(gap[cell, -1] + (1.0 - case.levers.goal.level_share) * demand[cell, -1]))
    at = case.years.index(aim.year)
    before = max(0.0, -float(in_areas(case.before(aim.scenario)[:, at], 0)[place]))
    gained = float(in_areas(gap[:, at], 0)[place] - in_areas(case.before(aim.scenario)[:, at], 0)[place])
    return max(0.0, _closes(case, aim) * before - gained)


def _closes(case: Case, aim: Aim) -> float:
    return {milestone.year: milestone.closes for milestone in case.levers.goal.milestones}[aim.year]


def all_missed(case: Case, aims: Sequence[Aim], by_scenario: dict[str, Array], spare: dict[str, Array]) -> Array:
    """`missed` of each aim. by_scenario: sizes"""
    return np.array([missed(case, aim, by_scenario[aim.scenario], spare[aim.scenario]) for aim in aims])
