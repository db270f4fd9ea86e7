"""Where a figure of an input comes from. Each input says it of itself, and the page and the manifest repeat it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    id: str
    name: str
    means: str


STATUSES = (
    Status("published", "Published", "printed in a public document, which the source names"),
    Status("collected", "Collected", "counted or gathered by the study's owner, and not published"),
    Status("derived", "Derived", "worked out from published figures by a rule that the source names"),
    Status("made_up", "Made up", "invented so that the published results come out; nobody observed or said it"),
    Status("assumed", "Assumed", "a choice of the study's owner"),
)
STATUS_IDS = tuple(status.id for status in STATUSES)
_BY_ID = {status.id: status for status in STATUSES}


def status(status_id: str) -> Status:
    """The status called `status_id`. Raises KeyError where there is none."""
    return _BY_ID[status_id]
