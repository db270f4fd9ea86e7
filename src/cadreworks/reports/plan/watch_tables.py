"""What should be watched, and when should somebody act? Thresholds of starts and arrivals; demand that tells much.

A threshold of arrivals is the low end of their range, with every estimate of the lever at its worse end. That of starts
is so few that even at the stated effect no more than this would arrive.
"""

from __future__ import annotations

import numpy as np

from cadreworks.plan.result import PlanResult
from cadreworks.plan.thresholds import least_share
from cadreworks.reports.plan.choice_tables import years_before_decision
from cadreworks.reports.plan.notes import YEAR_NOTE, area_names, source_of, what_starts
from cadreworks.reports.plan.sums import LeverSums, used_levers
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value

_NOTE = (
    "What comes about below the threshold lies below the low end of its range: the lever works worse than its owner "
    "said was possible. So few starts as the threshold of starts would bring no more than that low end."
)
_HEADINGS = (
    Heading("Planned starts", Shown.WTE),
    Heading("Act if fewer start than", Shown.WTE),
    Heading("Expected to come about", Shown.SHORT),
    Heading("Act if fewer come about than", Shown.SHORT),
)


def watch_first_years(result: PlanResult) -> PublishedTable:
    """For each lever what should have started and come about before the year of decision, and below which to act."""
    now = max(years_before_decision(result), 1)
    until = result.basis.projected[now - 1]
    rows: list[tuple[Value, ...]] = []
    for sums in used_levers(result):
        numbers = _watched(result, sums, slice(0, now))
        if numbers[0] is not None:
            rows.append((sums.lever.name, what_starts(sums.lever), *numbers))
    return PublishedTable(
        id="plan-watch-first-years",
        title=f"What to watch, and when to act: starts and arrivals by lever up to 31 March {until}, WTE",
        headings=(Heading("Lever"), Heading("What starts are", under=True), *_HEADINGS),
        rows=tuple(rows),
        source=source_of(result),
        notes=(_NOTE, _TRACKED_BY_YEAR),
    )


def watch_by_year(result: PlanResult) -> PublishedTable:
    """For each lever and year: starts and arrivals planned, and below which of each to act."""
    rows: list[tuple[Value, ...]] = []
    for sums in used_levers(result):
        for at, year in enumerate(result.basis.projected):
            numbers = _watched(result, sums, slice(at, at + 1))
            if any(numbers):
                rows.append((sums.lever.name, what_starts(sums.lever), year, *numbers))
    return PublishedTable(
        id="plan-watch",
        title="What to watch, and when to act: starts and arrivals by lever and year, WTE",
        headings=(
            Heading("Lever"),
            Heading("What starts are", under=True),
            Heading("Year to 31 March", Shown.YEAR),
            *_HEADINGS,
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(YEAR_NOTE, _NOTE),
        row_headings=3,
    )


_TRACKED_BY_YEAR = (
    "These are sums of all years up to then. Following the plan up holds each year against a threshold of its own, "
    "which the workbook has, so that a good year does not hide a bad one."
)


def _watched(result: PlanResult, sums: LeverSums, years: slice) -> tuple[float | None, ...]:
    """Starts, their threshold, arrivals and theirs in some years; None where there are none."""
    ratio = least_share(sums.lever, result.levers.register)
    planned, expected = float(sums.started[years].sum()), float(sums.people.gave[years].sum())
    return tuple(number or None for number in (planned, ratio * planned, expected, ratio * expected))


def which_scenario(result: PlanResult) -> PublishedTable | None:
    """Demand by area and scenario at the year of decision, and the midpoint that parts them; None with one scenario."""
    goal, basis = result.levers.goal, result.basis
    others = [scenario for scenario in basis.scenarios if scenario != goal.closes[0]]
    if not others or goal.decide_in not in basis.horizon.years:
        return None
    at, names = basis.horizon.index(goal.decide_in), result.study.scenarios

    def demand(scenario: str) -> list[float]:
        by_area = basis.demand[scenario][..., at].sum(axis=1)
        return [*by_area.tolist(), float(by_area.sum())]

    closes = demand(goal.closes[0])
    columns = [demand(scenario) for scenario in others]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            area,
            closes[place],
            *(value for column in columns for value in (column[place], (closes[place] + column[place]) / 2)),
        )
        for place, area in enumerate(area_names(result))
    )
    headings = [
        heading
        for scenario in others
        for heading in (
            Heading(f"Demand if {names[scenario]} comes, WTE", Shown.WTE),
            Heading(f"Midpoint to {names[scenario]}, WTE", Shown.WTE),
        )
    ]
    return PublishedTable(
        id="plan-which-scenario",
        title=f"Which scenario is coming: demand in {goal.decide_in} by area of work, and what parts the scenarios",
        headings=(
            Heading("Area of work"),
            Heading(f"Demand if {names[goal.closes[0]]} comes, WTE", Shown.WTE),
            *headings,
        ),
        rows=rows,
        source=source_of(result),
        notes=(
            f"Hold what a repeated demand exercise says of {goal.decide_in} against the midpoint: the scenario on its "
            "side is the one that is coming. Areas in which scenarios lie close together tell little.",
        ),
        totals=True,
    )


def telling_areas(result: PlanResult) -> list[tuple[str, float]]:
    """Areas by how far demand of the scenarios lies apart at the year of decision, WTE, the furthest first."""
    goal, basis = result.levers.goal, result.basis
    if goal.decide_in not in basis.horizon.years or len(basis.scenarios) < 2:
        return []
    at = basis.horizon.index(goal.decide_in)
    by_scenario = np.stack([demand[..., at].sum(axis=1) for demand in basis.demand.values()])
    apart = by_scenario.max(axis=0) - by_scenario.min(axis=0)
    return sorted(zip(area_names(result)[:-1], apart.tolist(), strict=True), key=lambda pair: -pair[1])
