"""How likely is it that staff fall short of what is needed, by how much, and from when? Draws -> shares of draws.

    chance(t) = share of draws in which demand - supply > t x demand

A draw in which both are the same but for the last bits of a number is no shortfall.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cadreworks.bands import Array

THRESHOLDS = (0.0, 0.05, 0.10, 0.20, 0.30)
"""Shares of demand by which supply may fall short; the first is any shortfall."""
_LAST_BITS = 1e-9


def chance_of_shortfall(supply: Array, demand: Array) -> Array:
    """The share of draws in which supply falls short of demand by more than each threshold, (threshold, ...).

    supply, demand: (draw, ...), in wte
    """
    missing = demand - supply
    tolerance = _LAST_BITS * np.maximum(np.abs(demand), 1.0)
    return np.stack([(missing > threshold * demand + tolerance).mean(axis=0) for threshold in THRESHOLDS])


def sooner_than_not(chance: Array, years: Sequence[int]) -> int | None:
    """The first year in which a chance, (year,), passes one half; None where it does in none."""
    passed = np.flatnonzero(chance > 0.5)
    return years[int(passed[0])] if passed.size else None
