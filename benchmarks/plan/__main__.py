"""`python -m plan --peers PYTHON`: checks that all reach the same objective, and says what building and solving take.

Run it with `make -C benchmarks/plan`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from plan.rounds import (
    PROCESSOR,
    WALL,
    Told,
    measure_programs,
    present_evaluations,
    present_ratios,
    present_rest,
    present_seconds,
    present_sizes,
    tell_of,
)
from spine.processes import Place

BENCHMARKS = Path(__file__).parents[1]
RESULTS = BENCHMARKS / "results"
NOTES = """\
Medians of the rounds, with the least and the most. Peers are given what starts do in each draw, and build the program
from it: building ends when the solver holds the program. All hand the same program to the same HiGHS with the same
options: interior point with crossover, one thread. The peak is that of the process until it is solved, libraries
included."""


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", type=Path, required=True, help="the Python of the peers' environment")
    parser.add_argument("--samples", type=int, nargs="+", default=(1, 10, 50, 200), help="samples of the program")
    parser.add_argument("--draws", type=int, nargs="+", default=(1000,), help="draws on which a plan is judged")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is timed")
    asked = parser.parse_args()
    path = os.pathsep.join(filter(None, [str(BENCHMARKS), os.environ.get("PYTHONPATH", "")]))
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), {**os.environ, "PYTHONPATH": path})
        report = measure(place, asked.peers.absolute(), samples=asked.samples, draws=asked.draws, rounds=asked.rounds)
    print(report)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "plan.md").write_text(report + "\n", encoding="utf-8")


def measure(place: Place, peers: Path, *, samples: Sequence[int], draws: Sequence[int], rounds: int) -> str:
    """The whole report."""
    engine = Path(sys.executable)
    runs = measure_programs(place, engine, peers, samples=samples, rounds=rounds)
    judged = {
        size: [tell_of(place, engine, "plan.cadreworks_plan", "evaluate", ".", str(size)) for _ in range(rounds)]
        for size in draws
    }
    every = [told for of_one in (*runs.values(), *judged.values()) for told in of_one]
    return "\n\n".join(
        [
            "# Plans, measured",
            f"{_machine(every)}. {_versions(every)}.",
            "## Building and solving",
            present_sizes(runs),
            present_seconds(runs, PROCESSOR),
            present_seconds(runs, WALL),
            present_ratios(runs),
            NOTES,
            "## Around the program",
            present_rest(runs),
            "## Judging a plan",
            present_evaluations(judged),
        ]
    )


def _versions(every: Sequence[Told]) -> str:
    """Of every library; one that two processes have in two versions is named twice."""
    return ", ".join(sorted({f"{name} {version}" for told in every for name, version in told.versions.items()}))


def _machine(every: Sequence[Told]) -> str:
    """What kind of machine, when, and how busy; not which."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = [told.busy for told in every]
    waiting = f"{min(busy):.1f} to {max(busy):.1f} processes waiting or running, this one among them"
    day = datetime.now(UTC).date().isoformat()
    return f"{cores} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}, {day}, {waiting}"


if __name__ == "__main__":
    main()
