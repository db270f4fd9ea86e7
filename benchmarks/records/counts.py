"""What does every tool count? Stock and flows by month, area of work and pay band, in one form; and are they equal?

A tool writes rows of from_date, to_date, area_of_work, pay_band and, for each part, people and wte. The flows file of
`cadre records flows --by area,pay_band` is read into the same form, parts that it has besides left out.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path

PARTS = (
    *("opening", "joiners", "returners", "moves_in_area", "moves_in_other"),
    *("leavers", "moves_out_area", "moves_out_other", "participation_change", "closing"),
)
"""Moves are told apart as the flows file does: to another area, or within it to another band."""
YEARS_BACK = 5
"""Who was last seen so many years ago, or less, is a returner; anybody else who comes is a joiner."""
COLUMNS = ("person_id", "as_at", "area_of_work", "pay_band", "wte")
"""What the question needs."""

Counts = Mapping[tuple[str, ...], float]
_LARGEST_DIFFERENCE = 1e-6


def main() -> None:
    """python -m records.counts FLOWS.csv PEER.csv ...: ends with a message unless all hold the same counts."""
    flows, *peers = map(Path, sys.argv[1:])
    ours = read_flows(flows)
    for peer in peers:
        if different := differences(ours, read_peer(peer)):
            sys.exit(f"{peer.name}: {len(different):,} counts differ from Cadreworks', the first at {different[0]}")
    print(f"{len(ours):,}")


def read_flows(path: Path) -> Counts:
    """(from, to, area, band, part, measure) -> count, of the flows file; zeros left out."""
    counts = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cell = (row["from_date"], row["to_date"], row["area"], row["pay_band"])
            counts |= {(*cell, part, row["measure"]): value for part in PARTS if (value := float(row[part]))}
    return counts


def read_peer(path: Path) -> Counts:
    """The same of a tool's rows, whose bands are as the extract writes them, as Band 6."""
    counts = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cell = (row["from_date"][:10], row["to_date"][:10], row["area_of_work"], row["pay_band"])
            cell = (*cell[:3], cell[3].removeprefix("Band ") or "unknown")
            for part in PARTS:
                counts[*cell, part, "headcount"] = float(row[f"{part}_people"])
                counts[*cell, part, "wte"] = float(row[f"{part}_wte"])
    return {key: value for key, value in counts.items() if abs(value) > _LARGEST_DIFFERENCE}


def differences(ours: Counts, theirs: Counts) -> list[tuple[str, ...]]:
    """Where the two are not the same; sums of decimal fractions may differ in their last digits."""
    keys = sorted(ours.keys() | theirs.keys())
    return [key for key in keys if abs(ours.get(key, 0) - theirs.get(key, 0)) > _LARGEST_DIFFERENCE]


if __name__ == "__main__":
    main()
