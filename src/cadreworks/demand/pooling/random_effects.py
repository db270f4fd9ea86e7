"""What do experts believe on average? The random-effects mean of log ratios, with a hurdle for those who see nobody.

    ratio = (1 - p) exp(m),   m ~ Normal(mean, its variance),   p = the share of weight on answers of nobody

Estimates are the logs of best answers, their variances the experts' own doubt. Whoever gave no range counts as
doubtful as the most doubtful who did; where nobody did, disagreement alone is left. Draws are of the mean, not of a
further expert: all judge one organisation, and a study asks what the nation needs. p is drawn from a beta of the same
mean with the effective number of answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from cadreworks.bands import Array
from cadreworks.demand.pooling.beliefs import fit_beliefs, usable
from cadreworks.demand.pooling.doubt import draw_doubt
from cadreworks.demand.pooling.judgements import Judgements, Mask
from cadreworks.demand.pooling.meta_analysis import MeanEffect, estimate_between, estimate_mean_effect
from cadreworks.randomness import stream


@dataclass(frozen=True)
class Effects:
    """What the method rests on: arrays of (organisation, point, area).

    logs: of best ratios; stated: variances of own doubt, for those who are `ranged`; told: who answered more than
    nobody; weights: 0 for who is not heard of an area
    """

    logs: Array
    stated: Array
    ranged: Mask
    told: Mask
    weights: Array

    @property
    def nobody(self) -> Array:
        """The share of weight on answers of nobody, (point, area); not a number where nobody answered."""
        total = self.weights.sum(axis=0)
        share: Array = np.where(self.told, 0.0, self.weights).sum(axis=0) / np.where(total > 0, total, np.nan)
        return share

    @property
    def effective_number(self) -> Array:
        """(sum of weights) squared over the sum of squared weights."""
        squares = (self.weights**2).sum(axis=0)
        number: Array = self.weights.sum(axis=0) ** 2 / np.where(squares > 0, squares, np.nan)
        return number

    def mean_effect(self) -> MeanEffect:
        """The mean of log ratios, (point, area)."""
        variances = own_variances(self.stated, self.ranged)
        between = estimate_between(self.logs, variances, self.told)
        return estimate_mean_effect(self.logs, variances, self.told, weights=self.weights, between=between)


def effects_of(judgements: Judgements, scenario: str) -> Effects:
    """Log ratios and their variances."""
    beliefs = fit_beliefs(judgements, scenario)
    heard = judgements.heard(scenario)[:, np.newaxis, :]
    told = heard & (beliefs.median > 0)
    ranged = told & usable(judgements.ranges(scenario))
    stated = np.where(ranged, beliefs.log_variance(), 0.0)
    logs = np.log(np.where(told, beliefs.median, 1.0))
    weights = np.where(heard, judgements.weights[:, np.newaxis, np.newaxis], 0.0) * np.ones_like(logs)
    return Effects(logs, stated, ranged, told, weights)


def own_variances(stated: Array, ranged: Mask) -> Array:
    """The stated variances, and for who gave no range the greatest of them; they run over the first axis."""
    most = np.where(ranged, stated, 0.0).max(axis=0)
    return np.where(ranged, stated, most)


def pool_effects(judgements: Judgements, scenario: str) -> Array:
    """The mean ratio, (point, area): 0 where everybody answers nobody, not a number where nobody answered."""
    effects = effects_of(judgements, scenario)
    return mean_ratio(effects.nobody, effects.mean_effect())


def mean_ratio(nobody: Array, effect: MeanEffect) -> Array:
    """The mean of the ratio's distribution."""
    ratio: Array = np.where(nobody == 1, 0.0, (1 - nobody) * np.exp(effect.mean + effect.variance / 2))
    return ratio


def draw_effects(judgements: Judgements, scenario: str, *, seed: int, draws: int) -> Array:
    """Ratios of `draws` draws, (draw, point, area)."""
    effects = effects_of(judgements, scenario)
    effect, nobody = effects.mean_effect(), effects.nobody
    doubt = draw_doubt(scenario, nobody.shape[-1], seed=seed, draws=draws)[:, np.newaxis, :]
    ratios = np.exp(effect.mean + np.sqrt(effect.variance) * doubt)
    hurdle = np.broadcast_to(nobody, ratios.shape).copy()
    level = stream(seed, "returns.nobody").random(draws)[:, np.newaxis]
    mixed = (nobody > 0) & (nobody < 1)
    number = effects.effective_number[mixed]
    hurdle[:, mixed] = betaincinv(number * nobody[mixed], number * (1 - nobody[mixed]), level)
    return np.where(hurdle == 1, 0.0, (1 - hurdle) * ratios)
