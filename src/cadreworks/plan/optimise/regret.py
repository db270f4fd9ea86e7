"""Which plan is least bad, whichever scenario comes? The least losses of plans by scenario -> the plan of least regret.

    loss    of a plan in a scenario: what it counts for in pounds, and wte-years missing at the price of one, the mean
            over the sample of draws
    regret  its loss less the least loss of any plan in that scenario

Nobody knows how likely scenarios are, so this plan is the one whose largest regret is as small as can be; it knows no
later decisions.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.optimise.case import Case
from cadreworks.plan.optimise.frame import start_program
from cadreworks.plan.optimise.least_loss import WHOLE_SAMPLES, loss_line
from cadreworks.plan.optimise.program import Line
from cadreworks.plan.optimise.solve import Solver
from cadreworks.plan.optimise.spending import GBP_A_UNIT, counted_cost
from cadreworks.plan.response import changes_of

_TIE_LOSS = 1e-6
"""Of the sum of losses, added to the largest regret: decides between plans of one regret."""


def loss_of(case: Case, scenario: str, sizes: Array) -> float:
    """Pounds that a plan loses in a scenario, as programs reckon them."""
    return counted_cost(case, sizes) + missing_gbp(case, scenario, sizes)


def missing_gbp(case: Case, scenario: str, sizes: Array) -> float:
    """Pounds of what is missing in a scenario with a plan, the mean over the sample."""
    gap = case.sample.before[scenario] + changes_of(case.sample.gap, sizes)
    missing = np.maximum(-gap, 0.0).sum(axis=1).mean(axis=0)
    return float(missing @ case.shortfall_gbp)


def choose_least_regret(case: Case, least: Array) -> Array:
    """The sizes of the one plan whose largest regret is the least. least: the least loss, pounds, by scenario

    Whole numbers are those of the least loss at the weights under which the scenarios' regrets balance, which are the
    prices of their rows in the program without whole numbers; how much of each lever then is solved exactly.
    """
    scenarios = case.basis.scenarios
    frame = start_program(case, scenarios, one_plan=True)
    largest = frame.program.add_variables(1, cost=1.0, least=-np.inf)
    rows = []
    for place in range(len(scenarios)):
        loss = loss_line(frame, place)
        frame.program.add_cost(loss.times(_TIE_LOSS))
        regret = loss + Line(largest, -np.ones(1))
        rows.append(frame.program.add_line(regret, most=float(least[place]) / GBP_A_UNIT))
    solver = Solver(frame.program.finish())
    if solver.has_whole:
        balance = np.maximum(-solver.relax().prices[np.concatenate(rows)], 0.0)
        answer = solver.solve_fixed(_whole_at(case, balance))
    else:
        answer = solver.solve()
    return frame.sizes(answer.values)[scenarios[0]]


def _whole_at(case: Case, weights: Array) -> Array:
    """Which levers are used when, in the plan of least loss at these weights over a few draws."""
    fewer = replace(case, sample=case.sample.thinned(WHOLE_SAMPLES))
    frame = start_program(fewer, case.basis.scenarios, one_plan=True)
    for place, weight in enumerate(weights):
        frame.program.add_cost(loss_line(frame, place).times(float(weight)))
    solver = Solver(frame.program.finish())
    return solver.whole_of(solver.solve().values)
