"""Small parts that others lean on."""

from __future__ import annotations

import numpy as np
import pytest

from cadreworks.bands import expected_coverage, resampled_weights, weighted_deviations, widening
from cadreworks.disclosure import small_cells
from cadreworks.periods import FinancialYear, Horizon, consecutive
from cadreworks.randomness import stream
from cadreworks.reports.published_table import NOTHING, Shown, show
from cadreworks.vocabulary import (
    AREAS,
    FEDIP_LEVELS,
    JOB_ROLES,
    LEVELS,
    PAY_BAND_IDS,
    PAY_BANDS,
    ROLE_FAMILIES,
    SKILLS,
    job_roles_of,
    role_family,
)


def test_financial_years():
    year = FinancialYear.parse("1999-00")
    assert (year.start, str(year), str(year.closes)) == (1999, "1999-00", "2000-03-31")
    assert consecutive([FinancialYear(2016), FinancialYear(2017)])
    assert not consecutive([FinancialYear(2016), FinancialYear(2018)])
    for text in ("2016-18", "2016", "16-17", "2016/17", "9999-00", "2016-17\n", "\uff12\uff10\uff11\uff16-17"):
        with pytest.raises(ValueError, match="is not a financial year"):
            FinancialYear.parse(text)


def test_a_horizon_lies_ahead():
    assert Horizon(2020, 2022).years == (2020, 2021, 2022)
    with pytest.raises(ValueError, match="does not lie after"):
        Horizon(2020, 2020)


def test_streams_are_told_apart_by_name_and_seed():
    numbers = [stream(seed, name).integers(0, 2**62) for seed in (1, 2) for name in ("a", "b")]
    assert len(set(numbers)) == 4
    assert stream(1, "a").integers(0, 2**62) == numbers[0]


def test_the_first_numbers_of_a_stream_never_change():
    """Another number here would move the bands of every study that was ever published."""
    assert stream(2030, "growth_years").integers(0, 3, size=12).tolist() == [2, 0, 0, 1, 0, 0, 0, 2, 0, 0, 2, 1]


@pytest.mark.slow
@pytest.mark.parametrize("count", [3, 8])
def test_bands_cover_what_they_are_said_to_cover(count):
    """Simulated: how often the widened band of `count` normal values covers their true mean."""
    rng = np.random.default_rng(11)
    weights = resampled_weights(stream(5, "coverage"), count, 1000)
    covered = 0
    for sample in rng.normal(size=(3000, count)):
        draws = sample.mean() + weighted_deviations(sample[:, np.newaxis], weights)[:, 0]
        low, high = np.quantile(draws, (0.05, 0.95))
        covered += low <= 0 <= high
    assert covered / 30 == pytest.approx(expected_coverage(count), abs=2)


def test_coverage_is_known_from_two_up():
    assert [expected_coverage(count) for count in (1, 2, 9, 1000)] == [None, 61, 86, 89]
    assert widening(1) == 0
    assert widening(2) == pytest.approx(2**0.5)


def test_small_cells():
    assert small_cells(np.array([[0.0, 0.5, 4.99], [5.0, 100.0, 0.0]])) == 2


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (None, Shown.WTE, NOTHING),
        (3560.4, Shown.WTE, "3,560"),
        (-459.2, Shown.WTE_CHANGE, "\u2212459"),
        (11953.0, Shown.WTE_CHANGE, "+11,953"),
        (-0.2, Shown.WTE_CHANGE, "0"),
        (0.531, Shown.PER_CENT, "53.1%"),
        (6.7227, Shown.PER_CENT_CHANGE, "+672%"),
        (0.001, Shown.PER_CENT_CHANGE, "0%"),
        (5202.3e6, Shown.MILLIONS, "5,202"),
        (1.25e6, Shown.MILLIONS, "1.2"),
        (2030, Shown.YEAR, "2030"),
        (0.3, Shown.WTE_CHANGE, "0"),
        (-0.3, Shown.PER_CENT, "\u221230.0%"),
        (-2.5e6, Shown.MILLIONS, "\u22122.5"),
        (16_546_700.4, Shown.NUMBER, "16,546,700"),
        (-17688.44, Shown.WTE, "\u221217,688"),
        (-17688.44, Shown.SHORT, "\u221217,688"),
        (-0.553981, Shown.SHORT, "\u22120.6"),
        (9.97, Shown.SHORT, "10.0"),
        (-17688.44, Shown.NUMBER, "\u221217,688.4"),
        (0.00001234567, Shown.NUMBER, "0.0000123457"),
        (3.0, Shown.NUMBER, "3"),
        (0.0, Shown.NUMBER, "0"),
        (100.0, Shown.NUMBER, "100"),
        ("Band 8a", Shown.TEXT, "Band 8a"),
    ],
)
def test_shown(value, shown, text):
    assert show(value, shown) == text


def test_the_vocabulary_is_that_of_the_reports():
    assert (len(AREAS), len(ROLE_FAMILIES), len(LEVELS), len(FEDIP_LEVELS)) == (9, 4, 4, 4)
    assert (len(JOB_ROLES), len(SKILLS), len(PAY_BANDS)) == (49, 22, 11)
    assert sum(len(job_roles_of(area.id)) for area in AREAS) == len(JOB_ROLES)
    assert role_family("ict").name == "Technical infrastructure"


@pytest.mark.parametrize(
    "entries",
    [AREAS, ROLE_FAMILIES, LEVELS, FEDIP_LEVELS, PAY_BANDS, JOB_ROLES, SKILLS],
    ids=lambda entries: type(entries[0]).__name__,
)
def test_every_entry_of_the_vocabulary_has_a_source_and_an_edition(entries):
    assert all(entry.source and entry.edition for entry in entries)
    assert len({entry.id for entry in entries}) == len(entries)


def test_bands_levels_and_roles_fit_together():
    assert {band.job_level for band in PAY_BANDS} == {level.id for level in LEVELS}
    assert all({level.lowest_band, level.highest_band} <= set(PAY_BAND_IDS) for level in FEDIP_LEVELS)
    assert {level for role in JOB_ROLES for level in role.fedip_levels} <= {level.id for level in FEDIP_LEVELS}
