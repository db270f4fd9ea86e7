"""Reads one cell: the text as people and spreadsheets leave it -> a value, or what is wrong with it.

A cell is never mended silently. What a spreadsheet is known to do to numbers and dates is recognised, so
that the remedy can name it.
"""

from __future__ import annotations

import difflib
import re
from datetime import date, timedelta

from cadreworks.periods import FinancialYear
from cadreworks.tables.spec import Cell, Column, Kind

_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$", re.ASCII)
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}([, \u00a0\u202f]\d{3})+(\.\d+)?$", re.ASCII)
_PER_CENT = re.compile(r"^([+-]?\d+(\.\d+)?)\s*%$", re.ASCII)
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})$", re.ASCII)
_EXCEL_SERIAL = re.compile(r"^\d{5}(\.0+)?$", re.ASCII)
_EXCEL_MONTH = re.compile(r"^(?:\d{1,2}-)?([A-Z][a-z]{2})-(\d{2,4})$", re.ASCII)
_YEAR_WITH_OTHER_MARK = re.compile(r"^(\d{4})\s*[/\u2013\u2014 -]\s*(?:20)?(\d{2})$")
_FORMULA = re.compile(r"^(=|@|[+-](?=[^\d\s]))")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EXCEL_EPOCH = date(1899, 12, 30)


class BadCell(Exception):
    """A cell that cannot be read: what is wrong, what to do, and the kind of problem."""

    def __init__(self, what: str, remedy: str, kind: str) -> None:
        self.what, self.remedy, self.kind = what, remedy, kind
        super().__init__(what)


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
        case Kind.WHOLE:
            number = _within(_number(text, column), text, column)
            if number != int(number):
                raise BadCell(f'"{text}" is not a whole number', column.enter, "not whole")
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
        raise BadCell(f'"{text}" has a separator between thousands', f"Write {plain}.", "not a number")
    if per_cent := _PER_CENT.match(text):
        share = float(per_cent[1]) / 100
        raise BadCell(
            f'"{text}" is a percentage', f"Write it as a share of one, {share:.6g}, if that is meant.", "not a number"
        )
    raise BadCell(f'"{text}" is not a number', column.enter, "not a number")


def _within(number: float, text: str, column: Column) -> float:
    if column.low is not None and number < column.low:
        raise BadCell(f"{text} is below {column.low:,.6g}", column.enter, "out of range")
    if column.high is not None and not number <= column.high:
        raise BadCell(f"{text} is above {column.high:,.6g}", column.enter, "out of range")
    return number


def _date(text: str) -> date:
    if _ISO.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadCell(f'"{text}" is not a day of the calendar', "Write it as 2021-03-31.", "not a date") from None
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
    raise BadCell(f'"{text}" {cause}', f"{example}; in Excel, give the column the format Text first.", "not a date")


def _financial_year(text: str) -> FinancialYear:
    try:
        return FinancialYear.parse(text)
    except ValueError:
        pass
    guess = "2016-17"
    cause = "is not a financial year of the form 2016-17"
    if other_mark := _YEAR_WITH_OTHER_MARK.match(text):
        guess = f"{other_mark[1]}-{other_mark[2]}"
    elif (month := _EXCEL_MONTH.match(text)) and month[1] in _MONTHS:
        cause = "looks like a financial year that Excel turned into a month"
        guess = f"20{month[2][-2:]}-{_MONTHS.index(month[1]) + 1:02d}"
    raise BadCell(
        f'"{text}" {cause}', f"Write {guess}; in Excel, give the column the format Text first.", "not a financial year"
    )


def _text(text: str, column: Column) -> str:
    if _FORMULA.match(text):
        raise BadCell(
            f'"{text[:20]}" begins as a spreadsheet formula does, and would run when the results are opened',
            "Begin the cell with a word.",
            "formula",
        )
    if not column.one_of or text in column.one_of:
        return text
    raise BadCell(
        f'"{text}" is not a known {column.name.replace("_", " ")}',
        suggestion(text, column.one_of),
        "unknown value",
    )


def suggestion(text: str, allowed: tuple[str, ...]) -> str:
    """A remedy that names the nearest allowed value, and all of them where they are few."""
    nearest = difflib.get_close_matches(re.sub(r"[\W_]+", "_", text.lower()).strip("_"), allowed, n=1)
    hint = f"Did you mean {nearest[0]}? " if nearest else ""
    if not allowed:
        return f"{hint}None is expected here."
    if len(allowed) <= 12:
        return f"{hint}Use one of: {', '.join(allowed)}."
    return f"{hint}Use one of the {len(allowed)} that the reference pages list."
