"""`python -m records.spark_flows SPELLS [ROUNDS]`: what does Spark cost on one machine beside DuckDB, from spells?

Run it with the engine's Python from `benchmarks`. Both must give the same bytes before anything is printed. Memory is
of all processes together, Java included, looked at twenty times a second. `start` counts ten people, so that what
starting costs can be told from what counting costs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from spine.spreads import table

SEEN_EVERY_SECONDS = 0.05
KIB_IN_MIB = 1024.0
ASK = ("--by", "area,pay_band", "--every", "month")


@dataclass(frozen=True)
class Ended:
    """A command that ended well: seconds by the clock, and the peak memory of it and all that it started."""

    wall: float
    peak_mib: float


def main() -> None:
    """Count on both engines, check that they agree, and print what each took."""
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as work:
        few = _few(Path(work))
        found: dict[str, list[Ended]] = {}
        for _ in range(rounds):
            for engine in ("duckdb", "spark"):
                for what, spells in (("start", few), ("whole", Path(sys.argv[1]))):
                    ended = _count(engine, spells, Path(work) / f"{what}-{engine}.csv")
                    found.setdefault(f"{engine}, {what}", []).append(ended)
        for what in ("start", "whole"):
            one, other = ((Path(work) / f"{what}-{engine}.csv").read_bytes() for engine in ("duckdb", "spark"))
            if one != other:
                sys.exit("DuckDB and Spark do not count the same")
    print(present(found))


def present(found: dict[str, list[Ended]]) -> str:
    """What each took, and how many times as long Spark did within a round."""
    rows = [
        (name, f"{statistics.median(ended.wall for ended in runs):.1f}", f"{max(run.peak_mib for run in runs):,.0f}")
        for name, runs in found.items()
    ]
    pairs = zip(found["spark, whole"], found["duckdb, whole"], strict=True)
    ratio = statistics.median(spark.wall / duck.wall for spark, duck in pairs)
    return table(("", "wall, s", "peak of all processes, MiB"), rows) + f"\n\nSpark over DuckDB, wall: {ratio:.1f}"


def _few(work: Path) -> Path:
    _run("synth", work / "few", "--people", "10", "--years", "2", "--seed", "1")
    _run("spells", work / "few" / "extract.parquet", "--out", work / "few.parquet")
    return work / "few.parquet"


def _cadre(*arguments: str | Path) -> list[str]:
    return [str(Path(sys.executable).with_name("cadre")), "records", *map(str, arguments)]


def _run(*arguments: str | Path) -> None:
    subprocess.run(_cadre(*arguments), check=True, stdout=subprocess.DEVNULL)


def _count(engine: str, spells: Path, out: Path) -> Ended:
    command = _cadre("flows", spells, *ASK, "--engine", engine, "--out", out)
    began, peak = time.perf_counter(), 0.0
    # a session of its own, by which all that it starts can be told
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    while process.poll() is None:
        peak = max(peak, _memory_mib(process.pid))
        time.sleep(SEEN_EVERY_SECONDS)
    wall = time.perf_counter() - began
    _, said = process.communicate()
    if process.returncode:
        sys.exit(said.decode(errors="replace"))
    return Ended(wall, peak)


def _memory_mib(session: int) -> float:
    """The memory that all processes of a session hold now; shared pages count once for each."""
    kib = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            kib += _resident_kib(folder, session)
    return kib / KIB_IN_MIB


def _resident_kib(folder: Path, session: int) -> int:
    try:
        if os.getsid(int(folder.name)) != session:
            return 0
        lines = (folder / "status").read_text().splitlines()
    except OSError:  # it has ended meanwhile
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


if __name__ == "__main__":
    main()
