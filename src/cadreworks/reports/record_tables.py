"""The tables by which a study is defended: assumptions, overrides, inputs, and the comparison with print."""

from __future__ import annotations

from collections.abc import Sequence

from cadreworks.reports import wording
from cadreworks.reports.notes import source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown
from cadreworks.review.overrides import OverrideEffect
from cadreworks.review.reconcile import Reconciled, Verdict
from cadreworks.study import Projection
from cadreworks.vocabulary import status


def assumptions_table(projection: Projection) -> PublishedTable:
    """The register."""
    rows = []
    for entry in projection.study.register.entries:
        low, high = entry.range_in_use
        overridden = "" if entry.override is None else f"Overridden by {entry.override}. Was {entry.value:g}."
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
                " ".join(part for part in (overridden, entry.note) if part),
            )
        )
    return PublishedTable(
        id="assumptions",
        title="Assumption register",
        headings=(
            Heading("Assumption"),
            Heading("Id"),
            Heading("Value", Shown.NUMBER),
            Heading("Low", Shown.NUMBER),
            Heading("High", Shown.NUMBER),
            Heading("Unit"),
            Heading("Source"),
            Heading("Owner"),
            Heading("Date"),
            Heading("Note"),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=("Draws take declared assumptions from a triangle between low and high with its peak at the value.",),
    )


def overrides_table(projection: Projection, effects: Sequence[OverrideEffect]) -> PublishedTable:
    """Each override with the headline figures with it and without it."""
    names = {scenario.id: scenario.name for scenario in projection.study.settings.scenarios}
    rows = tuple(
        (
            effect.assumption,
            names[effect.scenario],
            effect.figure,
            effect.unit,
            effect.with_override,
            effect.without_override,
            f"{effect.who}, {effect.when}: {effect.why}" if effect.who else "",
        )
        for effect in effects
    )
    return PublishedTable(
        id="overrides",
        title=f"Headline figures for {projection.study.settings.horizon.last} with and without each override",
        headings=(
            Heading("Override of"),
            Heading("Scenario"),
            Heading("Figure"),
            Heading("Unit"),
            Heading("As published", Shown.NUMBER),
            Heading("Without it", Shown.NUMBER),
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
    for item in study.settings.inputs:
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


def reconciliation_table(
    projection: Projection, results: Sequence[Reconciled], *, only_differing: bool
) -> PublishedTable:
    """Published figures beside ours; all of them, or only those that differ."""
    rows = tuple(
        (
            result.row,
            result.column.replace("_", " "),
            result.unit.replace("gbp_million", "£ million").replace("_", " "),
            result.published,
            result.ours,
            result.difference,
            result.verdict.value,
            f"{result.issue_id}: {result.explanation}" if result.issue_id else "",
            result.place,
        )
        for result in results
        if not only_differing or result.verdict is Verdict.DIFFERS
    )
    which = "that differ from" if only_differing else "compared with"
    return PublishedTable(
        id="reconciliation",
        title=f"Results {which} the published figures",
        headings=(
            Heading("Scenario, year, area, level"),
            Heading("Figure"),
            Heading("Unit"),
            Heading("Published", Shown.NUMBER),
            Heading("Cadreworks", Shown.NUMBER),
            Heading("Difference", Shown.NUMBER),
            Heading("Verdict"),
            Heading("Known inconsistency of the report"),
            Heading("Printed in"),
        ),
        rows=rows,
        source=source_of(projection),
        row_headings=2,
    )
