"""# Demand: how many people will be needed?

Experts say how many people a typical organisation will need. Their mean answer, times stock over typical stock
of the area, is the demand of the whole.
"""

from __future__ import annotations

from text_tables import same_as, study_of


def test_the_mean_return_is_scaled_by_the_area(read):
    """The typical organisation has 10 in ICT and the nation 1,000. Two leads say 11 and 13: the nation needs 1,200."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 1000    | 0            | 0       | 0
        """,
        typical="""
            area | support | professional | manager | senior_leader
            ict  | 10      | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 11      | 0            | 0       | 0
            south        | 2022 | ict  | 13      | 0            | 0       | 0
        """,
    )
    assert read(study, "demand", "year mean", area="ict", level="all", year=2022) == same_as("""
        year | mean
        2022 | 1200
    """)


def test_straight_lines_join_the_years_asked_about(read):
    """Demand begins at the stock, and moves on straight lines through each year that was asked about."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 140     | 0            | 0       | 0
            north        | 2026 | ict  | 120     | 0            | 0       | 0
        """,
        asked="2022 2026",
        until=2026,
    )
    assert read(study, "demand", "year mean", area="ict", level="all") == same_as("""
        year | mean
        2020 | 100
        2021 | 120
        2022 | 140
        2023 | 135
        2024 | 130
        2025 | 125
        2026 | 120
    """)


def test_a_level_that_starts_at_nobody_can_grow(read):
    """Neither the nation nor the typical organisation has senior leaders in coding; scaling by the area lets them in."""
    study = study_of(
        stock="""
            area            | support | professional | manager | senior_leader
            clinical_coding | 100     | 0            | 0       | 0
        """,
        typical="""
            area            | support | professional | manager | senior_leader
            clinical_coding | 10      | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area            | support | professional | manager | senior_leader
            north        | 2022 | clinical_coding | 9       | 0            | 0       | 1
        """,
    )
    assert read(study, "demand", "level mean", area="clinical_coding", year=2022) == same_as("""
        level         | mean
        support       | 90
        professional  | 0
        manager       | 0
        senior_leader | 10
        all           | 100
    """)


def test_returns_that_change_nothing_still_move_the_levels_and_that_is_printed(read):
    """The nation has 80 support staff in 100, the typical organisation 6 in 10. A return that changes nothing gives 60."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 80      | 20           | 0       | 0
        """,
        typical="""
            area | support | professional | manager | senior_leader
            ict  | 6       | 4            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 3       | 9            | 0       | 0
        """,
    )
    assert read(study, "demand", "level mean no_change", area="ict", year=2022) == same_as("""
        level         | mean | no_change
        support       | 30   | 60
        professional  | 90   | 40
        manager       | 0    | 0
        senior_leader | 0    | 0
        all           | 120  | 100
    """)


def test_the_spread_is_the_sample_deviation_over_returns(read):
    """Three answers, 10, 12 and 14 for ten people of a hundred: mean 120, standard deviation 20."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        typical="""
            area | support | professional | manager | senior_leader
            ict  | 10      | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 10      | 0            | 0       | 0
            south        | 2022 | ict  | 12      | 0            | 0       | 0
            west         | 2022 | ict  | 14      | 0            | 0       | 0
        """,
    )
    assert read(study, "demand", "mean sd", area="ict", level="support", year=2022) == same_as("""
        mean | sd
        120  | 20
    """)


def test_the_spread_of_a_total_is_that_of_each_returns_own_total(read):
    """Two leads agree on 120 in all and disagree on the levels: the levels spread, their total does not."""
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
    levels = ("support", "professional", "all")
    assert read(study, "demand", "level mean sd", area="ict", level=levels, year=2022) == same_as("""
        level        | mean | sd
        support      | 60   | 28.284271
        professional | 60   | 28.284271
        all          | 120  | 0
    """)
