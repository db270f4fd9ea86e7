"""What may be published of counts of people.

A study's stock is a count of staff in post. In a nation its cells are large; in one trust a cell may be a
single person. Results that rest on such cells are marked as not for publication; suppressing them is the work
of releasing staff records.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array

SMALLEST_PUBLISHED = 5
"""Cells above zero and below this are not published (NHS England's rule for small numbers)."""


def small_cells(stock_wte: Array) -> int:
    """How many cells of a stock are above zero and below the smallest that may be published."""
    return int(np.count_nonzero((stock_wte > 0) & (stock_wte < SMALLEST_PUBLISHED)))
