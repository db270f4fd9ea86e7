"""What is there to pool? Returns, the typical organisation they speak of, and how much each of them weighs.

An area of a scenario counts where all its levels and points are answered; of the rest nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.demand.ranges import Ranges
from cadreworks.demand.returns import Returns

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Judgements:
    """typical: wte (area, level); weights: (organisation,), of any sum, 0 for who is not to be heard."""

    returns: Returns
    typical: Array
    weights: Array

    @classmethod
    def equal(cls, returns: Returns, typical: Array) -> Judgements:
        """Every return weighs the same."""
        return cls(returns, typical, np.ones(len(returns.organisations)))

    def weighing(self, weights: Array) -> Judgements:
        """The same returns, weighed otherwise."""
        return replace(self, weights=weights)

    def answered(self, scenario: str) -> Mask:
        """Which areas count, (organisation, area)."""
        return np.logical_not(np.isnan(self.returns.wte[scenario]).any(axis=(1, 3)))

    def heard(self, scenario: str) -> Mask:
        """Which answers that count have a weight, (organisation, area)."""
        return self.answered(scenario) & (self.weights > 0)[:, np.newaxis]

    def answers(self, scenario: str) -> Array:
        """wte (organisation, point, area, level); not a number in areas that do not count."""
        counted = self.answered(scenario)[:, np.newaxis, :, np.newaxis]
        return np.where(counted, self.returns.wte[scenario], np.nan)

    def ratios(self, scenario: str) -> Array:
        """Total answered over typical total of the area, (organisation, point, area)."""
        totals = _sum_over_last(self.answers(scenario))
        return totals / _sum_over_last(self.typical)

    def ranges(self, scenario: str) -> Ranges:
        """The ranges as ratios to the typical area too."""
        given, typical = self.returns.ranges_of(scenario), _sum_over_last(self.typical)
        return Ranges(given.low / typical, given.high / typical, given.confidence)

    def shares_of_weight(self, scenario: str) -> Array:
        """The weights over their sum in each area, (organisation, area): 0 for who did not answer it."""
        heard = np.where(self.heard(scenario), self.weights[:, np.newaxis], 0.0)
        return over_their_sum(heard)


def over_their_sum(weights: Array) -> Array:
    """Weights divided by their sum over the first axis; not a number where they are all 0."""
    total = np.zeros(weights.shape[1:])
    for entry in weights:
        total += entry
    return divided(weights, total, total > 0)


def divided(values: Array, by: Array, where: Mask, *, otherwise: float | Array = np.nan) -> Array:
    """values / by in the shape that they spread to, and `otherwise` where they are not to be divided."""
    shape = np.broadcast_shapes(np.shape(values), np.shape(by), np.shape(where))
    quotient: Array = np.divide(values, by, out=np.broadcast_to(otherwise, shape).astype(float), where=where)
    return quotient


def weighted_sum(weights: Array, values: Array) -> Array:
    """The sum over the first axis, in order; who weighs 0 is passed over, whatever the value.

    weights: of the shape of values, or of one that spreads to it
    """
    total = np.zeros(values.shape[1:])
    for weight, value in zip(weights, values, strict=True):
        total += np.where(weight == 0, 0.0, weight * value)
    return total


def _sum_over_last(values: Array) -> Array:
    total = np.zeros(values.shape[:-1])
    for index in range(values.shape[-1]):
        total += values[..., index]
    return total


def count_answers(judgements: Judgements, scenario: str) -> NDArray[np.int64]:
    """How many answers are pooled, (area and `all`,): at `all`, how many of them answered every area."""
    heard = judgements.heard(scenario)
    counts: NDArray[np.int64] = np.append(heard.sum(axis=0), heard.all(axis=1).sum())
    return counts
