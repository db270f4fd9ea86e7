"""What does each player add? Worth of every coalition -> Shapley values of groups, Owen values of their members.

With n players and v the worth of those who play, a player's Shapley value is the mean, over all orders in which players
may come, of what the player adds on coming (Shapley 1953):

    value(i) = sum over R without i of r! (n - r - 1)! / n! x (v(R and i) - v(R))

Where players are in groups that come together, a member's Owen value (Owen 1977) is the same mean over the orders of
groups and of members within them. Values of members sum to their group's Shapley value, those of groups to
v(all) - v(none); who adds nothing to any coalition has none; members who add alike have alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import comb

import numpy as np

from cadreworks.bands import Array

Worth = Callable[[frozenset[int]], Array]
"""What a coalition of players is worth: figures, always of the same shape."""
Group = Sequence[int]


def shapley_of_groups(worth: Worth, groups: Sequence[Group]) -> list[Array]:
    """What each group adds, its members coming together; the worth of 2 ** groups coalitions is asked for."""
    return [_added(worth, groups, at, (), groups[at], 1.0) for at in range(len(groups))]


def owen_of_members(worth: Worth, groups: Sequence[Group], at: int) -> list[Array]:
    """What each member of the group at this place adds; `mixes_needed` coalitions are asked for."""
    members = groups[at]
    values = []
    for member in members:
        others = [other for other in members if other != member]
        parts = [_added(worth, groups, at, with_them, (member,), weight) for with_them, weight in _coalitions(others)]
        values.append(np.sum(parts, axis=0))
    return values


def mixes_needed(groups: Sequence[Group], at: int) -> int:
    """How many coalitions the values of the members of a group rest on."""
    return int(2 ** (len(groups) - 1 + len(groups[at])))


def _added(worth: Worth, groups: Sequence[Group], at: int, with_them: Group, who: Group, weight: float) -> Array:
    """What `who` of the group at this place add to those of it who came before, over the orders of the other groups."""
    others = [index for index in range(len(groups)) if index != at]
    total = np.zeros(())
    for before, share in _coalitions(others):
        there = frozenset(member for index in before for member in groups[index]) | frozenset(with_them)
        total = total + weight * share * (worth(there | frozenset(who)) - worth(there))
    return np.asarray(total)


def _coalitions(others: Sequence[int]) -> Iterator[tuple[Group, float]]:
    """Those of the others who may have come before a player, and how often of all orders: r! (n - r - 1)! / n!."""
    players = len(others) + 1
    for size in range(players):
        for before in combinations(others, size):
            yield before, 1.0 / (players * comb(players - 1, size))
