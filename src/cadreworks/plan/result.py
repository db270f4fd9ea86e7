"""What is told of a plan? The plan judged, how it was chosen, and what else was looked at: all that documents hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cadreworks.bands import Array
from cadreworks.plan.basis import Basis
from cadreworks.plan.cells import Cell
from cadreworks.plan.evaluate import Evaluation
from cadreworks.plan.levers import LeverSet


@dataclass(frozen=True)
class PlanFor:
    """The study that a plan is for, in words. scenarios: names by id; digest: of the study and the levers file;
    not_for_publication: why results of this study are not for publication, empty where nothing speaks against it
    """

    title: str
    coverage: str
    owner: str
    edition: str
    scenarios: Mapping[str, str]
    digest: str
    not_for_publication: str = ""


@dataclass(frozen=True)
class Solved:
    """How a plan was chosen. aim: what was asked, as a sentence; status: `optimal`, `optimal_within_gap`,
    `best_there_is` where no plan meets the goal; gap: share by which a better plan might do better, 0 where proven;
    confidence: asked for, promised by the program, and verified on all draws, by area (the last two); samples: draws
    in the program; prices: what one more of each scarce thing would save, in sentences, dearest first; clashes: which
    limits stand in the way of what is lacking, in sentences; lacking: wte by (area, level) at the horizon of the
    central run, 0 where nothing is
    """

    aim: str
    status: str
    objective: float
    gap: float
    samples: int
    confidence: float
    promised: Array
    verified: Array
    prices: tuple[str, ...]
    clashes: tuple[str, ...]
    lacking: Array


@dataclass(frozen=True)
class SharedMove:
    """What the best plans of all scenarios start on one lever for one cell in one year: the least of them."""

    lever: str
    target: Cell
    year: int
    amount_wte: float


@dataclass(frozen=True)
class Regret:
    """What each of several plans loses in each scenario: cost and the price of missing wte, in pounds.

    plans: their names; losses: (plan, scenario), expected; the regret is the loss above the least in its column;
    shared: moves before `Goal.decide_in` that nobody would regret, whichever scenario comes
    """

    plans: tuple[str, ...]
    scenarios: tuple[str, ...]
    losses: Array
    shared: tuple[SharedMove, ...] = ()

    @property
    def regrets(self) -> Array:
        """(plan, scenario)."""
        least: Array = self.losses - self.losses.min(axis=0)
        return least


@dataclass(frozen=True)
class Bought:
    """What a yearly budget buys. shortfall_years: expected, in the scenario to close; gap: at the horizon, wte"""

    budget_gbp: float
    cost_gbp: float
    shortfall_years: float
    gap_wte: float


@dataclass(frozen=True)
class PlanResult:
    """A plan with all that is told of it.

    solved, regret: None where the plan was given and not chosen; adapted: by scenario, the plan if decisions from
    `Goal.decide_in` on are made for that scenario; no_regret: sizes before then that every scenario's best plan holds,
    (route, projected year); bought: what other budgets would buy; notices: what its owner should know
    """

    study: PlanFor
    levers: LeverSet
    basis: Basis
    evaluation: Evaluation
    solved: Solved | None
    adapted: Mapping[str, Evaluation]
    no_regret: Array | None
    regret: Regret | None
    bought: tuple[Bought, ...]
    notices: tuple[str, ...] = ()
