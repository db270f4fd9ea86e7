"""A cohort as a study's method of supply: stock and rates from staff records, the register's overrides upon them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from cadreworks.assumptions import Assumption, Register
from cadreworks.bands import Array, Uncertain, with_totals
from cadreworks.periods import Horizon
from cadreworks.progress import Progress, no_progress
from cadreworks.supply.carry import WAYS, Carry, FlowChanges
from cadreworks.supply.cohort.account import FLOWS, JOINERS, Number
from cadreworks.supply.cohort.area_rates import AreaRate, assumption_of, observe_rates
from cadreworks.supply.cohort.changed import carry_groups, expect_with
from cadreworks.supply.cohort.classes import Numbers
from cadreworks.supply.cohort.cohort import Cohort, estimate_cohort, open_cohort
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.population import Counts, Tallies
from cadreworks.supply.cohort.project import cross_cohort, expect_years, project_cohort
from cadreworks.supply.method import People, Supply
from cadreworks.supply.net_growth import BASE_YEARS
from cadreworks.supply.rate_specs import JOINING, KINDS, rate_spec
from cadreworks.vocabulary import LEVEL_IDS

PUBLISHED_FLOWS = tuple(name for name in FLOWS if name not in JOINERS)
"""Joiners are published in one sum, whatever their source."""


@dataclass(frozen=True)
class CohortMethod:
    """A `SupplyMethod`. tallies: of all years up to the base day; areas: those that the study covers, which are some
    of those of the records; recruitment: COUNT or RATIO; opening_from: other tallies with the same cells and base day,
    whose stock is carried forward by the rates of `tallies`, where somebody asks what the rates alone do
    """

    tallies: Tallies
    areas: tuple[str, ...]
    recruitment: str
    opening_from: Tallies | None = None
    _cohorts: dict[int, Cohort] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def at_base_day(self) -> Tallies:
        """The tallies that tell the stock at the base day."""
        return self.tallies if self.opening_from is None else self.opening_from

    @property
    def yearly(self) -> CohortMethod:
        """The engine of these rates that goes year by year, without chance for people."""
        return self

    def with_opening_of(self, other: Self) -> Self:
        """This method with the stock of another, which has the same cells and base day."""
        return replace(self, opening_from=other.at_base_day)

    def with_rates_of(self, other: Self) -> Self:
        """This method with the rates of another; the stock stays what it is."""
        return replace(self, tallies=other.tallies, opening_from=self.at_base_day)

    def with_posts(self, posts_wte: Array, promotion: str) -> Self:  # noqa: ARG002 - for a method that knows people
        """This method with limits on posts; a cohort has nobody who could be let in or turned away, and stays as it is.

        posts_wte: (area, level, year) in the study's order, the base year first, not a number without a limit;
        promotion: PUSH or PULL
        """
        return self

    @property
    def stock(self) -> Array:
        """wte in post at the base day, (area, level), in the study's order."""
        return self._cells(self.at_base_day.wte[-1])

    @property
    def people(self) -> Array:
        """People in post at the base day, (area, level), in the study's order."""
        return self._cells(self.at_base_day.people[-1].sum(axis=(-2, -1)))

    def _cells(self, values: Numbers) -> Array:
        cells = values.reshape(len(self.tallies.areas), len(self.tallies.levels))
        return self.for_study(cells.astype(np.float64))

    def for_study(self, values: NDArray[Number], axis: int = 0) -> NDArray[Number]:
        """Values of the records' areas and levels, which stand at `axis` and behind it, in the study's order."""
        area = [self.tallies.areas.index(name) for name in self.areas]
        level = [self.tallies.levels.index(name) for name in LEVEL_IDS]
        return np.take(np.take(values, area, axis=axis), level, axis=axis + 1)

    def cohort(self, base_years: int) -> Cohort:
        """The cohort with rates from the last `base_years` years, estimated once: what-ifs ask for it by the
        hundred.
        """
        if base_years not in self._cohorts:
            self._cohorts[base_years] = self._estimate(base_years)
        return self._cohorts[base_years]

    def _estimate(self, base_years: int) -> Cohort:
        cohort = estimate_cohort(self.tallies.ending(len(self.tallies.days) - 1, base_years))
        if self.opening_from is None:
            return cohort
        opening = open_cohort(self.opening_from.ending(len(self.opening_from.days) - 1, base_years))
        return replace(cohort, opening=opening)

    def rates(self, base_years: int) -> list[AreaRate]:
        """The observed rates that the register shows, of areas in which anything was seen."""
        tallies = self.tallies.ending(len(self.tallies.days) - 1, base_years).telling_returners_alike()
        return observe_rates(tallies, self.areas, self.recruitment)

    def assumptions(self, declared: Register, *, source: str, owner: str) -> list[Assumption]:
        years = int(declared[BASE_YEARS.id].in_use)
        return [assumption_of(rate, self.recruitment, years, source=source, owner=owner) for rate in self.rates(years)]

    def project(self, register: Register, stock: Array, horizon: Horizon) -> Array:  # noqa: ARG002 - the records have it
        cohort = self.cohort(int(register[BASE_YEARS.id].in_use))
        years = horizon.last - horizon.base
        return self.for_study(expect_years(cohort, years, self.recruitment, self.factors(register)))

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
        projected = project_cohort(
            self.cohort(int(register[BASE_YEARS.id].in_use)),
            horizon.last - horizon.base,
            draws=draws,
            seed=seed,
            recruitment=self.recruitment,
            factors=(self.factors(register), self.drawn_factors(register, seed, draws)),
            progress=progress,
        )
        flows = {name: (projected.flows[name].central, projected.flow_draws[name]) for name in FLOWS}
        return Supply(
            self.for_study(projected.wte.central),
            self.for_study(projected.wte_draws, axis=1),
            self.tell_people(
                (self.for_study(projected.headcount.central), self.for_study(projected.headcount_draws, axis=1)),
                {name: (self.for_study(one), self.for_study(many, axis=1)) for name, (one, many) in flows.items()},
                base_years=int(register[BASE_YEARS.id].in_use),
            ),
        )

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
        wte = cross_cohort(
            self.cohort(int(register[BASE_YEARS.id].in_use)),
            horizon.last - horizon.base,
            rates=rates,
            chances=chances,
            seed=seed,
            recruitment=self.recruitment,
            factors=self.drawn_factors(register, seed, rates),
        )
        return self.for_study(wte, axis=2)

    def carry(self, register: Register, horizon: Horizon, leaving: Array) -> Carry:  # noqa: ARG002 - the records tell it
        cohort = self.cohort(int(register[BASE_YEARS.id].in_use))
        return carry_groups(cohort, self._places, horizon.last - horizon.base, self.factors(register))

    def project_with(
        self,
        register: Register,
        stock: Array,  # noqa: ARG002 - the records have it
        horizon: Horizon,  # noqa: ARG002 - changes have its years
        *,
        changes: FlowChanges,
        carry: Carry,  # noqa: ARG002 - groups are carried by the yearly step itself
    ) -> Array:
        cohort = self.cohort(int(register[BASE_YEARS.id].in_use))
        wte = expect_with(cohort, self._in_records(changes), basis=self.recruitment, factors=self.factors(register))
        return self.for_study(wte.reshape(len(cohort.areas), len(cohort.levels), -1))

    @property
    def _places(self) -> Counts:
        """Where the cells of the study, flat and in its order, stand among those of the records."""
        shape = len(self.tallies.areas), len(self.tallies.levels)
        places: Counts = np.arange(shape[0] * shape[1], dtype=np.int64).reshape(shape)
        return self.for_study(places).ravel()

    def _in_records(self, changes: FlowChanges) -> FlowChanges:
        """Changes of the study's cells as changes of the records'."""
        cells = len(self.tallies.areas) * len(self.tallies.levels)
        years = changes.leaving_less.shape[-1]
        entering, leaving_less = np.zeros((WAYS, cells, years)), np.zeros((cells, years))
        entering[:, self._places], leaving_less[self._places] = changes.entering, changes.leaving_less
        return FlowChanges(entering, leaving_less)

    def _areas_of_few_joiners(self, base_years: int) -> list[int]:
        """Expected joiners are joiners seen over the years, so in an area of few they would give a count away, and so
        would all other flows: stock and the rest of them tell the missing one.
        """
        shown = {rate.area for rate in self.rates(base_years) if rate.kind == JOINING}
        return [at for at, area in enumerate(self.areas) if area not in shown]

    def tell_people(
        self, headcount: tuple[Array, Array], flows: Mapping[str, tuple[Array, Array]], *, base_years: int
    ) -> People:
        """Supply in people, from the central run and the draws of each, in the study's areas and levels."""
        joiners = [np.sum([flows[name][part] for name in JOINERS], axis=0) for part in range(2)]
        shown = {"joiners": (joiners[0], joiners[1]), **{name: flows[name] for name in PUBLISHED_FLOWS}}
        told = {name: Uncertain.of(with_totals(one), with_totals(many)) for name, (one, many) in shown.items()}
        hidden = self._areas_of_few_joiners(base_years)
        for flow in told.values():
            for part in (flow.central, flow.p05, flow.p50, flow.p95):
                part[hidden] = np.nan
                part[:, : len(LEVEL_IDS)] = np.nan
        return People(Uncertain.of(with_totals(headcount[0]), with_totals(headcount[1])), told)

    def factors(self, register: Register) -> Factors:
        """Those that overrides make of the observed rates, in the central run."""
        factors = Factors.none(len(self.tallies.areas))
        for kind, at, entry in self._overridden(register):
            getattr(factors, kind)[at] = entry.in_use / entry.value
        return factors

    def drawn_factors(self, register: Register, seed: int, draws: int) -> Factors:
        """Those of the draws, with an axis of draws."""
        areas = len(self.tallies.areas)
        factors = Factors(*(np.ones((draws, areas)) for _ in KINDS))
        for kind, at, entry in self._overridden(register):
            getattr(factors, kind)[:, at] = entry.draw(seed, draws) / entry.value
        return factors

    def _overridden(self, register: Register) -> list[tuple[str, int, Assumption]]:
        """Kind, place of the area in the records, and entry of each rate that is overridden."""
        named = {
            rate_spec(kind, area, self.recruitment).id: (kind, self.tallies.areas.index(area))
            for kind in KINDS
            for area in self.areas
        }
        return [(*named[entry.id], entry) for entry in register.overridden if entry.id in named]
