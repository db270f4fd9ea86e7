"""`python -m microsimulation.records_to_fan`: from staff records to a page with fan charts, timed end to end.

Makes up an extract of 46,000 people and ten years, lets the reference study rest on it, one by one, and times what its
owner would type: drawing the records together, the run with 1,000 draws, and what drives its gap.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from spine.spreads import in_short, table

PEOPLE, YEARS, DRAWS = 46_000, 10, 1_000
_SUPPLY = """[supply]
method = "microsimulation"
recruitment = "count"

[records]
status = ["made_up"]
source = "cadre records synth, seed 7"
"""


def main() -> None:
    """Time each command and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _cadre(folder, "records", "synth", "extract", "--people", str(PEOPLE), "--years", str(YEARS), "--seed", "7",
               "--calibrate", "reference")  # fmt: skip
        _cadre(folder, "demo", "study")
        _rest_on_records(folder / "study")
        acts = (
            ("extract to spells", ("records", "spells", "extract", "--out", "spells.parquet")),
            (
                f"run with {DRAWS:,} draws",
                ("run", "study", "--out", "out", "--records", "spells.parquet", "--draws", str(DRAWS)),
            ),
            ("what drives the gap", ("sensitivity", "out", "--out", "drivers", "--records", "spells.parquet")),
        )
        rows = [(what, in_short(_cadre(folder, *command))) for what, command in acts]
    print(
        f"{PEOPLE:,} people, {YEARS} years of monthly snapshots; {os.getloadavg()[0]:.1f} processes waiting or running"
    )
    print(table(("act", "seconds by the clock"), rows))


def _cadre(folder: Path, *command: str) -> float:
    began = time.perf_counter()
    subprocess.run((sys.executable, "-m", "cadreworks", *command), cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - began


def _rest_on_records(study: Path) -> None:
    """The reference study with supply from staff records, person by person."""
    file = study / "study.toml"
    text = file.read_text(encoding="utf-8").replace('reconcile_to = "published"\n', "")
    text = text.replace('[supply]\nmethod = "net_growth"\n', _SUPPLY)
    file.write_text(re.sub(r"\[inputs\.(stock|growth)\]\n(?:\w+ = .*\n)+", "", text), encoding="utf-8")
    register = study / "assumptions.csv"
    head, _, rest = register.read_text(encoding="utf-8").split("\n", 2)
    years = "supply_base_years,3,years,3,3,rates of 2017-18 to 2019-20,benchmark,2021-05-01,"
    register.write_text("\n".join([head, years, rest]), encoding="utf-8")
    for table_of in ("stock.csv", "growth.csv"):
        (study / table_of).unlink()


if __name__ == "__main__":
    main()
