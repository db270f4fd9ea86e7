"""Reads one cell: the text as people and spreadsheets leave it -> a value, or what is wrong with it.

A cell is never mended silently. What a spreadsheet is known to do to numbers and dates is recognised, so
that the remedy can name it.
"""

from __future__ import annotations

import difflib
import math
import re
from datetime import date, timedelta
from decimal import Decimal

from cadreworks.periods import FinancialYear
from cadreworks.problems import MOST_QUOTED, in_one_line, quoted
from cadreworks.tables.spec import Cell, Column, Kind

_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$", re.ASCII)
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?$", re.ASCII)
_PER_CENT = re.compile(r"^([+-]?\d+(\.\d+)?)\s*%$", re.ASCII)
_OTHER_MINUS = re.compile("^[\u2010-\u2015\u2212\ufe63\uff0d]")
"""Hyphens, dashes and the minus sign that print uses, which are no minus to a machine."""
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})$", re.ASCII)
_EXCEL_SERIAL = re.compile(r"^\d{5}(\.0+)?$", re.ASCII)
_EXCEL_MONTH = re.compile(r"^(?:\d{1,2}-)?([A-Z][a-z]{2})-(\d{2,4})$", re.ASCII)
_YEAR_WITH_OTHER_MARK = re.compile(r"^(\d{4})\s*[/\u2013\u2014 -]\s*(?:20)?(\d{2})$", re.ASCII)
_FORMULA = re.compile(r"^([=@\uFF1D\uFF20\uFF0B\uFF0D]|[+-].)", re.DOTALL)
"""What spreadsheets take for a formula: `=`, `@`, their wide forms, and a sign with anything behind it."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Controls, but tab and line ends, and what is no character at all: no drawing, page or terminal should meet them."""
MOST_LETTERS = 10_000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EXCEL_EPOCH = date(1899, 12, 30)


class BadCell(Exception):
    """A cell that cannot be read: what is wrong, what to do, and the kind of problem."""

    def __init__(self, what: str, remedy: str, kind: str) -> None:
        self.what, self.remedy, self.kind = what, remedy, kind
        super().__init__(what)


def check_text(text: str) -> str:
    """`text`, if it may be printed: in a table, on a page, in a drawing and to a terminal. Raises BadCell.

    Every text that a user gives comes through here, from a table and from study.toml alike.
    """
    if found := CONTROL.search(text):
        raise BadCell(
            f"it holds the control character U+{ord(found[0]):04X}", "Delete that character.", "control character"
        )
    if len(text) > MOST_LETTERS:
        raise BadCell(
            f"{quoted(text)} has {len(text):,} characters, more than {MOST_LETTERS:,}", "Shorten it.", "too long"
        )
    if _FORMULA.match(text.strip()) and not _NUMBER.match(text.strip()):
        raise BadCell(
            f"{quoted(text)} begins as a spreadsheet formula does, and would run when the results are opened",
            "Begin it with a word.",
            "formula",
        )
    return text


def read_cell(text: str, column: Column) -> Cell:
    """The value of a cell, or None where it is empty and may be. Raises BadCell."""
    text = text.strip()
    if not text:
        if column.required:
            raise BadCell("the cell is empty", column.enter or "Fill it in.", "empty cell")
        return None
    match column.kind:
        case Kind.NUMBER:
            return _within(_number(text, column), text, column)
        case Kind.PRINTED:
            _within(_number(text, column), text, column)
            return Decimal(text)
        case Kind.WHOLE:
            number = _within(_number(text, column), text, column)
            if number != int(number):
                raise BadCell(f"{quoted(text)} is not a whole number", column.enter, "not whole")
            return int(number)
        case Kind.DATE:
            return _date(text)
        case Kind.FINANCIAL_YEAR:
            return _financial_year(text)
        case Kind.TEXT:
            return _text(text, column)


def _number(text: str, column: Column) -> float:
    if _NUMBER.match(text):
        return float(text)
    if _THOUSANDS.match(text):
        plain = re.sub("[, \u00a0\u202f]", "", text)
        raise BadCell(f"{quoted(text)} has a separator between thousands", f"Write {plain}.", "not a number")
    if per_cent := _PER_CENT.match(text):
        if column.kind is Kind.PRINTED:
            remedy = f"Write {per_cent[1]}, and per_cent in the column unit."
            raise BadCell(f"{quoted(text)} is printed with its unit", remedy, "not a number")
        share = float(per_cent[1]) / 100
        raise BadCell(
            f"{quoted(text)} is a percentage",
            f"Write it as a share of one, {share:.6g}, if that is meant.",
            "not a number",
        )
    plain = _OTHER_MINUS.sub("-", text)
    if plain != text and _NUMBER.match(plain):
        raise BadCell(f"{quoted(text)} begins with a printer's minus", f"Write {plain}.", "not a number")
    raise BadCell(f"{quoted(text)} is not a number", column.enter, "not a number")


def _plain(bound: float) -> str:
    """A bound as people write it, never as a power of ten."""
    return f"{bound:,.0f}" if float(bound).is_integer() else f"{bound:,.6g}"


def _within(number: float, text: str, column: Column) -> float:
    shown = in_one_line(text, MOST_QUOTED)
    if column.low is not None and number < column.low:
        raise BadCell(f"{shown} is below {_plain(column.low)}", column.enter, "out of range")
    if column.high is not None and not number <= column.high:
        raise BadCell(f"{shown} is above {_plain(column.high)}", column.enter, "out of range")
    if not math.isfinite(number):
        raise BadCell(f"{shown} is too large to be counted with", column.enter, "out of range")
    return number


def _date(text: str) -> date:
    if _ISO.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadCell(
                f"{quoted(text)} is not a day of the calendar", "Write it as 2021-03-31.", "not a date"
            ) from None
    guess = ""
    cause = "is not a date of the form 2021-03-31"
    if day_first := _DAY_FIRST.match(text):
        year = int(day_first[3]) + (2000 if len(day_first[3]) == 2 else 0)
        try:
            guess = date(year, int(day_first[2]), int(day_first[1])).isoformat()
        except ValueError:
            guess = ""
    elif _EXCEL_SERIAL.match(text):
        guess = (_EXCEL_EPOCH + timedelta(days=int(float(text)))).isoformat()
        cause = "looks like a date that Excel turned into a day number"
    example = f"Write {guess}, if that day is meant" if guess else "Write the year, month and day with hyphens"
    raise BadCell(
        f"{quoted(text)} {cause}", f"{example}; in Excel, give the column the format Text first.", "not a date"
    )


def _financial_year(text: str) -> FinancialYear:
    try:
        return FinancialYear.parse(text)
    except ValueError:
        pass
    guess = ""
    cause = "is not a financial year of the form 2016-17"
    if other_mark := _YEAR_WITH_OTHER_MARK.match(text):
        guess = f"{other_mark[1]}-{other_mark[2]}"
    elif (month := _EXCEL_MONTH.match(text)) and month[1] in _MONTHS:
        cause = "looks like a financial year that Excel turned into a month"
        guess = f"20{month[2][-2:]}-{_MONTHS.index(month[1]) + 1:02d}"
    write = f"Write {guess}" if _is_financial_year(guess) else "Write it in the form 2016-17"
    raise BadCell(
        f"{quoted(text)} {cause}", f"{write}; in Excel, give the column the format Text first.", "not a financial year"
    )


def _is_financial_year(text: str) -> bool:
    try:
        FinancialYear.parse(text)
    except ValueError:
        return False
    return True


def _text(text: str, column: Column) -> str:
    if check_text(text) in column.one_of or not column.one_of:
        return text
    raise BadCell(
        f"{quoted(text)} is not a known {column.name.replace('_', ' ')}",
        suggestion(text, column.one_of),
        "unknown value",
    )


def nearest(text: str, allowed: tuple[str, ...]) -> str | None:
    """The allowed value that a misspelt one comes near to, if any does."""
    near = difflib.get_close_matches(re.sub(r"[\W_]+", "_", text.lower()).strip("_"), allowed, n=1)
    return near[0] if near else None


def suggestion(text: str, allowed: tuple[str, ...]) -> str:
    """A remedy that names the nearest allowed value, and all of them where they are few."""
    near = nearest(text, allowed)
    hint = f"Did you mean {near}? " if near else ""
    if not allowed:
        return f"{hint}None is expected here."
    if len(allowed) <= 12:
        return f"{hint}Use one of: {', '.join(allowed)}."
    return f"{hint}Use one of the {len(allowed)} that the reference pages list."
