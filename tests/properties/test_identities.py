"""What must hold of the method for any study, not only for those that somebody thought of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cadreworks.assumptions import Assumption, Override
from cadreworks.bands import Uncertain, resampled_weights, weighted_deviations, with_totals
from cadreworks.demand import forecast_demand, unchanged_returns
from cadreworks.gap import composition, gap, shortfall
from cadreworks.periods import Horizon
from cadreworks.progress import no_progress
from cadreworks.randomness import stream
from cadreworks.study import ModelRun, Study, central_run, draw_runs, project, read_study
from cadreworks.supply import project_supply
from small_study import write_small_study

AREAS, LEVELS = 3, 4
WTE = st.floats(0, 1e5, allow_nan=False, allow_subnormal=False)
RATE = st.floats(-0.5, 0.5, allow_nan=False)


def grids(elements: st.SearchStrategy[float]) -> st.SearchStrategy[np.ndarray]:
    return arrays.arrays(np.float64, (AREAS, LEVELS), elements=elements)


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Study:
    return read_study(write_small_study(tmp_path_factory.mktemp("properties") / "small"))


@given(grids(WTE), grids(RATE))
def test_stock_identity_of_supply(stock, growth):
    """Opening stock plus the growth of the year is closing stock, in every cell and year."""
    supply = project_supply(stock, growth, Horizon(2020, 2030))
    opening, closing = supply[..., :-1], supply[..., 1:]
    np.testing.assert_allclose(opening + opening * growth[..., np.newaxis], closing, rtol=1e-12, atol=1e-300)


@given(grids(WTE))
def test_no_growth_changes_nothing(stock):
    supply = project_supply(stock, np.zeros_like(stock), Horizon(2020, 2030))
    np.testing.assert_array_equal(supply, np.repeat(stock[..., np.newaxis], 11, axis=-1))


@given(grids(WTE), grids(RATE), st.integers(2021, 2029))
def test_two_half_projections_make_a_whole_one(stock, growth, halfway):
    whole = project_supply(stock, growth, Horizon(2020, 2030))
    first = project_supply(stock, growth, Horizon(2020, halfway))
    second = project_supply(first[..., -1], growth, Horizon(halfway, 2030))
    np.testing.assert_array_equal(np.concatenate([first, second[..., 1:]], axis=-1), whole)


@given(grids(WTE), grids(WTE), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_parts_of_a_nation_sum_to_the_nation(stock, answers, shares):
    """Supply and demand are linear in the stock of an area: sub-studies that share rates and returns add up."""
    horizon, points = Horizon(2020, 2030), (2025, 2030)
    typical = np.full((AREAS, LEVELS), 2.0)
    growth = np.full((AREAS, LEVELS), 0.03)
    returns = np.stack([answers, answers * 2])
    north = np.array(shares)[:, np.newaxis] * stock

    def model(part: np.ndarray) -> np.ndarray:
        scale = part.sum(axis=-1) / typical.sum(axis=-1)
        return project_supply(part, growth, horizon) - forecast_demand(part, returns, scale, points, horizon)

    np.testing.assert_allclose(model(north) + model(stock - north), model(stock), rtol=1e-9, atol=1e-6)


@given(grids(st.floats(0.01, 1e5)))
def test_returns_that_change_nothing_leave_the_typical_organisation_as_it_is(typical):
    scale = np.ones(AREAS)
    demand = forecast_demand(
        typical, unchanged_returns(typical, (2025, 2030)), scale, (2025, 2030), Horizon(2020, 2030)
    )
    np.testing.assert_allclose(demand, np.repeat(typical[..., np.newaxis], 11, axis=-1), rtol=1e-12)


@given(arrays.arrays(np.float64, (AREAS, LEVELS, 5), elements=WTE))
def test_shares_of_a_filled_area_sum_to_one(demand):
    shares = composition(demand).sum(axis=-2)
    filled = demand.sum(axis=-2) > 0
    np.testing.assert_allclose(shares[filled], 1, rtol=1e-12)
    assert np.isnan(shares[~filled]).all()


@given(arrays.arrays(np.float64, (AREAS, LEVELS, 5), elements=WTE))
def test_totals_are_the_sums_of_their_parts(values):
    total = with_totals(values)
    np.testing.assert_allclose(total[:-1, -1], values.sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(total[-1, -1], values.sum(axis=(0, 1)), rtol=1e-12)


@given(grids(WTE), grids(WTE))
def test_the_gap_is_a_shortfall_or_an_excess_and_never_both(supply, demand):
    difference = gap(supply, demand)
    assert (np.where(difference < 0, -difference, 0) == shortfall(difference)).all()
    assert (shortfall(difference) * shortfall(-difference) == 0).all()


@given(st.integers(2, 12), st.integers(0, 2**63 - 1))
def test_a_resample_takes_as_many_as_there_are(count, seed):
    weights = resampled_weights(stream(seed, "any"), count, 50)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert (weights >= 0).all()


@given(arrays.arrays(np.float64, (5, 2), elements=WTE), st.integers(0, 2**32))
def test_alike_values_have_no_deviation(values, seed):
    alike = np.repeat(values[:1], 5, axis=0)
    deviations = weighted_deviations(alike, resampled_weights(stream(seed, "any"), 5, 20))
    np.testing.assert_allclose(deviations, 0, atol=1e-9)


def test_resampled_means_spread_as_the_mean_of_a_sample_does():
    """Widened by sqrt(n / (n - 1)), the variance over resamples is the sample variance over n."""
    values = np.array([3.0, 5.0, 6.0, 11.0])[:, np.newaxis]
    weights = resampled_weights(stream(1, "spread"), 4, 200_000)
    spread = weighted_deviations(values, weights).std()
    assert spread == pytest.approx(values.std(ddof=1) / 2, rel=0.01)


@given(arrays.arrays(np.float64, (30, 4), elements=st.floats(-1e6, 1e6)))
def test_percentiles_are_in_order(draws):
    band = Uncertain.of(draws[0], draws)
    assert (band.p05 <= band.p50).all()
    assert (band.p50 <= band.p95).all()


@settings(max_examples=25)
@given(st.integers(0, 2**63 - 1))
def test_same_seed_same_numbers(study, seed):
    first, second = (project(study, seed=seed, draws=20) for _ in range(2))
    np.testing.assert_array_equal(first.supply.p05, second.supply.p05)
    np.testing.assert_array_equal(first.scenarios["future"].cost.p95, second.scenarios["future"].cost.p95)


def drawn(study: Study, seed: int, draws: int) -> ModelRun:
    """The method's draws, those of supply included."""
    supplied = study.supply.simulate(
        study.register, study.stock, study.settings.horizon, seed=seed, draws=draws, progress=no_progress
    )
    return draw_runs(study, supplied.drawn, seed=seed)


@settings(max_examples=25)
@given(st.integers(0, 2**63 - 1))
def test_a_new_component_leaves_the_other_draws_as_they_were(study, seed):
    """An override with a range of its own draws from its own stream: growth of the other area does not move."""
    override = Override("net_growth_per_year.clinical_coding", 0.02, 0.0, 0.04, "board", "2021-05-01", "because")
    with_range = replace(study, overrides=(override,))
    before, after = (drawn(one, seed, 30) for one in (study, with_range))
    np.testing.assert_array_equal(before.supply_wte[:, 1], after.supply_wte[:, 1])
    np.testing.assert_array_equal(before.returns["future"], after.returns["future"])
    np.testing.assert_array_equal(before.rates.multiplier, after.rates.multiplier)
    assert (before.supply_wte[:, 0] != after.supply_wte[:, 0]).any()


def test_draws_centre_on_the_central_run(study):
    centre, draws = central_run(study), drawn(study, 3, 50_000)
    np.testing.assert_allclose(draws.returns["future"].mean(axis=0), centre.returns["future"], rtol=0.01, atol=1e-9)
    np.testing.assert_allclose(draws.supply_wte.mean(axis=0)[..., 1], centre.supply_wte[..., 1], rtol=0.001)


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1), st.integers(0, 2**32))
def test_drawn_assumptions_stay_in_their_range(value, below, above, seed):
    entry = Assumption("any", value, "share", value - below, value + above, "", "", "")
    drawn = entry.draw(seed, 100)
    assert ((drawn >= entry.low - 1e-12) & (drawn <= entry.high + 1e-12)).all()


def test_a_step_that_loses_people_is_never_published():
    """The identity is checked in production, not only here: a cell that is no number ends the projection."""
    growth = np.full((AREAS, LEVELS), 0.1)
    growth[1, 2] = np.nan
    with pytest.raises(ArithmeticError, match="do not make closing stock"):
        project_supply(np.ones((AREAS, LEVELS)), growth, Horizon(2020, 2022))


def test_more_years_than_the_history_holds_are_never_made_up(study):
    with pytest.raises(ValueError, match="the last 4 of 3 years"):
        study.growth.last(4)
