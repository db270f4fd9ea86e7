"""Who comes in? The stock and its true path -> recruits expected and drawn, and leavers who return.

Of each area as many recruits are expected as bring its expected stock, after all other flows, to its true path;
what chance has driven off the path comes back by the factor exp(-interval / 1 year), and for the levels within an
area exp(-interval / 4 years). The number that joins is Poisson. Nobody is recruited where there are too many, so
in a very small area (some tens of people) chance may keep the stock a little above its path.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.records.synthetic.people import FIXED_TERM_SHARE, draw_joining_ages, pick
from cadreworks.records.synthetic.rules import (
    AGE_PIECES,
    AREAS,
    CELLS,
    DEMOTE,
    LEAVE,
    LEVELS,
    MOVE,
    OLDEST_TO_RETURN,
    PROMOTE,
    RETURN_WITHIN_YEARS,
    SOURCE_SHARES,
    TRANSFER_PER_YEAR,
    WTE_CHANGE_PER_YEAR,
    WTE_SHARES,
    WTE_VALUES,
)
from cadreworks.records.synthetic.world import NO_SOURCE, Places, World, add_people

_BACK_TO_PATH_YEARS, _LEVELS_BACK_TO_PATH_YEARS = 1.0, 4.0
_BACK_TO_SAME_EMPLOYER_SHARE = 0.5
_ROUNDING = 1e-9


def forget_old_leavers(world: World, at: int) -> None:
    """Leavers who are too old, or too long away, are no longer expected back."""
    age = world.snapshots.age_years[at] - world.people["birth_year"][world.pool]
    away = (at + 1 - world.pool_left) * world.snapshots.step_years
    may = (age < OLDEST_TO_RETURN) & (away <= RETURN_WITHIN_YEARS + _ROUNDING)
    world.pool, world.pool_left = world.pool[may], world.pool_left[may]


def recruits_needed(world: World, at: int, piece: NDArray[np.int64]) -> Array:
    """Recruits expected in the interval after snapshot `at`, shape (cell,), and the books kept on expectations.

    piece: cell and age piece of each person in post, as one number
    """
    wtes = len(WTE_VALUES)
    code = piece * wtes + world.people["wte"][world.active]
    counts = np.bincount(code, minlength=CELLS * AGE_PIECES * wtes).reshape(CELLS, AGE_PIECES, wtes)
    stock = counts.sum(axis=(1, 2)).astype(np.float64)
    before_recruits = _expected_stock(world, counts.sum(axis=2)) + _expected_returns(world)
    need = _need(world, stock, before_recruits, at=at)
    world.expected.append((need, stock, *_expected_wte(world, counts)))
    return need


def _expected_stock(world: World, counts: NDArray[np.int64]) -> Array:
    """Of those in post, who will be in which cell, from counts (cell, age piece)."""
    rules = world.rules
    flows = (counts[:, :, np.newaxis] * rules.probabilities()).sum(axis=1).reshape(AREAS, LEVELS, 4)
    stock = counts.sum(axis=1).reshape(AREAS, LEVELS) - flows.sum(axis=-1)
    stock[:, 1:] += flows[:, :-1, PROMOTE]
    stock[:, :-1] += flows[:, 1:, DEMOTE]
    stock += np.einsum("al,alb->bl", flows[:, :, MOVE], rules.destinations.reshape(AREAS, LEVELS, AREAS))
    return np.asarray(stock.ravel())


def _expected_returns(world: World) -> Array:
    waiting = np.bincount(world.people["cell"][world.pool], minlength=CELLS)
    return np.asarray(waiting * world.rules.return_probability())


def _need(world: World, stock: Array, before_recruits: Array, *, at: int) -> Array:
    step, last = world.snapshots.step_years, world.snapshots.last
    now = world.rules.path(world.aim, (last - at) * step)
    then = world.rules.path(world.aim, (last - at - 1) * step)
    off = stock - now
    by_level = then + off * np.exp(-step / _LEVELS_BACK_TO_PATH_YEARS) - before_recruits
    off_area, gap_area = (values.reshape(AREAS, LEVELS).sum(axis=1) for values in (off, then - before_recruits))
    by_area = np.maximum(gap_area + off_area * np.exp(-step / _BACK_TO_PATH_YEARS), 0.0)
    mix = np.where(world.rules.shares > 0, np.maximum(by_level, 0.0), 0.0).reshape(AREAS, LEVELS)
    none = mix.sum(axis=1) == 0
    mix[none] = world.rules.shares.reshape(AREAS, LEVELS)[none]
    return np.asarray((mix / mix.sum(axis=1, keepdims=True) * by_area[:, np.newaxis]).ravel())


def _expected_wte(world: World, counts: NDArray[np.int64]) -> tuple[Array, Array]:
    """Opening and expected closing wte of those expected to stay, shape (cell,)."""
    staying = counts * (1.0 - world.rules.probabilities()[:, :, LEAVE, np.newaxis])
    opening = staying @ WTE_VALUES
    return opening.sum(axis=1), (staying @ _expected_next_wte(world.snapshots.step_years)).sum(axis=1)


def _expected_next_wte(step_years: float) -> Array:
    total = TRANSFER_PER_YEAR + WTE_CHANGE_PER_YEAR
    changing = WTE_CHANGE_PER_YEAR / total * -np.expm1(-total * step_years)
    other = (WTE_SHARES @ WTE_VALUES - WTE_SHARES * WTE_VALUES) / (1.0 - WTE_SHARES)
    return np.asarray(WTE_VALUES + changing * (other - WTE_VALUES))


def draw_recruits(world: World, rng: np.random.Generator, need: Array, *, at: int) -> Places:
    """Recruits who are in post at snapshot `at` for the first time."""
    cells = np.repeat(np.arange(CELLS), rng.poisson(need))
    source = pick(rng, SOURCE_SHARES, len(cells))
    who = add_people(world, rng, cells, source=source, first=at)
    opening, closing = world.snapshots.numbers[at - 1], world.snapshots.numbers[at]
    world.people["birth_year"][who] = world.snapshots.age_years[at] - draw_joining_ages(rng, source)
    world.people["started"][who] = rng.integers(opening + 1, closing + 1, len(who))
    return who


def draw_returns(world: World, rng: np.random.Generator, *, at: int) -> Places:
    """Leavers who are back in post at snapshot `at`: in the cell they left, half of them with the same employer."""
    people = world.people
    comes = rng.random(len(world.pool)) < world.rules.return_probability()
    who = world.pool[comes]
    world.pool, world.pool_left = world.pool[~comes], world.pool_left[~comes]
    elsewhere = who[rng.random(len(who)) >= _BACK_TO_SAME_EMPLOYER_SHARE]
    people["organisation"][elsewhere] = world.organisations.draw_others(rng, people["organisation"][elsewhere])
    people["wte"][who] = pick(rng, WTE_SHARES, len(who))
    people["contract"][who] = rng.random(len(who)) < FIXED_TERM_SHARE
    people["post"][who] += 1
    people["source"][who] = NO_SOURCE
    people["first"][who] = at
    return who
