"""What becomes of people whom a lever brings, moves or keeps? A method of supply -> how a wte is carried on.

A plan acts on supply by flows that are data here: whole-time equivalents that enter cells (or leave them, where less
than nothing enters) at the close of a year, and leaving that is made rarer. Those who enter are carried on as a group
of their own by the method's own yearly step, so that what a plan does is the sum of what its parts do. They draw
nobody after them: the growth or recruitment of a method is that of the staff it was observed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from cadreworks.bands import Array


class Way(IntEnum):
    """How people come to be where a lever has them: their ages and service, hence what becomes of them, differ.

    JOINED from outside; MOVED into a cell or out of it, with the ages and service of staff; KEPT where they were
    about to leave, with those of leavers.
    """

    JOINED = 0
    MOVED = 1
    KEPT = 2


WAYS = len(Way)


@dataclass(frozen=True)
class Carry:
    """What becomes of one wte that enters a cell at the close of a year, whichever year it is.

    Cells are areas x levels, flat, in the study's order. kept: (..., way, cell entered, cell, lag), the wte found in
    each cell `lag` years later, where lag 0 is the day of entry (1 in the cell entered, 0 elsewhere) and the last lag
    is the number of projected years less one. in_place: nobody changes cell and all ways are alike, and so kept is
    (..., cell, lag) only, since it would be large with draws.
    leaving: (..., cell), the share of the wte in post that leaves the NHS in a year, by which a lever's keeping is
    reckoned. A leading axis is of draws; a method may have one Carry for all draws, which then has none.
    """

    kept: Array
    leaving: Array
    in_place: bool = False

    @property
    def lags(self) -> int:
        """How many years are told, the day of entry being the first."""
        return int(self.kept.shape[-1])

    def of(self, way: Way, cell: int) -> Array:
        """What is found of one wte that enters `cell` in this way, (..., cell, lag)."""
        if not self.in_place:
            found: Array = self.kept[..., way, cell, :, :]
            return found
        found = np.zeros_like(self.kept)
        found[..., cell, :] = self.kept[..., cell, :]
        return found

    def part(self, draws: slice) -> Carry:
        """That of some of the draws; the same for all where there is no axis of draws."""
        if self.leaving.ndim == 1:
            return self
        return Carry(self.kept[draws], self.leaving[draws], self.in_place)


@dataclass(frozen=True)
class FlowChanges:
    """What a plan does to flows, in projected years (the first is the year after the base year).

    entering: (..., way, cell, projected year), wte that enter at the close of the year, less than 0 where they leave;
    leaving_less: (..., cell, projected year), the share by which leaving in that year is made rarer in the cell; more
    than 1 is 1, since nobody can be kept who was not leaving
    """

    entering: Array
    leaving_less: Array


def carry_on(carry: Carry, entering: Array) -> Array:
    """The wte that entering makes of each cell, (..., cell, projected year): a sum over ways, cells and years before.

    entering: (..., way, cell, projected year)
    """
    years = entering.shape[-1]
    shape = np.broadcast_shapes(carry.leaving.shape[:-1], entering.shape[:-3])
    found = np.zeros((*shape, entering.shape[-2], years))
    for year in range(years):
        for lag in range(years - year):
            found[..., year + lag] += _found_after(carry, lag, entering[..., year])
    return found


def _found_after(carry: Carry, lag: int, entered: Array) -> Array:
    """Where those who entered, (..., way, cell), are found `lag` years later, (..., cell)."""
    if carry.in_place:
        stayed: Array = carry.kept[..., lag] * entered.sum(axis=-2)
        return stayed
    found: Array = np.einsum("...wcd,...wc->...d", carry.kept[..., lag], entered)
    return found
