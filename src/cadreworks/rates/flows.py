"""What does a flows file hold? Its columns, and its rows once they have been read and checked.

One row for each interval, cell and measure: the opening stock, every way into and out of the cell, the closing stock
(method, Supply 2). The file's other tools, such as release and projection, read it through here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cadreworks.tables import Measure
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

DATES = ("from_date", "to_date")
MEASURE = "measure"

REMARKS = ("returners_history", "publication")
"""Columns of words; they may be missing."""

_KNOWN_ORDER = {"area": AREA_IDS, "level": LEVEL_IDS}


@dataclass(frozen=True, order=True)
class Interval:
    """The time between two snapshots, from the day of the one to the day of the other."""

    from_date: date
    to_date: date

    def __str__(self) -> str:
        return f"{self.from_date} to {self.to_date}"


@dataclass(frozen=True)
class FlowRow:
    """The flows of one cell in one interval, in one measure.

    line: the line of the file on which it stands; cell: one value for each of the flows' `by` columns;
    counts: by column name, people or whole-time equivalents; remarks: the columns of words
    """

    line: int
    interval: Interval
    cell: tuple[str, ...]
    measure: Measure
    counts: Mapping[str, Decimal]
    remarks: Mapping[str, str]


@dataclass(frozen=True)
class Flows:
    """A checked flows file.

    by: the columns that make a cell, in file order, perhaps none; rows: by interval, cell and measure, whatever
    their order in the file
    """

    file: str
    by: tuple[str, ...]
    rows: tuple[FlowRow, ...]

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """Every interval of the file, the earliest first."""
        return tuple(sorted({row.interval for row in self.rows}))

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Every cell of the file: areas and levels as the vocabulary has them, other values by their letters."""
        return tuple(sorted({row.cell for row in self.rows}, key=self.place_of))

    def place_of(self, cell: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
        """What to sort cells by."""
        return place_of(self.by, cell)

    def of(self, measure: Measure) -> tuple[FlowRow, ...]:
        """The rows in one measure."""
        return tuple(row for row in self.rows if row.measure is measure)


def place_of(by: tuple[str, ...], cell: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """What to sort cells by: areas and levels in vocabulary order, values of other lists after them by letters."""
    place = []
    for column, value in zip(by, cell, strict=True):
        known = _KNOWN_ORDER.get(column, ())
        place.append((known.index(value) if value in known else len(known), value))
    return tuple(place)
