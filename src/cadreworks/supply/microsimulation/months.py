"""What becomes of people, month by month, where the fate of some hangs on others? The opening of a year -> its close.

The law is that of `people`, and so are the numbers: the month of somebody's next event is drawn at once, and where
nothing stands in the way, each person goes the way that people who know of no limits go. But here all are brought to
the same month before anybody goes on, so that whoever leaves makes room for others in it. In a month the leaving and
the changes of hours come first; then those who would come in or move compete for room (`room`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.supply.microsimulation.chance import chance, person_key
from cadreworks.supply.microsimulation.people import (
    _NUMBERS_OF_AN_EVENT,
    _RETURN,
    _RETURN_HOURS,
    _RETURN_MONTH,
    _SLOTS,
    AWAY,
    CHANGED_HOURS,
    EVER_LEFT,
    GONE,
    LEFT,
    MICRO,
    RETIRED,
    RETURNED,
    RETURNED_55,
    UNSEEN,
    Counted,
    Counts,
    Lives,
    _count,
    _longer,
    _older,
    _one_of,
)
from cadreworks.supply.microsimulation.tables import Tables

MONTHS = 12
WAITING = 3
"""The status, within a year, of those who are to come in it and have not come yet."""
NOWHERE, NEVER = 255, 255

Small = NDArray[np.uint8]


class Now(NamedTuple):
    """How people stand within a year, one entry each. here: the cell, or NOWHERE of those who are not in post; opening:
    the same at the opening of the year; came: by what source somebody comes in it; due: the month in which something is
    to happen next, or NEVER; events: how many have been drawn; acted: the last month in which something was due
    """

    key: NDArray[np.uint64]
    here: Small
    opening: Small
    came: Small
    due: Small
    events: Small
    acted: Small


class Filled(NamedTuple):
    """Who is in post, by cell: wte, people, and at least so many hours each; hours in millionths of a wte."""

    wte: Counts
    people: Counts
    least: Counts


def nothing_yet(people: int, cells: int) -> tuple[Now, Filled]:
    """Entries for so many people and cells, to be filled as a year opens."""
    small = [np.full(people, NOWHERE, dtype=np.uint8) for _ in range(6)]
    here, opening, came, due, events, acted = small
    key = np.zeros(people, dtype=np.uint64)
    filled = Filled(*(np.zeros(cells, dtype=np.int64) for _ in range(3)))
    return Now(key, here, opening, came, due, events, acted), filled


@njit(cache=True, nogil=True, inline="always")
def exact(wte):  # type: ignore[no-untyped-def]
    """Hours in whole millionths of a wte."""
    return np.int64(wte * MICRO + 0.5)


@njit(cache=True, nogil=True, inline="always")
def whole(value):  # type: ignore[no-untyped-def]
    """A small number as one that may be reckoned with."""
    return np.int64(value)


@njit(cache=True, nogil=True, inline="always")
def next_due(luck, months, intensity):  # type: ignore[no-untyped-def]
    """The month of the next event, with so many months of the year to go, from the exact law of waiting."""
    wait = np.inf if intensity <= 0.0 else -np.log1p(-luck) * MONTHS / intensity
    return NEVER if wait >= months else MONTHS - months + int(wait)


@njit(cache=True, nogil=True, inline="always")
def slot_of(year, events):  # type: ignore[no-untyped-def]
    """Where the numbers of an event begin: when it is, what it is, and where that leads."""
    return np.uint64(year * _SLOTS + events * _NUMBERS_OF_AN_EVENT)


@njit(cache=True, nogil=True)
def open_year(lives: Lives, now: Now, filled: Filled, tables: Tables, draw_key: np.uint64, year: int) -> None:
    """Who is in post, who will come in the year and when, and in which month something first happens to whom."""
    status_of, year_of, month_of, keys, cell_of = lives.status, lives.year, lives.month, lives.key, lives.cell
    age_of, service_of, wte_of, years_away, group = lives.age, lives.service, lives.wte, lives.years_away, lives.group
    since_of, source_of = lives.since, lives.source
    key_of, here, opening, came, due = now.key, now.here, now.opening, now.came, now.due
    events, acted = now.events, now.acted
    in_wte, people, least = filled.wte, filled.people, filled.least
    class_of_place, returning, total, out = tables.class_of_place, tables.returning, tables.total, tables.out
    relative, returners_wte = tables.relative, tables.returners_wte
    in_wte[:], people[:], least[:] = 0, 0, np.iinfo(np.int64).max
    for who in range(len(keys)):
        here[who], opening[who], due[who], events[who], acted[who] = NOWHERE, NOWHERE, NEVER, 0, NEVER
        if status_of[who] == GONE or year_of[who] > year:
            continue
        key = person_key(draw_key, keys[who])
        key_of[who] = key
        slot, cell = slot_of(year, 0), whole(cell_of[who])
        if status_of[who] == AWAY:
            age_of[who] = _older(whole(age_of[who]))
            if chance(key, slot + np.uint64(_RETURN)) >= returning[years_away[who], group[who]]:
                status_of[who] = _still_away(years_away, who)
                continue
            status_of[who], came[who], since_of[who] = WAITING, RETURNED, -1
            due[who] = int(chance(key, slot + np.uint64(_RETURN_MONTH)) * MONTHS)
            wte_of[who] = returners_wte * _one_of(relative, cell, chance(key, slot + np.uint64(_RETURN_HOURS)))
            continue
        if year == year_of[who] and month_of[who] > 0:
            status_of[who], came[who], due[who] = WAITING, source_of[who], month_of[who] - 1
            continue
        here[who], opening[who] = cell, cell
        hours = exact(wte_of[who])
        in_wte[cell] += hours
        people[cell] += 1
        least[cell] = min(least[cell], hours)
        of_class = class_of_place[age_of[who], service_of[who]]
        luck = chance(key, slot)
        if luck < out[cell, of_class]:
            due[who] = next_due(luck, MONTHS, total[cell, of_class])


@njit(cache=True, nogil=True, inline="always")
def _still_away(years_away, who):  # type: ignore[no-untyped-def]
    """One more year away; gives the status that follows."""
    years_away[who] += 1
    return GONE if years_away[who] == LOOK_BACK_YEARS else AWAY


@njit(cache=True, nogil=True)
def find_due(due: Small, month: int) -> Counts:
    """Those to whom something is due in a month."""
    found, many = np.empty(len(due), dtype=np.int64), 0
    for who in range(len(due)):
        if due[who] == month:
            found[many] = who
            many += 1
    return found[:many]


@njit(cache=True, nogil=True)
def live_month(
    lives: Lives, now: Now, filled: Filled, tables: Tables, counted: Counted, at: Counts, year: int, month: int
) -> Counts:
    """The leaving and the changes of hours of a month. at: those to whom something is due

    Gives to which cell each of them would go, or -1: who would move, and who is to come in.
    """
    status_of, cell_of, age_of, service_of, wte_of = lives.status, lives.cell, lives.age, lives.service, lives.wte
    since_of, years_away, group = lives.since, lives.years_away, lives.group
    key_of, here, opening, due, events = now.key, now.here, now.opening, now.due, now.events
    in_wte, people, least = filled.wte, filled.people, filled.least
    class_of_place, total, leaves, changes, to = (
        tables.class_of_place,
        tables.total,
        tables.leaves,
        tables.changes,
        tables.to,
    )
    retires, group_of_age, relative, level = tables.retires, tables.group, tables.relative, tables.level
    of_year, retired, left, levels = counted.of_year[year], counted.retired[year], counted.left, tables.levels
    wanted = np.full(len(at), -1, dtype=np.int64)
    for place in range(len(at)):
        who = at[place]
        now.acted[who], due[who] = month, NEVER
        if status_of[who] == WAITING:
            wanted[place] = cell_of[who]
            continue
        key, cell, age = key_of[who], whole(here[who]), whole(age_of[who])
        of_class = class_of_place[age, service_of[who]]
        slot = slot_of(year, whole(events[who]))
        what, more = chance(key, slot + np.uint64(1)), chance(key, slot + np.uint64(2))
        events[who] += 1
        if what < leaves[cell, of_class]:
            of_year[EVER_LEFT, cell] += 1
            month_now, since = year * MONTHS + month + 1, whole(since_of[who])
            if since >= 0:
                left[cell % levels, since // MONTHS, (month_now - since) // MONTHS] += 1
            in_wte[cell] -= exact(wte_of[who])
            people[cell] -= 1
            here[who], cell_of[who] = NOWHERE, cell
            if opening[who] == NOWHERE:
                of_year[UNSEEN, cell] += 1
                status_of[who] = GONE
                continue
            of_year[LEFT, opening[who]] += 1
            of_year[RETIRED, opening[who]] += more < retires[age]
            retired[age] += more < retires[age]
            status_of[who], years_away[who], group[who] = AWAY, 0, group_of_age[age]
            age_of[who] = _older(age)
        elif what < changes[cell, of_class]:
            of_year[CHANGED_HOURS, cell] += 1
            before = exact(wte_of[who])
            wte_of[who] = level[cell, year] * _one_of(relative, cell, more)
            in_wte[cell] += exact(wte_of[who]) - before
            least[cell] = min(least[cell], exact(wte_of[who]))
            luck = chance(key, slot_of(year, whole(events[who])))
            due[who] = next_due(luck, MONTHS - 1 - month, total[cell, of_class])
        else:
            goal = 0
            while more >= to[cell, goal]:
                goal += 1
            wanted[place] = goal
    return wanted


@njit(cache=True, nogil=True)
def close_year(lives: Lives, now: Now, tables: Tables, counted: Counted, year: int) -> None:
    """Count who is in post at the close, and whence; everybody of the opening is a year older."""
    cell_of, age_of, service_of, wte_of, place_of = lives.cell, lives.age, lives.service, lives.wte, lives.place
    here, opening, came, group = now.here, now.opening, now.came, lives.group
    follows, held = tables.follows, tables.held[:, year]
    moved, of_year = counted.moved[year], counted.of_year[year]
    totals = (counted.stock, counted.wte, counted.places, counted.places_wte)
    for who in range(len(here)):
        if here[who] == NOWHERE:
            continue
        cell = whole(here[who])
        cell_of[who] = cell
        if opening[who] != NOWHERE:
            age_of[who], service_of[who] = _older(whole(age_of[who])), _longer(whole(service_of[who]))
            wte_of[who] *= follows[cell]
            moved[opening[who], cell] += 1
        else:
            of_year[came[who], cell] += 1
            of_year[RETURNED_55, cell] += came[who] == RETURNED and group[who] == 1
        wte_of[who] *= held[cell]
        _count(totals, year + 1, cell, whole(age_of[who]), whole(place_of[who]), wte_of[who])
