"""What must a plan reach? Confidence by area, a share of each level, milestones -> rows that may be given up.

    confidence  for each area, over the sample of draws of demand less supply at the horizon: the mean of the worst
                1 - confidence of them is at most the margin (nothing at first):
                    tail + sum(over) / ((1 - confidence) x draws) <= margin,  over >= shortfall of the draw - tail
                or, exactly: no more than that share of the draws has any shortfall beyond the margin (whole numbers)
    level       of each area: central supply at least level_share x demand at the horizon
    milestone   of each area: the plan closes a share of the central shortfall of that year

Each row has a variable for the wte by which it is missed; it is held at nothing unless no plan reaches all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import sparse

from cadreworks.bands import Array
from cadreworks.plan.optimise.case import Case, at_horizon, in_areas
from cadreworks.plan.optimise.program import Entries, Places, Program, diagonal, placed
from cadreworks.plan.optimise.timeline import Timeline, over_years
from cadreworks.vocabulary import LEVEL_IDS


class GoalKind(Enum):
    """What a goal is about."""

    CONFIDENCE = "confidence"
    LEVEL = "level"
    MILESTONE = "milestone"


@dataclass(frozen=True)
class Aim:
    """One thing to be reached, in one scenario."""

    kind: GoalKind
    scenario: str
    area: str
    level: str = ""
    year: int = 0


@dataclass(frozen=True)
class GoalRows:
    """Where goals stand in a program. rows, missed (its variable): by aim; the first of them are those of confidence,
    (scenario x area)
    """

    aims: tuple[Aim, ...]
    rows: Places
    missed: Places
    confidence: Places


def add_goals(program: Program, case: Case, timeline: Timeline, *, exact: bool) -> GoalRows:
    """Rows of all goals in all scenarios of the program."""
    aims: list[Aim] = []
    rows, missed = [], []
    add_confidence = _add_chance if exact else _add_tail
    for place, scenario in enumerate(timeline.scenarios):
        of_areas = tuple(Aim(GoalKind.CONFIDENCE, scenario, area) for area in case.basis.areas)
        slack = program.add_variables(len(of_areas), most=0.0)
        rows.append(add_confidence(program, case, timeline, place, slack, of_areas))
        missed.append(slack)
        aims.extend(of_areas)
    count = len(aims)
    for place in range(len(timeline.scenarios)):
        for matrix, least, named in (_levels(case, timeline.scenarios[place]), *_milestones(case, timeline, place)):
            slack = program.add_variables(len(named), most=0.0)
            entries = placed(sparse.coo_array(matrix), timeline.flat(place)) + diagonal(slack, 1.0)
            rows.append(program.add_rows(entries, least=least, marks=named))
            missed.append(slack)
            aims.extend(named)
    every = np.concatenate(rows)
    return GoalRows(tuple(aims), every, np.concatenate(missed), every[:count])


def worst_draws(confidence: float, draws: int) -> float:
    """How many of the worst draws the tail's mean is over, at least one."""
    return max((1.0 - confidence) * draws, 1.0)


def _shortfalls(case: Case, scenario: str) -> Array:
    """Demand less supply at the horizon without a plan, (area, draw) of the sample."""
    shortfall: Array = -in_areas(case.sample.before[scenario][..., -1], -1).T
    return shortfall


def _effects(case: Case, timeline: Timeline, scenario: int) -> Entries:
    """What starts do to areas at the horizon; rows are (area, draw) of the sample."""
    of_areas = np.moveaxis(at_horizon(case.sample.gap), 0, 1)
    areas, draws = of_areas.shape[:2]
    matrix = sparse.coo_array(of_areas.reshape(areas * draws, -1))
    return placed(matrix, timeline.flat(scenario))


def _add_tail(
    program: Program, case: Case, timeline: Timeline, place: int, missed: Places, aims: tuple[Aim, ...]
) -> Places:
    """Conditional value at risk: a mean over the worst draws (Rockafellar and Uryasev, 2000)."""
    shortfall = _shortfalls(case, timeline.scenarios[place])
    areas, draws = shortfall.shape
    tail = program.add_variables(areas, least=-np.inf)
    over = program.add_variables(areas * draws)
    entries = _effects(case, timeline, place) + diagonal(over, 1.0) + diagonal(np.repeat(tail, draws), 1.0)
    program.add_rows(entries, least=shortfall.ravel())
    worst = worst_draws(case.levers.goal.confidence, draws)
    mean = Entries(np.repeat(np.arange(areas), draws), over, np.full(areas * draws, 1.0 / worst))
    return program.add_rows(mean + diagonal(tail, 1.0) + diagonal(missed, -1.0), most=np.zeros(areas), marks=aims)


def _add_chance(
    program: Program, case: Case, timeline: Timeline, place: int, missed: Places, aims: tuple[Aim, ...]
) -> Places:
    """The share of draws itself. The margin bounds a variable that all draws of an area use."""
    shortfall = _shortfalls(case, timeline.scenarios[place])
    areas, draws = shortfall.shape
    margin = program.add_variables(areas, least=-np.inf)
    fails = program.add_variables(areas * draws, most=1.0, whole=True)
    worst = np.maximum(shortfall, 0.0) + _most_taken(case) + np.abs(shortfall).max()
    entries = _effects(case, timeline, place) + diagonal(fails, worst.ravel())
    program.add_rows(entries + diagonal(np.repeat(margin, draws), 1.0), least=shortfall.ravel())
    allowed = np.full(areas, np.floor((1.0 - case.levers.goal.confidence) * draws + 1e-9))
    program.add_rows(Entries(np.repeat(np.arange(areas), draws), fails, np.ones(areas * draws)), most=allowed)
    return program.add_rows(diagonal(margin, 1.0) + diagonal(missed, -1.0), most=np.zeros(areas), marks=aims)


def _most_taken(case: Case) -> Array:
    """The most wte by which all starts together could lower each area, (area, draw)."""
    of_areas = np.minimum(at_horizon(case.sample.gap), 0.0)
    most = case.capacity[case.lever_of_route]
    taken: Array = -np.einsum("nart,rt->an", of_areas, most)
    return taken


def _levels(case: Case, scenario: str) -> tuple[sparse.csr_array, Array, tuple[Aim, ...]]:
    years = len(case.years)
    effects = over_years(case.responses.gap)
    last = np.arange(case.cells) * years + years - 1
    wanted = case.levers.goal.level_share * case.demand(scenario)[:, -1] - case.supply[:, -1]
    aims = tuple(
        Aim(GoalKind.LEVEL, scenario, area, level, case.years[-1]) for area in case.basis.areas for level in LEVEL_IDS
    )
    return effects[last], wanted, aims


def _milestones(case: Case, timeline: Timeline, place: int) -> list[tuple[sparse.csr_array, Array, tuple[Aim, ...]]]:
    """Milestones of years that all scenarios share are asked of each of them, since their demand differs."""
    scenario, years, levels = timeline.scenarios[place], len(case.years), len(LEVEL_IDS)
    effects = over_years(case.responses.gap)
    areas = len(case.basis.areas)
    summing = sparse.kron(sparse.eye_array(areas), np.ones((1, levels)))
    found = []
    for milestone in case.levers.goal.milestones:
        at = case.years.index(milestone.year)
        rows = effects[np.arange(case.cells) * years + at]
        shortfall = np.maximum(-in_areas(case.before(scenario)[:, at], 0), 0.0)
        aims = tuple(Aim(GoalKind.MILESTONE, scenario, area, year=milestone.year) for area in case.basis.areas)
        found.append((sparse.csr_array(summing @ rows), milestone.closes * shortfall, aims))
    return found
