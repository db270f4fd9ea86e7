"""The figures of a plan: each a chart, the table behind it, and the same said in words."""

from __future__ import annotations

from dataclasses import replace

from cadreworks.bands import Uncertain
from cadreworks.plan.result import PlanResult, Regret
from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Bar, Line, Pair, Row
from cadreworks.reports.figures import Figure
from cadreworks.reports.plan.choice_tables import regret_sentence, regret_table
from cadreworks.reports.plan.cost_tables import cost_by_year
from cadreworks.reports.plan.gap_tables import gap_by_area
from cadreworks.reports.plan.notes import FUNDERS, YEAR_NOTE, area_names, band_note, source_of, what_starts
from cadreworks.reports.plan.starts_tables import starts_by_year
from cadreworks.reports.plan.sums import measures_by_funder, pay_by_year, scenarios_in_order, used_levers
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, show

MOST_ROWS = 10
"""Levers that a chart of starts holds; more would be taller than a page."""
_OWN_SCALE = "each row has its own scale; the number is that of its tallest"
_PARTS = (("central", ""), ("p05", ", 5th percentile"), ("p95", ", 95th percentile"))


def _behind(table: PublishedTable) -> PublishedTable:
    """A table of the document as the data of a figure, under a name of its own and without its notes."""
    return replace(table, id=f"{table.id}-data", title=f"{table.title} (data of the figure)", notes=())


def gap_by_year(result: PlanResult, at: int) -> Figure:
    """The gap of the whole workforce by year, without and with the plan, in one scenario."""
    scenario, name, outcome = scenarios_in_order(result)[at]
    years = result.basis.horizon.years
    columns = [("With the plan", outcome.gap_after), ("Without", outcome.gap_before)]
    rows: list[tuple[Value, ...]] = [
        (year, *(float(getattr(gap, part)[-1, -1, place]) for _, gap in columns for part, _ in _PARTS))
        for place, year in enumerate(years)
    ]
    ends = [(said.lower(), float(gap.central[-1, -1, -1])) for said, gap in columns]
    title = f"The gap of the whole workforce by year, with and without the plan, {name}"
    return Figure(
        id=f"plan-gap-by-year--{scenario}",
        title=title,
        spec=charts.lines(years, (years[0], years[-1]), [_line(said, gap) for said, gap in columns], "WTE"),
        in_words=f"Line chart of supply minus demand. In {years[-1]} there is "
        f"{' and '.join(f'{said} {short_or_over(gap)}' for said, gap in ends)}.",
        table=PublishedTable(
            id=f"plan-gap-by-year-data--{scenario}",
            title=title,
            headings=(
                Heading("Year, as at 31 March", Shown.YEAR),
                *(Heading(f"{said}{part}, WTE", Shown.WTE_CHANGE) for said, _ in columns for _, part in _PARTS),
            ),
            rows=tuple(rows),
            source=source_of(result),
        ),
        notes=("Below 0 staff are missing. Areas with an excess make up for others here.", band_note(result)),
    )


def _line(name: str, gap: Uncertain) -> Line:
    whole = (-1, -1)
    return Line(name, gap.central[whole].tolist(), gap.p05[whole].tolist(), gap.p95[whole].tolist())


def short_or_over(gap: float) -> str:
    """`a shortfall of 300 WTEs`, `an excess of 20 WTEs`, `neither shortfall nor excess`."""
    if not wording.rounded_wte(gap):
        return "neither shortfall nor excess"
    return f"{'a shortfall' if gap < 0 else 'an excess'} of {wording.wte(gap)}"


def gap_after(result: PlanResult, at: int) -> Figure:
    """The gap at the horizon by area, before and after, with the band of the latter."""
    scenario, name, outcome = scenarios_in_order(result)[at]
    last, table = result.basis.horizon.last, gap_by_area(result)[at]
    before, after = outcome.gap_before.central, outcome.gap_after
    pairs, said = [], []
    for place, area in enumerate(area_names(result)[:-1]):
        one, other, low, high = (float(part[place, -1, -1]) for part in (before, after.central, after.p05, after.p95))
        text = f"{show(one, Shown.WTE_CHANGE)} \u2192 {show(other, Shown.WTE_CHANGE)}"
        pairs.append(Pair(area, one, other, text, (low, high) if low < high else None))
        said.append(
            f"{wording.in_running_text(area)} from {show(one, Shown.WTE_CHANGE)} to {show(other, Shown.WTE_CHANGE)}"
        )
    return Figure(
        id=f"plan-gap-by-area--{scenario}",
        title=f"Shortfall or excess in {last} by area of work, without and with the plan, {name}",
        spec=charts.pairs(pairs, "hollow without the plan, solid with it, whisker its band", "WTE"),
        in_words=f"Bar chart of the gap in {last}, WTE: {'; '.join(said)}.",
        table=_behind(table),
        notes=("Below 0 staff are missing.", band_note(result)),
    )


def starts(result: PlanResult) -> Figure:
    """Starts by year of the levers that cost most."""
    table, levers = starts_by_year(result), used_levers(result)
    years = result.basis.projected
    if len(levers) > MOST_ROWS:
        dearest = sorted(levers, key=lambda sums: -float(sums.cost.sum()))[:MOST_ROWS]
        levers = [sums for sums in levers if sums in dearest]
    rows = [Row(sums.lever.name, sums.started.tolist(), f"{float(sums.started.sum()):,.0f} in all") for sums in levers]
    said = "; ".join(
        f"{wording.in_running_text(sums.lever.name)} {float(sums.started.sum()):,.0f} {what_starts(sums.lever)}, "
        f"most in {years[int(sums.started.argmax())]}"
        for sums in levers
    )
    some = f"Starts by year of the {MOST_ROWS} levers that cost most, WTE"
    return Figure(
        id="plan-starts",
        title=some if len(levers) < len(table.rows) else "Starts by lever and year, WTE",
        spec=charts.columns(years, rows, _OWN_SCALE),
        in_words=f"Column charts. {wording.sentence_case(said)}.",
        table=_behind(table),
        notes=(YEAR_NOTE,),
    )


def cost(result: PlanResult) -> Figure:
    """Cost by year: measures by who pays for them, and pay."""
    table, years = cost_by_year(result), result.basis.projected
    measures = {funder: by_year for funder, by_year in measures_by_funder(result).items() if by_year.sum() > 0}
    parts = [f"Measures: {wording.in_running_text(FUNDERS[funder])}" for funder in measures] + ["Pay of staff added"]
    amounts = [*measures.values(), pay_by_year(result)]
    bars = [(str(year), [float(by_year[at]) / 1e6 for by_year in amounts]) for at, year in enumerate(years)]
    whole = result.evaluation.cost.by_year
    dearest = int(whole.argmax())
    return Figure(
        id="plan-cost-by-year",
        title="What the plan costs by year, and who pays",
        spec=charts.stacked(bars, parts, "£ million"),
        in_words=f"Stacked bars. Cost is {wording.pounds(float(whole[0]))} in {years[0]} and "
        f"{wording.pounds(float(whole[-1]))} in {years[-1]}; the dearest year is {years[dearest]} with "
        f"{wording.pounds(float(whole[dearest]))}.",
        table=_behind(table),
        notes=("Prices and pay of each year.",),
    )


def regret(result: PlanResult, found: Regret) -> Figure:
    """The regret of each plan in each scenario."""
    table, safest = regret_table(result, found), int(found.regrets.max(axis=1).argmin())
    panels = []
    for at, scenario in enumerate(found.scenarios):
        millions = (found.regrets[:, at] / 1e6).tolist()
        bars = [
            Bar(wording.sentence_case(plan), more, show(more, Shown.SHORT), dark=row == safest)
            for row, (plan, more) in enumerate(zip(found.plans, millions, strict=True))
        ]
        panels.append((f"If {result.study.scenarios[scenario]} comes", bars))
    return Figure(
        id="plan-regret",
        title="What each plan would lose beyond the best for the scenario that comes, £ million",
        spec=charts.bars(panels, axis={"title": None, "format": ",~r", "tickCount": 2, "grid": False}),
        in_words=f"Bar chart of regret. {regret_sentence(result, found)}",
        table=_behind(table),
        notes=(
            "A plan without a bar is the best there is for that scenario. The plan that is least bad at its worst is "
            "drawn dark.",
        ),
    )
