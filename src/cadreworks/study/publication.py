"""What the publication says beside its figures: priorities of each area, and recommendations with their owners."""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.tables import Column, Kind, Table, TableSpec
from cadreworks.vocabulary.columns import AREA, SOURCE

PRIORITIES_TABLE = TableSpec(
    name="priorities",
    means="What each area of work should put first, in the order in which it is to be listed.",
    columns=(AREA, Column("priority", Kind.TEXT, "the priority, as a phrase", "Write the priority."), SOURCE),
    key=("area", "priority"),
)

RECOMMENDATIONS_TABLE = TableSpec(
    name="recommendations",
    means="The study's recommendations, in order.",
    columns=(
        Column("id", Kind.TEXT, "a short name that later work can refer to", "Give it an id."),
        Column("heading", Kind.TEXT, "the heading under which it is listed", "Write the heading."),
        Column("recommendation", Kind.TEXT, "what should be done, as a sentence", "Write the recommendation."),
        Column("owner", Kind.TEXT, "the body that answers for it, or `not assigned`", "Name the owner."),
        Column("action", Kind.TEXT, "the next step", required=False),
        Column("status", Kind.TEXT, "how far it has got, or `not stated`", "Write the status."),
        Column("timing", Kind.TEXT, "when it is due, or `not stated`", "Write the timing."),
        SOURCE,
    ),
    key=("id",),
)


@dataclass(frozen=True)
class Recommendation:
    id: str
    heading: str
    recommendation: str
    owner: str
    action: str
    status: str
    timing: str
    source: str


def read_priorities(table: Table) -> dict[str, tuple[str, ...]]:
    """The priorities of each area, in file order."""
    priorities: dict[str, tuple[str, ...]] = {}
    for row in table.rows:
        priorities[row.text("area")] = (*priorities.get(row.text("area"), ()), row.text("priority"))
    return priorities


def read_recommendations(table: Table) -> tuple[Recommendation, ...]:
    """The recommendations, in file order."""
    names = ("id", "heading", "recommendation", "owner", "action", "status", "timing", "source")
    return tuple(Recommendation(*(row.text(name) for name in names)) for row in table.rows)
