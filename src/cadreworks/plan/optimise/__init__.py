"""Optimise: which plan of levers is best, exactly, and what stands in its way."""

from cadreworks.plan.optimise.case import SAMPLES, Case, frame_case
from cadreworks.plan.optimise.chosen import Binding, Chosen, Lack, Promise, Status
from cadreworks.plan.optimise.frame import Budget
from cadreworks.plan.optimise.goals import Aim, GoalKind
from cadreworks.plan.optimise.least_cost import choose_least_cost
from cadreworks.plan.optimise.least_loss import Tail, choose_least_loss, choose_under_budget
from cadreworks.plan.optimise.limits import Limit, LimitKind
from cadreworks.plan.optimise.regret import choose_least_regret, loss_of
from cadreworks.plan.optimise.solve import SolverFault

__all__ = [
    "SAMPLES",
    "Aim",
    "Binding",
    "Budget",
    "Case",
    "Chosen",
    "GoalKind",
    "Lack",
    "Limit",
    "LimitKind",
    "Promise",
    "SolverFault",
    "Status",
    "Tail",
    "choose_least_cost",
    "choose_least_loss",
    "choose_least_regret",
    "choose_under_budget",
    "frame_case",
    "loss_of",
]
