"""How long does it take to write, check and read many returned workbooks, beside a script that trusts addresses?"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from records.processes import Ended, run_to_end
from spine.spreads import Spread, table

WRITE, CHECK, READ = "toolkits written, filled", "returns check", "returns read"
PEER = "pandas with openpyxl, cells by address"
NOTES = """\
Each is a whole process, from start to end, that starts no others, so that its peak of memory is the whole of it.
`check` and `read` find every table by its words and read formulas beside values, merged cells, hidden rows, ranges,
comments, questions and sign-off; the peer reads 144 cells of each workbook at addresses that it knows, and checks
nothing. Both give the same numbers, which is looked at before anything is printed."""


def measure_workbooks(engine: Path, environment: Mapping[str, str], *, returns: int, rounds: int) -> str:
    """The whole report."""
    found: dict[str, list[Ended]] = {what: [] for what in (WRITE, CHECK, READ, PEER)}
    with tempfile.TemporaryDirectory() as name:
        for number in range(rounds):
            folder = Path(name) / str(number)
            folder.mkdir()
            ask = (folder / "returns", "--exercise", folder / "study" / "exercise.toml")
            cadre = (engine, "-m", "cadreworks", "returns")
            ours, theirs = folder / "ours.csv", folder / "theirs.csv"
            commands: dict[str, tuple[str | Path, ...]] = {
                WRITE: (engine, "-m", "demand.made_up_workbooks", folder, str(returns)),
                CHECK: (*cadre, "check", *ask),
                READ: (*cadre, "read", *ask, "--out", ours),
                PEER: (engine, "-m", "demand.by_address", folder / "returns", theirs),
            }
            for what, command in commands.items():
                found[what].append(run_to_end(environment, *command))
            _check_same(ours, theirs)
    rows = [(what, *_shown(runs, returns)) for what, runs in found.items()]
    ratio = _of(found[PEER], "processor").over(_of(found[READ], "processor"))
    heads = (f"{returns:,} workbooks", "wall, s", "processor, s", "files a second", "peak, MiB")
    ratios = f"{PEER}, over {READ}, by the processor: {ratio} times as long."
    return f"## Workbooks\n\n{table(heads, rows)}\n\n{ratios}\n\n{NOTES}"


def _of(runs: list[Ended], time: str) -> Spread:
    return Spread(tuple(getattr(ended, time) for ended in runs))


def _shown(runs: list[Ended], returns: int) -> tuple[str, ...]:
    wall = _of(runs, "wall")
    peak = f"{max(ended.peak_mib for ended in runs):,.0f}"
    return str(wall), str(_of(runs, "processor")), f"{returns / wall.median:,.0f}", peak


def _check_same(ours: Path, theirs: Path) -> None:
    """End the benchmark where one number differs."""
    with ours.open(encoding="utf-8", newline="") as stream:
        read = {tuple(row[:5]): float(row[5]) for row in list(csv.reader(stream))[1:] if row[4] != "all"}
    with theirs.open(encoding="utf-8", newline="") as stream:
        told = {tuple(row[:5]): float(row[5]) for row in csv.reader(stream)}
    if read != told:
        sys.exit("the peer reads other numbers, so nothing is compared")
