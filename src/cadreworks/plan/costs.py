"""What does a plan cost? Sizes, prices and the pay of staff whom it adds -> pounds by lever and year.

    measures  set-up in the first year of use; per start; per wte and year while under way, at the prices of the year
    pay       of staff whom the plan adds to a cell (or takes from one), at the band of their level

Both belong to the plan: filled posts must be paid, and a plan that left their pay out would look cheap by what it
buys. What stands in (contractors, placements) has a price and no pay; what relieves saves no pay, since demand that
nobody met was paid to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.plan.estimates import Estimates
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import Lever, LeverSet
from cadreworks.plan.response import Responses
from cadreworks.vocabulary import LEVEL_IDS

NOTHING_WTE = 1e-9
"""Amounts of no more than this are what arithmetic leaves of nothing."""


@dataclass(frozen=True)
class UnitCosts:
    """Pounds of the year in which they fall.

    measures, pay: for one wte that starts, (..., route, year of start, year); set_up: if a lever is first used in that
    year, (..., lever, year); years are projected years
    """

    measures: Array
    pay: Array
    set_up: Array

    @property
    def of_start(self) -> Array:
        """All that one start costs to the horizon, (..., route, year of start)."""
        total: Array = (self.measures + self.pay).sum(axis=-1)
        return total


@dataclass(frozen=True)
class PlanCosts:
    """Pounds by route, year of start and year: measures, pay, (..., route, year of start, year); set_up (..., lever,
    year).
    """

    measures: Array
    pay: Array
    set_up: Array

    @property
    def by_year(self) -> Array:
        """Pounds by projected year, (..., year)."""
        of_years: Array = (self.measures + self.pay).sum(axis=(-3, -2)) + self.set_up.sum(axis=-2)
        return of_years

    @property
    def total(self) -> Array:
        """Pounds in all, (...)."""
        whole: Array = self.by_year.sum(axis=-1)
        return whole


def price_index(levers: LeverSet, price_growth: Array, horizon: Horizon) -> Array:
    """Prices of each projected year over those of each lever's price year, (..., lever, projected year)."""
    years = np.array(horizon.years[1:])
    since = years - np.array([lever.costs.price_year for lever in levers.levers])[:, None]
    index: Array = (1.0 + price_growth)[..., None, None] ** since
    return index


def years_under_way(lever: Lever, years: int) -> tuple[int, ...]:
    """The lags after the start in which a wte costs `per_year`."""
    if lever.act is Act.KEEP:
        return (0,)
    if lever.act is Act.STAND_IN:
        first, last = lever.lead_years, lever.lead_years + (lever.lasts_years or years)
        return tuple(range(first, min(last, years)))
    return tuple(range(min(max(lever.lead_years, 1), years)))


def unit_costs(levers: LeverSet, estimates: Estimates, responses: Responses, pay: Array, horizon: Horizon) -> UnitCosts:
    """What one start costs. pay: pounds for a wte, (..., level, year), the base year first."""
    index = price_index(levers, estimates.price_growth, horizon)
    years = index.shape[-1]
    routes = [place for place, lever in enumerate(levers.levers) for _ in lever.routes]
    measures = np.zeros((*index.shape[:-2], len(routes), years, years))
    for at, place in enumerate(routes):
        lags = years_under_way(levers.levers[place], years)
        for start in range(years):
            measures[..., at, start, start] += estimates.per_start[..., place] * index[..., place, start]
            for year in (start + lag for lag in lags if start + lag < years):
                measures[..., at, start, year] += estimates.per_year[..., place] * index[..., place, year]
    return UnitCosts(measures, _pay_of_start(responses.staff, pay[..., 1:]), estimates.set_up[..., None] * index)


def _pay_of_start(staff: Array, pay: Array) -> Array:
    """(..., route, year of start, year) from staff (..., route, cell, lag) and pay (..., level, projected year)."""
    years = staff.shape[-1]
    by_level = staff.reshape(*staff.shape[:-2], -1, len(LEVEL_IDS), years).sum(axis=-3)
    found = np.zeros((*staff.shape[:-2], years, years))
    for start in range(years):
        lasting = by_level[..., : years - start]
        found[..., start, start:] = (lasting * pay[..., None, :, start:]).sum(axis=-2)
    return found


def cost_of(units: UnitCosts, levers: LeverSet, sizes: Array) -> PlanCosts:
    """What a plan of these sizes, (route, projected year), costs."""
    set_up = units.set_up * first_uses(levers, sizes)
    return PlanCosts(units.measures * sizes[..., None], units.pay * sizes[..., None], set_up)


def cost_by_year(
    levers: LeverSet, estimates: Estimates, sizes: Array, *, staff: Array, pay: Array, horizon: Horizon
) -> Array:
    """The same by year alone, (..., projected year), for many draws at once.

    staff: what the plan adds, (..., area, level, projected year); pay: pounds for a wte, (..., level, year)
    """
    index = price_index(levers, estimates.price_growth, horizon)
    years, started = sizes.shape[-1], _by_lever(levers, sizes)
    under_way = np.zeros_like(started)
    for place, lever in enumerate(levers.levers):
        for lag in years_under_way(lever, years):
            under_way[place, lag:] += started[place, : years - lag]
    measures = estimates.per_start[..., None] * started + estimates.per_year[..., None] * under_way
    set_up = estimates.set_up[..., None] * first_uses(levers, sizes)
    of_measures: Array = ((measures + set_up) * index).sum(axis=-2)
    of_pay: Array = (staff.sum(axis=-3) * pay[..., 1:]).sum(axis=-2)
    return of_measures + of_pay


def first_uses(levers: LeverSet, sizes: Array) -> Array:
    """1 in the year in which a lever is first used, 0 elsewhere, (lever, projected year)."""
    used = _by_lever(levers, sizes) > NOTHING_WTE
    first: Array = (used & (np.cumsum(used, axis=-1) == 1)).astype(np.float64)
    return first


def _by_lever(levers: LeverSet, sizes: Array) -> Array:
    """wte that start on all routes of a lever, (lever, projected year)."""
    return np.stack([sizes[routes].sum(axis=0) for _, _, routes in levers.with_routes()])
