"""What would have to be true for there to be no gap? Thresholds -> sentences, charts and tables."""

from __future__ import annotations

from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Span
from cadreworks.reports.figures import Figure
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, show
from cadreworks.reports.sensitivity.words import (
    last_year,
    scenario_name,
    short_or_over,
    short_title,
    source_of,
)
from cadreworks.review.sensitivity.grid import EXPERTS, RATES
from cadreworks.review.sensitivity.result import Sensitivity
from cadreworks.review.sensitivity.thresholds import CLOSED, HALVED, Threshold
from cadreworks.review.sensitivity.tornado import TOGETHER

MOST_ROWS = 12
_FAR = 100.0
"""So many times its range away is as good as out of the question, and not drawn."""
_SAID = {CLOSED: "No gap", HALVED: "Half the gap"}
THRESHOLD_NOTE = (
    "The value that would do it, all else central. Several together need less of each. The register's limits are the "
    "least and the most that were looked at."
)


def thresholds_section(found: Sensitivity) -> Section:
    """The section."""
    sentences = [sentence for scenario in found.grids.scenarios for sentence in _sentences(found, scenario)]
    figures = [figure for scenario in found.grids.scenarios for figure in _figure(found, scenario)]
    tables = [_table(found, scenario) for scenario in found.grids.scenarios if _of(found, scenario, CLOSED)]
    return Section("thresholds-section", "What would have to be true", tuple(sentences), tuple(figures), tuple(tables))


def long_thresholds_tables(found: Sensitivity) -> list[PublishedTable]:
    """All of them, those without a range too, for the workbook."""
    return [_table(found, None)] if found.thresholds else []


def _of(found: Sensitivity, scenario: str, target: str) -> list[Threshold]:
    return [one for one in found.thresholds if (one.scenario, one.target) == (scenario, target)]


def thresholds_sentence(found: Sensitivity, scenario: str) -> str:
    """What would close the gap, all areas or all returns together."""
    ways = [
        _in_words(one) for one in _of(found, scenario, CLOSED) if one.knob.kind == TOGETHER and one.needed is not None
    ]
    gap = found.centre.outcome().gap(scenario)
    if not wording.rounded_wte(gap):
        return f"there is no gap in {last_year(found)} to be closed."
    if not ways:
        return "no one thing that was tried would close the gap."
    return f"instead of {short_or_over(gap)} in {last_year(found)} there would be no gap {'; or '.join(ways)}."


def _in_words(one: Threshold) -> str:
    """`if every area grew by 2.7 percentage points more each year (beyond its range)`."""
    needed, knob = one.needed or 0.0, one.knob
    where = {True: "within what is drawn of it", False: "beyond its range", None: "it has no range"}[one.within_range]
    if knob.id == RATES:
        way = f"if every area grew by {abs(needed) * 100:.1f} percentage points {_more(needed)} each year"
    elif knob.id == EXPERTS:
        way = f"if returns asked for {wording.per_cent(needed - 1)} {_more(needed - 1)}"
    else:
        kind = wording.in_running_text(knob.title.split(",")[0])
        way = f"with {wording.per_cent(needed - 1)} {'more' if needed > 1 else 'fewer'} {kind} in every area"
    return f"{way} ({where})"


def _more(change: float) -> str:
    return "more" if change > 0 else "less"


def _sentences(found: Sensitivity, scenario: str) -> list[str]:
    single = [one for one in _of(found, scenario, CLOSED) if one.knob.kind != TOGETHER and one.knob.ranges]
    inside = [one.knob.title for one in single if one.within_range]
    name = scenario_name(found, scenario)
    if inside:
        said = f"{name}: within its own range {wording.listed(inside)} would close the gap by itself."
    elif single:
        none = sum(one.needed is None for one in single)
        said = f"{name}: no single assumption would close the gap within its range" + (
            f", and of {none:,} of {len(single):,} no value at all would." if none else "."
        )
    else:
        return [f"{name}: {thresholds_sentence(found, scenario)}"]
    return [f"{name}: {thresholds_sentence(found, scenario)}", said]


def times_its_range(one: Threshold) -> float | None:
    """How far the value lies from that in use, in the distance from there to the end of the range on that side; None
    where it has no range on that side, or no value does it.
    """
    if one.needed is None or one.scenario not in one.knob.ranges:
        return None
    low, high = one.knob.ranges[one.scenario]
    side = high if one.needed > one.knob.value else low
    reach = abs(side - one.knob.value)
    return abs(one.needed - one.knob.value) / reach if reach > 0 else None


def _figure(found: Sensitivity, scenario: str) -> list[Figure]:
    near = [
        (times, one)
        for one in _of(found, scenario, HALVED)
        if (times := times_its_range(one)) is not None and times <= _FAR
    ]
    near.sort(key=lambda pair: (pair[0], pair[1].knob.id))
    if not near:
        return []
    rows = [
        Span(short_title(one.knob.title), f"{show(times, Shown.SHORT)} times", times) for times, one in near[:MOST_ROWS]
    ]
    title = (
        f"How far beyond its range each would have to lie to halve the gap in {last_year(found)}, "
        f"{scenario_name(found, scenario)}"
    )
    return [
        Figure(
            id=f"thresholds--{scenario}",
            title=title,
            spec=charts.spans(rows, "1 is the end of its range", line=0.0, unit="Times its range"),
            in_words=f"Bar chart. {'; '.join(f'{row.name} {row.text}' for row in rows)}.",
            table=PublishedTable(
                id=f"thresholds-data--{scenario}",
                title=title,
                headings=(Heading("Assumption"), Heading("Times its range", Shown.SHORT)),
                rows=tuple((one.knob.title, times) for times, one in near),
                source=source_of(found),
            ),
            notes=(
                "From the value in use to the value that would halve the gap, over the distance to the end of the "
                "range on that side: up to 1 it lies within. What would need a hundred times its range, or cannot do "
                "it, is left to the table.",
            ),
        )
    ]


def _table(found: Sensitivity, scenario: str | None) -> PublishedTable:
    """Of one scenario what has a range; of none in particular everything."""
    whole = scenario is None
    rows: list[tuple[Value, ...]] = []
    for one in found.thresholds:
        knob = one.knob
        if not (whole or (one.scenario == scenario and knob.ranges)):
            continue
        low, high = knob.ranges.get(one.scenario, (None, None))
        within = {None: "", True: "yes", False: "no"}[one.within_range]
        verdict = "no value does it" if one.needed is None else within
        names = (knob.title, knob.unit, *([scenario_name(found, one.scenario)] if whole else []), _SAID[one.target])
        rows.append((*names, knob.value, low, high, one.needed, verdict))
    return PublishedTable(
        id="thresholds-all" if whole else f"thresholds-table--{scenario}",
        title=f"What would have to be true for the gap of the whole workforce in {last_year(found)}, "
        + ("assumptions without a range included" if whole else scenario_name(found, scenario)),
        headings=(
            Heading("Assumption"),
            Heading("Unit", under=True),
            *([Heading("Scenario")] if whole else []),
            Heading("For"),
            Heading("Value", Shown.NUMBER),
            Heading("Low", Shown.NUMBER),
            Heading("High", Shown.NUMBER),
            Heading("Needed", Shown.NUMBER),
            Heading("Within its range"),
        ),
        rows=tuple(rows),
        source=source_of(found),
        notes=(THRESHOLD_NOTE,),
    )
