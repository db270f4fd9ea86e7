"""# Supply with a plan: what becomes of people whom a lever brings, moves or keeps?

They are groups of their own beside the staff, carried on by the method of supply. Nobody comes because of them.
"""

from __future__ import annotations

import numpy as np
import pytest

from cadreworks.study import Study
from cadreworks.supply.carry import WAYS, Carry, FlowChanges, Way
from cadreworks.supply.cohort import COUNT, RATIO, Cohort, estimate_cohort
from cadreworks.supply.cohort.changed import carry_groups, expect_with
from cadreworks.supply.cohort.factors import Factors
from cadreworks.vocabulary import LEVEL_IDS
from small_cohort import drawn_tallies
from text_tables import parse, same_as, study_of


def plan(drawn: str, levels: tuple[str, ...], years: int) -> FlowChanges:
    """What a plan does in the only area, drawn as way (or `rarer`, for leaving), level, year (1 is the first), size."""
    entering, rarer = np.zeros((WAYS, len(levels), years)), np.zeros((len(levels), years))
    for row in parse(drawn):
        place = levels.index(row["level"]), int(row["year"]) - 1
        if row["way"] == "rarer":
            rarer[place] = float(row["size"])
        else:
            entering[(Way[row["way"]], *place)] = float(row["size"])
    return FlowChanges(entering, rarer)


def told(wte: np.ndarray, levels: tuple[str, ...]) -> list[dict[str, float]]:
    """(level, year) as a drawn table."""
    return [{"year": year, **dict(zip(levels, wte[:, year], strict=True))} for year in range(wte.shape[-1])]


def grown(study: Study, drawn: str, leaving: float) -> list[dict[str, float]]:
    """Supply by net growth with the plan, where so many of its people leave in a year."""
    horizon = study.settings.horizon
    cells = np.full(len(LEVEL_IDS), leaving)
    carry = study.supply.carry(study.register, horizon, cells)
    changes = plan(drawn, LEVEL_IDS, horizon.last - horizon.base)
    wte = study.supply.project_with(study.register, study.stock, horizon, changes=changes, carry=carry)
    return told(wte[0], LEVEL_IDS)


GROWING = {
    "stock": """
        area | support | professional | manager | senior_leader
        ict  | 100     | 50           | 0       | 0
    """,
    "growth": """
        area | 2016-17 | 2017-18 | 2018-19
        ict  | 0.10    | 0.10    | 0.10
    """,
}


def test_under_net_growth_people_of_a_plan_leave_and_do_not_grow():
    """Staff grow by a tenth a year. Of a hundred who join in the first year, and forty who rise, a fifth leave each
    year; the forty are missing from where they were, and so is what would have left of them.
    """
    study = study_of(**GROWING, asked="2023", until=2023)
    with_plan = grown(
        study,
        """
        way    | level        | year | size
        JOINED | support      | 1    | 100
        MOVED  | support      | 2    | -40
        MOVED  | professional | 2    | 40
        """,
        leaving=0.2,
    )
    assert with_plan == same_as("""
        year | support | professional | manager | senior_leader
        0    | 100     | 50           | 0       | 0
        1    | 210     | 55           | 0       | 0
        2    | 161     | 100.5        | 0       | 0
        3    | 165.1   | 98.55        | 0       | 0
    """)


def test_under_net_growth_a_share_of_those_who_would_leave_is_kept():
    """A tenth leave each year. Where a half of them are kept, that is a twentieth of those in post at opening (100, then
    110), and of those who are kept a tenth leave in the next year: 5, then 5.5 and 4.5.
    """
    study = study_of(**GROWING, asked="2023", until=2023)
    with_plan = grown(
        study,
        """
        way   | level   | year | size
        rarer | support | 1    | 0.5
        rarer | support | 2    | 0.5
        """,
        leaving=0.1,
    )
    assert with_plan == same_as("""
        year | support | professional | manager | senior_leader
        0    | 100     | 50           | 0       | 0
        1    | 115     | 55           | 0       | 0
        2    | 131     | 60.5         | 0       | 0
        3    | 142.1   | 66.55        | 0       | 0
    """)


def young_and_old(**more: str) -> Cohort:
    """Of the young, who all have just come, 30 per cent leave each year, of the old ten."""
    return estimate_cohort(
        drawn_tallies(
            stock="""
                level   | age | service | people
                support | 22  | 0       | 100000000
                support | 50  | 10      | 100000000
            """,
            leavers="""
                level   | age | service | people
                support | 22  | 0       | 30000000
                support | 50  | 10      | 10000000
            """,
            joiners="""
                level   | source          | age | people
                support | newly_qualified | 22  | 30000000
            """,
            levels=("support",),
            **more,
        )
    )


def carried(cohort: Cohort, years: int) -> Carry:
    cells = np.arange(len(cohort.areas) * len(cohort.levels))
    return carry_groups(cohort, cells, years, Factors.none(len(cohort.areas)))


def test_in_a_cohort_people_have_the_ages_of_those_who_come_that_way():
    """Joiners are young; staff who move are half young and half old; of leavers, three in four are young and, a year
    later, have a year of service, of which nothing was seen: that class has the rate of all others of their age.
    """
    carry = carried(young_and_old(), 2)
    stay = [{"way": way.name, "stay": carry.kept[way, 0, 0, 1]} for way in (Way.JOINED, Way.MOVED)]
    assert stay == same_as("""
        way    | stay
        JOINED | 0.7
        MOVED  | 0.8
    """)
    assert carry.leaving == pytest.approx([0.2], rel=1e-6)
    assert 0.6 < carry.kept[Way.KEPT, 0, 0, 1] < 0.8


def changed(cohort: Cohort, drawn: str, years: int, basis: str = COUNT) -> list[dict[str, float]]:
    """How much more supply there is with the plan than without it."""
    changes = plan(drawn, cohort.levels, years)
    nothing = FlowChanges(np.zeros_like(changes.entering), np.zeros_like(changes.leaving_less))
    with_plan, without = (expect_with(cohort, one, basis=basis, factors=Factors.none(1)) for one in (changes, nothing))
    return told(with_plan - without, cohort.levels)


def test_people_brought_to_an_empty_cell_leave_as_those_of_their_level_do():
    """Nobody ever was a professional in coding. Professionals in ICT are old, and a fifth of them leave each year; half
    of support staff do.
    """
    cohort = estimate_cohort(
        drawn_tallies(
            stock="""
                area            | level        | age | service | people
                ict             | professional | 50  | 10      | 100000000
                clinical_coding | support      | 22  | 0       | 100000000
            """,
            leavers="""
                area            | level        | age | service | people
                ict             | professional | 50  | 10      | 20000000
                clinical_coding | support      | 22  | 0       | 50000000
            """,
            areas=("ict", "clinical_coding"),
        )
    )
    carry = carried(cohort, 3)
    professional_in_coding = 3
    path = carry.of(Way.MOVED, professional_in_coding)[professional_in_coding]
    assert [{"year": year, "stay": stay} for year, stay in enumerate(path)] == same_as("""
        year | stay
        0    | 1
        1    | 0.8
        2    | 0.64
    """)
    assert carry.leaving[professional_in_coding] == pytest.approx(0.2, rel=1e-6)


@pytest.mark.parametrize("basis", [COUNT, RATIO])
def test_in_a_cohort_nobody_comes_because_of_those_whom_a_plan_brings_or_keeps(basis):
    """Recruitment may be so many for each person in post: people of a plan do not count, nor do those who are kept.
    Were all kept in the first year, 20 per cent of 160 million wte would be; of a hundred who join then, 70 are left.
    """
    found = changed(young_and_old(), "way | level | year | size\nJOINED | support | 1 | 100", 2, basis)
    assert found == same_as("""
        year | support
        0    | 0
        1    | 100
        2    | 70
    """)
    all_stay = changed(young_and_old(), "way | level | year | size\nrarer | support | 1 | 1", 1, basis)
    assert all_stay == same_as("""
        year | support
        0    | 0
        1    | 32000000
    """)


def test_whoever_is_kept_does_not_return_as_well():
    """Ten in a hundred leavers return a year after they left. Were all leavers of the first year kept, those ten would
    be in post after two years in any case: the straight line of `Carry` says the same as the engine.
    """
    returners = """
        level   | group    | age | people
        support | under_55 | 40  | 4000000
    """
    cohort = young_and_old(returners=returners)
    carry = carried(cohort, 3)
    without_returns = carried(young_and_old(), 3)
    found = changed(cohort, "way | level | year | size\nrarer | support | 1 | 1", 3)
    effect = [row["support"] for row in found[1:]]
    assert effect == pytest.approx(carry.kept[Way.KEPT, 0, 0] * carry.leaving[0] * 160e6, rel=1e-6)
    assert carry.kept[Way.KEPT, 0, 0, 1] < without_returns.kept[Way.KEPT, 0, 0, 1]


def test_who_rises_is_found_at_the_next_level():
    """Of support staff a tenth leave and a twentieth rise each year, of professionals a fifth leave."""
    cohort = estimate_cohort(
        drawn_tallies(
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
    )
    found = changed(cohort, "way | level | year | size\nMOVED | support | 1 | 100", 3)
    assert found == same_as("""
        year | support | professional
        0    | 0       | 0
        1    | 100     | 0
        2    | 85      | 5
        3    | 72.25   | 8.25
    """)
