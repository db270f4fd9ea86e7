"""Does the stock add up? Opening stock, change and closing stock of one step -> nothing, or an error.

    opening + in - out = closing, in every cell and draw

It is checked in production after every step: a projection that loses people must not be published.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array

_RELATIVE, _ABSOLUTE_WTE = 1e-9, 1e-9


def check_stock_identity(opening: Array, change: Array, closing: Array) -> None:
    """Whether `opening + change` is `closing`, all of one shape, in wte; rounding of the machine apart.

    Raises ArithmeticError otherwise, also where something is not a number.
    """
    off = np.abs(opening + change - closing)
    if not np.all(off <= _ABSOLUTE_WTE + _RELATIVE * np.abs(opening)):
        raise ArithmeticError("opening stock and its change do not make closing stock")
