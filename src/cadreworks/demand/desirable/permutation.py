"""What would chance alone make of two groups? Who is highest, permuted within types of organisation.

    p = (1 + permutations at least as far from no difference as what was observed) / (1 + permutations)

which is never 0 and never too small (Phipson and Smyth 2010, Statistical Applications in Genetics 9: 39).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array

Mask = NDArray[np.bool_]
_SAME = 1e-12
"""Two ways of adding the same numbers may differ by so much."""


@dataclass(frozen=True)
class Groups:
    """Organisations in order, the `highest` first; types: of each, within which permutations keep."""

    highest: int
    types: tuple[str, ...]

    @property
    def number(self) -> int:
        return len(self.types)


def permuted_highest(groups: Groups, rng: np.random.Generator, draws: int) -> Mask:
    """Who is taken for highest in each permutation, shape (draw, organisation): as many of each type as there are."""
    chosen = np.zeros((draws, groups.number), dtype=np.bool_)
    for name in sorted(set(groups.types)):
        members = np.array([at for at, one in enumerate(groups.types) if one == name])
        number = int((members < groups.highest).sum())
        order = rng.random((draws, len(members))).argsort(axis=1)
        np.put_along_axis(chosen, members[order[:, :number]], True, axis=1)
    return chosen


def share_at_least(by_chance: Array, observed: float) -> float:
    """The p of an observation among permutations; those in which a group was empty count as far."""
    at_least = int((~(by_chance < observed - _SAME)).sum())
    return (1 + at_least) / (1 + len(by_chance))
