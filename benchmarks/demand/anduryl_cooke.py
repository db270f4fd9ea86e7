"""`python -m demand.anduryl_cooke IN OUT`: the weights of experts by anduryl, and the seconds that solving took.

Runs in the peers' environment. anduryl comes with a window, whose toolkit is not installed: the two of its modules that
open windows and files are stood in for by empty ones, and its arithmetic runs as it is. Its project is
filled through its own arrays.
"""

from __future__ import annotations

import json
import sys
import time
import types
import warnings
from pathlib import Path

import numpy as np


def load_project() -> type:
    """anduryl's Project, without its window and its files."""
    for name, absent in (("anduryl.io.project", "ProjectIO"), ("anduryl.ui.dialogs", "NotificationDialog")):
        package = name.rpartition(".")[0]
        sys.modules[package] = types.ModuleType(package)
        stand_in = types.ModuleType(name)
        setattr(stand_in, absent, lambda *_: None)
        sys.modules[name] = stand_in
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    from anduryl.core.main import Project

    return Project


def weigh(project_type: type, case: dict[str, object]) -> tuple[dict[str, object], float]:
    """The scores and weights of one set of seed answers, and the seconds from filled project to weights."""
    answers, truth = np.array(case["answers"], dtype=float), np.array(case["truth"], dtype=float)
    experts, questions = answers.shape[:2]
    project = project_type()
    project.initialize(experts, questions, 0, 3)
    project.assessments.quantiles.extend([] if project.assessments.quantiles else [0.05, 0.5, 0.95])
    project.assessments.calculate_binprobs()
    project.assessments.array[:] = answers.transpose(0, 2, 1)
    project.items.ids[:] = [f"q{index}" for index in range(questions)]
    project.items.scales[:] = ["log" if logs else "uni" for logs in case["logs"]]
    project.items.realizations[:] = truth
    project.items.bounds[:] = np.nan
    project.items.overshoots[:] = np.nan
    project.items.use_quantiles[:] = True
    project.experts.ids[:] = [f"e{index}" for index in range(experts)]
    project.experts.names[:] = list(project.experts.ids)
    project.experts.actual_experts[:] = list(range(experts))
    began = time.perf_counter()
    alpha = None if case["best_cut_off"] else 0.0
    project.calculate_decision_maker("global", overshoot=0.1, exp_id="dm", alpha=alpha)
    seconds = time.perf_counter() - began
    scored = project.main_results.experts
    weights = scored.calibration[:experts] * scored.info_real[:experts]
    if case["best_cut_off"]:
        weights = np.where(scored.calibration[:experts] >= project.main_results.alpha_opt, weights, 0.0)
    found = {
        "calibration": scored.calibration[:experts].tolist(),
        "information": scored.info_real[:experts].tolist(),
        "weights": (weights / weights.sum()).tolist(),
        "mixture": [float(scored.calibration[-1]), float(scored.info_real[-1])],
    }
    return found, seconds


def main() -> None:
    """Weigh every case of the file."""
    cases = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    project_type = load_project()
    found = {name: weigh(project_type, case) for name, case in cases.items()}
    answer = {name: {**scores, "seconds": seconds} for name, (scores, seconds) in found.items()}
    Path(sys.argv[2]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
