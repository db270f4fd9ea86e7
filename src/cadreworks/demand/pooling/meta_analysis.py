"""What is the mean of estimates that differ by more than their own error? The random-effects mean.

    y(i) = mean + error of variance v(i) + deviation of variance t;   mean = sum of w(i) y(i) / (v(i) + t), over the
    sum of w(i) / (v(i) + t),   w(i) = 1 unless weights are asked for

t by Paule and Mandel (1982): the generalised Q of Cochran equals its expectation, n - 1; it needs no v above 0. Or by
DerSimonian and Laird (1986), for comparison with print. Sums run over the first axis; every other axis is a case of
its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.pooling.judgements import Mask, divided

_LEAST_VARIANCE = 1e-12
_MOST_STEPS = 100
_CLOSE_ENOUGH = 1e-13


@dataclass(frozen=True)
class MeanEffect:
    """mean; variance: of that mean; between: the variance between estimates. Not a number where there is none."""

    mean: Array
    variance: Array
    between: Array


def estimate_mean_effect(
    estimates: Array, variances: Array, told: Mask, *, weights: Array, between: Array
) -> MeanEffect:
    """The weighted mean of the estimates that are `told`, with the variance between them given."""
    total = np.where(told, np.maximum(variances + between, _LEAST_VARIANCE), 1.0)
    leaning = np.where(told, weights / total, 0.0)
    whole = leaning.sum(axis=0)
    known = np.where(whole > 0, whole, np.nan)
    mean = (leaning * np.where(told, estimates, 0.0)).sum(axis=0) / known
    variance = (leaning**2 * np.where(told, variances + between, 0.0)).sum(axis=0) / known**2
    return MeanEffect(mean, variance, between)


def estimate_between(estimates: Array, variances: Array, told: Mask) -> Array:
    """The variance between estimates, by Paule and Mandel: Newton's method, from what equal errors would give."""
    y, v = np.where(told, estimates, 0.0), np.where(told, variances, 0.0)
    count = told.sum(axis=0)
    least = np.maximum(count, 1)
    spread = np.where(told, (y - y.sum(axis=0) / least) ** 2, 0.0).sum(axis=0) / np.maximum(count - 1, 1)
    between: Array = np.maximum(spread - v.sum(axis=0) / least, 0.0)
    for _ in range(_MOST_STEPS):
        weight = np.where(told, 1 / np.maximum(v + between, _LEAST_VARIANCE), 0.0)
        mean = (weight * y).sum(axis=0) / np.maximum(weight.sum(axis=0), _LEAST_VARIANCE)
        squares = weight * np.where(told, y - mean, 0.0) ** 2
        slope = (weight * squares).sum(axis=0)
        excess = squares.sum(axis=0) - (count - 1)
        step = divided(excess, slope, (slope > 0) & (count > 1), otherwise=0.0)
        moved = np.maximum(between + step, 0.0)
        if np.all(np.abs(moved - between) <= _CLOSE_ENOUGH * (1 + between)):
            break
        between = moved
    return between


def estimate_between_at_once(estimates: Array, variances: Array, told: Mask) -> Array:
    """The variance between estimates, by DerSimonian and Laird; every variance must be above 0."""
    weight = np.where(told, 1 / np.where(told, variances, 1.0), 0.0)
    whole = weight.sum(axis=0)
    mean = (weight * np.where(told, estimates, 0.0)).sum(axis=0) / whole
    excess = (weight * np.where(told, estimates - mean, 0.0) ** 2).sum(axis=0) - (told.sum(axis=0) - 1)
    between: Array = np.maximum(excess / (whole - (weight**2).sum(axis=0) / whole), 0.0)
    return between
