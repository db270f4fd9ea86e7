"""`python -m microsimulation --peers PYTHON`: checks that all give the same answer, and says how fast each is.

Run it with `make -C benchmarks/microsimulation`.
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

from microsimulation.rounds import (
    OURS,
    YEARS,
    Runs,
    Told,
    Tools,
    check,
    give,
    measure,
    measure_posts,
    measure_step,
    per_person_year,
    present_check,
    present_memory,
    present_posts,
    present_speeds,
    present_step,
    told_in,
)
from spine.processes import Place
from spine.spreads import Spread, in_short, table

BENCHMARKS = Path(__file__).parents[1]
RESULTS = BENCHMARKS / "results"
AIM_SPEED, AIM_TIMES, AIM_SECONDS = 50.0, 10.0, 60.0
NOTES = """\
Medians of the rounds, with the least and the most. Each is a process of its own, which simulates a replicate before the
clock starts. A replicate begins with the staff of the base day and ends with everything counted: Cadreworks draws
joiners, fills tables and counts flows, moves, ages, careers and retirements in it; peers count people by cell and by
age, and wte. Peers run on one thread. Ratios are those of seconds of the processor for a person-year, in a round."""


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", type=Path, required=True, help="the Python of the peers' environment")
    parser.add_argument("--people", type=int, nargs="+", default=(46_000, 300_000, 1_500_000), help="sizes")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is timed")
    parser.add_argument("--replicates", type=int, default=100, help="replicates of the largest, on two threads")
    parser.add_argument("--checked", type=int, nargs=2, default=(200, 10), help="replicates held against what is due")
    asked = parser.parse_args()
    path = os.pathsep.join(filter(None, [str(BENCHMARKS), os.environ.get("PYTHONPATH", "")]))
    alone = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), {**os.environ, **alone, "PYTHONPATH": path})
        tools = Tools(place, Path(sys.executable), asked.peers.absolute())
        report = measured(tools, asked.people, rounds=asked.rounds, replicates=asked.replicates, checked=asked.checked)
    print(report)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "microsimulation.md").write_text(report + "\n", encoding="utf-8")


def measured(tools: Tools, sizes: Sequence[int], *, rounds: int, replicates: int, checked: Sequence[int]) -> str:
    """The whole report."""
    give(tools, sizes)
    same = check(tools, min(sizes), ours=checked[0], theirs=checked[1])
    step = measure_step(tools, sizes, rounds)
    runs = measure(tools, sizes, rounds)
    posts = measure_posts(tools, min(sizes), rounds)
    print(f"{max(sizes):,} people, {replicates} replicates on two threads", file=sys.stderr, flush=True)
    many = told_in(tools.ours("run", str(max(sizes)), max(sizes), replicates, 2))
    every = [many, *(told for of_one in (*step.values(), *runs.values(), *posts.values()) for told in of_one)]
    return "\n\n".join(
        [
            "# People one by one, measured",
            f"{_machine(every)}. {_versions(every)}.",
            _aims(step[min(sizes)], runs, many, replicates),
            "## The same answer",
            present_check(same),
            "## The step alone, one thread",
            present_step(step),
            "## Whole replicates",
            present_speeds(runs),
            NOTES,
            f"## Where posts limit who may come, {min(sizes):,} people, whole replicates on one thread",
            present_posts(posts),
            "## Memory",
            present_memory(runs),
        ]
    )


def _aims(step: Sequence[Told], runs: Runs, many: Told, replicates: int) -> str:
    """What was to be reached, and what is."""
    fewest, most = min(people for people, _ in runs), max(people for people, _ in runs)
    speed = Spread(tuple(one.person_years / one.processor / 1e6 for one in step))
    times = per_person_year(runs[fewest, "neworder"]).over(per_person_year(runs[fewest, OURS]))
    rows = [
        (
            f"{AIM_SPEED:.0f} million person-years a second a core, in the step, {fewest:,} people",
            str(speed),
            _met(speed.median >= AIM_SPEED),
        ),
        (
            f"at least {AIM_TIMES:.0f} times neworder, whole replicates, {fewest:,} people",
            str(times),
            _met(times.median >= AIM_TIMES),
        ),
        (
            f"{most:,} people, {YEARS} years, {replicates} replicates on two threads, in under a minute",
            f"{in_short(many.wall)} s by the clock, {in_short(many.processor)} s of the processor",
            _met(many.wall < AIM_SECONDS),
        ),
    ]
    return table(("aim", "found", ""), rows)


def _met(met: bool) -> str:
    return "met" if met else "not met"


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
