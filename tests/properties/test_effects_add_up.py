"""Parts of a variance add up, whatever the grid; and they are what their definitions say."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cadreworks.review.sensitivity.components import (
    add_effects,
    estimate_components,
    move_noise,
    nest_draws,
)

GROUPS = ("method", "draws", "chance")
grids = (
    st.lists(st.integers(2, 4), min_size=1, max_size=3)
    .map(tuple)
    .flatmap(lambda shape: arrays(np.float64, (*shape, 2), elements=st.floats(-1e4, 1e4, width=32)))
)


def groups_of(grid: np.ndarray) -> tuple[str, ...]:
    return GROUPS[: grid.ndim - 1]


def close(value: np.ndarray, whole: np.ndarray) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-9 * max(1.0, float(whole.max())))


def known(grid: np.ndarray, groups: tuple[str, ...], which: tuple[str, ...]) -> np.ndarray:
    """Var(E[Y | which]), by its definition."""
    others = tuple(at for at, group in enumerate(groups) if group not in which)
    mean = grid.mean(axis=others, keepdims=True)
    return mean.var(axis=tuple(range(len(groups))))


@given(grids)
def test_components_and_shapley_effects_add_up_to_the_variance(grid):
    groups = groups_of(grid)
    components = estimate_components(grid, groups)
    whole = grid.var(axis=tuple(range(len(groups))))
    assert sum(components.values()) == close(whole, whole)
    effects = add_effects(components, groups)
    assert effects.variance == close(whole, whole)
    assert sum(effects.shapley.values()) == close(whole, whole)


@given(grids)
def test_effects_are_what_their_definitions_say(grid):
    """First-order, total and Shapley effects of every group, worked out by brute force from conditional means."""
    groups = groups_of(grid)
    effects = add_effects(estimate_components(grid, groups), groups)
    whole = known(grid, groups, groups)
    orders = list(permutations(groups))
    for group in groups:
        others = tuple(other for other in groups if other != group)
        assert effects.alone[group] == close(known(grid, groups, (group,)), whole)
        assert effects.in_all[group] == close(whole - known(grid, groups, others), whole)
        gains = [
            known(grid, groups, order[: order.index(group) + 1]) - known(grid, groups, order[: order.index(group)])
            for order in orders
        ]
        assert effects.shapley[group] == close(np.mean(gains, axis=0), whole)


@given(grids)
def test_moving_noise_and_nesting_draws_keep_the_sum_and_make_nothing_negative(grid):
    groups = groups_of(grid)
    whole = grid.var(axis=tuple(range(len(groups))))
    parts = estimate_components(grid, groups)
    for at, group in enumerate(groups):
        parts = move_noise(parts, group, grid.shape[at])
    for inner, outer in zip(groups[1:], groups, strict=False):
        parts = nest_draws(parts, inner, outer)
    assert sum(parts.values()) == close(whole, whole)
    assert min(float(part.min()) for part in parts.values()) >= 0
    assert sum(add_effects(parts, groups).shapley.values()) == close(whole, whole)


@given(grids)
def test_the_order_of_groups_changes_nothing(grid):
    groups = groups_of(grid)
    turned = np.moveaxis(grid, range(len(groups)), range(len(groups))[::-1])
    one, other = estimate_components(grid, groups), estimate_components(turned, groups[::-1])
    whole = grid.var(axis=tuple(range(len(groups))))
    for members, part in one.items():
        assert other[members] == close(part, whole)
