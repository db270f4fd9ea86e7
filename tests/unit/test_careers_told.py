"""What is told of many simulated lives: made-up counts, worked out by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from cadreworks.disclosure.merging import merge_neighbours, merge_smallest
from cadreworks.reports.one_by_one.sentences import years_until
from cadreworks.supply import OTHER_PLACES, AgeBand
from cadreworks.supply.cohort.classes import AGES, UNKNOWN_AGE, YOUNGEST
from cadreworks.supply.microsimulation.careers import (
    follow,
    keep_careers,
    tell_aged_55,
    tell_ages,
    tell_careers,
    tell_places,
    tell_retirements,
    tell_roles,
)
from cadreworks.supply.microsimulation.lives import EVER_LEFT, UNSEEN, nothing_counted

SUPPORT, PROFESSIONAL = ("ict", "support"), ("ict", "professional")


def people(*, levels: int = 1, years: int = 1, draws: int = 1, **of_age: int) -> np.ndarray:
    """(draw, level, age, year): so many of each age (`a30=12`) at every level, in every year and draw."""
    found = np.zeros((draws, levels, AGES, years))
    for name, many in of_age.items():
        found[:, :, UNKNOWN_AGE if name == "unknown" else int(name[1:]) - YOUNGEST] = many
    return found


def names(told) -> list[str]:
    return [band.name for band in told.bands]


def test_bands_of_too_few_are_merged_from_both_ends():
    whole, _ = tell_ages(people(a20=2, a26=9, a31=7, a41=6, a52=8, a57=3, a63=2, a67=1))
    assert names(whole) == ["under 30", "30 to 34", "35 to 39", "40 to 44", "45 to 49", "50 to 54", "55 and over"]
    assert whole.counts.central.ravel().tolist() == [11, 7, 0, 6, 0, 8, 6]


def test_few_of_unknown_age_stand_with_the_oldest_and_many_by_themselves():
    whole, _ = tell_ages(people(a30=9, a66=8, unknown=3))
    assert names(whole)[-1] == "65 and over, or not known"
    assert whole.counts.central[-1].tolist() == [11]
    whole, _ = tell_ages(people(a30=9, a66=8, unknown=5))
    assert names(whole)[-2:] == ["65 and over", "not known"]
    assert "not known" not in names(tell_ages(people(a30=9, a66=8))[0])


def test_a_year_of_too_few_merges_the_band_in_all_years():
    ages = people(a30=9, a40=9, years=2)
    ages[:, :, 20 - YOUNGEST, 0], ages[:, :, 20 - YOUNGEST, 1] = 6, 4
    whole, _ = tell_ages(ages)
    assert names(whole)[0] == "under 35"
    assert whole.counts.central[0].tolist() == [15, 13]


def test_levels_share_bands_that_are_sums_of_those_of_all():
    ages = people(levels=2, a22=6, a33=6, a44=6, a58=6)
    ages[:, 1, 22 - YOUNGEST] = 2
    whole, of_levels = tell_ages(ages)
    assert names(whole)[0] == "under 25"
    assert names(of_levels)[:2] == ["under 35", "35 to 39"]  # 2 and nobody of 25 to 29 would still be 2
    assert of_levels.counts.central[:, 0].ravel().tolist() == [12, 8]
    assert of_levels.counts.central.sum() == whole.counts.central.sum() == 44


def test_levels_are_left_out_where_one_has_too_few_and_all_where_there_are():
    ages = people(levels=2, a30=6, a50=6)
    ages[:, 1] = 0
    ages[:, 1, 30 - YOUNGEST] = 4
    whole, of_levels = tell_ages(ages)
    assert (whole.counts.central.sum(), of_levels) == (16, None)
    assert tell_ages(people(a30=2, a50=2)) == (None, None)


def test_those_of_55_and_over_are_told_where_a_band_begins_there():
    many, share = tell_aged_55(people(a30=30, a56=6, a70=4))
    assert (many.central.tolist(), share.central.tolist()) == ([10.0], [0.25])
    assert tell_aged_55(people(a30=30, a52=9, a56=4)) == (None, None)


@pytest.mark.parametrize(
    ("band", "name"),
    [
        (AgeBand(None, 24), "under 25"),
        (AgeBand(25, 29), "25 to 29"),
        (AgeBand(65, None), "65 and over"),
        (AgeBand(60, None, unknown=True), "60 and over, or not known"),
        (AgeBand(known=False, unknown=True), "not known"),
        (AgeBand(), "all ages"),
    ],
)
def test_bands_are_named_as_readers_would(band, name):
    assert band.name == name


def test_retirements_by_age_are_told_where_each_band_has_enough():
    told, by_age = tell_retirements(people(a56=6, a61=7, a66=2)[:, 0])
    assert told.central.tolist() == [15]
    assert names(by_age) == ["55 to 59", "60 and over"]
    assert by_age.counts.central.ravel().tolist() == [6, 9]
    told, by_age = tell_retirements(people(a56=2, a61=2)[:, 0])
    assert (np.isnan(told.central).all(), by_age) == (True, None)


def test_careers_are_a_life_table():
    """Of 100 a year who come, 10 rise and 20 leave in their first year, 7 and 14 of the 70 left in their second."""
    entered = np.full((1, 3), 100.0)
    rose, left = np.zeros((1, 3, 3)), np.zeros((1, 3, 3))
    rose[0, :2, 0], left[0, :2, 0] = 10, 20
    rose[0, 0, 1], left[0, 0, 1] = 7, 14
    told = follow(entered, rose, left)
    assert told.risen[0].tolist() == pytest.approx([0.0, 0.10, 0.17])
    assert told.gone[0].tolist() == pytest.approx([0.0, 0.20, 0.34])
    assert told.followed[0].tolist() == [200, 200, 70]


def test_careers_end_where_fewer_than_five_are_left():
    told = follow(np.full((1, 3), 4.0), np.zeros((1, 3, 3)), np.zeros((1, 3, 3)))
    assert np.isnan(told.risen[0]).tolist() == [False, False, True]  # 8, then 4
    assert np.isnan(told.followed[0]).tolist() == [False, False, True]
    assert np.isnan(follow(np.full((1, 3), 1.0), np.zeros((1, 3, 3)), np.zeros((1, 3, 3))).risen).all()


def test_first_roles_are_those_of_enough_people_in_areas_that_may_be_told():
    roles = {(SUPPORT,): 40.0, (SUPPORT, PROFESSIONAL): 9.0, (PROFESSIONAL,): 4.9, (("records", "support"),): 30.0}
    joined, told = tell_roles(roles, covered={SUPPORT, PROFESSIONAL}, few_joined=[])
    assert joined == pytest.approx(53.9)
    assert told == (((SUPPORT,), 40.0),)  # with the next told, 4.9 others would be left
    joined, told = tell_roles({**roles, (PROFESSIONAL,): 0.0}, covered={SUPPORT, PROFESSIONAL}, few_joined=[])
    assert told == (((SUPPORT,), 40.0), ((SUPPORT, PROFESSIONAL), 9.0))
    assert tell_roles(roles, covered={SUPPORT, PROFESSIONAL}, few_joined=["ict"])[1] == ()


def test_small_places_stand_together_with_another_so_that_none_is_alone():
    places = np.array([[[50.0], [3.0], [20.0], [6.0]]])
    told, called = tell_places(places, (("acute", "A"), ("acute", "B"), ("mental_health", "A"), ("national", "A")))
    assert called == (("acute", "A"), ("mental_health", "A"), OTHER_PLACES)
    assert told.central.ravel().tolist() == [50, 20, 9]
    assert tell_places(np.array([[[50.0]]]), (("", ""),)) == (None, ())


def test_groups_of_one_kind_are_left_as_they_are():
    assert merge_neighbours(np.array([[5.0], [0.0], [9.0]])) == [(0,), (1,), (2,)]
    assert merge_smallest(np.array([[5.0], [0.0]])) == ([0, 1], ())
    assert merge_neighbours(np.array([[1.0], [2.0]])) == []
    assert merge_smallest(np.array([[1.0], [2.0]])) == ([], ())


def test_all_is_told_of_the_studys_cells_in_its_own_order_of_levels():
    """Records hold two areas and two levels; the study covers the second area, and has its levels the other way."""
    counted = nothing_counted(2, 4, 2, 1)
    counted.stock[:, 3, 30 - YOUNGEST] = 8
    counted.stock[:, 2, 40 - YOUNGEST] = 6
    counted.stock[:, 0, 50 - YOUNGEST] = 99  # not covered
    counted.of_year[:, EVER_LEFT] = [[90, 0, 3, 4], [90, 0, 1, 1]]
    counted.of_year[:, UNSEEN] = 0
    counted.entered[:] = [[10, 10], [50, 50]]
    counted.rose[0, 0, 0] = 5
    cells = np.array([[3, 2]])
    told = tell_careers(
        [keep_careers(counted, cells)] * 2,
        Counter({3 + 64 * 4: 20, 1: 100}),
        cells=cells,
        names=[("records", "a"), ("records", "b"), ("ict", "a"), ("ict", "b")],
        places=(("", ""),),
        reasons=False,
        few_joined=[],
    )
    assert told.ages_of_levels.counts.central.sum(axis=(1, 2)).tolist() == [8 * 3, 6 * 3]
    assert told.promotions.risen[:, 1].tolist() == [0.0, 0.5]
    assert told.roles == ((((("ict", "a"), ("ict", "b"))), 10.0),)
    assert (told.joined, told.retirements, told.places) == (10.0, None, None)
    left = told.events["left_at_any_time"].central
    assert (left[0], np.isnan(left[1])) == (7.0, True)


@pytest.mark.parametrize(
    ("shares", "share", "years"), [([0, 0.4, 0.6], 0.5, 1.5), ([0, 0.2, 0.4], 0.5, None), ([0.0, 0.5], 0.5, 1.0)]
)
def test_the_time_to_a_share_lies_on_the_line_between_years(shares, share, years):
    assert years_until(np.array(shares), share) == (pytest.approx(years) if years else None)
