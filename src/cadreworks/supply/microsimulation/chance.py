"""What does chance say to one person about one thing? A key and a counter -> a number in [0, 1).

Each number is a hash of what it is for: the key holds seed, draw and person, the counter year, event and purpose. So it
is the same whichever thread asks, in whatever order, and the same person has the same luck under other rates.
A number is 53 bits, and stands for itself over 2^53. The step compares the bits with chances that were turned into bits
beforehand, which spares it a conversion for each.
Source of the hash: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators (splitmix64).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.supply.microsimulation.compiled import inlined

Bits = NDArray[np.uint64]

SLOTS, NUMBERS_OF_AN_EVENT = np.uint64(64), np.uint64(4)
RETURN, RETURN_MONTH, RETURN_HOURS = np.uint64(60), np.uint64(61), np.uint64(62)
"""Counters of a year: four for each event (when, what, where to), and those of a return."""

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_ONE, _53 = np.uint64(1), np.uint64(53)
_UNIT = 2.0**-53


@inlined
def mixed(value: np.uint64) -> np.uint64:
    """The finaliser of splitmix64: every bit of the value moves every bit of the result."""
    value = (value ^ (value >> _30)) * _FIRST
    value = (value ^ (value >> _27)) * _SECOND
    return value ^ (value >> _31)


@inlined
def person_key(draw_key: np.uint64, person: np.uint64) -> np.uint64:
    """The key of one person in one draw."""
    return mixed(draw_key ^ mixed(person * _STEP))


@inlined
def bits(key: np.uint64, counter: np.uint64) -> np.uint64:
    """A whole number below 2^53, all as likely."""
    return mixed(key + (counter + _ONE) * _STEP) >> _11


@inlined
def chance(key: np.uint64, counter: np.uint64) -> float:
    """The same as a number in [0, 1)."""
    return float(bits(key, counter)) * _UNIT


@inlined
def one_of(luck: np.uint64, many: np.uint64) -> np.uint64:
    """One of 0 to many - 1 by 53 bits, all as likely; many is below 2,048."""
    return (luck * many) >> _53


def bits_of(chances: Array) -> Bits:
    """The number below which `bits` fall with these chances; a chance of 1 or more is sure."""
    return np.ceil(np.clip(chances, 0.0, 1.0) * 2.0**53).astype(np.uint64)
