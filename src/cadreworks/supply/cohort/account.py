"""What does a year do to stock and working time? Its flows -> closing stock, held to opening + in - out = closing.

The central run, in expected people, and the draws, in whole people, keep their books here, in the same way; draws have
a leading axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.supply.cohort.classes import AGES, SERVICES, Numbers
from cadreworks.supply.cohort.population import SOURCES
from cadreworks.supply.identity import check_stock_identity

JOINERS = tuple(f"joiners_{source}" for source in SOURCES)
WAYS_IN = (*JOINERS, "returners", "moves_in_area", "moves_in_level")
WAYS_OUT = ("leavers", "moves_out_area", "moves_out_level")
OF_WHICH = ("retirements", "promotions", "demotions")
FLOWS = (*WAYS_IN, *WAYS_OUT, *OF_WHICH)
"""The flows of a projected year, in people. Retirements are among leavers; promotions and demotions among level moves,
at the level they start from."""


Number = TypeVar("Number", np.float64, np.int64)


def _steps(size: int) -> tuple[tuple[slice, slice], ...]:
    """From where to where a year leads along an axis of this size, the last place of which is unknown."""
    return (
        (slice(0, size - 2), slice(1, size - 1)),
        (slice(size - 2, size - 1), slice(size - 2, size - 1)),
        (slice(size - 1, size), slice(size - 1, size)),
    )


_STEPS_OF_AGE, _STEPS_OF_SERVICE = _steps(AGES), _steps(SERVICES)


@dataclass(frozen=True)
class Stock:
    """headcount (..., cell, age, service); wte (..., cell); gone (..., year, group of age, cell): the leavers of each
    of the last years from whom returners come, the latest first.
    """

    headcount: Numbers
    wte: Array
    gone: Numbers

    @property
    def people(self) -> Array:
        """People by cell, (..., cell)."""
        people: Array = self.headcount.sum(axis=(-2, -1)).astype(np.float64)
        return people


@dataclass(frozen=True)
class YearOfWork:
    """Rates of working time in use: the arrays of `working_time`, in the central run or with an axis of draws."""

    participation: Array
    joiners: Array
    leavers: float
    movers: float
    movers_change: float
    returners: float
    most: Array


def pass_a_year(values: NDArray[Number]) -> NDArray[Number]:
    """Everybody a year older, with a year more of service; (..., age, service). The oldest and longest stay as they
    are, and so does what is not known.
    """
    passed = np.zeros_like(values)
    for old, new in _STEPS_OF_AGE:
        for short, long in _STEPS_OF_SERVICE:
            passed[..., new, long] += values[..., old, short]
    return passed


def count_flows_of_year(
    joined: Array, returned: Array, left: Array, *, retired: Array, moves: Array, levels: int
) -> dict[str, Array]:
    """The flows by name, each (..., cell), from joined (..., source, cell) and moves (..., cell, cell)."""
    area, level = np.divmod(np.arange(moves.shape[-1]), levels)
    same = area[:, None] == area
    within, across = np.where(same, moves, 0.0), np.where(same, 0.0, moves)
    return {
        **{name: joined[..., place, :] for place, name in enumerate(JOINERS)},
        "returners": returned,
        "moves_in_area": across.sum(axis=-2),
        "moves_in_level": within.sum(axis=-2),
        "leavers": left,
        "moves_out_area": across.sum(axis=-1),
        "moves_out_level": within.sum(axis=-1),
        "retirements": retired,
        "promotions": np.where(level > level[:, None], within, 0.0).sum(axis=-1),
        "demotions": np.where(level < level[:, None], within, 0.0).sum(axis=-1),
    }


def check_year(opening: Array, flows: Mapping[str, Array], closing: Array) -> None:
    """Whether opening + in - out = closing in every cell and draw. Raises ArithmeticError otherwise."""
    change = np.zeros_like(opening)
    for name in WAYS_IN:
        change += flows[name]
    for name in WAYS_OUT:
        change -= flows[name]
    check_stock_identity(opening, change, closing)


def carry_wte(
    stock: Stock, flows: Mapping[str, Array], moves: Array, *, work: YearOfWork, luck: Array | float, closing: Array
) -> Array:
    """The closing wte, (..., cell); `closing` is in people, `luck` a chance deviation in wte.

    opening + in - out + participation change = closing is checked in wte too. Raises ArithmeticError otherwise.
    """
    opening = stock.people
    per_head = np.divide(stock.wte, opening, out=np.zeros_like(stock.wte), where=opening > 0)
    gone = flows["leavers"] * per_head * work.leavers
    moved_out = (flows["moves_out_area"] + flows["moves_out_level"]) * per_head * work.movers
    share = np.minimum(1.0, np.divide(stock.wte, gone + moved_out, out=np.ones_like(gone), where=gone + moved_out > 0))
    gone, moved_out, per_mover = gone * share, moved_out * share, per_head * work.movers * share
    moved_in = np.einsum("...od,...o->...d", moves, per_mover)
    joined = sum((flows[name] for name in JOINERS), np.zeros_like(gone)) * work.joiners
    returned = flows["returners"] * work.returners
    stayed = stock.wte - gone - moved_out
    change = stayed * (work.participation - 1.0) + moved_in * (work.movers_change - 1.0) + luck
    in_and_out = moved_in + joined + returned - gone - moved_out
    wte: Array = np.clip(stock.wte + in_and_out + change, 0.0, work.most * closing)
    participation_change = wte - stock.wte - in_and_out
    check_stock_identity(stock.wte, in_and_out + participation_change, wte)
    return wte
