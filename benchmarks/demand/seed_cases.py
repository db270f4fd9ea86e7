"""`python -m demand.seed_cases FILE`: sets of seed answers to weigh experts by, made up.

Experts are good and bad, questions on plain scales and in orders of magnitude, and some answers are missing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

SIZES = {"8 experts": (8, 10), "45 experts": (45, 12), "1,000 experts": (1000, 10)}


def make_case(experts: int, questions: int, *, best_cut_off: bool, missing: float = 0.0) -> dict[str, Any]:
    """One set: answers (expert, question, point), nothing where missing, truth, and which questions are in logs.

    Experts differ in bias and in how wide they answer; every third question spans orders of magnitude.
    """
    rng = np.random.default_rng([experts, questions, round(100 * missing)])
    logs = np.arange(questions) % 3 == 2
    centre = rng.uniform(2, 8, questions)
    truth = np.where(logs, np.exp(centre), centre * 100)
    bias, width = rng.normal(0, 0.5, (experts, 1)), rng.uniform(0.3, 2.5, (experts, 1))
    best = rng.normal(bias, 1.0, (experts, questions))
    points = best[..., np.newaxis] + width[..., np.newaxis] * np.array([-1.5, 0.1, 1.7])
    in_logs = np.exp(centre[:, np.newaxis] + 2.5 * points)
    plain = (centre * 100)[:, np.newaxis] + 40 * points
    answers = np.where(logs[:, np.newaxis], in_logs, plain)
    told = rng.random((experts, questions, 1)) >= missing
    return {
        "answers": np.where(told, answers, None).tolist(),
        "truth": truth.tolist(),
        "logs": logs.tolist(),
        "best_cut_off": best_cut_off,
    }


def all_cases() -> dict[str, dict[str, Any]]:
    """Each size, plain, and with the cut-off that scores best where that is not a thousand mixtures; and with holes."""
    cases = {name: make_case(*size, best_cut_off=False) for name, size in SIZES.items()}
    cases |= {
        f"{name}, best cut-off": make_case(*SIZES[name], best_cut_off=True) for name in ("8 experts", "45 experts")
    }
    cases["12 experts, a fifth of answers missing"] = make_case(12, 9, best_cut_off=False, missing=0.2)
    cases["45 experts, a tenth of answers missing"] = make_case(45, 12, best_cut_off=False, missing=0.1)
    return cases


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(all_cases()), encoding="utf-8")
