"""Which number does a cell hold? The cell -> a number, or what is wrong with it and what to do.

Read is what cannot be mistaken: a number, the value that a formula stored, a number that is stored as text with
spaces around it. Everything else is refused in words, and never mended: `7,5` may be seven and a half, or two
numbers; `10 wte` may be ten of something else.
"""

from __future__ import annotations

import math
import re

from cadreworks.demand.returned.cells import CellKind, SheetCell
from cadreworks.demand.returns import TIMES_TYPICAL
from cadreworks.problems import in_one_line, quoted
from cadreworks.tables import BadCell, Column, Kind
from cadreworks.tables.values import read_cell
from cadreworks.vocabulary.columns import ENTER_WTE

ENTER_PER_CENT = "Enter per cent from 0 to 100, such as 80."
ENTER_NUMBER = "Enter a number."
NOT_A_NUMBER = "not a number"

_AROUND = re.compile("^[\\s\u200b-\u200f\u2060\ufeff]+|[\\s\u200b-\u200f\u2060\ufeff]+$")
_PER_CENT = re.compile(r"\s*%$")
_MOST_SHOWN = 60


def wte_of(cell: SheetCell, *, typical_wte: float) -> float:
    """Whole-time equivalents: 0 or more, and no more than ten times the whole typical organisation. Raises BadCell."""
    number = _number(cell, ENTER_WTE)
    if number < 0:
        raise BadCell(f"{_shown(cell)} is below 0", ENTER_WTE, "out of range")
    if number > TIMES_TYPICAL * typical_wte:
        raise BadCell(
            f"{number:,.6g} is more than {TIMES_TYPICAL} times the whole typical organisation ({typical_wte:,.6g})",
            "Enter whole-time equivalents of the typical organisation, not of the nation.",
            "absurd number",
        )
    return number


def share_of_per_cent(cell: SheetCell) -> float:
    """How sure somebody is, as a share of one, from per cent. Raises BadCell.

    `80%` is 80 per cent however the cell stores it. A bare number above 0 and up to 1 may be a share or per cent.
    """
    text = _AROUND.sub("", cell.text)
    signed = cell.kind is CellKind.PERCENT or (cell.kind is CellKind.TEXT and text.endswith("%"))
    if cell.kind is CellKind.PERCENT:
        number = cell.number * 100
    elif signed:
        number = _number(SheetCell(CellKind.TEXT, _PER_CENT.sub("", text)), ENTER_PER_CENT)
    else:
        number = _number(cell, ENTER_PER_CENT)
    if not 0 <= number <= 100:
        raise BadCell(f"{_shown(cell)} is not between 0 and 100", ENTER_PER_CENT, "out of range")
    if 0 < number <= 1 and not signed:
        raise BadCell(
            f"{_shown(cell)} may mean {number:g} per cent or {number:.0%}", ENTER_PER_CENT, "share or per cent"
        )
    return number / 100


def is_blank(cell: SheetCell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell.kind is CellKind.TEXT and not _AROUND.sub("", cell.text)


def any_number(cell: SheetCell) -> float:
    """A number of whatever unit. Raises BadCell."""
    return _number(cell, ENTER_NUMBER)


def _number(cell: SheetCell, enter: str) -> float:
    match cell.kind:
        case CellKind.NUMBER if math.isfinite(cell.number):
            return cell.number + 0.0  # no -0.0
        case CellKind.TEXT:
            return _number_in_text(cell.text, enter)
        case CellKind.PERCENT:
            raise BadCell(f"{_shown(cell)} is a percentage", enter, NOT_A_NUMBER)
        case CellKind.DATE:
            what = f"{quoted(cell.text)} is a date, which a spreadsheet may have made of a number"
            raise BadCell(what, f"Give the cell the format Number, and type the number again. {enter}", "a date")
        case CellKind.ERROR:
            what = f"{quoted(cell.text)} is the error of a formula"
            raise BadCell(what, "Mend the formula, or type the number.", "error of a formula")
        case CellKind.UNCALCULATED:
            what = f"the formula {quoted(in_one_line(cell.text, _MOST_SHOWN))} has no stored value"
            remedy = "Open the workbook in Excel or LibreOffice and save it, or type the number."
            raise BadCell(what, remedy, "formula without a value")
        case CellKind.TWO_MEANINGS:
            plain = re.sub("[.,]", "", cell.text.strip())
            what = f"{quoted(cell.text.strip())} may mean {plain} or a number with three decimals"
            raise BadCell(
                what, "Send the workbook itself, or write the number with another count of decimals.", "marks"
            )
    raise BadCell(f"{quoted(cell.text)} is not a number", enter, NOT_A_NUMBER)


def _number_in_text(text: str, enter: str) -> float:
    text = _AROUND.sub("", text)
    if text.endswith("%"):
        raise BadCell(f"{quoted(text)} is a percentage", enter, NOT_A_NUMBER)
    number = read_cell(text, Column("number", Kind.NUMBER, "a number", enter, required=True))
    if not isinstance(number, float):
        raise TypeError(f"a column of numbers gave {number!r}")
    return number


def _shown(cell: SheetCell) -> str:
    return in_one_line(_AROUND.sub("", cell.text), _MOST_SHOWN)
