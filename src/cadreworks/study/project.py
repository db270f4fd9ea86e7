"""The whole method on one page: a checked study in, its projection out.

    supply       stock x (1 + mean growth), year by year
    demand       mean return x stock / typical stock, straight lines between the years asked about
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

from cadreworks.bands import Array, Uncertain, sd_over_first, with_total, with_totals
from cadreworks.cost import PayRates, cost_at_one_band, cost_by_area, cost_by_level, draw_pay_rates, pay_rates
from cadreworks.demand import (
    draw_pooled_returns,
    draw_scale,
    forecast_demand,
    pool_returns,
    scale_in_use,
    unchanged_returns,
)
from cadreworks.gap import composition, gap
from cadreworks.problems import EnvironmentFault
from cadreworks.study.read import Study
from cadreworks.supply import draw_growth, growth_in_use, project_supply


@dataclass(frozen=True)
class ModelRun:
    """The method with one set of values, or with a leading axis of draws; its results carry their totals.

    growth: (..., area, level); scale: typical organisations that make up the stock, (..., area); returns: for each
    scenario (..., point, area, level); rates: (..., year)
    """

    study: Study
    growth: Array
    scale: Array
    returns: Mapping[str, Array]
    rates: PayRates

    def supply(self) -> Array:
        """wte in post, (..., area, level, year)."""
        return with_totals(project_supply(self.study.stock, self.growth, self.study.settings.horizon))

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
    return with_totals(forecast_demand(study.stock, returns, scale, study.settings.points, study.settings.horizon))


def central_run(study: Study) -> ModelRun:
    """The method with every input at its stated value."""
    register = study.register
    return ModelRun(
        study,
        growth_in_use(register, study.growth),
        scale_in_use(register, study.settings.areas),
        {scenario.id: pool_returns(study.returns, scenario.id) for scenario in study.settings.scenarios},
        pay_rates(register, study.pay, study.settings.horizon),
    )


def draw_runs(study: Study, *, seed: int, draws: int) -> ModelRun:
    """The method with `draws` draws of growth years, returns, pay, and overrides with a range of their own."""
    register = study.register
    return ModelRun(
        study,
        draw_growth(register, study.growth, seed, draws),
        draw_scale(register, study.settings.areas, seed, draws),
        {
            scenario.id: draw_pooled_returns(study.returns, scenario.id, seed, draws)
            for scenario in study.settings.scenarios
        },
        draw_pay_rates(register, study.pay, study.settings.horizon, seed, draws),
    )


@dataclass(frozen=True)
class ScenarioProjection:
    """One scenario. Arrays are (area, level, year) with totals appended, or (area, year) for cost.

    sd: the sample standard deviation over returns, at a total of each return's own total; no_change: demand
    if every return changed nothing; composition holds the four levels only; baseline_cost: the base year's
    workforce at the pay of each year; at_one_band: cost with one band for everybody, by year; discount: the
    present value of a pound of each year
    """

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
    """The results of a study: supply, and each scenario by its id."""

    study: Study
    seed: int
    draws: int
    supply: Uncertain
    scenarios: Mapping[str, ScenarioProjection]


def project(study: Study, *, seed: int, draws: int) -> Projection:
    """The projection of a checked study. Raises EnvironmentFault for more draws than fit into memory."""
    most = study.settings.most_draws
    if draws > most:
        years = len(study.settings.horizon.years)
        raise EnvironmentFault(
            f"draws: {draws:,} draws of {years} years of this study are too many. Ask for {most:,} at most."
        )
    centre, drawn = central_run(study), draw_runs(study, seed=seed, draws=draws)
    supply, supply_drawn = centre.supply(), drawn.supply()
    return Projection(
        study=study,
        seed=seed,
        draws=draws,
        supply=Uncertain.of(supply, supply_drawn),
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
        demand=Uncertain.of(demand, demand_drawn),
        sd=sd_over_first(_forecast(study, study.returns.wte[scenario], centre.scale)),
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
