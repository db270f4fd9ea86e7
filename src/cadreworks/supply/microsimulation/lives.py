"""What is known of people one by one, and what is counted of them? So many people and years -> entries to be filled.

People are columns of numbers, one entry each, that the compiled step changes in place.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cadreworks.supply.cohort.classes import AGES
from cadreworks.supply.cohort.population import SOURCES
from cadreworks.supply.microsimulation.compiled import inlined
from cadreworks.supply.microsimulation.law import MONTHS

Counts = NDArray[np.int64]
Whole = np.uint64 | np.int64 | int

IN_POST, AWAY, GONE = 0, 1, 2
NO_SOURCE = len(SOURCES)
"""The source of those who have not joined in the projection."""
MICRO = 1_000_000
RETURNED, RETURNED_55, LEFT, RETIRED, EVER_LEFT, ROSE, CHANGED_HOURS, UNSEEN = range(len(SOURCES), len(SOURCES) + 8)
COUNTED = UNSEEN + 1
"""What is counted of a year beside stock and moves; the first are joiners by source. Returned, left and retired are as
yearly records show them, by closing and by opening cell; ever left, rose and changed hours are events, by the cell in
which they happened; unseen are those who came and left inside the year."""
ROLES = 5


class Lives(NamedTuple):
    """People, one entry each, changed in place. key: who somebody is, for chance; since: the month, from the base day,
    in which somebody came to the present level in the projection, or -1; year, month: in which somebody came, month 0
    at the base day; roles: cells held since joining in the projection, the first lowest, each one higher, in base 64
    """

    key: NDArray[np.uint64]
    cell: NDArray[np.uint8]
    age: NDArray[np.uint8]
    service: NDArray[np.uint8]
    wte: NDArray[np.float64]
    place: NDArray[np.uint8]
    status: NDArray[np.uint8]
    years_away: NDArray[np.uint8]
    group: NDArray[np.uint8]
    source: NDArray[np.uint8]
    year: NDArray[np.int16]
    month: NDArray[np.uint8]
    since: NDArray[np.int16]
    roles: NDArray[np.int64]


class Counted(NamedTuple):
    """What was counted. stock: people (year, cell, age), with the base day; wte: millionths, (year, cell); moved
    (projected year, cell, another cell) and of_year (projected year, what, cell) as yearly records show them; retired
    (projected year, cell, age); places, places_wte: (year, place)
    entered, rose, left: people by (level, projected year of coming to it, years until they rose or left)
    """

    stock: Counts
    wte: Counts
    moved: Counts
    of_year: Counts
    retired: Counts
    places: Counts
    places_wte: Counts
    entered: Counts
    rose: Counts
    left: Counts


def nothing_counted(years: int, cells: int, levels: int, places: int) -> Counted:
    """Noughts of the shapes of `Counted`."""
    shapes = (
        (years + 1, cells, AGES),
        (years + 1, cells),
        (years, cells, cells),
        (years, COUNTED, cells),
        (years, cells, AGES),
        (years + 1, places),
        (years + 1, places),
        (levels, years),
        (levels, years, years),
        (levels, years, years),
    )
    return Counted(*(np.zeros(shape, dtype=np.int64) for shape in shapes))


def nobody(people: int) -> Lives:
    """Entries for so many people, in post, of whom nothing is known yet."""
    small = [np.zeros(people, dtype=np.uint8) for _ in range(9)]
    cell, age, service, place, status, years_away, group, source, month = small
    status[:] = IN_POST
    source[:] = len(SOURCES)
    return Lives(
        key=np.arange(people, dtype=np.uint64),
        cell=cell,
        age=age,
        service=service,
        wte=np.zeros(people),
        place=place,
        status=status,
        years_away=years_away,
        group=group,
        source=source,
        year=np.zeros(people, dtype=np.int16),
        month=month,
        since=np.full(people, -1, dtype=np.int16),
        roles=np.zeros(people, dtype=np.int64),
    )


@inlined
def with_role(roles: np.int64, cell: np.int64) -> np.int64:
    """The roles with one more, where they are tracked and fewer than five."""
    if roles == 0 or roles >= 64 ** (ROLES - 1):
        return roles
    at = 64
    while roles >= at:
        at *= 64
    return roles + (cell + 1) * at


@inlined
def begin_level(lives: Lives, entered: Counts, levels: Whole, who: Whole, cell: Whole, now: Whole) -> None:
    """Somebody's time at a level begins, at the end of a month; counted in the year that begins then or goes on, if
    that is projected.
    """
    of_year = now // MONTHS
    if of_year < entered.shape[1]:
        entered[cell % levels, of_year] += 1
        lives.since[who] = now
    else:
        lives.since[who] = -1


@inlined
def end_level(lives: Lives, until: Counts, levels: Whole, who: Whole, cell: Whole, now: Whole) -> None:
    """Somebody's time at a level ends; counted if it began in the projection."""
    since = np.int64(lives.since[who])
    if since >= 0:
        until[cell % levels, since // MONTHS, (now - since) // MONTHS] += 1
