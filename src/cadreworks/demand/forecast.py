"""How many people will the nation need? Pooled returns and the stock -> demand by year.

    demand(area, level, year) = return(area, level, year) x stock(area) / typical stock(area)

At the base year demand is the stock itself, as the report prints one size for both. Between the base year and
the years asked about, straight lines.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cadreworks.bands import Array
from cadreworks.periods import Horizon


def forecast_demand(stock: Array, returns: Array, scale: Array, points: tuple[int, ...], horizon: Horizon) -> Array:
    """National demand, shape (..., area, level, year).

    stock: (area, level) at the base year; returns: (..., point, area, level) of the typical organisation;
    scale: (..., area) typical organisations that make up the stock
    """
    national = returns * scale[..., np.newaxis, :, np.newaxis]
    base = np.broadcast_to(stock, (*national.shape[:-3], *stock.shape))
    known = [(horizon.base, base)]
    known += [(point, national[..., index, :, :]) for index, point in enumerate(points)]
    return np.stack([_on_the_line(known, year) for year in horizon.years], axis=-1)


def _on_the_line(known: list[tuple[int, Array]], year: int) -> Array:
    """The value at `year` on straight lines between the known years, the last of which lies at or after it."""
    for (earlier, before), (later, after) in pairwise(known):
        if year <= later:
            return before + (after - before) * ((year - earlier) / (later - earlier))
    raise ValueError(f"{year} lies after the last year asked about")


def unchanged_returns(typical: Array, points: tuple[int, ...]) -> Array:
    """Returns that change nothing, shape (point, area, level).

    The typical organisation's mix of levels is not the nation's, so even these move the levels; the result is
    printed beside each forecast by level, as a limitation with a size.
    """
    return np.broadcast_to(typical, (len(points), *typical.shape))
