"""How much does each return weigh before anybody's judgement is scored? By size, and as types count among the invited.

    weight = size, or 1;   post-stratified:  x share of its type among the invited / share of its type in the weights

The share of a type that nobody answered for goes to the other types in proportion; it is named, never lost silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.exercise import Invited

NO_WEIGHTS, BY_SIZE = "none", "size"
WEIGHTINGS = (NO_WEIGHTS, BY_SIZE)


@dataclass(frozen=True)
class Weighting:
    """weights: (organisation,), their sum 1; silent_types: types that were invited and nobody answered for."""

    weights: Array
    silent_types: tuple[str, ...] = ()


def estimate_weights(
    organisations: Sequence[str], invited: Sequence[Invited], *, by_size: bool = False, post_stratify: bool = False
) -> Weighting:
    """The weights of those who answered. Raises KeyError where one of them was not invited, unless neither is asked.

    With sizes, types count by their size among the invited; otherwise by their number.
    """
    if not by_size and not post_stratify:
        return Weighting(np.full(len(organisations), 1 / max(len(organisations), 1)))
    known = {entry.organisation: entry for entry in invited}
    answered = [known[name] for name in organisations]
    plain = np.array([_size(entry, by_size=by_size) for entry in answered])
    if not post_stratify:
        return Weighting(plain / plain.sum())
    wanted, found = _by_type(invited, by_size=by_size), _by_type(answered, by_size=by_size)
    silent = tuple(sorted(wanted.keys() - found.keys()))
    weights = np.array([wanted[entry.type] / found[entry.type] for entry in answered]) * plain
    return Weighting(weights / weights.sum(), silent)


def _size(entry: Invited, *, by_size: bool) -> float:
    return entry.size_wte if by_size else 1.0


def _by_type(organisations: Sequence[Invited], *, by_size: bool) -> dict[str, float]:
    totals: dict[str, float] = {}
    for entry in organisations:
        totals[entry.type] = totals.get(entry.type, 0.0) + _size(entry, by_size=by_size)
    return totals
