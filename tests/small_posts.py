"""A few people under limits on posts, with intensities that a test states, so that what happens is certain."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cadreworks.supply.cohort import COUNT, estimate_cohort
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.microsimulation.expectation import Expected, expect_months
from cadreworks.supply.microsimulation.law import MonthlyLaw
from cadreworks.supply.microsimulation.limits import Limits, SimulatedWithLimits, simulate_with_limits
from cadreworks.supply.microsimulation.lives import MICRO
from cadreworks.supply.microsimulation.rules import Model, Rules, central_rules, make_model, same_hours
from cadreworks.supply.microsimulation.staff import away_of_tallies, staff_of_tallies
from small_cohort import drawn_tallies

LEVELS = ("support", "professional", "manager")
AREAS = ("ict", "health_records")
CELLS = tuple(f"{area}/{level}" for area in AREAS for level in LEVELS)
CERTAIN = 1e6
"""An intensity under which something happens in the first month."""


@dataclass(frozen=True)
class Posted:
    """What a year or more made of a small workforce: people and wte (cell, year), and what was refused."""

    people: np.ndarray
    wte: np.ndarray
    simulated: SimulatedWithLimits

    @property
    def turned_away(self) -> np.ndarray:
        return self.simulated.turned_away

    @property
    def put_off(self) -> np.ndarray:
        return self.simulated.put_off

    def events(self, what: int) -> np.ndarray:
        """(cell, projected year)"""
        return self.simulated.counted.of_year[:, what].T


def small_model(staff: dict[str, int], *, wte_per_head: float = 1.0) -> Model:
    """So many people of 40 in each cell, each with the same hours, and joiners of 30 years."""
    tallies = drawn_tallies(
        stock="level | age | service | people\n"
        + "\n".join(f"{cell} | 40 | 5 | {max(staff.get(cell, 0), 1)}" for cell in CELLS),
        joiners="level | source | age | people\nict/support | unknown | 30 | 10",
        wte_per_head=wte_per_head,
        areas=AREAS,
        levels=LEVELS,
    )
    cohort = estimate_cohort(tallies)
    model = make_model(
        cohort,
        staff_of_tallies(tallies),
        away_of_tallies(tallies, cohort),
        same_hours(len(CELLS)),
        basis=COUNT,
        factors=Factors.none(len(AREAS)),
    )
    nobody = [CELLS.index(cell) for cell in CELLS if not staff.get(cell, 0)]
    there = ~np.isin(model.staff.cell, nobody)
    few = {name: getattr(model.staff, name)[there] for name in ("cell", "age", "service", "wte", "place")}
    return replace(model, staff=replace(model.staff, **few))


def stated_rules(
    model: Model,
    *,
    leaving: float = 0.0,
    moves: dict[str, float] | None = None,
    joiners: dict[str, float] | None = None,
) -> Rules:
    """leaving: per person-year; moves: `ict/support > ict/manager` per person-year; joiners: people a year by cell."""
    rules = central_rules(model)
    moving = np.zeros_like(rules.law.moving)
    for way, intensity in (moves or {}).items():
        start, _, to = way.partition(" > ")
        moving[CELLS.index(start), CELLS.index(to)] = intensity
    joining = np.zeros_like(rules.joiners)
    for cell, expected in (joiners or {}).items():
        joining[-1, CELLS.index(cell)] = expected
    return replace(
        rules,
        law=MonthlyLaw(np.full_like(rules.law.leaving, leaving), moving, np.zeros(len(CELLS))),
        joiners=joining,
        returning=np.zeros_like(rules.returning),
        participation=np.ones(len(CELLS)),
        movers_change=1.0,
    )


def without_holding_back(expected: Expected) -> Expected:
    """Hours that are never held back, so that a test may state them."""
    return replace(expected, most_hours=np.ones_like(expected.most_hours))


def live_with(
    model: Model, rules: Rules, posts: dict[str, float], promotion: str, *, years: int = 1, chance_of: int = 0
) -> Posted:
    """So many years with posts in wte by cell; a cell without has no limit."""
    limits = Limits(np.repeat([[posts.get(cell, np.nan)] for cell in CELLS], years, axis=1), promotion)
    expected = without_holding_back(expect_months(model, rules, years))
    found = simulate_with_limits(model, rules, expected, years, limits=limits, seed=3, chance_of=chance_of)
    return Posted(found.counted.stock.sum(axis=-1).T, found.counted.wte.T / MICRO, found)


def by_cell(values: np.ndarray, year: int = -1) -> dict[str, int]:
    """Cells with somebody."""
    return {cell: int(value) for cell, value in zip(CELLS, values[:, year], strict=True) if value}
