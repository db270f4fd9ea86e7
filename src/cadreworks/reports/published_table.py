"""A table as it is published: title, units, notes, source, columns and rows in one object.

The page, the workbook and the data behind a figure are all rendered from it, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

Value = str | float | int | None


class Shown(Enum):
    """How a column's values are shown. Values are held unrounded; money in pounds, shares as shares of one."""

    TEXT = "text"
    YEAR = "year"
    WTE = "WTE"
    WTE_CHANGE = "WTE, with sign"
    PER_CENT = "per cent"
    PER_CENT_CHANGE = "per cent, with sign"
    MILLIONS = "£ million"
    NUMBER = "number"
    WHOLE = "whole number"

    @property
    def numeric(self) -> bool:
        return self not in (Shown.TEXT,)


NOTHING = "[z]"
"""Stands where a figure does not apply, as in the guidance for statistical tables."""


@dataclass(frozen=True)
class Heading:
    """A column's heading and how its values are shown."""

    text: str
    shown: Shown = Shown.TEXT


@dataclass(frozen=True)
class PublishedTable:
    """A table for publication. id: a short name for addresses and sheets; row_headings: how many columns, from
    the left, name the row; totals: whether the last row is a total.
    """

    id: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    source: str
    notes: tuple[str, ...] = ()
    row_headings: int = 1
    totals: bool = False


def show(value: Value, shown: Shown) -> str:
    """A value as readers see it."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    number = float(value) + 0.0
    match shown:
        case Shown.WTE:
            return f"{_no_minus_zero(number, 0):,.0f}"
        case Shown.WTE_CHANGE:
            return _minus(f"{_no_minus_zero(number, 0):+,.0f}")
        case Shown.PER_CENT:
            return f"{_no_minus_zero(number * 100, 1):,.1f}%"
        case Shown.PER_CENT_CHANGE:
            return _minus(f"{_no_minus_zero(number * 100, 0):+,.0f}%")
        case Shown.MILLIONS:
            size = number / 1e6
            return f"{size:,.0f}" if abs(size) >= 10 else f"{_no_minus_zero(size, 1):,.1f}"
        case Shown.YEAR | Shown.WHOLE:
            return f"{_no_minus_zero(number, 0):.0f}"
        case Shown.NUMBER | Shown.TEXT:
            return f"{number:,.6g}"


def _no_minus_zero(number: float, digits: int) -> float:
    return round(number, digits) + 0.0


def _minus(text: str) -> str:
    """With a true minus sign, which screen readers say and which does not break from its number; +0 is 0."""
    return "0" if text == "+0" else "0%" if text == "+0%" else text.replace("-", "\u2212")


def table_text(table: PublishedTable) -> list[list[str]]:
    """The rows as readers see them."""
    return [
        [show(value, heading.shown) for value, heading in zip(row, table.headings, strict=True)] for row in table.rows
    ]
