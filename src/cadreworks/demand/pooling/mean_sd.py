"""What do the returns say together? The report's own pooling: their mean, plus or minus one standard deviation.

The deviation mixes disagreement, doubt and the accident of who answered; it is printed as the report printed
it. Draws resample whole returns, the same ones for every cell, year and scenario (docs/adr/0004).
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import (
    Array,
    mean_over_first,
    resampled_weights,
    sd_over_first,
    weighted_deviations,
    widening,
    with_total,
)
from cadreworks.demand.pooling.judgements import Judgements, divided, over_their_sum, weighted_sum
from cadreworks.demand.returns import Returns
from cadreworks.randomness import stream


def pool_returns(returns: Returns, scenario: str) -> Array:
    """The mean return, shape (point, area, level), in wte of the typical organisation."""
    return mean_over_first(returns.wte[scenario])


def draw_pooled_returns(returns: Returns, scenario: str, seed: int, draws: int) -> Array:
    """Mean returns of `draws` resamples, shape (draw, point, area, level).

    Deviations are widened by sqrt(n / (n - 1)). Where a few returns carry a whole cell, that could reach
    below nobody; it is then cut off at 0.
    """
    weights = resampled_weights(stream(seed, "returns"), len(returns.organisations), draws)
    centre = pool_returns(returns, scenario)
    return np.maximum(centre + weighted_deviations(returns.wte[scenario], weights), 0.0)


def pool_partial_returns(judgements: Judgements, scenario: str) -> Array:
    """The same mean, in each area over the returns that count there; not a number where none does."""
    if judgements.answered(scenario).all():
        return pool_returns(judgements.returns, scenario)
    weights = over_their_sum(judgements.answered(scenario).astype(float))
    return weighted_sum(weights[:, np.newaxis, :, np.newaxis], judgements.answers(scenario))


def draw_partial_returns(judgements: Judgements, scenario: str, *, seed: int, draws: int) -> Array:
    """The same draws, in each area over the returns that count there. A resample without any of them stays at the
    centre.
    """
    answered, returns = judgements.answered(scenario), judgements.returns
    if answered.all():
        return draw_pooled_returns(returns, scenario, seed, draws)
    centre, answers = pool_partial_returns(judgements, scenario), judgements.answers(scenario)
    picked = resampled_weights(stream(seed, "returns"), len(returns.organisations), draws)
    moved, total = np.zeros((draws, *centre.shape)), np.zeros((draws, 1, answered.shape[1], 1))
    for index, told in enumerate(answered):
        share = picked[:, index].reshape(-1, 1, 1, 1) * told[:, np.newaxis]
        moved += share * np.nan_to_num(answers[index] - centre)
        total += share
    wider = np.array([widening(int(count)) for count in answered.sum(axis=0)])[:, np.newaxis]
    drawn: Array = np.maximum(centre + wider * divided(moved, total, total > 0, otherwise=0.0), 0.0)
    return drawn


def estimate_sd_of_returns(judgements: Judgements, scenario: str) -> Array:
    """The sample deviation over returns, (point, area, level), each with `all`, which is of each return's own total.

    At `all` areas it is over the returns that answered every area.
    """
    by_area = with_total(judgements.answers(scenario), -1)
    answered = judgements.answered(scenario)
    whole = with_total(by_area[answered.all(axis=1)], -2)[:, :, -1]
    columns = [sd_over_first(by_area[answered[:, area], :, area]) for area in range(answered.shape[1])]
    return np.stack([*columns, sd_over_first(whole)], axis=1)
