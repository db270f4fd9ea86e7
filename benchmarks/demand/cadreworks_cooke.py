"""`python -m demand.cadreworks_cooke IN OUT`: the weights of experts by Cadreworks, and the seconds that took."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from cadreworks.demand.pooling import Scores, Seeds, score_experts


def weigh(case: dict[str, Any]) -> tuple[Scores, float]:
    """The scores of one set of seed answers, and the seconds they took."""
    answers, truth = np.array(case["answers"], dtype=float), np.array(case["truth"], dtype=float)
    experts = tuple(f"e{index}" for index in range(len(answers)))
    questions = tuple(f"q{index}" for index in range(len(truth)))
    seeds = Seeds(experts, questions, answers, truth)
    began = time.perf_counter()
    scores = score_experts(seeds, best_cut_off=bool(case["best_cut_off"]))
    return scores, time.perf_counter() - began


def main() -> None:
    """Weigh every case of the file."""
    cases = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answer = {}
    for name, case in cases.items():
        scores, seconds = weigh(case)
        answer[name] = {
            "calibration": scores.calibration.tolist(),
            "information": scores.information.tolist(),
            "weights": scores.weights.tolist(),
            "mixture": list(scores.mixture),
            "seconds": seconds,
        }
    Path(sys.argv[2]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
