"""What do the parts of a plan come to, by lever, year, funder and area? A plan that was judged -> sums of its arrays.

All sums of the central run; years are the projected ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.estimates import central_estimates
from cadreworks.plan.evaluate import ENOUGH_WTE, LeverPeople, Outcome
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import Funder, Lever
from cadreworks.plan.response import changes_of, respond
from cadreworks.plan.result import PlanResult


@dataclass(frozen=True)
class LeverSums:
    """One lever. started, measures, pay, set_up: by year; measures hold the set-up; closes: what its starts change of
    the gap at the horizon by the straight lines, (area,); people: of `evaluate`
    """

    lever: Lever
    people: LeverPeople
    started: Array
    measures: Array
    pay: Array
    set_up: Array
    closes: Array

    @property
    def used(self) -> bool:
        return bool(self.started.sum() > 0)

    @property
    def cost(self) -> Array:
        """By year, measures and pay."""
        whole: Array = self.measures + self.pay
        return whole


def lever_sums(result: PlanResult) -> list[LeverSums]:
    """Every lever in the order of the file, used or not."""
    cost, sizes, basis = result.evaluation.cost, result.evaluation.sizes, result.basis
    responses = respond(result.levers, central_estimates(result.levers), basis.carry, basis.areas).gap
    areas = len(basis.areas)
    found = []
    for place, lever, routes in result.levers.with_routes():
        changes = changes_of(responses[routes], sizes[routes])[..., -1]
        found.append(
            LeverSums(
                lever,
                result.evaluation.people[place],
                sizes[routes].sum(axis=0),
                cost.measures[routes].sum(axis=(0, 1)) + cost.set_up[place],
                cost.pay[routes].sum(axis=(0, 1)),
                cost.set_up[place],
                changes.reshape(areas, -1).sum(axis=1),
            )
        )
    return found


def used_levers(result: PlanResult) -> list[LeverSums]:
    """The levers on which anybody starts."""
    return [sums for sums in lever_sums(result) if sums.used]


def started_by_area(result: PlanResult, sizes: Array) -> Iterator[tuple[Lever, str, Array]]:
    """Starts by lever and the area to which they give, (year,), where there are any."""
    for _, lever, routes in result.levers.with_routes():
        for area in result.basis.areas:
            of_area = [route.target.area == area for route in lever.routes]
            started = sizes[routes][of_area].sum(axis=0)
            if started.sum() > 0:
                yield lever, area, started


def measures_by_funder(result: PlanResult) -> dict[Funder, Array]:
    """Pounds of measures by year, for each funder; pay falls to employers and is not in it."""
    years = len(result.basis.projected)
    found = {funder: np.zeros(years) for funder in Funder}
    for sums in lever_sums(result):
        found[sums.lever.funder] = found[sums.lever.funder] + sums.measures
    return found


def pay_by_year(result: PlanResult) -> Array:
    """Pounds of pay of the staff whom the plan adds."""
    pay: Array = result.evaluation.cost.pay.sum(axis=(0, 1))
    return pay


def measures_by_year(result: PlanResult) -> Array:
    """Pounds of measures, set-up included."""
    return sum(measures_by_funder(result).values(), start=np.zeros(len(result.basis.projected)))


def short_areas(gap: Array) -> Array:
    """WTE that areas as a whole lack at the horizon, (area,), 0 where an area has enough. gap: with totals"""
    missing: Array = np.maximum(-gap[:-1, -1, -1], 0.0)
    missing[missing < ENOUGH_WTE] = 0.0
    return missing


def short_cells(gap: Array) -> Array:
    """The same of single levels, (area, level)."""
    missing: Array = np.maximum(-gap[:-1, :-1, -1], 0.0)
    missing[missing < ENOUGH_WTE] = 0.0
    return missing


def missing_by_year(gap: Array) -> Array:
    """WTE that cells lack, (area, projected year); an excess of one makes up for no shortfall of another."""
    missing: Array = np.maximum(-gap[:-1, :-1, 1:], 0.0).sum(axis=1)
    return missing


def price_of_missing(result: PlanResult, *, high: float | None = None) -> Array:
    """What a missing WTE costs the service in each year, in pounds of that year. high: in place of the stated price"""
    growth = result.levers.register[result.levers.price_growth.id].in_use
    stated = result.levers.register[result.levers.shortfall_gbp.id].in_use if high is None else high
    since = np.array(result.basis.projected) - result.levers.price_year
    price: Array = stated * (1.0 + growth) ** since
    return price


def cost_of_missing(result: PlanResult, gap: Array, *, price: float | None = None) -> Array:
    """Pounds by area and year that missing WTE cost the service at the stated price, (area, year)."""
    cost: Array = missing_by_year(gap) * price_of_missing(result, high=price)
    return cost


def scenarios_in_order(result: PlanResult) -> list[tuple[str, str, Outcome]]:
    """Id, name and outcome of each scenario: first those that the plan must close."""
    closes = result.levers.goal.closes
    order = [*closes, *(scenario for scenario in result.basis.scenarios if scenario not in closes)]
    return [(each, result.study.scenarios[each], result.evaluation.outcomes[each]) for each in order]


def counts_people(lever: Lever) -> bool:
    """Whether what starts are people who then arrive; otherwise starts are WTE covered, bought or relieved."""
    return lever.act in (Act.JOIN, Act.MOVE)
