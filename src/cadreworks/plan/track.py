"""How far has a plan come? Planned sizes and what really started -> by lever and year a status, and what it means.

    status     of starts over planned starts: `stopped` where nobody started, `behind` below nine tenths, `ahead` above
               eleven tenths, otherwise `on course`; `not planned` where nothing was planned, `not told` where nothing
               is known
    triggers   fewer starts, or fewer arrivals, than the low end of the lever's ranges allows; measures dearer by a
               tenth than the starts explain
    gap        the starts that are missing (or beyond the plan) x their response at the horizon

Years that nobody has told anything of are those to come: they stay as planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.actuals import Actual, actual_sizes
from cadreworks.plan.basis import Footing
from cadreworks.plan.costs import UnitCosts, cost_of, unit_costs
from cadreworks.plan.effects import arriving
from cadreworks.plan.estimates import central_estimates
from cadreworks.plan.evaluate import ENOUGH_WTE
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import Lever, LeverSet
from cadreworks.plan.response import Responses, respond
from cadreworks.plan.thresholds import gives_of, least_share

BEHIND, AHEAD = 0.9, 1.1
"""Starts over planned starts beyond which a lever is behind or ahead."""
DEARER = 1.1
"""Measures over what the actual starts should cost beyond which somebody should look."""


class Status(Enum):
    """How the starts of one lever in one year stand against the plan."""

    ON_COURSE = "on course"
    BEHIND = "behind"
    AHEAD = "ahead"
    STOPPED = "stopped"
    NOT_PLANNED = "not planned"
    NOT_TOLD = "not told"


class Trigger(Enum):
    """What calls for somebody to act."""

    STARTS = "too few start"
    ARRIVALS = "too few arrive"
    COST = "dearer than its starts explain"


@dataclass(frozen=True)
class Tracked:
    """One lever in one year. wte and pounds (measures only); None where nothing is told.

    expected: of those who really started; gap_wte: what the difference in starts changes of the gap at the horizon
    """

    lever: Lever
    year: int
    planned_wte: float
    started_wte: float | None
    planned_arrivals_wte: float
    expected_arrivals_wte: float
    arrived_wte: float | None
    planned_cost_gbp: float
    expected_cost_gbp: float
    cost_gbp: float | None
    gap_wte: float
    status: Status
    triggers: tuple[Trigger, ...]

    @property
    def share(self) -> float | None:
        """Starts over planned starts; None where that means nothing."""
        if self.started_wte is None or self.planned_wte <= 0:
            return None
        return self.started_wte / self.planned_wte


@dataclass(frozen=True)
class Progressed:
    """A plan so far. until: the last year that anything is told of; gap_by_area: what differences in starts up to it
    change of the gap at the horizon, WTE by area
    """

    until: int
    rows: tuple[Tracked, ...]
    gap_by_area: Array

    def of_lever(self, lever: Lever) -> list[Tracked]:
        return [row for row in self.rows if row.lever is lever]


@dataclass(frozen=True)
class _Books:
    """What all rows are worked out from. Sizes are (route, projected year)."""

    levers: LeverSet
    footing: Footing
    planned: Array
    actual: Array
    units: UnitCosts
    responses: Responses


def track(levers: LeverSet, footing: Footing, planned: Array, actuals: Iterable[Actual]) -> Progressed:
    """Hold what happened against the plan of these sizes, (route, projected year). Raises ValueError where nothing is
    told.
    """
    told = tuple(actuals)
    if not told:
        raise ValueError("nothing is told of what happened")
    until = max(actual.year for actual in told)
    estimates = central_estimates(levers)
    responses = respond(levers, estimates, footing.carry, footing.areas)
    books = _Books(
        levers,
        footing,
        planned,
        actual_sizes(told, levers, footing.horizon, planned),
        unit_costs(levers, estimates, responses, footing.pay, footing.horizon),
        responses,
    )
    rows = tuple(_rows(books, told, until))
    changed = _gap_at_horizon(books, slice(None), slice(None)).reshape(len(footing.areas), -1).sum(axis=1)
    return Progressed(until, rows, changed)


def _rows(books: _Books, told: tuple[Actual, ...], until: int) -> Iterator[Tracked]:
    costs = [_measures(books, sizes) for sizes in (books.planned, books.actual)]
    for place, lever, routes in books.levers.with_routes():
        arrivals, least = _arrivals(books, lever, routes), least_share(lever, books.levers.register)
        for at, year in enumerate(books.footing.projected[: books.footing.horizon.index(until)]):
            of_year = [actual for actual in told if (actual.lever, actual.year) == (lever.id, year)]
            planned, started = float(books.planned[routes, at].sum()), _sum_told(of_year, "started_wte")
            if not of_year and planned <= 0 and arrivals[0][at] <= 0:
                continue
            row = Tracked(
                lever=lever,
                year=year,
                planned_wte=planned,
                started_wte=started,
                planned_arrivals_wte=float(arrivals[0][at]),
                expected_arrivals_wte=float(arrivals[1][at]),
                arrived_wte=_sum_told(of_year, "arrived_wte"),
                planned_cost_gbp=float(costs[0][place, at]),
                expected_cost_gbp=float(costs[1][place, at]),
                cost_gbp=_sum_told(of_year, "cost_gbp"),
                gap_wte=float(_gap_at_horizon(books, routes, slice(at, at + 1)).sum()),
                status=_status(planned, started),
                triggers=(),
            )
            yield replace(row, triggers=tuple(_triggers(row, least)))


def _sum_told(actuals: list[Actual], field: str) -> float | None:
    """The sum over rows of one lever and year; None where no row tells it."""
    told = [value for actual in actuals if (value := getattr(actual, field)) is not None]
    return float(sum(told)) if told else None


def _measures(books: _Books, sizes: Array) -> Array:
    """Pounds of measures by lever and year, set-up included."""
    cost = cost_of(books.units, books.levers, sizes)
    of_starts = np.stack([cost.measures[routes].sum(axis=(0, 1)) for _, _, routes in books.levers.with_routes()])
    found: Array = of_starts + cost.set_up
    return found


def _arrivals(books: _Books, lever: Lever, routes: slice) -> tuple[Array, Array]:
    """What comes about by year from the planned and from the actual starts of one lever."""
    gives = np.full(len(lever.routes), gives_of(lever, books.levers.register)[1])
    if lever.act is Act.KEEP:
        gives = gives * books.footing.carry.leaving[[route.target.at(books.footing.areas) for route in lever.routes]]
    planned, actual = (gives @ arriving(books.levers, sizes)[routes] for sizes in (books.planned, books.actual))
    return planned, actual


def _gap_at_horizon(books: _Books, routes: slice, years: slice) -> Array:
    """What differences in starts of these routes and years change of the gap at the horizon, (cell,)."""
    missing = (books.actual - books.planned)[routes, years]
    lags = books.responses.gap[routes, :, ::-1][..., years]  # of a start in a year, the lag at the last year
    found: Array = np.einsum("rcy,ry->c", lags, missing)
    return found


def _status(planned: float, started: float | None) -> Status:
    if started is None:
        return Status.NOT_TOLD
    if planned <= ENOUGH_WTE:
        return Status.NOT_PLANNED
    if started <= ENOUGH_WTE:
        return Status.STOPPED
    if started < BEHIND * planned:
        return Status.BEHIND
    return Status.AHEAD if started > AHEAD * planned else Status.ON_COURSE


def _triggers(row: Tracked, least: float) -> Iterator[Trigger]:
    """least: the share of what is planned or expected below which somebody should act"""
    if row.started_wte is not None and row.started_wte < least * row.planned_wte - ENOUGH_WTE:
        yield Trigger.STARTS
    if row.arrived_wte is not None and row.arrived_wte < least * row.expected_arrivals_wte - ENOUGH_WTE:
        yield Trigger.ARRIVALS
    if row.cost_gbp is not None and row.cost_gbp > DEARER * row.expected_cost_gbp:
        yield Trigger.COST
