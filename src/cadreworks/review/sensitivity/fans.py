"""How wide is the range of what may come, and what makes it so? Grids of draws -> bands by year, one layer upon
another.

Each layer holds what the ones before it hold, and one source of doubt more: rates, chance, experts, the choice of
methods, and over scenarios which of these comes. What a layer lacks stands at the central run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.review.sensitivity.effects import within
from cadreworks.review.sensitivity.grid import CHANCE, EXPERTS, RATES, SCENARIO, Grids, without_chance

METHODS = "methods"
"""The layer of both choices of method, of supply and of pooling."""
SHARES = (0.05, 0.25, 0.50, 0.75, 0.95)
_MADE_AT_MOST = 200_000
"""Differences that are made one by one; of more, percentiles are found by counting."""
_HALVINGS = 45
"""After so many the interval is as narrow as a ten-billionth of what it was."""
GAP, SUPPLY, DEMAND = "gap", "supply", "demand"


@dataclass(frozen=True)
class Fan:
    """Bands of the whole workforce by year. quantity: gap, supply or demand; scenario: None over all, or of supply,
    which has none; central: (year,), none over all scenarios; layers: by name, (share, year) as in SHARES
    """

    quantity: str
    scenario: str | None
    central: Array | None
    layers: Mapping[str, Array]

    def width(self, layer: str, year: int = -1) -> float:
        """From the 5th to the 95th percentile."""
        of_layer = self.layers[layer]
        return float(of_layer[-1, year] - of_layer[0, year])


def draw_fans(grids: Grids) -> list[Fan]:
    """Gap, supply and demand within each scenario, and the gap over all scenarios."""
    fans = [Fan(SUPPLY, None, grids.supply_centre[-1], _layers(_of_supply(grids)))]
    for at, scenario in enumerate(grids.scenarios):
        part, centre = within(grids, scenario), grids.demand_centre[at, -1]
        fans.append(Fan(DEMAND, scenario, centre, _layers(_of_demand(part))))
        fans.append(Fan(GAP, scenario, grids.supply_centre[-1] - centre, _layers(_of_gap(part, centre))))
    if len(grids.scenarios) > 1:
        supply, demand = _flat(grids.supply), _flat(grids.demand)
        fans.append(Fan(GAP, None, None, _layers([(SCENARIO, supply, demand)])))
    return fans


Layer = tuple[str, Array, Array]
"""Name, draws of supply and draws of demand, each (draw, year); the gap is any of the one less any of the other."""


def _flat(grid: Array) -> Array:
    """The whole workforce's draws of all methods, (draw, year)."""
    return grid[..., -1, :].reshape(-1, grid.shape[-1])


def _of_supply(grids: Grids) -> Iterator[Layer]:
    nobody = np.zeros((1, len(grids.years)))
    mine = grids.supply[:1]
    yield RATES, without_chance(mine[0, :, :, -1]), nobody
    if CHANCE in grids.groups:
        yield CHANCE, _flat(mine), nobody
    if len(grids.supply) > 1:
        yield METHODS, _flat(grids.supply), nobody


def _of_demand(grids: Grids) -> Iterator[Layer]:
    nobody = np.zeros((1, len(grids.years)))
    yield EXPERTS, nobody, -_flat(grids.demand[:1])
    if len(grids.demand) > 1:
        yield METHODS, nobody, -_flat(grids.demand)


def _of_gap(grids: Grids, centre: Array) -> Iterator[Layer]:
    mine, certain = grids.supply[:1], centre[np.newaxis]
    yield RATES, without_chance(mine[0, :, :, -1]), certain
    if CHANCE in grids.groups:
        yield CHANCE, _flat(mine), certain
    yield EXPERTS, _flat(mine), _flat(grids.demand[:1])
    if len(grids.supply) > 1 or len(grids.demand) > 1:
        yield METHODS, _flat(grids.supply), _flat(grids.demand)


def _layers(drawn: Iterator[Layer] | list[Layer]) -> dict[str, Array]:
    return {name: percentiles_of_difference(supply, demand) for name, supply, demand in drawn}


def percentiles_of_difference(one: Array, other: Array) -> Array:
    """SHARES of any draw of `one` less any of `other`, (share, year), from (draw, year).

    Where there are many differences they are counted and not made: the share of them up to x is the mean over `one` of
    the share of `other` from one - x on, and x is found by halving.
    """
    found = np.empty((len(SHARES), one.shape[-1]))
    for year in range(one.shape[-1]):
        ours, theirs = one[:, year], np.sort(other[:, year])
        if len(ours) * len(theirs) <= _MADE_AT_MOST:
            found[:, year] = np.quantile(np.subtract.outer(ours, theirs), SHARES)
        else:
            found[:, year] = _by_halving(ours, theirs)
    return found


def _by_halving(ours: Array, theirs: Array) -> Array:
    """theirs: sorted"""
    low = np.full(len(SHARES), ours.min() - theirs[-1])
    high = np.full(len(SHARES), ours.max() - theirs[0])
    wanted = np.array(SHARES) * len(ours) * len(theirs)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = np.searchsorted(theirs, ours[:, np.newaxis] - middle, side="left").sum(axis=0)
        enough = len(ours) * len(theirs) - above >= wanted
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    found: Array = high
    return found
