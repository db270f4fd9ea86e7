"""# Gap and composition

The gap is supply minus demand, so that a shortfall is negative. Composition is the share of each job level.
"""

from __future__ import annotations

from text_tables import same_as, study_of


def test_a_shortfall_is_negative(read):
    """Coding will have 121 and need 100, ICT will have 200 and need 260: 21 too many, 60 too few, 39 short in all."""
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
        returns="""
            organisation | year | area            | support | professional | manager | senior_leader
            north        | 2022 | clinical_coding | 100     | 0            | 0       | 0
            north        | 2022 | ict             | 260     | 0            | 0       | 0
        """,
    )
    assert read(study, "gap", "area supply demand gap", level="all", year=2022) == same_as("""
        area            | supply | demand | gap
        clinical_coding | 121    | 100    | 21
        ict             | 200    | 260    | -60
        all             | 321    | 360    | -39
    """)


def test_composition_is_each_levels_share_of_its_areas_demand(read):
    """Of 50 people needed in 2022, 10 are support staff: a fifth."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 60      | 30           | 10      | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 10      | 30           | 5       | 5
        """,
    )
    assert read(study, "composition", "year level share", area="ict", year=(2020, 2022)) == same_as("""
        year | level         | share
        2020 | support       | 0.6
        2020 | professional  | 0.3
        2020 | manager       | 0.1
        2020 | senior_leader | 0
        2022 | support       | 0.2
        2022 | professional  | 0.6
        2022 | manager       | 0.1
        2022 | senior_leader | 0.1
    """)
