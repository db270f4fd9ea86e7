"""Which expert does a draw hear, and how far is that expert off? Streams of draws that hang together as people do.

The same expert answers every cell, year and scenario of a draw. How far they are off is one for all years of an area
and scenario, and correlated between areas and scenarios:

    z(scenario, area) = sqrt(r) z0 + sqrt(1 - r) z1(scenario, area),   r = CORRELATION

so that a total over areas is not falsely narrow.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.demand.pooling.judgements import Judgements
from cadreworks.randomness import stream

CORRELATION = 0.5
"""Between what an expert gets wrong in one area or scenario and in another. A choice of this project."""


def draw_doubt(scenario: str, areas: int, *, seed: int, draws: int) -> Array:
    """Normal deviations, (draw, area)."""
    shared = stream(seed, "returns.doubt").standard_normal(draws)
    own = stream(seed, f"returns.doubt.{scenario}").standard_normal((areas, draws)).T
    doubts: Array = np.sqrt(CORRELATION) * shared[:, np.newaxis] + np.sqrt(1 - CORRELATION) * own
    return doubts


def draw_experts(judgements: Judgements, scenario: str, *, seed: int, draws: int) -> NDArray[np.int64]:
    """Which organisation each draw hears of each area, (draw, area); -1 where nobody answered it.

    Each runs a race against an exponential time of its own, over its weight; of those who answered an area the
    first is heard. Chances are then as the weights, and a draw hears the same one wherever they answered.
    """
    heard = judgements.heard(scenario)
    first = np.full((draws, heard.shape[1]), np.inf)
    who = np.full(first.shape, -1, dtype=np.int64)
    for index in np.flatnonzero(heard.any(axis=1)):
        name = judgements.returns.organisations[index]
        time = stream(seed, f"returns.expert.{name}").standard_exponential(draws) / judgements.weights[index]
        sooner = (time[:, np.newaxis] < first) & heard[index]
        first = np.where(sooner, time[:, np.newaxis], first)
        who[sooner] = index
    return who
