"""# Bands: how sure are we?

Draws resample years of growth and whole returns. What moves together in the inputs moves together in the draws.
"""

from __future__ import annotations

import pytest

from text_tables import same_as, study_of


def test_inputs_that_do_not_vary_leave_no_band(read):
    """Every year grew alike and every lead agrees: all draws are the central run."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        growth="""
            area | 2016-17 | 2017-18 | 2018-19
            ict  | 0.10    | 0.10    | 0.10
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 150     | 0            | 0       | 0
            south        | 2022 | ict  | 150     | 0            | 0       | 0
        """,
    )
    assert read(study, "gap", "gap p05 p50 p95", area="ict", level="all", year=2022) == same_as("""
        gap | p05 | p50 | p95
        -29 | -29 | -29 | -29
    """)


def test_whole_returns_are_resampled_so_that_offsetting_answers_stay_offset(read):
    """Where one lead asks for more of the one, the other for more of the other, the total has no band, though
    each level has.
    """
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 50      | 50           | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 40      | 80           | 0       | 0
            south        | 2022 | ict  | 80      | 40           | 0       | 0
        """,
    )
    total = read(study, "demand", "mean p05 p95", area="ict", level="all", year=2022)
    assert total == same_as("""
        mean | p05 | p95
        120  | 120 | 120
    """)
    (support,) = read(study, "demand", "mean p05 p95", area="ict", level="support", year=2022)
    assert support["p05"] < 60 < support["p95"]


def test_the_years_of_growth_are_resampled_jointly_for_all_areas(read):
    """One area's good years are the other's bad ones: each has a band, their total next to none."""
    study = study_of(
        stock="""
            area            | support | professional | manager | senior_leader
            clinical_coding | 100     | 0            | 0       | 0
            ict             | 100     | 0            | 0       | 0
        """,
        growth="""
            area            | 2016-17 | 2017-18 | 2018-19
            clinical_coding | 0.10    | 0       | -0.10
            ict             | -0.10   | 0       | 0.10
        """,
    )
    band = {
        row["area"]: row["p95"] - row["p05"] for row in read(study, "supply", "area p05 p95", level="all", year=2021)
    }
    assert band["clinical_coding"] > 10
    assert band["all"] == pytest.approx(0, abs=1e-9)


def test_two_returns_are_widened_by_the_root_of_two(read):
    """Resamples of two answers, 90 and 110, have means 90, 100 and 110; widened by sqrt(2 / 1) the ends are 85.86
    and 114.14.
    """
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 90      | 0            | 0       | 0
            south        | 2022 | ict  | 110     | 0            | 0       | 0
        """,
    )
    assert read(study, "demand", "mean p05 p50 p95", area="ict", level="all", year=2022) == same_as("""
        mean | p05       | p50 | p95
        100  | 85.857864 | 100 | 114.142136
    """)


def test_one_return_alone_tells_nothing_of_spread(read):
    """There is neither a deviation nor a band, and the page says so."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 150     | 0            | 0       | 0
        """,
    )
    (row,) = read(study, "demand", "mean sd p05 p95", area="ict", level="all", year=2022)
    assert row == {"mean": 150, "sd": None, "p05": 150, "p95": 150}


def test_an_override_varies_over_its_own_range(read):
    """The board counts ten typical organisations, and thinks from two to two hundred possible: demand has a band."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        typical="""
            area | support | professional | manager | senior_leader
            ict  | 10      | 0            | 0       | 0
        """,
        overrides="""
            assumption                | value | low | high | why
            typical_organisations.ict | 10    | 2   | 200  | nobody has counted them
        """,
    )
    (row,) = read(study, "demand", "mean p05 p95", area="ict", level="all", year=2022)
    assert row["mean"] == 100
    assert 20 < row["p05"] < 300
    assert 1000 < row["p95"] < 2000
    assert read(study, "assumptions", "value low high note", id="typical_organisations.ict") == same_as("""
        value | low | high | note
        10    | 2   | 200  |
    """)


def test_shares_have_a_band_where_some_draws_leave_an_area_empty(read):
    """Two of three leads want nobody. Draws in which nobody is left have no share, and are passed over."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 0       | 0            | 0       | 0
            south        | 2022 | ict  | 12      | 0            | 0       | 0
            west         | 2022 | ict  | 0       | 0            | 0       | 0
        """,
    )
    assert read(study, "composition", "level share p05 p50 p95", area="ict", year=2022) == same_as("""
        level         | share | p05 | p50 | p95
        support       | 1     | 1   | 1   | 1
        professional  | 0     | 0   | 0   | 0
        manager       | 0     | 0   | 0   | 0
        senior_leader | 0     | 0   | 0   | 0
    """)
