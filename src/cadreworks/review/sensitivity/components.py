"""Which groups of assumptions make a figure spread? Values on a grid of draws -> parts of the variance that add up.

On a grid in which every entry of each group meets every entry of all others, the functional analysis of variance parts
the values into one component for each set of groups, each of mean 0 over any of its groups:

    component(u) = sum over v in u of (-1)^(|u| - |v|) mean of the values given v
    variance     = sum over u of variance(u),   variance(u) = mean of component(u) squared

From these, for a group i: alone = variance({i}); in all = sum of variance(u) with i in u; and the Shapley effect, the
sum of variance(u) / |u| with i in u, which adds up to the variance. Sources: Sobol 1993; Owen 2014. Why draws are
treated as they are: docs/adr/0020.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array

Group = str
Components = Mapping[frozenset[Group], Array]
"""Variances by set of groups, none for the empty set; arrays of one shape."""


@dataclass(frozen=True)
class Effects:
    """What each group adds to a variance: alone, with all that it takes part in, and its Shapley effect.

    variance: the whole; it is the sum of the Shapley effects
    """

    alone: Mapping[Group, Array]
    in_all: Mapping[Group, Array]
    shapley: Mapping[Group, Array]
    variance: Array

    def shares(self, parts: Mapping[Group, Array]) -> dict[Group, Array]:
        """Parts over the variance; 0 where nothing varies."""
        whole = np.where(self.variance > 0, self.variance, 1.0)
        return {group: part / whole for group, part in parts.items()}


def estimate_components(values: Array, groups: Sequence[Group]) -> dict[frozenset[Group], Array]:
    """The variance of every component, of the shape of what follows the groups' axes.

    values: an axis for each group, in order, and any further axes, each entry of which is parted by itself
    """
    parts: dict[frozenset[Group], Array] = {frozenset(): values}
    for group in groups:
        split: dict[frozenset[Group], Array] = {}
        for members, part in parts.items():
            axis = len(members)  # means have lost their axis, deviations kept theirs
            mean = part.mean(axis=axis, keepdims=True)
            split[members] = mean.squeeze(axis)
            split[members | {group}] = part - mean
        parts = split
    return {
        members: (part**2).mean(axis=tuple(range(len(members)))) for members, part in parts.items() if len(members) > 0
    }


def move_noise(components: Components, group: Group, draws: int) -> dict[frozenset[Group], Array]:
    """The components less the noise that a mean over few draws of `group` leaves in those without it.

    The mean of n draws holds 1 / n of their variance; of a component with the group 1 / (n - 1) of what was found is
    therefore its share of the one without, at most all of that. The sum stays as it is.
    """
    moved = {members: part.copy() for members, part in components.items()}
    if draws < 2:
        return moved
    for members, part in components.items():
        if group in members or members | {group} not in moved:
            continue
        noise = np.minimum(components[members | {group}] / (draws - 1), part)
        moved[members] -= noise
        moved[members | {group}] += noise
    return moved


def nest_draws(components: Components, draws: Group, within: Group) -> dict[frozenset[Group], Array]:
    """The components with `draws` as draws that belong to an entry of `within`: what both do together is theirs."""
    nested: dict[frozenset[Group], Array] = {}
    for members, part in components.items():
        named = members - {within} if draws in members else members
        nested[named] = nested.get(named, np.zeros_like(part)) + part
    return nested


def add_effects(components: Components, groups: Sequence[Group]) -> Effects:
    """What each group adds; a group without any component adds nothing."""
    nothing = np.zeros_like(next(iter(components.values())))
    alone, in_all, shapley = ({group: nothing.copy() for group in groups} for _ in range(3))
    variance = nothing.copy()
    for members, part in components.items():
        variance += part
        for group in members:
            in_all[group] += part
            shapley[group] += part / len(members)
            if len(members) == 1:
                alone[group] += part
    return Effects(alone, in_all, shapley, variance)
