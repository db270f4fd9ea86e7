"""What does the plan cost? Tables by lever, and by year and funder, with measures and pay apart."""

from __future__ import annotations

import numpy as np

from cadreworks.plan.levers import Funder
from cadreworks.plan.result import PlanResult
from cadreworks.reports.plan.notes import FUNDERS, PAY_NOTE, band_note, source_of
from cadreworks.reports.plan.sums import lever_sums, measures_by_funder, measures_by_year, pay_by_year, used_levers
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, share

ALL_LEVERS, ALL_YEARS = "All levers", "All years"


def cost_band(result: PlanResult) -> tuple[float, float]:
    """The 5th and 95th percentile of what the plan costs in all."""
    low, high = np.quantile(result.evaluation.cost_drawn, (0.05, 0.95)).tolist()
    return float(low), float(high)


def cost_by_lever(result: PlanResult) -> PublishedTable:
    """Set-up, other measures, pay and their sum by lever, and the cost of a WTE that the lever gave."""
    rows: list[tuple[Value, ...]] = []
    for sums in used_levers(result):
        set_up, measures, pay = (float(part.sum()) for part in (sums.set_up, sums.measures, sums.pay))
        gave, started, wasted = (
            float(part.sum()) for part in (sums.people.gave, sums.people.started, sums.people.wasted)
        )
        rows.append(
            (
                sums.lever.name,
                FUNDERS[sums.lever.funder],
                set_up,
                measures - set_up,
                pay,
                measures + pay,
                share(measures, gave),
                (measures - set_up) * wasted / started,
            )
        )
    totals = [sum(float(row[at] or 0) for row in rows) for at in (2, 3, 4, 5)]
    rows.append((ALL_LEVERS, "", *totals, None, sum(float(row[7] or 0) for row in rows)))
    return PublishedTable(
        id="plan-cost-by-lever",
        title=f"What the plan costs by lever, {result.basis.projected[0]} to {result.basis.horizon.last}",
        headings=(
            Heading("Lever"),
            Heading("Who pays for the measure", under=True),
            Heading("Set-up, £ million", Shown.MILLIONS),
            Heading("Other measures, £ million", Shown.MILLIONS),
            Heading("Pay of staff added, £ million", Shown.MILLIONS),
            Heading("Measures and pay, £ million", Shown.MILLIONS),
            Heading("Measures for each WTE that it gave, £", Shown.WTE),
            Heading("Measures spent on starts that came to nothing, £ million", Shown.MILLIONS),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(
            PAY_NOTE,
            "Pay is less than nothing where a lever moves staff who are then missing elsewhere, or to lower pay.",
            "What was spent on starts that came to nothing is their share of the measures but the set-up.",
        ),
        totals=True,
    )


def cost_by_year(result: PlanResult) -> PublishedTable:
    """Cost by year: measures by funder, pay, and the sum with its band."""
    funders, pay = measures_by_funder(result), pay_by_year(result)
    drawn = result.evaluation.cost_by_year_drawn
    low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
    whole = result.evaluation.cost.by_year
    rows: list[tuple[Value, ...]] = [
        (
            str(year),
            *(float(funders[funder][at]) for funder in Funder),
            float(pay[at]),
            float(whole[at]),
            float(low[at]),
            float(high[at]),
        )
        for at, year in enumerate(result.basis.projected)
    ]
    sums = (*(float(funders[funder].sum()) for funder in Funder), float(pay.sum()), float(whole.sum()))
    rows.append((ALL_YEARS, *sums, *cost_band(result)))
    return PublishedTable(
        id="plan-cost-by-year",
        title="What the plan costs by year, and who pays",
        headings=(
            Heading("Year to 31 March"),
            *(Heading(f"Measures: {FUNDERS[funder]}, £ million", Shown.MILLIONS) for funder in Funder),
            Heading("Pay of staff added, employers, £ million", Shown.MILLIONS),
            Heading("Measures and pay, £ million", Shown.MILLIONS),
            Heading("5th percentile", Shown.MILLIONS),
            Heading("95th percentile", Shown.MILLIONS),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(PAY_NOTE, band_note(result)),
        totals=True,
    )


def cost_by_lever_and_year(result: PlanResult) -> PublishedTable:
    """Measures and pay together by lever and year."""
    rows: list[tuple[Value, ...]] = []
    for sums in used_levers(result):
        for said, values in (("measures", sums.measures), ("pay", sums.pay)):
            rows.append((sums.lever.name, said, *(float(value) for value in values), float(values.sum())))
    by_year = measures_by_year(result) + pay_by_year(result)
    rows.append((ALL_LEVERS, "measures and pay", *(float(value) for value in by_year), float(by_year.sum())))
    return PublishedTable(
        id="plan-cost-by-lever-and-year",
        title="What the plan costs by lever and year, £ million",
        headings=(
            Heading("Lever"),
            Heading("What for"),
            *(Heading(str(year), Shown.MILLIONS) for year in result.basis.projected),
            Heading(ALL_YEARS, Shown.MILLIONS),
        ),
        rows=tuple(rows),
        source=source_of(result),
        notes=(PAY_NOTE,),
        row_headings=2,
        totals=True,
    )


def cost_in_all(result: PlanResult) -> tuple[float, float, float]:
    """Pounds in all: measures, pay, and their sum."""
    measures = sum(float(sums.measures.sum()) for sums in lever_sums(result))
    pay = float(pay_by_year(result).sum())
    return measures, pay, measures + pay
