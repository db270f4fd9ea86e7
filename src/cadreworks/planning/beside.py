"""What stands beside a plan? The plan, and the draws -> other plans, what each loses, and how this one would go on.

Plans beside the one that was asked for are chosen on few draws, since each takes a program of its own; what they lose
is told of many more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.basis import Basis
from cadreworks.plan.cells import Cell
from cadreworks.plan.costs import cost_of
from cadreworks.plan.evaluate import Evaluation, evaluate
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.optimise.case import Case, frame_case
from cadreworks.plan.optimise.frame import Budget
from cadreworks.plan.optimise.least_loss import choose_later, choose_least_loss, choose_under_budget, choose_within
from cadreworks.plan.optimise.regret import choose_least_regret, loss_of, missing_gbp
from cadreworks.plan.result import Bought, PlanFor, Regret, SharedMove
from cadreworks.progress import Progress

CHOSEN_ON, JUDGED_ON = 6, 100
"""Draws on which plans beside are chosen, and on which losses are told."""
THIS_PLAN = "this plan"
LEAST_TOLD_WTE = 0.5
"""Moves of less than half a person are not told as moves."""


@dataclass(frozen=True)
class Beside:
    """Levers and a projection, ready to choose other plans and to tell what they lose."""

    chosen_on: Case
    judged_on: Case
    about: PlanFor

    @classmethod
    def of(cls, levers: LeverSet, basis: Basis, about: PlanFor) -> Beside:
        return cls(frame_case(levers, basis, CHOSEN_ON), frame_case(levers, basis, JUDGED_ON), about)

    @property
    def scenarios(self) -> tuple[str, ...]:
        return self.chosen_on.basis.scenarios

    @property
    def others(self) -> tuple[str, ...]:
        """Scenarios that the plan is not made to close."""
        closes = self.chosen_on.levers.goal.closes
        return tuple(scenario for scenario in self.scenarios if scenario not in closes)

    def regret(self, plan: Array, progress: Progress, *, hedged: bool) -> Regret:
        """What this plan, none, and the best for each scenario would lose; hedged: also plans that know no scenario."""
        plans = {THIS_PLAN: plan, "nothing is done": np.zeros_like(plan)}
        best = dict(self._best(progress))
        plans |= {f"best for {self.about.scenarios[scenario]}": sizes for scenario, sizes in best.items()}
        if hedged and len(best) > 1:
            progress("Hedging between scenarios", 0, 0)
            case = self.chosen_on
            least = np.array([loss_of(case, scenario, sizes) for scenario, sizes in best.items()])
            plans["hedged by weights"] = choose_least_loss(case, self.scenarios, one_plan=True).sizes
            plans["least regret whatever comes"] = choose_least_regret(case, least)
        losses = [[self._loss(scenario, sizes) for scenario in self.scenarios] for sizes in plans.values()]
        shared = tuple(self.shared(list(best.values()))) if len(best) > 1 else ()
        return Regret(tuple(plans), self.scenarios, np.array(losses), shared)

    def _loss(self, scenario: str, plan: Array) -> float:
        """Pounds: the plan's cost in the central run, and what is missing at its price."""
        case = self.judged_on
        return float(cost_of(case.units, case.levers, plan).total) + missing_gbp(case, scenario, plan)

    def shared(self, best: list[Array]) -> Iterator[SharedMove]:
        """What plans, (route, projected year), start alike before `decide_in`, wherever they take people from."""
        levers, goal = self.chosen_on.levers, self.chosen_on.levers.goal
        places: dict[tuple[str, Cell], list[int]] = {}
        for place, route in enumerate(levers.routes):
            places.setdefault((route.lever, route.target), []).append(place)
        for (lever, target), rows in places.items():
            for at, year in enumerate(self.chosen_on.years):
                amount = min(float(plan[rows, at].sum()) for plan in best)
                if year < goal.decide_in and amount > LEAST_TOLD_WTE:
                    yield SharedMove(lever, target, year, amount)

    def _best(self, progress: Progress) -> Iterator[tuple[str, Array]]:
        for at, scenario in enumerate(self.scenarios):
            progress("Comparing with other plans", at, len(self.scenarios))
            yield scenario, choose_least_loss(self.chosen_on, (scenario,)).sizes

    def no_regret(self, plan: Array, progress: Progress) -> Array:
        """What the plan starts before `decide_in` and would start too if any of the other scenarios were certain."""
        early = np.array([year < self.chosen_on.levers.goal.decide_in for year in self.chosen_on.years])
        kept: Array = plan * early
        for scenario in self.others:
            progress("Looking for what nobody would regret", 0, 0)
            kept = np.minimum(kept, choose_within(self.chosen_on, scenario, plan) * early)
        return kept

    def adapted(self, plan: Array, progress: Progress) -> Mapping[str, Evaluation]:
        """The plan in each of the other scenarios, if it goes on there as would be best from `decide_in` on."""
        found = {}
        for scenario in self.others:
            progress("Deciding later", 0, 0)
            sizes = choose_later(self.chosen_on, scenario, plan)
            found[scenario] = evaluate(self.chosen_on.levers, self.chosen_on.basis, sizes)
        return found

    def bought(self, progress: Progress) -> tuple[Bought, ...]:
        """What the goal's budgets would buy in the first scenario that it closes."""
        case, found = self.chosen_on, []
        scenario, budgets = case.levers.goal.closes[0], case.levers.goal.budgets
        for at, budget in enumerate(budgets):
            progress("Asking what budgets buy", at, len(budgets))
            sizes = choose_under_budget(case, Budget(per_year=budget)).sizes
            evaluation = evaluate(case.levers, case.basis, sizes)
            outcome = evaluation.outcomes[scenario]
            missing = float(outcome.shortfall_years_after_drawn.mean())
            gap = float(outcome.gap_after.central[-1, -1, -1])
            found.append(Bought(budget, float(evaluation.cost.total), missing, gap))
        return tuple(found)
