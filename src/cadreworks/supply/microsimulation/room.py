"""Who gets the room that there is? Those who want into cells, and posts -> who comes in, moves, waits or is turned
away.

Whoever wants into a cell has a number of the lot, a hash of person and month, and the lowest whose hours fit into what
is vacant come in first; nothing hangs on the order in which people stand. A move makes room where it begins, so the
lot is gone through until nobody more gets in. Under `pull` nobody wants to be promoted into a cell with a limit: what
the others leave vacant there is filled from below by an exponential race, in which each candidate's number is

    -log(1 - u) / (intensity of promotion x share of the destination)

and the lowest win, so that candidates are drawn in proportion to what promotes them under `push`. Source of the race:
Efraimidis and Spirakis (2006), Weighted random sampling with a reservoir.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.supply.microsimulation.chance import bits, chance
from cadreworks.supply.microsimulation.compiled import compiled, compiled_without_arrays, inlined
from cadreworks.supply.microsimulation.law import MONTHS
from cadreworks.supply.microsimulation.lives import (
    AWAY,
    GONE,
    IN_POST,
    MICRO,
    NO_SOURCE,
    ROSE,
    Counted,
    Counts,
    Lives,
    begin_level,
    end_level,
    with_role,
)
from cadreworks.supply.microsimulation.months import (
    WAITING,
    Filled,
    Now,
    exact,
    next_due,
    slot_of,
    spot_of,
)
from cadreworks.supply.microsimulation.tables import Tables

NO_LIMIT = 2**62
ROUNDING = MICRO // 100
"""Millionths of a wte by which hours may exceed what is vacant: posts are stated to the hundredth."""
_LOT, _RACE = 2**42, 2**43
_FIRST_LOOK = 16
"""Candidates of the first look at a race beyond twice the expected winners."""


class Wants(NamedTuple):
    """Who would come in or move in a month, in the order of the lot: who, to which cell, and whether it was granted."""

    who: Counts
    to: Counts
    granted: NDArray[np.bool_]


class Refused(NamedTuple):
    """Who found no room, by (projected year, cell): joiners and returners, who did not come, and moves put off."""

    turned_away: Counts
    put_off: Counts


@compiled
def draw_lot(at: Counts, wanted: Counts, now: Now, year: int, month: int) -> Wants:
    """Those who want something, in the order of their numbers."""
    wanting = np.flatnonzero(wanted >= 0)
    who, to = at[wanting], wanted[wanting]
    lot = np.empty(len(who))
    key_of, purpose = now.key, np.uint64(_LOT + year * MONTHS + month)
    for place in range(len(who)):
        lot[place] = chance(key_of[who[place]], purpose)
    order = np.argsort(lot)
    return Wants(who[order], to[order], np.zeros(len(who), dtype=np.bool_))


@compiled_without_arrays
def let_in(
    wants: Wants,
    lives: Lives,
    now: Now,
    filled: Filled,
    tables: Tables,
    counted: Counted,
    posts: Counts,
    year: int,
    month: int,
    of_level: int,
) -> None:
    """Grant what there is room for, in cells of one level or, with -1, of all. posts: millionths of a wte, by cell"""
    who_of, to_of, granted = wants
    levels, movers_change = np.int64(tables.levels), tables.movers_change
    time, again = year * MONTHS + month + 1, True
    while again:
        again = False
        for place in range(len(who_of)):
            who, to = who_of[place], to_of[place]
            if granted[place] or (of_level >= 0 and to % levels != of_level):
                continue
            comes = lives.status[who] == WAITING
            hours = exact(lives.wte[who] if comes else lives.wte[who] * movers_change)
            if posts[to] != NO_LIMIT and filled.wte[to] + hours > posts[to] + ROUNDING:
                continue
            granted[place], again = True, True
            if comes:
                lives.status[who] = IN_POST
                _enter(lives, now, filled, who, to)
                if now.came[who] < NO_SOURCE:
                    lives.roles[who] = to + 1
                    begin_level(lives, counted.entered, levels, who, to, np.int64(time))
            else:
                _move(lives, now, filled, tables, counted, who, to, time)


@inlined
def _move(
    lives: Lives, now: Now, filled: Filled, tables: Tables, counted: Counted, who: np.int64, to: np.int64, time: int
) -> None:
    """Somebody in post has another cell from the end of a month on."""
    start = np.int64(now.here[who])
    filled.wte[start] -= exact(lives.wte[who])
    filled.people[start] -= 1
    lives.wte[who] *= tables.movers_change
    _go_on(lives, counted, who, start, to, time, np.int64(tables.levels))
    _enter(lives, now, filled, who, to)


@inlined
def _enter(lives: Lives, now: Now, filled: Filled, who: np.int64, to: np.int64) -> None:
    hours = exact(lives.wte[who])
    now.here[who] = to
    filled.wte[to] += hours
    filled.people[to] += 1
    filled.least[to] = min(filled.least[to], hours)


@inlined
def _go_on(
    lives: Lives, counted: Counted, who: np.int64, start: np.int64, to: np.int64, time: int, levels: np.int64
) -> None:
    """What a move means for somebody's career."""
    lives.roles[who] = with_role(lives.roles[who], to)
    above, now = to % levels - start % levels, np.int64(time)
    if above == 0:
        return
    if above > 0:
        counted.of_year[(time - 1) // MONTHS, ROSE, start] += 1
        end_level(lives, counted.rose, levels, who, start, now)
    else:
        end_level(lives, counted.left, levels, who, start, now)
    begin_level(lives, counted.entered, levels, who, to, now)


@compiled_without_arrays
def turn_away(wants: Wants, lives: Lives, now: Now, tables: Tables, refused: Refused, year: int, month: int) -> None:
    """Whoever found no room does not come, or stays; and when is the next thing due for those who are in post?"""
    status_of, years_away = lives.status, lives.years_away
    for place in range(len(wants.who)):
        who, to = wants.who[place], wants.to[place]
        if status_of[who] == WAITING:
            refused.turned_away[year, to] += 1
            status_of[who] = GONE
            if now.came[who] >= NO_SOURCE:
                years_away[who] += 1
                status_of[who] = GONE if years_away[who] == LOOK_BACK_YEARS else AWAY
            continue
        if not wants.granted[place]:
            refused.put_off[year, to] += 1
        _await_next(lives, now, tables, who, year, month)


@inlined
def _await_next(lives: Lives, now: Now, tables: Tables, who: np.int64, year: int, month: int) -> None:
    """When the next thing is due to somebody who is in post after the month."""
    spot = spot_of(lives, tables, who, np.int64(now.here[who]))
    luck = bits(now.key[who], slot_of(year, now.events[who]))
    now.due[who] = next_due(luck, MONTHS - 1 - month, spot, tables.any_in_months)


@compiled
def promote(
    lives: Lives,
    now: Now,
    filled: Filled,
    tables: Tables,
    counted: Counted,
    posts: Counts,
    moving: Array,
    year: int,
    month: int,
    level: int,
) -> None:
    """Fill what is vacant at a level from below in its area. moving: intensities of promotion, (cell, cell)

    Nearly always the lowest numbers will do, so the first look passes over the others; the second looks at all.
    """
    seen = np.zeros(len(posts))
    for look in range(2):
        bounds, vacant = _bounds(filled, posts, moving, tables, level, look == 0)
        if not (bounds > 0).any():
            return
        looks = (bounds, seen, vacant)
        who, number = _candidates(lives, now, looks, moving, tables, (year * MONTHS + month, level, month))
        _fill(who[np.argsort(number)], lives, now, filled, tables, counted, posts, year, month, level)
        seen = bounds


@compiled
def _bounds(
    filled: Filled, posts: Counts, moving: Array, tables: Tables, level: int, first: bool
) -> tuple[Array, Counts]:
    """Below which u somebody of a cell is a candidate for what is vacant above (0 where nobody is, 1 where all are),
    and what is vacant there, in millionths of a wte.
    """
    levels, movers_change = np.int64(tables.levels), tables.movers_change
    bounds, vacant_above = np.zeros(len(posts)), np.zeros(len(posts), dtype=np.int64)
    for to in range(level, len(posts), levels):
        vacant = posts[to] - filled.wte[to] + ROUNDING
        if posts[to] == NO_LIMIT or vacant <= ROUNDING:
            continue
        hazard, wte, people = 0.0, np.int64(0), np.int64(0)
        for start in range(to - level, to):
            if moving[start, to] > 0 and filled.people[start] > 0 and filled.least[start] * movers_change <= vacant:
                hazard += filled.people[start] * moving[start, to]
                wte, people = wte + filled.wte[start], people + filled.people[start]
                bounds[start], vacant_above[start] = 1.0, vacant
        if hazard > 0 and first:
            winners = vacant * people / max(wte, 1)
            for start in range(to - level, to):
                bounds[start] *= -np.expm1(-(2.0 * winners + _FIRST_LOOK) / hazard * moving[start, to])
    return bounds, vacant_above


@compiled
def _candidates(
    lives: Lives,
    now: Now,
    looks: tuple[Array, Array, Counts],
    moving: Array,
    tables: Tables,
    when: tuple[int, int, int],
) -> tuple[Counts, Array]:
    """Who stands for promotion, and their numbers in the race. Whoever had a turn in the month stands aside."""
    (bounds, seen, vacant), (time, level, month) = looks, when
    here, acted, key_of, wte_of = now.here, now.acted, now.key, lives.wte
    levels, movers_change = np.int64(tables.levels), tables.movers_change
    high, low, rate = np.zeros(256), np.zeros(256), np.ones(256)
    high[: len(bounds)], low[: len(bounds)] = bounds, seen
    for start in range(len(bounds)):
        rate[start] = moving[start, start - start % levels + level]
    who_of, number = np.empty(len(here), dtype=np.int64), np.empty(len(here))
    purpose, found, late = np.uint64(_RACE + time * levels + level), 0, seen.any()
    for who in range(len(here)):
        cell = here[who]
        if high[cell] <= 0.0 or acted[who] == month:
            continue
        if late and exact(wte_of[who] * movers_change) > vacant[cell]:
            continue
        luck = chance(key_of[who], purpose)
        if low[cell] <= luck < high[cell]:
            who_of[found], number[found] = who, -np.log1p(-luck) / rate[cell]
            found += 1
    return who_of[:found], number[:found]


@compiled_without_arrays
def _fill(
    ranked: Counts,
    lives: Lives,
    now: Now,
    filled: Filled,
    tables: Tables,
    counted: Counted,
    posts: Counts,
    year: int,
    month: int,
    level: int,
) -> None:
    """Promote candidates in their order, as far as their hours fit into what is vacant."""
    levels = np.int64(tables.levels)
    for place in range(len(ranked)):
        who = ranked[place]
        start = np.int64(now.here[who])
        to = np.int64(start - start % levels + level)
        if filled.wte[to] + exact(lives.wte[who] * tables.movers_change) > posts[to] + ROUNDING:
            continue
        _move(lives, now, filled, tables, counted, who, to, year * MONTHS + month + 1)
        now.acted[who] = month
        now.events[who] += 1
        _await_next(lives, now, tables, who, year, month)
