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
from dataclasses import dataclass

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
from cadreworks.gap import composition, gap
from cadreworks.problems import EnvironmentFault
from cadreworks.progress import Progress, no_progress
from cadreworks.study.settings import StudySettings
from cadreworks.study.study import Study
from cadreworks.supply import People


@dataclass(frozen=True)
class ModelRun:
    """The method with one set of values, or with a leading axis of draws; its results carry their totals.

    supply_wte: (..., area, level, year); scale: typical organisations that make up the stock, (..., area); returns:
    for each scenario (..., point, area, level); rates: (..., year)
    """

    study: Study
    supply_wte: Array
    scale: Array
    returns: Mapping[str, Array]
    rates: PayRates

    def supply(self) -> Array:
        """wte in post, (..., area, level, year)."""
        return with_totals(self.supply_wte)

    def demand(self, scenario: str) -> Array:
        """wte needed, (..., area, level, year)."""
        return _forecast(self.study, self.returns[scenario], self.scale)

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
    """Demand, with its totals, that the study's stock, these returns and this scale give."""
    return with_totals(
        forecast_demand(study.demand_baseline, returns, scale, study.settings.points, study.settings.horizon)
    )


def central_run(study: Study) -> ModelRun:
    """The method with every input at its stated value."""
    return _central_run(study, study.supply.project(study.register, study.stock, study.settings.horizon))


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
    if every return changed nothing; composition holds the four levels only; baseline_cost: the base year's
    workforce at the pay of each year; at_one_band: cost with one band for everybody, by year; discount: the
    present value of a pound of each year
    """

    pooled: Uncertain
    demand: Uncertain
    sd: Array
    no_change: Array
    gap: Uncertain
    composition: Uncertain
    cost: Uncertain
    cost_by_level: Uncertain
    baseline_cost: Array
    baseline_cost_by_level: Array
    at_one_band: Array | None
    baseline_at_one_band: Array | None
    discount: Array


@dataclass(frozen=True)
class Projection:
    """The results of a study: supply, and each scenario by its id. people: where the method of supply tells of them."""

    study: Study
    seed: int
    draws: int
    supply: Uncertain
    people: People | None
    scenarios: Mapping[str, ScenarioProjection]


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
    supply, supply_drawn = centre.supply(), drawn.supply()
    return Projection(
        study=study,
        seed=seed,
        draws=draws,
        supply=Uncertain.of(supply, supply_drawn),
        people=supplied.people,
        scenarios={
            scenario.id: _project_scenario(scenario.id, centre, drawn, supply, supply_drawn)
            for scenario in study.settings.scenarios
        },
    )


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
        sd=sd_of_those_told(_forecast(study, study.weighed.judgements.answers(scenario), centre.scale)),
        no_change=_forecast(study, unchanged, centre.scale),
        gap=Uncertain.of(gap(supply, demand), gap(supply_drawn, demand_drawn)),
        composition=Uncertain.of(composition(demand[..., :-1, :]), composition(demand_drawn[..., :-1, :])),
        cost=Uncertain.of(centre.cost_by_area(demand), drawn.cost_by_area(demand_drawn)),
        cost_by_level=Uncertain.of(centre.cost_by_level(demand), drawn.cost_by_level(demand_drawn)),
        baseline_cost=centre.cost_by_area(at_base),
        baseline_cost_by_level=centre.cost_by_level(at_base),
        at_one_band=centre.cost_at_one_band(demand),
        baseline_at_one_band=centre.cost_at_one_band(at_base),
        discount=centre.rates.discount,
    )
