"""Limits on posts in cases so small that what must happen is certain: who comes in, who waits, who rises into a vacancy."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from cadreworks.supply.cohort import COUNT, RATIO
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.establishment import PULL, PUSH
from cadreworks.supply.microsimulation.expectation import expect_months
from cadreworks.supply.microsimulation.limits import Limits, count_vacancy, draw_with_limits, simulate_with_limits
from cadreworks.supply.microsimulation.lives import IN_POST, LEFT, MICRO, RETURNED, ROSE
from cadreworks.supply.microsimulation.rules import Hours, Model, central_rules, make_model
from cadreworks.supply.microsimulation.simulate import Request, simulate_people
from cadreworks.supply.microsimulation.staff import away_of_tallies, staff_of_tallies
from made_up_cohorts import busy_cohort, busy_tallies
from small_posts import CELLS, CERTAIN, by_cell, live_with, small_model, stated_rules

LADDER = {"ict/support > ict/professional": 1e-6, "ict/professional > ict/manager": 1e-6}
BOTH = pytest.mark.parametrize("promotion", [PUSH, PULL])


@BOTH
def test_a_full_cell_takes_nobody_and_those_who_would_have_come_are_counted(promotion):
    model = small_model({"ict/support": 10})
    rules = stated_rules(model, joiners={"ict/support": 100}, moves={"ict/support > ict/manager": CERTAIN})
    free = live_with(model, rules, {}, promotion)
    joined = int(free.people[:, 1].sum() - 10)
    found = live_with(model, rules, {"ict/support": 10, "ict/manager": 0}, promotion)
    assert joined > 50
    assert by_cell(found.people) == {"ict/support": 10}
    assert by_cell(found.turned_away) == {"ict/support": joined}
    tried = {"ict/manager": 120} if promotion == PUSH else {}  # ten people a month, each month anew
    assert by_cell(found.put_off) == tried


@BOTH
def test_under_a_freeze_staff_shrink_by_those_who_leave_alone(promotion):
    model = small_model(dict.fromkeys(CELLS, 200))
    rules = stated_rules(
        model,
        leaving=0.3,
        joiners=dict.fromkeys(CELLS, 50.0),
        moves={**LADDER, "ict/support > health_records/support": 1.0},
    )
    found = live_with(model, rules, dict.fromkeys(CELLS, 100.0), promotion, years=2)
    left = found.events(LEFT)
    np.testing.assert_array_equal(found.people[:, 1], 200 - left[:, 0])
    assert (found.people[:, 1] > 100).all()
    assert (left[:, 0] > 20).all()
    assert (found.turned_away[:, 0] > 20).all()
    assert found.events(ROSE).sum() == 0


def test_one_vacancy_at_the_top_moves_one_from_each_level_below_up():
    model = small_model({"ict/support": 10, "ict/professional": 5, "ict/manager": 2})
    posts = {"ict/support": 10, "ict/professional": 5, "ict/manager": 3}
    found = live_with(model, stated_rules(model, moves=LADDER), posts, PULL, years=2)
    assert by_cell(found.people, 1) == {"ict/support": 9, "ict/professional": 5, "ict/manager": 3}
    assert by_cell(found.events(ROSE), 0) == {"ict/support": 1, "ict/professional": 1}
    assert by_cell(found.people, 2) == by_cell(found.people, 1)
    limits = Limits(np.array([[posts.get(cell, np.nan)] * 2 for cell in CELLS]), PULL)
    np.testing.assert_array_equal(count_vacancy(limits, found.wte)[:3], [[1, 1], [0, 0], [0, 0]])
    assert np.isnan(count_vacancy(limits, found.wte)[3:]).all()


def test_under_push_nobody_rises_for_a_vacancy():
    model = small_model({"ict/support": 10, "ict/professional": 5, "ict/manager": 2})
    posts = {"ict/support": 10, "ict/professional": 5, "ict/manager": 3}
    found = live_with(model, stated_rules(model, moves=LADDER), posts, PUSH)
    assert by_cell(found.people) == {"ict/support": 10, "ict/professional": 5, "ict/manager": 2}


def test_what_nobody_can_fill_stays_vacant():
    """Nobody of support is seen to rise two levels at once, and hours must fit into what is vacant."""
    model = small_model({"ict/support": 10, "ict/manager": 2})
    found = live_with(model, stated_rules(model, moves=LADDER), {"ict/manager": 5}, PULL)
    assert by_cell(found.people) == {"ict/support": 10, "ict/manager": 2}
    part_time = small_model({"ict/support": 10, "ict/professional": 2}, wte_per_head=0.8)
    found = live_with(part_time, stated_rules(part_time, moves=LADDER), {"ict/professional": 3.1}, PULL)
    assert by_cell(found.people) == {"ict/support": 9, "ict/professional": 3}


def test_who_comes_from_outside_fills_a_vacancy_before_anybody_rises():
    model = small_model({"ict/support": 10, "ict/professional": 5})
    rules = stated_rules(model, moves=LADDER, joiners={"ict/professional": 1000})
    found = live_with(model, rules, {"ict/professional": 8}, PULL)
    assert by_cell(found.people) == {"ict/support": 10, "ict/professional": 8}
    assert found.events(ROSE).sum() == 0


@BOTH
def test_leavers_of_a_month_make_room_in_the_same_month(promotion):
    """All leave in each month, and those who join at its end are there until the next."""
    model = small_model({"ict/support": 10})
    rules = stated_rules(model, leaving=CERTAIN, joiners={"ict/support": 1000})
    found = live_with(model, rules, {"ict/support": 10}, promotion)
    assert by_cell(found.people) == {"ict/support": 10}
    assert by_cell(found.events(LEFT)) == {"ict/support": 10}


def test_a_chain_of_moves_is_granted_in_one_month():
    """Professionals can only rise once managers have moved away, support only then."""
    model = small_model({"ict/support": 5, "ict/professional": 5, "ict/manager": 5})
    ways = ("ict/support > ict/professional", "ict/professional > ict/manager", "ict/manager > health_records/manager")
    rules = stated_rules(model, moves=dict.fromkeys(ways, CERTAIN))
    posts = {"ict/professional": 5, "ict/manager": 5}
    for chance_of in range(5):
        found = live_with(model, rules, posts, PUSH, chance_of=chance_of)
        assert by_cell(found.people) == {"health_records/manager": 15}
        assert found.put_off.sum() == 0


def test_the_lot_gives_each_level_its_share_of_the_vacancies():
    """Managers are drawn one from support for every three professionals, within 4 standard errors."""
    model = small_model({"ict/support": 4000, "ict/professional": 4000})
    moves = {"ict/support > ict/manager": 0.001, "ict/professional > ict/manager": 0.003}
    found = live_with(model, stated_rules(model, moves=moves), {"ict/manager": 600}, PULL)
    assert found.people[2, 1] == 600
    share = found.events(ROSE)[0, 0] / 600
    assert abs(share - 0.25) < 4 * np.sqrt(0.25 * 0.75 / 600)


def test_posts_that_change_are_those_of_their_year():
    model = small_model({"ict/support": 5})
    rules = stated_rules(model, joiners={"ict/support": 1000})
    posts = np.full((len(CELLS), 3), np.nan)
    posts[0] = 8, 20, 12
    expected = expect_months(model, rules, 3)
    found = simulate_with_limits(model, rules, expected, 3, limits=Limits(posts, PUSH), seed=1, chance_of=0)
    assert found.counted.stock[:, 0].sum(axis=-1).tolist() == [5, 8, 20, 20]


@cache
def busy_model(basis: str) -> Model:
    """People whose hours differ and change, and to whom everything happens."""
    cohort, tallies = busy_cohort(), busy_tallies()
    relative = np.tile(np.linspace(0.5, 1.5, 5), (4, 1))
    staff, away = staff_of_tallies(tallies), away_of_tallies(tallies, cohort)
    return make_model(cohort, staff, away, Hours(relative, np.full(4, 0.2)), basis=basis, factors=Factors.none(2))


@pytest.mark.parametrize("basis", [COUNT, RATIO])
@pytest.mark.parametrize(("posts", "promotion"), [(1e6, PUSH), (np.nan, PUSH), (np.nan, PULL)])
def test_limits_that_hold_nobody_back_change_nobody_s_life(basis, posts, promotion):
    model = busy_model(basis)
    rules = central_rules(model)
    expected = expect_months(model, rules, 4)
    free = simulate_people(model, rules, expected, 4, seed=5, chance_of=2)
    limits = Limits(np.full((4, 4), posts), promotion)
    found = simulate_with_limits(model, rules, expected, 4, limits=limits, seed=5, chance_of=2)
    for name, counts in free.counted._asdict().items():
        np.testing.assert_array_equal(getattr(found.counted, name), counts, err_msg=name)
    assert found.turned_away.sum() == found.put_off.sum() == 0


@pytest.mark.parametrize("basis", [COUNT, RATIO])
def test_without_a_limit_that_binds_the_mean_is_the_expectation(basis):
    model = busy_model(basis)
    rules = central_rules(model)
    expected, many = expect_months(model, rules, 3), 60
    limits = Limits(np.full((4, 3), 1e6), PUSH)
    counted = [
        simulate_with_limits(model, rules, expected, 3, limits=limits, seed=5, chance_of=draw).counted
        for draw in range(many)
    ]
    for found, mean in (
        (np.array([one.stock.sum(axis=-1).T for one in counted]), expected.headcount),
        (np.array([one.wte.T for one in counted]) / MICRO, expected.wte),
    ):
        error = found.std(axis=0, ddof=1) / np.sqrt(many)
        assert (np.abs(found.mean(axis=0) - mean)[:, 1:] < 4 * error[:, 1:]).all()


@BOTH
def test_draws_are_the_same_bytes_on_one_thread_and_on_two(promotion):
    model = busy_model(RATIO)
    expected = expect_months(model, central_rules(model), 2)
    limits = Limits(np.full((4, 2), 650.0), promotion)
    one, two = (
        list(draw_with_limits(model, expected, Request(2, 5, 7, threads, Factors.none(2)), limits))
        for threads in (1, 2)
    )
    for first, second in zip(one, two, strict=True):
        for name, counts in first.of_draw.counted._asdict().items():
            np.testing.assert_array_equal(getattr(second.of_draw.counted, name), counts, err_msg=name)
        np.testing.assert_array_equal(first.vacancy, second.vacancy)
        np.testing.assert_array_equal(first.turned_away, second.turned_away)
        np.testing.assert_array_equal(first.put_off, second.put_off)
    assert sum(draw.turned_away.sum() for draw in one) > 0


def test_whoever_is_turned_away_is_in_no_post_and_who_left_before_may_try_again():
    model = busy_model(COUNT)
    rules = replace(central_rules(model), returning=np.full((5, 3), 0.5))
    expected = expect_months(model, rules, 2)
    found = simulate_with_limits(model, rules, expected, 2, limits=Limits(np.zeros((4, 2)), PUSH), seed=1, chance_of=0)
    (lives,) = found.lives
    assert found.counted.stock[2].sum() == (lives.status == IN_POST).sum()
    assert (lives.year[lives.status == IN_POST] == 0).all()
    assert (lives.month[lives.status == IN_POST] == 0).all()
    drawn = (lives.month > 0).sum()
    away = found.turned_away.sum() - drawn
    assert away > 0
    assert found.counted.of_year[:, : RETURNED + 1].sum() == 0
