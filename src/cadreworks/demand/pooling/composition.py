"""Of which levels is an area made? Each expert's shares -> the pooled mix, and draws of it.

    share(level) = sum of w(e) share(e, level) over the experts e who see anybody in the area, over the sum of w(e)

A level that nobody sees stays at 0, and levels add to their area. Draws take Dirichlet weights whose means are w.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array, with_total
from cadreworks.demand.pooling.judgements import Judgements, divided, over_their_sum, weighted_sum
from cadreworks.randomness import stream


def own_shares(judgements: Judgements, scenario: str) -> Array:
    """Each expert's mix of levels, (organisation, point, area, level); not a number where there is nobody to share."""
    answers = judgements.answers(scenario)
    totals = with_total(answers, -1)[..., -1:]
    return divided(answers, totals, totals > 0)


def pool_shares(judgements: Judgements, scenario: str) -> Array:
    """The pooled mix, (point, area, level): 0 in an area in which nobody sees anybody."""
    shares = own_shares(judgements, scenario)
    weights = over_their_sum(_weights_of_mix(judgements, shares))
    return np.nan_to_num(weighted_sum(np.nan_to_num(weights)[..., np.newaxis], shares))


def _weights_of_mix(judgements: Judgements, shares: Array) -> Array:
    """Each expert's weight where they have a mix to tell, (organisation, point, area)."""
    return np.where(np.isnan(shares[..., 0]), 0.0, judgements.weights[:, np.newaxis, np.newaxis])


def draw_shares(judgements: Judgements, scenario: str, *, seed: int, draws: int) -> Array:
    """Mixes of `draws` draws, (draw, point, area, level), the same weights for every cell and scenario.

    Each organisation has a stream of its own, so that neither its place nor others' being there changes its numbers.
    """
    shares = own_shares(judgements, scenario)
    heard = judgements.weights > 0
    strength = judgements.weights / max(judgements.weights[heard].sum(), 1e-300) * heard.sum()
    mixed, total = np.zeros((draws, *shares.shape[1:])), np.zeros((draws, *shares.shape[1:-1], 1))
    for index in np.flatnonzero(heard):
        name = judgements.returns.organisations[index]
        weights = stream(seed, f"returns.composition.{name}").standard_gamma(strength[index], draws)
        weights = weights.reshape(-1, 1, 1, 1)
        told = ~np.isnan(shares[index])
        mixed += weights * np.where(told, shares[index], 0.0)
        total += weights * told[..., :1]
    return divided(mixed, total, total > 0, otherwise=pool_shares(judgements, scenario))
