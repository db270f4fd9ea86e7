"""What may a plan not do, whatever it is for? Capacities, growth, moving, and nobody taken where nobody is -> rows.

    capacity  of a lever and year: starts on all its routes
    shared    capacity that several levers have in common
    growth    of an area: staff in year t less those in t-1, both of the plan alone, at most
              growth_per_year x the area's staff in t-1, the plan's among them, or growth_wte where that share of the
              projected staff is less
    moving    out of a cell by levers in a year: at most moving_share of its staff a year before
    there     staff of a cell, what the plan takes and brings included: not less than nobody
    work      taken off a cell by levers: no more than any scenario has there, since the plan is one for all
    kept      a year's starts that keep people: no more than the staff of the cell a year before, since nobody is kept
              twice

Rows are over routes x years of start, in the central run; each is `at most`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import sparse

from cadreworks.bands import Array
from cadreworks.plan.kinds import Act
from cadreworks.plan.optimise.case import Case
from cadreworks.plan.optimise.program import Places
from cadreworks.plan.optimise.timeline import over_years
from cadreworks.vocabulary import LEVEL_IDS


class LimitKind(Enum):
    """What a limit is about."""

    CAPACITY = "capacity"
    SHARED = "shared"
    GROWTH = "growth"
    MOVING = "moving"
    THERE = "there"
    WORK = "work"
    KEPT = "kept"
    BUDGET = "budget"
    BUDGET_IN_ALL = "budget_in_all"


@dataclass(frozen=True)
class Limit:
    """One limit. of: the lever, shared limit or area; level: where it is about a cell; scenario: where it is about
    decisions of one scenario, otherwise empty; year: empty (0) for a budget in all
    """

    kind: LimitKind
    of: str
    level: str = ""
    year: int = 0
    scenario: str = ""


@dataclass(frozen=True)
class Block:
    """Rows over routes x years of start, none above `most`. years: the projected year (from 0) that each is about"""

    rows: sparse.csr_array
    most: Array
    limits: tuple[Limit, ...]
    years: Places


def limits_of(case: Case) -> tuple[Block, ...]:
    """All limits but the budget."""
    staff = over_years(case.responses.staff)
    return (
        _capacity(case),
        _shared(case),
        _growth(case, staff),
        _moving(case, staff),
        _there(case, staff),
        _work(case),
        _kept(case, staff),
    )


def _starts(case: Case, routes: Places, lead: int = 0) -> sparse.csr_array:
    """(year, routes x years): starts on some routes that come about in a year."""
    years = len(case.years)
    started = np.arange(years - lead)
    column = (routes[:, None] * years + started).ravel()
    row = np.broadcast_to(started + lead, (len(routes), years - lead)).ravel()
    shape = (years, len(case.lever_of_route) * years)
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)


def _stack(case: Case, parts: list[tuple[sparse.csr_array, Array, LimitKind, str, str]]) -> Block:
    """Parts of a row a year each."""
    years = case.years
    width = len(case.lever_of_route) * len(years)
    rows = sparse.csr_array(sparse.vstack([part[0] for part in parts])) if parts else sparse.csr_array((0, width))
    most = np.concatenate([part[1] for part in parts]) if parts else np.zeros(0)
    limits = tuple(Limit(kind, of, level, year) for _, _, kind, of, level in parts for year in years)
    return Block(rows, most, limits, np.tile(np.arange(len(years)), len(parts)))


def _capacity(case: Case) -> Block:
    parts = []
    for place, lever in enumerate(case.levers.levers):
        routes = np.flatnonzero(case.lever_of_route == place)
        parts.append((_starts(case, routes), case.capacity[place], LimitKind.CAPACITY, lever.id, ""))
    return _stack(case, parts)


def _shared(case: Case) -> Block:
    parts = []
    ids = [lever.id for lever in case.levers.levers]
    areas_of_targets = np.array([route.target.area for route in case.levers.routes])
    for limit in case.levers.limits:
        counted = np.isin(case.lever_of_route, [ids.index(lever) for lever in limit.levers])
        if limit.areas:
            counted &= np.isin(areas_of_targets, limit.areas)
        most = np.array([limit.most.get(year, 0.0) for year in case.years])
        parts.append((_starts(case, np.flatnonzero(counted)), most, LimitKind.SHARED, limit.id, ""))
    return _stack(case, parts)


def _rows_of(staff: sparse.csr_array, first: int, count: int, years: int) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Staff of the plan in `count` cells from `first` on, by year, and those of the year before, which is nobody at
    first; (year, routes x years).
    """
    now = sparse.csr_array((years, staff.shape[1]))
    for cell in range(first, first + count):
        now = now + staff[cell * years : (cell + 1) * years]
    before = sparse.csr_array(sparse.vstack([sparse.csr_array((1, staff.shape[1])), now[:-1]]))
    return now, before


def _growth(case: Case, staff: sparse.csr_array) -> Block:
    goal, levels, years = case.levers.goal, len(LEVEL_IDS), len(case.years)
    parts = []
    for place, area in enumerate(case.basis.areas):
        now, before = _rows_of(staff, place * levels, levels, years)
        share = goal.growth_per_year * case.supply[place * levels : (place + 1) * levels, :-1].sum(axis=0)
        by_share = share >= goal.growth_wte
        grown = sparse.csr_array(now - before - before.multiply((goal.growth_per_year * by_share)[:, None]))
        parts.append((grown, np.where(by_share, share, goal.growth_wte), LimitKind.GROWTH, area, ""))
    return _stack(case, parts)


def _cell_name(case: Case, cell: int) -> tuple[str, str]:
    return case.basis.areas[cell // len(LEVEL_IDS)], LEVEL_IDS[cell % len(LEVEL_IDS)]


def _moving(case: Case, staff: sparse.csr_array) -> Block:
    share, years = case.levers.goal.moving_share, len(case.years)
    parts = []
    for cell in np.unique(case.origins[case.origins >= 0]):
        _, before = _rows_of(staff, int(cell), 1, years)
        out = sparse.csr_array((years, staff.shape[1]))
        for place, lever in enumerate(case.levers.levers):
            routes = np.flatnonzero((case.origins == cell) & (case.lever_of_route == place))
            if len(routes) and lever.lead_years < years:
                out = out + float(case.estimates.takes[place]) * _starts(case, routes, lever.lead_years)
        most = share * case.supply[cell, :-1]
        parts.append((sparse.csr_array(out - share * before), most, LimitKind.MOVING, *_cell_name(case, int(cell))))
    return _stack(case, parts)


def _there(case: Case, staff: sparse.csr_array) -> Block:
    years = len(case.years)
    taken = (case.responses.staff < 0).any(axis=(0, 2))
    parts = []
    for cell in np.flatnonzero(taken):
        now, _ = _rows_of(staff, int(cell), 1, years)
        row = (sparse.csr_array(-now), case.supply[cell, 1:], LimitKind.THERE, *_cell_name(case, int(cell)))
        parts.append(row)
    return _stack(case, parts)


def _work(case: Case) -> Block:
    years = len(case.years)
    relief = over_years(case.responses.relief)
    least = np.minimum.reduce([case.demand(scenario) for scenario in case.basis.scenarios])
    parts = []
    for cell in np.flatnonzero((case.responses.relief != 0).any(axis=(0, 2))):
        now, _ = _rows_of(relief, int(cell), 1, years)
        parts.append((now, least[cell], LimitKind.WORK, *_cell_name(case, int(cell))))
    return _stack(case, parts)


def _kept(case: Case, staff: sparse.csr_array) -> Block:
    years = len(case.years)
    keeping = np.array([lever.act is Act.KEEP for lever in case.levers.levers], dtype=bool)
    parts = []
    for cell in np.unique(case.targets[keeping[case.lever_of_route]]):
        _, before = _rows_of(staff, int(cell), 1, years)
        covered = sparse.csr_array((years, staff.shape[1]))
        for place in np.flatnonzero(keeping):
            routes = np.flatnonzero((case.targets == cell) & (case.lever_of_route == place))
            lead = case.levers.levers[place].lead_years
            if len(routes) and lead < years:
                covered = covered + _starts(case, routes, lead)
        parts.append(
            (sparse.csr_array(covered - before), case.supply[cell, :-1], LimitKind.KEPT, *_cell_name(case, int(cell)))
        )
    return _stack(case, parts)
