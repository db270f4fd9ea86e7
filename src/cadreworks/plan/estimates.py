"""Which values do the levers' estimates take? The stated ones in the central run, or draws from their ranges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cadreworks.assumptions import Assumption
from cadreworks.bands import Array
from cadreworks.plan.levers import Lever, LeverSet


@dataclass(frozen=True)
class Estimates:
    """Values of what levers estimate, (..., lever) in the order of the file; `price_growth`, `shortfall_gbp` (...).

    gives: of a wte that starts, how much of one comes about where the lever gives; takes: how much of one is taken
    where it takes (moving kinds only, otherwise 0)
    """

    gives: Array
    takes: Array
    set_up: Array
    per_start: Array
    per_year: Array
    price_growth: Array
    shortfall_gbp: Array

    def part(self, draws: slice) -> Estimates:
        """Those of some of the draws."""
        return Estimates(*(getattr(self, name)[draws] for name in self.__dataclass_fields__))


def central_estimates(levers: LeverSet) -> Estimates:
    """The stated values, or those put in their place by overrides."""
    return _estimates(levers, lambda entry: np.array(levers.register[entry.id].in_use))


def draw_estimates(levers: LeverSet, seed: int, draws: int) -> Estimates:
    """Values for `draws` draws, each estimate over its own range from a stream of its own."""
    return _estimates(levers, lambda entry: levers.register[entry.id].draw(seed, draws))


def _estimates(levers: LeverSet, value: Callable[[Assumption], Array]) -> Estimates:
    def of_each(pick: Callable[[Lever], Array]) -> Array:
        return np.stack([pick(lever) for lever in levers.levers], axis=-1)

    def taken(lever: Lever) -> Array:
        return value(lever.effect) * value(lever.completion) * (1.0 - value(lever.deadweight))

    return Estimates(
        gives=of_each(lambda lever: taken(lever) * (1.0 - value(lever.drop_out))),
        takes=of_each(lambda lever: taken(lever) if lever.takes else np.zeros_like(taken(lever))),
        set_up=of_each(lambda lever: value(lever.costs.set_up)),
        per_start=of_each(lambda lever: value(lever.costs.per_start)),
        per_year=of_each(lambda lever: value(lever.costs.per_year)),
        price_growth=value(levers.price_growth),
        shortfall_gbp=value(levers.shortfall_gbp),
    )
