"""The publication's main tables: the counterparts of Tables 3.1 to 3.3, the job levels, and the composition.

A projection in, PublishedTable objects out.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand import Scenario
from cadreworks.reports.notes import area_names, band_notes, level_names, no_change_note, source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, share
from cadreworks.reports.result_tables import costs_by_method
from cadreworks.study import Projection
from cadreworks.vocabulary import LEVELS, role_family

METHODS = {
    "by_area": "Each area at its own band",
    "by_level": "Each job level at its own band",
    "at_one_band": "Everybody at one band",
}


def required_change(projection: Projection, scenario: Scenario) -> PublishedTable:
    """The counterpart of Table 3.1: base, demand at the horizon, change in wte and per cent."""
    horizon = projection.study.settings.horizon
    demand = projection.scenarios[scenario.id].demand.central[:, -1, :]
    rows: list[tuple[Value, ...]] = []
    for index, (family, area) in enumerate(zip(_families(projection), area_names(projection), strict=True)):
        base, needed = float(demand[index, 0]), float(demand[index, -1])
        rows.append((family, area, base, needed, needed - base, share(needed - base, base)))
    return PublishedTable(
        id=f"change--{scenario.id}",
        title=f"Change in the workforce required by area of work, {horizon.base} to {horizon.last}, {scenario.name}",
        headings=(
            Heading("Role family"),
            Heading("Area of work"),
            Heading(f"Workforce in {horizon.base}, WTE", Shown.WTE),
            Heading(f"Demand in {horizon.last}, WTE", Shown.WTE),
            Heading("Change, WTE", Shown.WTE_CHANGE),
            Heading("Change, %", Shown.PER_CENT_CHANGE),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        row_headings=2,
        held=1,
        totals=True,
    )


def supply_and_demand(projection: Projection, scenario: Scenario) -> PublishedTable:
    """The counterpart of Table 3.2: supply, demand and gap at the horizon, with the band of the gap."""
    last = projection.study.settings.horizon.last
    result = projection.scenarios[scenario.id]
    columns = (
        projection.supply.central,
        result.demand.central,
        result.gap.central,
        result.gap.p05,
        result.gap.p95,
    )
    rows: list[tuple[Value, ...]] = []
    for index, (family, area) in enumerate(zip(_families(projection), area_names(projection), strict=True)):
        rows.append((family, area, *(float(column[index, -1, -1]) for column in columns)))
    return PublishedTable(
        id=f"gap--{scenario.id}",
        title=f"Projected supply and demand, and the shortfall or excess, by area of work in {last}, {scenario.name}",
        headings=(
            Heading("Role family"),
            Heading("Area of work"),
            Heading(f"Supply in {last}, WTE", Shown.WTE),
            Heading(f"Demand in {last}, WTE", Shown.WTE),
            Heading("Shortfall (\u2212) or excess (+), WTE", Shown.WTE_CHANGE),
            Heading("Its 5th percentile", Shown.WTE_CHANGE),
            Heading("Its 95th percentile", Shown.WTE_CHANGE),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=band_notes(projection),
        row_headings=2,
        held=1,
        totals=True,
    )


def cost_by_area(projection: Projection, scenario: Scenario) -> PublishedTable:
    """The counterpart of Table 3.3: each area's band, workforce and cost at the base year and the horizon."""
    horizon = projection.study.settings.horizon
    result = projection.scenarios[scenario.id]
    bands = [*(f"Band {band}" for band in projection.study.pay.band_of_area), "As above"]
    demand = result.demand.central[:, -1, :]
    rows = tuple(
        (
            area,
            bands[index],
            float(demand[index, 0]),
            float(result.cost.central[index, 0]),
            float(demand[index, -1]),
            float(result.cost.central[index, -1]),
            float(result.cost.p05[index, -1]),
            float(result.cost.p95[index, -1]),
            float(result.baseline_cost[index, -1]),
        )
        for index, area in enumerate(area_names(projection))
    )
    return PublishedTable(
        id=f"cost--{scenario.id}",
        title=f"Pay and employment on-costs by area of work, {horizon.base} and {horizon.last}, {scenario.name}",
        headings=(
            Heading("Area of work"),
            Heading("Agenda for Change band"),
            Heading(f"Workforce in {horizon.base}, WTE", Shown.WTE),
            Heading(f"Cost in {horizon.base}, £ million", Shown.MILLIONS),
            Heading(f"Demand in {horizon.last}, WTE", Shown.WTE),
            Heading(f"Cost in {horizon.last}, £ million", Shown.MILLIONS),
            Heading("Its 5th percentile", Shown.MILLIONS),
            Heading("Its 95th percentile", Shown.MILLIONS),
            Heading(f"Cost in {horizon.last} of an unchanged workforce, £ million", Shown.MILLIONS),
        ),
        rows=rows,
        source=source_of(projection),
        notes=(
            "Everybody is costed at the top of the band. Costs are in the pounds of their own year. "
            "The total is the sum of the areas.",
            *band_notes(projection),
        ),
        totals=True,
    )


def cost_by_method(projection: Projection) -> PublishedTable:
    """What the whole workforce costs by each way of costing, side by side."""
    horizon = projection.study.settings.horizon
    rows = tuple(
        (scenario.name, METHODS[method], float(cost[0]), float(cost[-1]), float(baseline[-1]))
        for scenario in projection.study.settings.scenarios
        for method, (cost, baseline) in costs_by_method(projection.scenarios[scenario.id]).items()
    )
    return PublishedTable(
        id="cost_by_method",
        title="Pay and employment on-costs of the whole workforce, by way of costing, "
        f"{horizon.base} and {horizon.last}",
        headings=(
            Heading("Scenario"),
            Heading("Way of costing"),
            Heading(f"Cost in {horizon.base}, £ million", Shown.MILLIONS),
            Heading(f"Cost in {horizon.last}, £ million", Shown.MILLIONS),
            Heading(f"Cost in {horizon.last} of an unchanged workforce, £ million", Shown.MILLIONS),
        ),
        rows=rows,
        source=source_of(projection),
        notes=(
            "Costing by area cannot see that an area's mix of levels changes; costing by level can, but puts "
            "areas that pay above their level's band too low.",
        ),
        row_headings=2,
    )


def change_by_level(projection: Projection, scenario: Scenario) -> PublishedTable:
    """Every area and level: base, demand, change, and what returns that change nothing would have given."""
    horizon = projection.study.settings.horizon
    result = projection.scenarios[scenario.id]
    demand = result.demand.central
    rows: list[tuple[Value, ...]] = []
    for at_area, area in enumerate(area_names(projection)):
        for at_level, level in enumerate(level_names()):
            base, needed = float(demand[at_area, at_level, 0]), float(demand[at_area, at_level, -1])
            rows.append(
                (
                    area,
                    level,
                    base,
                    needed,
                    needed - base,
                    share(needed - base, base),
                    float(result.no_change[at_area, at_level, -1]),
                    share(base, float(demand[at_area, -1, 0])),
                    share(needed, float(demand[at_area, -1, -1])),
                )
            )
    return PublishedTable(
        id=f"levels--{scenario.id}",
        title="Change in the workforce required by area of work and job level, "
        f"{horizon.base} to {horizon.last}, {scenario.name}",
        headings=(
            Heading("Area of work"),
            Heading("Job level"),
            Heading(f"Workforce in {horizon.base}, WTE", Shown.WTE),
            Heading(f"Demand in {horizon.last}, WTE", Shown.WTE),
            Heading("Change, WTE", Shown.WTE_CHANGE),
            Heading("Change, %", Shown.PER_CENT_CHANGE),
            Heading(f"Demand in {horizon.last} if returns changed nothing, WTE", Shown.WTE),
            Heading(f"Share of area in {horizon.base}", Shown.PER_CENT),
            Heading(f"Share of area in {horizon.last}", Shown.PER_CENT),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(no_change_note(),),
        row_headings=2,
    )


def composition_table(projection: Projection, scenario: Scenario) -> PublishedTable:
    """Level shares by area at the base year and the years asked about."""
    settings = projection.study.settings
    shares = projection.scenarios[scenario.id].composition
    rows: list[tuple[Value, ...]] = []
    for at_area, area in enumerate(area_names(projection)):
        for year in (settings.horizon.base, *settings.points):
            at_year = settings.horizon.index(year)
            rows.append((area, year, *_not_nan(shares.central[at_area, :, at_year])))
    return PublishedTable(
        id=f"composition--{scenario.id}",
        title=f"Composition by job level, by area of work, {scenario.name}",
        headings=(
            Heading("Area of work"),
            Heading("Year, as at 31 March", Shown.YEAR),
            *(Heading(level.name, Shown.PER_CENT) for level in LEVELS),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(
            f"The shares of {settings.horizon.base} come from the stock, those of later years from the returns.",
            no_change_note(),
        ),
        row_headings=2,
    )


def _not_nan(values: Array) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _families(projection: Projection) -> list[str]:
    return [role_family(area).name for area in projection.study.settings.areas] + ["All"]
