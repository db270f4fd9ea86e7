"""What do the returns say together? The report's own pooling: their mean, plus or minus one standard deviation.

The deviation mixes disagreement, doubt and the accident of who answered; it is printed as the report printed
it. Draws resample whole returns, the same ones for every cell, year and scenario (docs/adr/0004).
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array, mean_over_first, resampled_weights, weighted_deviations
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
