"""How far is each cell from what the nation lets expect, and how sure is that? Events and expectations -> ratios.

The ratio of a cell is its events over those expected from national rates (by level, age and service); it is pooled
towards its area and the nation by `rates.pooling`, with expected events as exposure. Ratios of unlike cells lie close
together where their rates do not, so that small cells lean on siblings of their own age and level (Clayton and
Kaldor 1987, as in `rates.pooling`).

Draws keep what cells have in common. Drawn cell by cell, errors would cancel in the nation: two hundred cells that
lean on one national rate are wrong together. With v the relative variance of a cell's ratio, V that of an area's and
1/D that of the nation's total of D events, a draw is nation x area x cell, each factor Gamma about 1, their variances
chosen so that cells, areas and the nation get theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.rates.pooling import HALF_AN_EVENT, estimate_pooled
from cadreworks.supply.cohort.classes import Numbers

_NEXT_TO_NOTHING = 1e-6
"""Expected events of a cell in which nothing could be seen: its ratio is its siblings'."""

_ALL_IN_ONE = 1.0 - 1e-9


@dataclass(frozen=True)
class PooledRatio:
    """Events over expected events of each cell.

    ratio: shape (cell,), 0 where the event cannot happen; area: of each cell
    of_nation: relative variance that all cells share; of_area (area,): that cells of an area share beyond it; of_cell
    (cell,): that of the cell alone
    events: of all cells
    """

    ratio: Array
    area: NDArray[np.int64]
    of_nation: float
    of_area: Array
    of_cell: Array
    events: int

    def drawn(self, rng: np.random.Generator, draws: int) -> Array:
        """Ratios of the shape (draw, cell); their mean is `ratio`."""
        nation = gamma_about_one(rng, np.array([self.of_nation]), draws)
        area = gamma_about_one(rng, self.of_area, draws)
        cell = gamma_about_one(rng, self.of_cell, draws)
        ratios: Array = self.ratio * nation * area[:, self.area] * cell
        return ratios


def gamma_about_one(rng: np.random.Generator, variance: Array, draws: int) -> Array:
    """Gammas with mean 1, shape (draw, *variance.shape); exactly 1 where the variance is 0."""
    sure = variance <= 0
    shape = 1.0 / np.where(sure, 1.0, variance)
    drawn = rng.standard_gamma(np.broadcast_to(shape, (draws, *variance.shape))) / shape
    values: Array = np.where(sure, 1.0, drawn)
    return values


def estimate_ratio(
    events: Numbers, expected: Array, area: NDArray[np.int64], *, possible: NDArray[np.bool_]
) -> PooledRatio:
    """The pooled ratio of each cell; all of shape (cell,). Where the event is not possible, the ratio is 0."""
    ratio, variance = np.zeros(len(expected)), np.zeros(len(expected))
    areas = int(area.max()) + 1
    at = np.flatnonzero(possible)
    seen, due = events[at].astype(np.float64), np.maximum(expected[at], _NEXT_TO_NOTHING)
    names, number = np.unique(area[at], return_inverse=True)
    if len(at):
        nested = 1 < len(names) < len(at)
        pooled = estimate_pooled(seen, due, number if nested else None)
        ratio[at], variance[at] = pooled.estimate, pooled.variance / pooled.estimate**2
    own_area = _variance_of_areas(_sums(area[at], seen, areas), _sums(area[at], due, areas))
    of_nation, of_area, of_cell = _share_variance(
        ratio * expected, variance, area, own_area=own_area, total=float(seen.sum())
    )
    return PooledRatio(ratio, area, of_nation, of_area, np.where(possible, of_cell, 0.0), int(seen.sum()))


def _sums(area: NDArray[np.int64], values: Array, areas: int) -> Array:
    return np.bincount(area, values, areas).astype(np.float64)


def _variance_of_areas(events: Array, expected: Array) -> Array:
    """The relative variance of the ratio of whole areas, pooled towards the nation where there are several."""
    if np.count_nonzero(expected) < 2:
        return 1.0 / (events + HALF_AN_EVENT)
    pooled = estimate_pooled(events, np.maximum(expected, _NEXT_TO_NOTHING), None)
    variance: Array = pooled.variance / pooled.estimate**2
    return variance


def _share_variance(
    weight: Array, variance: Array, area: NDArray[np.int64], *, own_area: Array, total: float
) -> tuple[float, Array, Array]:
    """The variance that the nation, areas and cells carry; weight: the events that the ratios make of each cell.

    With a shared variance s and the cells' shares w, a total has the variance s + sum of w^2 (v - s), so that
    s = (V - sum of w^2 v) / (1 - sum of w^2) gives it V. Where one cell is all of the total there is nothing to share.
    """
    areas = len(own_area)
    of_area = np.bincount(area, weight, areas)
    shares = np.divide(weight, of_area[area], out=np.zeros_like(weight), where=of_area[area] > 0)
    squares = np.bincount(area, shares**2, areas)
    missing = own_area - np.bincount(area, shares**2 * variance, areas)
    several = squares < _ALL_IN_ONE
    shared = np.maximum(np.divide(missing, 1.0 - squares, out=np.zeros(areas), where=several), 0.0)
    of_cell = np.maximum(variance - shared[area], 0.0)
    cells = weight / weight.sum() if weight.sum() > 0 else np.zeros_like(weight)
    parts = np.bincount(area, cells, areas)
    found = float((parts**2 * shared).sum()) + float((cells**2 * of_cell).sum())
    rest = 1.0 - float((parts**2).sum())
    nation = max((1.0 / (total + HALF_AN_EVENT) - found) / rest, 0.0) if rest > 1.0 - _ALL_IN_ONE else 0.0
    return nation, np.maximum(shared - nation, 0.0), of_cell
