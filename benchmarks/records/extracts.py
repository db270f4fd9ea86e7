"""The records that are counted: made up once, a file for each month, as the systems that hold them send them.

    python -m records.extracts FOLDER PEOPLE

`cadre records synth` writes person by person, which no system does: rows alike lie side by side, the files are a
tenth of their size, and every tool finds its work half done. Rows are therefore parted by month, in no order.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

YEARS, SEED = 10, 11
FILES = 4
_ROWS_AT_A_TIME = 40_000
"""How many rows of a month are gathered before they are written: 121 months are open at once."""


def main() -> None:
    """Make the extract unless it is there."""
    folder, people = Path(sys.argv[1]), sys.argv[2]
    if folder.is_dir():
        return
    cadre = Path(sys.executable).with_name("cadre")
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        made, parted = Path(work) / "made", Path(work) / "parted"
        how = ("--people", people, "--years", str(YEARS), "--seed", str(SEED), "--files", str(FILES))
        subprocess.run([cadre, "records", "synth", made, *how], check=True)
        _part_by_month(made, parted, Path(work) / "spill")
        months = Path(work) / "months"
        months.mkdir()
        for file in parted.glob("as_at=*/*.parquet"):
            file.rename(months / f"{file.parent.name.removeprefix('as_at=')}-{file.stem}.parquet")
        months.rename(folder)


def _part_by_month(made: Path, parted: Path, spill: Path) -> None:
    connection = duckdb.connect(config={"memory_limit": "5GB", "temp_directory": str(spill)})
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET partitioned_write_max_open_files = 1000")
    connection.execute(f"SET partitioned_write_flush_threshold = {_ROWS_AT_A_TIME}")
    connection.execute(
        f"COPY (FROM read_parquet('{made}/extract*.parquet')) TO '{parted}' (FORMAT parquet, COMPRESSION zstd, "
        f"PARTITION_BY (as_at), WRITE_PARTITION_COLUMNS true, ROW_GROUP_SIZE {_ROWS_AT_A_TIME})"
    )


if __name__ == "__main__":
    main()
