"""How is progress written down? A plan held against what happened -> progress.csv, and its sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cadreworks.plan.track import Progressed, Status, Trigger
from cadreworks.tables import Cell, Column, Kind, TableSpec

PROGRESS_TABLE = TableSpec(
    name="progress",
    means="One row for each lever and year up to the last one that anything is told of.",
    columns=(
        Column("lever", Kind.TEXT, "the id of the lever"),
        Column("year", Kind.WHOLE, "the year up to 31 March"),
        Column("planned_wte", Kind.NUMBER, "planned starts"),
        Column("started_wte", Kind.NUMBER, "actual starts; empty where they are not told", required=False),
        Column("share", Kind.NUMBER, "actual over planned starts", required=False),
        Column("planned_arrivals_wte", Kind.NUMBER, "what the planned starts should bring about in the year"),
        Column("arrived_wte", Kind.NUMBER, "what came about; empty where it is not told", required=False),
        Column("planned_cost_gbp", Kind.NUMBER, "what the measures should cost in the year, in pounds of that year"),
        Column("cost_gbp", Kind.NUMBER, "what they cost; empty where it is not told", required=False),
        Column("gap_wte", Kind.NUMBER, "what the difference in starts changes of the gap at the horizon"),
        Column(
            "status",
            Kind.TEXT,
            "how starts stand against the plan",
            one_of=tuple(status.value for status in Status),
        ),
        Column("triggers", Kind.TEXT, "what calls for somebody to act, divided by semicolons", required=False),
    ),
    key=("lever", "year"),
)


def progress_rows(progressed: Progressed) -> Iterator[Mapping[str, Cell]]:
    """The rows of PROGRESS_TABLE."""
    for row in progressed.rows:
        yield {
            "lever": row.lever.id,
            "year": row.year,
            "planned_wte": row.planned_wte,
            "started_wte": row.started_wte,
            "share": row.share,
            "planned_arrivals_wte": row.planned_arrivals_wte,
            "arrived_wte": row.arrived_wte,
            "planned_cost_gbp": row.planned_cost_gbp,
            "cost_gbp": row.cost_gbp,
            "gap_wte": row.gap_wte,
            "status": row.status.value,
            "triggers": "; ".join(trigger.value for trigger in row.triggers),
        }


def progress_summary(progressed: Progressed, areas: tuple[str, ...]) -> dict[str, Any]:
    """Sums to date, for summary.json. Sums of actual figures are of what is told."""
    rows = progressed.rows
    return {
        "until": progressed.until,
        "gap_wte": float(progressed.gap_by_area.sum()),
        "gap_wte_by_area": dict(zip(areas, progressed.gap_by_area.tolist(), strict=True)),
        "planned_cost_gbp": sum(row.planned_cost_gbp for row in rows if row.cost_gbp is not None),
        "cost_gbp": sum(row.cost_gbp for row in rows if row.cost_gbp is not None),
        "status": {status.value: sum(row.status is status for row in rows) for status in Status},
        "triggers": {trigger.value: sum(trigger in row.triggers for row in rows) for trigger in Trigger},
    }
