"""The count in Polars: each month joined with the next, then groups counted.

    python -m records.polars_flows EXTRACT_FOLDER OUT.csv

Ids, areas and bands are made categorical first, as Polars' guide advises for joins on text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl

from records.counts import PARTS, YEARS_BACK

CELL = ["area_of_work", "pay_band"]


def main() -> None:
    """Read the extract, count and write."""
    extract, out = map(Path, sys.argv[1:])
    rows = (
        pl.scan_parquet(extract / "*.parquet")
        .select(pl.col("person_id").cast(pl.Categorical), "as_at", pl.col(CELL).cast(pl.Categorical), "wte")
        .collect()
    )
    months = {day: rows for (day,), rows in sorted(rows.partition_by("as_at", as_dict=True, include_key=False).items())}
    last_seen = pl.DataFrame(schema={"person_id": rows.schema["person_id"], "seen": pl.Date})
    counted = []
    for (opening, before), (closing, after) in pairwise(months.items()):
        sums = [
            _sums(events).with_columns(from_date=pl.lit(opening), to_date=pl.lit(closing), part=pl.lit(part))
            for part, events in _events(before, after, opening, last_seen)
        ]
        counted += sums
        gone = before.join(after, on="person_id", how="anti").select("person_id", seen=pl.lit(opening))
        last_seen = pl.concat([last_seen.join(gone, on="person_id", how="anti"), gone])
    wide = pl.concat(counted).pivot("part", index=["from_date", "to_date", *CELL], values=["people", "wte"])
    columns = [
        pl.col(f"{measure}_{part}").alias(f"{part}_{measure}") for part in PARTS for measure in ("people", "wte")
    ]
    wide.select("from_date", "to_date", *CELL, *columns).fill_null(0).write_csv(out)


def _events(
    before: pl.DataFrame, after: pl.DataFrame, opening: date, last_seen: pl.DataFrame
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each part with its records: their cell, how many people each counts for, and wte."""
    stayed = before.join(after, on="person_id", suffix="_new")
    came = after.join(before, on="person_id", how="anti").join(last_seen, on="person_id", how="left")
    went = before.join(after, on="person_id", how="anti")
    returns = (pl.col("seen") >= pl.lit(opening).dt.offset_by(f"-{YEARS_BACK}y")).fill_null(value=False)
    other_area = pl.col("area_of_work") != pl.col("area_of_work_new")
    other_band = ~other_area & (pl.col("pay_band") != pl.col("pay_band_new"))
    new = [pl.col(f"{name}_new").alias(name) for name in CELL]
    one = pl.lit(1).alias("people")
    yield "opening", before.select(*CELL, one, "wte")
    yield "closing", after.select(*CELL, one, "wte")
    yield "joiners", came.filter(~returns).select(*CELL, one, "wte")
    yield "returners", came.filter(returns).select(*CELL, one, "wte")
    yield "leavers", went.select(*CELL, one, "wte")
    for kind, moves in (("area", other_area), ("other", other_band)):
        moved = stayed.filter(moves)
        yield f"moves_out_{kind}", moved.select(*CELL, one, "wte")
        yield f"moves_in_{kind}", moved.select(*new, one, "wte")
    change = (pl.col("wte_new") - pl.col("wte")).alias("wte")
    yield "participation_change", stayed.select(*new, pl.lit(0).alias("people"), change)


def _sums(events: pl.DataFrame) -> pl.DataFrame:
    return events.group_by(CELL).agg(pl.sum("people"), pl.sum("wte"))


if __name__ == "__main__":
    main()
