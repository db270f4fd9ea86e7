"""How fast is each tool? Rounds of all of them, each time in a process of its own; ratios are taken within a round."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spine.processes import Place
from spine.spreads import Spread, in_short, table

OURS, OURS_ON_TWO = "Cadreworks", "Cadreworks, two threads"
PEERS = {"neworder": "neworder_people", "mesa-frames": "mesa_people", "NumPy": "numpy_people"}
EVERY = (OURS, OURS_ON_TWO, *PEERS)
OUR_PERSON_YEARS, THEIR_PERSON_YEARS = 4e7, 1.5e6
"""About how many each process simulates after the first replicate: enough to time, at any size."""
YEARS = 10
MIB = 2.0**20


@dataclass(frozen=True)
class Told:
    """What a process told of itself. processor: seconds of all its threads; bytes_each: of a person, where it knows"""

    wall: float
    processor: float
    person_years: float
    peak_mib: float
    busy: float
    versions: Mapping[str, str]
    bytes_each: float = 0.0


@dataclass(frozen=True)
class Tools:
    """Where processes run, and with which Pythons."""

    place: Place
    engine: Path
    peers: Path

    def ours(self, act: str, folder: str, *numbers: int) -> str:
        """Run an act of the engine's part; gives what it printed."""
        command = ("-m", "microsimulation.cadreworks_people", act, folder, *map(str, numbers))
        return self.place.run(self.engine, *command).output

    def of(self, who: str, people: int, replicates: int) -> Told:
        """Replicates by one of them."""
        folder = str(people)
        if who in PEERS:
            said = self.place.run(self.peers, "-m", f"microsimulation.{PEERS[who]}", folder, str(replicates)).output
        else:
            said = self.ours("run", folder, people, replicates, 2 if who == OURS_ON_TWO else 1)
        return told_in(said)


Runs = Mapping[tuple[int, str], Sequence[Told]]


def told_in(output: str) -> Told:
    """What the last line of a process says."""
    return Told(**json.loads(output.splitlines()[-1]))


def give(tools: Tools, sizes: Sequence[int]) -> None:
    """The workforce of each size, a folder for each."""
    for people in sizes:
        (tools.place.folder / str(people)).mkdir()
        tools.ours("give", str(people), people)


def check(tools: Tools, people: int, *, ours: int, theirs: int) -> Mapping[str, Mapping[str, float]]:
    """Whether all give the same answer; ends the benchmark where they do not."""
    for who in (OURS, *PEERS):
        _say(f"Checking {who}")
        tools.of(who, people, theirs if who in PEERS else ours)
    checked = tools.place.run(tools.engine, "-m", "microsimulation.check", str(people)).output
    return json.loads(checked.splitlines()[-1])


def measure(tools: Tools, sizes: Sequence[int], rounds: int) -> Runs:
    """All of them at all sizes, in turn."""
    found: dict[tuple[int, str], list[Told]] = {(people, who): [] for people in sizes for who in EVERY}
    for number in range(rounds):
        for (people, who), runs in found.items():
            _say(f"Round {number + 1}: {who}, {people:,} people")
            enough = THEIR_PERSON_YEARS if who in PEERS else OUR_PERSON_YEARS
            runs.append(tools.of(who, people, max(1, round(enough / people / YEARS))))
    return found


def measure_step(tools: Tools, sizes: Sequence[int], rounds: int) -> Mapping[int, Sequence[Told]]:
    """The compiled step alone."""
    found: dict[int, list[Told]] = {people: [] for people in sizes}
    for number in range(rounds):
        for people, runs in found.items():
            _say(f"Round {number + 1}: the step alone, {people:,} people")
            replicates = max(1, round(OUR_PERSON_YEARS / people / YEARS))
            runs.append(told_in(tools.ours("step", str(people), people, replicates)))
    return found


def measure_posts(tools: Tools, people: int, rounds: int) -> Mapping[str, Sequence[Told]]:
    """Replicates in which posts limit who may come, by how people rise."""
    found: dict[str, list[Told]] = {"push": [], "pull": []}
    for number in range(rounds):
        for promotion, runs in found.items():
            _say(f"Round {number + 1}: posts, {promotion}, {people:,} people")
            replicates = max(1, round(OUR_PERSON_YEARS / 4 / people / YEARS))
            runs.append(told_in(tools.ours(promotion, str(people), people, replicates)))
    return found


def present_posts(found: Mapping[str, Sequence[Told]]) -> str:
    """Whole replicates with limits on posts, on one thread."""
    rows = [
        (promotion, str(Spread(tuple(one.person_years / one.processor / 1e6 for one in told))))
        for promotion, told in found.items()
    ]
    return table(("people rise", "million person-years a second, by the processor"), rows)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def present_check(checked: Mapping[str, Mapping[str, float]]) -> str:
    """How far the furthest cell and year of each is from what is expected."""
    rows = [
        (who, f"{one['replicates']:,}", f"{one['people']:.2f}", f"{one['wte']:.2f}") for who, one in checked.items()
    ]
    return table(("the furthest, in standard errors", "replicates", "people", "wte"), rows)


def present_speeds(runs: Runs) -> str:
    """Person-years a second, and how many times as long the others take as Cadreworks on one thread."""
    return table(
        (
            "people",
            "by",
            "million person-years a second, by the clock",
            "by the processor",
            "times as long",
            "peak, MiB",
        ),
        list(_speeds(runs)),
    )


def _speeds(runs: Runs) -> Iterator[tuple[str, ...]]:
    for (people, who), told in runs.items():
        ratio = per_person_year(told).over(per_person_year(runs[people, OURS]))
        clock = Spread(tuple(one.person_years / one.wall / 1e6 for one in told))
        processor = Spread(tuple(one.person_years / one.processor / 1e6 for one in told))
        peak = max(one.peak_mib for one in told)
        times = str(ratio) if who in PEERS else "–"
        yield f"{people:,}", who, in_short(clock.median), str(processor), times, f"{peak:,.0f}"


def per_person_year(told: Sequence[Told]) -> Spread:
    """Seconds of the processor for one person-year."""
    return Spread(tuple(one.processor / one.person_years for one in told))


def present_memory(runs: Runs) -> str:
    """By how many bytes the peak grows with each person more, from the fewest people to the most."""
    sizes = sorted({people for people, _ in runs})
    fewest, most = sizes[0], sizes[-1]
    rows = []
    for who in EVERY:
        low, high = (max(one.peak_mib for one in runs[people, who]) for people in (fewest, most))
        rows.append((who, f"{(high - low) * MIB / (most - fewest):,.0f}"))
    return table((f"bytes a person more, from {fewest:,} to {most:,}", "peak"), rows)


def present_step(found: Mapping[int, Sequence[Told]]) -> str:
    """The compiled step alone on one thread."""
    rows = []
    for people, told in found.items():
        speed = Spread(tuple(one.person_years / one.processor / 1e6 for one in told))
        each = per_person_year(told).times(1e9)
        rows.append((f"{people:,}", str(speed), str(each), f"{told[0].bytes_each:.0f}"))
    headings = ("people", "million person-years a second, by the processor", "ns a person-year", "bytes a person")
    return table(headings, rows)
