"""What must hold of pools, whoever answers whatever."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadreworks.demand.pooling import METHODS, Judgements, Seeds, draw, leave_each_out, pool, score_experts
from cadreworks.demand.pooling.congruence import estimate_congruence
from cadreworks.demand.pooling.judgements import over_their_sum
from cadreworks.demand.pooling.meta_analysis import estimate_between, estimate_mean_effect
from cadreworks.demand.pooling.methods import with_all
from cadreworks.demand.ranges import Ranges
from cadreworks.demand.returns import Returns

METHOD = st.sampled_from(sorted(METHODS))
OWN = st.sampled_from(sorted(METHODS.keys() - {"mean_sd"}))
SHAPE = (2, 3, 4)
"""Points, areas, levels."""
SCENARIO = "future"


@st.composite
def judgements(draw_from: st.DrawFn, *, ranged: bool | None = None, complete: bool | None = None) -> Judgements:
    """A few experts, some with ranges, some of whom left areas out or see nobody in them, of unequal weight."""
    rng = np.random.default_rng(draw_from(st.integers(0, 10**6)))
    number = draw_from(st.integers(1, 6))
    typical = rng.uniform(0, 30, SHAPE[1:]) + 0.5
    typical[0, 1] = 0
    wte = typical * np.exp(rng.normal(0.1, 0.3, (number, 1, SHAPE[1], 1)) + rng.normal(0, 0.2, (number, *SHAPE)))
    empty = rng.random((number, SHAPE[1])) < draw_from(st.sampled_from([0.0, 0.3]))
    wte = np.where(empty[:, np.newaxis, :, np.newaxis], 0.0, wte)
    if not (draw_from(st.booleans()) if complete is None else complete):
        left_out = rng.random((number, SHAPE[1])) < 0.3
        left_out[0] = False
        wte = np.where(left_out[:, np.newaxis, :, np.newaxis], np.nan, wte)
    total = wte.sum(axis=-1)
    confidence = np.where(rng.random(total.shape) < 0.8, 0.8, np.nan)
    given_range = draw_from(st.booleans()) if ranged is None else ranged
    low, high = total * rng.uniform(0.5, 1, total.shape), total * rng.uniform(1, 1.8, total.shape)
    ranges = {SCENARIO: Ranges(low, high, confidence)} if given_range else {}
    names = tuple(f"organisation {index}" for index in range(number))
    weights = rng.uniform(0.2, 3, number) if draw_from(st.booleans()) else np.ones(number)
    return Judgements(Returns(names, (2025, 2030), {SCENARIO: wte}, (), ranges), typical, weights)


def some_of(judged: Judgements, index: np.ndarray) -> Judgements:
    """The judgements of some experts, or of all in another order."""
    returns = judged.returns
    ranges = {
        scenario: Ranges(found.low[index], found.high[index], found.confidence[index])
        for scenario, found in returns.ranges.items()
    }
    kept = replace(
        returns,
        organisations=tuple(returns.organisations[at] for at in index),
        wte={scenario: wte[index] for scenario, wte in returns.wte.items()},
        ranges=ranges,
    )
    return replace(judged, returns=kept, weights=judged.weights[index])


def copies(judged: Judgements, number: int) -> Judgements:
    """The first expert, so many times under different names."""
    many = some_of(judged, np.zeros(number, dtype=int))
    names = tuple(f"copy {index}" for index in range(number))
    return replace(many, returns=replace(many.returns, organisations=names))


@settings(max_examples=60)
@given(judgements(), METHOD, st.randoms(use_true_random=False))
def test_the_order_of_returns_does_not_matter(judged, method, random):
    order = list(range(len(judged.weights)))
    random.shuffle(order)
    shuffled = some_of(judged, np.array(order))
    np.testing.assert_allclose(pool(method, judged, SCENARIO), pool(method, shuffled, SCENARIO), rtol=1e-9, atol=1e-12)
    if method != "mean_sd":  # whose draws pick returns by their place, as they always have
        np.testing.assert_allclose(
            draw(method, judged, SCENARIO, seed=1, draws=20),
            draw(method, shuffled, SCENARIO, seed=1, draws=20),
            rtol=1e-9,
            atol=1e-12,
        )


@settings(max_examples=60)
@given(judgements(), METHOD)
def test_leaving_one_out_is_pooling_without_it(judged, method):
    without = leave_each_out(method, judged, SCENARIO)
    everyone = np.arange(len(judged.weights))
    for index in everyone if len(everyone) > 1 else ():
        anew = pool(method, some_of(judged, np.delete(everyone, index)), SCENARIO)
        np.testing.assert_allclose(without[index], anew, rtol=1e-6, atol=1e-9)


@settings(max_examples=60)
@given(judgements(), METHOD, st.floats(0.01, 100))
def test_a_typical_organisation_of_another_size_scales_the_answer(judged, method, factor):
    """Everything in another unit: ratios are the same, so the pool is the same in that unit."""
    returns = judged.returns
    ranges = {
        scenario: Ranges(found.low * factor, found.high * factor, found.confidence)
        for scenario, found in returns.ranges.items()
    }
    scaled = replace(
        judged,
        typical=judged.typical * factor,
        returns=replace(returns, wte={SCENARIO: returns.wte[SCENARIO] * factor}, ranges=ranges),
    )
    for mine, theirs in (
        (pool(method, judged, SCENARIO), pool(method, scaled, SCENARIO)),
        (draw(method, judged, SCENARIO, seed=2, draws=20), draw(method, scaled, SCENARIO, seed=2, draws=20)),
    ):
        np.testing.assert_allclose(mine * factor, theirs, rtol=1e-7, atol=1e-9)


@settings(max_examples=60)
@given(judgements(ranged=False), OWN)
def test_pools_of_ratios_do_not_ask_how_large_the_typical_organisation_is(judged, method):
    """It is only what answers are divided by and multiplied with again."""
    another = replace(judged, typical=judged.typical * 7)
    np.testing.assert_allclose(pool(method, judged, SCENARIO), pool(method, another, SCENARIO), rtol=1e-9, atol=1e-12)


@settings(max_examples=40)
@given(judgements(complete=True), st.integers(1, 5), METHOD)
def test_experts_who_say_the_same_are_returned(judged, number, method):
    same = copies(judged, number)
    one = some_of(judged, np.array([0]))
    if judged.returns.ranges and method != "mean_sd":
        if method != "random_effects":  # whose mean grows surer with every expert
            np.testing.assert_allclose(pool(method, same, SCENARIO), pool(method, one, SCENARIO), rtol=1e-9, atol=1e-12)
        return
    for found in (pool(method, same, SCENARIO), *draw(method, same, SCENARIO, seed=1, draws=20)):
        np.testing.assert_allclose(found, one.returns.wte[SCENARIO][0], rtol=1e-6, atol=1e-9)


@settings(max_examples=60)
@given(judgements(ranged=False))
def test_a_mixture_of_equals_without_doubt_has_the_mean_of_the_answers(judged):
    equal = Judgements.equal(judged.returns, judged.typical)
    areas = pool("linear", equal, SCENARIO).sum(axis=-1)
    np.testing.assert_allclose(areas, pool("mean_sd", equal, SCENARIO).sum(axis=-1), rtol=1e-9, atol=1e-12)


@settings(max_examples=60)
@given(judgements(), METHOD)
def test_draws_are_coherent_and_zeros_stay_zeros(judged, method):
    """No draw is below nobody; a level that nobody sees stays empty; a draw's mix adds up to its area."""
    drawn, centre = draw(method, judged, SCENARIO, seed=4, draws=50), pool(method, judged, SCENARIO)
    answered = judged.answers(SCENARIO)
    assert (drawn[~np.isnan(drawn)] >= 0).all()
    unseen = (np.nan_to_num(answered) == 0).all(axis=0) & ~np.isnan(answered).all(axis=0)
    assert (centre[unseen] == 0).all()
    assert (drawn[:, unseen] == 0).all()
    whole = with_all(drawn)
    np.testing.assert_allclose(whole[..., -1, -1], drawn.sum(axis=(2, 3)), rtol=1e-9, atol=1e-9)


@settings(max_examples=40)
@given(judgements(), METHOD, st.integers(2, 9))
def test_weights_count_in_proportion_only(judged, method, factor):
    heavier = judged.weighing(judged.weights * factor)
    np.testing.assert_allclose(pool(method, judged, SCENARIO), pool(method, heavier, SCENARIO), rtol=1e-9, atol=1e-12)


@settings(max_examples=60)
@given(judgements())
def test_congruence_lies_between_0_and_1(judged):
    found = estimate_congruence(judged, SCENARIO)
    known = found.congruence[~np.isnan(found.congruence)]
    assert ((known >= 0) & (known <= 1)).all()
    np.testing.assert_array_equal(found.directions.sum(axis=0), found.n)


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("ranged", [True, False])
def test_the_mean_of_many_draws_is_the_centre(method, ranged):
    """Within four standard errors, in every cell and in the total."""
    rng = np.random.default_rng(8)
    typical = rng.uniform(1, 30, SHAPE[1:])
    wte = typical * np.exp(rng.normal(0.1, 0.3, (9, 1, 3, 1)) + rng.normal(0, 0.1, (9, *SHAPE)))
    wte[:3, :, 0] = 0
    total = wte.sum(axis=-1)
    ranges = {SCENARIO: Ranges(total * 0.8, total * 1.3, np.full(total.shape, 0.8))} if ranged else {}
    names = tuple(f"organisation {index}" for index in range(9))
    judged = Judgements(Returns(names, (2025, 2030), {SCENARIO: wte}, (), ranges), typical, np.ones(9))
    drawn, centre = (
        with_all(draw(method, judged, SCENARIO, seed=5, draws=40_000)),
        with_all(pool(method, judged, SCENARIO)),
    )
    error = drawn.std(axis=0) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - centre) <= 4 * error + 1e-9).all()


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(2, 12), st.booleans())
def test_the_spread_between_estimates_solves_its_equation(seed, number, certain):
    """Paule and Mandel: the generalised Q is n - 1, or less where there is no spread at all."""
    rng = np.random.default_rng(seed)
    estimates = rng.normal(0, rng.choice([0.01, 0.3]), (number, 5))
    variances = np.zeros((number, 5)) if certain else rng.uniform(0.001, 0.3, (number, 5))
    told = np.ones((number, 5), dtype=bool)
    between = estimate_between(estimates, variances, told)
    found = estimate_mean_effect(estimates, variances, told, weights=np.ones((number, 5)), between=between)
    q = ((estimates - found.mean) ** 2 / np.maximum(variances + between, 1e-12)).sum(axis=0)
    assert (between >= 0).all()
    assert np.where(between > 0, np.abs(q - (number - 1)) < 1e-6 * number, q <= number - 1 + 1e-9).all()


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.floats(0.001, 1000), st.booleans())
def test_weights_earned_on_seed_questions_do_not_depend_on_units(seed, factor, cut):
    """Each question in a unit of its own, and the experts in another order."""
    rng = np.random.default_rng(seed)
    truth = rng.uniform(1, 100, 7)
    answers = truth[:, np.newaxis] * np.sort(np.exp(rng.normal(0, 0.6, (6, 7, 3))), axis=2)
    units = factor ** np.arange(7)
    names, questions = tuple("abcdef"), tuple(map(str, range(7)))
    plain = score_experts(Seeds(names, questions, answers, truth), best_cut_off=cut)
    other = score_experts(
        Seeds(names[::-1], questions, answers[::-1] * units[:, np.newaxis], truth * units), best_cut_off=cut
    )
    np.testing.assert_allclose(plain.weights, other.weights[::-1], rtol=1e-6, atol=1e-12)
    assert plain.weights.sum() == pytest.approx(1)


def test_weights_over_their_sum_are_not_numbers_where_there_is_none():
    found = over_their_sum(np.array([[1.0, 0.0], [3.0, 0.0]]))
    np.testing.assert_array_equal(found, [[0.25, np.nan], [0.75, np.nan]])
