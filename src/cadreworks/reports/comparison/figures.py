"""The figures of a comparison: the gap of each scenario as a waterfall from before to after."""

from __future__ import annotations

from cadreworks.reports import charts
from cadreworks.reports.charts import Fall
from cadreworks.reports.comparison.sums import Moved, moved
from cadreworks.reports.comparison.tables import source_of
from cadreworks.reports.figures import Figure
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, show
from cadreworks.review.compare import Comparison

_CUT = "The axis does not begin at zero, since all changes are small beside the gap itself."


def gap_waterfall(comparison: Comparison, scenario: str, name: str) -> Figure:
    """The gap of the whole workforce at the horizon in one scenario: before, one bar for each group, after."""
    found = moved(comparison, scenario, "gap")
    falls = [Fall(group.title, by, show(by, Shown.WTE_CHANGE)) for group, by in found.by_group.items()]
    before, after = found.before.value, found.after.value
    title = f"What moved the gap in {comparison.second.year}, {name}, WTE"
    moves = ", ".join(f"{fall.name.lower()} {fall.text}" for fall in falls)
    return Figure(
        id=f"moved-gap--{scenario}",
        title=title,
        spec=charts.waterfall((before, show(before, Shown.WTE)), falls, (after, show(after, Shown.WTE)), unit="WTE"),
        in_words=f"Waterfall chart. Before, the gap was {show(before, Shown.WTE)} WTE; "
        f"{moves}; after, it is {show(after, Shown.WTE)} WTE.",
        table=PublishedTable(
            id=f"moved-gap-data--{scenario}",
            title=title,
            headings=(Heading("Step"), Heading("Change, WTE", Shown.WTE_CHANGE), Heading("Gap, WTE", Shown.WTE)),
            rows=_rows(found),
            source=source_of(comparison),
        ),
        notes=(
            "Supply minus demand: below 0 staff are missing, so that what adds makes fewer missing.",
            *(() if charts.from_zero(before, falls) else (_CUT,)),
        ),
    )


def _rows(found: Moved) -> tuple[tuple[Value, ...], ...]:
    rows: list[tuple[Value, ...]] = [("Before", None, found.before.value)]
    level = found.before.value
    for group, by in found.by_group.items():
        level += by
        rows.append((group.title, by, level))
    return (*rows, ("After", None, found.after.value))
