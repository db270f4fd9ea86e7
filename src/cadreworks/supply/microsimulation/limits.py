"""What do limits on posts do to a workforce? A model, its rules and an establishment -> what was counted, and who was
not let in.

Posts are funded wte by cell and year; a cell that has none stated has no limit. Month by month, in this order: people
leave and change hours; joiners, returners and movers due in the month come in where there is room for their hours.
Under `push` promotion is one of these moves: whoever finds no room stays, and may try again as the rates have it.
Under `pull` people rise into cells with a limit only where something is vacant: from the highest level down, each
area's vacancies go first to joiners, returners and movers who are due, and what is left to people of lower levels of
the area, by lot in proportion to their intensities of promotion. Where nobody can come, posts stay vacant. Cells
without a limit know no vacancy, so people rise into them by rates under both. Nobody is dismissed: where posts fall
below staff in post, staff shrink by those who leave. One draw is one thread, since all hang together in it.

Source: design of the method, Supply 5; docs/adr/0019.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numba import njit
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.randomness import key, stream
from cadreworks.supply.establishment import PULL
from cadreworks.supply.method import COUNT
from cadreworks.supply.microsimulation.expectation import Expected
from cadreworks.supply.microsimulation.joiners import draw_joiners, entry_of
from cadreworks.supply.microsimulation.months import (
    Filled,
    Now,
    close_year,
    find_due,
    live_month,
    nothing_yet,
    open_year,
)
from cadreworks.supply.microsimulation.people import MICRO, Counted, Counts, Lives, nothing_counted
from cadreworks.supply.microsimulation.room import NO_LIMIT, Refused, draw_lot, let_in, promote, turn_away
from cadreworks.supply.microsimulation.rules import Model, Rules
from cadreworks.supply.microsimulation.simulate import (
    OfDraw,
    Request,
    Simulated,
    base_staff,
    check_counted,
    draw_each,
    expected_joiners,
    read_counts,
)
from cadreworks.supply.microsimulation.tables import Tables, tables_of

_MONTHS = 12


@dataclass(frozen=True)
class Limits:
    """posts: wte by (cell, projected year), not a number where a cell has no limit; promotion: PUSH or PULL"""

    posts_wte: Array
    promotion: str


@dataclass(frozen=True)
class SimulatedWithLimits(Simulated):
    """A draw under limits. turned_away: joiners and returners who found no room and did not come, and put_off: moves
    that were refused for want of it, each time somebody tried; both by (cell wanted, projected year)
    """

    turned_away: Counts
    put_off: Counts


@dataclass(frozen=True)
class OfDrawWithLimits:
    """What is kept of one draw under limits: `of_draw` as of any, vacancy (`count_vacancy`), and who was refused."""

    of_draw: OfDraw
    vacancy: Array
    turned_away: Counts
    put_off: Counts


def simulate_with_limits(
    model: Model, rules: Rules, expected: Expected, years: int, *, limits: Limits, seed: int, chance_of: int
) -> SimulatedWithLimits:
    """So many years of everybody under the rules and limits, with the luck of draw `chance_of`.

    expected: of the central run without limits. Raises ArithmeticError where opening + in - out is not closing.
    """
    draw_key = key(seed, f"microsimulation/chance/{chance_of}")
    luck = stream(seed, f"microsimulation/recruitment/{chance_of}")
    entry, levels = entry_of(model, rules), len(model.cohort.levels)
    counted = nothing_counted(years, model.cells, levels, len(model.staff.places))
    refused = Refused(*(np.zeros((years, model.cells), dtype=np.int64) for _ in range(2)))
    lives = base_staff(model, draw_key, counted)
    tables = _tables_of_years(model, rules, expected, limits)
    posts = posts_in_millionths(limits)
    promoting = np.where(promotions(model.cells, levels), rules.law.moving, 0.0)
    for first, last in [(0, years)] if model.basis == COUNT else [(year, year + 1) for year in range(years)]:
        joining = expected_joiners(model, rules, counted, range(first, last), luck)
        lives = joined(lives, draw_joiners(joining, entry, draw_key, first=first, levels=levels))
        now, filled = nothing_yet(len(lives.key), model.cells)
        for year in range(first, last):
            open_year(lives, now, filled, tables[year], draw_key, year)
            pull = limits.promotion == PULL
            _live_year(lives, now, filled, tables[year], counted, refused, posts[:, year], promoting, pull, year)
            close_year(lives, now, tables[year], counted, year)
    check_counted(counted)
    return SimulatedWithLimits(counted, [lives], refused.turned_away.T, refused.put_off.T)


def draw_with_limits(model: Model, expected: Expected, asked: Request, limits: Limits) -> Iterator[OfDrawWithLimits]:
    """The draws in their order, each with rates and luck of its own."""
    reasons = not np.isnan(model.cohort.retiring).any()
    yield from draw_each(model, asked, partial(_simulate_draw, model, expected, asked, limits, reasons))


def _simulate_draw(
    model: Model, expected: Expected, asked: Request, limits: Limits, reasons: bool, draw: int, rules: Rules
) -> OfDrawWithLimits:
    found = simulate_with_limits(model, rules, expected, asked.years, limits=limits, seed=asked.seed, chance_of=draw)
    of_draw = read_counts(found.counted, len(model.cohort.levels), reasons=reasons)
    return OfDrawWithLimits(of_draw, count_vacancy(limits, of_draw.wte), found.turned_away, found.put_off)


def count_vacancy(limits: Limits, wte: Array) -> Array:
    """Establishment less staff in post, as at the close of each projected year: wte (..., cell, projected year).

    Below 0 where staff exceed posts, not a number where a cell has no limit. wte: (..., cell, year), the base day first
    """
    vacancy: Array = limits.posts_wte[:, : wte.shape[-1] - 1] - wte[..., 1:]
    return vacancy


def posts_in_millionths(limits: Limits) -> Counts:
    """Posts in whole millionths of a wte, NO_LIMIT where there is none."""
    limited = ~np.isnan(limits.posts_wte)
    posts: Counts = np.rint(np.where(limited, limits.posts_wte, 0.0) * MICRO).astype(np.int64)
    return np.where(limited, posts, NO_LIMIT)


def promotions(cells: int, levels: int) -> NDArray[np.bool_]:
    """Which moves are promotions: to a higher level of the same area, (cell, cell)."""
    area, level = np.divmod(np.arange(cells), levels)
    rises: NDArray[np.bool_] = (area[:, None] == area) & (level > level[:, None])
    return rises


def _tables_of_years(model: Model, rules: Rules, expected: Expected, limits: Limits) -> list[Tables]:
    """The tables of each projected year; under `pull` nobody wants to be promoted into a cell with a limit."""
    whole = tables_of(model, rules, expected)
    years = limits.posts_wte.shape[1]
    if limits.promotion != PULL:
        return [whole] * years
    rises = promotions(model.cells, len(model.cohort.levels))
    found: dict[bytes, Tables] = {}
    for limited in ~np.isnan(limits.posts_wte.T):
        moving = np.where(rises & limited, 0.0, rules.law.moving)
        without = replace(rules, law=replace(rules.law, moving=moving))
        found.setdefault(limited.tobytes(), tables_of(model, without, expected))
    return [found[(~np.isnan(of_year)).tobytes()] for of_year in limits.posts_wte.T]


def joined(lives: Lives, more: Lives) -> Lives:
    """All of them, one after the other."""
    return Lives(*(np.concatenate(pair) for pair in zip(lives, more, strict=True)))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _live_year(
    lives: Lives,
    now: Now,
    filled: Filled,
    tables: Tables,
    counted: Counted,
    refused: Refused,
    posts: Counts,
    promoting: NDArray[np.float64],
    pull: bool,
    year: int,
) -> None:
    """The twelve months of a year, from those of the opening on."""
    for month in range(_MONTHS):
        at = find_due(now.due, month)
        wanted = live_month(lives, now, filled, tables, counted, at, year, month)
        wants = draw_lot(at, wanted, now, year, month)
        if pull:
            for level in range(tables.levels - 1, -1, -1):
                let_in(wants, lives, now, filled, tables, counted, posts, year, month, level)
                promote(lives, now, filled, tables, counted, posts, promoting, year, month, level)
        else:
            let_in(wants, lives, now, filled, tables, counted, posts, year, month, -1)
        turn_away(wants, lives, now, tables, refused, year, month)
