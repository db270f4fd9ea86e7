"""`python -m spine --peers PYTHON`: checks that all models give the same figures, then times them, and reports.

Run it with `make bench` at the root, which sets up what it needs. It takes about six minutes on two cores.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from spine.model_rounds import (
    Pythons,
    check_figures,
    present_agreement,
    present_ratios,
    present_timings,
    time_models,
)
from spine.processes import Place
from spine.whole_runs import DRAWS, measure_whole_runs, present_stages, present_whole_runs

BENCHMARKS = Path(__file__).parents[1]
RESULTS = BENCHMARKS / "results" / "spine.md"
NOTES = """\
How to read the ratios: the median of the rounds (least to most); above 1, Cadreworks took less time. Each is taken
within a round. Cadreworks' percentiles are always timed, and in its first row so is the drawing of parameters. Peers
are given their parameters, and where a few dozen draws stand for all, percentiles are left out: both favour the
peers. All processes together are looked at fifty times a second, so a short peak can be missed."""


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", type=Path, required=True, help="the Python of the peers' environment")
    parser.add_argument("--runs", type=int, default=5, help="timed runs of the whole command at each number of draws")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the models")
    asked = parser.parse_args()
    pythons = Pythons(Path(sys.executable), asked.peers.absolute())
    with tempfile.TemporaryDirectory() as folder:
        path = os.pathsep.join(filter(None, [str(BENCHMARKS), os.environ.get("PYTHONPATH", "")]))
        place = Place(Path(folder), {**os.environ, "PYTHONPATH": path})
        report = measure(place, pythons, runs=asked.runs, rounds=asked.rounds)
    print(report)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(report + "\n", encoding="utf-8")


def measure(place: Place, pythons: Pythons, *, runs: int, rounds: int) -> str:
    """The whole report. Nothing is timed before the figures agree."""
    cadre = pythons.engine.with_name("cadre")
    _tell("Running the reference study, and comparing every model's figures with its tables")
    demo = place.run(cadre, "demo", "study")
    (place.folder / "study" / "out").rename(place.folder / "out")
    place.run(pythons.engine, "-m", "spine.reference", ".", *map(str, DRAWS))
    agreement = check_figures(place, pythons)
    _tell("Timing the whole command")
    whole = measure_whole_runs(place, cadre, runs)
    _tell("Timing the models alone")
    timings, versions = time_models(place, pythons, rounds)
    return "\n\n".join(
        [
            "# The spine, measured",
            f"{_machine()}. {'; '.join(versions.values())}. One cadre demo took {demo.wall:.1f} s.",
            present_agreement(agreement),
            present_whole_runs(whole),
            present_stages(whole),
            present_timings(timings),
            NOTES,
            *(present_ratios(timings, draws) for draws in DRAWS),
        ]
    )


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _machine() -> str:
    """What kind of machine and when; not which."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    day = datetime.now(UTC).date().isoformat()
    return f"{cores} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}, {day}"


if __name__ == "__main__":
    main()
