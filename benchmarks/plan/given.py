"""What is a peer given? The numbers of one program: what starts do in each draw, what they cost, and what limits them.

Cadreworks works these out from levers and a projection; a peer reads them from a file, so that what is compared is how
the program is put together and solved.

    least   mean over draws of the sum of missing(draw, cell, year) + price_of_start . starts
    where   missing >= -(before + what starts do),  missing >= 0,  starts >= 0
            starts on a lever in a year                            at most capacity
            starts on the routes of a shared limit in a year       at most shared_most
            staff of the plan in an area, less the year before's   at most growth_per_year x its staff a year before,
                                                                   or growth_wte where that share without it is less
            who moves out of a cell                                at most moving_share x all its staff a year before
            staff of a cell that is taken from                     not less than nobody
            work taken off a cell                                  at most its demand
            who is kept in a cell                                  at most all its staff a year before
            pounds of a year                                       at most the budget
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
GIVEN_FILE = "given-{samples}.npz"


@dataclass(frozen=True)
class Given:
    """Years are projected years; wte and pounds.

    An effect is what the starts of one route do to one cell: effect_route, effect_cell (effect,); effect_gap, in each
    draw, (draw, effect, lag); effect_staff, effect_relief, in the central run, (effect, lag), lag being years since the
    start. before: supply less demand (draw, cell, year); supply: of the central run (cell, year), the base year first;
    demand: the same without the base year;
    area: of each cell; lever, origin, target: of each route, -1 where it takes nobody; takes, keeps: of a start, how
    much of a wte is taken, and how much is covered, (route,); lead: years, (route,); possible: whether a route can be
    started (route, year); capacity (lever, year); shared: which routes count (limit, route); shared_most (limit, year);
    cost: (route, year of start, year); price_of_start: (route, year of start), in the objective
    """

    effect_route: Places
    effect_cell: Places
    effect_gap: Array
    effect_staff: Array
    effect_relief: Array
    before: Array
    supply: Array
    demand: Array
    area: Places
    lever: Places
    origin: Places
    target: Places
    takes: Array
    keeps: Array
    lead: Places
    possible: Flags
    capacity: Array
    shared: Flags
    shared_most: Array
    cost: Array
    price_of_start: Array
    budget: Array
    growth_per_year: Array
    growth_wte: Array
    moving_share: Array

    @property
    def years(self) -> int:
        """How many projected years there are."""
        return self.before.shape[-1]

    def save(self, folder: Path) -> None:
        """Write everything to one file of the folder."""
        np.savez(folder / GIVEN_FILE.format(samples=len(self.before)), **vars(self))

    @classmethod
    def load(cls, folder: Path, samples: int) -> Given:
        """Read what `save` wrote."""
        with np.load(folder / GIVEN_FILE.format(samples=samples)) as stored:
            return cls(**{name: stored[name] for name in stored.files})


def by_start_and_year(by_lag: Array) -> Array:
    """(..., year of start, year) from (..., lag): nothing before the start."""
    years = by_lag.shape[-1]
    found = np.zeros((*by_lag.shape[:-1], years, years))
    for start in range(years):
        found[..., start, start:] = by_lag[..., : years - start]
    return found
