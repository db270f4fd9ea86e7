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
    status_of, wte_of, in_wte, cells = lives.status, lives.wte, filled.wte, (now.here, filled.people, filled.least)
    careers = (lives.since, lives.roles, counted.entered, counted.rose, counted.left, counted.of_year[year, ROSE])
    time, again = year * MONTHS + month + 1, True
    while again:
        again = False
        for place in range(len(who_of)):
            who, to = who_of[place], to_of[place]
            if granted[place] or (of_level >= 0 and to % levels != of_level):
                continue
            comes = status_of[who] == WAITING
            hours = exact(wte_of[who] if comes else wte_of[who] * movers_change)
            if posts[to] != NO_LIMIT and in_wte[to] + hours > posts[to] + ROUNDING:
                continue
            granted[place], again = True, True
            if comes:
                status_of[who] = IN_POST
                if now.came[who] < NO_SOURCE:
                    lives.since[who], lives.roles[who] = time, to + 1
                    counted.entered[to % levels, year] += 1
            else:
                _leave_cell(who, cells, in_wte, wte_of)
                wte_of[who] *= movers_change
                _go_on(who, now.here[who], to, time, levels, careers)
            _enter_cell(who, to, hours, cells, in_wte)


@inlined
def _leave_cell(who, cells, in_wte, wte_of):  # type: ignore[no-untyped-def]
    here, people, _ = cells
    in_wte[here[who]] -= exact(wte_of[who])
    people[here[who]] -= 1


@inlined
def _enter_cell(who, to, hours, cells, in_wte):  # type: ignore[no-untyped-def]
    here, people, least = cells
    here[who] = to
    in_wte[to] += hours
    people[to] += 1
    least[to] = min(least[to], hours)


@inlined
def _go_on(who, start, to, time, levels, careers):  # type: ignore[no-untyped-def]
    """What a move means for somebody's career."""
    since_of, roles_of, entered, rose, left, risen = careers
    cell, since = np.int64(start), np.int64(since_of[who])
    above = to % levels - cell % levels
    if above != 0:
        risen[cell] += above > 0
        if since >= 0:
            until = rose if above > 0 else left
            until[cell % levels, since // MONTHS, (time - since) // MONTHS] += 1
        since = time if time // MONTHS < entered.shape[1] else -1
        if since >= 0:
            entered[to % levels, time // MONTHS] += 1
        since_of[who] = since
    roles_of[who] = with_role(roles_of[who], to)


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
def _await_next(lives: Lives, now: Now, tables: Tables, who: int, year: int, month: int) -> None:
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
    moving: NDArray[np.float64],
    year: int,
    month: int,
    level: int,
) -> None:
    """Fill what is vacant at a level from below in its area. moving: intensities of promotion, (cell, cell)

    Nearly always the lowest numbers will do, so the first look passes over the others; the second looks at all.
    """
    seen = np.zeros(len(posts))
    for look in range(2):
        bounds, vacant = _bounds(filled, posts, moving, np.int64(tables.levels), level, tables.movers_change, look == 0)
        if not (bounds > 0).any():
            return
        looks = (bounds, seen, vacant)
        who, number = _candidates(lives, now, looks, moving, tables, (year * MONTHS + month, level, month))
        _fill(who[np.argsort(number)], lives, now, filled, tables, counted, posts, year, month, level)
        seen = bounds


@compiled
def _bounds(filled, posts, moving, levels, level, movers_change, first):  # type: ignore[no-untyped-def]
    """Below which u somebody of a cell is a candidate for what is vacant above (0 where nobody is, 1 where all are),
    and what is vacant there, in millionths of a wte.
    """
    bounds, vacant_above = np.zeros(len(posts)), np.zeros(len(posts), dtype=np.int64)
    for to in range(level, len(posts), levels):
        vacant = posts[to] - filled.wte[to] + ROUNDING
        if posts[to] == NO_LIMIT or vacant <= ROUNDING:
            continue
        hazard, wte, people = 0.0, 0, 0
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
def _candidates(lives, now, looks, moving, tables, when):  # type: ignore[no-untyped-def]
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
def _fill(  # type: ignore[no-untyped-def]
    ranked, lives, now, filled, tables, counted, posts, year, month, level
):
    """Promote candidates in their order, as far as their hours fit into what is vacant."""
    levels, movers_change = np.int64(tables.levels), tables.movers_change
    wte_of, in_wte, cells = lives.wte, filled.wte, (now.here, filled.people, filled.least)
    careers = (lives.since, lives.roles, counted.entered, counted.rose, counted.left, counted.of_year[year, ROSE])
    for place in range(len(ranked)):
        who = ranked[place]
        start = np.int64(now.here[who])
        to = start - start % levels + level
        hours = exact(wte_of[who] * movers_change)
        if in_wte[to] + hours > posts[to] + ROUNDING:
            continue
        _leave_cell(who, cells, in_wte, wte_of)
        wte_of[who] *= movers_change
        _go_on(who, start, to, year * MONTHS + month + 1, levels, careers)
        _enter_cell(who, to, hours, cells, in_wte)
        now.acted[who] = month
        now.events[who] += 1
        _await_next(lives, now, tables, who, year, month)
