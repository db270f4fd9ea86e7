"""What stands in a file that came back? Sheets of cells, whatever the file was saved as.

A cell keeps what its file says of it (a percentage, a date, an error, a formula without a value), because a bare
number would hide it. Empty cells are absent, so that a stray cell in the last row of a sheet costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

Place = tuple[int, int]
"""Row and column, both from 0."""


class CellKind(Enum):
    """What a file says that a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    DATE = "date"
    PERCENT = "percent"
    UNCALCULATED = "uncalculated"
    TWO_MEANINGS = "two meanings"
    """Text such as `1,234` from where commas mark decimals or thousands, and which is not known."""


@dataclass(frozen=True)
class SheetCell:
    """One cell that is not empty.

    text: what it holds as text (a number as its file writes it, the name of an error, an uncalculated formula);
    number: of a NUMBER, and the share of one of a PERCENT; formula: whether a formula gave the value; elsewhere:
    whether that formula looks into another workbook
    """

    kind: CellKind
    text: str
    number: float = 0.0
    formula: bool = False
    elsewhere: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind is CellKind.NUMBER


@dataclass(frozen=True)
class Merged:
    """Cells that were merged into one: first and last row, first and last column."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, place: Place) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


@dataclass(frozen=True)
class Sheet:
    """One sheet. name: what its tab says, empty where the file has no tabs; hidden_rows: rows that nobody sees."""

    name: str
    cells: Mapping[Place, SheetCell] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()

    def text(self, row: int, column: int) -> str:
        """The words of a cell; empty where there are none."""
        cell = self.cells.get((row, column))
        return cell.text if cell is not None and cell.kind is CellKind.TEXT else ""


@dataclass(frozen=True)
class Opened:
    """A file whose cells could be had.

    kind: what it was saved as, in words; told: what its reader should know, as (what, remedy)
    """

    sheets: tuple[Sheet, ...]
    kind: str
    told: tuple[tuple[str, str], ...] = ()


def column_letters(column: int) -> str:
    """0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(place: Place) -> str:
    """(11, 3) -> D12."""
    return f"{column_letters(place[1])}{place[0] + 1}"


def place_in(file: str, sheet: Sheet, place: Place | None = None) -> str:
    """`returns/bolton.xlsx, Scenario A!D12`; a file without tabs has `returns/bolton.csv, D12`."""
    at = "" if place is None else cell_name(place)
    if not sheet.name:
        return f"{file}, {at}" if at else file
    return f"{file}, {sheet.name}!{at}" if at else f"{file}, {sheet.name}"
