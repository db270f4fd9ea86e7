"""How long does `cadre run` take from start to report, how much memory, and how much of that is arithmetic?

stages: the run's own log says when each stage began; what it does not see, the start of the process and its
        imports and the end, is the whole less the log's last time
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from spine.processes import Ended, Place
from spine.spreads import Spread, in_short, table

DRAWS = (1000, 10000)
OUT = "out"
ARITHMETIC = "Projecting"
START = "Start, imports and end"
_STAGE = re.compile(r"^ *([\d.]+) s  (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class WholeRuns:
    """Runs with one number of draws. together_mib: all processes at once; stages: mean seconds of each, in order."""

    walls: Spread
    peaks_mib: Spread
    together_mib: float
    stages: Mapping[str, float]


def measure_whole_runs(place: Place, cadre: Path, times: int) -> dict[int, WholeRuns]:
    """So many runs at each number of draws, in turn, after one at each that is not timed."""
    together = {draws: place.peak_of_all(*_command(cadre, draws)) for draws in DRAWS}
    runs: dict[int, list[tuple[Ended, dict[str, float]]]] = {draws: [] for draws in DRAWS}
    for _ in range(times):
        for draws in DRAWS:
            ended = place.run(*_command(cadre, draws))
            runs[draws].append((ended, _stages(place.folder / OUT / "run.log", ended.wall)))
    return {draws: _gathered(runs[draws], together[draws]) for draws in DRAWS}


def _command(cadre: Path, draws: int) -> Sequence[str | Path]:
    return (cadre, "run", "study", "--out", OUT, "--draws", str(draws))


def _stages(log: Path, wall: float) -> dict[str, float]:
    """Seconds of each stage of one run."""
    began = [(float(seconds), stage) for seconds, stage in _STAGE.findall(log.read_text(encoding="utf-8"))]
    seconds = {stage: after - before for (before, stage), (after, _) in pairwise(began)}
    return {START: wall - began[-1][0], **seconds}


def _gathered(runs: Sequence[tuple[Ended, dict[str, float]]], together_mib: float) -> WholeRuns:
    """Stages by their mean, not their median, so that they add up to the whole."""
    stages = [seconds for _, seconds in runs]
    return WholeRuns(
        walls=Spread(tuple(ended.wall for ended, _ in runs)),
        peaks_mib=Spread(tuple(ended.peak_mib for ended, _ in runs)),
        together_mib=together_mib,
        stages={stage: sum(seconds[stage] for seconds in stages) / len(stages) for stage in stages[0]},
    )


def present_whole_runs(runs: Mapping[int, WholeRuns]) -> str:
    """Wall time and peak memory, as a table."""
    headings = ("cadre run", "wall, s", "largest process at its peak, MiB", "all processes together, as seen, MiB")
    rows = [
        (f"{draws:,} draws", str(found.walls), str(found.peaks_mib), in_short(found.together_mib))
        for draws, found in runs.items()
    ]
    few, many = (runs[draws] for draws in DRAWS)
    walls, peaks = many.walls.over(few.walls), many.peaks_mib.over(few.peaks_mib)
    ratio = ("the second over the first", str(walls), str(peaks), in_short(many.together_mib / few.together_mib))
    return table(headings, [*rows, ratio])


def present_stages(runs: Mapping[int, WholeRuns]) -> str:
    """Seconds and shares of each stage, as a table."""
    headings = ["Stage of cadre run"]
    for draws in runs:
        headings += [f"{draws:,} draws, s", "share"]
    rows = [[stage, *_seconds_and_shares(runs, [stage])] for stage in next(iter(runs.values())).stages]
    outside = [stage for stage in next(iter(runs.values())).stages if stage != ARITHMETIC]
    return table(headings, [*rows, ["All outside arithmetic", *_seconds_and_shares(runs, outside)]])


def _seconds_and_shares(runs: Mapping[int, WholeRuns], stages: Sequence[str]) -> list[str]:
    cells = []
    for found in runs.values():
        seconds = sum(found.stages[stage] for stage in stages)
        cells += [f"{seconds:.2f}", f"{seconds / sum(found.stages.values()):.1%}"]
    return cells
