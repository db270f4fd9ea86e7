"""The whole method on one page: a checked study in, its projection out.

    supply       stock x (1 + mean growth), year by year; or a cohort of staff records
    demand       pooled returns x stock / typical stock, straight lines between the years asked about
    gap          supply - demand
    composition  each level's share of its area's demand
    cost         demand x what a whole-time equivalent costs

The same lines run twice: once with every input at its stated value (the central run), once with a leading axis
of draws. Bands are the percentiles of the draws of each quantity itself, never sums of bands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cadreworks.bands import Array, Uncertain, sd_of_those_told, with_total, with_totals
from cadreworks.cost import PayRates, cost_at_one_band, cost_by_area, cost_by_level, draw_pay_rates, pay_rates
from cadreworks.demand import (
    draw_scale,
    forecast_demand,
    scale_in_use,
    unchanged_returns,
)
from cadreworks.demand.pooling import draw, pool
from cadreworks.demand.pooling.methods import with_all
from cadreworks.gap import chance_of_shortfall, composition, gap
from cadreworks.plan.basis import Basis
from cadreworks.plan.evaluate import (
    Evaluation,
    PlanChange,
    after,
    central_change,
    check_takes,
    evaluate,
    from_base_year,
)
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.result import PlanResult
from cadreworks.problems import EnvironmentFault, ProblemList
from cadreworks.progress import Progress, no_progress
from cadreworks.study.plan import Without, check_levers_can_act, levers_in_use, plan_basis, plan_file_of, plan_for
from cadreworks.study.settings import StudySettings
from cadreworks.study.study import Study
from cadreworks.supply import Careers, People, Vacancies


@dataclass(frozen=True)
class ModelRun:
    """The method with one set of values, or with a leading axis of draws; its results carry their totals.

    supply_wte: (..., area, level, year); scale: typical organisations that make up the stock, (..., area); returns:
    for each scenario (..., point, area, level); rates: (..., year); relief: work that a plan takes off demand,
    (..., area, level, year), where there is one
    """

    study: Study
    supply_wte: Array
    scale: Array
    returns: Mapping[str, Array]
    rates: PayRates
    relief: Array | None = None

    def supply(self) -> Array:
        """wte in post, (..., area, level, year)."""
        return with_totals(self.supply_wte)

    def demand(self, scenario: str) -> Array:
        """wte needed, (..., area, level, year)."""
        return with_totals(self.demand_of_cells(scenario))

    def demand_of_cells(self, scenario: str) -> Array:
        """The same without totals."""
        needed = _forecast(self.study, self.returns[scenario], self.scale)
        return needed if self.relief is None else needed - self.relief

    def without_plan(self) -> Without:
        """This run as what a plan starts from."""
        scenarios = [scenario.id for scenario in self.study.settings.scenarios]
        return Without(self.supply_wte, {name: self.demand_of_cells(name) for name in scenarios}, self.rates)

    def with_plan(self, change: PlanChange) -> ModelRun:
        """This run with what a plan does."""
        return replace(self, supply_wte=after(self.supply_wte, change.supply), relief=from_base_year(change.relief))

    def cost_by_area(self, demand: Array) -> Array:
        """Pounds a year, (..., area, year), of a demand with its totals."""
        return with_total(cost_by_area(demand[..., :-1, -1, :], self.study.pay, self.rates), -2)

    def cost_by_level(self, demand: Array) -> Array:
        """Pounds a year, (..., area, level, year), of a demand with its totals."""
        return with_totals(cost_by_level(demand[..., :-1, :-1, :], self.study.pay, self.rates))

    def cost_at_one_band(self, demand: Array) -> Array | None:
        """Pounds a year, (..., year), or None where the study names no band for everybody."""
        return cost_at_one_band(demand[..., -1, -1, :], self.study.pay, self.rates)


def _forecast(study: Study, returns: Array, scale: Array) -> Array:
    """Demand, without totals, that the study's stock, these returns and this scale give."""
    return forecast_demand(study.demand_baseline, returns, scale, study.settings.points, study.settings.horizon)


def central_run(study: Study) -> ModelRun:
    """The method with every input at its stated value, and the study's plan, where it has one."""
    run = _central_run(study, study.supply.project(study.register, study.stock, study.settings.horizon))
    if study.plan is None:
        return run
    nobody = np.zeros((0, *run.supply_wte.shape))
    no_draws = Without(nobody, {}, PayRates(np.zeros((0, len(study.settings.horizon.years))), np.zeros(0)))
    levers = levers_in_use(study.plan.levers, study.register)
    basis = plan_basis(study, levers, centre=run.without_plan(), drawn=no_draws, seed=0)
    return run.with_plan(central_change(levers, basis, study.plan.sizes).change)


def _central_run(study: Study, supply_wte: Array) -> ModelRun:
    register = study.register
    return ModelRun(
        study,
        supply_wte,
        scale_in_use(register, study.settings.areas),
        {
            scenario.id: pool(study.settings.demand_method, study.weighed.judgements, scenario.id)
            for scenario in study.settings.scenarios
        },
        pay_rates(register, study.pay, study.settings.horizon),
    )


def draw_runs(study: Study, supply_wte: Array, *, seed: int) -> ModelRun:
    """The method with draws of supply, returns, pay, and overrides with a range of their own."""
    register, draws = study.register, len(supply_wte)
    return ModelRun(
        study,
        supply_wte,
        draw_scale(register, study.settings.areas, seed, draws),
        {
            scenario.id: draw(
                study.settings.demand_method, study.weighed.judgements, scenario.id, seed=seed, draws=draws
            )
            for scenario in study.settings.scenarios
        },
        draw_pay_rates(register, study.pay, study.settings.horizon, seed, draws),
    )


@dataclass(frozen=True)
class ScenarioProjection:
    """One scenario. Arrays are (area, level, year) with totals appended, or (area, year) for cost.

    pooled: what the returns say together, (point, area, level) with totals, in wte of the typical organisation;
    sd: the sample standard deviation over returns, at a total of each return's own total; no_change: demand
    if every return changed nothing; gap_chance: the share of draws in which supply falls short of demand by more than
    each of `gap.THRESHOLDS`, (threshold, area, year); composition holds the four levels only; baseline_cost: the base
    year's workforce at the pay of each year; at_one_band: cost with one band for everybody, by year; discount: the
    present value of a pound of each year
    """

    pooled: Uncertain
    demand: Uncertain
    sd: Array
    no_change: Array
    gap: Uncertain
    gap_chance: Array
    composition: Uncertain
    cost: Uncertain
    cost_by_level: Uncertain
    baseline_cost: Array
    baseline_cost_by_level: Array
    at_one_band: Array | None
    baseline_at_one_band: Array | None
    discount: Array


@dataclass(frozen=True)
class JudgedPlan:
    """The study's plan, with what it starts from and what it does."""

    levers: LeverSet
    basis: Basis
    evaluation: Evaluation


@dataclass(frozen=True)
class Projection:
    """The results of a study: supply, and each scenario by its id. people: where the method of supply tells of them,
    and no plan changes them, and careers likewise; vacancies: where posts limit who may come; plan: where the study
    has one; all results are then those with it
    """

    study: Study
    seed: int
    draws: int
    supply: Uncertain
    people: People | None
    careers: Careers | None
    scenarios: Mapping[str, ScenarioProjection]
    plan: JudgedPlan | None
    vacancies: Vacancies | None = None


def check_draws(settings: StudySettings, draws: int) -> None:
    """Whether so many draws fit into memory. Raises EnvironmentFault."""
    if draws > settings.most_draws:
        raise EnvironmentFault(
            f"draws: {draws:,} draws of {len(settings.horizon.years)} years of this study are too many. "
            f"Ask for {settings.most_draws:,} at most."
        )


def project(study: Study, *, seed: int, draws: int, progress: Progress = no_progress) -> Projection:
    """The projection of a checked study. Raises EnvironmentFault for more draws than fit into memory."""
    check_draws(study.settings, draws)
    horizon = study.settings.horizon
    supplied = study.supply.simulate(study.register, study.stock, horizon, seed=seed, draws=draws, progress=progress)
    centre, drawn = _central_run(study, supplied.central), draw_runs(study, supplied.drawn, seed=seed)
    plan = judge_plan(study, centre, drawn, seed=seed, progress=progress)
    if plan:
        centre, drawn = centre.with_plan(plan.evaluation.change), drawn.with_plan(plan.evaluation.change_drawn)
    supply, supply_drawn = centre.supply(), drawn.supply()
    return Projection(
        study=study,
        seed=seed,
        draws=draws,
        supply=Uncertain.of(supply, supply_drawn),
        people=None if plan else supplied.people,
        careers=None if plan else supplied.careers,
        vacancies=supplied.vacancies,
        plan=plan,
        scenarios={
            scenario.id: _project_scenario(scenario.id, centre, drawn, supply, supply_drawn)
            for scenario in study.settings.scenarios
        },
    )


def plan_result(projection: Projection) -> PlanResult | None:
    """All that is told of the study's plan, or None where it has none."""
    found = projection.plan
    if found is None:
        return None
    return PlanResult(
        study=plan_for(projection.study),
        levers=found.levers,
        basis=found.basis,
        evaluation=found.evaluation,
        solved=None,
        adapted={},
        no_regret=None,
        regret=None,
        bought=(),
    )


def basis_without_plan(study: Study, levers: LeverSet, *, seed: int, draws: int, progress: Progress) -> Basis:
    """What plans of these levers start from: the projection of a study that holds no plan.

    Raises InputProblems where levers cannot act in the study.
    """
    check_draws(study.settings, draws)
    check_levers_can_act(study)
    horizon = study.settings.horizon
    supplied = study.supply.simulate(study.register, study.stock, horizon, seed=seed, draws=draws, progress=progress)
    centre, drawn = _central_run(study, supplied.central), draw_runs(study, supplied.drawn, seed=seed)
    return plan_basis(study, levers, centre=centre.without_plan(), drawn=drawn.without_plan(), seed=seed)


def judge_plan(study: Study, centre: ModelRun, drawn: ModelRun, *, seed: int, progress: Progress) -> JudgedPlan | None:
    """What the study's plan does, or None where it has none.

    Raises InputProblems where it takes more staff, or more work, than are there.
    """
    if study.plan is None:
        return None
    levers = levers_in_use(study.plan.levers, study.register)
    basis = plan_basis(study, levers, centre=centre.without_plan(), drawn=drawn.without_plan(), seed=seed)
    evaluation = evaluate(levers, basis, study.plan.sizes, progress=progress)
    problems = ProblemList()
    check_takes(levers, basis, evaluation, problems, where=plan_file_of(study))
    problems.stop_if_any()
    return JudgedPlan(levers, basis, evaluation)


def _project_scenario(
    scenario: str, centre: ModelRun, drawn: ModelRun, supply: Array, supply_drawn: Array
) -> ScenarioProjection:
    study = centre.study
    demand, demand_drawn = centre.demand(scenario), drawn.demand(scenario)
    unchanged = unchanged_returns(study.typical_organisation, study.settings.points)
    at_base = np.repeat(demand[..., :1], demand.shape[-1], axis=-1)
    return ScenarioProjection(
        pooled=Uncertain.of(with_all(centre.returns[scenario]), with_all(drawn.returns[scenario])),
        demand=Uncertain.of(demand, demand_drawn),
        sd=sd_of_those_told(with_totals(_forecast(study, study.weighed.judgements.answers(scenario), centre.scale))),
        no_change=with_totals(_forecast(study, unchanged, centre.scale)),
        gap=Uncertain.of(gap(supply, demand), gap(supply_drawn, demand_drawn)),
        gap_chance=chance_of_shortfall(supply_drawn[..., -1, :], demand_drawn[..., -1, :]),
        composition=Uncertain.of(composition(demand[..., :-1, :]), composition(demand_drawn[..., :-1, :])),
        cost=Uncertain.of(centre.cost_by_area(demand), drawn.cost_by_area(demand_drawn)),
        cost_by_level=Uncertain.of(centre.cost_by_level(demand), drawn.cost_by_level(demand_drawn)),
        baseline_cost=centre.cost_by_area(at_base),
        baseline_cost_by_level=centre.cost_by_level(at_base),
        at_one_band=centre.cost_at_one_band(demand),
        baseline_at_one_band=centre.cost_at_one_band(at_base),
        discount=centre.rates.discount,
    )
