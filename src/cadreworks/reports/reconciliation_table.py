"""The comparison with print as a table: verdicts in, published figures beside ours out, named as readers know them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence

from cadreworks.published import inconsistencies
from cadreworks.reports.main_tables import METHODS
from cadreworks.reports.notes import TOTAL_AREA, source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value
from cadreworks.reports.result_specs import RESULT_TABLES
from cadreworks.review.reconcile import Reconciled, Verdict
from cadreworks.study import Projection
from cadreworks.vocabulary import ALL, AREAS, LEVELS

_UNITS = {"wte": "WTE", "gbp": "£", "gbp_million": "£ million", "share": "share of one", "per_cent": "per cent"}
_FIGURES = {
    "base_wte": "workforce in {base}",
    "demand_wte": "demand in {last}",
    "demand_change_wte": "change of demand to {last}",
    "demand_change_share": "change of demand to {last}",
    "supply_wte": "supply in {last}",
    "supply_change_wte": "change of supply to {last}",
    "supply_change_share": "change of supply to {last}",
    "gap_wte": "gap in {last}",
    "shortfall_wte": "shortfall in {last}",
    "base_share_of_area": "share of area in {base}",
    "demand_share_of_area": "share of area in {last}",
    "base_share_of_workforce": "share of workforce in {base}",
    "demand_share_of_workforce": "share of workforce in {last}",
    "cost_gbp": "cost",
    "baseline_cost_gbp": "cost of an unchanged workforce",
}


def reconciliation_table(
    projection: Projection, results: Sequence[Reconciled], *, only_differing: bool
) -> PublishedTable:
    """Published figures beside ours; all of them, or only those that differ."""
    horizon = projection.study.settings.horizon
    scenarios = {scenario.id: scenario.name for scenario in projection.study.settings.scenarios}
    issues = _issues()
    rows: list[tuple[Value, ...]] = [
        (
            _place(result, scenarios),
            _figure(result.column).format(base=horizon.base, last=horizon.last),
            _UNITS[result.unit],
            result.place,
            result.published,
            result.ours,
            result.difference,
            *([] if only_differing else [result.verdict.value]),
            issues[result.issue_id] if result.issue_id else "",
        )
        for result in results
        if not only_differing or result.verdict is Verdict.DIFFERS
    ]
    which = "that differ from" if only_differing else "compared with"
    return PublishedTable(
        id="reconciliation",
        title=f"Results {which} the published figures",
        headings=(
            Heading("Of what"),
            Heading("Figure"),
            Heading("Unit", under=True),
            Heading("Printed in", under=True),
            Heading("Published", Shown.NUMBER),
            Heading("Cadreworks", Shown.SHORT),
            Heading("Difference", Shown.SHORT),
            *([] if only_differing else [Heading("Verdict")]),
            Heading("Known inconsistency of the report", wide=True),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        row_headings=2,
    )


def _place(result: Reconciled, scenarios: Mapping[str, str]) -> str:
    """`Data Driven Future, 2030, Clinical coding, Managers` for the row `driven 2030 clinical_coding manager`."""
    (spec,) = (spec for spec in RESULT_TABLES if spec.name == result.table)
    names: Mapping[str, Mapping[str, str]] = {
        "scenario": scenarios,
        "area": {ALL: TOTAL_AREA, **{area.id: area.name for area in AREAS}},
        "level": {ALL: "", **{level.id: level.name for level in LEVELS}},
        "method": METHODS,
        "year": {},
    }
    keys = [column.name for column in spec.columns if column.name in names]
    parts = [
        " and ".join(names[key].get(word, word) for word in words.split("+"))
        for key, words in zip(keys, result.row.split(), strict=False)
    ]
    return ", ".join(part for part in parts if part)


def _figure(column: str) -> str:
    said = _FIGURES.get(column, column.replace("_", " "))
    return said[:1].upper() + said[1:]


def _issues() -> dict[str, str]:
    """What the audit of the reports says of each inconsistency, by its id."""
    rows = csv.DictReader(inconsistencies().read_text(encoding="utf-8").splitlines())
    return {
        row["issue_id"]: f"{row['issue_id']}, {row['subject']}: stated {row['stated']}; recomputed "
        f"{row['recomputed'].rstrip('.')}. {row['explanation']}"
        for row in rows
    }
