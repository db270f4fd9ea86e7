"""What stands in a file of text that was saved from one sheet? The bytes of .csv, .tsv or .txt -> one sheet of cells.

Everything is text here, so a number is one only as far as its text is. Formulas are gone, and numbers are as the
sheet showed them. Where semicolons separate, because commas mark decimals on the machine that saved it, a comma
within a number is read as that mark; nothing else is.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable

from cadreworks.demand.returned import limits
from cadreworks.demand.returned.cells import CellKind, Opened, Place, Sheet, SheetCell
from cadreworks.demand.returned.unreadable import Unreadable, too_much

_SAVE_AS = 'Save the sheet again as "CSV UTF-8", or send the workbook itself.'
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,([0-9]{1,2}|[0-9]{4,})", re.ASCII)
_DECIMAL_POINT = re.compile(r"[+-]?[0-9]*\.([0-9]{1,2}|[0-9]{4,})", re.ASCII)
_TWO_MEANINGS = re.compile(r"[+-]?[0-9]{1,3}([.,][0-9]{3})+", re.ASCII)
_MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def read_text_file(raw: bytes, *, known: Callable[[str], bool]) -> Opened:
    """The one sheet. known: whether a text is one of the words by which a table is found. Raises Unreadable."""
    if len(raw) > limits.MOST_TEXT_BYTES:
        raise too_much(f"it is a text of more than {limits.MOST_TEXT_BYTES // limits.MIB} MB")
    text, told = decoded(raw)
    mark, rows = _separated(text, known)
    comma = mark == ";" and not any(_DECIMAL_POINT.fullmatch(cell.strip()) for row in rows for cell in row)
    cells: dict[Place, SheetCell] = {}
    for row, texts in enumerate(rows):
        for column, cell in enumerate(texts):
            if cell.strip():
                cells[row, column] = _cell(cell, mark, comma=comma)
    if len(cells) > limits.MOST_CELLS:
        raise too_much(f"it holds more than {limits.MOST_CELLS:,} filled cells")
    if comma and any(_DECIMAL_COMMA.fullmatch(cell.strip()) for row in rows for cell in row):
        told = (_COMMA_TOLD, *told)
    return Opened((Sheet("", cells),), f"text separated by {_MARKS[mark]}", (_SHOWN_TOLD, *told))


_COMMA_TOLD = (
    "semicolons separate its cells, so a comma in a number was read as the decimal mark",
    "Send the workbook itself if that is not meant.",
)
_SHOWN_TOLD = (
    "it is text, in which numbers are as the sheet showed them, perhaps rounded",
    "The workbook itself has them whole.",
)
_WINDOWS_TOLD = (
    "it is not in UTF-8 and was read as Windows text",
    "Look whether the letters of its comments are right; the workbook itself has no such doubt.",
)


def decoded(raw: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text, and what is to be told of its encoding. Raises Unreadable."""
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16"), ()
        if b"\x00" in raw:
            raise Unreadable("it is neither a workbook nor text", _SAVE_AS, "not a workbook")
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), (_WINDOWS_TOLD,)
    except UnicodeDecodeError as error:
        raise Unreadable("its letters are in an encoding that is not known", _SAVE_AS, "encoding") from error


def _separated(text: str, known: Callable[[str], bool]) -> tuple[str, list[list[str]]]:
    """The mark that separates the words of a table, and the rows. A file in which none does is no sheet of a return."""
    found: list[tuple[int, str, list[list[str]]]] = []
    fault = ""
    for mark in _MARKS:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
        except csv.Error as error:
            fault = str(error) if mark == "," else fault
            continue
        found.append((sum(known(cell) for row in rows for cell in row if len(cell) < 200), mark, rows))
    best = max(found, default=(0, "", []), key=lambda entry: entry[0])
    if best[0] == 0 and fault:
        raise Unreadable(f"the quoting of its cells does not end as CSV does ({fault})", _SAVE_AS, "not CSV")
    if best[0] == 0:
        raise Unreadable(
            "it holds no table of the toolkit",
            "Check that the right file is named; save the sheet again, or send the workbook itself.",
            "no table",
        )
    return best[1], best[2]


def _cell(text: str, mark: str, *, comma: bool) -> SheetCell:
    """comma: whether it marks decimals. Where semicolons separate, either sign may group thousands."""
    if mark == ";" and _TWO_MEANINGS.fullmatch(text.strip()):
        return SheetCell(CellKind.TWO_MEANINGS, text)
    if comma and _DECIMAL_COMMA.fullmatch(text.strip()):
        return SheetCell(CellKind.TEXT, text.replace(",", "."))
    return SheetCell(CellKind.TEXT, text)
