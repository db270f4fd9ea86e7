"""One seed, many named streams of random numbers.

Each thing that is drawn (growth years, returns, one assumption) has a stream of its own, made from the
study's seed and the thing's name. A new component therefore leaves the numbers of all others as they were,
two scenarios see the same draws, and the order in which streams are used does not matter.
"""

from __future__ import annotations

import hashlib

import numpy as np

LARGEST_SEED = 2**63 - 1
MOST_DRAWS = 100_000


def stream(seed: int, name: str) -> np.random.Generator:
    """An independent generator for `name` under `seed`.

    Philox is counter-based, so its numbers are the same on every machine; the key is the SHA-256 of seed and
    name, so names that differ by one letter share nothing.
    """
    return np.random.Generator(np.random.Philox(key=int.from_bytes(_digest(seed, name)[:16], "little")))


def key(seed: int, name: str) -> np.uint64:
    """64 bits for `name` under `seed`, for numbers that are hashes of a key and a counter."""
    return np.uint64(int.from_bytes(_digest(seed, name)[16:24], "little"))


def _digest(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}/{name}".encode()).digest()
