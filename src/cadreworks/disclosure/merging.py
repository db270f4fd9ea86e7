"""Which groups must be told as one, so that nothing told is of 1 to 4 people? Counts of groups -> groups told together.

Merging needs no second group hidden in the place of another: whatever is told is a sum of whole groups. All counts that
are told of a group (of years, of levels) decide together, so that the groups are the same in each and no count less
another is of a part of a group.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.disclosure import SMALLEST_PUBLISHED

Group = tuple[int, ...]


def too_few(counts: Array) -> bool:
    """Whether one of the counts is above nobody and below the smallest that is published."""
    return bool(np.any((counts > 0) & (counts < SMALLEST_PUBLISHED)))


def merge_neighbours(counts: Array) -> list[Group]:
    """Groups in order, each of neighbours, none with a count of too few; empty where even all together are too few.

    counts: (group, ...). A group of too few goes, from either end on, with its neighbour towards the middle, and else
    with the smaller of its two.
    """
    groups: list[Group] = [(at,) for at in range(len(counts))]
    if too_few(counts.sum(axis=0)):
        return []
    while True:
        few = [at for at, group in enumerate(groups) if too_few(_sum(counts, group))]
        if not few:
            return groups
        at = min(few, key=lambda place: min(place, len(groups) - 1 - place))
        other = _neighbour(groups, counts, at)
        first = min(at, other)
        groups[first : first + 2] = [groups[first] + groups[first + 1]]


def _neighbour(groups: list[Group], counts: Array, at: int) -> int:
    if at == 0:
        return 1
    if at == len(groups) - 1:
        return at - 1
    return min(at - 1, at + 1, key=lambda place: float(_sum(counts, groups[place]).sum()))


def merge_smallest(counts: Array) -> tuple[list[int], Group]:
    """The groups told by themselves, in order, and those told together as the rest, which are too few or needed to hide
    one that is; both are empty where even all together are too few. counts: (group, ...)
    """
    if too_few(counts.sum(axis=0)):
        return [], ()
    least = np.where(counts > 0, counts, np.inf).reshape(len(counts), -1).min(axis=1)
    order = sorted(range(len(counts)), key=lambda at: (float(least[at]), at))
    rest = [at for at in order if too_few(counts[at])]
    others = [at for at in order if at not in rest]
    while rest and (len(rest) < 2 or too_few(_sum(counts, tuple(rest)))):
        rest.append(others.pop(0))
    return sorted(others), tuple(sorted(rest))


def _sum(counts: Array, group: Group) -> Array:
    found: Array = counts[list(group)].sum(axis=0)
    return found
