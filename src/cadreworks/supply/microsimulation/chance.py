"""What does chance say to one person about one thing? A key and a counter -> a number in [0, 1).

Each number is a hash of what it is for: the key holds seed, draw and person, the counter year, event and purpose. So it
is the same whichever thread asks, in whatever order, and the same person has the same luck under other rates.
Source of the hash: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators (splitmix64).
"""

from __future__ import annotations

import numpy as np
from numba import njit

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def mixed(value: np.uint64) -> np.uint64:
    """The finaliser of splitmix64: every bit of the value moves every bit of the result."""
    value = (value ^ (value >> _30)) * _FIRST
    value = (value ^ (value >> _27)) * _SECOND
    return value ^ (value >> _31)


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def person_key(draw_key: np.uint64, person: np.uint64) -> np.uint64:
    """The key of one person in one draw."""
    return mixed(draw_key ^ mixed(person * _STEP))


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def chance(key: np.uint64, counter: np.uint64) -> float:
    """A number in [0, 1), from 53 bits."""
    return float(mixed(key + (counter + np.uint64(1)) * _STEP) >> _11) * _UNIT
