"""When is a lever used at all? Least intakes and set-up costs -> whole numbers of a program.

    on     in a year with a least intake: either nothing starts, or at least that many
    first  the year of first use, in which set-up is paid, at that year's prices. A lever is first used with its least
           intake, or with one wte (or its capacity, if that is less), lest a hundredth of a place be bought early for
           the sake of the price of setting up

Levers with neither need none, and the program stays linear.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.optimise.case import Case
from cadreworks.plan.optimise.program import Flags, Line, Places, Program
from cadreworks.plan.optimise.timeline import NO_COLUMN, Timeline

FIRST_USE_WTE = 1.0


@dataclass(frozen=True)
class Switches:
    """Columns, (scenario, lever, projected year); `NO_COLUMN` where there is none."""

    on: Places
    first: Places


def add_switches(program: Program, case: Case, timeline: Timeline) -> Switches:
    """The whole numbers and the rows that tie them to what starts."""
    least = np.array([lever.minimum for lever in case.levers.levers])
    set_up = case.estimates.set_up
    possible = case.capacity > 0
    on = _columns(program, timeline, possible & (least > 0)[:, None])
    first = _columns(program, timeline, possible & (set_up > 0)[:, None])
    for scenario in range(len(timeline.scenarios)):
        years = np.arange(len(case.years)) >= (0 if scenario == 0 else timeline.shared)
        for place in np.flatnonzero((least > 0) | (set_up > 0)):
            routes = timeline.columns[scenario, case.lever_of_route == place]
            _tie(
                program, routes, on[scenario, place], first[scenario, place], case.capacity[place], least[place], years
            )
    return Switches(on, first)


def _columns(program: Program, timeline: Timeline, wanted: Flags) -> Places:
    """One whole number for each lever and year wanted: shared years have one, later ones one for each scenario."""
    years = np.arange(wanted.shape[-1])
    columns = np.full((len(timeline.scenarios), *wanted.shape), NO_COLUMN, dtype=np.int64)
    early = wanted & (years < timeline.shared)
    columns[:, early] = program.add_variables(int(early.sum()), most=1.0, whole=True)
    for scenario in range(len(timeline.scenarios)):
        late = wanted & (years >= timeline.shared)
        columns[scenario, late] = program.add_variables(int(late.sum()), most=1.0, whole=True)
    return columns


def _tie(
    program: Program, routes: Places, on: Places, first: Places, capacity: Array, least: float, years: Flags
) -> None:
    """Rows of one lever in one scenario; `years` says which of them are this scenario's own."""
    for year in np.flatnonzero(years & (routes >= 0).any(axis=0)):
        starts = Line(routes[:, year], np.ones(len(routes)))
        if on[year] >= 0:
            program.add_line(starts + _times(on[year : year + 1], -capacity[year]), most=0.0)
            program.add_line(starts + _times(on[year : year + 1], -least), least=0.0)
        if first[year] >= 0:
            before = first[: year + 1]
            least_use = max(least, min(FIRST_USE_WTE, capacity[year]))
            program.add_line(starts + _times(before[before >= 0], -capacity[year]), most=0.0)
            program.add_line(starts + _times(first[year : year + 1], -least_use), least=0.0)
    if (first >= 0).any() and years.any():
        program.add_line(_times(first[first >= 0], 1.0), most=1.0)


def _times(columns: Places, factor: float) -> Line:
    return Line(columns, np.full(len(columns), factor))
