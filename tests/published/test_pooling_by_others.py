"""Pools and weights held against others: a published meta-analysis, scores worked by hand, and another program."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from cadreworks.demand.pooling import Seeds, score_experts
from cadreworks.demand.pooling.cooke import estimate_calibration
from cadreworks.demand.pooling.meta_analysis import estimate_between, estimate_between_at_once, estimate_mean_effect
from cadreworks.randomness import stream

# Thirteen trials of BCG vaccine against tuberculosis: cases and non-cases, vaccinated and not. Colditz and others, JAMA
# 271 (1994); much reanalysed since, as by Berkey and others, Statistics in Medicine 14 (1995).
BCG = (
    *((4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761)),
    *((180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232)),
    *((17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825)),
)
ANDURYL = Path(__file__).parents[1] / "data" / "cooke_by_anduryl" / "sets.json"
SETS = json.loads(ANDURYL.read_text(encoding="utf-8"))


@pytest.fixture
def trials() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log risk ratios, their variances, and that all are told."""
    a, b, c, d = np.array(BCG, dtype=float).T
    logs = np.log(a / (a + b) / (c / (c + d)))
    return logs, 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d), np.ones(len(a), dtype=bool)


@pytest.mark.parametrize(
    ("estimate", "between", "mean", "error"),
    [
        (estimate_between_at_once, 0.30876026286, -0.71411722207, 0.17874208954),
        (estimate_between, 0.31806845220, -0.71496815349, 0.18089219154),
    ],
    ids=["DerSimonian and Laird", "Paule and Mandel"],
)
def test_the_vaccine_trials(trials, estimate, between, mean, error):
    """As `combine_effects` of statsmodels 0.15.0 gives them, with `method_re` "dl" and "iterated"."""
    logs, variances, told = trials
    spread = estimate(logs, variances, told)
    found = estimate_mean_effect(logs, variances, told, weights=np.ones(len(logs)), between=spread)
    assert float(found.between) == pytest.approx(between, abs=1e-10)
    assert float(found.mean) == pytest.approx(mean, abs=1e-10)
    assert math.sqrt(float(found.variance)) == pytest.approx(error, abs=1e-10)


@pytest.mark.parametrize(("number", "covered"), [(3, 0.758), (8, 0.856)])
def test_bands_of_random_effects_cover_as_is_said(number, covered):
    """Without ranges the mean over its error is a t with n - 1 degrees of freedom, and the band takes it for a normal:
    its chance of lying within 1.645 is printed in docs/adr/0013. Four thousand samples, so within 0.02."""
    logs = stream(number, "coverage").normal(0, 0.3, (number, 4000))
    told, nothing = np.ones(logs.shape, dtype=bool), np.zeros(logs.shape)
    between = estimate_between(logs, nothing, told)
    found = estimate_mean_effect(logs, nothing, told, weights=np.ones(logs.shape), between=between)
    assert np.mean(np.abs(found.mean) <= 1.6448536 * np.sqrt(found.variance)) == pytest.approx(covered, abs=0.02)


def chi_square_beyond(x: float) -> float:
    """The chance of more than x with three degrees of freedom, in closed form."""
    return math.erfc(math.sqrt(x / 2)) + math.sqrt(2 * x / math.pi) * math.exp(-x / 2)


@pytest.mark.parametrize(
    ("counts", "surprise"),
    [
        ((1, 9, 9, 1), 0.0),  # just as promised
        ((0, 10, 10, 0), math.log(1 / 0.9)),  # never in the tails
        ((5, 5, 5, 5), 0.5 * math.log(0.25 / 0.05) + 0.5 * math.log(0.25 / 0.45)),  # half of them in the tails
        ((0, 0, 0, 20), math.log(1 / 0.05)),  # always too low
    ],
)
def test_calibration_worked_by_hand(counts, surprise):
    """Twenty questions; the truth is 0, and the expert's points lie so that it falls where it is counted."""
    points = [(1, 2, 3), (-1, 1, 2), (-2, -1, 1), (-3, -2, -1)]
    answers = np.array([[points[where] for where, count in enumerate(counts) for _ in range(count)]], dtype=float)
    (found,) = estimate_calibration(answers, np.zeros(20), power=20)
    assert found == pytest.approx(chi_square_beyond(2 * 20 * surprise), abs=1e-12)


def test_information_worked_by_hand():
    """Answers of both and the truth lie between 0 and 10, so the range is -1 to 11. One expert's quarters are 3 wide
    each, the other's 1, 5, 5 and 1."""
    answers = np.array([[[2.0, 5.0, 8.0]], [[0.0, 5.0, 10.0]]])
    scores = score_experts(Seeds(("even", "wide"), ("q",), answers, np.array([5.0])))
    own = [
        math.log(12) + sum(p * math.log(p / width) for p, width in zip((0.05, 0.45, 0.45, 0.05), widths, strict=True))
        for widths in ([3, 3, 3, 3], [1, 5, 5, 1])
    ]
    assert scores.information == pytest.approx(own, abs=1e-12)
    assert scores.weights == pytest.approx(np.array(own) / sum(own))  # one question tells the same of both


@pytest.mark.parametrize("name", SETS)
def test_scores_are_those_of_anduryl(name):
    """To a millionth; they differ by less than 1e-10 in fact. How they were made: tests/data/cooke_by_anduryl."""
    case = SETS[name]
    answers, truth = np.array(case["answers"], dtype=float), np.array(case["truth"])
    seeds = Seeds(tuple(map(str, range(len(answers)))), tuple(map(str, range(len(truth)))), answers, truth)
    scores = score_experts(seeds, best_cut_off=case["best_cut_off"])
    assert scores.calibration == pytest.approx(case["calibration"], abs=1e-6)
    assert scores.information == pytest.approx(case["information"], abs=1e-6)
    assert scores.weights == pytest.approx(case["weights"], abs=1e-6)
    assert scores.mixture == pytest.approx(case["mixture"], abs=1e-6)
