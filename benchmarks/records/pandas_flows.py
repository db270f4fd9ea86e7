"""The count in pandas: each month merged with the next, then groups counted.

    python -m records.pandas_flows EXTRACT_FOLDER OUT.csv

Ids, areas and bands are made categories first, without which merging takes several times as long.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd

from records.counts import COLUMNS, PARTS, YEARS_BACK

CELL = ["area_of_work", "pay_band"]
OLD, NEW = ([f"{name}_{side}" for name in CELL] for side in ("old", "new"))


def main() -> None:
    """Read the extract, count and write."""
    extract, out = map(Path, sys.argv[1:])
    rows = pd.read_parquet(extract, columns=list(COLUMNS))
    rows = rows.astype({"person_id": "category", **dict.fromkeys(CELL, "category"), "as_at": "datetime64[s]"})
    months = dict(list(rows.groupby("as_at")))
    last_seen = pd.Series(pd.NaT, index=rows["person_id"].cat.categories, dtype="datetime64[s]")
    counted = []
    for (opening, before), (closing, after) in pairwise(months.items()):
        parts = pd.concat({part: _sums(events) for part, events in _events(before, after, opening, last_seen)})
        counted.append(pd.concat({(opening, closing): parts}, names=["from_date", "to_date", "part", *CELL]))
        last_seen[before["person_id"]] = opening
    wide = pd.concat(counted).unstack("part", fill_value=0)
    wide.columns = [f"{part}_{measure}" for measure, part in wide.columns]
    wide.to_csv(out, columns=[f"{part}_{measure}" for part in PARTS for measure in ("people", "wte")])


def _events(
    before: pd.DataFrame, after: pd.DataFrame, opening: pd.Timestamp, last_seen: pd.Series
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each part with its records: their cell, how many people each counts for, and wte."""
    both = before.merge(after, on="person_id", how="outer", suffixes=("_old", "_new"), indicator=True)
    came, went = both[both["_merge"] == "right_only"], both[both["_merge"] == "left_only"]
    stayed = both[both["_merge"] == "both"]
    other_area = stayed["area_of_work_old"] != stayed["area_of_work_new"]
    other_band = ~other_area & (stayed["pay_band_old"] != stayed["pay_band_new"])
    returns = last_seen[came["person_id"]].to_numpy() >= (opening - pd.DateOffset(years=YEARS_BACK)).to_datetime64()
    yield "opening", before[[*CELL, "wte"]].assign(people=1)
    yield "closing", after[[*CELL, "wte"]].assign(people=1)
    yield "joiners", _as(NEW, came[~returns])
    yield "returners", _as(NEW, came[returns])
    yield "leavers", _as(OLD, went)
    for kind, moved in (("area", stayed[other_area]), ("other", stayed[other_band])):
        yield f"moves_out_{kind}", _as(OLD, moved)
        yield f"moves_in_{kind}", _as(NEW, moved).assign(wte=moved["wte_old"])
    yield "participation_change", _as(NEW, stayed).assign(people=0, wte=stayed["wte_new"] - stayed["wte_old"])


def _as(side: list[str], events: pd.DataFrame) -> pd.DataFrame:
    """The records in the cell, and with the wte, of one side."""
    wte = f"wte_{side[0].rpartition('_')[2]}"
    return events[[*side, wte]].set_axis([*CELL, "wte"], axis=1).assign(people=1)


def _sums(events: pd.DataFrame) -> pd.DataFrame:
    return events.groupby(CELL, observed=True)[["people", "wte"]].sum()


if __name__ == "__main__":
    main()
