"""A table as it is published: title, units, notes, source, columns and rows in one object.

The page, the workbook and the data behind a figure are all rendered from it, so they cannot disagree.
"""

from __future__ import annotations

import math
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
    WHOLE_PER_CENT = "per cent, whole"
    CHANCE = "per cent, whole, of draws"
    PER_CENT_CHANGE = "per cent, with sign"
    MILLIONS = "£ million"
    NUMBER = "number"
    SHORT = "number, whole from ten up"

    @property
    def numeric(self) -> bool:
        return self not in (Shown.TEXT,)


NOTHING = "[z]"
"""Stands where a figure does not apply, as in the guidance for statistical tables."""
NOTHING_MEANS = f"{NOTHING} means that a figure does not apply."

NONE_HELD = -1
"""No column stays in sight: of few columns a first one with sentences would leave no room for the others."""


@dataclass(frozen=True)
class Heading:
    """A column's heading and how its values are shown. On the page: under: it stands small beneath the one before;
    wide: it needs room for sentences.
    """

    text: str
    shown: Shown = Shown.TEXT
    under: bool = False
    wide: bool = False


@dataclass(frozen=True)
class PublishedTable:
    """A table for publication. id: a short name for addresses and sheets; row_headings: how many columns, from
    the left, name the row; held: which of them stays in sight where the table scrolls; totals: whether the last row
    is a total.
    """

    id: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    source: str
    notes: tuple[str, ...] = ()
    row_headings: int = 1
    held: int = 0
    totals: bool = False


def show(value: Value, shown: Shown) -> str:
    """A value as readers see it."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    return _minus(_shown_number(float(value) + 0.0, shown))


def _shown_number(number: float, shown: Shown) -> str:
    """A number with a plain minus sign."""
    match shown:
        case Shown.WTE:
            return f"{_no_minus_zero(number, 0):,.0f}"
        case Shown.WTE_CHANGE:
            return f"{_no_minus_zero(number, 0):+,.0f}"
        case Shown.PER_CENT:
            return f"{_no_minus_zero(number * 100, 1):,.1f}%"
        case Shown.WHOLE_PER_CENT:
            return f"{_no_minus_zero(number * 100, 0):,.0f}%"
        case Shown.CHANCE:
            return _chance(number)
        case Shown.PER_CENT_CHANGE:
            return f"{_no_minus_zero(number * 100, 0):+,.0f}%"
        case Shown.MILLIONS:
            return _short(number / 1e6)
        case Shown.SHORT:
            return _short(number)
        case Shown.YEAR:
            return f"{_no_minus_zero(number, 0):.0f}"
    return _six_figures(number)


def _chance(number: float) -> str:
    """A share of draws in whole per cent; what no draw showed may happen all the same."""
    if 0.01 <= number <= 0.99:
        return f"{number * 100:.0f}%"
    return "<1%" if number < 0.01 else ">99%"


def share(part: float, whole: float) -> float | None:
    """`part` over `whole`; None, which does not apply, where the whole is nobody."""
    return float(part / whole) if whole else None


def _short(number: float) -> str:
    """A number as large ones are read: whole from ten up, with one place below."""
    return f"{number:,.0f}" if abs(number) >= 10 else f"{_no_minus_zero(number, 1):,.1f}"


def _six_figures(number: float) -> str:
    """A number of any size with six figures that count, never as a power of ten."""
    whole_digits = math.floor(math.log10(abs(number))) + 1 if number else 1
    places = min(max(6 - whole_digits, 0), 12)
    text = f"{_no_minus_zero(number, places):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


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


def stacked_text(table: PublishedTable) -> list[list[tuple[Heading, str, list[str]]]]:
    """The rows as the page shows them: each column's heading and text, with the texts that stand beneath it."""
    rows = []
    for texts in table_text(table):
        row: list[tuple[Heading, str, list[str]]] = []
        for heading, text in zip(table.headings, texts, strict=True):
            if not heading.under:
                row.append((heading, text, []))
            elif text:
                row[-1][2].append(text)
        rows.append(row)
    return rows


def has_gaps(table: PublishedTable) -> bool:
    """Whether a figure of the table does not apply, so that readers need to be told what stands in its place."""
    return any(value is None for row in table.rows for value in row)
