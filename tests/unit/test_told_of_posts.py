"""What is told of a workforce under limits: the central run, and vacancies with their totals."""

from __future__ import annotations

import numpy as np
import pytest

from cadreworks.supply.cohort import COUNT, RATIO
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.establishment import PUSH, REPLICATES
from cadreworks.supply.microsimulation.expectation import expect_months
from cadreworks.supply.microsimulation.limits import Limits
from cadreworks.supply.microsimulation.rules import central_rules, make_model, same_hours
from cadreworks.supply.microsimulation.simulate import Request
from cadreworks.supply.microsimulation.staff import away_of_tallies, staff_of_tallies
from cadreworks.supply.microsimulation.with_limits import centre_with_limits, cross_with_limits, tell_vacancies
from made_up_cohorts import busy_cohort, busy_tallies

AT_EASE = 1e6
"""Posts that hold nobody back."""


def busy_model(basis):
    cohort, tallies = busy_cohort(), busy_tallies()
    staff, away = staff_of_tallies(tallies), away_of_tallies(tallies, cohort)
    return make_model(cohort, staff, away, same_hours(4), basis=basis, factors=Factors.none(2))


@pytest.mark.parametrize("basis", [COUNT, RATIO])
def test_the_central_run_is_the_expectation_where_no_limit_binds(basis):
    """Within 5 standard errors of the mean of 100 runs, had every run the variance of a Poisson count."""
    model = busy_model(basis)
    expected = expect_months(model, central_rules(model), 2)
    limits = Limits(np.full((4, 2), AT_EASE), PUSH)
    found = centre_with_limits(model, expected, limits, years=2, threads=2)
    np.testing.assert_array_equal(found.headcount[:, 0], expected.headcount[:, 0])
    error = 5 * np.sqrt(expected.headcount / REPLICATES)
    assert (np.abs(found.headcount - expected.headcount) <= error).all()
    assert (found.headcount[:, 1:] != expected.headcount[:, 1:]).any()
    assert found.turned_away is not None
    assert found.turned_away.sum() == 0


def test_the_central_run_is_the_same_on_one_thread_and_on_two():
    model = busy_model(COUNT)
    expected = expect_months(model, central_rules(model), 2)
    limits = Limits(np.full((4, 2), 600.0), PUSH)
    one, two = (centre_with_limits(model, expected, limits, years=2, threads=threads) for threads in (1, 2))
    np.testing.assert_array_equal(one.wte, two.wte)
    np.testing.assert_array_equal(one.turned_away, two.turned_away)
    assert one.turned_away.sum() > 0
    for name, flow in one.flows.items():
        np.testing.assert_array_equal(flow, two.flows[name])


def test_rates_and_chance_can_be_crossed_under_limits():
    model = busy_model(COUNT)
    expected = expect_months(model, central_rules(model), 2)
    asked = Request(2, 3, 7, 2, Factors.none(2))
    held, free = (
        cross_with_limits(model, expected, asked, 2, limits=Limits(np.full((4, 2), posts), PUSH))
        for posts in (0.0, AT_EASE)
    )
    assert held.shape == free.shape == (3, 2, 4, 3)
    np.testing.assert_array_equal(held[..., 0], free[..., 0])
    assert (held[..., 2] < free[..., 2]).all()
    assert len({tuple(wte) for wte in held[..., 2].reshape(6, 4)}) == 6


def test_vacancies_are_of_cells_with_a_limit_and_their_totals_too():
    none = np.nan
    posts = np.array([[[10, 10], [none, 5]], [[none, none], [none, none]], [[4, 4], [2, 2]]], dtype=float)
    wte = np.full((3, 2, 2), 3.0)
    drawn = np.stack([wte, wte + 1])
    turned_away = np.full((3, 2, 1), 7.0)
    found = tell_vacancies(posts, (wte, drawn), (turned_away, np.stack([turned_away] * 2)), hidden=[1, 2])
    assert found.vacancy.central[0, :, 1].tolist() == [7, 2, 9]
    assert found.vacancy.p50[0, :, 1].tolist() == [6.5, 1.5, 8]
    assert np.isnan(found.posts_wte[1]).all()
    assert np.isnan(found.vacancy.central[1]).all()
    assert np.isnan(found.vacancy.central[0, 1, 0])
    assert found.vacancy.central[0, 2, 0] == 7
    assert found.posts_wte[3, 2].tolist() == [16, 21]
    assert found.wte[3, 2].tolist() == [9, 12]
    assert found.turned_away.central[0, 2, 0] == 14
    assert np.isnan(found.turned_away.central[:, :2]).all()
    assert np.isnan(found.turned_away.central[1:3, 2]).all()  # no limit; and few joined
    assert np.isnan(found.turned_away.central[3]).all()  # since it would tell of the one area that is hidden
    found = tell_vacancies(posts, (wte, drawn), (turned_away, np.stack([turned_away] * 2)), hidden=[])
    assert found.turned_away.central[3, 2, 0] == 42
