"""What is the rate of a small cell, if its siblings are asked too? Events and exposure by cell -> rates and intervals.

Gamma-Poisson partial pooling (method, Supply 4). The events d of a cell with exposure e are Poisson with mean
rate x e. Rates of siblings are Gamma about their parent's rate m with shape a, so that their coefficient of
variation is 1 / sqrt(a). Given m and a, the rate of a cell is Gamma(a + d, a / m + e), whose mean is
`weight x d / e + (1 - weight) x m` with `weight = e / (e + a / m)`. Parents are the areas, and the parent of the
areas is the nation; without areas the nation is the parent of the cells.

Neither m nor a is known. Their most likely values, put in their place, make intervals too narrow where siblings are
few, which often show no spread by chance: simulated, intervals of 95 per cent then covered 52 per cent of four cells
and 83 of nine. So both are weighed by how well they explain the events (their marginal likelihood, negative
binomial), and the interval carries what is not known of them; it then covered 97 and 95 per cent.

- a lies between 1 and 1,000 (siblings differ by between 3 and 100 per cent), on a log scale of 16 points, with a
  coefficient of variation that is equally likely anywhere in that range before the events are seen;
- the nation's rate has Jeffreys' prior, worth half an event, and is integrated over its log;
- what cells tell of their area is put as effective events and exposure, D and E: the log likelihood of log m is
  replaced by D log m - E m, which has its mode and its curvature, and is exact where cells do not differ. The nation
  then sees areas as cells with D events and E exposure, and an area's rate is summed up by its mean and variance;
- a rate's mean and variance are those of the mixture over m and a; its interval is the 2.5 and 97.5 percentiles of
  the Gamma with that mean and variance or, where this Gamma has a shape below 1/4, of the mixture itself.

A single cell has nothing to pool towards: Gamma(1/2 + d, e), close to the exact Poisson interval. Intervals claim
coverage on average over cells, not in each; tests simulate it.

Source: gamma-Poisson models of small areas go back to Clayton and Kaldor (1987), Biometrics 43, 671-681.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from cadreworks.bands import Array
from cadreworks.rates.main_effects import RelativeRates
from cadreworks.rates.mixtures import (
    PARTS,
    SHAPES,
    Moments,
    Parents,
    equal_parts,
    log_likelihood_of,
    matched_gamma,
    moments_of_child,
    percentile_of,
    shares_of,
)

HALF_AN_EVENT = 0.5
"""Jeffreys' prior of a Poisson rate, which the uppermost level has."""

LOW, HIGH = 0.025, 0.975

SMALLEST_MATCHED_SHAPE = 0.25
"""Below this shape, half that of no event at all, a Gamma with its mean and variance is no likeness of a mixture."""

_LOG_PRIOR = -0.5 * np.log(SHAPES)
"""Even over the coefficient of variation 1 / sqrt(a), written for steps that are even over log a."""
_STEPS = np.arange(-9.0, 9.25, 0.5)
"""Where the nation's log rate is tried, in its standard deviations from its mode."""

_MOST_STEPS = 200
_CLOSE_ENOUGH = 1e-10


@dataclass(frozen=True)
class Pooled:
    """Rates of cells, each of shape (cell,), in the order of the events given.

    estimate, low, high: events per unit of exposure; low and high are the 2.5 and 97.5 percentiles
    variance: of the rate, as far as it is not known
    weight_of_own: the share of the estimate that the cell's own events carry, 0 to 1
    pooled_rate: the rate that carries the rest: estimate = weight x own + (1 - weight) x pooled_rate; not a number
    for a single cell, which has none
    """

    estimate: Array
    variance: Array
    low: Array
    high: Array
    weight_of_own: Array
    pooled_rate: Array

    def of_kind(self, by_kind: RelativeRates) -> Pooled:
        """The same rates in the unit of the cells' own exposure, which was multiplied by the relative rates before.

        What a cell takes from others is as unsure as its relative rate; its interval widens by as much.
        """
        leaning = np.nan_to_num((1.0 - self.weight_of_own) * self.pooled_rate)
        variance = self.variance + leaning**2 * by_kind.log_variance
        wider = np.sqrt(variance / self.variance)
        low = np.maximum(self.estimate - wider * (self.estimate - self.low), self.low / wider)
        high = self.estimate + wider * (self.high - self.estimate)
        scale = by_kind.relative
        return Pooled(
            self.estimate * scale,
            variance * scale**2,
            low * scale,
            high * scale,
            self.weight_of_own,
            self.pooled_rate * scale,
        )


@dataclass(frozen=True)
class _Evidence:
    """What children tell of their parents: log likelihood = constant + events x log m - exposure x m."""

    events: Array
    exposure: Array
    constant: Array


def estimate_pooled(events: Array, exposure: Array, area: NDArray[np.int64] | None) -> Pooled:
    """The pooled rates of cells.

    events, exposure: shape (cell,); every exposure above 0. area: the number of each cell's area, counted from 0
    with none left out, or None to pool towards the nation alone. Raises ValueError where an exposure is not above 0.
    """
    if not (exposure > 0).all():
        raise ValueError("a cell without exposure cannot be pooled")
    if len(events) == 0:
        return Pooled(*(np.zeros(0) for _ in range(6)))
    if len(events) == 1:
        return _alone(events, exposure)
    parents = _from_nation(events, exposure) if area is None else _from_areas(events, exposure, area)
    pooled = _pooled(events, exposure, moments_of_child(events[:, None, None], exposure[:, None, None], parents))
    return _with_long_tails(pooled, events, exposure, parents)


def _alone(events: Array, exposure: Array) -> Pooled:
    shape = events + HALF_AN_EVENT
    moments = Moments(shape / exposure, shape / exposure**2, np.ones(1))
    return _pooled(events, exposure, moments)


def _from_nation(events: Array, exposure: Array) -> Parents:
    """The nation's rate as the parent of every cell, over (1, a, value)."""
    rate, log_share, log_likelihood = _nation(events, exposure)
    of_shape = shares_of(log_likelihood + _LOG_PRIOR)
    return Parents(rate[None], of_shape[:, None] * shares_of(log_share))


def _from_areas(events: Array, exposure: Array, area: NDArray[np.int64]) -> Parents:
    """The rates of areas as parents of their cells, over (cell, a of cells, value).

    Within, arrays run over (area, a of cells, a of areas, value of the nation's rate).
    """
    told = _told_of_areas(events, exposure, area)
    rate, log_share, log_likelihood = _nation(told.events, told.exposure)
    joint = log_likelihood + told.constant.sum(axis=0)[:, None] + _LOG_PRIOR[:, None] + _LOG_PRIOR
    nation = Parents(rate[None], shares_of(joint)[..., None] * shares_of(log_share))
    rates = moments_of_child(told.events[..., None, None], told.exposure[..., None, None], nation)
    values = equal_parts(*matched_gamma(rates.mean, rates.variance))
    of_shape = shares_of(special.logsumexp(joint, axis=1))
    return Parents(values[area], np.repeat(of_shape[:, None], PARTS, axis=1) / PARTS)


def _nation(events: Array, exposure: Array) -> tuple[Array, Array, Array]:
    """The nation's rate m from its children, of shape (child, ...): values of m, the logs of their weights, both of
    shape (..., a, value), and the log likelihood of a, of shape (..., a), with m integrated out.
    """
    events, exposure = events[..., None], exposure[..., None]
    mode, bend = _mode(events, exposure, np.zeros(len(events), dtype=np.int64))
    width = 1.0 / np.sqrt(bend[0])
    log_m = mode[0][..., None] + width[..., None] * _STEPS
    log_share = HALF_AN_EVENT * log_m
    for child_events, child_exposure in zip(events[..., None], exposure[..., None], strict=True):
        log_share = log_share + log_likelihood_of(child_events, child_exposure, log_m, SHAPES[:, None])
    log_likelihood: Array = special.logsumexp(log_share, axis=-1) + np.log(width)
    return np.exp(log_m), log_share, log_likelihood


def _told_of_areas(events: Array, exposure: Array, area: NDArray[np.int64]) -> _Evidence:
    """Effective events and exposure of each area, from its cells, for each shape a: shape (area, a).

    The log likelihood of x = log m is matched at the mode of itself + x / 2, which exists even without any event:
    D = -(its second derivative) - 1/2, but not below 0, and E = (D + 1/2) / m.
    """
    events, exposure = events[:, None], exposure[:, None]
    log_m, bend = _mode(events, exposure, area)
    rate = np.exp(log_m)
    effective = np.maximum(bend - HALF_AN_EVENT, 0.0)
    effective_exposure = (effective + HALF_AN_EVENT) / rate
    found = _total(log_likelihood_of(events, exposure, log_m[area], SHAPES), area)
    return _Evidence(effective, effective_exposure, found - effective * log_m + effective_exposure * rate)


def _mode(events: Array, exposure: Array, parent: NDArray[np.int64]) -> tuple[Array, Array]:
    """The mode of x = log m for each parent and shape, the likelihood times exp(x / 2), and the curvature there.

    The function is concave, so that Newton's steps, none longer than 1, end at its one mode.
    """
    log_m = np.log((_total(events, parent) + HALF_AN_EVENT) / _total(exposure, parent)) + np.zeros_like(SHAPES)
    for _ in range(_MOST_STEPS):
        expected = np.exp(log_m)[parent] * exposure
        slope = _total(SHAPES * (events - expected) / (SHAPES + expected), parent) + HALF_AN_EVENT
        bend = _total(SHAPES * expected * (SHAPES + events) / (SHAPES + expected) ** 2, parent)
        step = np.clip(slope / bend, -1.0, 1.0)
        log_m = log_m + step
        if np.abs(step).max() < _CLOSE_ENOUGH:
            return log_m, bend
    raise ArithmeticError("the rate of a parent was not found")


def _total(values: Array, parent: NDArray[np.int64]) -> Array:
    """Sums over the children of each parent, taken in order."""
    sums = np.zeros((int(parent.max()) + 1, *values.shape[1:]))
    np.add.at(sums, parent, values)
    return sums


def _pooled(events: Array, exposure: Array, moments: Moments) -> Pooled:
    shape, scale = matched_gamma(moments.mean, moments.variance)
    rest = 1.0 - moments.weight
    pooled_rate = np.full(len(events), np.nan)
    np.divide(moments.mean - moments.weight * events / exposure, rest, out=pooled_rate, where=rest > 0)
    return Pooled(
        estimate=moments.mean,
        variance=moments.variance,
        low=stats.gamma.ppf(LOW, shape, scale=scale),
        high=stats.gamma.ppf(HIGH, shape, scale=scale),
        weight_of_own=moments.weight,
        pooled_rate=pooled_rate,
    )


def _with_long_tails(pooled: Pooled, events: Array, exposure: Array, parents: Parents) -> Pooled:
    """The same with the intervals of those cells whose mixture no Gamma is like."""
    low, high = pooled.low.copy(), pooled.high.copy()
    shape, _ = matched_gamma(pooled.estimate, pooled.variance)
    for cell in np.flatnonzero(shape < SMALLEST_MATCHED_SHAPE):
        of_cell = parents.rate[cell if len(parents.rate) > 1 else 0]
        shapes, rates = (SHAPES + events[cell])[:, None], SHAPES[:, None] / of_cell + exposure[cell]
        low[cell] = percentile_of(LOW, pooled.estimate[cell], shapes, rates, parents.share)
        percentile = percentile_of(HIGH, pooled.estimate[cell], shapes, rates, parents.share)
        # with next to no data the mean can lie above this percentile; an interval must not leave its estimate out
        high[cell] = max(percentile, pooled.estimate[cell])
    return replace(pooled, low=low, high=high)
