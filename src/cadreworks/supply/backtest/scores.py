"""How near did forecasts come? Draws and what was observed -> quantiles and CRPS, cell by cell.

The continuous ranked probability score of a distribution F at what was observed, y, is

    CRPS(F, y) = integral of (F(x) - 1{x >= y})^2 dx = E|X - y| - E|X - X'| / 2

in the unit of the stock; for a forecast without spread it is the absolute error. Source: Gneiting and Raftery (2007),
Journal of the American Statistical Association 102, equation 21; the fair form: Ferro (2014), Quarterly Journal of the
Royal Meteorological Society 140.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array

PROBABILITIES = (0.025, 0.10, 0.90, 0.975)
"""The ends of the 95% and the 80% interval."""


def estimate_quantiles(draws: Array) -> Array:
    """The quantiles at `PROBABILITIES` of draws (cell, draw), shape (quantile, cell)."""
    found: Array = np.quantile(draws, PROBABILITIES, axis=-1)
    return np.maximum.accumulate(found, axis=0)


def estimate_crps(draws: Array, observed: Array, *, fair: bool = True) -> Array:
    """CRPS of draws (cell, draw), two or more, at what was observed (cell,).

    fair: of the distribution that the draws are taken from, without bias however few they are, so that the number of
    draws does not move it; it may then fall a little below 0. Otherwise exact for the draws as they are.
    Raises ValueError where there are too few draws.
    """
    count = draws.shape[-1]
    if count < 2:
        raise ValueError(f"{count} draws have no spread; CRPS needs at least two")
    away = _sum_in_order(np.abs(draws - observed[:, np.newaxis])) / count
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    spread = _sum_in_order(np.sort(draws, axis=-1) * weights)
    crps: Array = away - spread / (count * (count - 1.0 if fair else count))
    return crps


def _sum_in_order(values: Array) -> Array:
    """The sum over the last axis, entry by entry, so that it is the same on every machine."""
    total: Array = np.cumsum(values, axis=-1)[..., -1]
    return total
