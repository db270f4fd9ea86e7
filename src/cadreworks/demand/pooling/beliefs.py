"""What does an expert believe of an area? Best, low, high and confidence -> a distribution of its ratio.

    Q(u) = best x exp(s z),   z = the normal's u-quantile,
    s = ln(best / low) / z_c below the best and ln(high / best) / z_c above,   z_c = the normal's (1 + c)/2-quantile

so that best is the median, and low and high the ends of the central interval of confidence c. Where low is 0 the
lower half is Q = best x max(0, 1 + z / z_c): nobody at all has the chance that the expert gave it. Without a range
both halves are the best itself. No half is wider than MOST_SPREAD: how far tails reach is not asked of anybody, and a
wide range of which an expert is little sure would put wte by the million into them (docs/adr/0013).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from cadreworks.bands import Array
from cadreworks.demand.pooling.judgements import Judgements, Mask, divided
from cadreworks.demand.ranges import Ranges

LEAST_SURE, MOST_SURE = 0.1, 0.99
"""A range that is less sure says next to nothing and is set aside; one that is surer counts as no more than that."""
MOST_SPREAD = np.log(10.0) / 1.6448536269514722
"""Of either half: one chance in twenty lies beyond ten times the best, or below a tenth of it."""


@dataclass(frozen=True)
class Beliefs:
    """Distributions of ratios: arrays of one shape, (organisation, point, area).

    median: not a number where nobody answered; below, above: spread of the two halves on the log scale; nobody_at:
    how many normal deviations below the best a half that is cut off reaches nobody, infinite where it does not
    """

    median: Array
    below: Array
    above: Array
    nobody_at: Array

    def __getitem__(self, index: Any) -> Beliefs:
        """Some of them, as the arrays are indexed."""
        return Beliefs(self.median[index], self.below[index], self.above[index], self.nobody_at[index])

    def at(self, z: Array) -> Array:
        """The ratios at these normal deviations, in the shape that both spread to."""
        spread = np.where(z < 0, self.below, self.above)
        cut_off = np.maximum(1 + np.minimum(z, 0.0) / self.nobody_at, 0.0)
        ratios: Array = self.median * np.exp(spread * z) * cut_off
        return ratios

    def mean(self) -> Array:
        """The mean ratios."""
        lower = np.exp(self.below**2 / 2) * ndtr(-self.below)
        ends = np.isfinite(self.nobody_at)
        z = np.where(ends, self.nobody_at, 1.0)
        density_at_0, density_at_end = 1 / np.sqrt(2 * np.pi), np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
        cut_off = 0.5 - ndtr(-z) - (density_at_0 - density_at_end) / z
        upper = np.exp(self.above**2 / 2) * ndtr(self.above)
        means: Array = self.median * (np.where(ends, cut_off, lower) + upper)
        return means

    def log_variance(self) -> Array:
        """The mean squared deviation of the log ratio from that of the best. A half that is cut off at nobody, whose
        logs have no end, counts as the lognormal half that agrees with it halfway down.
        """
        ends = np.isfinite(self.nobody_at)
        middle = np.log(2.0) / np.where(ends, self.nobody_at / 2, 1.0)
        variances: Array = (np.where(ends, middle, self.below) ** 2 + self.above**2) / 2
        return variances


def fit_beliefs(judgements: Judgements, scenario: str) -> Beliefs:
    """The beliefs of every expert in a scenario."""
    best, ranges = judgements.ratios(scenario), judgements.ranges(scenario)
    fits = usable(ranges) & (best > 0)
    z = ndtri((1 + np.minimum(np.where(fits, ranges.confidence, 0.5), MOST_SURE)) / 2)
    low = np.where(fits, np.minimum(ranges.low, best), best)  # a stated total may be rounded, so the best lies beside
    high = np.where(fits, np.maximum(ranges.high, best), best)
    to_nobody = fits & (low == 0)
    positive = best > 0
    down = divided(best, low, positive & ~to_nobody, otherwise=1.0)
    up = divided(high, best, positive, otherwise=1.0)
    below, above = np.minimum(np.log(down) / z, MOST_SPREAD), np.minimum(np.log(up) / z, MOST_SPREAD)
    return Beliefs(best, below, above, np.where(to_nobody, z, np.inf))


def usable(ranges: Ranges) -> Mask:
    """Which ranges have all their parts and a confidence that says something."""
    whole = ~(np.isnan(ranges.low) | np.isnan(ranges.high) | np.isnan(ranges.confidence))
    found: Mask = whole & (np.nan_to_num(ranges.confidence) >= LEAST_SURE)
    return found


@dataclass(frozen=True)
class RangesUsed:
    """Of the answers that count: how many have a range in use, one that is set aside, and none; and how many of those
    in use are so wide that they count as narrower.
    """

    used: int
    set_aside: int
    none: int
    narrowed: int


def count_ranges(judgements: Judgements, scenario: str) -> RangesUsed:
    """What becomes of the ranges of a scenario."""
    ranges, best = judgements.ranges(scenario), judgements.ratios(scenario)
    heard = np.broadcast_to(judgements.heard(scenario)[:, np.newaxis, :], best.shape)
    some = heard & ~(np.isnan(ranges.low) & np.isnan(ranges.high))
    idle = some & (ranges.low == ranges.high) & (best == 0)  # 0, surely: a range that says what the answer does
    used = some & usable(ranges) & ((best > 0) | idle)
    beliefs = fit_beliefs(judgements, scenario)
    narrowed = used & (np.maximum(beliefs.below, beliefs.above) >= MOST_SPREAD)
    counts = (used, some & ~used, heard & ~some, narrowed)
    return RangesUsed(*(int(np.count_nonzero(which)) for which in counts))
