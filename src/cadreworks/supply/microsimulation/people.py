"""What becomes of people, one by one, where nobody's fate hangs on another's? Tables and people -> the same, years on.

A year of one person: with chance 1 - exp(-h) anything happens; then the month of the first event, from the exact law of
months, and what it is; whatever months are left go the same way under the new cell's rates. So a year without an event
costs one number. People are independent, and what is counted is whole (people, millionths of a wte), so that they may be
shared between threads in any way without a trace.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.supply.cohort.classes import AGES, SERVICES
from cadreworks.supply.cohort.population import SOURCES
from cadreworks.supply.microsimulation.chance import chance, person_key
from cadreworks.supply.microsimulation.tables import Tables

Counts = NDArray[np.int64]

IN_POST, AWAY, GONE = 0, 1, 2
NO_SOURCE = len(SOURCES)
"""The source of those who have not joined in the projection."""
MICRO = 1_000_000
RETURNED, RETURNED_55, LEFT, RETIRED, EVER_LEFT, ROSE, CHANGED_HOURS, UNSEEN = range(len(SOURCES), len(SOURCES) + 8)
COUNTED = UNSEEN + 1
"""What is counted of a year beside stock and moves; the first are joiners by source. Returned, left and retired are as
yearly records show them, by closing and by opening cell; ever left, rose and changed hours are events, by the cell in
which they happened; unseen are those who came and left inside the year."""
_SLOTS, _NUMBERS_OF_AN_EVENT = 64, 4
_RETURN, _RETURN_MONTH, _RETURN_HOURS = 60, 61, 62
_MONTHS = 12
ROLES = 5
_LAST_AGE, _LAST_SERVICE = AGES - 2, SERVICES - 2


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
    """What was counted. stock: people (year, cell, age), with the base day; wte: millionths, (year, cell); moved (projected
    year, cell, cell) and of_year (projected year, what, cell) as yearly records show them; retired (projected year, cell,
    age); places, places_wte: (year, place)
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


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def live(lives: Lives, tables: Tables, counted: Counted, draw_key: np.uint64, first: int, last: int) -> None:
    """Carry people from the opening of projected year `first` to the opening of year `last`, in place, and count.

    What loops read again and again is taken out of its tuple first: reading it there costs ten times the rest.
    """
    status_of, year_of, month_of, keys = lives.status, lives.year, lives.month, lives.key
    class_of_place, returning, group_of_age = tables.class_of_place, tables.returning, tables.group
    total, out, shares = tables.total, tables.out, (tables.leaves, tables.changes, tables.to, tables.retires)
    hours = (tables.relative, tables.level, tables.movers_change)
    relative, returners_wte = tables.relative, tables.returners_wte
    follows, held, levels = tables.follows, tables.held, tables.levels
    of_year, moved, retired = counted.of_year, counted.moved, counted.retired
    totals = (counted.stock, counted.wte, counted.places, counted.places_wte)
    careers = (counted.entered, counted.rose, counted.left)
    for who in range(len(keys)):
        if status_of[who] == GONE or year_of[who] >= last:
            continue
        key = person_key(draw_key, keys[who])
        cell, age, service = np.int64(lives.cell[who]), np.int64(lives.age[who]), np.int64(lives.service[who])
        wte, status, since, roles = (
            lives.wte[who],
            np.int64(status_of[who]),
            np.int64(lives.since[who]),
            lives.roles[who],
        )
        place, came_in = np.int64(lives.place[who]), np.int64(year_of[who])
        years_away, group = np.int64(lives.years_away[who]), np.int64(lives.group[who])
        for year in range(max(first, came_in), last):
            slot = np.uint64(year * _SLOTS)
            opening, came, months = cell, NO_SOURCE, _MONTHS
            if status == AWAY:
                age = _older(age)
                if chance(key, slot + np.uint64(_RETURN)) >= returning[years_away, group]:
                    years_away += 1
                    if years_away == LOOK_BACK_YEARS:
                        status = GONE
                        break
                    continue
                status, opening, came, since = IN_POST, -1, RETURNED, -1
                months = _MONTHS - 1 - int(chance(key, slot + np.uint64(_RETURN_MONTH)) * _MONTHS)
                wte = returners_wte * _one_of(relative, cell, chance(key, slot + np.uint64(_RETURN_HOURS)))
            elif year == came_in and month_of[who] > 0:
                opening, came, months = -1, np.int64(lives.source[who]), _MONTHS - np.int64(month_of[who])
                since, roles = year * _MONTHS + np.int64(month_of[who]), cell + 1
                careers[0][cell % levels, year] += 1
            of_class, at_opening = class_of_place[age, service], cell
            left, retires = False, False
            if chance(key, slot) < _chance_of_any(out, total, cell, of_class, months):
                cell, wte, left, retires, since, roles = _events(
                    key,
                    year,
                    months,
                    cell,
                    of_class,
                    age,
                    wte,
                    since,
                    roles,
                    levels,
                    total,
                    shares,
                    hours,
                    of_year,
                    careers,
                )
            if left:
                status, years_away, group = AWAY, 0, group_of_age[age]
                if opening < 0:
                    of_year[year, UNSEEN, cell] += 1
                    status = GONE
                    break
                of_year[year, LEFT, at_opening] += 1
                of_year[year, RETIRED, at_opening] += retires
                retired[year, at_opening, age] += retires
                age = _older(age)
                continue
            if opening >= 0:
                age, service = _older(age), _longer(service)
                wte *= follows[cell]
                moved[year, at_opening, cell] += 1
            else:
                of_year[year, came, cell] += 1
                of_year[year, RETURNED_55, cell] += came == RETURNED and group == 1
            wte *= held[cell, year]
            _count(totals, year + 1, cell, age, place, wte)
        lives.cell[who], lives.age[who], lives.service[who] = cell, age, service
        lives.wte[who], status_of[who], lives.since[who], lives.roles[who] = wte, status, since, roles
        lives.years_away[who], lives.group[who] = years_away, group


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _chance_of_any(out, total, cell, of_class, months):  # type: ignore[no-untyped-def]
    """The chance that anything happens in so many months."""
    if months == _MONTHS:
        return out[cell, of_class]
    return -np.expm1(-total[cell, of_class] * (months / _MONTHS))


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _events(  # type: ignore[no-untyped-def]
    key, year, months, cell, of_class, age, wte, since, roles, levels, total, shares, hours, of_year, careers
):
    """What happens in the months that are left, of which something does. Gives where that leads, and whether to leaving
    and retirement.
    """
    leaves, changes, destinations, retires = shares
    relative, level, movers_change = hours
    entered, rose, left = careers
    slot = np.uint64(year * _SLOTS)
    while months > 0:
        luck = chance(key, slot)
        intensity = total[cell, of_class]
        if luck >= -np.expm1(-intensity * (months / _MONTHS)):
            break
        months -= 1 + min(int(-np.log1p(-luck) * _MONTHS / intensity), months - 1)
        what, more = chance(key, slot + np.uint64(1)), chance(key, slot + np.uint64(2))
        slot += np.uint64(_NUMBERS_OF_AN_EVENT)
        now = (year + 1) * _MONTHS - months
        if what < leaves[cell, of_class]:
            of_year[year, EVER_LEFT, cell] += 1
            if since >= 0:
                left[cell % levels, since // _MONTHS, (now - since) // _MONTHS] += 1
            return cell, wte, True, more < retires[age], since, roles
        if what < changes[cell, of_class]:
            wte = level[cell, year] * _one_of(relative, cell, more)
            of_year[year, CHANGED_HOURS, cell] += 1
            continue
        to = 0
        while more >= destinations[cell, to]:
            to += 1
        above = to % levels - cell % levels
        if above != 0:
            of_year[year, ROSE, cell] += above > 0
            if since >= 0:
                until = rose if above > 0 else left
                until[cell % levels, since // _MONTHS, (now - since) // _MONTHS] += 1
            since = now if now // _MONTHS < entered.shape[1] else -1
            if since >= 0:
                entered[to % levels, now // _MONTHS] += 1
        cell, wte, roles = to, wte * movers_change, _with_role(roles, to)
    return cell, wte, False, False, since, roles


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _count(totals, year, cell, age, place, wte):  # type: ignore[no-untyped-def]
    """One person more in post at the opening of a year."""
    stock, of_cells, places, of_places = totals
    exact = np.int64(wte * MICRO + 0.5)
    stock[year, cell, age] += 1
    of_cells[year, cell] += exact
    places[year, place] += 1
    of_places[year, place] += exact


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _one_of(relative, cell, luck):  # type: ignore[no-untyped-def]
    """One of the relative hours of a cell, all as likely."""
    return relative[cell, int(luck * relative.shape[1])]


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _older(age: int) -> int:
    """The oldest stand together, and an age that is not known stays so."""
    return age + 1 if age < _LAST_AGE else age


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _longer(service: int) -> int:
    """The longest serving stand together, and service that is not known stays so."""
    return service + 1 if service < _LAST_SERVICE else service


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _with_role(roles: int, cell: int) -> int:
    """The roles with one more, where they are tracked and fewer than five."""
    if roles == 0 or roles >= 64 ** (ROLES - 1):
        return roles
    at = 64
    while roles >= at:
        at *= 64
    return roles + (cell + 1) * at


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def settle_away(lives: Lives, first: int, still_away: NDArray[np.float64], draw_key: np.uint64) -> None:
    """Of those who left before the base day, who stand from `first` on, the ones who had come back by then are no longer
    away; in place.
    """
    for who in range(len(still_away)):
        key = person_key(draw_key, lives.key[first + who])
        if chance(key, np.uint64(2**40)) >= still_away[who]:
            lives.status[first + who] = GONE
