"""What is done, by whom, when and how many: tables of levers, their starts, what they give, and what they answer."""

from __future__ import annotations

import numpy as np

from cadreworks.plan.levers import Lever
from cadreworks.plan.result import PlanResult
from cadreworks.plan.thresholds import gives_of
from cadreworks.reports import wording
from cadreworks.reports.plan.notes import (
    COVERED_NOTE,
    FUNDERS,
    WASTED_NOTE,
    YEAR_NOTE,
    does,
    evidence_of,
    gives_to,
    source_of,
    what_starts,
)
from cadreworks.reports.plan.sums import LeverSums, counts_people, lever_sums, started_by_area, used_levers
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, share
from cadreworks.vocabulary import area_of_work, job_level

_NAMED_AREAS = 3
"""How many areas a cell names before it counts them."""


def who_does_what(result: PlanResult) -> PublishedTable:
    """Each lever of the plan with its owner, who pays, when it starts and how many in all; then those left unused."""
    years = result.basis.projected
    rows: list[tuple[Value, ...]] = []
    for sums in lever_sums(result):
        lever, started = sums.lever, np.flatnonzero(sums.started > 0)
        rows.append(
            (
                lever.name,
                lever.kind.name if lever.kind.name != lever.name else "",
                f"{does(lever)}: {_where(result, lever)}",
                lever.owner,
                FUNDERS[lever.funder],
                lever.lead_years,
                years[started[0]] if len(started) else None,
                years[started[-1]] if len(started) else None,
                float(sums.started.sum()),
                what_starts(lever),
            )
        )
    return PublishedTable(
        id="plan-who",
        title="What is done, who does it, who pays, and how many start",
        headings=(
            Heading("Lever"),
            Heading("Its kind", under=True),
            Heading("What it does", wide=True),
            Heading("Owner"),
            Heading("Who pays for the measure"),
            Heading("Years until it works", Shown.YEAR),
            Heading("First year of starts", Shown.YEAR),
            Heading("Last year of starts", Shown.YEAR),
            Heading("Starts in all, WTE", Shown.WTE),
            Heading("What starts are"),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(YEAR_NOTE, "A lever without starts is one that this plan does not use."),
    )


def _where(result: PlanResult, lever: Lever) -> str:
    """The areas to which the lever may give, counted where they are many."""
    names = gives_to(result, lever)
    if len(names) == len(result.basis.areas) > 1:
        return "all areas of work"
    return (
        wording.listed(names)
        if len(names) <= _NAMED_AREAS
        else wording.count(len(names), "area of work", "areas of work")
    )


def starts_by_year(result: PlanResult) -> PublishedTable:
    """Starts by lever and year."""
    rows: list[tuple[Value, ...]] = [
        (sums.lever.name, what_starts(sums.lever), *_with_sum(sums.started)) for sums in used_levers(result)
    ]
    return PublishedTable(
        id="plan-starts",
        title="Starts by lever and year, WTE",
        headings=(Heading("Lever"), Heading("What starts are", under=True), *_years(result)),
        rows=tuple(rows),
        source=source_of(result),
        notes=(YEAR_NOTE, COVERED_NOTE, "Starts of different levers are not of one kind, so no total stands here."),
    )


def starts_by_area(result: PlanResult) -> PublishedTable:
    """Starts by lever, the area to which they give, and year."""
    rows: list[tuple[Value, ...]] = [
        (lever.name, area_of_work(area).name, *_with_sum(started))
        for lever, area, started in started_by_area(result, result.evaluation.sizes)
    ]
    return PublishedTable(
        id="plan-starts-by-area",
        title="Starts by lever, area of work to which they give, and year, WTE",
        headings=(Heading("Lever"), Heading("Area of work"), *_years(result)),
        rows=tuple(rows),
        source=source_of(result),
        notes=(YEAR_NOTE, COVERED_NOTE),
        row_headings=2,
    )


def starts_by_route(result: PlanResult) -> PublishedTable:
    """Starts by route and year: what plan.csv holds, for readers."""
    rows: list[tuple[Value, ...]] = []
    for route, sizes in zip(result.levers.routes, result.evaluation.sizes, strict=True):
        if sizes.sum() > 0:
            ends = [_place(cell.area, cell.level) for cell in (route.origin, route.target)]
            rows.append((result.levers.lever(route.lever).name, *ends, *_with_sum(sizes)))
    return PublishedTable(
        id="plan-starts-by-route",
        title="Starts by lever, from where to where, and year, WTE",
        headings=(Heading("Lever"), Heading("From"), Heading("To"), *_years(result)),
        rows=tuple(rows),
        source=source_of(result),
        notes=(YEAR_NOTE, COVERED_NOTE),
        row_headings=3,
    )


def _place(area: str, level: str) -> str:
    if area == level:
        return {"outside": "outside the NHS", "none": "nobody: work is taken off"}[area]
    return f"{area_of_work(area).name}, {job_level(level).in_a_sentence}"


def _years(result: PlanResult) -> tuple[Heading, ...]:
    return (*(Heading(str(year), Shown.WTE) for year in result.basis.projected), Heading("All years", Shown.WTE))


def _with_sum(values: np.ndarray) -> list[Value]:
    return [*(float(value) for value in values), float(values.sum())]


def what_they_gave(result: PlanResult) -> PublishedTable:
    """People by lever: started, gave, took and wasted, and what a WTE that it gave costs in measures."""
    rows: list[tuple[Value, ...]] = []
    for sums in used_levers(result):
        people = sums.people
        gave = float(people.gave.sum())
        wasted = float(people.wasted.sum()) if counts_people(sums.lever) else None
        rows.append(
            (
                sums.lever.name,
                what_starts(sums.lever),
                float(people.started.sum()),
                gave,
                float(people.took.sum()) if sums.lever.takes else None,
                wasted,
                None if wasted is None else share(wasted, float(people.started.sum())),
                share(float(sums.measures.sum()), gave),
            )
        )
    return PublishedTable(
        id="plan-people",
        title=f"What levers give, take and waste, {result.basis.projected[0]} to {result.basis.horizon.last}, WTE",
        headings=(
            Heading("Lever"),
            Heading("What starts are", under=True),
            Heading("Started", Shown.WTE),
            Heading("Gave", Shown.SHORT),
            Heading("Took from other areas or levels", Shown.SHORT),
            Heading("Wasted", Shown.WTE),
            Heading("Wasted, share of starts", Shown.PER_CENT),
            Heading("Measures for each WTE that it gave, £", Shown.WTE),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(
            WASTED_NOTE,
            COVERED_NOTE,
            f"What starts too late to come about by {result.basis.horizon.last} neither gave nor is wasted.",
        ),
    )


def effects(result: PlanResult) -> PublishedTable:
    """What one start makes, with its range, and how well that is known."""
    register = result.levers.register
    rows: list[tuple[Value, ...]] = []
    for lever in result.levers.levers:
        low, value, high = gives_of(lever, register)
        shares = (register[entry.id].in_use for entry in (lever.completion, lever.drop_out, lever.deadweight))
        rows.append((lever.name, value, low, high, *shares, evidence_of(lever)))
    return PublishedTable(
        id="plan-effects",
        title="What one start of each lever is expected to make, and how well that is known",
        headings=(
            Heading("Lever"),
            Heading("Makes of a WTE", Shown.PER_CENT),
            Heading("Low", Shown.PER_CENT),
            Heading("High", Shown.PER_CENT),
            Heading("Complete", Shown.PER_CENT),
            Heading("Drop out afterwards", Shown.PER_CENT),
            Heading("Would have come anyway", Shown.PER_CENT),
            Heading("Evidence"),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(
            "Low and high take all estimates of a lever at their worse or better ends at once. Of retention the share "
            "is of those who would have left.",
        ),
    )


def sources_of_effects(result: PlanResult) -> PublishedTable:
    """Where the figures of each lever come from."""
    rows = tuple((lever.name, evidence_of(lever), lever.source, lever.note) for lever in result.levers.levers)
    return PublishedTable(
        id="plan-sources",
        title="Where the estimates of each lever come from",
        headings=(Heading("Lever"), Heading("Evidence"), Heading("Source", wide=True), Heading("Note", wide=True)),
        rows=rows,
        source=source_of(result),
    )


def recommendations_of_levers(result: PlanResult) -> PublishedTable | None:
    """Which recommendations each lever answers; None where no lever names any."""
    rows = tuple(
        (sums.lever.name, ", ".join(sums.lever.recommendations), "yes" if sums.used else "no")
        for sums in lever_sums(result)
        if sums.lever.recommendations
    )
    if not rows:
        return None
    return PublishedTable(
        id="plan-recommendations",
        title="Recommendations that the levers answer",
        headings=(Heading("Lever"), Heading("Recommendations", wide=True), Heading("In the plan")),
        rows=rows,
        source=source_of(result),
    )


def levers_of_recommendations(result: PlanResult) -> PublishedTable | None:
    """The same by recommendation: the levers in the plan and those left out."""
    answered: dict[str, list[LeverSums]] = {}
    for sums in lever_sums(result):
        for recommendation in sums.lever.recommendations:
            answered.setdefault(recommendation, []).append(sums)
    if not answered:
        return None
    rows = tuple(
        (recommendation, *("; ".join(each.lever.name for each in of if each.used is used) for used in (True, False)))
        for recommendation, of in sorted(answered.items())
    )
    return PublishedTable(
        id="plan-levers-of-recommendations",
        title="Levers that answer each recommendation",
        headings=(
            Heading("Recommendation"),
            Heading("Levers in the plan", wide=True),
            Heading("Levers left out", wide=True),
        ),
        rows=rows,
        source=source_of(result),
    )
