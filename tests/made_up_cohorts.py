"""Cohorts for properties: any few people to whom anything may happen, and many to whom everything does."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cadreworks.supply.cohort import Cohort, Tallies, estimate_cohort
from cadreworks.supply.cohort.factors import Factors
from small_cohort import drawn_tallies

AREAS, LEVELS = ("ict", "health_records"), ("support", "professional")
CELLS = [f"{area}/{level}" for area in AREAS for level in LEVELS]
AGES = st.sampled_from(["18", "24", "39", "54", "55", "63", "74", "75", "unknown"])
SERVICES = st.sampled_from(["0", "1", "7", "19", "20", "unknown"])


def cohorts() -> st.SearchStrategy[Cohort]:
    """Cohorts of a few people."""
    return few_people().map(estimate_cohort)


@st.composite
def few_people(draw: st.DrawFn) -> Tallies:
    """A few people in two areas and two levels, some of whom leave, move, come and return each year."""
    stock, leavers = ["level | age | service | people"], ["level | age | service | people"]
    for cell in CELLS:
        for _ in range(draw(st.integers(1, 3))):
            people = draw(st.integers(1, 40))
            place = f"{cell} | {draw(AGES)} | {draw(SERVICES)}"
            stock.append(f"{place} | {people}")
            leavers.append(f"{place} | {draw(st.integers(0, people // 2))}")
    moves, joiners = ["from | to | people"], ["level | source | age | people"]
    for _ in range(draw(st.integers(0, 3))):
        start, end = draw(st.lists(st.sampled_from(CELLS), min_size=2, max_size=2, unique=True))
        moves.append(f"{start} | {end} | {draw(st.integers(0, 3))}")
        source = draw(st.sampled_from(["international", "newly_qualified", "unknown"]))
        joiners.append(f"{draw(st.sampled_from(CELLS))} | {source} | {draw(AGES)} | {draw(st.integers(0, 9))}")
    returners = (
        f"level | group | age | people\n{draw(st.sampled_from(CELLS))} | under_55 | 40 | {draw(st.integers(0, 2))}"
    )
    tables = {"stock": stock, "leavers": leavers, "moves": moves, "joiners": joiners}
    drawn = {name: "\n".join(lines) if len(lines) > 1 else "" for name, lines in tables.items()}
    wte = draw(st.sampled_from([0.3, 0.8, 1.0, 1.2]))
    change = draw(st.sampled_from([-0.1, 0.0, 0.05]))
    known = drawn["stock"] + f"\n{CELLS[0]} | 30 | 2 | 1"
    return drawn_tallies(
        **(drawn | {"stock": known}),
        returners=returners,
        wte_per_head=wte,
        stayers_change_per_head=change,
        areas=AREAS,
        levels=LEVELS,
    )


@cache
def busy_cohort(size: int = 1) -> Cohort:
    """A cohort in which everything happens; size: how many times as many people, with the same rates."""
    return estimate_cohort(busy_tallies(size))


@cache
def busy_tallies(size: int = 1) -> Tallies:
    """The tallies behind it."""
    classes = [(age, service) for age in range(18, 78, 5) for service in (0, 1, 3, 7, 15, 20)]
    stock, leavers = ["level | age | service | people"], ["level | age | service | people"]
    for cell in CELLS:
        stock += [f"{cell} | {age} | {service} | {30 * size}" for age, service in classes]
        leavers += [f"{cell} | {age} | {service} | {(2 + age // 20) * size}" for age, service in classes]
    return drawn_tallies(
        stock="\n".join(stock),
        leavers="\n".join(leavers),
        moves=f"""
            from         | to                          | people
            ict/support  | ict/professional            | {60 * size}
            ict/support  | health_records/support      | {30 * size}
            health_records/professional | ict/support  | {20 * size}
        """,
        joiners="\n".join(
            [
                "level | source | age | people",
                *(f"{cell} | international | 35 | {150 * size}" for cell in CELLS),
                *(f"{cell} | unknown | 22 | {50 * size}" for cell in CELLS),
            ]
        ),
        returners=f"""
            level       | group    | age | people
            ict/support | under_55 | 40  | {10 * size}
        """,
        areas=AREAS,
        levels=LEVELS,
    )


def factors(draws: int = 0) -> st.SearchStrategy[Factors]:
    """Overrides of rates, from nobody to three times as many, with an axis of draws where there are some."""
    shape = (draws, len(AREAS)) if draws else (len(AREAS),)
    one = arrays.arrays(np.float64, shape, elements=st.floats(0.0, 3.0))
    return st.builds(Factors, one, one, one)
