"""The engines that carry a cohort forward, each told in the same way: by the year, by the month, and person by person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from cadreworks.bands import Array
from cadreworks.supply.cohort import COUNT, Tallies, estimate_cohort, project_cohort
from cadreworks.supply.cohort.classes import AGES, SERVICES
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.microsimulation.expectation import expect_months
from cadreworks.supply.microsimulation.lives import IN_POST
from cadreworks.supply.microsimulation.rules import Model, central_rules, make_model, same_hours
from cadreworks.supply.microsimulation.simulate import Simulated, read_counts, simulate_people
from cadreworks.supply.microsimulation.staff import away_of_tallies, staff_of_tallies
from text_tables import parse

REPLICATES = 60
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """headcount, wte: (area, level, year); flows: by name, (area, level, projected year); closing (age, service)."""

    areas: tuple[str, ...]
    levels: tuple[str, ...]
    headcount: Array
    wte: Array
    flows: Mapping[str, Array]
    closing: Array


Read = Callable[[Told], Rows]


class Engine:
    """Carries tallies forward and holds what it finds against a drawn table."""

    def found(self, tallies: Tallies, years: int, recruitment: str, factors: Factors | None) -> Sequence[Told]:
        """What it finds; of an engine with chance, many times."""
        raise NotImplementedError

    def holds(
        self,
        read: Read,
        drawn: str,
        tallies: Tallies,
        years: int,
        *,
        recruitment: str = COUNT,
        factors: Factors | None = None,
        within: float = 1e-6,
    ) -> None:
        """Whether what is read off is the drawn table: a number within `within` of itself, a mean within 4 standard
        errors more.
        """
        found = [read(told) for told in self.found(tallies, years, recruitment, factors)]
        wanted = parse(drawn)
        assert all(len(rows) == len(wanted) for rows in found) or len(found) > 1
        for at, row in enumerate(wanted):
            for name, cell in row.items():
                values = [rows[at][name] for rows in found]
                if isinstance(values[0], str):
                    assert values == [cell] * len(values)
                    continue
                spread = np.std(values, ddof=1) / np.sqrt(len(values)) if len(values) > 1 else 0.0
                allowed = max(within * abs(float(cell)), 1e-6) + 4 * spread
                assert float(np.mean(values)) == pytest.approx(float(cell), abs=allowed), (name, row)


def model_of(tallies: Tallies, recruitment: str = COUNT, factors: Factors | None = None) -> Model:
    """The model behind tallies, in which everybody works the hours of the cell."""
    cohort = estimate_cohort(tallies)
    return make_model(
        cohort,
        staff_of_tallies(tallies),
        away_of_tallies(tallies, cohort),
        same_hours(len(tallies.areas) * len(tallies.levels)),
        basis=recruitment,
        factors=factors or Factors.none(len(tallies.areas)),
    )


class Yearly(Engine):
    """The cohort: expected people, a year at a time."""

    def found(self, tallies: Tallies, years: int, recruitment: str, factors: Factors | None) -> Sequence[Told]:
        of_all = (factors, factors) if factors else None
        cohort = estimate_cohort(tallies)
        projected = project_cohort(cohort, years, draws=2, seed=1, recruitment=recruitment, factors=of_all)
        flows = {name: flow.central for name, flow in projected.flows.items()}
        closing = projected.closing.headcount.sum(axis=0).astype(np.float64)
        return [Told(tallies.areas, tallies.levels, projected.headcount.central, projected.wte.central, flows, closing)]


class Monthly(Engine):
    """What is expected of people one by one, month by month."""

    def found(self, tallies: Tallies, years: int, recruitment: str, factors: Factors | None) -> Sequence[Told]:
        model = model_of(tallies, recruitment, factors)
        expected = expect_months(model, central_rules(model), years)
        return [told(tallies, expected.headcount, expected.wte, expected.flows, expected.closing.sum(axis=0))]


class OneByOne(Engine):
    """People one by one."""

    def found(self, tallies: Tallies, years: int, recruitment: str, factors: Factors | None) -> Sequence[Told]:
        model = model_of(tallies, recruitment, factors)
        rules = central_rules(model)
        expected = expect_months(model, rules, years)
        found = []
        for chance_of in range(REPLICATES):
            simulated = simulate_people(model, rules, expected, years, seed=1, chance_of=chance_of)
            counts = read_counts(simulated, len(tallies.levels), reasons=True)
            found.append(told(tallies, counts.headcount, counts.wte, counts.flows, places_of(simulated)))
        return found


def told(tallies: Tallies, headcount: Array, wte: Array, flows: Mapping[str, Array], closing: Array) -> Told:
    """By area and level, from cells."""
    shape = (len(tallies.areas), len(tallies.levels), -1)
    by_name = {name: flow.reshape(shape) for name, flow in flows.items()}
    return Told(tallies.areas, tallies.levels, headcount.reshape(shape), wte.reshape(shape), by_name, closing)


def places_of(simulated: Simulated) -> Array:
    """People in post at the end, (age, service)."""
    found = np.zeros((AGES, SERVICES))
    for lives in simulated.lives:
        there = lives.status == IN_POST
        np.add.at(found, (lives.age[there], lives.service[there]), 1.0)
    return found


ENGINES = {"by the year": Yearly(), "by the month": Monthly(), "one by one": OneByOne()}
