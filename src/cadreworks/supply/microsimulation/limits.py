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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.randomness import key, stream
from cadreworks.supply.establishment import PULL
from cadreworks.supply.method import COUNT
from cadreworks.supply.microsimulation.compiled import compiled
from cadreworks.supply.microsimulation.expectation import Expected
from cadreworks.supply.microsimulation.joiners import draw_joiners, entry_of
from cadreworks.supply.microsimulation.law import MONTHS
from cadreworks.supply.microsimulation.lives import MICRO, Counted, Counts, Lives, nothing_counted
from cadreworks.supply.microsimulation.months import (
    Filled,
    Now,
    close_year,
    find_due,
    live_month,
    nothing_yet,
    open_year,
)
from cadreworks.supply.microsimulation.room import NO_LIMIT, Refused, draw_lot, let_in, promote, turn_away
from cadreworks.supply.microsimulation.rules import Model, Rules
from cadreworks.supply.microsimulation.simulate import (
    OfDraw,
    Request,
    Simulated,
    check_counted,
    draw_each,
    expected_joiners,
    read_counts,
    start_of_staff,
)
from cadreworks.supply.microsimulation.tables import Tables, tables_of


@dataclass(frozen=True)
class Limits:
    """posts: wte by (cell, projected year), not a number where a cell has no limit; promotion: PUSH or PULL"""

    posts_wte: Array
    promotion: str


@dataclass(frozen=True)
class Held:
    """Rules and limits as the compiled step reads them. tables: of each projected year; posts: millionths of a wte,
    (cell, projected year); promoting: intensities of promotion, (cell, cell); pull: whether people rise into vacancies
    """

    tables: tuple[Tables, ...]
    posts: Counts
    promoting: Array
    pull: bool


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
    lives = start_of_staff(model, draw_key, counted)
    held = hold_limits(model, rules, expected, limits)
    for first, last in [(0, years)] if model.basis == COUNT else [(year, year + 1) for year in range(years)]:
        joining = expected_joiners(model, rules, counted, range(first, last), luck)
        lives = joined(lives, draw_joiners(joining, entry, draw_key, first=first, levels=levels))
        live_in_limits(lives, held, counted, refused, draw_key=draw_key, years=range(first, last))
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
    of_draw = read_counts(found, len(model.cohort.levels), reasons=reasons)
    return OfDrawWithLimits(of_draw, count_vacancy(limits, of_draw.wte), found.turned_away, found.put_off)


def hold_limits(model: Model, rules: Rules, expected: Expected, limits: Limits) -> Held:
    """The rules under these limits; under `pull` nobody wants to be promoted into a cell with a limit."""
    limited = ~np.isnan(limits.posts_wte)
    rises = promotions(model.cells, len(model.cohort.levels))
    pull = limits.promotion == PULL
    found: dict[bytes, Tables] = {}
    for of_year in limited.T:
        if of_year.tobytes() not in found:
            moving = np.where(pull & rises & of_year, 0.0, rules.law.moving)
            without = replace(rules, law=replace(rules.law, moving=moving))
            found[of_year.tobytes()] = tables_of(model, without, expected)
    return Held(
        tuple(found[of_year.tobytes()] for of_year in limited.T),
        np.where(limited, np.rint(np.where(limited, limits.posts_wte, 0.0) * MICRO).astype(np.int64), NO_LIMIT),
        np.where(rises, rules.law.moving, 0.0),
        pull,
    )


def live_in_limits(
    lives: Lives, held: Held, counted: Counted, refused: Refused, *, draw_key: np.uint64, years: range
) -> None:
    """Carry people through projected years, in place, and count."""
    now, filled = nothing_yet(len(lives.key), len(held.posts))
    for year in years:
        tables = held.tables[year]
        open_year(lives, now, filled, tables, draw_key, year)
        posts = np.ascontiguousarray(held.posts[:, year])
        _live_year(lives, now, filled, tables, counted, refused, posts, held.promoting, held.pull, year)
        close_year(lives, now, tables, counted, year)


def count_vacancy(limits: Limits, wte: Array) -> Array:
    """Establishment less staff in post, as at the close of each projected year: wte (..., cell, projected year).

    Below 0 where staff exceed posts, not a number where a cell has no limit. wte: (..., cell, year), the base day first
    """
    vacancy: Array = limits.posts_wte[:, : wte.shape[-1] - 1] - wte[..., 1:]
    return vacancy


def promotions(cells: int, levels: int) -> NDArray[np.bool_]:
    """Which moves are promotions: to a higher level of the same area, (cell, cell)."""
    area, level = np.divmod(np.arange(cells), levels)
    rises: NDArray[np.bool_] = (area[:, None] == area) & (level > level[:, None])
    return rises


def joined(lives: Lives, more: Lives) -> Lives:
    """All of them, one after the other."""
    parts: list[Any] = [np.concatenate([one, two]) for one, two in zip(lives, more, strict=True)]
    return Lives(*parts)


@compiled
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
    for month in range(MONTHS):
        at = find_due(now.due, month)
        wanted = np.full(len(at), -1)
        live_month(lives, now, filled, tables, counted, at, wanted, year, month)
        wants = draw_lot(at, wanted, now, year, month)
        if pull:
            for level in range(np.int64(tables.levels) - 1, -1, -1):
                let_in(wants, lives, now, filled, tables, counted, posts, year, month, level)
                promote(lives, now, filled, tables, counted, posts, promoting, year, month, level)
        else:
            let_in(wants, lives, now, filled, tables, counted, posts, year, month, -1)
        turn_away(wants, lives, now, tables, refused, year, month)
