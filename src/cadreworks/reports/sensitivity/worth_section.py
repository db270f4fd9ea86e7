"""What should be found out first? The worth of knowing -> sentences, charts and a table."""

from __future__ import annotations

from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Span
from cadreworks.reports.figures import Figure
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.published_table import NONE_HELD, Heading, PublishedTable, Shown, Value
from cadreworks.reports.sensitivity.words import (
    EQUAL_NOTE,
    METHODS_NOTE,
    group_name,
    last_year,
    methods_name,
    samples_note,
    scenario_name,
    short_title,
    source_of,
)
from cadreworks.review.sensitivity.effects import ANY, IN_USE
from cadreworks.review.sensitivity.information import GROUP, HELD, STRAIGHT_LINE, Worth
from cadreworks.review.sensitivity.result import Sensitivity

MOST_ROWS = 12
_LEAST_SHARE = 0.005
WORTH_NOTE = (
    "What is known of one thing leaves the doubt about all others as it is. Knowing a group means knowing all of it, "
    "which nobody ever will: these are the most that better information could bring. Chance for people, and which "
    "scenario comes, nobody can find out; they stand here for comparison."
)
TELLING_NOTE = (
    "Growth is drawn by whole years, the same ones for all areas, so knowing that of one area tells of others too; how "
    "much of the variance goes with that is estimated from the same draws, in bins of alike values, less what as many "
    "bins would show of nothing. Where there are few years one area tells nearly all, which says more of the few years "
    "than of the area."
)
LINE_NOTE = (
    "Rates of staff records are not drawn one by one, so of single ones the worth follows from their 95% interval as "
    "if the gap moved in a straight line. Each stands for its area as a whole."
)


def worth_section(found: Sensitivity) -> Section:
    """The section."""
    sentences = [sentence for scenario in found.grids.scenarios for sentence in _sentences(found, scenario)]
    sentences += _of_methods(found)
    figures = tuple(figure for scenario in found.grids.scenarios for figure in _figure(found, scenario))
    tables = [_table(found, scenario) for scenario in found.grids.scenarios]
    others = [one for one in found.worth if one.methods == ANY or one.scenario is None]
    tables += [_choices_table(found, others)] if others else []
    return Section("worth-section", "What to find out first", tuple(sentences), figures, tuple(tables))


def name_of(found: Sensitivity, worth: Worth) -> str:
    """The group or assumption by name."""
    return group_name(found, worth.id) if worth.kind == GROUP else worth.title


def first_to_find_out(found: Sensitivity, scenario: str) -> str:
    """The group that it would help most to know, as a sentence."""
    ranked = [one for one in found.worth_of(scenario, IN_USE) if one.kind == GROUP and one.can_be_known]
    if not ranked or ranked[0].band_share < _LEAST_SHARE:
        return "knowing no group of assumptions would narrow the band of the gap."
    first = ranked[0]
    return (
        f"find out first about {wording.in_running_text(name_of(found, first))}. If that were known, the 90 "
        f"per cent band of the gap in {last_year(found)} would be expected to shrink by "
        f"{wording.per_cent(first.band_share)}, "
        f"from {wording.bare_wte(first.band)} to {wording.bare_wte(first.band_known)} WTEs."
    )


def _sentences(found: Sensitivity, scenario: str) -> list[str]:
    said = [f"{scenario_name(found, scenario)}: {first_to_find_out(found, scenario)}"]
    single = [one for one in found.worth_of(scenario, IN_USE) if one.kind != GROUP]
    if single and single[0].band_share >= _LEAST_SHARE:
        first = single[0]
        said.append(
            f"Of single assumptions it is {wording.in_running_text(first.title)}: alone it would narrow the band by "
            f"{wording.per_cent(first.band_share)}."
        )
    return said


def _of_methods(found: Sensitivity) -> list[str]:
    said = []
    for scenario in found.grids.scenarios:
        parts = [
            f"{wording.in_running_text(name_of(found, one))} {wording.per_cent(one.band_share)}"
            for one in found.worth_of(scenario, ANY)
        ]
        if parts:
            said.append(
                f"{scenario_name(found, scenario)}: settling on one method would narrow the band over all methods on "
                f"average by so much: {wording.listed(parts)}."
            )
    return said


def _figure(found: Sensitivity, scenario: str) -> list[Figure]:
    shown = [one for one in found.worth_of(scenario, IN_USE) if one.band_share >= _LEAST_SHARE][:MOST_ROWS]
    if not shown:
        return []
    rows = [Span(short_title(_drawn_name(found, one)), f"{one.band_share:.0%}", one.band_share) for one in shown]
    title = (
        f"By how much the 90 per cent band of the gap in {last_year(found)} would shrink if one thing were known, "
        f"{scenario_name(found, scenario)}"
    )
    return [
        Figure(
            id=f"worth--{scenario}",
            title=title,
            spec=charts.spans(rows, "share of the band that goes", line=0.0, unit=None, number=".0%"),
            in_words=f"Bar chart. {'; '.join(f'{row.name} {row.text}' for row in rows)}.",
            table=PublishedTable(
                id=f"worth-data--{scenario}",
                title=title,
                headings=(Heading("If this were known"), Heading("Band narrower by", Shown.PER_CENT)),
                rows=tuple((name_of(found, one), one.band_share) for one in shown),
                source=source_of(found),
            ),
            notes=(WORTH_NOTE,),
        )
    ]


def _drawn_name(found: Sensitivity, worth: Worth) -> str:
    return name_of(found, worth) + ("" if worth.can_be_known else " (nobody can know)")


_NUMBERS = (
    Heading("90% band now, WTE", Shown.WTE),
    Heading("Band that would be left, WTE", Shown.WTE),
    Heading("Narrower by", Shown.PER_CENT),
    Heading("Variance that goes", Shown.PER_CENT),
)


def _numbers(worth: Worth) -> tuple[Value, ...]:
    return worth.band, worth.band_known, worth.band_share, worth.variance_share


def _table(found: Sensitivity, scenario: str) -> PublishedTable:
    shown = found.worth_of(scenario, IN_USE)
    used = {one.how for one in shown}
    notes = [WORTH_NOTE, *([TELLING_NOTE] if HELD in used else [])]
    notes += [LINE_NOTE] if STRAIGHT_LINE in used and found.study.settings.from_records else []
    telling = [Heading("Variance, with what it tells of other areas", Shown.PER_CENT)] if HELD in used else []
    return PublishedTable(
        id=f"worth-table--{scenario}",
        title=f"What knowing one thing would be worth for the gap of the whole workforce in {last_year(found)}, "
        f"{scenario_name(found, scenario)}, methods in use",
        headings=(Heading("If this were known"), *_NUMBERS, *telling),
        rows=tuple(
            (_drawn_name(found, one), *_numbers(one), *([one.telling_share] if telling else [])) for one in shown
        ),
        source=source_of(found),
        notes=(*notes, samples_note(found)),
    )


def _choices_table(found: Sensitivity, others: list[Worth]) -> PublishedTable:
    return PublishedTable(
        id="worth-choices",
        title=f"What settling on a method, or knowing the scenario, would do to the band of {last_year(found)}",
        headings=(Heading("If this were settled"), Heading("Of", under=True), *_NUMBERS),
        rows=tuple(
            (
                _drawn_name(found, one),
                f"{scenario_name(found, one.scenario)}, {methods_name(one.methods)}",
                *_numbers(one),
            )
            for one in others
        ),
        source=source_of(found),
        held=NONE_HELD,
        notes=(
            "The mean of the bands that each method, or each scenario, would have by itself.",
            METHODS_NOTE,
            EQUAL_NOTE,
        ),
    )
