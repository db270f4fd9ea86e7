"""People one by one as a study's method of supply: staff and rates from staff records, with the register's overrides.

The rates, the register and the track record are those of the cohort, of which this is the second engine. The central
run is the expectation of the monthly law; draws are of people under drawn rates. Where posts limit who may come there
is no such expectation, and the central run is the mean of replicates (`establishment.REPLICATES`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from cadreworks.assumptions import Register
from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.problems import InputProblems, Problem
from cadreworks.progress import Progress, no_progress
from cadreworks.supply.carry import Carry, FlowChanges
from cadreworks.supply.cohort.account import FLOWS
from cadreworks.supply.cohort.method import CohortMethod
from cadreworks.supply.establishment import LEVERS_UNDER_LIMITS, PUSH, WITHOUT_LEVERS
from cadreworks.supply.method import Supply, Vacancies
from cadreworks.supply.microsimulation.careers import OfCareers, keep_careers, tell_careers
from cadreworks.supply.microsimulation.expectation import Expected, expect_months
from cadreworks.supply.microsimulation.hours import estimate_hours
from cadreworks.supply.microsimulation.limits import Limits, draw_with_limits
from cadreworks.supply.microsimulation.lives import Counts
from cadreworks.supply.microsimulation.rules import Model, central_rules, make_model
from cadreworks.supply.microsimulation.simulate import OfDraw, Request, cross_people, draw_people
from cadreworks.supply.microsimulation.staff import Staff, away_of_tallies
from cadreworks.supply.microsimulation.with_limits import (
    Centre,
    centre_with_limits,
    cross_with_limits,
    tell_vacancies,
)
from cadreworks.supply.net_growth import BASE_YEARS

THREADS = 4


@dataclass(frozen=True)
class _Found:
    """What is kept of the draws so far, one entry each; roles of all."""

    headcount: list[Array] = field(default_factory=list)
    wte: list[Array] = field(default_factory=list)
    flows: dict[str, list[Array]] = field(default_factory=lambda: {name: [] for name in FLOWS})
    counts: list[OfCareers] = field(default_factory=list)
    roles: Counter[int] = field(default_factory=Counter)
    turned_away: list[Counts] = field(default_factory=list)

    def add(self, one: OfDraw, turned_away: Counts | None, cells: NDArray[np.int64]) -> None:
        self.headcount.append(one.headcount)
        self.wte.append(one.wte)
        for name in FLOWS:
            self.flows[name].append(one.flows[name])
        self.counts.append(keep_careers(one.counted, cells))
        self.roles.update(one.roles)
        if turned_away is not None:
            self.turned_away.append(turned_away)


@dataclass(frozen=True, kw_only=True)
class MicrosimulationMethod(CohortMethod):
    """A `SupplyMethod`. staff: in post at the base day; changed_hours: stayers with other hours, (interval, cell);
    posts_wte: (area, level, year) of the study, the base year first, not a number where there is no limit, or None
    where no cell has one; promotion: PUSH or PULL, for cells with a limit
    """

    staff: Staff
    changed_hours: NDArray[np.int64]
    posts_wte: Array | None = None
    promotion: str = PUSH

    @property
    def yearly(self) -> CohortMethod:
        return CohortMethod(self.tallies, self.areas, self.recruitment, self.opening_from)

    def with_opening_of(self, other: Self) -> Self:
        return replace(super().with_opening_of(other), staff=other.staff)

    def with_rates_of(self, other: Self) -> Self:
        return replace(super().with_rates_of(other), changed_hours=other.changed_hours)

    def with_posts(self, posts_wte: Array, promotion: str) -> Self:
        """This method with limits on posts. What the study does not cover has none."""
        return replace(self, posts_wte=posts_wte, promotion=promotion)

    def model(self, register: Register) -> Model:
        """What all draws share, with the register's rates."""
        base_years = int(register[BASE_YEARS.id].in_use)
        cohort = self.cohort(base_years)
        tallies = self.tallies.ending(len(self.tallies.days) - 1, base_years)
        opening = self.at_base_day
        return make_model(
            cohort,
            self.staff,
            away_of_tallies(opening.ending(len(opening.days) - 1, base_years), cohort),
            estimate_hours(self.staff, tallies, self.changed_hours),
            basis=self.recruitment,
            factors=self.factors(register),
        )

    def project(self, register: Register, stock: Array, horizon: Horizon) -> Array:  # noqa: ARG002 - the records have it
        model = self.model(register)
        return self._of_study(self._centre(model, self._expected(model, horizon)).wte)

    def simulate(
        self,
        register: Register,
        stock: Array,  # noqa: ARG002 - the records have it
        horizon: Horizon,
        *,
        seed: int,
        draws: int,
        progress: Progress = no_progress,
    ) -> Supply:
        progress("Compiling the step of people", 0, 0)
        model = self.model(register)
        expected = self._expected(model, horizon)
        asked = Request(horizon.last - horizon.base, draws, seed, THREADS, self.drawn_factors(register, seed, draws))
        centre, found = self._centre(model, expected), _Found()
        cells = self._places.reshape(len(self.areas), -1)
        for one, turned_away in self._draws(model, expected, asked):
            found.add(one, turned_away, cells)
            progress("Living through the years to come", len(found.counts), draws)
        base_years = int(register[BASE_YEARS.id].in_use)
        wte = self._of_study(centre.wte), self._of_study(np.stack(found.wte), 1)
        people = self.tell_people(
            (self._of_study(centre.headcount), self._of_study(np.stack(found.headcount), 1)),
            {
                name: (self._of_study(centre.flows[name]), self._of_study(np.stack(found.flows[name]), 1))
                for name in FLOWS
            },
            base_years=base_years,
        )
        careers = tell_careers(
            found.counts,
            found.roles,
            cells=cells,
            names=[(area, level) for area in self.tallies.areas for level in self.tallies.levels],
            places=self.staff.places,
            reasons=not np.isnan(model.cohort.retiring).any(),
            few_joined=[self.areas[at] for at in self._areas_of_few_joiners(base_years)],
        )
        return Supply(*wte, people, careers, self._vacancies(wte, centre, found, base_years))

    def simulate_crossed(
        self,
        register: Register,
        stock: Array,  # noqa: ARG002 - the records have it
        horizon: Horizon,
        *,
        seed: int,
        rates: int,
        chances: int,
    ) -> Array:
        model = self.model(register)
        factors = self.drawn_factors(register, seed, rates)
        asked = Request(horizon.last - horizon.base, rates, seed, THREADS, factors)
        expected, limits = self._expected(model, horizon), self._limits
        if limits is None:
            return self._of_study(cross_people(model, expected, asked, chances), 2)
        return self._of_study(cross_with_limits(model, expected, asked, chances, limits=limits), 2)

    def project_with(
        self,
        register: Register,
        stock: Array,
        horizon: Horizon,
        *,
        changes: FlowChanges,
        carry: Carry,
    ) -> Array:
        """What a plan changes is worked out by the yearly step, whose rates months are matched to, and added here.

        Raises InputProblems where posts limit who may come.
        """
        if self.posts_wte is not None:
            raise InputProblems([Problem("the establishment", LEVERS_UNDER_LIMITS, WITHOUT_LEVERS)])
        yearly = partial(super().project_with, register, stock, horizon, carry=carry)
        nothing = FlowChanges(np.zeros_like(changes.entering), np.zeros_like(changes.leaving_less))
        changed: Array = self.project(register, stock, horizon) + (yearly(changes=changes) - yearly(changes=nothing))
        return changed

    def _expected(self, model: Model, horizon: Horizon) -> Expected:
        return expect_months(model, central_rules(model), horizon.last - horizon.base)

    @property
    def _limits(self) -> Limits | None:
        """The limits by cell of the records and projected year."""
        if self.posts_wte is None:
            return None
        years = self.posts_wte.shape[-1]
        posts = np.full((len(self.tallies.areas) * len(self.tallies.levels), years), np.nan)
        posts[self._places] = self.posts_wte.reshape(-1, years)
        return Limits(posts[:, 1:], self.promotion)

    def _centre(self, model: Model, expected: Expected) -> Centre:
        limits = self._limits
        if limits is None:
            return Centre(expected.headcount, expected.wte, expected.flows)
        years = expected.wte.shape[-1] - 1
        return centre_with_limits(model, expected, limits, years=years, threads=THREADS)

    def _draws(self, model: Model, expected: Expected, asked: Request) -> Iterator[tuple[OfDraw, Counts | None]]:
        """The draws in their order, and who was turned away in each, where there are limits."""
        limits = self._limits
        if limits is None:
            yield from ((one, None) for one in draw_people(model, expected, asked))
            return
        for held in draw_with_limits(model, expected, asked, limits):
            yield held.of_draw, held.turned_away

    def _vacancies(self, wte: tuple[Array, Array], centre: Centre, found: _Found, base_years: int) -> Vacancies | None:
        if self.posts_wte is None or centre.turned_away is None:
            return None
        drawn = np.stack(found.turned_away).astype(np.float64)
        turned_away = self._of_study(centre.turned_away), self._of_study(drawn, 1)
        return tell_vacancies(self.posts_wte, wte, turned_away, hidden=self._areas_of_few_joiners(base_years))

    def _of_study(self, values: Array, axis: int = 0) -> Array:
        """Values by cell of the records, at `axis`, as (area, level) of the study."""
        shape = (*values.shape[:axis], len(self.tallies.areas), len(self.tallies.levels), *values.shape[axis + 1 :])
        return self.for_study(values.reshape(shape), axis)
