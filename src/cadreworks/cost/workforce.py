"""What does the workforce cost? wte by area and level, and what a wte costs -> pounds a year.

By area: everyone in an area at the area's band, as Table 3.3 has it. By level: everyone at their level's band,
which the report says it could not do. Whole: one band for everybody, as the report's section 3 says was done
for its totals, though its totals are the sums by area.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.cost.pay import Pay, PayRates


def cost_by_area(wte: Array, pay: Pay, rates: PayRates) -> Array:
    """Pounds a year, shape (..., area, year), from wte of the same shape, levels summed."""
    return wte * pay.by_area[:, np.newaxis] * rates.multiplier[..., np.newaxis, :]


def cost_by_level(wte: Array, pay: Pay, rates: PayRates) -> Array:
    """Pounds a year, shape (..., area, level, year), from wte of the same shape."""
    return wte * pay.by_level[:, np.newaxis] * rates.multiplier[..., np.newaxis, np.newaxis, :]


def cost_at_one_band(wte: Array, pay: Pay, rates: PayRates) -> Array | None:
    """Pounds a year, shape (..., year), from wte of the whole workforce; None where the study names no band."""
    return None if pay.whole is None else wte * pay.whole * rates.multiplier
