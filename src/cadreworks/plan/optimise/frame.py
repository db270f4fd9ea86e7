"""What do all programs of plans have in common? Starts, switches and limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.optimise.case import Case
from cadreworks.plan.optimise.limits import Limit, LimitKind, limits_of
from cadreworks.plan.optimise.program import Entries, Places, Program
from cadreworks.plan.optimise.spending import GBP_A_UNIT, cost_line
from cadreworks.plan.optimise.switches import Switches, add_switches
from cadreworks.plan.optimise.timeline import Timeline, add_starts

SMALLEST_WTE = 1e-7
"""Amounts below this are nothing."""


@dataclass(frozen=True)
class Budget:
    """Pounds of each year, and in all; None where there is no limit. Both hold for what a plan counts for."""

    per_year: float | None = None
    in_all: float | None = None


@dataclass(frozen=True)
class Frame:
    """A program with starts, switches and limits, to which goals and an objective are added."""

    case: Case
    program: Program
    timeline: Timeline
    switches: Switches

    def sizes(self, values: Array) -> dict[str, Array]:
        """The amounts of a solution by scenario, (route, projected year)."""
        sizes = self.timeline.sizes(values)
        sizes[sizes < SMALLEST_WTE] = 0.0
        return dict(zip(self.timeline.scenarios, sizes, strict=True))


def start_program(case: Case, scenarios: tuple[str, ...], *, one_plan: bool = False) -> Frame:
    """A program in which any plan within limits can be made."""
    program = Program()
    timeline = add_starts(program, case, scenarios, one_plan=one_plan)
    frame = Frame(case, program, timeline, add_switches(program, case, timeline))
    blocks = limits_of(case)
    for place in range(len(scenarios)):
        for block in blocks:
            entries, rows = timeline.place(block.rows, block.years, place)
            _add_at_most(program, entries, block.most[rows], _marks(frame, block.limits, rows, place, block.years))
    return frame


def _marks(frame: Frame, limits: tuple[Limit, ...], rows: Places, place: int, years: Places) -> tuple[Limit, ...]:
    """The limits with the scenario whose decisions they are about, where it is one."""
    timeline = frame.timeline
    return tuple(
        limits[row] if years[row] < timeline.shared else replace(limits[row], scenario=timeline.scenarios[place])
        for row in rows
    )


def _add_at_most(program: Program, entries: Entries, most: Array, marks: tuple[Limit, ...]) -> None:
    """Rows that have any entry; the others say nothing."""
    told = np.unique(entries.row)
    new = np.full(len(most), -1, dtype=np.int64)
    new[told] = np.arange(len(told))
    program.add_rows(
        Entries(new[entries.row], entries.column, entries.value),
        most=most[told],
        marks=tuple(marks[row] for row in told),
    )


def add_budget(frame: Frame, budget: Budget) -> None:
    """Rows that hold what is spent."""
    timeline = frame.timeline
    for place, scenario in enumerate(timeline.scenarios):
        own = "" if timeline.shared == len(frame.case.years) else scenario
        for at, year in enumerate(frame.case.years):
            if budget.per_year is not None and (place == 0 or at >= timeline.shared):
                line = cost_line(frame.case, timeline, frame.switches, place, year=at)
                mark = Limit(LimitKind.BUDGET, "", year=year, scenario=own if at >= timeline.shared else "")
                frame.program.add_line(line, most=budget.per_year / GBP_A_UNIT, mark=mark)
        if budget.in_all is not None:
            line = cost_line(frame.case, timeline, frame.switches, place)
            mark = Limit(LimitKind.BUDGET_IN_ALL, "", scenario=own)
            frame.program.add_line(line, most=budget.in_all / GBP_A_UNIT, mark=mark)
