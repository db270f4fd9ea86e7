"""Which plan leaves the least missing, under a budget, or weighed against cost? Levers and a projection -> the plan.

under a budget   the least expected wte-years of shortfall over draws, cells and projected years, in the scenarios
                 that the goal closes, by their weights; of plans that are equal the cheapest
least loss       the least expected cost + wte-years of shortfall x the price of one, at the prices of their year
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.plan.optimise import explain
from cadreworks.plan.optimise.case import Case
from cadreworks.plan.optimise.chosen import Chosen, Status
from cadreworks.plan.optimise.frame import Budget, Frame, add_budget, start_program
from cadreworks.plan.optimise.least_cost import promises_of, weights_of
from cadreworks.plan.optimise.program import Entries, Line, Places, Program, diagonal
from cadreworks.plan.optimise.shortfall import Missing, add_missing
from cadreworks.plan.optimise.solve import Answer, Solver, share_above
from cadreworks.plan.optimise.spending import GBP_A_UNIT, cost_line, settling_line
from cadreworks.plan.optimise.verify import Checks

WHOLE_SAMPLES = 6
"""Draws on which whole numbers are decided where there are more."""
HELD_WTE = 1e-6
"""By so much held amounts may move, since those of a solution keep to limits only so far."""
TIE_COST = 1e-6
"""wte-years that a thousand pounds counts for under a budget: decides between plans that leave the same missing."""


@dataclass(frozen=True)
class Tail:
    """How much the worst draws count: the share of the objective that is the mean of the worst 1 - `beyond` of them."""

    weight: float = 0.0
    beyond: float = 0.8


def choose_under_budget(case: Case, budget: Budget, tail: Tail | None = None) -> Chosen:
    """The plan that leaves the least missing within a budget."""

    def build(of: Case) -> Frame:
        frame = start_program(of, of.levers.goal.closes)
        add_budget(frame, budget)
        each = np.ones(len(of.years))
        for place, share in enumerate(weights_of(of, frame.timeline.scenarios)):
            missing = add_missing(frame.program, of, frame.timeline, place, each)
            frame.program.add_cost(_with_tail(frame, missing, place, tail or Tail()).times(share))
            frame.program.add_cost(_cost(frame, place).times(share * TIE_COST))
        return frame

    return _chosen(build, case, explain.avoids, unit=1.0, least=1e-3)


def choose_least_loss(case: Case, scenarios: tuple[str, ...], *, one_plan: bool = False) -> Chosen:
    """The plan of the least expected loss over some scenarios by their weights: cost and what is missing, in pounds."""

    def build(of: Case) -> Frame:
        frame = start_program(of, scenarios, one_plan=one_plan)
        for place, share in enumerate(weights_of(of, scenarios)):
            frame.program.add_cost(loss_line(frame, place).times(share))
        return frame

    return _chosen(build, case, explain.saves, unit=GBP_A_UNIT, least=1.0)


def choose_later(case: Case, scenario: str, plan: Array) -> Array:
    """How a plan, (route, projected year), would go on in a scenario from `decide_in` on, at the least loss there; what
    it decides before is held.
    """
    early = _early(case)
    return np.where(early, plan, _choose_beside(case, scenario, plan * early, least=plan * early))


def choose_within(case: Case, scenario: str, plan: Array) -> Array:
    """The plan of least loss in a scenario that starts no more than this one, (route, projected year), before
    `decide_in`.
    """
    return np.minimum(
        _choose_beside(case, scenario, plan, least=np.zeros_like(plan)), np.where(_early(case), plan, np.inf)
    )


def _early(case: Case) -> NDArray[np.bool_]:
    """Which projected years are decided for all scenarios alike."""
    return np.array([year < case.levers.goal.decide_in for year in case.years])


def _choose_beside(case: Case, scenario: str, most: Array, *, least: Array) -> Array:
    """The plan of least loss in a scenario whose early starts lie between these bounds."""
    early = _early(case)

    def build(of: Case) -> Frame:
        frame = start_program(of, (scenario,))
        frame.program.add_cost(loss_line(frame, 0))
        columns = frame.timeline.columns[0][:, early]
        there = columns >= 0
        bounds = (least[:, early][there] - HELD_WTE, most[:, early][there] + HELD_WTE)
        frame.program.add_rows(diagonal(columns[there], 1.0), least=bounds[0], most=bounds[1])
        return frame

    frame, _, answer = solve_in_steps(build, case)
    return frame.sizes(answer.values)[scenario]


def loss_line(frame: Frame, place: int) -> Line:
    """Cost and what is missing, thousands of pounds, in the scenario at `place`."""
    price = frame.case.shortfall_gbp / GBP_A_UNIT
    missing = add_missing(frame.program, frame.case, frame.timeline, place, price)
    return missing.line(frame.timeline.columns[place]) + _cost(frame, place)


def _cost(frame: Frame, place: int) -> Line:
    return cost_line(frame.case, frame.timeline, frame.switches, place) + settling_line(
        frame.case, frame.timeline, place
    )


def _with_tail(frame: Frame, missing: Missing, place: int, tail: Tail) -> Line:
    starts = frame.timeline.columns[place]
    line = missing.line(starts)
    if tail.weight <= 0:
        return line
    worst = add_tail(frame.program, missing, starts, tail.beyond)
    return line.times(1.0 - tail.weight) + worst.times(tail.weight)


def add_tail(program: Program, missing: Missing, starts: Places, beyond: float) -> Line:
    """The mean over the worst 1 - beyond of the draws, as a line of new variables."""
    draws = len(missing.constant)
    level = program.add_variables(1, least=-np.inf)
    over = program.add_variables(draws)
    there = np.flatnonzero(starts.ravel() >= 0)
    worth = missing.worth.reshape(draws, -1)[:, there]
    draw, at = np.nonzero(worth)
    entries = (
        Entries(draw, starts.ravel()[there[at]], -worth[draw, at])
        + Entries(missing.draw, missing.hinges, -missing.price)
        + diagonal(over, 1.0)
        + diagonal(np.repeat(level, draws), 1.0)
    )
    program.add_rows(entries, least=missing.constant)
    share = 1.0 / max((1.0 - beyond) * draws, 1.0)
    return Line(np.concatenate([level, over]), np.concatenate([np.ones(1), np.full(draws, share)]))


def solve_in_steps(build: Callable[[Case], Frame], case: Case) -> tuple[Frame, Solver, Answer]:
    """A program whose limits do not depend on draws, solved: at once where that is quick, otherwise which levers are
    used when is decided on a few of the draws, and how much of them on all. The gap is then to the program without
    whole numbers, hence larger than the true one.
    """
    frame = build(case)
    solver = Solver(frame.program.finish())
    if not solver.has_whole or case.sample.size <= WHOLE_SAMPLES:
        return frame, solver, solver.solve()
    fewer = Solver(build(replace(case, sample=case.sample.thinned(WHOLE_SAMPLES))).program.finish())
    decided = fewer.solve()
    bound = solver.relax().objective
    answer = solver.solve_fixed(fewer.whole_of(decided.values))
    solver.solves += fewer.solves
    gap = share_above(answer.objective, bound)
    return frame, solver, replace(answer, bound=bound, gap=gap, proven=decided.proven)


def _chosen(
    build: Callable[[Case], Frame], case: Case, tell: Callable[[float], str], *, unit: float, least: float
) -> Chosen:
    frame, solver, answer = solve_in_steps(build, case)
    sizes = frame.sizes(answer.values)
    return Chosen(
        sizes=sizes[frame.timeline.scenarios[0]],
        sizes_by_scenario=sizes,
        status=Status.BEST,
        objective=answer.objective * unit,
        gap=answer.gap,
        proven=answer.proven,
        promises=promises_of(case, Checks.of(case), sizes),
        binding=explain.binding_limits(case.levers, solver.program.marks, answer.prices, tell, unit=unit, least=least),
        lacking=(),
        solves=solver.solves,
        samples=case.sample.size,
    )
