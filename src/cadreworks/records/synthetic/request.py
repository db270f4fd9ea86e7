"""Which made-up extract is wanted, and can it be meant? A request, and the check of it."""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.problems import UsageFault
from cadreworks.randomness import LARGEST_SEED
from cadreworks.records.synthetic.calendar import STEPS_PER_YEAR
from cadreworks.records.synthetic.people import MOST_IDS

MOST_YEARS, MOST_FILES = 30, 999
_NEW_IDS_PER_PERSON_AND_YEAR = 0.25
"""More than recruitment ever needs; it bounds how many people seven digits can number."""


@dataclass(frozen=True)
class Request:
    """Which extract is wanted.

    people:     in post at the last snapshot, 31 March 2020
    years:      how far the snapshots go back
    every:      `month` (ends of months) or `year` (every 31 March)
    messy:      with the mess of real life, all columns as text
    calibrated: with the mix and growth of the published study, in place of simple ones
    files:      into how many files the extract is parted, by person
    """

    people: int
    years: int
    seed: int
    every: str = "month"
    messy: bool = False
    calibrated: bool = False
    files: int = 1


def check_request(request: Request) -> None:
    """Raises UsageFault, naming everything that cannot be meant."""
    too_many = request.people * (1 + _NEW_IDS_PER_PERSON_AND_YEAR * request.years) > MOST_IDS
    judged = (
        (request.people < 1, "people: ask for at least 1."),
        (too_many, "people: over so many years they need more ids than seven digits give. Ask for fewer."),
        (not 1 <= request.years <= MOST_YEARS, f"years: ask for 1 to {MOST_YEARS}."),
        (not 0 <= request.seed <= LARGEST_SEED, f"seed: give a whole number from 0 to {LARGEST_SEED}."),
        (request.every not in STEPS_PER_YEAR, f"every: choose one of {', '.join(STEPS_PER_YEAR)}."),
        (not 1 <= request.files <= MOST_FILES, f"files: ask for 1 to {MOST_FILES}."),
    )
    faults = [said for wrong, said in judged if wrong]
    if faults:
        raise UsageFault("\n".join(faults))
