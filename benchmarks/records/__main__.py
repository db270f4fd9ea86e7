"""`python -m records --peers PYTHON --folder DIR`: checks that all tools count the same, times them, and reports.

Run it with `make -C benchmarks/records`. Extracts, about 0.3 GB for 18 million rows and 3 GB for 180 million, are made
in the folder on the first run and stay there. The large one is asked for with --large: on two cores it
takes a quarter of an hour to make and five minutes a round.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from records.processes import Ended, run_to_end
from spine.spreads import Spread, table

BENCHMARKS = Path(__file__).parents[1]
RESULTS = BENCHMARKS / "results"
PEOPLE = {"18 million rows": "164000", "180 million rows": "1640000"}
STORE, RAW, PANDAS, POLARS = "Cadreworks, from its store", "Cadreworks, from Parquet", "pandas", "Polars"
IMPORT, NEEDED, ALL = "Cadreworks, Parquet into its store", "scan of the five columns", "scan of all columns"
TIMES = ("wall", "processor")
NOTES = """\
Medians of the rounds; ratios are taken within a round, with the least and the most. Each is a whole process, from
start to end, that starts no others, so that its peak of memory is the whole of it.
Processor seconds are of all cores, and steadier than the clock where a machine is shared. Cadreworks reads and checks
all 19 columns of the raw extract, and counts besides what peers do not: reasons for leaving, sources of joiners, ages.
Spark is timed by `python -m records.spark_flows`, which counts the memory of its Java too."""


@dataclass(frozen=True)
class Bench:
    """Where everything is: the two Pythons, the extract, and a folder for what comes out."""

    engine: Path
    peers: Path
    extract: Path
    work: Path

    def commands(self) -> Mapping[str, Sequence[str | Path]]:
        """Each way of counting, and each scan."""
        cadre = self.engine.with_name("cadre")
        ask = ("--by", "area,pay_band", "--every", "month", "--out")
        store = self.work / "spells.parquet"
        return {
            IMPORT: (cadre, "records", "spells", self.extract, "--out", store),
            STORE: (cadre, "records", "flows", store, *ask, self.work / "store.csv"),
            RAW: (cadre, "records", "flows", self.extract, *ask, self.work / "raw.csv"),
            PANDAS: (self.peers, "-m", "records.pandas_flows", self.extract, self.work / "pandas.csv"),
            POLARS: (self.peers, "-m", "records.polars_flows", self.extract, self.work / "polars.csv"),
            NEEDED: (self.engine, "-m", "records.scan", self.extract, "needed"),
            ALL: (self.engine, "-m", "records.scan", self.extract, "all"),
        }


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", type=Path, required=True, help="the Python of the peers' environment")
    parser.add_argument("--folder", type=Path, required=True, help="where extracts are made and stay")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is timed")
    parser.add_argument("--large", action="store_true", help="180 million rows, without pandas and Polars")
    asked = parser.parse_args()
    engine, peers = Path(sys.executable), asked.peers.absolute()
    asked.folder.mkdir(parents=True, exist_ok=True)
    size = "180 million rows" if asked.large else "18 million rows"
    extract = asked.folder.absolute() / size.replace(" ", "-")
    environment = {**os.environ, "PYTHONPATH": str(BENCHMARKS)}
    _tell(f"Making an extract of {size}, unless it is there")
    run_to_end(environment, engine, "-m", "records.extracts", extract, PEOPLE[size])
    with tempfile.TemporaryDirectory(dir=asked.folder) as work:
        bench = Bench(engine, peers, extract, Path(work))
        report = measure(bench, environment, large=asked.large, rounds=asked.rounds)
    text = f"# {size}\n\n{_machine()}.\n\n{report}\n\n{NOTES}\n"
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"records-{size.split()[0]}-million.md").write_text(text, encoding="utf-8")


def measure(bench: Bench, environment: Mapping[str, str], *, large: bool, rounds: int) -> str:
    """Tables of what was measured. Peers are timed only once their counts agree."""
    commands = {name: command for name, command in bench.commands().items() if not (large and name in (PANDAS, POLARS))}
    if not large:
        for name in (IMPORT, STORE, PANDAS, POLARS):
            run_to_end(environment, *commands[name])
        _check(bench, environment, "store.csv", "pandas.csv", "polars.csv")
        _tell("The counts are the same")
    found: dict[str, list[Ended]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            _tell(name)
            found[name].append(run_to_end(environment, *command))
    if (bench.work / "store.csv").read_bytes() != (bench.work / "raw.csv").read_bytes():
        sys.exit("Flows from the store and from Parquet are not the same")
    return present(found)


def _check(bench: Bench, environment: Mapping[str, str], *names: str) -> None:
    run_to_end(environment, bench.engine, "-m", "records.counts", *(bench.work / name for name in names))


def present(found: Mapping[str, Sequence[Ended]]) -> str:
    """What each took, and how many times as long as others."""
    rows = [
        (
            name,
            f"{_spread(runs, 'wall').median:.1f}",
            f"{_spread(runs, 'processor').median:.1f}",
            f"{max(ended.peak_mib for ended in runs):,.0f}",
        )
        for name, runs in found.items()
    ]
    over = [(one, other) for one in (PANDAS, POLARS) for other in (STORE, RAW) if one in found]
    over += [(one, other) for one in (STORE, RAW) for other in (NEEDED, ALL)]
    ratios = [
        (f"{one} over {other}", *(str(_spread(found[one], what).over(_spread(found[other], what))) for what in TIMES))
        for one, other in over
    ]
    took = table(("", "wall, s", "processor, s", "peak, MiB"), rows)
    return took + "\n\n" + table(("times as long", "wall", "processor"), ratios)


def _spread(runs: Sequence[Ended], what: str) -> Spread:
    return Spread(tuple(getattr(ended, what) for ended in runs))


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _machine() -> str:
    """What kind of machine and when; not which."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = f", {os.getloadavg()[0]:.0f} processes waiting or running at the end"
    day = datetime.now(UTC).date().isoformat()
    return f"{cores} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}, {day}{busy}"


if __name__ == "__main__":
    main()
