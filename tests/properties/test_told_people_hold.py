"""Whatever people are counted, nothing told is of 1 to 4, nor is what readers can have by adding and taking away."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cadreworks.disclosure import SMALLEST_PUBLISHED
from cadreworks.disclosure.merging import merge_neighbours, merge_smallest
from cadreworks.supply.cohort.classes import AGES
from cadreworks.supply.microsimulation.careers import follow, tell_aged_55, tell_ages, tell_places, tell_retirements

FEW = st.integers(0, 12).map(float)


def few(values) -> bool:
    return bool(np.any((values > 0) & (values < SMALLEST_PUBLISHED)))


def told(values) -> np.ndarray:
    return values.central[~np.isnan(values.central)]


@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 9), st.integers(1, 3)), elements=FEW))
def test_merged_groups_hold_everybody_once_in_order_and_none_is_small(counts):
    groups = merge_neighbours(counts)
    assert [at for group in groups for at in group] == (list(range(len(counts))) if groups else [])
    assert not any(few(counts[list(group)].sum(axis=0)) for group in groups)
    assert bool(groups) == (not few(counts.sum(axis=0)))


@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 9), st.integers(1, 3)), elements=FEW))
def test_places_hold_everybody_once_and_nobody_can_be_had_from_the_rest(counts):
    alone, rest = merge_smallest(counts)
    if few(counts.sum(axis=0)):
        assert (alone, rest) == ([], ())
        return
    assert sorted([*alone, *rest]) == list(range(len(counts)))
    assert len(rest) != 1
    assert not few(counts[alone])
    assert not few(counts[list(rest)].sum(axis=0))


@st.composite
def ages(draw) -> np.ndarray:
    """(draw, level, age, year), most of them nobody."""
    found = np.zeros((draw(st.integers(1, 3)), 2, AGES, 2))
    places = st.tuples(st.integers(0, 1), st.integers(0, AGES - 1), st.integers(0, 1), FEW)
    for level, age, year, many in draw(st.lists(places, max_size=25)):
        found[:, level, age, year] = many
    found[0] += draw(st.integers(0, 1))  # draws differ
    return found


@given(ages())
def test_nothing_told_of_ages_is_of_one_to_four(counts):
    whole, of_levels = tell_ages(counts)
    aged_55, _ = tell_aged_55(counts)
    if whole is None:
        assert few(counts.mean(axis=0).sum(axis=(0, 1)))
        assert (of_levels, aged_55) == (None, None)
        return
    assert not few(told(whole.counts))
    np.testing.assert_allclose(whole.counts.central.sum(axis=0), counts.mean(axis=0).sum(axis=(0, 1)))
    if of_levels is not None:
        assert not few(told(of_levels.counts))
        # a band of levels is a sum of whole bands of all: what all of it have, less one level, is the other level
        starts = {band.first for band in whole.bands if band.known}
        assert {band.first for band in of_levels.bands if band.known} <= starts
        np.testing.assert_allclose(of_levels.counts.central.sum(axis=1), counts.mean(axis=0).sum(axis=1))
    if aged_55 is not None:
        assert not few(told(aged_55))
        assert 55 in {band.first for band in whole.bands}
        assert not few(whole.counts.central.sum(axis=0) - aged_55.central)


@given(ages())
def test_nothing_told_of_retirements_is_of_one_to_four(counts):
    total, by_age = tell_retirements(counts[:, 0])
    assert not few(told(total))
    if by_age is not None:
        assert not few(told(by_age.counts))


@given(arrays.arrays(np.float64, (2, 5, 3), elements=FEW))
def test_nothing_told_of_places_is_of_one_to_four(counts):
    places, names = tell_places(counts, tuple(("kind", str(at)) for at in range(5)))
    assert (places is None) == (not names)
    if places is not None:
        assert not few(told(places))
        np.testing.assert_allclose(places.central.sum(axis=0), counts.mean(axis=0).sum(axis=0))


@given(
    arrays.arrays(np.float64, (2, 4), elements=st.integers(0, 60).map(float)),
    arrays.arrays(np.float64, (2, 4, 4, 2), elements=st.integers(0, 3).map(float)),
)
def test_careers_rest_on_five_people_and_their_shares_add_up(entered, happened):
    rose, left = happened[..., 0], happened[..., 1]
    entered = entered + (rose + left).sum(axis=-1)  # who rises or leaves has come
    promotions = follow(entered, rose, left)
    known = ~np.isnan(promotions.risen)
    assert np.array_equal(known, ~np.isnan(promotions.gone))
    assert np.all(promotions.followed[known] >= SMALLEST_PUBLISHED)
    still = 1.0 - promotions.risen - promotions.gone
    assert np.all(still[known] >= -1e-9)
    for level in range(2):
        risen = promotions.risen[level][known[level]]
        assert np.all(np.diff(risen) >= -1e-12)
