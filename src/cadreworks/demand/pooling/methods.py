"""How are returns pooled? One door to every method: the centre, the draws, their spread, and how many were heard.

Of each scenario; arrays are (point, area, level) in wte of the typical organisation. The methods and why they are as
they are: docs/adr/0013.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array, Uncertain, sd_over_first, with_total
from cadreworks.demand.pooling.composition import draw_shares, pool_shares
from cadreworks.demand.pooling.judgements import Judgements, count_answers
from cadreworks.demand.pooling.mean_sd import draw_partial_returns, estimate_sd_of_returns, pool_partial_returns
from cadreworks.demand.pooling.mixtures import draw_average, draw_mixture, pool_mixture
from cadreworks.demand.pooling.random_effects import draw_effects, pool_effects

MEAN_SD, LINEAR, QUANTILE, RANDOM_EFFECTS, COOKE = "mean_sd", "linear", "quantile", "random_effects", "cooke"
METHODS: Mapping[str, str] = {
    MEAN_SD: "the report's own: the mean return, plus or minus one standard deviation over returns",
    LINEAR: "any one of the experts may be right: the mixture of what they believe",
    QUANTILE: "the average expert: quantiles averaged, so that disagreement does not widen them",
    RANDOM_EFFECTS: "the mean of experts, allowing for disagreement and each one's own doubt",
    COOKE: "the mixture, with weights earned on seed questions with known answers",
}
_POOLS: Mapping[str, Callable[[Judgements, str], Array]] = {
    LINEAR: pool_mixture,
    COOKE: pool_mixture,
    QUANTILE: pool_mixture,
    RANDOM_EFFECTS: pool_effects,
}


def pool(method: str, judgements: Judgements, scenario: str) -> Array:
    """The central figure, (point, area, level); not a number in an area that nobody answered.

    method: one of METHODS; for `cooke` the judgements carry the weights that `score_experts` gives
    """
    if method == MEAN_SD:
        return pool_partial_returns(judgements, scenario)
    return _in_wte(_POOLS[method](judgements, scenario), judgements) * pool_shares(judgements, scenario)


def draw(method: str, judgements: Judgements, scenario: str, *, seed: int, draws: int) -> Array:
    """Draws of the same, (draw, point, area, level). A draw is the same world in every scenario, year and area."""
    if method == MEAN_SD:
        return draw_partial_returns(judgements, scenario, seed=seed, draws=draws)
    drawing = {QUANTILE: draw_average, RANDOM_EFFECTS: draw_effects}.get(method, draw_mixture)
    ratios = drawing(judgements, scenario, seed=seed, draws=draws)
    return _in_wte(ratios, judgements) * draw_shares(judgements, scenario, seed=seed, draws=draws)


def _in_wte(ratios: Array, judgements: Judgements) -> Array:
    """Totals of areas, with an axis for their levels."""
    return (ratios * with_total(judgements.typical, -1)[:, -1])[..., np.newaxis]


@dataclass(frozen=True)
class Pooled:
    """One scenario, pooled. central: (point, area, level); drawn: (draw, point, area, level).

    Of the same shape with `all` appended to areas and levels: sd, of the returns with `mean_sd` and of the draws
    otherwise; uncertain: the centre with percentiles of draws. n: (area and `all`,), how many answers were pooled.
    """

    central: Array
    drawn: Array
    sd: Array
    uncertain: Uncertain
    n: NDArray[np.int64]


def pool_scenario(method: str, judgements: Judgements, scenario: str, *, seed: int, draws: int) -> Pooled:
    """Everything there is to say of one scenario by one method."""
    central = pool(method, judgements, scenario)
    drawn = draw(method, judgements, scenario, seed=seed, draws=draws)
    with_totals = with_all(drawn)
    sd = estimate_sd_of_returns(judgements, scenario) if method == MEAN_SD else sd_over_first(with_totals)
    return Pooled(central, drawn, sd, Uncertain.of(with_all(central), with_totals), count_answers(judgements, scenario))


def with_all(values: Array) -> Array:
    """(..., area, level) with the totals over levels and over areas appended."""
    return with_total(with_total(values, -1), -2)
