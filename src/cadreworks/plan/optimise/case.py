"""What does every program of a plan start from? Levers and a projection -> central figures and a sample of draws.

The sample takes draws at even steps from those of the study: what supply, demand and the levers' effects are in each.
All draws are kept for the verification, of which only areas at the horizon matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.basis import Basis
from cadreworks.plan.costs import UnitCosts, unit_costs
from cadreworks.plan.estimates import Estimates, central_estimates, draw_estimates
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.optimise.program import Places
from cadreworks.plan.response import Responses, respond
from cadreworks.vocabulary import LEVEL_IDS

SAMPLES = 50
AT_A_TIME = 10
"""Draws whose responses are held at once: few stay in the processor's cache."""


@dataclass(frozen=True)
class Sample:
    """Some of the draws. gap: responses of supply less demand, (draw, route, cell, lag); before: supply less demand
    without a plan by scenario, (draw, cell, projected year)
    """

    gap: Array
    before: dict[str, Array]

    @property
    def size(self) -> int:
        return len(self.gap)

    def thinned(self, samples: int) -> Sample:
        """At most so many of these draws."""
        picks = even_steps(self.size, samples)
        return Sample(self.gap[picks], {scenario: drawn[picks] for scenario, drawn in self.before.items()})


@dataclass(frozen=True)
class Case:
    """Levers, the projection, and what one start does and costs in the central run. Years are projected years."""

    levers: LeverSet
    basis: Basis
    estimates: Estimates
    responses: Responses
    units: UnitCosts
    sample: Sample

    @property
    def years(self) -> tuple[int, ...]:
        return self.basis.projected

    @property
    def cells(self) -> int:
        return len(self.basis.areas) * len(LEVEL_IDS)

    @cached_property
    def supply(self) -> Array:
        """Of the central run, (cell, year), the base year first."""
        return self.basis.supply.reshape(self.cells, -1)

    def demand(self, scenario: str) -> Array:
        """Of the central run, (cell, projected year)."""
        return self.basis.demand[scenario].reshape(self.cells, -1)[:, 1:]

    def before(self, scenario: str) -> Array:
        """Supply less demand of the central run without a plan, (cell, projected year)."""
        return self.supply[:, 1:] - self.demand(scenario)

    @cached_property
    def lever_of_route(self) -> Places:
        """The place of each route's lever."""
        return np.repeat(np.arange(len(self.levers.levers)), [len(lever.routes) for lever in self.levers.levers])

    @cached_property
    def origins(self) -> Places:
        """The cell that each route takes staff from; -1 where it takes none."""
        return self._cells_of(True, {Act.MOVE})

    @cached_property
    def targets(self) -> Places:
        """The cell that each route gives to."""
        return self._cells_of(False, set(Act))

    def _cells_of(self, origin: bool, acts: set[Act]) -> Places:
        return np.array(
            [
                (route.origin if origin else route.target).at(self.basis.areas) if lever.act in acts else -1
                for lever in self.levers.levers
                for route in lever.routes
            ],
            dtype=np.int64,
        )

    @cached_property
    def capacity(self) -> Array:
        """The most that may start on each lever, (lever, year): nothing before the goal's first year, nor where nothing
        would have come of it by the horizon.
        """
        goal, years = self.levers.goal, self.years
        return np.array(
            [
                [
                    lever.capacity.get(year, 0.0)
                    if year >= goal.first_year and year + lever.lead_years <= years[-1]
                    else 0.0
                    for year in years
                ]
                for lever in self.levers.levers
            ]
        )

    @cached_property
    def cost_of_start(self) -> Array:
        """Pounds that one start counts for, (route, year of start, year).

        Pay that is saved because people drop out or leave sooner counts for nothing here: no plan is to be chosen
        for those whom it loses.
        """
        cost: Array = self.units.measures + np.maximum(self.units.pay, 0.0)
        return cost

    @cached_property
    def all_at_horizon(self) -> Array:
        """`at_horizon` in every draw, (draw, area, route, year of start): asked for by each plan that is verified."""
        return np.concatenate([at_horizon(gap) for gap in _all_responses(self)])

    @cached_property
    def shortfall_gbp(self) -> Array:
        """Pounds that a missing wte counts for, by projected year, at its prices."""
        since = np.array(self.years) - self.levers.price_year
        price: Array = self.estimates.shortfall_gbp * (1.0 + self.estimates.price_growth) ** since
        return price


def frame_case(levers: LeverSet, basis: Basis, samples: int = SAMPLES) -> Case:
    """Everything that programs are made from, with a sample of at most so many draws."""
    estimates = central_estimates(levers)
    responses = respond(levers, estimates, basis.carry, basis.areas)
    units = unit_costs(levers, estimates, responses, basis.pay, basis.horizon)
    picks = even_steps(basis.draws, samples)
    cells = len(basis.areas) * len(LEVEL_IDS)
    gap = respond(
        levers,
        draw_estimates(levers, basis.seed, basis.draws).part(picks),
        basis.carry_drawn.part(picks),
        basis.areas,
    ).gap
    before = {
        scenario: (basis.supply_drawn[picks] - drawn[picks]).reshape(len(gap), cells, -1)[..., 1:]
        for scenario, drawn in basis.demand_drawn.items()
    }
    return Case(levers, basis, estimates, responses, units, Sample(gap, before))


def even_steps(draws: int, samples: int) -> slice:
    """`samples` of the draws at even steps, or all of them where there are no more."""
    step = max(1, draws // samples)
    count = min(samples, draws)
    first = (draws - step * (count - 1) - 1) // 2
    return slice(first, first + step * (count - 1) + 1, step)


def in_areas(of_cells: Array, axis: int) -> Array:
    """Sums over the levels of each area, of an axis of cells."""
    shape = of_cells.shape
    axis %= of_cells.ndim
    summed: Array = of_cells.reshape(*shape[:axis], -1, len(LEVEL_IDS), *shape[axis + 1 :]).sum(axis=axis + 1)
    return summed


def at_horizon(gap: Array) -> Array:
    """What one start does to each area by the horizon, (..., area, route, year of start), from responses (..., route,
    cell, lag): the last lag is that of a start in the first year.
    """
    by_area = in_areas(gap, -2)
    found: Array = np.moveaxis(by_area, -2, -3)[..., ::-1]
    return found


def _all_responses(case: Case) -> Iterator[Array]:
    levers, basis = case.levers, case.basis
    estimates = draw_estimates(levers, basis.seed, basis.draws)
    for first in range(0, basis.draws, AT_A_TIME):
        part = slice(first, first + AT_A_TIME)
        yield respond(levers, estimates.part(part), basis.carry_drawn.part(part), basis.areas).gap
