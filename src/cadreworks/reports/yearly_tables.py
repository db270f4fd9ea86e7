"""The long tables: supply, demand, gap and cost by area of work and year, each with its band."""

from __future__ import annotations

from collections.abc import Callable

from cadreworks.bands import Uncertain
from cadreworks.reports.notes import area_names, band_notes, source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value
from cadreworks.study import Projection


def yearly(
    projection: Projection, table_id: str, title: str, of_area: Callable[[int], Uncertain], shown: Shown, unit: str
) -> PublishedTable:
    """One quantity by area and year, with its band. of_area: index of the area -> arrays by year"""
    years = projection.study.settings.horizon.years
    rows: list[tuple[Value, ...]] = []
    for index, area in enumerate(area_names(projection)):
        values = of_area(index)
        for at_year, year in enumerate(years):
            rows.append(
                (area, year, *(float(part[at_year]) for part in (values.central, values.p05, values.p50, values.p95)))
            )
    return PublishedTable(
        id=table_id,
        title=title,
        headings=(
            Heading("Area of work"),
            Heading("Year, as at 31 March", Shown.YEAR),
            Heading(unit, shown),
            Heading("5th percentile", shown),
            Heading("50th percentile", shown),
            Heading("95th percentile", shown),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=band_notes(projection),
        row_headings=2,
    )


def _by_year(values: Uncertain, *index: int) -> Uncertain:
    return Uncertain(values.central[index], values.p05[index], values.p50[index], values.p95[index])


def yearly_tables(projection: Projection) -> list[PublishedTable]:
    """Supply, and for each scenario demand, gap and cost, by area and year."""
    horizon = projection.study.settings.horizon
    span = f"{horizon.base} to {horizon.last}"
    tables = [
        yearly(
            projection,
            "supply_by_year",
            f"Projected supply by area of work, {span}",
            lambda area: _by_year(projection.supply, area, -1),
            Shown.WTE,
            "Supply, WTE",
        )
    ]
    for scenario in projection.study.settings.scenarios:
        result = projection.scenarios[scenario.id]
        for name, values, shown, unit in (
            ("Demand", result.demand, Shown.WTE, "Demand, WTE"),
            ("Gap", result.gap, Shown.WTE_CHANGE, "Supply minus demand, WTE"),
        ):
            tables.append(
                yearly(
                    projection,
                    f"{name.lower()}_by_year--{scenario.id}",
                    f"{name} by area of work, {span}, {scenario.name}",
                    lambda area, values=values: _by_year(values, area, -1),  # type: ignore[misc]
                    shown,
                    unit,
                )
            )
        tables.append(
            yearly(
                projection,
                f"cost_by_year--{scenario.id}",
                f"Pay and employment on-costs by area of work, {span}, {scenario.name}",
                lambda area, values=result.cost: _by_year(values, area),  # type: ignore[misc]
                Shown.MILLIONS,
                "Cost, £ million",
            )
        )
    return tables
