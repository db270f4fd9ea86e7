"""People one by one as a study's method of supply: staff and rates from staff records, with the register's overrides.

The rates, the register and the track record are those of the cohort, of which this is the second engine. The central
run is the expectation of the monthly law; draws are of people under drawn rates.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from cadreworks.assumptions import Register
from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.progress import Progress, no_progress
from cadreworks.supply.carry import Carry, FlowChanges
from cadreworks.supply.cohort.account import FLOWS
from cadreworks.supply.cohort.method import CohortMethod
from cadreworks.supply.method import Supply
from cadreworks.supply.microsimulation.careers import tell_careers
from cadreworks.supply.microsimulation.expectation import Expected, expect_months
from cadreworks.supply.microsimulation.hours import estimate_hours
from cadreworks.supply.microsimulation.lives import Counted
from cadreworks.supply.microsimulation.rules import Model, central_rules, make_model
from cadreworks.supply.microsimulation.simulate import Request, cross_people, draw_people
from cadreworks.supply.microsimulation.staff import Staff, away_of_tallies
from cadreworks.supply.net_growth import BASE_YEARS

THREADS = 4


@dataclass(frozen=True, kw_only=True)
class MicrosimulationMethod(CohortMethod):
    """A `SupplyMethod`. staff: in post at the base day; changed_hours: stayers with other hours, (interval, cell)"""

    staff: Staff
    changed_hours: NDArray[np.int64]

    def with_opening_of(self, other: Self) -> Self:
        return replace(super().with_opening_of(other), staff=other.staff)

    def with_rates_of(self, other: Self) -> Self:
        return replace(super().with_rates_of(other), changed_hours=other.changed_hours)

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
        return self._of_study(self._expected(self.model(register), horizon).wte)

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
        headcount, wte = ([] for _ in range(2))
        flows: dict[str, list[Array]] = {name: [] for name in FLOWS}
        counts: list[Counted] = []
        roles: Counter[int] = Counter()
        for one in draw_people(model, expected, asked):
            headcount.append(one.headcount)
            wte.append(one.wte)
            for name in FLOWS:
                flows[name].append(one.flows[name])
            counts.append(one.counted)
            roles.update(one.roles)
            progress("Living through the years to come", len(counts), draws)
        drawn = {name: self._of_study(np.stack(values), 1) for name, values in flows.items()}
        central = {name: self._of_study(values) for name, values in expected.flows.items()}
        people = self.tell_people(
            (self._of_study(expected.headcount), self._of_study(np.stack(headcount), 1)),
            {name: (central[name], drawn[name]) for name in FLOWS},
            base_years=int(register[BASE_YEARS.id].in_use),
        )
        careers = tell_careers(
            counts,
            roles,
            cells=self._places.reshape(len(self.areas), -1),
            names=[(area, level) for area in self.tallies.areas for level in self.tallies.levels],
            places=self.staff.places,
            reasons=not np.isnan(model.cohort.retiring).any(),
            few_joined=[self.areas[at] for at in self._areas_of_few_joiners(int(register[BASE_YEARS.id].in_use))],
        )
        return Supply(self._of_study(expected.wte), self._of_study(np.stack(wte), 1), people, careers)

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
        wte = cross_people(model, self._expected(model, horizon), asked, chances)
        return self._of_study(wte, 2)

    def project_with(
        self,
        register: Register,
        stock: Array,
        horizon: Horizon,
        *,
        changes: FlowChanges,
        carry: Carry,
    ) -> Array:
        """What a plan changes is worked out by the yearly step, whose rates months are matched to, and added here."""
        yearly = partial(super().project_with, register, stock, horizon, carry=carry)
        nothing = FlowChanges(np.zeros_like(changes.entering), np.zeros_like(changes.leaving_less))
        changed: Array = self.project(register, stock, horizon) + (yearly(changes=changes) - yearly(changes=nothing))
        return changed

    def _expected(self, model: Model, horizon: Horizon) -> Expected:
        return expect_months(model, central_rules(model), horizon.last - horizon.base)

    def _of_study(self, values: Array, axis: int = 0) -> Array:
        """Values by cell of the records, at `axis`, as (area, level) of the study."""
        shape = (*values.shape[:axis], len(self.tallies.areas), len(self.tallies.levels), *values.shape[axis + 1 :])
        return self.for_study(values.reshape(shape), axis)
