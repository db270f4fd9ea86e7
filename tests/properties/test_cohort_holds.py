"""What must hold of a cohort projection for any record, not only for those that somebody thought of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadreworks.randomness import stream
from cadreworks.supply.cohort import COUNT, RATIO, project_cohort
from cadreworks.supply.cohort.account import WAYS_IN, WAYS_OUT, check_year, pass_a_year
from cadreworks.supply.cohort.draws import draw_block
from cadreworks.supply.cohort.intensities import split_exits
from made_up_cohorts import busy_cohort, cohorts, factors

pytestmark = pytest.mark.slow


@pytest.mark.slow
@settings(max_examples=25)
@given(cohorts(), st.sampled_from([COUNT, RATIO]), st.integers(0, 2**63 - 1), factors(3))
def test_opening_plus_in_less_out_is_closing_in_every_draw_cell_and_year(cohort, basis, seed, factors):
    drawn = draw_block(cohort, 4, 3, seed=seed, block=0, basis=basis, factors=factors)
    came = sum(drawn.flows[name] for name in WAYS_IN)
    went = sum(drawn.flows[name] for name in WAYS_OUT)
    np.testing.assert_array_equal(drawn.headcount[..., :-1] + came - went, drawn.headcount[..., 1:])
    assert (drawn.headcount >= 0).all()
    assert (drawn.headcount == np.rint(drawn.headcount)).all()
    assert (drawn.wte >= 0).all()
    most = cohort.working_time.most[:, None] * drawn.headcount[..., 1:]
    assert (drawn.wte[..., 1:] <= most + 1e-9).all()


@pytest.mark.slow
@settings(max_examples=25)
@given(cohorts(), st.sampled_from([COUNT, RATIO]), factors())
def test_the_central_run_keeps_the_identity_and_moves_cancel_in_the_nation(cohort, basis, factors):
    projection = project_cohort(cohort, 4, draws=1, seed=1, recruitment=basis, factors=(factors, factors))
    flows = {name: values.central for name, values in projection.flows.items()}
    stock = projection.headcount.central
    change = sum(flows[name] for name in WAYS_IN) - sum(flows[name] for name in WAYS_OUT)
    np.testing.assert_allclose(stock[..., :-1] + change, stock[..., 1:], rtol=1e-9, atol=1e-9)
    for kind in ("area", "level"):
        came, went = (flows[f"moves_{way}_{kind}"].sum(axis=(0, 1)) for way in ("in", "out"))
        np.testing.assert_allclose(came, went, atol=1e-9)
    np.testing.assert_allclose(flows["promotions"] + flows["demotions"], flows["moves_out_level"], atol=1e-9)


@pytest.mark.slow
@settings(max_examples=15)
@given(cohorts(), st.integers(1, 4), st.sampled_from([COUNT, RATIO]))
def test_two_half_projections_make_a_whole_one(cohort, halfway, basis):
    whole = project_cohort(cohort, 5, draws=1, seed=1, recruitment=basis)
    first = project_cohort(cohort, halfway, draws=1, seed=1, recruitment=basis)
    then = replace(cohort, opening=first.closing)
    second = project_cohort(then, 5 - halfway, draws=1, seed=1, recruitment=basis)
    for measure in ("headcount", "wte"):
        parts = [getattr(one, measure).central for one in (first, second)]
        joined = np.concatenate([parts[0], parts[1][..., 1:]], axis=-1)
        np.testing.assert_array_equal(joined, getattr(whole, measure).central)
    np.testing.assert_array_equal(second.closing.headcount, whole.closing.headcount)


@pytest.mark.slow
@settings(max_examples=15)
@given(cohorts(), st.integers(0, 2**63 - 1))
def test_same_seed_same_bytes(cohort, seed):
    first, second = (project_cohort(cohort, 2, draws=25, seed=seed) for _ in range(2))
    assert first.headcount_draws.tobytes() == second.headcount_draws.tobytes()
    assert first.wte_draws.tobytes() == second.wte_draws.tobytes()
    assert first.flows["leavers"].p95.tobytes() == second.flows["leavers"].p95.tobytes()


@pytest.mark.slow
@settings(max_examples=25)
@given(cohorts(), st.integers(0, 2**32))
def test_chances_of_a_year_sum_to_one(cohort, seed):
    """Leaving, moving and staying; and so do the shares of destinations, where there are any."""
    rates = cohort.intensities.drawn(stream(seed, "any"), 3)
    out, leaving = split_exits(rates)
    assert ((out >= 0) & (out <= 1) & (leaving >= 0) & (leaving <= 1)).all()
    totals = cohort.destinations.drawn(stream(seed, "any"), 3).sum(axis=-1)
    np.testing.assert_allclose(totals, np.broadcast_to(cohort.destinations.possible, totals.shape), atol=1e-12)


@given(st.integers(0, 2**32))
def test_a_year_loses_nobody(seed):
    people = stream(seed, "any").integers(0, 5, (2, 61, 22))
    np.testing.assert_array_equal(pass_a_year(people).sum(axis=(1, 2)), people.sum(axis=(1, 2)))


@pytest.mark.slow
@pytest.mark.parametrize("basis", [COUNT, RATIO])
def test_the_mean_of_the_draws_tends_to_the_central_run(basis):
    projection = project_cohort(busy_cohort(), 5, draws=1000, seed=3, recruitment=basis)
    for measure in ("headcount", "wte"):
        drawn, central = getattr(projection, f"{measure}_draws"), getattr(projection, measure).central
        error = drawn.std(axis=0) / np.sqrt(len(drawn))
        off = np.abs(drawn.mean(axis=0) - central)
        assert (off <= 4 * error + 0.003 * central).all()


def test_more_exposure_narrows_the_band():
    """A hundred times as many people with the same rates: relative bands of the year's leavers narrow. Those of stock
    narrow less, since three years tell no more of how years of recruitment differ.
    """
    small, large = (project_cohort(busy_cohort(size), 3, draws=100, seed=3) for size in (1, 100))
    for narrowed, bands in (
        (0.3, [one.flows["leavers"] for one in (small, large)]),
        (1.0, [small.headcount, large.headcount]),
    ):
        widths = [((band.p95 - band.p05) / band.central)[..., 1 if narrowed == 1.0 else 0] for band in bands]
        assert (widths[1] < narrowed * widths[0]).all()


def test_more_draws_leave_the_first_ones_as_they_were():
    few, many = (project_cohort(busy_cohort(), 2, draws=draws, seed=3).headcount_draws for draws in (20, 60))
    np.testing.assert_array_equal(few, many[:20])


def test_a_step_that_loses_people_is_never_published():
    """The identity is checked in production, not only here."""
    opening = np.array([5.0, 3.0])
    flows = {name: np.zeros(2) for name in (*WAYS_IN, *WAYS_OUT)}
    check_year(opening, flows, opening)
    with pytest.raises(ArithmeticError, match="do not make closing stock"):
        check_year(opening, flows, opening - [0, 1])
