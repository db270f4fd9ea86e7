"""What must hold of shares of a change, whatever moves it: they are the means over all orders, and they add up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadreworks.review.waterfall.shares import mixes_needed, owen_of_members, shapley_of_groups

Worth = Callable[[frozenset[int]], np.ndarray]
Groups = list[tuple[int, ...]]
MOST = 5


@st.composite
def games(draw: st.DrawFn) -> tuple[Worth, Groups]:
    """Players in groups, and any worth of every coalition, of two figures."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4).filter(lambda sizes: sum(sizes) <= MOST))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    groups = [tuple(range(int(one), int(two))) for one, two in pairwise(starts)]
    seed = draw(st.integers(0, 2**32 - 1))
    table = np.random.default_rng(seed).normal(0, 1e5, (2 ** sum(sizes), 2))
    return lambda coalition: table[sum(2**player for player in coalition)], groups


def owen_by_orders(worth: Worth, groups: Groups) -> dict[int, np.ndarray]:
    """The mean of what each player adds, over all orders in which the players of a group come one after the other."""
    orders = [
        [player for members in within for player in members]
        for of_groups in permutations(groups)
        for within in product(*(permutations(members) for members in of_groups))
    ]
    added = {player: np.zeros(2) for members in groups for player in members}
    for order in orders:
        for at, player in enumerate(order):
            before = frozenset(order[:at])
            added[player] = added[player] + worth(before | {player}) - worth(before)
    return {player: total / len(orders) for player, total in added.items()}


def owen(worth: Worth, groups: Sequence[Sequence[int]]) -> dict[int, np.ndarray]:
    return {
        player: value
        for at, members in enumerate(groups)
        for player, value in zip(members, owen_of_members(worth, groups, at), strict=True)
    }


@given(games())
@settings(max_examples=25)
def test_shares_are_the_means_over_all_orders(game):
    worth, groups = game
    by_orders, found = owen_by_orders(worth, groups), owen(worth, groups)
    assert found.keys() == by_orders.keys()
    for player, value in found.items():
        assert value == pytest.approx(by_orders[player], rel=1e-9, abs=1e-6)


@given(games())
@settings(max_examples=30)
def test_shares_add_up_to_their_group_and_groups_to_the_change(game):
    worth, groups = game
    whole = worth(frozenset(range(sum(map(len, groups))))) - worth(frozenset())
    of_groups = shapley_of_groups(worth, groups)
    assert np.sum(of_groups, axis=0) == pytest.approx(whole, rel=1e-9, abs=1e-6)
    for at, value in enumerate(of_groups):
        assert np.sum(owen_of_members(worth, groups, at), axis=0) == pytest.approx(value, rel=1e-9, abs=1e-6)


@given(games(), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_no_order_of_groups_or_members_matters(game, random):
    worth, groups = game
    shuffled = [tuple(random.sample(members, len(members))) for members in random.sample(groups, len(groups))]
    before, after = owen(worth, groups), owen(worth, shuffled)
    for player, value in before.items():
        assert after[player] == pytest.approx(value, rel=1e-9, abs=1e-6)


@given(games())
@settings(max_examples=20)
def test_who_adds_nothing_to_anybody_has_nothing_and_takes_nothing(game):
    worth, groups = game
    idle = sum(map(len, groups))

    def with_idle(coalition: frozenset[int]) -> np.ndarray:
        return worth(coalition - {idle})

    joined = owen(with_idle, [*groups[:-1], (*groups[-1], idle)])
    alone = owen(with_idle, [*groups, (idle,)])
    before = owen(worth, groups)
    for found in (joined, alone):
        assert not found.pop(idle).any()
        for player, value in found.items():
            assert value == pytest.approx(before[player], rel=1e-9, abs=1e-6)


@given(games())
@settings(max_examples=20)
def test_members_who_add_alike_have_alike(game):
    """Player 0 and a twin in the same group: whichever of them has come, the worth is the same."""
    worth, groups = game
    twin = sum(map(len, groups))

    def either(coalition: frozenset[int]) -> np.ndarray:
        both = worth(coalition - {twin}) if twin not in coalition else worth(coalition - {twin} | {0})
        return both + 1000.0 * len(coalition & {0, twin})

    found = owen(either, [(*groups[0], twin), *groups[1:]])
    assert found[0] == pytest.approx(found[twin], rel=1e-9, abs=1e-6)


@given(games())
@settings(max_examples=20)
def test_the_way_back_takes_what_the_way_there_gave(game):
    worth, groups = game
    everybody = frozenset(range(sum(map(len, groups))))
    there, back = owen(worth, groups), owen(lambda coalition: worth(everybody - coalition), groups)
    for player, value in there.items():
        assert back[player] == pytest.approx(-value, rel=1e-9, abs=1e-6)


@given(games())
@settings(max_examples=10)
def test_no_more_mixes_are_asked_for_than_was_said(game):
    worth, groups = game
    for at in range(len(groups)):
        asked: set[frozenset[int]] = set()

        def counted(coalition: frozenset[int], asked: set[frozenset[int]] = asked) -> np.ndarray:
            asked.add(coalition)
            return worth(coalition)

        owen_of_members(counted, groups, at)
        assert len(asked) == mixes_needed(groups, at)
