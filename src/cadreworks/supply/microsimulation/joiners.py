"""Who joins in each year? Expected joiners by source and cell -> people: age, service, hours, month and place.

How many is Poisson about what is expected, by one number for each year, source and cell, so that a little more expected
is a few people more and all others the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cadreworks.bands import Array
from cadreworks.supply.microsimulation.chance import chance, mixed, person_key
from cadreworks.supply.microsimulation.compiled import compiled, compiled_without_arrays
from cadreworks.supply.microsimulation.lives import Lives, nobody
from cadreworks.supply.microsimulation.rules import Model, Rules

_MANY = np.uint64(2**63)
"""Marks keys of joiners, so that none is that of somebody in post at the base day."""
_AGE, _SERVICE, _MONTH, _HOURS, _PLACE = range(2**41, 2**41 + 5)
_EACH = 2**40


class Entry(NamedTuple):
    """What joiners are like: cumulated shares of ages (source, level, age), of services (source, service) and of places
    (cell, place); wte of those who join, (cell,); relative hours (cell, as likely values)
    """

    ages: Array
    services: Array
    places: Array
    wte: Array
    relative: Array


def entry_of(model: Model, rules: Rules) -> Entry:
    """What joiners are like under these rules; places are those of the staff of their cell."""
    staff = model.staff
    at = staff.cell.astype(np.int64) * len(staff.places) + staff.place
    places = np.bincount(at, minlength=model.cells * len(staff.places)).astype(np.float64).reshape(model.cells, -1)
    places[places.sum(axis=1) == 0] = places.sum(axis=0)
    return Entry(
        _cumulated(model.cohort.joining_ages),
        _cumulated(model.cohort.joining_services),
        _cumulated(places),
        rules.joiners_wte,
        model.hours.relative,
    )


def _cumulated(shares: Array) -> Array:
    """Cumulated shares, the last that is more than 0 at 2, so that every chance falls below one."""
    found: Array = np.cumsum(shares, axis=-1) / shares.sum(axis=-1, keepdims=True)
    last = shares.shape[-1] - 1 - np.argmax(shares[..., ::-1] > 0, axis=-1)
    found[np.arange(shares.shape[-1]) >= last[..., None]] = 2.0
    return found


def draw_joiners(expected: Array, entry: Entry, draw_key: np.uint64, *, first: int, levels: int) -> Lives:
    """The people who join in years from `first` on. expected: (year, source, cell)"""
    luck = _luck(draw_key, first, expected.shape[0], expected.shape[1] * expected.shape[2]).reshape(expected.shape)
    counts, some = np.zeros(expected.shape, dtype=np.int64), expected > 0
    counts[some] = stats.poisson.ppf(luck[some], expected[some])
    lives = nobody(int(counts.sum()))
    _fill(lives, counts, entry, draw_key, first, levels)
    return lives


@compiled
def _luck(draw_key: np.uint64, first: int, years: int, cells: int) -> NDArray[np.float64]:
    """One number for each year, source and cell."""
    found = np.zeros((years, cells))
    for year in range(years):
        for cell in range(cells):
            found[year, cell] = chance(mixed(draw_key), np.uint64((first + year) * cells + cell))
    return found


@compiled_without_arrays
def _fill(lives: Lives, counts: NDArray[np.int64], entry: Entry, draw_key: np.uint64, first: int, levels: int) -> None:
    years, sources, cells = counts.shape
    who = 0
    for year in range(years):
        for source in range(sources):
            for cell in range(cells):
                group = np.uint64(((first + year) * sources + source) * cells + cell) * np.uint64(_EACH)
                for each in range(counts[year, source, cell]):
                    name = _MANY + group + np.uint64(each)
                    key = person_key(draw_key, name)
                    lives.key[who], lives.cell[who], lives.source[who] = name, cell, source
                    lives.year[who] = first + year
                    lives.month[who] = 1 + int(chance(key, np.uint64(_MONTH)) * 12)
                    lives.age[who] = _pick(entry.ages[source, cell % levels], chance(key, np.uint64(_AGE)))
                    lives.service[who] = _pick(entry.services[source], chance(key, np.uint64(_SERVICE)))
                    lives.place[who] = _pick(entry.places[cell], chance(key, np.uint64(_PLACE)))
                    at = int(chance(key, np.uint64(_HOURS)) * entry.relative.shape[1])
                    lives.wte[who] = entry.wte[cell] * entry.relative[cell, at]
                    who += 1


@compiled_without_arrays
def _pick(cumulated: NDArray[np.float64], luck: float) -> int:
    at = 0
    while luck >= cumulated[at]:
        at += 1
    return at
