"""The figures of the publication: each a chart, the table behind it, and the same said in words.

The counterparts of Figures 3.1 to 3.3 for the whole workforce, and of the four figures of each area of work:
supply and demand, changes in staffing by level, composition, and cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array, Uncertain
from cadreworks.demand import Scenario
from cadreworks.reports import charts, wording
from cadreworks.reports.charts import CostBar, Line, Spec, StaffBar
from cadreworks.reports.notes import area_names, no_change_note, short_band_note, source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, show
from cadreworks.study import Projection, ScenarioProjection
from cadreworks.vocabulary import ALL, LEVELS

WHISKER_NOTE = (
    "Whiskers at the years asked about run one standard deviation of the returns either way of their mean. They show "
    "how far single returns lie apart, so they can be wider than the band, which is about the mean. They stand a "
    "little left of their year so as not to cover each other."
)


@dataclass(frozen=True)
class Figure:
    """One figure. id: the name of its files; in_words: what it shows, for those who cannot see it."""

    id: str
    title: str
    spec: Spec
    in_words: str
    table: PublishedTable
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """What a figure is about: an area of work, or the whole workforce, with its place in arrays."""

    id: str
    name: str
    index: int


def subjects(projection: Projection) -> list[Subject]:
    """The areas of the study in order, then the whole workforce."""
    ids = (*projection.study.settings.areas, ALL)
    return [
        Subject(area, name, index) for index, (area, name) in enumerate(zip(ids, area_names(projection), strict=True))
    ]


def figures_of(projection: Projection, subject: Subject) -> list[Figure]:
    """The four figures of an area, or of the whole workforce."""
    return [
        supply_and_demand(projection, subject),
        staffing(projection, subject),
        composition(projection, subject),
        cost(projection, subject),
    ]


def _scenarios(projection: Projection) -> tuple[Scenario, ...]:
    return projection.study.settings.scenarios


def supply_and_demand(projection: Projection, subject: Subject) -> Figure:
    """Supply and each scenario's demand by year, with bands, and the spread of the returns."""
    settings = projection.study.settings
    years = settings.horizon.years
    series = [_line("Supply", projection.supply, subject)]
    said = [
        _moves("supply", projection.supply.central[subject.index, -1], settings.horizon.base, settings.horizon.last)
    ]
    rows: list[tuple[Value, ...]] = []
    columns = [("Supply", projection.supply)]
    for scenario in _scenarios(projection):
        result = projection.scenarios[scenario.id]
        spread = []
        for year in settings.points:
            at_year = settings.horizon.index(year)
            mean = float(result.demand.central[subject.index, -1, at_year])
            sd = float(result.sd[subject.index, -1, at_year])
            if not np.isnan(sd):
                spread.append((year, max(mean - sd, 0.0), mean + sd))
        series.append(_line(scenario.name, result.demand, subject, tuple(spread)))
        central = result.demand.central[subject.index, -1]
        said.append(_moves(f"demand ({scenario.name})", central, settings.horizon.base, settings.horizon.last))
        columns.append((scenario.name, result.demand))
    for at_year, year in enumerate(years):
        values = [
            float(part[subject.index, -1, at_year])
            for _, uncertain in columns
            for part in (uncertain.central, uncertain.p05, uncertain.p95)
        ]
        rows.append((year, *values))
    title = f"Supply and demand, {wording.in_running_text(subject.name)}, {years[0]} to {years[-1]}"
    return Figure(
        id=f"{subject.id}-supply-and-demand",
        title=title,
        spec=charts.lines(years, (years[0], *settings.points), series, "WTE"),
        in_words=f"Line chart. {wording.sentence_case('; '.join(said))}.",
        table=PublishedTable(
            id=f"{subject.id}-supply-and-demand",
            title=title,
            headings=(
                Heading("Year, as at 31 March", Shown.YEAR),
                *(
                    Heading(f"{name}{part}", Shown.WTE)
                    for name, _ in columns
                    for part in (", WTE", ", 5th percentile", ", 95th percentile")
                ),
            ),
            rows=tuple(rows),
            source=source_of(projection),
        ),
        notes=(*([WHISKER_NOTE] if any(line.spread for line in series) else []), short_band_note(projection)),
    )


def _line(name: str, values: Uncertain, subject: Subject, spread: tuple[tuple[int, float, float], ...] = ()) -> Line:
    index = (subject.index, -1)
    return Line(name, values.central[index].tolist(), values.p05[index].tolist(), values.p95[index].tolist(), spread)


def _moves(name: str, by_year: Array, base: int, last: int) -> str:
    before, after = wording.bare_wte(float(by_year[0])), wording.bare_wte(float(by_year[-1]))
    if before == after:
        return f"{name} stays at about {before} WTEs"
    verb = "rises" if by_year[-1] > by_year[0] else "falls"
    turn = wording.turning_point(by_year.tolist())
    way = f", by way of a {turn[0]} of {wording.bare_wte(float(by_year[turn[1]]))} in {base + turn[1]}" if turn else ""
    return f"{name} {verb} from about {before} WTEs in {base} to {after} in {last}{way}"


def staffing(projection: Projection, subject: Subject) -> Figure:
    """Staff of each level who stay, are gained and are lost between the base year and each year asked about."""
    settings = projection.study.settings
    panels, spoken = [], []
    rows: list[tuple[Value, ...]] = []
    for scenario in _scenarios(projection):
        result = projection.scenarios[scenario.id]
        demand, no_change = result.demand.central[subject.index], result.no_change[subject.index]
        bars, said = [], []
        for at_level, level in enumerate(LEVELS):
            base = float(demand[at_level, 0])
            for year in settings.points:
                at = (at_level, settings.horizon.index(year))
                then = float(demand[at])
                change = (max(then - base, 0.0), max(base - then, 0.0))
                bars.append(StaffBar(f"{level.name}, {year}", base, then))
                rows.append((scenario.name, level.name, year, base, *change, then, float(no_change[at])))
            if wording.rounded_wte(base) or wording.rounded_wte(bars[-1].then):
                said.append(f"{level.in_a_sentence} {show(bars[-1].then - base, Shown.WTE_CHANGE)}")
        panels.append((scenario.name, bars))
        spoken.append(f"{scenario.name}: {', '.join(said) or 'nobody in post or needed'}")
    title = (
        f"Changes in staffing by job level, {wording.in_running_text(subject.name)}, "
        f"{settings.horizon.base} to {settings.horizon.last}"
    )
    return Figure(
        id=f"{subject.id}-staffing",
        title=title,
        spec=charts.staffing(panels),
        in_words=f"Bar chart of whole-time equivalents gained and lost by {settings.horizon.last}. "
        f"{'. '.join(spoken)}.",
        table=PublishedTable(
            id=f"{subject.id}-staffing",
            title=title,
            headings=(
                Heading("Scenario"),
                Heading("Job level"),
                Heading("Year", Shown.YEAR),
                Heading(f"Stock in {settings.horizon.base}, WTE", Shown.WTE),
                Heading("Gained, WTE", Shown.WTE),
                Heading("Lost, WTE", Shown.WTE),
                Heading("Required, WTE", Shown.WTE),
                Heading("Required if returns changed nothing, WTE", Shown.WTE),
            ),
            rows=tuple(rows),
            source=source_of(projection),
            row_headings=3,
        ),
        notes=(no_change_note(),),
    )


def composition(projection: Projection, subject: Subject) -> Figure:
    """Shares of the job levels at the base year and at the years asked about."""
    settings = projection.study.settings
    panels, said = [], []
    rows: list[tuple[Value, ...]] = []
    for scenario in _scenarios(projection):
        shares = projection.scenarios[scenario.id].composition.central[subject.index]
        bars = []
        for year in (settings.horizon.base, *settings.points):
            of_year = shares[:, settings.horizon.index(year)]
            bars.append((str(year), np.nan_to_num(of_year).tolist()))
            rows.append((scenario.name, year, *(None if np.isnan(share) else float(share) for share in of_year)))
        panels.append((scenario.name, bars))
        moved = ", ".join(
            f"{level.in_a_sentence} from {before * 100:.0f} to {after * 100:.0f} per cent"
            for level, before, after in zip(LEVELS, bars[0][1], bars[-1][1], strict=True)
            if max(before, after) >= 0.005
        )
        said.append(f"{scenario.name}: {moved or 'nobody in post or needed'}")
    title = f"Composition by job level, {wording.in_running_text(subject.name)}"
    return Figure(
        id=f"{subject.id}-composition",
        title=title,
        spec=charts.composition(panels, [level.name for level in LEVELS]),
        in_words=f"Stacked bars of shares in {settings.horizon.base} and {settings.horizon.last}. {'. '.join(said)}.",
        table=PublishedTable(
            id=f"{subject.id}-composition",
            title=title,
            headings=(
                Heading("Scenario"),
                Heading("Year", Shown.YEAR),
                *(Heading(level.name, Shown.PER_CENT) for level in LEVELS),
            ),
            rows=tuple(rows),
            source=source_of(projection),
            row_headings=2,
        ),
        notes=(no_change_note(),),
    )


def cost(projection: Projection, subject: Subject) -> Figure:
    """Cost at the base year, and at the horizon of an unchanged workforce and of each scenario."""
    horizon = projection.study.settings.horizon
    first = projection.scenarios[_scenarios(projection)[0].id]
    at = subject.index
    bars = [
        _cost_bar(str(horizon.base), first, at, 0),
        CostBar(
            f"{horizon.last}, unchanged workforce",
            float(first.baseline_cost[at, -1]),
            float(first.baseline_cost_by_level[at, -1, -1]),
            baseline=True,
        ),
    ]
    bars += [
        _cost_bar(f"{horizon.last}, {scenario.name}", projection.scenarios[scenario.id], at, -1)
        for scenario in _scenarios(projection)
    ]
    said = "; ".join(
        f"{bar.label} {wording.pounds(bar.gbp)} (by job level {wording.pounds(bar.by_level_gbp)})" for bar in bars
    )
    title = f"Pay and employment on-costs, {wording.in_running_text(subject.name)}, {horizon.base} and {horizon.last}"
    return Figure(
        id=f"{subject.id}-cost",
        title=title,
        spec=charts.cost(bars),
        in_words=f"Bar chart of cost. {said}.",
        table=PublishedTable(
            id=f"{subject.id}-cost",
            title=title,
            headings=(
                Heading("Year and workforce"),
                Heading("Cost with each area at its own band, £ million", Shown.MILLIONS),
                Heading("Its 5th percentile", Shown.MILLIONS),
                Heading("Its 95th percentile", Shown.MILLIONS),
                Heading("Cost with each job level at its own band, £ million", Shown.MILLIONS),
            ),
            rows=tuple((bar.label, bar.gbp, *(bar.band or (None, None)), bar.by_level_gbp) for bar in bars),
            source=source_of(projection),
        ),
        notes=(
            "Bars cost each area at the top of its own pay band, diamonds each job level at the top of its; in the "
            "pounds of the year. No band is worked out for the unchanged workforce.",
            short_band_note(projection),
        ),
    )


def _cost_bar(label: str, result: ScenarioProjection, area: int, year: int) -> CostBar:
    costs = result.cost
    by_area, low, high = (float(part[area, year]) for part in (costs.central, costs.p05, costs.p95))
    return CostBar(label, by_area, float(result.cost_by_level.central[area, -1, year]), (low, high))
