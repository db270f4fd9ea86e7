"""# Supply: what if the workforce goes on growing as it did?

For each area of work the net growth of recent years is averaged and carried forward, year by year.
"""

from __future__ import annotations

from text_tables import same_as, study_of


def test_the_mean_growth_of_the_last_years_is_carried_forward(read):
    """Three years grew by nothing, ten and twenty per cent: every later year grows by ten."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        growth="""
            area | 2016-17 | 2017-18 | 2018-19
            ict  | 0       | 0.10    | 0.20
        """,
    )
    assert read(study, "supply", "year mean", area="ict", level="all") == same_as("""
        year | mean
        2020 | 100
        2021 | 110
        2022 | 121
    """)


def test_growth_may_be_negative(read):
    """An area that loses a tenth of its people every year has 81 of 100 left after two."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        growth="""
            area | 2016-17 | 2017-18 | 2018-19
            ict  | -0.10   | -0.10   | -0.10
        """,
    )
    assert read(study, "supply", "year mean", area="ict", level="all") == same_as("""
        year | mean
        2020 | 100
        2021 | 90
        2022 | 81
    """)


def test_only_the_last_years_count(read):
    """Two of four years are asked for: 2017-18 and 2018-19, which grew by ten and thirty per cent."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        growth="""
            area | 2015-16 | 2016-17 | 2017-18 | 2018-19
            ict  | 0.90    | 0.90    | 0.10    | 0.30
        """,
        assumptions="""
            assumption        | value
            supply_base_years | 2
        """,
    )
    assert read(study, "supply", "year mean", area="ict", level="all") == same_as("""
        year | mean
        2020 | 100
        2021 | 120
        2022 | 144
    """)


def test_levels_keep_their_share_of_the_area(read):
    """Where growth is known for the area alone, each level grows as the area does."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 60      | 30           | 10      | 0
        """,
        growth="""
            area | 2016-17 | 2017-18 | 2018-19
            ict  | 0.10    | 0.10    | 0.10
        """,
    )
    assert read(study, "supply", "level mean", area="ict", year=2021) == same_as("""
        level         | mean
        support       | 66
        professional  | 33
        manager       | 11
        senior_leader | 0
        all           | 110
    """)


def test_growth_by_level_moves_the_shares(read):
    """Where growth is given by level, each level follows its own, and the area is their sum."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 60      | 30           | 10      | 0
        """,
        growth="""
            area | level         | 2016-17 | 2017-18 | 2018-19
            ict  | support       | -0.10   | -0.10   | -0.10
            ict  | professional  | 0.20    | 0.20    | 0.20
            ict  | manager       | 0       | 0       | 0
            ict  | senior_leader | 0       | 0       | 0
        """,
    )
    assert read(study, "supply", "level mean", area="ict", year=2021) == same_as("""
        level         | mean
        support       | 54
        professional  | 36
        manager       | 10
        senior_leader | 0
        all           | 100
    """)


def test_the_workforce_is_the_sum_of_its_areas(read):
    """A total is a result: it is the sum of its parts, never a growth of its own."""
    study = study_of(
        stock="""
            area            | support | professional | manager | senior_leader
            clinical_coding | 100     | 0            | 0       | 0
            ict             | 200     | 0            | 0       | 0
        """,
        growth="""
            area            | 2016-17 | 2017-18 | 2018-19
            clinical_coding | 0.10    | 0.10    | 0.10
            ict             | 0       | 0       | 0
        """,
    )
    assert read(study, "supply", "area mean", level="all", year=2022) == same_as("""
        area            | mean
        clinical_coding | 121
        ict             | 200
        all             | 321
    """)


def test_an_override_takes_the_place_of_a_growth_rate_and_says_so(read):
    """The board expects no growth. The register shows who decided it, and the value without it."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        growth="""
            area | 2016-17 | 2017-18 | 2018-19
            ict  | 0.10    | 0.10    | 0.10
        """,
        overrides="""
            assumption              | value | why
            net_growth_per_year.ict | 0     | recruitment freeze
        """,
    )
    assert read(study, "supply", "year mean", area="ict", level="all") == same_as("""
        year | mean
        2020 | 100
        2021 | 100
        2022 | 100
    """)
    assert read(study, "assumptions", "value registered_value overridden_by", id="net_growth_per_year.ict") == same_as("""
        value | registered_value | overridden_by
        0     | 0.1              | board, 2021-05-01: recruitment freeze
    """)
    assert read(study, "overrides", "figure with_override without_override", figure="supply")[:1] == same_as("""
        figure | with_override | without_override
        supply | 100           | 121
    """)
