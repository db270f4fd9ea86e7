"""What does a plan cost, as a line of a program's variables? Starts and first uses -> thousands of pounds."""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.optimise.case import Case
from cadreworks.plan.optimise.program import Line
from cadreworks.plan.optimise.switches import Switches
from cadreworks.plan.optimise.timeline import Timeline, earlier_first

GBP_A_UNIT = 1000.0
"""Programs reckon in thousands of pounds, so that their numbers are of one size."""


def cost_line(case: Case, timeline: Timeline, switches: Switches, place: int, *, year: int | None = None) -> Line:
    """Thousands of pounds to the horizon in the scenario at `place`, or those of one projected year (from 0)."""
    whole = case.cost_of_start
    of_start = whole.sum(axis=-1) if year is None else whole[..., year]
    return _line(timeline.columns[place], of_start) + _set_up(case, switches, place, year)


def settling_line(case: Case, timeline: Timeline, place: int) -> Line:
    """The trifle by which later starts are dearer, so that equal plans are told apart."""
    trifle = case.cost_of_start.sum(axis=-1) * (earlier_first(len(case.years)) - 1.0)
    return _line(timeline.columns[place], trifle)


def _set_up(case: Case, switches: Switches, place: int, year: int | None) -> Line:
    if year is not None:
        return _line(switches.first[place][:, year], case.units.set_up[:, year])
    return _line(switches.first[place], set_up_counted(case))


def set_up_counted(case: Case) -> Array:
    """Pounds that a first use counts for, (lever, projected year): at the prices of the lever's first possible year,
    whenever it is, lest rising prices be a reason to set up before anything is needed.
    """
    first = (case.capacity > 0).argmax(axis=-1)
    at_first = np.take_along_axis(case.units.set_up, first[:, None], axis=-1)
    return np.broadcast_to(at_first, case.units.set_up.shape)


def _line(columns: Array, cost: Array) -> Line:
    there = (columns >= 0) & (cost != 0.0)
    return Line(columns[there].astype(np.int64), cost[there] / GBP_A_UNIT)


def counted_cost(case: Case, sizes: Array) -> float:
    """Pounds that a plan counts for when it is chosen, sizes (route, projected year): as the program reckons."""
    starts = float((case.cost_of_start.sum(axis=-1) * sizes).sum())
    used = np.zeros((len(case.levers.levers), sizes.shape[-1]))
    np.add.at(used, case.lever_of_route, sizes)
    first = (used > 0) & (np.cumsum(used > 0, axis=-1) == 1)
    return starts + float((set_up_counted(case) * first).sum())
