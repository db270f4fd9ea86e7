"""What does one wte that starts on a route do, year after year? Levers and how people are carried on -> responses.

    gap (cell, year) changes by the sum over routes and years of amount x response (route, cell, years since the start)

A response is the same whichever year the start is in, since rates of a study do not change with the year. What a lever
keeps (`Act.KEEP`) is put as a straight line here: the engine makes leaving rarer instead, among those who are there,
and `evaluate` says by how much the two differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.estimates import Estimates
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import Lever, LeverSet
from cadreworks.supply.carry import Carry, Way

_WAY_IN = {Act.JOIN: Way.JOINED, Act.MOVE: Way.MOVED, Act.KEEP: Way.KEPT}


@dataclass(frozen=True)
class Responses:
    """What one wte that starts on a route does, shape (..., route, cell, lag), lag being years since the start.

    staff: change of staff in post who stay as others do and are paid by the band; stand_in: change of those who stand
    in; relief: by how much demand falls
    """

    staff: Array
    stand_in: Array
    relief: Array

    @property
    def gap(self) -> Array:
        """Change of supply less demand."""
        total: Array = self.staff + self.stand_in + self.relief
        return total


def respond(levers: LeverSet, estimates: Estimates, carry: Carry, areas: tuple[str, ...]) -> Responses:
    """The responses of all routes, in the order of `LeverSet.routes`, for the central run or for draws."""
    lags, cells = carry.lags, carry.leaving.shape[-1]
    shape = np.broadcast_shapes(estimates.gives.shape[:-1], carry.leaving.shape[:-1])
    routes = [(place, lever, route) for place, lever in enumerate(levers.levers) for route in lever.routes]
    parts = {name: np.zeros((*shape, len(routes), cells, lags)) for name in ("staff", "stand_in", "relief")}
    for at, (place, lever, route) in enumerate(routes):
        gives, takes = estimates.gives[..., place], estimates.takes[..., place]
        target = route.target.at(areas)
        if lever.act in _WAY_IN:
            staff = _gives_staff(lever, gives, carry, target)
            if lever.takes:
                staff = staff - takes[..., None, None] * carry.of(Way.MOVED, route.origin.at(areas))
            parts["staff"][..., at, :, lever.lead_years :] = staff[..., : lags - lever.lead_years]
        else:
            name = "stand_in" if lever.act is Act.STAND_IN else "relief"
            last = lags if lever.lasts_years is None else lever.lead_years + lever.lasts_years
            parts[name][..., at, target, lever.lead_years : last] = gives[..., None]
    return Responses(**parts)


def _gives_staff(lever: Lever, gives: Array, carry: Carry, target: int) -> Array:
    """(..., cell, lag since people arrive)."""
    if lever.act is Act.KEEP:
        gives = gives * carry.leaving[..., target]
    given: Array = gives[..., None, None] * carry.of(_WAY_IN[lever.act], target)
    return given


def changes_of(responses: Array, sizes: Array) -> Array:
    """The change that a plan makes, (..., cell, projected year), from responses (..., route, cell, lag).

    sizes: wte that start, (route, projected year)
    """
    years = sizes.shape[-1]
    found = np.zeros((*responses.shape[:-3], responses.shape[-2], years))
    for year in range(years):
        started = np.flatnonzero(sizes[:, year])
        if len(started):
            of_year = np.einsum("...rcl,r->...cl", responses[..., started, :, : years - year], sizes[started, year])
            found[..., year:] += of_year
    return found
