"""The least that reading takes: a bare scan of the Parquet in DuckDB, every value looked at once and nothing counted.

    python -m records.scan EXTRACT_FOLDER needed|all

needed: the five columns of the question; all: the columns that Cadreworks reads and checks, which are all there are
"""

from __future__ import annotations

import sys

import duckdb

from records.counts import COLUMNS


def main() -> None:
    """Scan, and print how many rows there were."""
    files = f"read_parquet('{sys.argv[1]}/*.parquet')"
    connection = duckdb.connect(config={"memory_limit": "3GB"})
    described = connection.execute(f"DESCRIBE SELECT * FROM {files}").fetchall()  # noqa: S608
    wanted = [(name, kind) for name, kind, *_ in described if sys.argv[2] == "all" or name in COLUMNS]
    # a sum over lengths makes the scan unpack every text; counts and extremes would be read off the files' heads
    looked_at = [
        f"sum(strlen({name}))" if kind == "VARCHAR" else f"sum(CAST({name} AS DOUBLE))"
        for name, kind in wanted
        if kind != "DATE"
    ] + [f"sum(year({name}))" for name, kind in wanted if kind == "DATE"]
    print(connection.execute(f"SELECT count(*), {', '.join(looked_at)} FROM {files}").fetchall()[0][0])  # noqa: S608


if __name__ == "__main__":
    main()
