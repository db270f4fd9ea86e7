"""# Supply by cohort: who will be here, if people go on coming, leaving and moving as they did?

Staff are followed by area, level, year of age and year of service. What is seen of one year is what one step does.
"""

from __future__ import annotations

import numpy as np
import pytest

from cadreworks.supply.cohort import COUNT, RATIO, CohortProjection, Tallies, estimate_cohort, project_cohort
from cadreworks.supply.cohort.classes import SERVICES, UNKNOWN_AGE, UNKNOWN_SERVICE, YOUNGEST
from cadreworks.supply.cohort.factors import Factors
from small_cohort import drawn_tallies
from text_tables import same_as


def project(tallies: Tallies, years: int, recruitment: str = COUNT) -> CohortProjection:
    return project_cohort(estimate_cohort(tallies), years, draws=2, seed=1, recruitment=recruitment)


def by_year(projection: CohortProjection, measure: str = "headcount") -> list[dict[str, float]]:
    """The central run by level and year, all areas together."""
    values = getattr(projection, measure).central.sum(axis=0)
    return [
        {"year": float(year), **{level: float(values[at, year]) for at, level in enumerate(projection.levels)}}
        for year in range(values.shape[-1])
    ]


def flows_of_year(projection: CohortProjection, *names: str) -> dict[str, float]:
    return {name: float(projection.flows[name].central[..., 0].sum()) for name in names}


def by_age(projection: CohortProjection) -> list[dict[str, object]]:
    """Where people stand after the last year, by age and service, those of less than half a person left out."""
    headcount = projection.closing.headcount.sum(axis=0)
    return [
        {
            "age": "unknown" if age == UNKNOWN_AGE else age + YOUNGEST,
            "service": "unknown" if service == UNKNOWN_SERVICE else service,
            "people": headcount[age, service],
        }
        for age in range(UNKNOWN_AGE + 1)
        for service in range(SERVICES)
        if headcount[age, service] > 0.5
    ]


def test_where_nobody_comes_leaves_or_moves_people_grow_older_and_nothing_else():
    """The oldest stand together at 75, the longest serving at 20; what is not known stays unknown."""
    tallies = drawn_tallies(
        stock="""
            level   | age     | service | people
            support | 30      | 4       | 10
            support | 74      | 19      | 5
            support | unknown | 3       | 2
            support | 40      | unknown | 1
            professional | 50 | 1       | 7
        """
    )
    projection = project(tallies, 2)
    assert by_year(projection) == same_as("""
        year | support | professional
        0    | 18      | 7
        1    | 18      | 7
        2    | 18      | 7
    """)
    assert by_age(projection) == same_as("""
        age     | service | people
        32      | 6       | 10
        42      | unknown | 1
        52      | 3       | 7
        75      | 20      | 5
        unknown | 5       | 2
    """)


@pytest.mark.slow
def test_leaving_and_promotion_compete_and_come_out_as_they_were_seen():
    """Of a million, a tenth left and a twentieth rose each year. The intensities reproduce just that."""
    tallies = drawn_tallies(
        stock="""
            level        | age | service | people
            support      | 30  | 4       | 100000000
            professional | 30  | 4       | 100000000
        """,
        leavers="""
            level        | age | service | people
            support      | 30  | 4       | 10000000
            professional | 30  | 4       | 20000000
        """,
        moves="""
            from    | to           | people
            support | professional | 5000000
        """,
    )
    projection = project(tallies, 1)
    assert by_year(projection)[1:] == same_as("""
        year | support  | professional
        1    | 85000000 | 85000000
    """)
    assert [flows_of_year(projection, "leavers", "promotions", "moves_in_level", "moves_in_area")] == same_as("""
        leavers  | promotions | moves_in_level | moves_in_area
        30000000 | 5000000    | 5000000        | 0
    """)


def test_recruitment_is_a_count_a_year_unless_the_ratio_is_chosen():
    """A hundred joined a stock of a thousand: a hundred every year, or a tenth of the stock of each."""
    tallies = drawn_tallies(
        stock="""
            level   | age | service | people
            support | 30  | 4       | 1000
        """,
        joiners="""
            level   | source          | age | people
            support | newly_qualified | 22  | 60
            support | international   | 40  | 40
        """,
        levels=("support",),
    )
    assert by_year(project(tallies, 2, COUNT)) == same_as("""
        year | support
        0    | 1000
        1    | 1100
        2    | 1200
    """)
    assert by_year(project(tallies, 2, RATIO)) == same_as("""
        year | support
        0    | 1000
        1    | 1100
        2    | 1210
    """)
    assert by_age(project(tallies, 2, COUNT)) == same_as("""
        age | service | people
        22  | 0       | 60
        23  | 1       | 60
        32  | 6       | 1000
        40  | 0       | 40
        41  | 1       | 40
    """)


def test_returners_come_from_the_leavers_of_the_last_five_years():
    """Each year 100 left, and 25 returned of the 100 who had left in the year before, to the cell they left."""
    tallies = drawn_tallies(
        stock="""
            level   | age | service | people
            support | 30  | 4       | 1000
        """,
        leavers="""
            level   | age | service | people
            support | 30  | 4       | 100
        """,
        returners="""
            level   | group    | age | people
            support | under_55 | 33  | 25
        """,
        levels=("support",),
    )
    assert [flows_of_year(project(tallies, 1), "returners")] == same_as("""
        returners
        25
    """)


def test_wte_follows_those_who_stay_up_to_one_for_each_head():
    """Stayers work a tenth of a wte more each year: 0.8, 0.9, 1.0125 and no further than 1."""
    tallies = drawn_tallies(
        stock="""
            level   | age | service | people
            support | 30  | 4       | 1000
        """,
        wte_per_head=0.8,
        stayers_change_per_head=0.1,
        levels=("support",),
    )
    assert by_year(project(tallies, 3), "wte") == same_as("""
        year | support
        0    | 800
        1    | 900
        2    | 1000
        3    | 1000
    """)


def test_an_override_multiplies_the_rates_of_its_area_and_of_no_other():
    """Of a thousand in each area a tenth leave and fifty join. Half as many leave ICT, and it recruits three times as
    many; coding goes on as it did.
    """
    tallies = drawn_tallies(
        stock="""
            area            | level   | age | service | people
            ict             | support | 30  | 4       | 1000000
            clinical_coding | support | 30  | 4       | 1000000
        """,
        leavers="""
            area            | level   | age | service | people
            ict             | support | 30  | 4       | 100000
            clinical_coding | support | 30  | 4       | 100000
        """,
        joiners="""
            level                   | source  | age | people
            ict/support             | unknown | 25  | 50000
            clinical_coding/support | unknown | 25  | 50000
        """,
        areas=("ict", "clinical_coding"),
        levels=("support",),
    )
    factors = Factors(leaving=np.array([0.5, 1.0]), promotion=np.ones(2), joining=np.array([3.0, 1.0]))
    projection = project_cohort(estimate_cohort(tallies), 1, draws=2, seed=1, factors=(factors, factors))
    found = [
        {"area": area, "leavers": projection.flows["leavers"].central[at, 0, 0]}
        | {"joiners": projection.flows["joiners_unknown"].central[at, 0, 0]}
        for at, area in enumerate(projection.areas)
    ]
    half_the_intensity = 1e6 * (1 - 0.9**0.5)
    assert [round(row["joiners"]) for row in found] == [150_000, 50_000]
    assert [row["leavers"] for row in found] == pytest.approx([half_the_intensity, 100_000], rel=1e-3)
