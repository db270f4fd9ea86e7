"""What do dated sizes of levers do to flows? Sizes and estimates -> people who enter cells, and what becomes of them.

The same straight lines as in `response`, summed over what starts; worked out cell by cell, so that a thousand draws
take moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.basis import Basis
from cadreworks.plan.estimates import Estimates
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import Lever, LeverSet, Route
from cadreworks.supply.carry import WAYS, Carry, FlowChanges, Way, carry_on


@dataclass(frozen=True)
class PlanParts:
    """What a plan changes, (..., area, level, projected year): staff in post, who stand in, less demand."""

    staff: Array
    standing_in: Array
    relief: Array


def arriving(levers: LeverSet, sizes: Array) -> Array:
    """wte that have come to the end of their lever's lead time, (route, projected year)."""
    found, years = np.zeros_like(sizes), sizes.shape[-1]
    for _, lever, routes in levers.with_routes():
        found[routes, lever.lead_years :] = sizes[routes, : years - lever.lead_years]
    return found


def entering(levers: LeverSet, estimates: Estimates, sizes: Array, basis: Basis) -> Array:
    """wte that a plan lets enter cells, (..., way, cell, projected year), what it keeps left out."""
    cells, (years, coming) = basis.carry.leaving.shape[-1], (sizes.shape[-1], arriving(levers, sizes))
    found = np.zeros((*estimates.gives.shape[:-1], WAYS, cells, years))
    for at, (place, lever, route) in enumerate(_places(levers)):
        if lever.act not in (Act.JOIN, Act.MOVE) or not coming[at].any():
            continue
        way = Way.JOINED if lever.act is Act.JOIN else Way.MOVED
        found[..., way, route.target.at(basis.areas), :] += estimates.gives[..., place, None] * coming[at]
        if lever.takes:
            found[..., way, route.origin.at(basis.areas), :] -= estimates.takes[..., place, None] * coming[at]
    return found


def covered(levers: LeverSet, estimates: Estimates, sizes: Array, basis: Basis) -> Array:
    """wte covered by what keeps people, times the share by which their leaving falls, (..., cell, projected year)."""
    found = np.zeros((*estimates.gives.shape[:-1], basis.carry.leaving.shape[-1], sizes.shape[-1]))
    coming = arriving(levers, sizes)
    for at, (place, lever, route) in enumerate(_places(levers)):
        if lever.act is Act.KEEP:
            found[..., route.target.at(basis.areas), :] += estimates.gives[..., place, None] * coming[at]
    return found


def flow_changes(levers: LeverSet, estimates: Estimates, sizes: Array, basis: Basis) -> FlowChanges:
    """What a plan does to flows in the central run."""
    kept = covered(levers, estimates, sizes, basis)
    opening = basis.supply.reshape(len(kept), -1)[:, :-1]
    leaving_less = np.divide(kept, opening, out=np.zeros_like(kept), where=opening > 0)
    return FlowChanges(entering(levers, estimates, sizes, basis), leaving_less)


def straight_lines(levers: LeverSet, estimates: Estimates, sizes: Array, *, basis: Basis, carry: Carry) -> PlanParts:
    """What a plan does, leaving made rarer put as a straight line; the sum of `response` over all that starts."""
    people = entering(levers, estimates, sizes, basis)
    people[..., Way.KEPT, :, :] += covered(levers, estimates, sizes, basis) * carry.leaving[..., None]
    grid = basis.supply.shape[:-1]
    standing_in, relief = (np.zeros((*people.shape[:-3], *people.shape[-2:])) for _ in range(2))
    at = 0
    for place, lever in enumerate(levers.levers):
        parts = {Act.STAND_IN: standing_in, Act.RELIEVE: relief}
        for route in lever.routes:
            if lever.act in parts and sizes[at].any():
                present = estimates.gives[..., place, None] * _present(lever, sizes[at])
                parts[lever.act][..., route.target.at(basis.areas), :] += present
            at += 1
    staff = carry_on(carry, people)
    return PlanParts(*(part.reshape(*part.shape[:-2], *grid, -1) for part in (staff, standing_in, relief)))


def _present(lever: Lever, started: Array) -> Array:
    """Of those who stand in or relieve, how many do so in each projected year."""
    years = len(started)
    last = lever.lead_years + (years if lever.lasts_years is None else lever.lasts_years)
    found = np.zeros(years)
    for year in np.flatnonzero(started):
        found[year + lever.lead_years : year + last] += started[year]
    return found


def _places(levers: LeverSet) -> Iterator[tuple[int, Lever, Route]]:
    """Each route in order, with its lever and the lever's place."""
    for place, lever in enumerate(levers.levers):
        for route in lever.routes:
            yield place, lever, route
