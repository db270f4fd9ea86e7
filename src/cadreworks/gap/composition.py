"""What share of an area's demand falls to each job level? Demand by level -> shares of one."""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array


def composition(demand: Array) -> Array:
    """The share of each level, shape of `demand` (..., area, level, year), which holds levels without their total.

    Where an area is empty no level has a share: the result is not a number there, and percentiles pass such draws over.
    """
    total = np.zeros_like(demand[..., :1, :])
    for level in range(demand.shape[-2]):
        total += demand[..., level : level + 1, :]
    shares = np.full_like(demand, np.nan)
    np.divide(demand, total, out=shares, where=total > 0)
    return shares
