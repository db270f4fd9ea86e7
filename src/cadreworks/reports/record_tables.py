"""The tables by which a study is defended: assumptions, overrides and inputs."""

from __future__ import annotations

from collections.abc import Sequence

from cadreworks.reports import wording
from cadreworks.reports.notes import source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown
from cadreworks.review.overrides import ALL_OVERRIDES, OverrideEffect
from cadreworks.study import Projection
from cadreworks.vocabulary import status

_SHARED_BY = 3
"""A note that so many assumptions have stands once beneath the table and not beside each."""


def assumptions_table(projection: Projection) -> PublishedTable:
    """The register."""
    entries = projection.study.register.entries
    titles: dict[str, list[str]] = {}
    for entry in entries:
        titles.setdefault(entry.note_in_use, []).append(entry.title.partition(", ")[0])
    shared = {note: named for note, named in titles.items() if note and len(named) >= _SHARED_BY}
    rows = []
    for entry in entries:
        low, high = entry.range_in_use
        overridden = "" if entry.override is None else f"Overridden by {entry.override}. Was {entry.value:g}."
        note = "" if entry.note_in_use in shared else entry.note_in_use
        rows.append(
            (
                entry.title,
                entry.id,
                entry.in_use,
                low,
                high,
                entry.unit,
                entry.source,
                entry.owner,
                entry.date,
                " ".join(part for part in (overridden, note) if part),
            )
        )
    return PublishedTable(
        id="assumptions",
        title="Assumption register",
        headings=(
            Heading("Assumption", wide=True),
            Heading("Id", under=True),
            Heading("Value", Shown.NUMBER),
            Heading("Low", Shown.NUMBER),
            Heading("High", Shown.NUMBER),
            Heading("Unit"),
            Heading("Source", wide=True),
            Heading("Owner", under=True),
            Heading("Date", under=True),
            Heading("Note", wide=True),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(
            "Draws take declared assumptions, and overrides, from a triangle between low and high with its peak at the "
            "value; where low is high they stand still.",
            *(f"{'; '.join(dict.fromkeys(named))}: {wording.in_running_text(note)}" for note, named in shared.items()),
        ),
    )


_UNITS = {"wte": ("WTE", 1.0), "gbp": ("£ million", 1e6)}


def overrides_table(projection: Projection, effects: Sequence[OverrideEffect]) -> PublishedTable:
    """Each override with the headline figures with it and without it."""
    names = {scenario.id: scenario.name for scenario in projection.study.settings.scenarios}
    titles = {entry.id: entry.title for entry in projection.study.register.entries}
    only_one = len(projection.study.overrides) == 1
    rows = tuple(
        (
            titles.get(effect.assumption, wording.sentence_case(effect.assumption)),
            names[effect.scenario],
            wording.sentence_case(effect.figure),
            _UNITS[effect.unit][0],
            effect.with_override / _UNITS[effect.unit][1],
            effect.without_override / _UNITS[effect.unit][1],
            f"{effect.who}, {effect.when}: {effect.why}" if effect.who else "",
        )
        for effect in effects
        if not (only_one and effect.assumption == ALL_OVERRIDES)  # which would repeat the one
    )
    return PublishedTable(
        id="overrides",
        title=f"Headline figures for {projection.study.settings.horizon.last} with and without each override",
        headings=(
            Heading("Override of"),
            Heading("Scenario"),
            Heading("Figure"),
            Heading("Unit"),
            Heading("As published", Shown.SHORT),
            Heading("Without it", Shown.SHORT),
            Heading("By whom, when and why"),
        ),
        rows=rows,
        source=source_of(projection),
        row_headings=3,
    )


def inputs_table(projection: Projection) -> PublishedTable:
    """Every input with where its figures come from: published, derived, made up and so on."""
    study = projection.study
    rows = []
    for item in study.settings.sources:
        counted = study.status_rows.get(item.role, {})
        said = [status(name).name + (f" ({counted[name]:,} rows)" if name in counted else "") for name in item.status]
        rows.append((item.file, wording.sentence_case(item.role.replace("_", " ")), ", ".join(said), item.source))
    return PublishedTable(
        id="inputs",
        title="Inputs of the study, and where their figures come from",
        headings=(Heading("File"), Heading("What it holds"), Heading("Status"), Heading("Source")),
        rows=tuple(rows),
        source=source_of(projection),
    )
