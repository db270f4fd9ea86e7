"""Plans worked out the slow way: people followed one start at a time, rules written as they are said, and programs
made by asking those rules about one start after another. Holds the optimiser against another solver and no shared code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from cadreworks.plan.basis import Basis
from cadreworks.plan.estimates import Estimates, central_estimates, draw_estimates
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import LeverSet
from cadreworks.vocabulary import LEVEL_IDS

LEVELS = len(LEVEL_IDS)


@dataclass(frozen=True)
class NaivePlans:
    """stays: the share of people who stay in a cell for another year, in the central run and by draw."""

    levers: LeverSet
    basis: Basis
    stays: float
    stays_drawn: np.ndarray

    @cached_property
    def central(self) -> Estimates:
        return central_estimates(self.levers)

    @cached_property
    def drawn(self) -> Estimates:
        return draw_estimates(self.levers, self.basis.seed, self.basis.draws)

    @cached_property
    def starts(self) -> list[tuple[int, int, int]]:
        """(route, its lever, year from 0) that can start."""
        found, route = [], 0
        years = self.basis.projected
        for place, lever in enumerate(self.levers.levers):
            for _ in lever.routes:
                for at, year in enumerate(years):
                    late = year + lever.lead_years > years[-1]
                    if not late and year >= self.levers.goal.first_year and lever.capacity.get(year, 0) > 0:
                        found.append((route, place, at))
                route += 1
        return found

    def sizes(self, amounts: Sequence[float]) -> np.ndarray:
        sizes = np.zeros((len(self.levers.routes), len(self.basis.projected)))
        for (route, _, year), amount in zip(self.starts, amounts, strict=True):
            sizes[route, year] = amount
        return sizes

    def change(self, amounts: Sequence[float], draw: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Staff, and supply less demand, that a plan adds: (cell, projected year)."""
        years = len(self.basis.projected)
        told = self.central if draw is None else self.drawn
        stays = self.stays if draw is None else self.stays_drawn[draw]
        staff = np.zeros((len(self.basis.areas) * LEVELS, years))
        other = np.zeros_like(staff)
        for (route, place, start), amount in zip(self.starts, amounts, strict=True):
            if amount == 0:
                continue
            lever, way = self.levers.levers[place], self.levers.routes[route]
            gives = float(told.gives[place] if draw is None else told.gives[draw, place])
            takes = float(told.takes[place] if draw is None else told.takes[draw, place])
            arrives, target = start + lever.lead_years, way.target.at(self.basis.areas)
            for year in range(arrives, years):
                remain = stays ** (year - arrives)
                if lever.act is Act.KEEP:
                    staff[target, year] += amount * gives * (1 - stays) * remain
                elif lever.act in (Act.JOIN, Act.MOVE):
                    staff[target, year] += amount * gives * remain
                    if lever.act is Act.MOVE:
                        staff[way.origin.at(self.basis.areas), year] -= amount * takes * remain
                elif lever.lasts_years is None or year < arrives + lever.lasts_years:
                    other[target, year] += amount * gives
        return staff, staff + other

    def gap(self, scenario: str, amounts: Sequence[float], draw: int | None = None) -> np.ndarray:
        """Supply less demand with a plan, (cell, projected year)."""
        if draw is None:
            before = self.basis.supply - self.basis.demand[scenario]
        else:
            before = self.basis.supply_drawn[draw] - self.basis.demand_drawn[scenario][draw]
        return before.reshape(-1, before.shape[-1])[:, 1:] + self.change(amounts, draw)[1]

    def rules(self, amounts: Sequence[float]) -> list[float]:
        """What must not be above nothing, whatever the plan is for."""
        goal, years, first = (
            self.levers.goal,
            self.basis.projected,
            self.basis.supply.reshape(-1, len(self.basis.projected) + 1),
        )
        staff = np.concatenate([np.zeros((len(first), 1)), self.change(amounts)[0]], axis=1)
        there = first + staff
        told = self.central
        begun = {
            (route, place, year): amount for (route, place, year), amount in zip(self.starts, amounts, strict=True)
        }
        found = []
        for at, year in enumerate(years):
            for place, lever in enumerate(self.levers.levers):
                found.append(
                    sum(a for (_, p, y), a in begun.items() if p == place and y == at) - lever.capacity.get(year, 0)
                )
            for limit in self.levers.limits:
                counted = sum(
                    amount
                    for (route, place, y), amount in begun.items()
                    if y == at
                    and self.levers.levers[place].id in limit.levers
                    and (not limit.areas or self.levers.routes[route].target.area in limit.areas)
                )
                found.append(counted - limit.most.get(year, 0))
            for area in range(len(self.basis.areas)):
                cells = slice(area * LEVELS, (area + 1) * LEVELS)
                grown = staff[cells, at + 1].sum() - staff[cells, at].sum()
                by_share = goal.growth_per_year * first[cells, at].sum() >= goal.growth_wte
                may = goal.growth_per_year * there[cells, at].sum() if by_share else goal.growth_wte
                found.append(grown - may)
            for cell in range(len(first)):
                left = kept = 0.0
                for (route, place, y), amount in begun.items():
                    lever, way = self.levers.levers[place], self.levers.routes[route]
                    if y + lever.lead_years != at:
                        continue
                    if lever.act is Act.MOVE and way.origin.at(self.basis.areas) == cell:
                        left += amount * float(told.takes[place])
                    if lever.act is Act.KEEP and way.target.at(self.basis.areas) == cell:
                        kept += amount
                relieved = sum(
                    self.change(np.array([amount if key == one else 0.0 for one in begun]))[1][cell, at]
                    for key, amount in begun.items()
                    if self.levers.levers[key[1]].act is Act.RELIEVE
                )
                work = min(demand.reshape(len(first), -1)[cell, at + 1] for demand in self.basis.demand.values())
                found.append(relieved - work)
                found += [left - goal.moving_share * there[cell, at], kept - there[cell, at], -there[cell, at + 1]]
        return found

    def cost(self, amounts: Sequence[float]) -> float:
        """Pounds, without set-up: pay of whom a plan loses saves nothing. Prices do not grow here, and pay is one."""
        pay, years = float(self.basis.pay[0, 0]), len(self.basis.projected)
        total = 0.0
        for at, ((_, place, start), amount) in enumerate(zip(self.starts, amounts, strict=True)):
            lever = self.levers.levers[place]
            alone = np.zeros(len(self.starts))
            alone[at] = amount
            under_way = [0] if lever.act is Act.KEEP else range(max(lever.lead_years, 1))
            if lever.act is Act.STAND_IN:
                under_way = range(lever.lead_years, lever.lead_years + (lever.lasts_years or years))
            total += amount * lever.costs.per_start.value
            total += amount * lever.costs.per_year.value * sum(start + lag < years for lag in under_way)
            total += sum(max(0.0, paid) for paid in self.change(alone)[0].sum(axis=0) * pay)
        return total

    def confident(self, scenario: str, amounts: Sequence[float], worst: int) -> list[float]:
        """For each area and each choice of so many draws: the sum of their shortfalls, none of which may be above nothing
        if the mean of the worst is not to be.
        """
        by_draw = [-area_sums(self.gap(scenario, amounts, draw)[:, -1]) for draw in range(self.basis.draws)]
        return [
            sum(by_draw[draw][area] for draw in draws)
            for area in range(len(self.basis.areas))
            for draws in combinations(range(self.basis.draws), worst)
        ]

    def hinges(self, scenario: str, amounts: Sequence[float]) -> np.ndarray:
        """Demand less supply by draw, cell and year, flat."""
        return np.array([-self.gap(scenario, amounts, draw) for draw in range(self.basis.draws)]).ravel()


def area_sums(cells: np.ndarray) -> np.ndarray:
    return cells.reshape(-1, LEVELS).sum(axis=1)


def lines_of(function: Callable[[np.ndarray], Sequence[float]], count: int) -> tuple[np.ndarray, np.ndarray]:
    """A x + b of what is a straight line, found by asking."""
    at_nothing = np.asarray(function(np.zeros(count)), float)
    columns = [np.asarray(function(unit), float) - at_nothing for unit in np.eye(count)]
    return np.stack(columns, axis=-1) if count else np.zeros((len(at_nothing), 0)), at_nothing


def least(cost: np.ndarray, rows: np.ndarray, constants: np.ndarray) -> float | None:
    """The least cost . x with rows x + constants <= 0 and x >= 0, or None where there is none."""
    found = linprog(cost, A_ub=rows, b_ub=-constants, method="highs-ds")
    if found.status == 2:
        return None
    assert found.status == 0, found.message
    return float(found.fun)


def least_cost_by_hand(plans: NaivePlans, scenario: str, worst: int) -> float | None:
    """Least cost at which no mean of `worst` draws is short in any area."""
    count = len(plans.starts)

    def wanted(amounts: np.ndarray) -> list[float]:
        demand = plans.basis.demand[scenario].reshape(-1, plans.basis.demand[scenario].shape[-1])[:, -1]
        goal, gap = plans.levers.goal, plans.gap(scenario, amounts)
        levels = list(-gap[:, -1] - (1 - goal.level_share) * demand)
        for milestone in goal.milestones:
            at = plans.basis.projected.index(milestone.year)
            before = area_sums(plans.gap(scenario, np.zeros(count))[:, at])
            gained = area_sums(gap[:, at]) - before
            levels += list(milestone.closes * np.maximum(-before, 0) - gained)
        return [*plans.rules(amounts), *plans.confident(scenario, amounts, worst), *levels]

    rows, constants = lines_of(wanted, count)
    cost, _ = lines_of(lambda amounts: [plans.cost(amounts)], count)
    return least(cost[0], rows, constants)


def least_missing_by_hand(plans: NaivePlans, scenario: str, budget: float, price: float = 0.0) -> float:
    """Least mean of what is missing within a budget in all; or, at a price of what is missing, the least loss."""
    count = len(plans.starts)
    rows, constants = lines_of(plans.rules, count)
    cost, _ = lines_of(lambda amounts: [plans.cost(amounts)], count)
    hinge, at_nothing = lines_of(lambda amounts: plans.hinges(scenario, amounts), count)
    missing = len(hinge)
    whole = np.block([[rows, np.zeros((len(rows), missing))], [hinge, -np.eye(missing)]])
    constants = np.concatenate([constants, at_nothing])
    per_hinge = np.full(missing, 1 / plans.basis.draws)
    if price:
        found = least(np.concatenate([cost[0], price * per_hinge]), whole, constants)
    else:
        whole = np.vstack([whole, np.concatenate([cost[0], np.zeros(missing)])])
        found = least(np.concatenate([np.zeros(count), per_hinge]), whole, np.append(constants, -budget))
    assert found is not None
    return found
