"""What do experts believe together? Mixtures of their distributions, and averages of their quantiles.

    linear, cooke:  P(ratio <= x) = sum of w(e) P_e(x)      any one of the experts may be right
    quantile:       Q(u)          = sum of w(e) Q_e(u)      the doubt of an average expert

Both have the same mean, the weighted mean of the experts' means.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.pooling.beliefs import fit_beliefs
from cadreworks.demand.pooling.doubt import draw_doubt, draw_experts
from cadreworks.demand.pooling.judgements import Judgements, weighted_sum


def pool_mixture(judgements: Judgements, scenario: str) -> Array:
    """The mean ratio, (point, area); not a number where nobody answered."""
    weights = judgements.shares_of_weight(scenario)[:, np.newaxis, :]
    return weighted_sum(weights, fit_beliefs(judgements, scenario).mean())


def draw_mixture(judgements: Judgements, scenario: str, *, seed: int, draws: int) -> Array:
    """Ratios of `draws` draws of the mixture, (draw, point, area)."""
    beliefs = fit_beliefs(judgements, scenario)
    who = draw_experts(judgements, scenario, seed=seed, draws=draws)
    doubt = draw_doubt(scenario, who.shape[1], seed=seed, draws=draws)
    points, areas = np.arange(beliefs.median.shape[1]), np.arange(who.shape[1])
    ratios = beliefs[who[:, np.newaxis, :], points[:, np.newaxis], areas].at(doubt[:, np.newaxis, :])
    return np.where(who[:, np.newaxis, :] < 0, np.nan, ratios)


def draw_average(judgements: Judgements, scenario: str, *, seed: int, draws: int) -> Array:
    """Ratios of `draws` draws of the average of quantiles, (draw, point, area)."""
    beliefs = fit_beliefs(judgements, scenario)
    weights = judgements.shares_of_weight(scenario)
    doubt = draw_doubt(scenario, weights.shape[1], seed=seed, draws=draws)[:, np.newaxis, :]
    total = np.zeros((draws, *beliefs.median.shape[1:]))
    for index, weight in enumerate(weights):
        if not (weight == 0).all():
            total += np.where(weight == 0, 0.0, weight * beliefs[index].at(doubt))
    return total
