"""# Plan: what if something is done?

Levers act on flows. Of those who start on a lever, some finish and take up a post after its lead time; they then leave
as people do, and bring nobody after them. A plan is the sum of what starts.
"""

from __future__ import annotations

from text_tables import same_as, study_of

ONE_AREA = """
    area | support | professional | manager | senior_leader
    ict  | 100     | 50           | 0       | 0
"""
TWO_AREAS = """
    area            | support | professional | manager | senior_leader
    clinical_coding | 100     | 0            | 0       | 0
    ict             | 100     | 0            | 0       | 0
"""


def test_who_finishes_arrives_after_the_lead_time_and_leaves_as_others_do(read):
    """Of ten who start in 2021, eight finish and seven and a fifth take up a post by 2022; a tenth of them has gone a
    year later. Growth of ten per cent is that of the staff of 2020, and of nobody else.
    """
    study = study_of(
        stock=ONE_AREA,
        growth="""
            area | 2016-17 | 2017-18 | 2018-19
            ict  | 0.10    | 0.10    | 0.10
        """,
        levers="""
            lever   | kind            | to_areas | to_levels    | lead_years | completion | drop_out
            scheme  | graduate_scheme | ict      | professional | 1          | 0.8        | 0.1
        """,
        plan="""
            lever   | to_area | to_level     | year | amount_wte
            scheme  | ict     | professional | 2021 | 10
        """,
        leaving=0.1,
        asked="2023",
        until=2023,
    )
    assert read(study, "supply", "year mean", area="ict", level="professional") == same_as("""
        year | mean
        2020 | 50
        2021 | 55
        2022 | 67.7
        2023 | 73.03
    """)


def test_who_would_have_come_anyway_is_no_gain(read):
    """Of ten hires, three would have come without the lever."""
    study = study_of(
        stock=ONE_AREA,
        levers="""
            lever  | kind                 | to_areas | to_levels | deadweight
            hiring | external_recruitment | ict      | support   | 0.3
        """,
        plan="""
            lever  | to_area | to_level | year | amount_wte
            hiring | ict     | support  | 2021 | 10
        """,
    )
    assert read(study, "supply", "year mean", area="ict", level="support", year=(2020, 2021)) == same_as("""
        year | mean
        2020 | 100
        2021 | 107
    """)


def test_who_moves_is_missing_where_they_were(read):
    """Ten coders begin to retrain; eight finish and go, and half of those stay in their new post."""
    study = study_of(
        stock=TWO_AREAS,
        levers="""
            lever     | kind       | from_areas      | to_areas | to_levels | completion | drop_out
            retrained | reskilling | clinical_coding | ict      | support   | 0.8        | 0.5
        """,
        plan="""
            lever     | from_area       | from_level | to_area | to_level | year | amount_wte
            retrained | clinical_coding | support    | ict     | support  | 2021 | 10
        """,
    )
    assert read(study, "supply", "area mean", year=2021, level="support") == same_as("""
        area            | mean
        clinical_coding | 92
        ict             | 104
        all             | 196
    """)


def test_who_is_kept_is_a_share_of_those_who_would_have_left(read):
    """A fifth leave each year; among fifty who are covered in 2021, half of the ten leavers stay. The next year, when
    nobody is covered, a fifth of the five goes too.
    """
    study = study_of(
        stock=ONE_AREA,
        levers="""
            lever   | kind          | to_areas | to_levels    | effect
            premium | retention_pay | ict      | professional | 0.5
        """,
        plan="""
            lever   | to_area | to_level     | year | amount_wte
            premium | ict     | professional | 2021 | 50
        """,
        leaving=0.2,
    )
    assert read(study, "supply", "year mean", area="ict", level="professional") == same_as("""
        year | mean
        2020 | 50
        2021 | 55
        2022 | 54
    """)


def test_who_stands_in_is_gone_again(read):
    """Contractors of 2021 are bought for a year."""
    study = study_of(
        stock=ONE_AREA,
        levers="""
            lever   | kind        | to_areas | to_levels | lasts_years
            stopgap | contractors | ict      | support   | 1
        """,
        plan="""
            lever   | to_area | to_level | year | amount_wte
            stopgap | ict     | support  | 2021 | 10
        """,
    )
    assert read(study, "supply", "year mean", area="ict", level="support") == same_as("""
        year | mean
        2020 | 100
        2021 | 110
        2022 | 100
    """)


def test_work_that_is_done_by_machines_lowers_demand(read):
    """Of twenty wte of work, half is taken over from 2022 on; supply is what it was."""
    study = study_of(
        stock=ONE_AREA,
        levers="""
            lever    | kind       | to_areas | to_levels | lead_years | effect
            machines | automation | ict      | support   | 1          | 0.5
        """,
        plan="""
            lever    | to_area | to_level | year | amount_wte
            machines | ict     | support  | 2021 | 20
        """,
    )
    assert read(study, "gap", "year supply demand gap", area="ict", level="support") == same_as("""
        year | supply | demand | gap
        2020 | 100    | 100    | 0
        2021 | 100    | 100    | 0
        2022 | 100    | 90     | 10
    """)
