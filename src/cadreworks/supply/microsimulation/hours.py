"""How do hours differ between people of a cell, and how often do they change? Staff and tallies -> hours of the rules.

Relative hours are the quantiles of those of the staff of a cell over their mean; a cell of few takes those of its
level, and a level of few those of everybody. Changes are stayers with other hours a year later over all stayers, by
level. A change puts another of the cell's hours in the place of somebody's; some of these are the same as before, so
changes are that much more frequent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.supply.cohort.population import Tallies
from cadreworks.supply.microsimulation.rules import Hours
from cadreworks.supply.microsimulation.staff import Staff

VALUES = 32
"""How many hours of a cell are told apart, all as likely."""
FEW = 100
"""Below so many people the hours of a cell are those of its level."""


def estimate_hours(staff: Staff, tallies: Tallies, changed: NDArray[np.int64]) -> Hours:
    """changed: people who stay in their cell with other hours, (interval, cell), of all intervals of the tallies."""
    levels, cells = len(tallies.levels), len(tallies.areas) * len(tallies.levels)
    level = staff.cell.astype(np.int64) % levels
    relative = np.ones((cells, VALUES))
    for cell in range(cells):
        choices = (staff.cell == cell, level == cell % levels, np.ones(len(staff), dtype=np.bool_))
        chosen = next((who for who in choices if who.sum() >= FEW), choices[-1])
        relative[cell] = _relative(staff.wte[chosen])
    share = _changing(tallies, changed, levels)
    same = _same(relative)
    changing = -np.log1p(-np.minimum(np.tile(share, cells // levels), 0.99)) / np.maximum(1.0 - same, 0.1)
    return Hours(relative, np.where(same < 1.0, changing, 0.0))


def _relative(wte: Array) -> Array:
    if not wte.any():
        return np.ones(VALUES)
    values = np.quantile(wte, (np.arange(VALUES) + 0.5) / VALUES, method="inverted_cdf")
    relative: Array = values / values.mean()
    return relative


def _same(relative: Array) -> Array:
    """The chance that two values of a cell are the same, (cell,)."""
    same: Array = (relative[:, :, None] == relative[:, None, :]).mean(axis=(1, 2))
    return same


def _changing(tallies: Tallies, changed: NDArray[np.int64], levels: int) -> Array:
    """Of those who stay in their cell for a year, the share whose hours change, (level,)."""
    years = slice(-tallies.years, None)
    opening = tallies.people[:-1][years].sum(axis=(0, 2, 3))
    gone = tallies.leavers[years].sum(axis=(0, 2, 3)) + tallies.moved[years].sum(axis=(0, 2))
    stayed, other = ((opening - gone).reshape(-1, levels).sum(axis=0), changed[years].sum(axis=0).reshape(-1, levels))
    of_level = other.sum(axis=0)
    share: Array = np.divide(of_level, stayed, out=np.zeros(levels), where=stayed > 0)
    return share
