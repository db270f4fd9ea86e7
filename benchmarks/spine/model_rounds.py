"""How long does the model alone take, in Cadreworks and in its peers? Rounds of all of them, in turn.

Ratios are taken within a round. Where running all draws would take long, fewer are run, and what 1,000 or 10,000
would take is worked out from them, and said to be.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spine.processes import Place
from spine.spreads import Spread, in_short, table


@dataclass(frozen=True)
class Contender:
    """A way of running the model. cases: how many draws are run for each number of draws that is asked about."""

    module: str
    way: str
    title: str
    cases: Mapping[int, int]


EVERYTHING = Contender("cadreworks_model", "project", "Cadreworks, all that a run needs", {1000: 1000, 10000: 10000})
SAME = Contender("cadreworks_model", "quantities", "Cadreworks, the peers' quantities", {1000: 1000, 10000: 10000})
PEERS = (
    Contender("pysd_model", "pysd_all", "PySD, draws as a subscript", {1000: 1000, 10000: 10000}),
    Contender("pysd_model", "pysd_each", "PySD, a run for each draw", {1000: 40, 10000: 40}),
    Contender("bptk_model", "bptk_engine", "BPTK-Py, compiled engine, loaded once", {1000: 1000, 10000: 1000}),
    Contender("bptk_model", "bptk_rust", "BPTK-Py, compiled engine, simulate", {1000: 40, 10000: 40}),
    Contender("bptk_model", "bptk_python", "BPTK-Py, Python engine, simulate", {1000: 20, 10000: 20}),
)
CONTENDERS = (EVERYTHING, SAME, *PEERS)


@dataclass(frozen=True)
class Timed:
    """One contender over so many cases: seconds of the run with its percentiles, of these alone, and memory."""

    seconds: Spread
    percentiles: Spread
    peaks_mib: Spread


Timings = Mapping[tuple[str, int], Timed]


@dataclass(frozen=True)
class Pythons:
    """The interpreters: the project's own, and that of the peers' environment."""

    engine: Path
    peers: Path

    def of(self, contender: Contender) -> Path:
        """The one that can import the contender."""
        return self.peers if contender in PEERS else self.engine


def check_figures(place: Place, pythons: Pythons) -> dict[str, dict[str, float]]:
    """The worst differences by way. Ends the benchmark where a peer's figures are not those of the study."""
    for peer in PEERS:
        place.run(pythons.of(peer), "-m", f"spine.{peer.module}", "check", ".", peer.way)
    ended = place.run(pythons.engine, "-m", "spine.agreement", ".", *(peer.way for peer in PEERS))
    found: dict[str, dict[str, float]] = json.loads(ended.output)
    return found


def time_models(place: Place, pythons: Pythons, rounds: int) -> tuple[Timings, dict[str, str]]:
    """Every contender once in each round, each time in a process of its own; and by module what it ran on."""
    wanted = [(contender, cases) for contender in CONTENDERS for cases in dict.fromkeys(contender.cases.values())]
    heard: dict[tuple[str, int], list[tuple[float, float, float]]] = {}
    versions: dict[str, str] = {}
    for _ in range(rounds):
        for contender, cases in wanted:
            module = f"spine.{contender.module}"
            ended = place.run(pythons.of(contender), "-m", module, "time", ".", contender.way, str(cases))
            said = json.loads(ended.output)
            versions[contender.module] = " and ".join(map(" ".join, said["versions"].items()))
            row = _middle(said["run"], said["percentiles"], ended.peak_mib)
            heard.setdefault((contender.way, cases), []).append(row)
    return {key: Timed(*map(Spread, zip(*rows, strict=True))) for key, rows in heard.items()}, versions


def _middle(run: Sequence[float], percentiles: Sequence[float], peak_mib: float) -> tuple[float, float, float]:
    whole = [first + second for first, second in zip(run, percentiles, strict=True)]
    return statistics.median(whole), statistics.median(percentiles), peak_mib


def present_agreement(found: Mapping[str, Mapping[str, float]]) -> str:
    """The worst differences, as a table."""
    rows = [(peer.title, f"{found[peer.way]['tables']:.1e}", f"{found[peer.way]['draws']:.1e}") for peer in PEERS]
    return table(("Worst relative difference from Cadreworks", "tables of the central run", "five draws"), rows)


def present_timings(timings: Timings) -> str:
    """Seconds as measured, as a table."""
    headings = ("Model alone, as measured", "draws run", "seconds", "of them percentiles", "ms a draw", "peak, MiB")
    rows = []
    for contender in CONTENDERS:
        for cases in dict.fromkeys(contender.cases.values()):
            timed = timings[contender.way, cases]
            share = in_short(timed.percentiles.median) if timed.percentiles.median > 1e-3 else "–"
            a_draw = in_short(1000 * timed.seconds.median / cases)
            peak = in_short(timed.peaks_mib.median)
            rows.append((contender.title, f"{cases:,}", str(timed.seconds), share, a_draw, peak))
    return table(headings, rows)


def present_ratios(timings: Timings, draws: int) -> str:
    """How many times as long each peer takes, as a table."""
    headings = (f"{draws:,} draws", "seconds", "times Cadreworks, all", "times Cadreworks, same quantities")
    ours = [timings[contender.way, draws].seconds for contender in (EVERYTHING, SAME)]
    rows = [
        (contender.title, in_short(timings[contender.way, draws].seconds.median), "–", "–")
        for contender in (EVERYTHING, SAME)
    ]
    for peer in PEERS:
        cases = peer.cases[draws]
        theirs = timings[peer.way, cases].seconds.times(draws / cases)
        seconds = in_short(theirs.median) + ("" if cases == draws else f" (not run: worked out from {cases:,} draws)")
        rows.append((peer.title, seconds, *(str(theirs.over(own)) for own in ours)))
    return table(headings, rows)
