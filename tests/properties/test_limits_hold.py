"""What must hold of people under limits on posts for any few people, limits and luck."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cadreworks.randomness import key
from cadreworks.supply.cohort import COUNT, RATIO
from cadreworks.supply.cohort.classes import AGES, SERVICES
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.establishment import PULL, PUSH
from cadreworks.supply.microsimulation.expectation import Expected, expect_months
from cadreworks.supply.microsimulation.joiners import draw_joiners, entry_of
from cadreworks.supply.microsimulation.limits import Limits, hold_limits, joined, live_in_limits, simulate_with_limits
from cadreworks.supply.microsimulation.lives import IN_POST, LEFT, MICRO, RETURNED, UNSEEN, Lives, nothing_counted
from cadreworks.supply.microsimulation.room import ROUNDING, Refused
from cadreworks.supply.microsimulation.rules import Model, Rules, central_rules, make_model, same_hours
from cadreworks.supply.microsimulation.simulate import start_of_staff
from cadreworks.supply.microsimulation.staff import Away, away_of_tallies, staff_of_tallies
from made_up_cohorts import busy_cohort, busy_tallies

pytestmark = pytest.mark.slow
CELLS, YEARS = 4, 3


@dataclass(frozen=True)
class Drawn:
    """What differs from case to case. shares: posts over wte in post, (cell, projected year)"""

    basis: str
    promotion: str
    people: int
    seed: int
    moving: float
    leaving: float
    joining: float
    returning: float
    shares: np.ndarray


@dataclass(frozen=True)
class Case:
    model: Model
    rules: Rules
    expected: Expected
    limits: Limits
    seed: int


DRAWN = st.builds(
    Drawn,
    basis=st.sampled_from([COUNT, RATIO]),
    promotion=st.sampled_from([PUSH, PULL]),
    people=st.integers(1, 60),
    seed=st.integers(0, 2**63 - 1),
    moving=st.sampled_from([0.0, 1.0, 5.0]),
    leaving=st.sampled_from([0.0, 0.3, 1.0, 3.0]),
    joining=st.sampled_from([0.0, 0.02, 0.1]),
    returning=st.sampled_from([0.0, 0.5, 1.0]),
    shares=arrays.arrays(np.float64, (CELLS, YEARS), elements=st.sampled_from([0.0, 0.9, 1.0, 1.05, 2.0, np.nan])),
)


@cache
def busy_model(basis: str) -> tuple[Model, Rules, Expected]:
    """A model in which everything happens and hours are never held back; hours change with the cell alone."""
    cohort, tallies = busy_cohort(), busy_tallies()
    staff, away = staff_of_tallies(tallies), away_of_tallies(tallies, cohort)
    model = make_model(cohort, staff, away, same_hours(CELLS), basis=basis, factors=Factors.none(2))
    rules = replace(central_rules(model), participation=np.ones(CELLS), movers_change=1.0)
    expected = expect_months(model, rules, YEARS)
    return model, rules, replace(expected, most_hours=np.ones_like(expected.most_hours))


def case_of(drawn: Drawn) -> Case:
    """A few people of whom anything may become, and posts for none to many of them."""
    model, rules, expected = busy_model(drawn.basis)
    places = np.random.default_rng(drawn.seed)
    cell, age, service = (places.integers(0, most, drawn.people).astype(np.uint8) for most in (CELLS, AGES, SERVICES))
    wte = places.choice([0.2, 0.5, 0.6, 0.8, 1.0], drawn.people)
    staff = replace(model.staff, cell=cell, age=age, service=service, wte=wte, place=np.zeros_like(cell))
    away = Away(*(getattr(model.away, name)[::40] for name in Away.__dataclass_fields__))
    law = replace(rules.law, moving=rules.law.moving * drawn.moving, leaving=rules.law.leaving * drawn.leaving)
    rules = replace(rules, law=law, joiners=rules.joiners * drawn.joining, returning=np.full((5, 3), drawn.returning))
    in_post = np.bincount(cell, weights=wte, minlength=CELLS)[:, None]
    limits = Limits(np.round(in_post * drawn.shares, 2), drawn.promotion)
    return Case(replace(model, staff=staff, away=away), rules, expected, limits, drawn.seed)


@pytest.mark.slow
@settings(max_examples=100)
@given(DRAWN)
def test_nobody_enters_above_posts_and_nobody_is_conjured(drawn):
    case = case_of(drawn)
    found = simulate_with_limits(
        case.model, case.rules, case.expected, YEARS, limits=case.limits, seed=case.seed, chance_of=0
    )
    counted, (lives,) = found.counted, found.lives
    posts = np.where(np.isnan(case.limits.posts_wte), np.inf, case.limits.posts_wte) * MICRO
    assert (np.maximum(counted.wte[:-1].T, posts + ROUNDING) >= counted.wte[1:].T).all()
    stock = counted.stock.sum(axis=-1)
    came, left = counted.of_year[:, : RETURNED + 1].sum(axis=1), counted.of_year[:, LEFT]
    np.testing.assert_array_equal(
        stock[:-1] + came - left - counted.moved.sum(axis=2) + counted.moved.sum(axis=1), stock[1:]
    )
    assert stock[-1].sum() == (lives.status == IN_POST).sum()
    np.testing.assert_array_equal(np.bincount(lives.cell[lives.status == IN_POST], minlength=CELLS), stock[-1])
    not_seen = (lives.month > 0).sum() - counted.of_year[:, :RETURNED].sum()
    assert 0 <= not_seen <= counted.of_year[:, UNSEEN].sum() + found.turned_away.sum()
    assert found.turned_away[np.isnan(case.limits.posts_wte)].sum() == 0
    assert found.put_off[np.isnan(case.limits.posts_wte)].sum() == 0


@pytest.mark.slow
@settings(max_examples=50)
@given(DRAWN, st.randoms(use_true_random=False))
def test_the_order_in_which_people_stand_leaves_no_trace(drawn, random):
    """Each person keeps their key, which says who they are to chance."""
    case = case_of(drawn)
    luck = key(case.seed, "order")
    held, entry = hold_limits(case.model, case.rules, case.expected, case.limits), entry_of(case.model, case.rules)
    outcomes = []
    for shuffled in (False, True):
        counted = nothing_counted(YEARS, CELLS, 2, 1)
        joiners = draw_joiners(
            np.full((YEARS, 5, CELLS), 2.0)[:, : case.rules.joiners.shape[0]], entry, luck, first=0, levels=2
        )
        lives = joined(start_of_staff(case.model, luck, counted), joiners)
        order = list(range(len(lives.key)))
        if shuffled:
            random.shuffle(order)
        lives = Lives(*(part[order] for part in lives))
        refused = Refused(np.zeros((YEARS, CELLS), dtype=np.int64), np.zeros((YEARS, CELLS), dtype=np.int64))
        live_in_limits(lives, held, counted, refused, draw_key=luck, years=range(YEARS))
        back = np.argsort(order)
        outcomes.append((*counted, *refused, *(part[back] for part in lives)))
    for one, two in zip(*outcomes, strict=True):
        np.testing.assert_array_equal(one, two)
