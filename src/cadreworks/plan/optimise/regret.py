"""Which plan is least bad, whichever scenario comes? Losses of plans by scenario -> regret, and what to commit to now.

    loss    of a plan in a scenario: what it counts for in pounds, and wte-years missing at the price of one, the mean
            over the sample of draws
    regret  its loss less the least loss of any plan in that scenario

Nobody knows how likely scenarios are, so a plan is also shown whose largest regret is as small as can be; it knows no
later decisions. The hedged plan has weights, and may go on differently by scenario from `decide_in` on: its early part
is what to commit to now. Moves that the best plans of all scenarios share are regretted in none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.optimise.case import Case
from cadreworks.plan.optimise.chosen import Chosen
from cadreworks.plan.optimise.frame import start_program
from cadreworks.plan.optimise.least_loss import WHOLE_SAMPLES, choose_least_loss, loss_line
from cadreworks.plan.optimise.program import Line
from cadreworks.plan.optimise.solve import Solver
from cadreworks.plan.optimise.spending import GBP_A_UNIT, counted_cost
from cadreworks.plan.response import changes_of

NOTHING = "do_nothing"
BEST_FOR = "best_for_"
HEDGED = "hedged"
MINIMAX = "least_regret"
_TIE_LOSS = 1e-6
"""Of the sum of losses, added to the largest regret: decides between plans of one regret."""


@dataclass(frozen=True)
class Regret:
    """Plans against scenarios.

    plans: sizes by name, (route, projected year); loss, regret: pounds, (plan, scenario); hedged: the plan by weights
    whose later decisions differ; no_regret: what the best plans of all scenarios have in common in years before
    `decide_in`; commit: what the hedged plan decides in those; later: the rest of it, by scenario
    """

    scenarios: tuple[str, ...]
    plans: Mapping[str, Array]
    loss: Array
    regret: Array
    hedged: Chosen
    no_regret: Array
    commit: Array
    later: Mapping[str, Array]


def compare_regret(case: Case, others: Mapping[str, Array]) -> Regret:
    """Regret of doing nothing, of the best plan for each scenario, of hedged plans, and of any others, by name."""
    scenarios = case.basis.scenarios
    best = {scenario: choose_least_loss(case, (scenario,)).sizes for scenario in scenarios}
    least = np.array([loss_of(case, scenario, best[scenario]) for scenario in scenarios])
    hedged = choose_least_loss(case, scenarios)
    plans = {
        NOTHING: np.zeros_like(hedged.sizes),
        **{f"{BEST_FOR}{scenario}": sizes for scenario, sizes in best.items()},
        HEDGED: choose_least_loss(case, scenarios, one_plan=True).sizes,
        MINIMAX: choose_least_regret(case, least),
        **others,
    }
    loss = np.array([[loss_of(case, scenario, sizes) for scenario in scenarios] for sizes in plans.values()])
    early = np.array([year < case.levers.goal.decide_in for year in case.years])
    return Regret(
        scenarios=scenarios,
        plans=plans,
        loss=loss,
        regret=loss - np.minimum(least, loss.min(axis=0)),
        hedged=hedged,
        no_regret=np.minimum.reduce(list(best.values())) * early,
        commit=hedged.sizes * early,
        later={scenario: sizes * ~early for scenario, sizes in hedged.sizes_by_scenario.items()},
    )


def loss_of(case: Case, scenario: str, sizes: Array) -> float:
    """Pounds that a plan loses in a scenario, over the sample."""
    gap = case.sample.before[scenario] + changes_of(case.sample.gap, sizes)
    missing = np.maximum(-gap, 0.0).sum(axis=1).mean(axis=0)
    return counted_cost(case, sizes) + float(missing @ case.shortfall_gbp)


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
