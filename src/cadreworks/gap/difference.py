"""Will there be enough people? gap = supply - demand, so that a shortfall is negative, as in Table 3.2.

A vacancy is another thing (funded posts minus staff in post), and is never called the gap.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array


def gap(supply: Array, demand: Array) -> Array:
    """Supply minus demand, entry by entry and draw by draw."""
    return supply - demand


def shortfall(gap_wte: Array) -> Array:
    """How many are missing: the gap where it is negative, as a positive number, else 0."""
    return np.maximum(-gap_wte, 0.0)
