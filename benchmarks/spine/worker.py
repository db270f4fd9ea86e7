"""How is a model checked and timed? Each in a process of its own, the same way for all.

    python -m spine.MODEL check FOLDER WAY            writes the figures of the cases that are checked
    python -m spine.MODEL time FOLDER WAY CASES       prints the seconds of several runs over that many draws

Only what a user does again for every set of draws is timed: setting the parameters, running, and gathering the
results in arrays. Importing, translating and loading the model, and setting constants, come before the clock.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from spine.figures import Figures, percentiles
from spine.inputs import Inputs

REPEATS = 3
LEAST_DRAWS = 1000
"""Samples are taken from the file with so many draws."""
CHECKED_FILE = "checked.npz"


@dataclass(frozen=True)
class Way:
    """One way of running a model. make_ready: inputs and folder -> the run itself, which returns its figures.

    whole: whether percentiles belong to what is timed, because all draws are run, not a sample of them
    """

    make_ready: Callable[[Inputs, Path], Callable[[], Any]]
    whole: bool


def inputs_file(draws: int) -> str:
    """The name of the file that holds the central run and so many draws."""
    return f"inputs-{draws}.npz"


def figures_file(way: str) -> str:
    """The name of the file in which a way of running the model leaves the figures of the checked cases."""
    return f"figures-{way}.npz"


def main(ways: Mapping[str, Way], libraries: Sequence[str]) -> None:
    """The command line of a model."""
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=("check", "time"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("way", choices=tuple(ways))
    parser.add_argument("cases", type=int, nargs="?", default=0)
    asked = parser.parse_args()
    if asked.act == "check":
        _check(ways[asked.way], asked.folder, asked.way)
    else:
        print(json.dumps({**_time(ways[asked.way], asked.folder, asked.cases), "versions": _versions(libraries)}))


def _check(way: Way, folder: Path, name: str) -> None:
    figures = way.make_ready(Inputs.load(folder / CHECKED_FILE), folder)()
    if isinstance(figures, Figures):
        figures.save(folder / figures_file(name))


def _time(way: Way, folder: Path, cases: int) -> dict[str, list[float]]:
    """Seconds of each run after a warm-up, and of the percentiles of its results."""
    inputs = Inputs.load(folder / inputs_file(max(cases, LEAST_DRAWS))).only(slice(1, cases + 1))
    run = way.make_ready(inputs, folder)
    _once(run, whole=way.whole)  # caches fill, pages are mapped
    both = [_once(run, whole=way.whole) for _ in range(REPEATS)]
    return {"run": [seconds for seconds, _ in both], "percentiles": [seconds for _, seconds in both]}


def _once(run: Callable[[], Any], *, whole: bool) -> tuple[float, float]:
    began = time.perf_counter()
    figures = run()
    ran = time.perf_counter()
    if whole:
        percentiles(figures)
    return ran - began, time.perf_counter() - ran


def _versions(libraries: Sequence[str]) -> dict[str, str]:
    return {name: metadata.version(name) for name in libraries}
