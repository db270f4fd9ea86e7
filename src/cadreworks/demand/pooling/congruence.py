"""Do the experts agree? How many see more, the same, fewer or nobody, and how far their answers lie apart.

    same direction = the chance that two of them, picked at random, are of one direction
    spread         = sample deviation of the logs of answers above 0, which is that of log ratios to the typical
    congruence     = same direction x exp(-spread):  1 where all answer the same, towards 0 as they part

Nobody is a direction of its own, since it has no log. Of fewer than two answers nothing can be said; where fewer than
two are above 0, direction alone counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.pooling.judgements import Judgements
from cadreworks.demand.pooling.methods import with_all

THE_SAME_WITHIN = 0.005
"""An answer this near to the typical number, as a share of it, is the same: answers are rounded."""
DIRECTIONS = ("more", "same", "fewer", "nobody")


@dataclass(frozen=True)
class Congruence:
    """Arrays of (point, area, level), with `all` appended to areas and levels; `all` areas are of complete returns.

    directions: how many of each of DIRECTIONS, on a leading axis; same_direction and congruence are not numbers where
    fewer than two answered, spread where fewer than two answered more than nobody
    """

    n: Array
    directions: Array
    same_direction: Array
    spread: Array
    congruence: Array


def estimate_congruence(judgements: Judgements, scenario: str) -> Congruence:
    """How far the answers that count agree in one scenario. Weights play no part."""
    answers, typical = with_all(judgements.answers(scenario)), with_all(judgements.typical)
    told = ~np.isnan(answers)
    nobody, near = answers == 0, np.abs(answers - typical) <= THE_SAME_WITHIN * typical
    which = [told & ~nobody & ~near & (answers > typical), told & ~nobody & near]
    which += [told & ~nobody & ~near & (answers < typical), nobody]
    directions = np.stack([seen.sum(axis=0) for seen in which]).astype(float)
    n = told.sum(axis=0).astype(float)
    pairs = n * (n - 1)
    same = np.where(pairs > 0, (directions * (directions - 1)).sum(axis=0) / np.where(pairs > 0, pairs, 1), np.nan)
    spread = _spread_of_logs(answers, told & ~nobody)
    return Congruence(n, directions, same, spread, same * np.exp(-np.nan_to_num(spread)))


def _spread_of_logs(answers: Array, positive: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Array:
    logs = np.log(np.where(positive, answers, 1.0))
    count = positive.sum(axis=0)
    mean = logs.sum(axis=0) / np.maximum(count, 1)
    squares = np.where(positive, (logs - mean) ** 2, 0.0).sum(axis=0)
    return np.where(count > 1, np.sqrt(squares / np.maximum(count - 1, 1)), np.nan)
