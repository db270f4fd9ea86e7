"""Where do those who rise, fall or change area go? Observed moves -> shares of destinations, pooled, and which can be.

Shares of the moves out of a cell are Dirichlet about those of its level in the nation (`shares`):

- promotion and demotion: within the area, to levels as all areas' moves of this kind from this level went;
- area moves: to areas as all moves from this level went, their own area left out, and to the level that area moves
  from this level led to. Each area counts for its share of the stock beside its moves, and the same level for half a
  move, so that where little was seen people go where posts are.

Nobody goes to a cell in which nobody was in post on any day of the record's years: what it has not seen is not made
up. Where no destination is left, the move cannot happen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.supply.cohort.classes import Numbers
from cadreworks.supply.cohort.shares import drawn_shares, mean_shares, pooled_shares

HALF_A_MOVE = 0.5


@dataclass(frozen=True)
class Destinations:
    """Weights of Dirichlets, shape (kind, cell, cell), in the order of `intensities.KINDS`; 0 where nothing can be."""

    weights: Array

    @property
    def possible(self) -> NDArray[np.bool_]:
        """Which moves can happen, shape (kind, cell)."""
        possible: NDArray[np.bool_] = self.weights.sum(axis=-1) > 0
        return possible

    def central(self) -> Array:
        """Shares, shape (kind, cell, cell)."""
        return mean_shares(self.weights)

    def drawn(self, rng: np.random.Generator, draws: int) -> Array:
        """Shares with a leading axis of draws."""
        return drawn_shares(rng, self.weights, draws)


def split_moves(moved: Numbers, levels: int) -> NDArray[np.float64]:
    """Moves from cell to cell, (cell, cell) -> by kind, (kind, cell, cell). A move of both is an area move."""
    area, level = np.divmod(np.arange(len(moved)), levels)
    same = area[:, None] == area
    kinds = (same & (level > level[:, None]), same & (level < level[:, None]), ~same)
    return np.stack([np.where(kind, moved, 0.0) for kind in kinds])


def estimate_destinations(moved: Numbers, stock: Numbers, levels: int) -> Destinations:
    """The destinations of moves, all years together.

    moved: (kind, cell, cell); stock: people of each cell on all days together, shape (cell,)
    """
    parents = (
        *(_parents_within(moved[kind], stock, levels, step=step) for kind, step in ((0, 1), (1, -1))),
        _parents_across(moved[2], stock, levels),
    )
    return Destinations(np.stack([pooled_shares(seen, parent) for seen, parent in zip(moved, parents, strict=True)]))


def _by_level(moved: Numbers, levels: int) -> Array:
    """Moves of the nation from level to level."""
    shaped = moved.reshape(-1, levels, moved.shape[1] // levels, levels)
    by_level: Array = shaped.sum(axis=(0, 2)).astype(np.float64)
    return by_level


def _parents_within(moved: Numbers, stock: Numbers, levels: int, *, step: int) -> Array:
    """Shares of levels; the next one counts half a move more."""
    area, level = np.divmod(np.arange(len(stock)), levels)
    nation = _by_level(moved, levels) + HALF_A_MOVE * np.eye(levels, k=step)
    reached = (area[:, None] == area) & (np.sign(level - level[:, None]) == step) & (stock > 0)
    return _shares(np.where(reached, nation[np.ix_(level, level)], 0.0))


def _parents_across(moved: Numbers, stock: Numbers, levels: int) -> Array:
    """Shares of areas for moves from this level, times shares of the levels that they lead to."""
    area, level = np.divmod(np.arange(len(stock)), levels)
    to_area = moved.reshape(-1, levels, moved.shape[1] // levels, levels).sum(axis=(0, 3)).astype(np.float64)
    of_areas = stock.reshape(-1, levels).sum(axis=1)
    to_area += of_areas / max(float(of_areas.sum()), 1.0)
    to_level = _shares(_by_level(moved, levels) + HALF_A_MOVE * np.eye(levels))
    pull = to_area[np.ix_(level, area)] * to_level[np.ix_(level, level)]
    return _shares(np.where((area[:, None] != area) & (stock > 0), pull, 0.0))


def _shares(values: Array) -> Array:
    total = values.sum(axis=-1, keepdims=True)
    shares: Array = np.divide(values, total, out=np.zeros_like(values), where=total > 0)
    return shares
