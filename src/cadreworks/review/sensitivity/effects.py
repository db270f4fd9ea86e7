"""How much of the gap's spread comes from each group of assumptions? Grids of draws -> shares that add up, with noise.

Within each scenario, and over all with the scenario as a group of its own. Supply and demand are parted each on its own
grid, and the variance of the gap is the sum of both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from cadreworks.bands import Array
from cadreworks.review.sensitivity.components import (
    Components,
    Effects,
    Group,
    add_effects,
    estimate_components,
    move_noise,
    nest_draws,
)
from cadreworks.review.sensitivity.grid import (
    CHANCE,
    EXPERTS,
    POOLING_METHOD,
    RATES,
    SCALE,
    SCENARIO,
    SUPPLY_METHOD,
    Grids,
)

IN_USE, ANY = "in_use", "any"
"""With the study's own methods, or with every method that its data support."""
PARTS = 10
"""Into so many parts the draws are split for the noise of the shares; each is left out in turn."""


@dataclass(frozen=True)
class GroupEffects:
    """What each group adds to the variance of the gap of each subject and year, (subject, year), and the standard error
    of its Shapley share.

    methods: IN_USE or ANY; scenario: its id, or None over all of them
    """

    methods: str
    scenario: str | None
    groups: tuple[Group, ...]
    effects: Effects
    noise: Mapping[Group, Array]


def estimate_group_effects(grids: Grids) -> list[GroupEffects]:
    """With the methods in use and then with any: within each scenario, then over all where there are several."""
    scopes = [*grids.scenarios, *([None] if len(grids.scenarios) > 1 else [])]
    return [
        _of_scope(of_methods, methods, scenario)
        for methods, of_methods in ((IN_USE, grids.in_use), (ANY, grids))
        for scenario in scopes
    ]


def _of_scope(grids: Grids, methods: str, scenario: str | None) -> GroupEffects:
    groups = groups_within(grids, scenario)
    whole = _effects(within(grids, scenario), groups)
    without = [_effects(within(part, scenario), groups) for part in _each_part_left_out(grids)]
    noise = {}
    for group in groups:
        shares = np.stack([one.shares(one.shapley)[group] for one in without])
        noise[group] = np.sqrt((PARTS - 1) * shares.var(axis=0))
    return GroupEffects(methods, scenario, groups, whole, noise)


def groups_within(grids: Grids, scenario: str | None) -> tuple[Group, ...]:
    """The groups that can make a difference within a scenario, or over all."""
    return tuple(group for group in grids.groups if scenario is None or group != SCENARIO)


def within(grids: Grids, scenario: str | None) -> Grids:
    """The grids with demand of one scenario only, or as they are."""
    if scenario is None:
        return grids
    at = grids.scenarios.index(scenario)
    return replace(grids, demand=grids.demand[:, :, :, at : at + 1])


def _each_part_left_out(grids: Grids) -> Iterator[Grids]:
    """The grids without every tenth draw of rates and of experts, beginning with each of the first ten in turn."""
    for part in range(PARTS):
        rates, experts = (np.arange(draws) % PARTS != part for draws in (grids.supply.shape[1], grids.demand.shape[1]))
        yield replace(grids, supply=grids.supply[:, rates], demand=grids.demand[:, experts])


def _effects(grids: Grids, groups: tuple[Group, ...]) -> Effects:
    return add_effects({**_of_supply(grids), **_of_demand(grids)}, groups)


def _components(grid: Array, groups: tuple[Group, ...]) -> dict[frozenset[Group], Array]:
    """The components of a grid of (groups..., subject, year); a group with one entry has none."""
    present = [at for at in range(len(groups)) if grid.shape[at] > 1]
    shape = (*(grid.shape[at] for at in present), *grid.shape[len(groups) :])
    return estimate_components(grid.reshape(shape), [groups[at] for at in present])


def _of_supply(grids: Grids) -> Components:
    parts = _components(grids.supply, (SUPPLY_METHOD, RATES, CHANCE))
    for group in (CHANCE, RATES):
        parts = move_noise(parts, group, grids.draws[group])
    for draws, outer in ((RATES, SUPPLY_METHOD), (CHANCE, RATES), (CHANCE, SUPPLY_METHOD)):
        parts = nest_draws(parts, draws, outer)
    return parts


def _of_demand(grids: Grids) -> Components:
    parts = _components(grids.demand, (POOLING_METHOD, EXPERTS, SCALE, SCENARIO))
    for group in (SCALE, EXPERTS):
        parts = move_noise(parts, group, grids.draws[group])
    return nest_draws(parts, EXPERTS, POOLING_METHOD)
