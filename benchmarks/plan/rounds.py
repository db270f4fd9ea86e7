"""How long do building and solving take, ours and the peers'? Rounds of all of them, each time in a process of its own.

Nothing is printed where the objectives are not the same. Ratios are taken within a round.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spine.processes import Place
from spine.spreads import Spread, in_short, table

SAME_WITHIN = 1e-6
OURS, LINOPY, CVXPY = "Cadreworks", "linopy", "CVXPY"
COMMANDS = {
    OURS: ("plan.cadreworks_plan", "optimise"),
    LINOPY: ("plan.linopy_plan",),
    CVXPY: ("plan.cvxpy_plan",),
}
WALL, PROCESSOR = 0, 1
BUILT = ("build", "solve")


@dataclass(frozen=True)
class Told:
    """What a process told of itself. seconds: by part, (wall, processor); peak_mib: until the end of each part; size:
    rows, columns, entries
    """

    seconds: Mapping[str, tuple[float, float]]
    peak_mib: Mapping[str, float]
    objective: float
    size: tuple[int, ...]
    busy: float
    versions: Mapping[str, str]

    def of(self, *parts: str, which: int) -> float:
        """Seconds of some parts together."""
        return sum(self.seconds[part][which] for part in parts)


Runs = Mapping[tuple[str, int], Sequence[Told]]


def measure_programs(place: Place, engine: Path, peers: Path, *, samples: Sequence[int], rounds: int) -> Runs:
    """Every one of them at every number of samples, in turn. Ends the benchmark where objectives differ."""
    found: dict[tuple[str, int], list[Told]] = {(who, size): [] for size in samples for who in COMMANDS}
    for size in samples:
        place.run(engine, "-m", "plan.cadreworks_plan", "give", ".", str(size))
    for number in range(rounds):
        for (who, size), runs in found.items():
            print(f"Round {number + 1}: {who}, {size} samples", file=sys.stderr, flush=True)
            python = engine if who == OURS else peers
            runs.append(tell_of(place, python, *COMMANDS[who], ".", str(size)))
        for size in samples:
            _check_same({who: found[who, size][-1] for who in COMMANDS}, size)
    return found


def tell_of(place: Place, python: Path, *command: str) -> Told:
    """Run one process; the last line that it prints is what it tells."""
    ended = place.run(python, "-m", *command)
    said = json.loads(ended.output.splitlines()[-1])
    size = tuple(said.get(name, 0) for name in ("rows", "columns", "entries"))
    seconds = {part: tuple(both) for part, both in said["seconds"].items()}
    return Told(seconds, said["peak_mib"], said.get("objective", 0.0), size, said["busy"], said["versions"])


def _check_same(told: Mapping[str, Told], samples: int) -> None:
    objectives = {who: one.objective for who, one in told.items()}
    least, most = min(objectives.values()), max(objectives.values())
    if not most - least <= SAME_WITHIN * abs(most):
        sys.exit(f"With {samples} samples the objectives are not the same: {objectives}")
    solvers = {one.versions["highspy"] for one in told.values()}
    if len(solvers) > 1:
        sys.exit(f"HiGHS is not of one version: {', '.join(sorted(solvers))}. Run make -C benchmarks/plan lock.")


def present_sizes(runs: Runs) -> str:
    """What each handed to the solver, with the objective."""
    rows = [
        (f"{samples:,}", who, *(f"{count:,}" for count in told[0].size), f"{told[0].objective:,.4f}")
        for (who, samples), told in runs.items()
    ]
    return table(("samples", "by", "rows", "columns", "entries", "objective, WTE-years"), rows)


def present_seconds(runs: Runs, which: int) -> str:
    """Seconds of building and of solving, by the clock or by the processor, and peaks of memory."""
    unit = "processor, s" if which == PROCESSOR else "wall, s"
    rows = [
        (
            f"{samples:,}",
            who,
            *(in_short(_spread(told, part, which=which).median) for part in BUILT),
            str(_spread(told, *BUILT, which=which)),
            f"{max(one.peak_mib['solve'] for one in told):,.0f}",
        )
        for (who, samples), told in runs.items()
    ]
    return table(("samples", "by", f"build, {unit}", f"solve, {unit}", f"both, {unit}", "peak, MiB"), rows)


def present_ratios(runs: Runs) -> str:
    """How many times as long the peers take, by the processor."""
    rows = []
    for who, samples in runs:
        if who != OURS:
            theirs, ours = runs[who, samples], runs[OURS, samples]
            ratios = (
                _spread(theirs, *parts, which=PROCESSOR).over(_spread(ours, *parts, which=PROCESSOR))
                for parts in (("build",), ("solve",), BUILT)
            )
            rows.append((f"{samples:,}", f"{who} over {OURS}", *map(str, ratios)))
    return table(("samples", "times as long, by the processor", "build", "solve", "both"), rows)


def present_rest(runs: Runs) -> str:
    """What Cadreworks does besides: draws of what levers do, before; verification on all draws, after."""
    rows = [
        (f"{samples:,}", *(_wall_and_processor(told, part) for part in ("draw", "verify")))
        for (who, samples), told in runs.items()
        if who == OURS
    ]
    return table(("samples", "sample drawn, wall and processor, s", "verified on 1,000 draws, the same"), rows)


def _wall_and_processor(told: Sequence[Told], part: str) -> str:
    return " and ".join(in_short(_spread(told, part, which=which).median) for which in (WALL, PROCESSOR))


def _spread(told: Sequence[Told], *parts: str, which: int) -> Spread:
    return Spread(tuple(one.of(*parts, which=which) for one in told))


def present_evaluations(found: Mapping[int, Sequence[Told]]) -> str:
    """How long judging a plan takes."""
    rows = [
        (
            f"{draws:,}",
            *(str(_spread(told, "evaluate", which=which)) for which in (WALL, PROCESSOR)),
            f"{max(one.peak_mib['evaluate'] for one in told):,.0f}",
        )
        for draws, told in found.items()
    ]
    return table(("draws", "evaluate, wall, s", "evaluate, processor, s", "peak, MiB"), rows)
