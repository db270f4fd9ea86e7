"""Who is in post at the base day, one by one, and who left in the last five years and may come back?

The record's people without their names: nobody can be told from another in the same cell, of the same age, service,
hours and place. They stand in the order of these, so that the record's own order leaves no trace.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.supply.cohort.classes import AGE_CLASS_OF_AGE, GROUP_OF_CLASS, LEAVER_GROUPS, OLDEST, YOUNGEST
from cadreworks.supply.cohort.cohort import Cohort
from cadreworks.supply.cohort.population import Tallies

Small = NDArray[np.uint8]
MOST_PLACES = 255
"""How many kinds of places are told apart."""


@dataclass(frozen=True)
class Staff:
    """People in post, one entry each. cell, age, service: places on the axes of a cohort (`cohort.classes`); wte;
    place: of work, an index into `places`, each a type of organisation and a region
    """

    cell: Small
    age: Small
    service: Small
    wte: Array
    place: Small
    places: tuple[tuple[str, str], ...] = (("", ""),)

    def __len__(self) -> int:
        return len(self.cell)


@dataclass(frozen=True)
class Away:
    """Leavers of the last years, one entry each, as old as they are at the base day. years_away: 0 of the last year;
    group: of age at leaving; still_away: the chance that somebody has not come back yet
    """

    cell: Small
    age: Small
    service: Small
    years_away: Small
    group: Small
    still_away: Array

    def __len__(self) -> int:
        return len(self.cell)


def staff_of_tallies(tallies: Tallies) -> Staff:
    """People as the tallies count them, each with the mean hours of the cell."""
    counts = tallies.people[-1]
    cell, age, service = _one_by_one(counts)
    people = counts.sum(axis=(1, 2))
    per_head = np.divide(tallies.wte[-1], people, out=np.zeros(len(people)), where=people > 0)
    return Staff(cell, age, service, per_head[cell], np.zeros(len(cell), dtype=np.uint8))


def away_of_tallies(tallies: Tallies, cohort: Cohort) -> Away:
    """The leavers of the last five years. cohort: estimated from the tallies, and so knows how many are still away"""
    parts = []
    last = tallies.leavers[::-1][:LOOK_BACK_YEARS]
    for years_away, left in enumerate(last):
        cell, age, service = _one_by_one(left)
        group = GROUP_OF_CLASS[AGE_CLASS_OF_AGE[age]].astype(np.uint8)
        of_group = np.zeros((len(LEAVER_GROUPS), len(left)))
        np.add.at(of_group, (group, cell), 1.0)
        share = np.divide(cohort.opening.gone[years_away], of_group, out=np.zeros_like(of_group), where=of_group > 0)
        parts.append(
            (cell, aged(age, years_away + 1), service, np.full_like(cell, years_away), group, share[group, cell])
        )
    if not parts:
        nobody = np.zeros(0, dtype=np.uint8)
        return Away(nobody, nobody, nobody, nobody, nobody, np.zeros(0))
    cell, age, service, years, group, share = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Away(cell, age, service, years, group, share)


def _one_by_one(counts: NDArray[np.int64]) -> tuple[Small, Small, Small]:
    cell, age, service = np.nonzero(counts)
    many = counts[cell, age, service]
    one, two, three = (np.repeat(place, many).astype(np.uint8) for place in (cell, age, service))
    return one, two, three


def aged(age: Small, years: int) -> Small:
    """Ages so many years later; the oldest stand together, and what is not known stays unknown."""
    oldest = OLDEST - YOUNGEST
    aged: Small = np.where(age > oldest, age, np.minimum(age + years, oldest)).astype(np.uint8)
    return aged
