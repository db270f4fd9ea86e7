"""Which plan is best, and how does it stand beside others? What is asked -> a plan with all that is told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.evaluate import Evaluation, evaluate
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.optimise.case import SAMPLES, Case, frame_case
from cadreworks.plan.optimise.chosen import Chosen, Status
from cadreworks.plan.optimise.explain import pounds
from cadreworks.plan.optimise.frame import Budget
from cadreworks.plan.optimise.least_cost import choose_least_cost
from cadreworks.plan.optimise.least_loss import choose_under_budget
from cadreworks.plan.result import PlanFor, PlanResult, Solved
from cadreworks.planning.beside import Beside
from cadreworks.planning.start import Start
from cadreworks.planning.words import clash_sentence, dearest_of_each
from cadreworks.progress import Progress

__all__ = ["PROVEN", "SAMPLES", "Asked", "choose"]

PROVEN = 1e-6
"""A gap of the solver that is no gap."""


@dataclass(frozen=True)
class Asked:
    """What plan is asked for: the least cost at the goal's confidence, or at another; with a budget of pounds, per year
    or in all, the fewest shortfall-years instead. samples: draws in the program; exact: the confidence itself, by whole
    numbers
    """

    confidence: float | None = None
    budget_per_year: float | None = None
    budget_total: float | None = None
    samples: int = SAMPLES
    exact: bool = False

    @property
    def budget(self) -> Budget | None:
        if self.budget_per_year is None and self.budget_total is None:
            return None
        return Budget(self.budget_per_year, self.budget_total)


def choose(start: Start, asked: Asked, progress: Progress) -> PlanResult:
    """The plan that is asked for, with what stands beside it."""
    levers, basis = _with_confidence(start.levers, asked.confidence), start.basis
    progress("Searching for the plan", 0, 0)
    case = frame_case(levers, basis, asked.samples)
    budget = asked.budget
    chosen = choose_under_budget(case, budget) if budget else choose_least_cost(case, exact=asked.exact)
    evaluation = evaluate(levers, basis, chosen.sizes, progress=progress)
    beside = Beside.of(levers, basis, start.about)
    return PlanResult(
        study=start.about,
        levers=levers,
        basis=basis,
        evaluation=evaluation,
        solved=_solved(start.about, case, chosen, evaluation, asked),
        adapted=beside.adapted(chosen.sizes, progress),
        no_regret=beside.no_regret(chosen.sizes, progress),
        regret=beside.regret(chosen.sizes, progress, hedged=True),
        bought=() if budget else beside.bought(progress),
        notices=start.notices,
    )


def _with_confidence(levers: LeverSet, confidence: float | None) -> LeverSet:
    return levers if confidence is None else replace(levers, goal=replace(levers.goal, confidence=confidence))


def _solved(about: PlanFor, case: Case, chosen: Chosen, evaluation: Evaluation, asked: Asked) -> Solved:
    scenario = case.levers.goal.closes[0]
    outcome = evaluation.outcomes[scenario]
    best = chosen.status is Status.BEST
    may_lack = 0.0 if asked.budget else (1.0 - case.levers.goal.level_share)
    wanted = case.basis.demand[scenario][..., -1] * (1.0 - may_lack)
    left = outcome.gap_after.central[:-1, :-1, -1] + case.basis.demand[scenario][..., -1] * may_lack
    short = np.where(wanted > 0, np.maximum(-left, 0.0), 0.0)
    return Solved(
        aim=_aim(about, case.levers, asked, case.basis.horizon.last),
        status=_status(chosen),
        objective=chosen.objective,
        gap=chosen.gap,
        samples=chosen.samples,
        confidence=case.levers.goal.confidence,
        promised=chosen.promises[scenario].confidence,
        verified=outcome.confident_after[:-1],
        prices=tuple(binding.sentence for binding in dearest_of_each(chosen.binding)),
        clashes=tuple(
            clash_sentence(lack, case.levers, about, last=case.basis.horizon.last) for lack in chosen.lacking
        ),
        lacking=np.zeros_like(short) if best and asked.budget is None else _without_dust(short),
    )


def _status(chosen: Chosen) -> str:
    if chosen.status is Status.BEST_THERE_IS:
        return "best_there_is"
    return "optimal" if chosen.proven and chosen.gap <= PROVEN else "optimal_within_gap"


_DUST_WTE = 1e-6


def _without_dust(wte: Array) -> Array:
    return np.where(wte > _DUST_WTE, wte, 0.0)


def _aim(about: PlanFor, levers: LeverSet, asked: Asked, last: int) -> str:
    goal = levers.goal
    names = " and ".join(about.scenarios[scenario] for scenario in goal.closes)
    if asked.budget is not None:
        limits = [
            f"{pounds(amount)} {span}"
            for amount, span in ((asked.budget_per_year, "a year"), (asked.budget_total, "in all"))
            if amount is not None
        ]
        return f"The fewest shortfall-years to {last} in {names} for {' and '.join(limits)}."
    return (
        f"The least cost at which each area of work has enough staff in {last} in {names}, with "
        f"{100 * goal.confidence:g} per cent confidence."
    )
