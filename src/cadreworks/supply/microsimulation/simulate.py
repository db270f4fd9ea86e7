"""How do the years go for everybody, in one draw and in many? A model and its rules -> what was counted.

Draws go through in threads, each with keys of its own; nothing of one draw hangs on another, and everything that is
summed is whole, so that threads and their order leave no trace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from cadreworks.bands import Array
from cadreworks.randomness import key, stream
from cadreworks.supply.cohort.account import FLOWS
from cadreworks.supply.cohort.classes import AGES
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.population import SOURCES
from cadreworks.supply.identity import check_stock_identity
from cadreworks.supply.method import COUNT
from cadreworks.supply.microsimulation.careers import first_roles
from cadreworks.supply.microsimulation.expectation import Expected
from cadreworks.supply.microsimulation.joiners import draw_joiners, entry_of
from cadreworks.supply.microsimulation.lives import (
    AWAY,
    LEFT,
    MICRO,
    RETIRED,
    RETURNED,
    Counted,
    Lives,
    nobody,
    nothing_counted,
)
from cadreworks.supply.microsimulation.people import live, settle_away
from cadreworks.supply.microsimulation.rules import Model, Rules, drawn_rules
from cadreworks.supply.microsimulation.tables import tables_of

Found = TypeVar("Found")
BLOCK = 20
"""Draws whose rates are drawn together."""


@dataclass(frozen=True)
class Simulated:
    """What was counted of one draw, and the people of it at the end: those of the base day, then joiners."""

    counted: Counted
    lives: Sequence[Lives]


def simulate_people(
    model: Model, rules: Rules, expected: Expected, years: int, *, seed: int, chance_of: int
) -> Simulated:
    """So many years of everybody under the rules, with the luck of draw `chance_of`.

    expected: of the central run. Raises ArithmeticError where opening + in - out is not closing.
    """
    draw_key = key(seed, f"microsimulation/chance/{chance_of}")
    luck = stream(seed, f"microsimulation/recruitment/{chance_of}")
    tables, entry = tables_of(model, rules, expected), entry_of(model, rules)
    counted = nothing_counted(years, model.cells, len(model.cohort.levels), len(model.staff.places))
    pools = [start_of_staff(model, draw_key, counted)]
    spans = [(0, years)] if model.basis == COUNT else [(year, year + 1) for year in range(years)]
    for first, last in spans:
        joining = expected_joiners(model, rules, counted, range(first, last), luck)
        pools.append(draw_joiners(joining, entry, draw_key, first=first, levels=len(model.cohort.levels)))
        for pool in pools:
            live(pool, tables, counted, draw_key, first, last)
    check_counted(counted)
    return Simulated(counted, pools)


def start_of_staff(model: Model, draw_key: np.uint64, counted: Counted) -> Lives:
    """Those in post at the base day, counted, and those who left before it and are still away."""
    staff, away = model.staff, model.away
    lives = nobody(len(staff) + len(away))
    for name in ("cell", "age", "service"):
        getattr(lives, name)[:] = np.concatenate([getattr(staff, name), getattr(away, name)])
    lives.wte[: len(staff)] = staff.wte
    lives.place[: len(staff)] = staff.place
    gone = slice(len(staff), None)
    lives.status[gone], lives.years_away[gone], lives.group[gone] = AWAY, away.years_away, away.group
    settle_away(lives.key[gone], lives.status[gone], away.still_away, draw_key)
    exact = np.rint(staff.wte * MICRO).astype(np.int64)
    at = staff.cell.astype(np.int64) * AGES + staff.age
    counted.stock[0] = np.bincount(at, minlength=model.cells * AGES).reshape(model.cells, AGES)
    np.add.at(counted.wte[0], staff.cell, exact)
    np.add.at(counted.places[0], staff.place, 1)
    np.add.at(counted.places_wte[0], staff.place, exact)
    return lives


def expected_joiners(model: Model, rules: Rules, counted: Counted, years: range, luck: np.random.Generator) -> Array:
    """(year, source, cell). A draw's years differ by chance; those of the central rules do not."""
    recruitment = model.cohort.recruitment[model.basis]
    found = []
    for year in years:
        people = counted.stock[year].sum(axis=-1).astype(np.float64)
        of_year = rules.joiners * recruitment.units(people)
        if rules.recruitment is not None:
            of_year = of_year * recruitment.year(luck, rules.recruitment)[0]
        found.append(of_year)
    return np.stack(found)


def check_counted(counted: Counted) -> None:
    """Raises ArithmeticError unless opening + in - out = closing in every cell and year."""
    stock = counted.stock.sum(axis=-1).astype(np.float64)
    came = counted.of_year[:, : RETURNED + 1].sum(axis=1) + counted.moved.sum(axis=1)
    went = counted.of_year[:, LEFT] + counted.moved.sum(axis=2)
    check_stock_identity(stock[:-1], (came - went).astype(np.float64), stock[1:])


@dataclass(frozen=True)
class OfDraw:
    """What is kept of one draw. headcount, wte: (cell, year); flows: by name, (cell, projected year); roles: of those
    who joined in the first projected year, as coded
    """

    headcount: Array
    wte: Array
    flows: dict[str, Array]
    counted: Counted
    roles: Counter[int]


def read_counts(simulated: Simulated, levels: int, *, reasons: bool) -> OfDraw:
    """What was counted, as a cohort tells it. reasons: whether the record tells who retired"""
    counted = simulated.counted
    moved = counted.moved.astype(np.float64)
    area, level = np.divmod(np.arange(moved.shape[-1]), levels)
    same = area[:, None] == area
    within = np.where(same & (level[:, None] != level), moved, 0.0)
    across = np.where(same, 0.0, moved)
    of_year = np.moveaxis(counted.of_year, 0, -1).astype(np.float64)

    def out(moves: Array) -> Array:
        total: Array = moves.sum(axis=2).T
        return total

    def into(moves: Array) -> Array:
        total: Array = moves.sum(axis=1).T
        return total

    flows = {
        **{f"joiners_{source}": of_year[at] for at, source in enumerate(SOURCES)},
        "returners": of_year[RETURNED],
        "moves_in_area": into(across),
        "moves_in_level": into(within),
        "leavers": of_year[LEFT],
        "moves_out_area": out(across),
        "moves_out_level": out(within),
        "retirements": of_year[RETIRED] if reasons else np.full_like(of_year[RETIRED], np.nan),
        "promotions": out(np.where(level > level[:, None], within, 0.0)),
        "demotions": out(np.where(level < level[:, None], within, 0.0)),
    }
    return OfDraw(
        counted.stock.sum(axis=-1).T.astype(np.float64),
        counted.wte.T / MICRO,
        {name: flows[name] for name in FLOWS},
        counted,
        first_roles(simulated.lives),
    )


@dataclass(frozen=True)
class Request:
    """What is to be drawn: years, draws, seed and threads; factors: overrides, with an axis of draws or without one."""

    years: int
    draws: int
    seed: int
    threads: int
    factors: Factors


def draw_people(model: Model, expected: Expected, asked: Request) -> Iterator[OfDraw]:
    """The draws in their order, each with rates and luck of its own."""
    reasons = not np.isnan(model.cohort.retiring).any()
    yield from draw_each(model, asked, partial(_simulate_draw, model, expected, asked, reasons))


def draw_each(model: Model, asked: Request, one: Callable[[int, Rules], Found]) -> Iterator[Found]:
    """What `one` finds of the number and the rules of each draw, in their order, in threads."""
    with ThreadPoolExecutor(asked.threads) as pool:
        for block in range(-(-asked.draws // BLOCK)):
            yield from pool.map(one, *zip(*rules_of_block(model, asked, block), strict=True))


def rules_of_block(model: Model, asked: Request, block: int) -> Iterator[tuple[int, Rules]]:
    """The numbers of the draws of a block, and their rules."""
    places = slice(block * BLOCK, min((block + 1) * BLOCK, asked.draws))
    rng = stream(asked.seed, f"microsimulation/rates/{block}")
    drawn = drawn_rules(model, rng, places.stop - places.start, asked.factors.part(places))
    yield from zip(range(places.start, places.stop), drawn, strict=True)


def _simulate_draw(model: Model, expected: Expected, asked: Request, reasons: bool, draw: int, rules: Rules) -> OfDraw:
    simulated = simulate_people(model, rules, expected, asked.years, seed=asked.seed, chance_of=draw)
    return read_counts(simulated, len(model.cohort.levels), reasons=reasons)


def cross_people(model: Model, expected: Expected, asked: Request, chances: int) -> Array:
    """Every draw of rates with so many draws of chance of its own: wte, (rates, chance, cell, year)."""

    def one(rules: Rules, chance_of: int) -> Simulated:
        return simulate_people(model, rules, expected, asked.years, seed=asked.seed, chance_of=chance_of)

    return cross_each(model, asked, chances, one)


def cross_each(model: Model, asked: Request, chances: int, one: Callable[[Rules, int], Simulated]) -> Array:
    """The same of what `one` makes of rules and the number of a draw of chance.

    Draw 0 of chance is that of the projection itself. Draws of rates share none, since few that all shared would move
    the middle of them all.
    """
    found = np.empty((asked.draws, chances, model.cells, asked.years + 1))

    def fill(draw: int, rules: Rules) -> None:
        for again in range(chances):
            found[draw, again] = one(rules, draw + again * asked.draws).counted.wte.T / MICRO

    with ThreadPoolExecutor(asked.threads) as pool:
        for block in range(-(-asked.draws // BLOCK)):
            list(pool.map(fill, *zip(*rules_of_block(model, asked, block), strict=True)))
    return found
