"""Whom does the pool hang on? Each cell's centre without one return, for every return.

What a return changes is the centre with it minus the centre without it. Weights of the others keep their
proportions; of random effects the spread between experts is estimated anew each time.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array, with_total
from cadreworks.demand.pooling.beliefs import fit_beliefs
from cadreworks.demand.pooling.composition import own_shares
from cadreworks.demand.pooling.judgements import Judgements, divided, weighted_sum
from cadreworks.demand.pooling.meta_analysis import estimate_between, estimate_mean_effect
from cadreworks.demand.pooling.methods import MEAN_SD, RANDOM_EFFECTS
from cadreworks.demand.pooling.random_effects import Effects, effects_of, mean_ratio, own_variances


def leave_each_out(method: str, judgements: Judgements, scenario: str) -> Array:
    """The centre without each return, (organisation, point, area, level); not a number where nobody else answered."""
    if method == MEAN_SD:
        answered = judgements.answered(scenario)[:, np.newaxis, :, np.newaxis].astype(float)
        return _mean_without_each(answered, judgements.answers(scenario))
    shares = own_shares(judgements, scenario)
    weights = judgements.weights[:, np.newaxis, np.newaxis]
    mixes = _mean_without_each(np.where(np.isnan(shares), 0.0, weights[..., np.newaxis]), shares)
    if method == RANDOM_EFFECTS:
        ratios = _effects_without_each(effects_of(judgements, scenario))
    else:
        heard = judgements.heard(scenario)[:, np.newaxis, :]
        beliefs = fit_beliefs(judgements, scenario)
        ratios = _mean_without_each(np.where(heard, weights, 0.0) * np.ones_like(beliefs.median), beliefs.mean())
    totals = (ratios * with_total(judgements.typical, -1)[:, -1])[..., np.newaxis]
    return totals * np.where((totals == 0) & np.isnan(mixes), 0.0, mixes)


def _mean_without_each(weights: Array, values: Array) -> Array:
    """The weighted mean over the first axis without each entry of it."""
    weights = np.broadcast_to(weights, values.shape)
    own = np.where(weights > 0, weights * values, 0.0)
    rest = weights.sum(axis=0) - weights
    others = np.where(weights > 0, _others(weights), weights.sum(axis=0) > 0)
    total = weighted_sum(weights, values) - own
    return divided(total, rest, others > 0)


def _others(weights: Array) -> Array:
    """How many others weigh anything: rounding must not make a weight of what is left of the only one."""
    others: Array = ((weights > 0).sum(axis=0) - (weights > 0)).astype(float)
    return others


def _effects_without_each(effects: Effects) -> Array:
    """The mean ratio without each, (organisation, point, area): a table of who is heard by who is left out, at a time
    of one point and area, which bounds the memory.
    """
    found = np.full(effects.logs.shape, np.nan)
    others = ~np.eye(len(effects.logs), dtype=bool)
    for index in np.ndindex(effects.logs.shape[1:]):
        at = (slice(None), *index)
        told, weights = effects.told[at][:, np.newaxis] & others, effects.weights[at][:, np.newaxis] * others
        logs = effects.logs[at][:, np.newaxis]
        variances = own_variances(effects.stated[at][:, np.newaxis], effects.ranged[at][:, np.newaxis] & others)
        spread = estimate_between(logs, variances, told)
        effect = estimate_mean_effect(logs, variances, told, weights=weights, between=spread)
        total = weights.sum(axis=0)
        silent = np.where(told, 0.0, weights).sum(axis=0)
        found[at] = mean_ratio(silent / np.where(total > 0, total, np.nan), effect)
    return found
