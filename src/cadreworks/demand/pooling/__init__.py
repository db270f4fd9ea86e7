"""Pooling: what experts answer, each for themselves -> what they say together, and how surely."""

from cadreworks.demand.pooling.beliefs import RangesUsed, count_ranges
from cadreworks.demand.pooling.congruence import Congruence, estimate_congruence
from cadreworks.demand.pooling.cooke import Scores, score_experts
from cadreworks.demand.pooling.influence import leave_each_out
from cadreworks.demand.pooling.judgements import Judgements, count_answers
from cadreworks.demand.pooling.methods import (
    COOKE,
    LINEAR,
    MEAN_SD,
    METHODS,
    QUANTILE,
    RANDOM_EFFECTS,
    Pooled,
    draw,
    pool,
    pool_scenario,
)
from cadreworks.demand.pooling.response import Response, count_response
from cadreworks.demand.pooling.seeds import SEEDS_TABLE, Seeds, read_seeds, seeds_of
from cadreworks.demand.pooling.weigh import Choices, Weighed, check_every_area_is_answered, weigh_returns
from cadreworks.demand.pooling.weights import BY_SIZE, NO_WEIGHTS, WEIGHTINGS, Weighting, estimate_weights

__all__ = [
    "BY_SIZE",
    "COOKE",
    "LINEAR",
    "MEAN_SD",
    "METHODS",
    "NO_WEIGHTS",
    "QUANTILE",
    "RANDOM_EFFECTS",
    "SEEDS_TABLE",
    "WEIGHTINGS",
    "Choices",
    "Congruence",
    "Judgements",
    "Pooled",
    "RangesUsed",
    "Response",
    "Scores",
    "Seeds",
    "Weighed",
    "Weighting",
    "check_every_area_is_answered",
    "count_answers",
    "count_ranges",
    "count_response",
    "draw",
    "estimate_congruence",
    "estimate_weights",
    "leave_each_out",
    "pool",
    "pool_scenario",
    "read_seeds",
    "score_experts",
    "seeds_of",
    "weigh_returns",
]
