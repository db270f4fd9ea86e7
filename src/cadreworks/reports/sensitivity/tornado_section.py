"""How far does each assumption move the gap and the cost? Swings -> sentences, charts and a table."""

from __future__ import annotations

from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Span
from cadreworks.reports.figures import Figure
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, show
from cadreworks.reports.sensitivity.words import last_year, scenario_name, short_title, source_of
from cadreworks.review.sensitivity.result import Sensitivity
from cadreworks.review.sensitivity.tornado import DRAWN, TOGETHER, Swing

MOST_ROWS = 12
"""Bars that a chart holds; more would be taller than a page."""
_LEAST_WTE, _LEAST_GBP = 0.5, 500.0
"""A smaller swing is shown as none."""
LOW_AND_HIGH = "solid to its high value, hollow to its low"
_KEY = f"{LOW_AND_HIGH}; line the central run"
RANGE_NOTE = (
    "Low and high are the ends of each assumption's range in the register. Of growth they are the lowest and the "
    "highest of the years, carried forward in every year; of rates of staff records the 95% interval of what was "
    "observed. Ranges of several are never all at one end at once, unless they go together: what is drawn as a whole "
    "shows how far that is likely."
)


def tornado_section(found: Sensitivity) -> Section:
    """The section."""
    figures = []
    for scenario in found.grids.scenarios:
        figures += [_gap_figure(found, scenario), *_cost_figure(found, scenario)]
    sentences = tuple(_sentence(found, scenario) for scenario in found.grids.scenarios)
    return Section(
        "tornado-section", "What each assumption does by itself", sentences, tuple(figures), tuple(_tables(found))
    )


def _moving(found: Sensitivity, scenario: str) -> list[Swing]:
    return [swing for swing in found.swings_by_gap(scenario) if swing.swing(scenario) >= _LEAST_WTE]


def title_of(swing: Swing) -> str:
    """What swings, with what is drawn as a whole told apart."""
    return f"{swing.title}, as drawn" if swing.kind == DRAWN else swing.title


def _sentence(found: Sensitivity, scenario: str) -> str:
    name, moving = scenario_name(found, scenario), _moving(found, scenario)
    single = [swing for swing in moving if swing.kind not in (DRAWN, TOGETHER)]
    if not single:
        return f"{name}: no assumption with a range moves the gap."
    first = single[0]
    low, high = sorted(first.gap[scenario])
    return (
        f"{name}: of single assumptions {wording.in_running_text(first.title)} moves the gap in {last_year(found)} "
        f"most, between {show(low, Shown.WTE_CHANGE)} and {show(high, Shown.WTE_CHANGE)} WTE."
    )


def _gap_figure(found: Sensitivity, scenario: str) -> Figure:
    name, moving = scenario_name(found, scenario), _moving(found, scenario)[:MOST_ROWS]
    now = found.centre.outcome().gap(scenario)
    rows, said = [], []
    for swing in moving:
        low, high = swing.gap[scenario]
        text = f"{show(low, Shown.WTE_CHANGE)} to {show(high, Shown.WTE_CHANGE)}"
        rows.append(Span(short_title(title_of(swing)), text, high, low))
        said.append(f"{wording.in_running_text(title_of(swing))} {text}")
    title = f"The gap of the whole workforce in {last_year(found)} with one thing at its low and its high end, {name}"
    return Figure(
        id=f"tornado--{scenario}",
        title=title,
        spec=charts.spans(rows, _KEY, line=now, unit="WTE"),
        in_words=f"Bar chart around the central run's {show(now, Shown.WTE_CHANGE)} WTE: "
        f"{'; '.join(said) or 'nothing'}.",
        table=PublishedTable(
            id=f"tornado-data--{scenario}",
            title=title,
            headings=(
                Heading("Assumption"),
                Heading("Gap at its low end, WTE", Shown.WTE_CHANGE),
                Heading("Gap at its high end, WTE", Shown.WTE_CHANGE),
            ),
            rows=tuple((title_of(swing), *swing.gap[scenario]) for swing in moving),
            source=source_of(found),
        ),
        notes=(RANGE_NOTE, *_rest(len(_moving(found, scenario)))),
    )


def _rest(number: int) -> list[str]:
    more = number - MOST_ROWS
    return [f"{wording.sentence_case(wording.count(more, 'more'))[:-1]}, smaller, in the table."] if more > 0 else []


def _cost_figure(found: Sensitivity, scenario: str) -> list[Figure]:
    name = scenario_name(found, scenario)
    moving = sorted(
        (swing for swing in found.swings if swing.cost_swing(scenario) >= _LEAST_GBP),
        key=lambda swing: -swing.cost_swing(scenario),
    )[:MOST_ROWS]
    if not moving:
        return []
    now = found.centre.outcome().cost[scenario]
    rows, said = [], []
    for swing in moving:
        low, high = swing.cost[scenario]
        text = f"{show(low, Shown.MILLIONS)} to {show(high, Shown.MILLIONS)}"
        rows.append(Span(short_title(title_of(swing)), text, high / 1e6, low / 1e6))
        said.append(f"{wording.in_running_text(title_of(swing))} {text}")
    title = f"What demand would cost in {last_year(found)} with one thing at its low and its high end, {name}"
    return [
        Figure(
            id=f"tornado-cost--{scenario}",
            title=title,
            spec=charts.spans(rows, _KEY, line=now / 1e6, unit="£ million"),
            in_words=f"Bar chart around the central run's {wording.pounds(now)}, £ million: {'; '.join(said)}.",
            table=PublishedTable(
                id=f"tornado-cost-data--{scenario}",
                title=title,
                headings=(
                    Heading("Assumption"),
                    Heading("Cost at its low end, £ million", Shown.MILLIONS),
                    Heading("Cost at its high end, £ million", Shown.MILLIONS),
                ),
                rows=tuple((title_of(swing), *swing.cost[scenario]) for swing in moving),
                source=source_of(found),
            ),
            notes=("In pounds of that year, each area at its own band.",),
        )
    ]


def _tables(found: Sensitivity) -> list[PublishedTable]:
    tables = []
    for scenario in found.grids.scenarios:
        swings = [
            swing
            for swing in found.swings_by_gap(scenario)
            if swing.swing(scenario) >= _LEAST_WTE or swing.cost_swing(scenario) >= _LEAST_GBP
        ]
        still = [swing.title for swing in found.swings if swing not in swings]
        rows: list[tuple[Value, ...]] = [
            (
                title_of(swing),
                swing.unit,
                swing.value,
                swing.low,
                swing.high,
                *swing.gap[scenario],
                swing.swing(scenario),
                *swing.cost[scenario],
                swing.cost_swing(scenario),
            )
            for swing in swings
        ]
        moves_nothing = (f"Moves neither: {wording.listed(still)}.",) if still else ()
        tables.append(
            PublishedTable(
                id=f"tornado-table--{scenario}",
                title=f"Each assumption at its low and its high end, {scenario_name(found, scenario)}, "
                f"whole workforce in {last_year(found)}",
                headings=(
                    Heading("Assumption"),
                    Heading("Unit", under=True),
                    Heading("Value", Shown.NUMBER),
                    Heading("Low", Shown.NUMBER),
                    Heading("High", Shown.NUMBER),
                    Heading("Gap at low, WTE", Shown.WTE_CHANGE),
                    Heading("Gap at high, WTE", Shown.WTE_CHANGE),
                    Heading("Swing, WTE", Shown.WTE),
                    Heading("Cost at low, £ million", Shown.MILLIONS),
                    Heading("Cost at high, £ million", Shown.MILLIONS),
                    Heading("Swing of cost, £ million", Shown.MILLIONS),
                ),
                rows=tuple(rows),
                source=source_of(found),
                notes=(RANGE_NOTE, *moves_nothing),
            )
        )
    return tables
