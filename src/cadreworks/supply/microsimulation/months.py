"""What becomes of people, month by month, where the fate of some hangs on others? The opening of a year -> its close.

The law is that of `people`, and so are the numbers: the month of somebody's next event is drawn at once, and where
nothing stands in the way, each person goes the way that people who know of no limits go. But here all are brought to
the same month before anybody goes on, so that whoever leaves makes room for others in it. In a month the leaving and
the changes of hours come first; then those who would come in or move compete for room (`room`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.supply.cohort.classes import SERVICES
from cadreworks.supply.microsimulation.chance import (
    NUMBERS_OF_AN_EVENT,
    RETURN,
    RETURN_HOURS,
    RETURN_MONTH,
    SLOTS,
    Bits,
    bits,
    one_of,
    person_key,
)
from cadreworks.supply.microsimulation.compiled import compiled, compiled_without_arrays, inlined
from cadreworks.supply.microsimulation.law import CLASSES, MONTHS
from cadreworks.supply.microsimulation.lives import (
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
)
from cadreworks.supply.microsimulation.tables import GUIDE_BITS, Tables

WAITING = 3
"""The status, within a year, of those who are to come in it and have not come yet."""
NOWHERE, NEVER = 255, 255
_MOST = 2**62

_ONE, _TWO, _MONTHS = np.uint64(1), np.uint64(2), np.uint64(MONTHS)
_FIRST_BITS = np.uint64(53 - GUIDE_BITS)

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


@inlined
def exact(wte: float) -> np.int64:
    """Hours in whole millionths of a wte."""
    return np.int64(wte * MICRO + 0.5)


@inlined
def slot_of(year: int, events: int) -> np.uint64:
    """Where the numbers of an event begin: when it is, what it is, and where that leads."""
    return np.uint64(year) * SLOTS + np.uint64(events) * NUMBERS_OF_AN_EVENT


@inlined
def spot_of(lives: Lives, tables: Tables, who: int | np.int64, cell: np.int64) -> np.int64:
    """Where the rates of somebody in a cell stand."""
    at = np.int64(lives.age[who]) * SERVICES + np.int64(lives.service[who])
    return np.int64(cell * CLASSES + np.int64(tables.class_of_place[at]))


@inlined
def next_due(luck: np.uint64, months: int, spot: np.int64, any_in_months: Bits) -> np.int64:
    """The month of the next event, with so many months of the year to go: the first by which something happens with
    more chance than the number drawn.
    """
    if months == 0 or luck >= any_in_months[spot, months - 1]:
        return np.int64(NEVER)
    wait = np.int64(np.float64(luck) / np.float64(any_in_months[spot, months - 1]) * months)
    if wait >= months:
        wait = np.int64(months - 1)
    while wait > 0 and luck < any_in_months[spot, wait - 1]:
        wait = np.int64(wait - 1)
    return np.int64(MONTHS - months + wait)


@inlined
def older(lives: Lives, tables: Tables, who: int) -> np.uint8:
    """The age a year later."""
    at = np.int64(lives.age[who]) * SERVICES + np.int64(lives.service[who])
    return np.uint8(np.int64(tables.older[at]) // SERVICES)


@compiled_without_arrays
def open_year(lives: Lives, now: Now, filled: Filled, tables: Tables, draw_key: np.uint64, year: int) -> None:
    """Who is in post, who will come in the year and when, and in which month something first happens to whom."""
    for empty in range(len(filled.wte)):
        filled.wte[empty], filled.people[empty], filled.least[empty] = 0, 0, _MOST
    for who in range(len(lives.key)):
        now.here[who], now.opening[who], now.due[who] = NOWHERE, NOWHERE, NEVER
        now.events[who], now.acted[who] = 0, NEVER
        if lives.status[who] == GONE or lives.year[who] > year:
            continue
        key, cell = person_key(draw_key, lives.key[who]), np.int64(lives.cell[who])
        now.key[who] = key
        if lives.status[who] == AWAY:
            _perhaps_return(lives, now, tables, who, year, key)
            continue
        if year == lives.year[who] and lives.month[who] > 0:
            lives.status[who], now.came[who], now.due[who] = WAITING, lives.source[who], lives.month[who] - 1
            continue
        now.here[who], now.opening[who] = cell, cell
        hours = exact(lives.wte[who])
        filled.wte[cell] += hours
        filled.people[cell] += 1
        filled.least[cell] = min(filled.least[cell], hours)
        luck, spot = bits(key, slot_of(year, 0)), spot_of(lives, tables, who, cell)
        if luck < tables.any_in_year[spot]:
            now.due[who] = next_due(luck, MONTHS, spot, tables.any_in_months)


@inlined
def _perhaps_return(lives: Lives, now: Now, tables: Tables, who: int, year: int, key: np.uint64) -> None:
    """Whether somebody who is away is to come back in the year, and when and how."""
    lives.age[who] = older(lives, tables, who)
    slot, cell = slot_of(year, 0), np.int64(lives.cell[who])
    if bits(key, slot + RETURN) < tables.returns[lives.years_away[who], lives.group[who]]:
        lives.status[who], now.came[who], lives.since[who] = WAITING, RETURNED, -1
        now.due[who] = one_of(bits(key, slot + RETURN_MONTH), _MONTHS)
        relative = one_of(bits(key, slot + RETURN_HOURS), np.uint64(tables.relative.shape[1]))
        lives.wte[who] = tables.returners_wte * tables.relative[cell, relative]
        return
    lives.years_away[who] += 1
    lives.status[who] = GONE if lives.years_away[who] == LOOK_BACK_YEARS else AWAY


@compiled
def find_due(due: Small, month: int) -> Counts:
    """Those to whom something is due in a month."""
    found, many = np.empty(len(due), dtype=np.int64), 0
    for who in range(len(due)):
        if due[who] == month:
            found[many] = who
            many += 1
    return found[:many].copy()


@compiled_without_arrays
def live_month(
    lives: Lives,
    now: Now,
    filled: Filled,
    tables: Tables,
    counted: Counted,
    at: Counts,
    wanted: Counts,
    year: int,
    month: int,
) -> None:
    """The leaving and the changes of hours of a month. at: those to whom something is due

    Tells in `wanted` to which cell each of them would go, or -1: who would move, and who is to come in.
    """
    for place in range(len(at)):
        who = at[place]
        now.acted[who], now.due[who], wanted[place] = month, NEVER, -1
        if lives.status[who] == WAITING:
            wanted[place] = lives.cell[who]
            continue
        key, cell = now.key[who], np.int64(now.here[who])
        spot, slot = spot_of(lives, tables, who, cell), slot_of(year, now.events[who])
        what, more = bits(key, slot + _ONE), bits(key, slot + _TWO)
        now.events[who] += 1
        if what < tables.to_leaving[spot]:
            _leave(lives, now, filled, tables, counted, who, year, month, more)
        elif what < tables.to_hours[spot]:
            counted.of_year[year, CHANGED_HOURS, cell] += 1
            before = exact(lives.wte[who])
            relative = one_of(more, np.uint64(tables.relative.shape[1]))
            lives.wte[who] = tables.level[cell, year] * tables.relative[cell, relative]
            hours = exact(lives.wte[who])
            filled.wte[cell] += hours - before
            filled.least[cell] = min(filled.least[cell], hours)
            luck = bits(key, slot_of(year, now.events[who]))
            now.due[who] = next_due(luck, MONTHS - 1 - month, spot, tables.any_in_months)
        else:
            to = np.int64(tables.guide[cell, more >> _FIRST_BITS])
            while more >= tables.to_cell[cell, to]:
                to += 1
            wanted[place] = to


@inlined
def _leave(
    lives: Lives,
    now: Now,
    filled: Filled,
    tables: Tables,
    counted: Counted,
    who: int,
    year: int,
    month: int,
    more: np.uint64,
) -> None:
    """Somebody leaves, and makes room."""
    cell, opening, age = np.int64(now.here[who]), np.int64(now.opening[who]), np.int64(lives.age[who])
    counted.of_year[year, EVER_LEFT, cell] += 1
    time, since = year * MONTHS + month + 1, np.int64(lives.since[who])
    if since >= 0:
        counted.left[cell % np.int64(tables.levels), since // MONTHS, (time - since) // MONTHS] += 1
    filled.wte[cell] -= exact(lives.wte[who])
    filled.people[cell] -= 1
    now.here[who], lives.cell[who] = NOWHERE, cell
    lives.years_away[who], lives.group[who] = 0, tables.group[age]
    if opening == NOWHERE:
        counted.of_year[year, UNSEEN, cell] += 1
        lives.status[who] = GONE
        return
    counted.of_year[year, LEFT, opening] += 1
    if more < tables.retires[age]:
        counted.of_year[year, RETIRED, opening] += 1
        counted.retired[year, opening, age] += 1
    lives.status[who] = AWAY
    lives.age[who] = older(lives, tables, who)


@compiled_without_arrays
def close_year(lives: Lives, now: Now, tables: Tables, counted: Counted, year: int) -> None:
    """Count who is in post at the close, and whence; everybody of the opening is a year older."""
    close = year + 1
    for who in range(len(lives.key)):
        if now.here[who] == NOWHERE:
            continue
        cell, opening = np.int64(now.here[who]), np.int64(now.opening[who])
        lives.cell[who] = cell
        if opening != NOWHERE:
            at = np.int64(lives.age[who]) * SERVICES + np.int64(lives.service[who])
            later = np.int64(tables.later[at])
            lives.age[who], lives.service[who] = later // SERVICES, later % SERVICES
            if cell != opening:
                counted.moved[year, opening, cell] += 1
        else:
            counted.of_year[year, now.came[who], cell] += 1
            if now.came[who] == RETURNED and lives.group[who] == 1:
                counted.of_year[year, RETURNED_55, cell] += 1
        if opening != NOWHERE and now.events[who] == 0:  # at once, as in `people`, so that no digit differs
            lives.wte[who] *= tables.followed_held[year, cell]
        else:
            if opening != NOWHERE:
                lives.wte[who] *= tables.follows[cell]
            lives.wte[who] *= tables.held[cell, year]
        hours, place = exact(lives.wte[who]), np.int64(lives.place[who])
        counted.stock[close, cell, np.int64(lives.age[who])] += 1
        counted.wte[close, cell] += hours
        counted.places[close, place] += 1
        counted.places_wte[close, place] += hours
