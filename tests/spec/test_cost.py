"""# Cost: what will the workforce cost?

Whole-time equivalents, times the top of the pay band, times one plus on-cost, times the growth of pay since the
base year. By area at the area's band; by level at the level's.
"""

from __future__ import annotations

from text_tables import same_as, study_of


def test_cost_by_area(read):
    """100 people at £20,000, on-costs of 30 per cent, pay growing by ten: £2.6 million, then £2.86 and £3.146."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        bands="""
            area | band
            ict  | 4
        """,
        pay="""
            band | top
            4    | 20000
            6    | 30000
            8a   | 40000
            8c   | 50000
        """,
        assumptions="""
            assumption                 | value
            pay_growth_per_year        | 0.10
            on_cost_pension            | 0.20
            on_cost_national_insurance | 0.10
        """,
    )
    assert read(study, "cost", "year wte cost_gbp", area="ict") == same_as("""
        year | wte | cost_gbp
        2020 | 100 | 2600000
        2021 | 100 | 2860000
        2022 | 100 | 3146000
    """)


def test_baseline_cost_holds_the_number_of_people(read):
    """Demand doubles; the baseline pays the people of the base year at the pay of each year."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 200     | 0            | 0       | 0
        """,
        pay="""
            band | top
            4    | 20000
            6    | 30000
            8a   | 40000
            8c   | 50000
        """,
        assumptions="""
            assumption          | value
            pay_growth_per_year | 0.10
        """,
    )
    assert read(study, "cost", "year wte cost_gbp baseline_cost_gbp", area="ict", year=2022) == same_as("""
        year | wte | cost_gbp | baseline_cost_gbp
        2022 | 200 | 4840000  | 2420000
    """)


def test_cost_by_level_sees_that_the_mix_changes(read):
    """The same number of people, but half of them promoted: by area nothing changes, by level it costs more."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 50      | 50           | 0       | 0
        """,
        pay="""
            band | top
            4    | 20000
            6    | 30000
            8a   | 40000
            8c   | 50000
        """,
    )
    assert read(study, "cost_by_method", "year method cost_gbp", year=(2020, 2022)) == same_as("""
        year | method   | cost_gbp
        2020 | by_area  | 2000000
        2020 | by_level | 2000000
        2022 | by_area  | 2000000
        2022 | by_level | 2500000
    """)


def test_a_known_award_takes_the_place_of_pay_growth_in_its_year(read):
    """The award of 2020-21 was paid in the base year already; that of 2021-22 raises the pay of 2021."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 0            | 0       | 0
        """,
        pay="""
            band | top
            4    | 20000
            6    | 30000
            8a   | 40000
            8c   | 50000
        """,
        assumptions="""
            assumption          | value
            pay_growth_per_year | 0.10
        """,
        awards="""
            year    | award
            2021-22 | 0.05
        """,
    )
    assert read(study, "cost", "year cost_gbp", area="ict") == same_as("""
        year | cost_gbp
        2020 | 2000000
        2021 | 2100000
        2022 | 2310000
    """)


def test_present_value_discounts_to_the_base_year(read):
    """At ten per cent a year a pound of 2022 is worth 1 / 1.21 of one in 2020."""
    study = study_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 121     | 0            | 0       | 0
        """,
        pay="""
            band | top
            4    | 10000
            6    | 30000
            8a   | 40000
            8c   | 50000
        """,
        assumptions="""
            assumption             | value
            discount_rate_per_year | 0.10
        """,
    )
    assert read(study, "cost", "year cost_gbp present_value_gbp", area="ict", year=(2020, 2022)) == same_as("""
        year | cost_gbp | present_value_gbp
        2020 | 1210000  | 1210000
        2022 | 1210000  | 1000000
    """)
