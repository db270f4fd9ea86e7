"""Types of NHS organisation, each with the share of its workforce that the 2030 report found to be digital staff."""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.vocabulary.shipped import rows_of


@dataclass(frozen=True)
class OrganisationType:
    """A type of organisation; digital_share: digital, data and technology staff as a share of all its staff."""

    id: str
    name: str
    digital_share: float
    source: str
    edition: str


ORGANISATION_TYPES = tuple(
    OrganisationType(row["id"], row["name"], float(row["digital_share"]), row["source"], row["edition"])
    for row in rows_of("organisation_types")
)
ORGANISATION_TYPE_IDS = tuple(entry.id for entry in ORGANISATION_TYPES)
