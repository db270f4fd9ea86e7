"""What a table holds: its columns, what each means, and which values it may take.

The same description checks an input file, heads an output file and fills the reference pages, so that the
three cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from cadreworks.periods import FinancialYear

MOST_ROWS = 100_000
"""How many rows a table may hold unless its description says otherwise: more is the wrong file."""

Cell = str | int | float | Decimal | date | FinancialYear | None


class Kind(Enum):
    """How the text of a cell is read."""

    TEXT = "text"
    NUMBER = "number"
    PRINTED = "number as printed"
    WHOLE = "whole number"
    DATE = "date"
    FINANCIAL_YEAR = "financial year"


class Measure(Enum):
    """What is counted. The two are never mixed: a table is in the one or in the other."""

    WTE = "wte"
    HEADCOUNT = "headcount"


@dataclass(frozen=True)
class Column:
    """One column.

    means:  what it holds, for the reference pages
    enter:  what to type, as a sentence; the remedy of a bad cell (`Enter whole-time equivalents, 0 or more.`)
    low, high: limits beyond which a number is refused as absurd
    one_of: the only values allowed; empty means any
    required: the column must be there and each cell filled; otherwise both may be left out
    """

    name: str
    kind: Kind
    means: str
    enter: str = ""
    required: bool = True
    low: float | None = None
    high: float | None = None
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSpec:
    """A named table: its columns and the columns whose values together may appear only once.

    most_rows: more than this table can need, so that the wrong file is known at once; may_be_empty: whether a heading
    without rows says something too
    """

    name: str
    means: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    most_rows: int = MOST_ROWS
    may_be_empty: bool = False

    def column(self, name: str) -> Column:
        """The column called `name`. Raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def allowing(self, allowed: Mapping[str, tuple[str, ...]]) -> TableSpec:
        """The same table with columns limited to the values of this study (its areas, its scenarios)."""
        columns = tuple(
            replace(column, one_of=allowed[column.name]) if column.name in allowed else column
            for column in self.columns
        )
        return replace(self, columns=columns)


@dataclass(frozen=True)
class Row:
    """One checked row: the line of the file it came from, and its cells by column name."""

    line: int
    cells: Mapping[str, Cell] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The cell as text; empty where the cell is."""
        value = self.cells.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> float:
        """The cell as a number. Raises TypeError on an empty or textual cell: ask only for required columns."""
        value = self.cells.get(name)
        if not isinstance(value, int | float | Decimal):
            raise TypeError(f"{name} holds {value!r}, not a number")
        return float(value)

    def printed(self, name: str) -> Decimal:
        """A number of kind PRINTED with the digits it was written with: 0.20 has two decimals."""
        value = self.cells.get(name)
        if not isinstance(value, Decimal):
            raise TypeError(f"{name} holds {value!r}, not a number as printed")
        return value

    def optional_number(self, name: str) -> float | None:
        return None if self.cells.get(name) is None else self.number(name)

    def financial_year(self, name: str) -> FinancialYear:
        value = self.cells.get(name)
        if not isinstance(value, FinancialYear):
            raise TypeError(f"{name} holds {value!r}, not a financial year")
        return value


@dataclass(frozen=True)
class Table:
    """A table that was read: its description, the file it came from, and its rows in file order.

    spoilt: rows with a bad cell, which was reported; they hold their good cells only, so that a later check
    does not call missing what is merely wrong
    """

    spec: TableSpec
    file: str
    rows: tuple[Row, ...]
    spoilt: tuple[Row, ...] = ()

    def where(self, row: Row, column: str | None = None) -> str:
        """The place of a row or cell, as problems name it."""
        return place(self.file, row.line, column)


def place(file: str, line: int | None = None, column: str | None = None) -> str:
    """`stock.csv, line 5, column wte`."""
    parts = [file]
    if line is not None:
        parts.append(f"line {line}")
    if column is not None:
        parts.append(f"column {column}")
    return ", ".join(parts)
