"""What becomes of people, one by one, where nobody's fate hangs on another's? Tables and people -> the same, years on.

A year of one person: with chance 1 - exp(-h) anything happens; then the month of the first event, from the exact law
of months (the first by which something happens with more chance than the number drawn), and what it is; whatever months
are left go the same way under the new cell's rates. So a year without an event costs one number. People are
independent, and what is counted is whole (people, millionths of a wte), so that they may be shared between threads in
any way without a trace.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.supply.cohort.classes import AGES, SERVICES
from cadreworks.supply.microsimulation.chance import (
    NUMBERS_OF_AN_EVENT,
    RETURN,
    RETURN_HOURS,
    RETURN_MONTH,
    SLOTS,
    bits,
    chance,
    one_of,
    person_key,
)
from cadreworks.supply.microsimulation.compiled import compiled, compiled_without_arrays, inlined
from cadreworks.supply.microsimulation.law import CLASSES, MONTHS
from cadreworks.supply.microsimulation.lives import (
    AWAY,
    CHANGED_HOURS,
    COUNTED,
    EVER_LEFT,
    GONE,
    IN_POST,
    LEFT,
    MICRO,
    RETIRED,
    RETURNED,
    RETURNED_55,
    ROSE,
    UNSEEN,
    Counted,
    Counts,
    Lives,
    begin_level,
    end_level,
    with_role,
)
from cadreworks.supply.microsimulation.tables import GUIDE_BITS, Tables

Whole = np.uint64
"""An index or a count: without sign, since of one with a sign it is asked each time whether it counts from the end."""

_ONE, _TWO = np.uint64(1), np.uint64(2)
_YEAR, _CLASSES, _SERVICES, _NEVER = np.uint64(MONTHS), np.uint64(CLASSES), np.uint64(SERVICES), np.uint64(2**63)
_RETURNER, _HERE = np.uint64(RETURNED), np.uint64(COUNTED)
_FIRST_BITS = np.uint64(53 - GUIDE_BITS)
_STAYS, _LEAVES, _RETIRES = 0, 1, 2


class Change(NamedTuple):
    """How heads change through those who come, go or move, (year, cell, age) and (year, place). All others are carried
    on, a year older, which spares counting them one by one.
    """

    heads: Counts
    places: Counts


def live(lives: Lives, tables: Tables, counted: Counted, draw_key: np.uint64, first: int, last: int) -> None:
    """Carry people from the opening of projected year `first` to the opening of year `last`, in place, and count."""
    change = Change(np.zeros_like(counted.stock), np.zeros_like(counted.places))
    _live_each(lives, tables, counted, change, draw_key, np.uint64(first), np.uint64(last))
    _carry_on(counted, change, range(first, last))


@compiled_without_arrays
def _live_each(
    lives: Lives, tables: Tables, counted: Counted, change: Change, draw_key: Whole, first: Whole, last: Whole
) -> None:
    for who in range(len(lives.key)):
        year = max(first, np.uint64(lives.year[who]))
        if lives.status[who] == GONE or year >= last:
            continue
        key, cell, status = person_key(draw_key, lives.key[who]), np.uint64(lives.cell[who]), int(lives.status[who])
        at, wte = np.uint64(lives.age[who]) * _SERVICES + np.uint64(lives.service[who]), lives.wte[who]
        came, months = _open(lives, tables, counted, change, who, first, cell, at, status)
        while year < last:
            if status == AWAY:
                year, at, status = _stay_away(lives, tables, key, who, year, last, at)
                if status != IN_POST:
                    break
                came, months, wte = _come_back(lives, tables, key, who, year, cell)
            if came == _HERE:
                year, at, wte = _pass_quiet_years(lives, tables, counted, key, who, year, last, cell, at, wte)
                if year == last:
                    break
                months = _YEAR
            opening = cell
            cell, wte, fate = _pass_events(lives, tables, counted, key, who, year, months, cell, at, wte)
            if fate != _STAYS:
                status = _leave(lives, tables, counted, change, who, year, opening, cell, at, came, fate)
                at = np.uint64(tables.older[at])
            else:
                at, wte = _close(lives, tables, counted, change, who, year, opening, cell, at, came, wte)
            came = _HERE
            year = last if status == GONE else year + _ONE
        lives.cell[who], lives.wte[who], lives.status[who] = cell, wte, status
        lives.age[who], lives.service[who] = at // _SERVICES, at % _SERVICES


@inlined
def _open(
    lives: Lives,
    tables: Tables,
    counted: Counted,
    change: Change,
    who: int,
    first: Whole,
    cell: Whole,
    at: Whole,
    status: int,
) -> tuple[Whole, Whole]:
    """Where somebody comes from in the first year, and how many months of it are left."""
    came_in, month = np.uint64(lives.year[who]), lives.month[who]
    if status == AWAY:
        return _HERE, _YEAR
    if month == 0 or came_in < first:
        change.heads[first, cell, at // _SERVICES] += 1
        change.places[first, lives.place[who]] += 1
        return _HERE, _YEAR
    lives.roles[who] = np.int64(cell + _ONE)
    begin_level(lives, counted.entered, tables.levels, who, cell, np.int64(came_in * _YEAR) + np.int64(month))
    return np.uint64(lives.source[who]), _YEAR - np.uint64(month)


@inlined
def _pass_quiet_years(
    lives: Lives,
    tables: Tables,
    counted: Counted,
    key: Whole,
    who: int,
    year: Whole,
    last: Whole,
    cell: Whole,
    at: Whole,
    wte: float,
) -> tuple[Whole, Whole, float]:
    """The years until the one in which something happens: what is left to do is to count hours."""
    spot, place, several = cell * _CLASSES, np.uint64(lives.place[who]), counted.places.shape[1] > 1
    while year < last:
        if bits(key, year * SLOTS) < tables.any_in_year[spot + np.uint64(tables.class_of_place[at])]:
            break
        at = np.uint64(tables.later[at])
        wte *= tables.followed_held[year, cell]
        year += _ONE
        exact = np.int64(wte * MICRO + 0.5)
        counted.wte[year, cell] += exact
        if several:
            counted.places_wte[year, place] += exact
    return year, at, wte


@inlined
def _pass_events(
    lives: Lives,
    tables: Tables,
    counted: Counted,
    key: Whole,
    who: int,
    year: Whole,
    months: Whole,
    cell: Whole,
    at: Whole,
    wte: float,
) -> tuple[Whole, float, int]:
    """What happens in the months that are left of the year. Gives where that leads, and whether to leaving."""
    slot, of_class, fate = year * SLOTS, np.uint64(tables.class_of_place[at]), _STAYS
    while months > 0:
        luck, spot = bits(key, slot), cell * _CLASSES + of_class
        most = tables.any_in_months[spot, months - _ONE]
        if luck >= most:
            break
        month = min(np.uint64(np.float64(luck) / np.float64(most) * months), months - _ONE)
        while month > 0 and luck < tables.any_in_months[spot, month - _ONE]:
            month -= _ONE
        months -= month + _ONE
        now = np.int64((year + _ONE) * _YEAR - months)
        what, more = bits(key, slot + _ONE), bits(key, slot + _TWO)
        slot += NUMBERS_OF_AN_EVENT
        if what < tables.to_leaving[spot]:
            counted.of_year[year, EVER_LEFT, cell] += 1
            end_level(lives, counted.left, tables.levels, who, cell, now)
            fate = _RETIRES if more < tables.retires[at // _SERVICES] else _LEAVES
            break
        if what < tables.to_hours[spot]:
            wte = tables.level[cell, year] * tables.relative[cell, one_of(more, np.uint64(tables.relative.shape[1]))]
            counted.of_year[year, CHANGED_HOURS, cell] += 1
        else:
            to = np.uint64(tables.guide[cell, more >> _FIRST_BITS])
            while more >= tables.to_cell[cell, to]:
                to += _ONE
            _change_cell(lives, counted, tables.levels, who, year, cell, to, now)
            cell, wte = to, wte * tables.movers_change
    return cell, wte, fate


@inlined
def _change_cell(
    lives: Lives, counted: Counted, levels: Whole, who: int, year: Whole, cell: Whole, to: Whole, now: np.int64
) -> None:
    """Somebody has another cell, and perhaps another level."""
    lives.roles[who] = with_role(lives.roles[who], np.int64(to))
    level, below = to % levels, cell % levels
    if level == below:
        return
    if level > below:
        counted.of_year[year, ROSE, cell] += 1
        end_level(lives, counted.rose, levels, who, cell, now)
    else:
        end_level(lives, counted.left, levels, who, cell, now)
    begin_level(lives, counted.entered, levels, who, to, now)


@inlined
def _leave(
    lives: Lives,
    tables: Tables,
    counted: Counted,
    change: Change,
    who: int,
    year: Whole,
    opening: Whole,
    cell: Whole,
    at: Whole,
    came: Whole,
    fate: int,
) -> int:
    """Somebody leaves in the year. Gives the status at its close."""
    age = at // _SERVICES
    lives.years_away[who], lives.group[who] = 0, tables.group[age]
    if came != _HERE:
        counted.of_year[year, UNSEEN, cell] += 1
        return GONE
    counted.of_year[year, LEFT, opening] += 1
    change.heads[year + _ONE, opening, np.uint64(tables.older[at]) // _SERVICES] -= 1
    change.places[year + _ONE, np.uint64(lives.place[who])] -= 1
    if fate == _RETIRES:
        counted.of_year[year, RETIRED, opening] += 1
        counted.retired[year, opening, age] += 1
    return AWAY


@inlined
def _close(
    lives: Lives,
    tables: Tables,
    counted: Counted,
    change: Change,
    who: int,
    year: Whole,
    opening: Whole,
    cell: Whole,
    at: Whole,
    came: Whole,
    wte: float,
) -> tuple[Whole, float]:
    """Somebody to whom something happened, or who came, is in post at the close. Gives the place then, and wte."""
    close, place = year + _ONE, np.uint64(lives.place[who])
    if came == _HERE:
        at = np.uint64(tables.later[at])
        wte *= tables.follows[cell]
        if cell != opening:
            counted.moved[year, opening, cell] += 1
            change.heads[close, opening, at // _SERVICES] -= 1
            change.heads[close, cell, at // _SERVICES] += 1
    else:
        counted.of_year[year, came, cell] += 1
        if came == _RETURNER and lives.group[who] == 1:
            counted.of_year[year, RETURNED_55, cell] += 1
        change.heads[close, cell, at // _SERVICES] += 1
        change.places[close, place] += 1
    wte *= tables.held[cell, year]
    exact = np.int64(wte * MICRO + 0.5)
    counted.wte[close, cell] += exact
    counted.places_wte[close, place] += exact
    return at, wte


@inlined
def _stay_away(
    lives: Lives, tables: Tables, key: Whole, who: int, year: Whole, last: Whole, at: Whole
) -> tuple[Whole, Whole, int]:
    """The years until the one in which somebody comes back, if that comes. Gives the status."""
    years_away, group = np.uint64(lives.years_away[who]), np.uint64(lives.group[who])
    status = AWAY
    while year < last:
        at = np.uint64(tables.older[at])
        if bits(key, year * SLOTS + RETURN) < tables.returns[years_away, group]:
            status = IN_POST
            break
        years_away += _ONE
        year += _ONE
        if years_away == LOOK_BACK_YEARS:
            status = GONE
            break
    lives.years_away[who] = years_away
    return year, at, status


@inlined
def _come_back(
    lives: Lives, tables: Tables, key: Whole, who: int, year: Whole, cell: Whole
) -> tuple[Whole, Whole, float]:
    """The year in which somebody comes back, to the cell left: how, how many months are left of it, and wte."""
    lives.since[who] = -1
    slot = year * SLOTS
    months = _YEAR - _ONE - one_of(bits(key, slot + RETURN_MONTH), _YEAR)
    values = np.uint64(tables.relative.shape[1])
    relative = tables.relative[cell, one_of(bits(key, slot + RETURN_HOURS), values)]
    return _RETURNER, months, tables.returners_wte * relative


def _carry_on(counted: Counted, change: Change, years: range) -> None:
    """Those in post whom nothing changed are there a year later and older; adds up what that makes."""
    oldest = AGES - 2
    for year in years:
        now, close = change.heads[year], change.heads[year + 1]
        close[:, 1 : oldest + 1] += now[:, :oldest]
        close[:, oldest:] += now[:, oldest:]
        counted.stock[year + 1] += close
        change.places[year + 1] += change.places[year]
        counted.places[year + 1] += change.places[year + 1]
        if counted.places.shape[1] == 1:
            counted.places_wte[year + 1] = counted.wte[year + 1].sum()


@compiled
def settle_away(
    keys: NDArray[np.uint64], status: NDArray[np.uint8], still_away: NDArray[np.float64], draw_key: np.uint64
) -> None:
    """Of those who left before the base day, the ones who had come back by then are gone from here; in place."""
    for who in range(len(keys)):
        if chance(person_key(draw_key, keys[who]), np.uint64(2**40)) >= still_away[who]:
            status[who] = GONE
