"""The four job levels (Table 5.4 of the 2030 report), the pay bands, and the FEDIP levels.

Which pay band belongs to which job level is this project's assumption; which belongs to which FEDIP level is
the report's approximation (section 5, stage 7).
"""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.vocabulary.shipped import rows_of


@dataclass(frozen=True)
class JobLevel:
    """A job level; `in_a_sentence` is its name as it stands within running text."""

    id: str
    rank: int
    name: str
    in_a_sentence: str
    description: str
    source: str
    edition: str


@dataclass(frozen=True)
class PayBand:
    """An Agenda for Change band, with the job level that this project assumes for it."""

    id: str
    rank: int
    name: str
    job_level: str
    source: str
    edition: str


@dataclass(frozen=True)
class FedipLevel:
    """A level of professional registration with the Federation for Informatics Professionals."""

    id: str
    rank: int
    name: str
    lowest_band: str
    highest_band: str
    includes_very_senior_managers: bool
    source: str
    edition: str


LEVELS = tuple(
    JobLevel(
        row["id"],
        int(row["rank"]),
        row["name"],
        row["in_a_sentence"],
        row["description"],
        row["source"],
        row["edition"],
    )
    for row in rows_of("job_levels")
)
LEVEL_IDS = tuple(level.id for level in LEVELS)
PAY_BANDS = tuple(
    PayBand(row["id"], int(row["rank"]), row["name"], row["job_level"], row["source"], row["edition"])
    for row in rows_of("pay_bands")
)
PAY_BAND_IDS = tuple(band.id for band in PAY_BANDS)
FEDIP_LEVELS = tuple(
    FedipLevel(
        row["id"],
        int(row["rank"]),
        row["name"],
        row["lowest_band"],
        row["highest_band"],
        row["includes_very_senior_managers"] == "yes",
        row["source"],
        row["edition"],
    )
    for row in rows_of("fedip_levels")
)
_BY_ID = {level.id: level for level in LEVELS}
_FEDIP_BY_ID = {level.id: level for level in FEDIP_LEVELS}


def job_level(level_id: str) -> JobLevel:
    """The level called `level_id`. Raises KeyError where there is none."""
    return _BY_ID[level_id]


def fedip_level(level_id: str) -> FedipLevel:
    """The FEDIP level called `level_id`. Raises KeyError where there is none."""
    return _FEDIP_BY_ID[level_id]
