"""Do two inputs hold the same, whatever containers and arrays they are made of? An answer that is missing in both is
the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def same(one: object, two: object) -> bool:
    """Whether two inputs hold the same."""
    if isinstance(one, np.ndarray) and isinstance(two, np.ndarray):
        return np.array_equal(one, two, equal_nan=one.dtype.kind == two.dtype.kind == "f")
    if hasattr(one, "__dataclass_fields__") and type(one) is type(two):
        return all(same(getattr(one, name), getattr(two, name)) for name in one.__dataclass_fields__)
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        return one.keys() == two.keys() and all(same(one[key], two[key]) for key in one)
    if isinstance(one, np.ndarray) or isinstance(two, np.ndarray):
        return False  # the other has none
    return bool(one == two)
