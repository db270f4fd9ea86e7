"""What would it be worth to know one thing better? By how much the spread of the gap at the horizon could be expected
to shrink, if a group of assumptions, or a single one, were known.

    variance that goes = Var(E[gap | what is known]),   band that goes = width - E[width | what is known]

With the methods in use; of the choice of a method, with any. Of groups from the grids: a group that is known is
averaged out, so that what is left is the spread of all others. A single rate of growth is held at its value while all
others are drawn as they were. Growth is drawn by whole years, so knowing one area's tells of others too: how much of
the variance goes with that is estimated from the same draws, put into bins of alike values, less what so many bins
would show of nothing (given-data; epsilon squared, Kelley 1935). What is not drawn by itself is taken from its range
and a straight line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.assumptions import Assumption
from cadreworks.bands import Array
from cadreworks.demand import scale_specs
from cadreworks.review.sensitivity.centre import Centre
from cadreworks.review.sensitivity.components import Group
from cadreworks.review.sensitivity.effects import ANY, IN_USE, GroupEffects, within
from cadreworks.review.sensitivity.fans import percentiles_of_difference
from cadreworks.review.sensitivity.grid import (
    CHANCE,
    EXPERTS,
    POOLING_METHOD,
    RATES,
    SCENARIO,
    SUPPLY_METHOD,
    Grids,
    without_chance,
)
from cadreworks.review.sensitivity.tornado import SINGLE, Swing, has_range
from cadreworks.study import Study
from cadreworks.supply import draw_growth, growth_rates, project_supply
from cadreworks.supply.net_growth import GrowthRate

GROUP = "group"
AVERAGED, HELD, STRAIGHT_LINE = "averaged", "held", "straight_line"
BINS = 16
_LEAST_IN_BIN = 5
_INTERVAL_IN_SDS = 2 * 1.959964
"""The width of a 95% interval of a normal figure, in its standard deviations."""


@dataclass(frozen=True)
class Worth:
    """What knowing one thing would be expected to do to the gap of the whole workforce at the horizon.

    scenario: None over all; kind: GROUP or SINGLE; methods: IN_USE or ANY, with which the spread is looked at; how:
    AVERAGED, HELD or STRAIGHT_LINE; band: the width of the 90% band now, wte; variance_share: the share of the variance
    that goes; band_known: the width that would be left, wte; can_be_known: whether anybody could find it out;
    telling_share: of a rate of growth, the share of the variance that goes with what it tells of others, else None
    """

    scenario: str | None
    kind: str
    id: str
    title: str
    methods: str
    how: str
    band: float
    variance_share: float
    band_known: float
    can_be_known: bool
    telling_share: float | None = None

    @property
    def band_share(self) -> float:
        """The share of the band that goes; not below 0, which would be noise."""
        return max(1.0 - self.band_known / self.band, 0.0) if self.band else 0.0


def estimate_worth(centre: Centre, grids: Grids, effects: list[GroupEffects], swings: list[Swing]) -> list[Worth]:
    """Within each scenario groups and single assumptions, whatever would narrow the band most first; then the choice of
    methods, and of several scenarios which one comes.
    """
    found = []
    for of_scope in effects:
        part = within(grids if of_scope.methods == ANY else grids.in_use, of_scope.scenario)
        if of_scope.scenario is None:
            found += list(_of_scenario(part, of_scope)) if of_scope.methods == IN_USE else []
        elif of_scope.methods == ANY:
            found += list(_of_methods(part, of_scope))
        else:
            mine = _Part(of_scope.scenario, part.supply[0, :, :, -1, -1], part.demand[0, :, :, 0, -1, -1])
            worth = [*_of_groups(mine, of_scope), *_of_assumptions(centre, grids, mine, swings)]
            found += sorted(worth, key=lambda one: (-one.band_share, -one.variance_share, one.id))
    return found


@dataclass(frozen=True)
class _Part:
    """The whole workforce at the horizon in one scenario, by the methods in use: supply (rates, chance) and demand
    (experts, scale).
    """

    scenario: str
    supply: Array
    demand: Array

    @property
    def band(self) -> float:
        return band_of_gap(self.supply, self.demand)

    @property
    def variance(self) -> float:
        return float(self.supply.var() + self.demand.var())

    def known(self, group: Group) -> float:
        """The band with one group averaged out."""
        supply, demand = self.supply, self.demand
        if group == RATES:
            by_chance = supply - supply.mean(axis=1, keepdims=True)
            wider = max(
                supply.shape[1] / max(supply.shape[1] - 1, 1), 1.0
            )  # deviations from a mean of few are too small
            return band_of_gap(np.sqrt(wider) * by_chance + supply.mean(), demand)
        if group == CHANCE:
            return band_of_gap(without_chance(supply), demand)
        return band_of_gap(supply, demand.mean(axis=0 if group == EXPERTS else 1))


def band_of_gap(supply: Array, demand: Array) -> float:
    """The width of the 90% band of any draw of supply less any of demand, wte."""
    shares = percentiles_of_difference(supply.reshape(-1, 1), demand.reshape(-1, 1))[:, 0]
    return float(shares[-1] - shares[0])


def _of_groups(part: _Part, effects: GroupEffects) -> Iterator[Worth]:
    shares = effects.effects.shares(effects.effects.in_all)
    for group in effects.groups:
        goes = float(shares[group][-1, -1])
        of_group = (part.band, goes, part.known(group))
        yield Worth(part.scenario, GROUP, group, "", IN_USE, AVERAGED, *of_group, can_be_known=group != CHANCE)


def _of_methods(grids: Grids, effects: GroupEffects) -> Iterator[Worth]:
    """What it would do to settle on one method: the mean band over those that might be it."""
    shares = effects.effects.shares(effects.effects.in_all)
    supply, demand = grids.supply[..., -1, -1], grids.demand[..., 0, -1, -1]
    band = band_of_gap(supply, demand)
    known = {
        SUPPLY_METHOD: [band_of_gap(by_one, demand) for by_one in supply],
        POOLING_METHOD: [band_of_gap(supply, by_one) for by_one in demand],
    }
    for group in (group for group in known if group in effects.groups):
        of_group = (band, float(shares[group][-1, -1]), float(np.mean(known[group])))
        yield Worth(effects.scenario, GROUP, group, "", ANY, AVERAGED, *of_group, can_be_known=True)


def _of_scenario(grids: Grids, effects: GroupEffects) -> Iterator[Worth]:
    share = effects.effects.shares(effects.effects.in_all)[SCENARIO]
    supply, demand = grids.supply[..., -1, -1], grids.demand[..., -1, -1]
    known = [band_of_gap(supply, demand[..., at]) for at in range(demand.shape[-1])]
    of_group = (band_of_gap(supply, demand), float(share[-1, -1]), float(np.mean(known)))
    yield Worth(None, GROUP, SCENARIO, "", IN_USE, AVERAGED, *of_group, can_be_known=False)


def _of_assumptions(centre: Centre, grids: Grids, part: _Part, swings: list[Swing]) -> Iterator[Worth]:
    rates = {rate.spec.id: rate for rate in growth_rates(centre.study.growth)} if centre.study.growth else {}
    swing_of = {swing.id: swing for swing in swings if swing.kind == SINGLE}
    for entry in centre.study.register.entries:
        if not has_range(entry) or entry.id not in swing_of or not swing_of[entry.id].swing(part.scenario):
            continue
        telling = None
        if entry.id in rates:
            how, held = HELD, _supply_holding(centre.study, grids, rates[entry.id])
            goes = 1.0 - float(held.supply.var() + part.demand.var()) / (part.variance or 1.0)
            left = band_of_gap(held.supply, part.demand)
            telling = explained_share(held.values, part.supply.mean(axis=1)) * float(part.supply.var()) / part.variance
        else:
            how, goes, left = STRAIGHT_LINE, *_given_line(part, entry, swing_of[entry.id].swing(part.scenario), centre)
        of_entry = (part.band, goes, left)
        yield Worth(part.scenario, SINGLE, entry.id, entry.title, IN_USE, how, *of_entry, True, telling)


@dataclass(frozen=True)
class _Held:
    """Draws of one rate of growth, and of supply of the whole workforce at the horizon with it held at its value."""

    values: Array
    supply: Array


def _supply_holding(study: Study, grids: Grids, rate: GrowthRate) -> _Held:
    if study.growth is None:
        raise ValueError("no growth is drawn where supply rests on records")
    growth = draw_growth(study.register, study.growth, grids.seed, grids.supply.shape[1])
    cells = (slice(None), *rate.cells)
    drawn = growth[cells].reshape(len(growth), -1)[:, 0]
    growth[cells] = study.register[rate.spec.id].in_use
    supply = project_supply(study.stock, growth, study.settings.horizon)
    return _Held(drawn, supply[..., -1].sum(axis=(-2, -1)))


def explained_share(values: Array, figure: Array) -> float:
    """The share of a figure's variance that goes where values are known, both by draw (draw,): epsilon squared, which
    is 0 on average where they have nothing to do with each other.
    """
    bins = bins_of(values)
    number = int(bins.max()) + 1
    means = np.bincount(bins, weights=figure, minlength=number) / np.bincount(bins, minlength=number)
    left_over = float((figure - means[bins]).var()) * (len(figure) - 1) / max(len(figure) - number, 1)
    whole = float(figure.var())
    return max(1.0 - left_over / whole, 0.0) if whole else 0.0


def bins_of(values: Array) -> NDArray[np.int64]:
    """To which bin each draw belongs, (draw,): one for each value where these are few, else bins of as many draws."""
    distinct, places = np.unique(np.round(values, 12), return_inverse=True)
    if len(distinct) <= BINS:
        return places.astype(np.int64)
    bins = max(min(BINS, len(values) // _LEAST_IN_BIN), 1)
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    placed: NDArray[np.int64] = (ranks * bins // len(values)).astype(np.int64)
    return placed


def _given_line(part: _Part, entry: Assumption, swing: float, centre: Centre) -> tuple[float, float]:
    """The same from the range of an assumption, over which the gap swings so far, as a straight line."""
    low, high = entry.range_in_use
    peak = entry.in_use
    if entry.override is None and entry.id not in _scale_ids(centre):
        sd_share = 1.0 / _INTERVAL_IN_SDS
    else:  # drawn from a triangle
        squares = low**2 + high**2 + peak**2 - low * high - low * peak - high * peak
        sd_share = np.sqrt(squares / 18) / (high - low)
    goes = min((swing * float(sd_share)) ** 2 / (part.variance or 1.0), 1.0)
    return goes, part.band * float(np.sqrt(1.0 - goes))


def _scale_ids(centre: Centre) -> set[str]:
    return {spec.id for spec in scale_specs(centre.study.settings.areas)}
