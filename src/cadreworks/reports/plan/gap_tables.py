"""What does the plan do for the gap? Tables by area, by area and level, by year and by lever, and goal by goal."""

from __future__ import annotations

from cadreworks.plan.evaluate import Outcome
from cadreworks.plan.result import PlanResult
from cadreworks.reports.notes import TOTAL_AREA, level_names
from cadreworks.reports.plan.notes import (
    area_names,
    band_note,
    confidence_note,
    source_of,
    straight_line_note,
)
from cadreworks.reports.plan.sums import cost_of_missing, missing_by_year, scenarios_in_order, used_levers
from cadreworks.reports.plan.verdict import goal_checks
from cadreworks.reports.published_table import NONE_HELD, Heading, PublishedTable, Shown, Value
from cadreworks.vocabulary import LEVEL_IDS

_CHANGE = "Shortfall (\u2212) or excess (+)"


def goals_table(result: PlanResult) -> PublishedTable:
    """Each goal of the levers file, and whether the plan meets it."""
    return PublishedTable(
        id="plan-goals",
        title="What was asked of the plan, and whether it is met",
        headings=(Heading("Asked", wide=True), Heading("Found", wide=True), Heading("Met")),
        rows=tuple((check.asked, check.found, "yes" if check.met else "no") for check in goal_checks(result)),
        source=source_of(result),
        notes=(confidence_note(result),),
        held=NONE_HELD,
    )


def gap_by_area(result: PlanResult) -> list[PublishedTable]:
    """For each scenario: the gap at the horizon before and after the plan, with its band and confidence, by area."""
    last = result.basis.horizon.last
    return [
        PublishedTable(
            id=f"plan-gap--{scenario}",
            title=f"{_CHANGE} in {last} before and after the plan, by area of work, {name}",
            headings=(
                Heading("Area of work"),
                Heading("Before, WTE", Shown.WTE_CHANGE),
                Heading("After, WTE", Shown.WTE_CHANGE),
                Heading("5th percentile, after", Shown.WTE_CHANGE),
                Heading("95th percentile, after", Shown.WTE_CHANGE),
                Heading("Confidence before", Shown.PER_CENT),
                Heading("Confidence after", Shown.PER_CENT),
            ),
            rows=tuple(_gap_rows(result, outcome)),
            source=source_of(result),
            notes=(confidence_note(result), band_note(result)),
            totals=True,
        )
        for scenario, name, outcome in scenarios_in_order(result)
    ]


def _gap_rows(result: PlanResult, outcome: Outcome) -> list[tuple[Value, ...]]:
    before, after = outcome.gap_before.central, outcome.gap_after
    return [
        (
            area,
            float(before[at, -1, -1]),
            *(float(part[at, -1, -1]) for part in (after.central, after.p05, after.p95)),
            float(outcome.confident_before[at]),
            float(outcome.confident_after[at]),
        )
        for at, area in enumerate(area_names(result))
    ]


def gap_by_level(result: PlanResult) -> list[PublishedTable]:
    """For each scenario: the gap at the horizon before and after, by area and level."""
    last = result.basis.horizon.last
    tables = []
    for scenario, name, outcome in scenarios_in_order(result):
        rows: list[tuple[Value, ...]] = []
        for at_area, area in enumerate(area_names(result)):
            for at_level, level in enumerate(level_names()):
                at = (at_area, at_level, -1)
                after = outcome.gap_after
                numbers = (outcome.gap_before.central, after.central, after.p05, after.p95)
                rows.append((area, level, *(float(part[at]) for part in numbers)))
        tables.append(
            PublishedTable(
                id=f"plan-levels--{scenario}",
                title=f"{_CHANGE} in {last} before and after the plan, by area of work and job level, {name}",
                headings=(
                    Heading("Area of work"),
                    Heading("Job level"),
                    Heading("Before, WTE", Shown.WTE_CHANGE),
                    Heading("After, WTE", Shown.WTE_CHANGE),
                    Heading("5th percentile, after", Shown.WTE_CHANGE),
                    Heading("95th percentile, after", Shown.WTE_CHANGE),
                ),
                rows=tuple(rows),
                source=source_of(result),
                notes=(band_note(result),),
                row_headings=2,
            )
        )
    return tables


def closed_by_lever(result: PlanResult) -> PublishedTable:
    """What each lever changes of the gap at the horizon, by area."""
    last = result.basis.horizon.last
    levers = used_levers(result)
    rows: list[tuple[Value, ...]] = [
        (sums.lever.name, *(float(value) for value in sums.closes), float(sums.closes.sum())) for sums in levers
    ]
    totals = [sum(float(sums.closes[at]) for sums in levers) for at in range(len(result.basis.areas))]
    rows.append(("All levers", *totals, sum(totals)))
    note = straight_line_note(result)
    return PublishedTable(
        id="plan-closed-by-lever",
        title=f"What each lever changes of the gap in {last}, by area of work, WTE",
        headings=(
            Heading("Lever"),
            *(Heading(area, Shown.WTE_CHANGE) for area in area_names(result)[:-1]),
            Heading(TOTAL_AREA, Shown.WTE_CHANGE),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(
            f"Of all who start, those who are still there in {last}, less those whom the lever took from the area. "
            "What only bridges the years until then shows as 0.",
            *([note] if note else []),
        ),
        totals=True,
    )


def nothing_done(result: PlanResult) -> PublishedTable:
    """What doing nothing costs: by area in the scenarios to close, in all in the others."""
    rows: list[tuple[Value, ...]] = []
    areas = len(result.basis.areas)
    for scenario, name, outcome in scenarios_in_order(result):
        before, after = outcome.gap_before.central, outcome.gap_after.central
        missing, priced = missing_by_year(before), cost_of_missing(result, before)
        left, left_priced = missing_by_year(after), cost_of_missing(result, after)
        for at, area in enumerate(area_names(result)):
            if at < areas and scenario not in result.levers.goal.closes:
                continue
            place = slice(None) if at == areas else at
            parts = (missing, priced, left, left_priced)
            rows.append((name, area, *(float(part[place].sum()) for part in parts)))
    price = result.levers.register[result.levers.shortfall_gbp.id]
    return PublishedTable(
        id="plan-nothing-done",
        title=f"What missing staff cost, {result.basis.projected[0]} to {result.basis.horizon.last}, without and with "
        "the plan, by area of work",
        headings=(
            Heading("Scenario"),
            Heading("Area of work"),
            Heading("WTE-years missing without the plan", Shown.WTE),
            Heading("Their price, £ million", Shown.MILLIONS),
            Heading("WTE-years missing with the plan", Shown.WTE),
            Heading("Their price, £ million (with the plan)", Shown.MILLIONS),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(
            f"Shortfalls of each of the {len(LEVEL_IDS)} job levels count; an excess elsewhere makes up for none. A "
            f"missing WTE is priced at £{price.in_use:,.0f} a year in pounds of {result.levers.price_year}, growing as "
            f"other prices do: {price.source}.",
        ),
        row_headings=2,
        held=1,
    )
