"""What a child's rate may be, given what its parent's may be: mixtures of Gammas over a parent's rate m and shape a.

Given m and a, the rate of a child with d events in exposure e is Gamma(a + d, a / m + e). Neither is known, so a parent
is a set of values with shares, and a child is the mixture. `pooling` says why, and finds the shares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from cadreworks.bands import Array

LEAST_SHAPE, MOST_SHAPE = 1.0, 1000.0
"""The limits of the shape a: siblings differ by 100 per cent of their parent's rate, or by 3."""

SHAPES = np.geomspace(LEAST_SHAPE, MOST_SHAPE, 16)

PARTS = 12
_NEXT_TO_NOTHING = 1e-9


@dataclass(frozen=True)
class Parents:
    """What a parent's rate may be: rate of shape (child or 1, ..., a, value); share, (..., a, value), sums to 1."""

    rate: Array
    share: Array


@dataclass(frozen=True)
class Moments:
    """Mean and variance of rates over what is not known, and the weight of own events in the mean."""

    mean: Array
    variance: Array
    weight: Array


def log_likelihood_of(events: Array, exposure: Array, log_m: Array, shapes: Array) -> Array:
    """The log likelihood of events given log m and a, without the terms that hold neither."""
    without_m = special.gammaln(shapes + events) - special.gammaln(shapes) + shapes * np.log(shapes)
    likelihood: Array = without_m + events * log_m - (shapes + events) * np.log(shapes + np.exp(log_m) * exposure)
    return likelihood


def shares_of(log_weight: Array) -> Array:
    """Weights that sum to 1 over the last axis."""
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    shares: Array = weight / weight.sum(axis=-1, keepdims=True)
    return shares


def equal_parts(shape: Array, scale: Array) -> Array:
    """A Gamma as equally likely values on a new last axis: the means of its parts, so that its mean is kept.

    Parts next to nothing are held above nothing, since a rate of nothing would be certain of itself.
    """
    mean = (shape * scale)[..., None]
    edges = special.gammaincinv(shape[..., None], np.arange(PARTS + 1) / PARTS)
    below = special.gammainc(shape[..., None] + 1.0, edges)
    values: Array = np.maximum(np.diff(below, axis=-1) * PARTS, _NEXT_TO_NOTHING) * mean
    return values


def moments_of_child(events: Array, exposure: Array, parents: Parents) -> Moments:
    """Mean and variance of children's rates over what is not known of their parents.

    events, exposure: shape (child, ..., 1, 1), the last two axes being those of the parents
    """
    shapes = SHAPES[:, None]
    rate = shapes / parents.rate + exposure
    means = (shapes + events) / rate
    mean = (parents.share * means).sum(axis=(-2, -1))
    spread = (means - mean[..., None, None]) ** 2 + means / rate
    variance = (parents.share * spread).sum(axis=(-2, -1))
    return Moments(mean, variance, (parents.share * exposure / rate).sum(axis=(-2, -1)))


def matched_gamma(mean: Array, variance: Array) -> tuple[Array, Array]:
    """Shape and scale of the Gamma with a mean and a variance."""
    return mean**2 / variance, variance / mean


def percentile_of(wanted: float, mean: float, shapes: Array, rates: Array, share: Array) -> float:
    """A percentile of a mixture of Gammas, by halving between what is next to nothing and 40 times the mean.

    No more than 1/40 of a positive quantity can lie above 40 times its mean.
    """
    below, above = np.log(mean) - 100.0, np.log(mean) + np.log(40.0)
    for _ in range(60):
        middle = (below + above) / 2
        if (share * special.gammainc(shapes, np.exp(middle) * rates)).sum() < wanted:
            below = middle
        else:
            above = middle
    return float(np.exp(above))
