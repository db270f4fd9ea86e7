"""Can a plan be started? Its sizes against the capacity and minimum of each lever, and the limits that levers share.

Whether it takes more staff than there are is told by the projection, not here.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.plan.levers import LeverSet, SharedLimit, shown_wte
from cadreworks.problems import ProblemList

ROUNDING_WTE = 1e-6
"""By so much a plan may pass a bound, since sums of what an optimiser found are not exact."""
ROUNDING_TO_WHOLE_WTE = 0.5
"""The same for each row of a plan that was rounded to whole numbers, as people do before they sign it."""


def check_sizes(sizes: Array, levers: LeverSet, problems: ProblemList, *, horizon: Horizon, where: str) -> None:
    """Add a problem for each lever or limit and year that the plan, (route, projected year), breaks.

    where: the file, or the part of it, that holds the plan
    """
    owners = np.array([route.lever for route in levers.routes])
    years = horizon.years[1:]
    for lever in levers.levers:
        of_lever = sizes[owners == lever.id]
        started = of_lever.sum(axis=0)
        for at, (year, amount) in enumerate(zip(years, started, strict=True)):
            most, place = lever.capacity.get(year, 0.0), f"{where}, {lever.id} in {year}"
            if amount > most + _rounding(of_lever[:, at]):
                what = f"{shown_wte(amount)} wte would start, more than its capacity of {shown_wte(most)}"
                problems.add(place, what, "Start fewer, or raise its capacity.", kind="above capacity")
            elif ROUNDING_WTE < amount < lever.minimum - ROUNDING_WTE:
                what = f"{shown_wte(amount)} wte would start, fewer than its minimum of {shown_wte(lever.minimum)}"
                problems.add(place, what, "Start as many as that, or none.", kind="below minimum")
    for limit in levers.limits:
        _check_limit(limit, sizes, levers, problems, years=years, where=where)


def _check_limit(
    limit: SharedLimit, sizes: Array, levers: LeverSet, problems: ProblemList, *, years: tuple[int, ...], where: str
) -> None:
    places = routes_under(limit, levers)
    for at, year in enumerate(years):
        started = [place for place in places if sizes[place, at] > 0]
        amount, most = float(sizes[started, at].sum()), limit.most.get(year, 0.0)
        if amount > most + _rounding(sizes[started, at]):
            named = " and ".join(dict.fromkeys(levers.routes[place].lever for place in started))
            what = f"{shown_wte(amount)} wte would start, more than the limit {limit.id} of {shown_wte(most)}"
            problems.add(f"{where}, {named} in {year}", what, "Start fewer, or raise the limit.", kind="above limit")


def _rounding(amounts: Array) -> float:
    """By how much a sum of these may pass a bound. One row alone may not: its bound could have been kept."""
    started = amounts[amounts > 0]
    if len(started) > 1 and bool(np.all(started == np.rint(started))):
        return ROUNDING_TO_WHOLE_WTE * len(started)
    return ROUNDING_WTE


def routes_under(limit: SharedLimit, levers: LeverSet) -> tuple[int, ...]:
    """The places, among all routes, of those whose starts count towards a limit."""
    return tuple(
        place
        for place, route in enumerate(levers.routes)
        if route.lever in limit.levers and (not limit.areas or route.target.area in limit.areas)
    )
