"""How much should each expert weigh, going by questions with known answers? The classical model (Cooke 1991).

    calibration = 1 - F(2 N I(s, p)),  I = sum of s ln(s / p),  F = chi-square with 3 degrees of freedom
    information = mean over questions of  ln(range) + sum of p ln(p / width of each quarter of the range)
    weight      = calibration x information, where calibration reaches the cut-off, over the sum of these

s: the shares of truths that fell below an expert's 5 per cent point, between the points, and above the last;
p = (0.05, 0.45, 0.45, 0.05); N: the fewest questions that any scored expert answered, so that all are tested with the
same power. The range of a question holds all answers and the truth, and a tenth of itself more on either side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from cadreworks.bands import Array
from cadreworks.demand.pooling.judgements import Mask
from cadreworks.demand.pooling.seeds import Seeds

POINTS = np.array([0.05, 0.5, 0.95])
SHARES = np.array([0.05, 0.45, 0.45, 0.05])
OVERSHOOT = 0.1
LOG_SPAN = 1000.0
"""A question whose numbers are positive and span this factor or more is measured on a log scale."""
LEAST_ANSWERED = 0.5
"""Who answered a smaller share of the seed questions is not scored."""


@dataclass(frozen=True)
class Scores:
    """By organisation: how many seed questions they answered, and calibration, information and weight, which are not
    numbers for who is not scored, but for the weight, which is 0. cut_off: the least calibration that weighs;
    mixture: calibration and information of the weighted mixture itself.
    """

    organisations: tuple[str, ...]
    answered: NDArray[np.int64]
    calibration: Array
    information: Array
    weights: Array
    cut_off: float
    mixture: tuple[float, float]

    @property
    def unscored(self) -> tuple[str, ...]:
        """Who answered too few seed questions to weigh anything."""
        missing = np.isnan(self.calibration)
        return tuple(name for name, none in zip(self.organisations, missing, strict=True) if none)


@dataclass(frozen=True)
class _Scaled:
    """The seeds of scored experts on the scale of each question: answers (expert, question, point), truth, and the
    ends of each range.
    """

    answers: Array
    truth: Array
    least: Array
    most: Array


def score_experts(seeds: Seeds, *, best_cut_off: bool = False) -> Scores:
    """The scores of all experts; with `best_cut_off` the cut-off is the one whose mixture scores best itself.

    Where nobody is scored every weight is 0.
    """
    answered = (~np.isnan(seeds.answers).any(axis=2)).sum(axis=1)
    scored = answered >= max(1.0, LEAST_ANSWERED * len(seeds.questions))
    calibration, information = np.full(len(scored), np.nan), np.full(len(scored), np.nan)
    weights, cut_off, mixture = np.zeros(len(scored)), 0.0, (np.nan, np.nan)
    if scored.any():
        scaled = _scale(seeds, scored)
        power = int(answered[scored].min())
        calibration[scored] = estimate_calibration(scaled.answers, scaled.truth, power=power)
        information[scored] = _estimate_information(scaled)
        mixtures = _Mixtures.of(scaled, power)
        if best_cut_off:
            cut_off = _find_cut_off(mixtures, calibration[scored], information[scored])
        raw = np.where(calibration >= cut_off, calibration * information, 0.0)
        if np.nansum(raw) > 0:
            weights = np.nan_to_num(raw / np.nansum(raw))
            mixture = mixtures.score(weights[scored])
    return Scores(seeds.organisations, answered, calibration, information, weights, cut_off, mixture)


def estimate_calibration(answers: Array, truth: Array, *, power: int) -> Array:
    """The chance that an expert whose points mean what they say would do no better; (expert,).

    answers: (expert, question, point), not a number where there is none; power: N
    """
    told = np.logical_not(np.isnan(answers).any(axis=2))
    above = (truth[:, np.newaxis] > answers).sum(axis=2)
    counts = np.stack([(told & (above == quarter)).sum(axis=1) for quarter in range(len(SHARES))], axis=1)
    seen = counts / counts.sum(axis=1, keepdims=True)
    surprise = np.where(seen > 0, seen * np.log(np.where(seen > 0, seen, 1.0) / SHARES), 0.0).sum(axis=1)
    chances: Array = chdtrc(len(SHARES) - 1, 2 * power * np.maximum(surprise, 0.0))
    return chances


def _scale(seeds: Seeds, scored: Mask) -> _Scaled:
    """Questions that span orders of magnitude in logs; and each question's range, with its overshoot."""
    answers, truth = seeds.answers[scored], seeds.truth
    every = np.concatenate([answers.transpose(1, 0, 2).reshape(len(truth), -1), truth[:, np.newaxis]], axis=1)
    lowest, highest = np.nanmin(every, axis=1), np.nanmax(every, axis=1)
    in_logs = (lowest > 0) & (highest >= LOG_SPAN * lowest)

    def scaled(values: Array, which: Mask) -> Array:
        return np.where(which, np.log(np.where(which, values, 1.0)), values)

    lowest, highest = scaled(lowest, in_logs), scaled(highest, in_logs)
    beyond = OVERSHOOT * (highest - lowest)
    return _Scaled(scaled(answers, in_logs[:, np.newaxis]), scaled(truth, in_logs), lowest - beyond, highest + beyond)


def _estimate_information(scaled: _Scaled) -> Array:
    """How much narrower than the range each expert's distribution is, on average over their questions; (expert,)."""
    told = np.logical_not(np.isnan(scaled.answers).any(axis=2))
    shape = (*scaled.answers.shape[:2], 1)
    ends = [np.broadcast_to(end[:, np.newaxis], shape) for end in (scaled.least, scaled.most)]
    widths = np.diff(np.concatenate([ends[0], scaled.answers, ends[1]], axis=2), axis=2)
    parts = (SHARES * np.log(SHARES / np.where(told[..., np.newaxis], widths, 1.0))).sum(axis=2)
    each = np.where(told, np.log(scaled.most - scaled.least) + parts, 0.0)
    mean: Array = each.sum(axis=1) / told.sum(axis=1)
    return mean


@dataclass(frozen=True)
class _Mixtures:
    """What mixtures of the scored experts are made of. knots: of each question, where anybody's distribution bends;
    heights: of each question, every expert's distribution there, (expert, knot), straight in between.
    """

    scaled: _Scaled
    power: int
    knots: tuple[Array, ...]
    heights: tuple[Array, ...]

    @classmethod
    def of(cls, scaled: _Scaled, power: int) -> _Mixtures:
        """The distributions of all experts; of who did not answer, 0 throughout."""
        shares = np.concatenate([[0.0], POINTS, [1.0]])
        knots, heights = [], []
        for question, (least, most) in enumerate(zip(scaled.least, scaled.most, strict=True)):
            answers = scaled.answers[:, question]
            told = np.logical_not(np.isnan(answers).any(axis=1))
            everywhere = np.concatenate([[least], np.unique(answers[told]), [most]])
            height = np.zeros((len(answers), len(everywhere)))
            for expert in np.flatnonzero(told):
                height[expert] = np.interp(everywhere, [least, *answers[expert], most], shares)
            knots.append(everywhere)
            heights.append(height)
        return cls(scaled, power, tuple(knots), tuple(heights))

    def score(self, weights: Array) -> tuple[float, float]:
        """Calibration and information of the mixture with these weights, shared out anew where some did not answer."""
        points = np.full((1, len(self.knots), len(POINTS)), np.nan)
        for question, (knots, heights) in enumerate(zip(self.knots, self.heights, strict=True)):
            mixed = (weights[:, np.newaxis] * heights).sum(axis=0)
            if mixed[-1] > 0:
                points[0, question] = np.interp(POINTS, mixed / mixed[-1], knots)
        scaled = self.scaled
        calibration = estimate_calibration(points, scaled.truth, power=self.power)
        information = _estimate_information(_Scaled(points, scaled.truth, scaled.least, scaled.most))
        return float(calibration[0]), float(information[0])


def _find_cut_off(mixtures: _Mixtures, calibration: Array, information: Array) -> float:
    """The calibration from which experts weigh: that whose mixture, as one more expert under the same cut-off, would
    weigh most.
    """
    best, found = -1.0, 0.0
    for cut_off in np.unique(calibration):
        weights = np.where(calibration >= cut_off, calibration * information, 0.0)
        if weights.any():
            own, informed = mixtures.score(weights)
            score = own * informed if own >= cut_off else 0.0
            if score > best:
                best, found = score, float(cut_off)
    return found
