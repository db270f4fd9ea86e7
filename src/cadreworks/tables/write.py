"""Writes a table as CSV: UTF-8, comma, a heading, numbers unrounded, the same bytes on every machine."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from cadreworks.periods import FinancialYear
from cadreworks.tables.spec import Cell


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> None:
    """Write `rows`, each a mapping by column name; a missing or None cell is left empty."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([shown(row.get(column)) for column in columns])


def number_or_empty(value: float) -> float | None:
    """The cell of a number; what is not a number is left empty."""
    return None if math.isnan(value) else float(value)


def shown(value: Cell) -> str:
    """A cell as text. A float is the shortest text that reads back as the same number; -0.0 is written 0.0."""
    match value:
        case None:
            return ""
        case float():
            return repr(float(value) + 0.0)
        case date() | FinancialYear() | int() | str() | Decimal():
            return str(value)
