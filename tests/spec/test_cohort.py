"""# Supply by cohort: who will be here, if people go on coming, leaving and moving as they did?

Staff are followed by area, level, year of age and year of service. What is seen of one year is what one step does.
"""

from __future__ import annotations

import numpy as np
import pytest

from cadreworks.supply.cohort import RATIO
from cadreworks.supply.cohort.classes import SERVICES, UNKNOWN_AGE, UNKNOWN_SERVICE, YOUNGEST
from cadreworks.supply.cohort.factors import Factors
from engines_of_cohorts import ENGINES, Engine, Read, Rows, Told
from small_cohort import drawn_tallies

_SHOWN = {"leavers": "leavers", "joiners": "joiners_unknown"}


@pytest.fixture(params=ENGINES.values(), ids=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Every engine must pass: of one with chance, the mean over many runs."""
    found: Engine = request.param
    return found


def by_year(told: Told, measure: str = "headcount") -> Rows:
    """By level and year, all areas together."""
    values = getattr(told, measure).sum(axis=0)
    return [
        {"year": float(year), **{level: float(values[at, year]) for at, level in enumerate(told.levels)}}
        for year in range(values.shape[-1])
    ]


def closing_stock(told: Told) -> Rows:
    """By level, after the first year."""
    return by_year(told)[1:]


def by_area(told: Told) -> Rows:
    """Leavers and joiners of the first year."""
    return [
        {"area": area} | {name: float(told.flows[flow][at, 0, 0]) for name, flow in _SHOWN.items()}
        for at, area in enumerate(told.areas)
    ]


def wte_by_year(told: Told) -> Rows:
    return by_year(told, "wte")


def flows_of_year(*names: str) -> Read:
    """The flows of the first year."""
    return lambda told: [{name: float(told.flows[name][..., 0].sum()) for name in names}]


def by_age(told: Told) -> Rows:
    """Where people stand after the last year, by age and service, places of less than half a person left out."""
    return [
        {
            "age": "unknown" if age == UNKNOWN_AGE else age + YOUNGEST,
            "service": "unknown" if service == UNKNOWN_SERVICE else service,
            "people": told.closing[age, service],
        }
        for age in range(UNKNOWN_AGE + 1)
        for service in range(SERVICES)
        if told.closing[age, service] > 0.5
    ]


def test_where_nobody_comes_leaves_or_moves_people_grow_older_and_nothing_else(engine: Engine):
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
    engine.holds(
        by_year,
        """
        year | support | professional
        0    | 18      | 7
        1    | 18      | 7
        2    | 18      | 7
    """,
        tallies,
        2,
    )
    engine.holds(
        by_age,
        """
        age     | service | people
        32      | 6       | 10
        42      | unknown | 1
        52      | 3       | 7
        75      | 20      | 5
        unknown | 5       | 2
    """,
        tallies,
        2,
    )


@pytest.mark.slow
def test_leaving_and_promotion_compete_and_come_out_as_they_were_seen(engine: Engine):
    """Of a million, a tenth left and a twentieth rose each year. The intensities reproduce just that."""
    tallies = drawn_tallies(
        stock="""
            level        | age | service | people
            support      | 30  | 4       | 100000
            professional | 30  | 4       | 100000
        """,
        leavers="""
            level        | age | service | people
            support      | 30  | 4       | 10000
            professional | 30  | 4       | 20000
        """,
        moves="""
            from    | to           | people
            support | professional | 5000
        """,
    )
    engine.holds(
        closing_stock,
        """
        year | support  | professional
        1    | 85000 | 85000
    """,
        tallies,
        1,
        within=2e-3,
    )
    flows = flows_of_year("leavers", "promotions", "moves_in_level", "moves_in_area")
    engine.holds(
        flows,
        """
        leavers  | promotions | moves_in_level | moves_in_area
        30000 | 5000    | 5000        | 0
    """,
        tallies,
        1,
        within=2e-3,
    )


def test_recruitment_is_a_count_a_year_unless_the_ratio_is_chosen(engine: Engine):
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
    engine.holds(
        by_year,
        """
        year | support
        0    | 1000
        1    | 1100
        2    | 1200
    """,
        tallies,
        2,
    )
    engine.holds(
        by_year,
        """
        year | support
        0    | 1000
        1    | 1100
        2    | 1210
    """,
        tallies,
        2,
        recruitment=RATIO,
    )
    engine.holds(
        by_age,
        """
        age | service | people
        22  | 0       | 60
        23  | 1       | 60
        32  | 6       | 1000
        40  | 0       | 40
        41  | 1       | 40
    """,
        tallies,
        2,
    )


def test_returners_come_from_the_leavers_of_the_last_five_years(engine: Engine):
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
    engine.holds(
        flows_of_year("returners"),
        """
        returners
        25
    """,
        tallies,
        1,
        within=2e-3,
    )


def test_wte_follows_those_who_stay_up_to_one_for_each_head(engine: Engine):
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
    engine.holds(
        wte_by_year,
        """
        year | support
        0    | 800
        1    | 900
        2    | 1000
        3    | 1000
    """,
        tallies,
        3,
    )


def test_an_override_multiplies_the_rates_of_its_area_and_of_no_other(engine: Engine):
    """Of a thousand in each area a tenth leave and fifty join. Half as many leave ICT, and it recruits three times as
    many; coding goes on as it did.
    """
    tallies = drawn_tallies(
        stock="""
            area            | level   | age | service | people
            ict             | support | 30  | 4       | 100000
            clinical_coding | support | 30  | 4       | 100000
        """,
        leavers="""
            area            | level   | age | service | people
            ict             | support | 30  | 4       | 10000
            clinical_coding | support | 30  | 4       | 10000
        """,
        joiners="""
            level                   | source  | age | people
            ict/support             | unknown | 25  | 5000
            clinical_coding/support | unknown | 25  | 5000
        """,
        areas=("ict", "clinical_coding"),
        levels=("support",),
    )
    factors = Factors(leaving=np.array([0.5, 1.0]), promotion=np.ones(2), joining=np.array([3.0, 1.0]))
    engine.holds(
        by_area,
        """
        area            | leavers | joiners
        ict             | 5132    | 15000
        clinical_coding | 10000   | 5000
    """,
        tallies,
        1,
        factors=factors,
        within=2e-3,
    )
