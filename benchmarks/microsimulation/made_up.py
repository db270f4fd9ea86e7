"""Whose years are simulated? A made-up workforce of nine areas at four levels, of any size, from one seed.

A year about 9% leave, 4% move to another cell and 5% change their hours, and as many join as leave. Nobody comes back,
so that the model is short to write in any tool.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from cadreworks.supply.cohort import Tallies, estimate_cohort
from cadreworks.supply.cohort.classes import AGES, SERVICES
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.population import SOURCES
from cadreworks.supply.method import COUNT
from cadreworks.supply.microsimulation.expectation import Expected, expect_months
from cadreworks.supply.microsimulation.rules import Hours, Model, Rules, central_rules, make_model
from cadreworks.supply.microsimulation.staff import Away, staff_of_tallies

SEED = 9
YEARS = 10
AREAS, LEVELS = tuple(f"area_{number}" for number in range(9)), ("support", "professional", "manager", "director")
CELLS = len(AREAS) * len(LEVELS)
WTE_PER_HEAD, VALUES_OF_HOURS, CHANGING_HOURS = 0.9, 16, 0.05
LEAVING, MOVING, DESTINATIONS = 0.09, 0.04, 8
OLD, OLD_LEAVE_MORE = 55, 2.0
INTERVALS, RATE_YEARS = 8, 3
YOUNGEST_THERE, OLDEST_THERE, YOUNGEST = 20, 66, 16
Numbers = NDArray[np.int64]


def make_people(people: int) -> tuple[Model, Rules, Expected]:
    """The model of a workforce of about so many people, its rules, and what is expected of ten years."""
    rng = np.random.default_rng(SEED)
    tallies = _tallies(people, rng)
    nobody = np.zeros(0, dtype=np.uint8)
    away = Away(nobody, nobody, nobody, nobody, nobody, np.zeros(0))
    relative = rng.uniform(0.5, 1.5, (CELLS, VALUES_OF_HOURS))
    hours = Hours(relative / relative.mean(axis=1, keepdims=True), np.full(CELLS, CHANGING_HOURS))
    cohort = estimate_cohort(tallies)
    model = make_model(cohort, staff_of_tallies(tallies), away, hours, basis=COUNT, factors=Factors.none(len(AREAS)))
    rules = central_rules(model)
    return model, rules, expect_months(model, rules, YEARS)


def _tallies(people: int, rng: np.random.Generator) -> Tallies:
    """Eight years all alike."""
    weight = np.zeros((CELLS, AGES, SERVICES))
    ages = slice(YOUNGEST_THERE - YOUNGEST, OLDEST_THERE - YOUNGEST)
    weight[:, ages, : SERVICES - 1] = rng.uniform(0.5, 1.5, weight[:, ages, : SERVICES - 1].shape)
    weight *= rng.uniform(0.3, 2.0, (CELLS, 1, 1))
    stock = rng.poisson(people * weight / weight.sum())
    heads = stock.sum(axis=(1, 2))
    rate = LEAVING * np.where(np.arange(AGES) + YOUNGEST >= OLD, OLD_LEAVE_MORE, 0.8)
    left = rng.binomial(stock, rate[:, None])
    moved = _moves(heads, rng)
    joined, joined_age, joined_service = _joiners(left.sum(axis=(1, 2)), rng)
    retired = np.where(np.arange(AGES) + YOUNGEST >= OLD, left.sum(axis=(0, 2)) // 2, 0)

    def every(value: np.ndarray, times: int = INTERVALS) -> np.ndarray:
        return np.repeat(np.asarray(value)[None], times, axis=0)

    def none(*shape: int) -> Numbers:
        return np.zeros((INTERVALS, *shape), dtype=np.int64)

    return Tallies(
        areas=AREAS,
        levels=LEVELS,
        days=tuple(date(2020 - back, 3, 31) for back in range(INTERVALS, -1, -1)),
        years=RATE_YEARS,
        people=every(stock, INTERVALS + 1),
        wte=every(heads * WTE_PER_HEAD, INTERVALS + 1),
        wte_squared=every(heads * WTE_PER_HEAD**2, INTERVALS + 1),
        leavers=every(left),
        leavers_wte=every(left.sum(axis=(1, 2)) * WTE_PER_HEAD),
        retired=every(retired),
        reasoned=every(left.sum(axis=(0, 2))),
        moved=every(moved),
        moved_wte=every(moved * WTE_PER_HEAD),
        moved_change=none(CELLS, CELLS).astype(np.float64),
        stay_change=none(CELLS).astype(np.float64),
        stay_change_squared=none(CELLS).astype(np.float64),
        joined=every(joined),
        joined_age=every(joined_age),
        joined_service=every(joined_service),
        joined_wte=every(joined.sum(axis=0) * WTE_PER_HEAD),
        returned=none(5, 3, CELLS),
        returned_age=none(5, 3, len(LEVELS), AGES),
        returned_service=none(5, 3, SERVICES),
        returned_wte=none(5, CELLS).astype(np.float64),
    )


def _moves(heads: Numbers, rng: np.random.Generator) -> Numbers:
    """Of each cell to eight others."""
    moved = np.zeros((CELLS, CELLS), dtype=np.int64)
    for cell in range(CELLS):
        others = rng.choice(np.delete(np.arange(CELLS), cell), DESTINATIONS, replace=False)
        moved[cell, others] = rng.poisson(heads[cell] * MOVING / DESTINATIONS, DESTINATIONS)
    return moved


def _joiners(left: Numbers, rng: np.random.Generator) -> tuple[Numbers, Numbers, Numbers]:
    """From one source; their ages and lengths of service."""
    joined = np.zeros((len(SOURCES), CELLS), dtype=np.int64)
    ages = np.zeros((len(SOURCES), len(LEVELS), AGES), dtype=np.int64)
    services = np.zeros((len(SOURCES), SERVICES), dtype=np.int64)
    source = SOURCES.index("newly_qualified")
    joined[source] = left
    of_level = left.reshape(len(AREAS), len(LEVELS)).sum(axis=0)
    share = np.full(40, 1 / 40)
    ages[source, :, 4:44] = np.stack([rng.multinomial(count, share) for count in of_level])
    services[source, :3] = rng.multinomial(left.sum(), (0.7, 0.2, 0.1))
    return joined, ages, services
