"""What stands on one sheet of an Excel workbook? Its part, the shared words and the formats -> cells.

A cell that is written in no way that Excel writes one is damage, and the file is refused: a number must not come out
of what nobody can have typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from cadreworks.demand.returned import limits
from cadreworks.demand.returned.cells import CellKind, Merged, Place, Sheet, SheetCell
from cadreworks.demand.returned.number_formats import Shows
from cadreworks.demand.returned.unreadable import damaged, too_much
from cadreworks.demand.returned.xml_events import read_xml
from cadreworks.demand.returned.zip_parts import Parts

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's days belong to no time zone
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_DIGITS = 9
_MOST_DAYS = 2_958_465


class SharedWords:
    """The texts that sheets point at by number."""

    def __init__(self, parts: Parts, part: str) -> None:
        self._texts: list[str] = []
        if part:
            self._gather(parts.read(part), part)

    def _gather(self, raw: bytes, part: str) -> None:
        inside: list[str] = []
        pieces: list[str] = []

        def begin(element: str, _: Mapping[str, str]) -> None:
            inside.append(element)
            if element == "si":
                pieces.clear()

        def end(element: str) -> None:
            inside.pop()
            if element == "si":
                self._texts.append(unescaped("".join(pieces)))

        def words(text: str) -> None:
            if inside[-1] == "t" and "rPh" not in inside:  # rPh: how to pronounce it
                pieces.append(text)

        read_xml(raw, part, begin=begin, end=end, words=words)

    def at(self, number: str, part: str) -> str:
        """The text of that number. Raises Unreadable where there is none."""
        if not is_count(number) or int(number) >= len(self._texts):
            raise damaged(f"its part {part} points at a text that is not there")
        return self._texts[int(number)]


def is_count(text: str) -> bool:
    """Whether a text is a whole number of bearable length, as those that point at something are."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def unescaped(text: str) -> str:
    """Excel writes a letter that XML cannot hold as `_x000B_`; line ends become one kind."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


class SheetReader:
    """Reads one sheet. formats: what each style shows; most: how many cells it may hold."""

    def __init__(self, words: SharedWords, formats: Sequence[Shows], *, most: int) -> None:
        self._words, self._formats, self._most = words, formats, most
        self._cells: dict[Place, SheetCell] = {}
        self._merged: list[Merged] = []
        self._hidden_rows: set[int] = set()
        self._inside: list[str] = []
        self._row, self._column = -1, -1
        self._given: Mapping[str, str] = {}
        self._value: list[str] = []
        self._formula: list[str] = []
        self._has_formula = self._has_value = False
        self._part = ""

    def read(self, raw: bytes, part: str, *, name: str, hidden: bool) -> Sheet:
        """The sheet in the bytes of its part. Raises Unreadable."""
        self._part = part
        read_xml(raw, part, begin=self._begin, end=self._end, words=self._text)
        return Sheet(name, self._cells, tuple(self._merged), hidden, frozenset(self._hidden_rows))

    def _begin(self, element: str, given: Mapping[str, str]) -> None:
        self._inside.append(element)
        if element == "row" and self._inside[-2:-1] == ["sheetData"]:
            self._row = self._row_number(given)
            self._column = -1
            if given.get("hidden") in ("1", "true"):
                self._hidden_rows.add(self._row)
        elif element == "c" and self._inside[-2:-1] == ["row"]:
            self._begin_cell(given)
        elif element == "f" and self._inside[-2:-1] == ["c"]:
            self._has_formula = True
        elif element == "v" and self._inside[-2:-1] == ["c"]:
            self._has_value = True
        elif element == "mergeCell":
            self._merged.append(self._area(given.get("ref", "")))
            if len(self._merged) > limits.MOST_MERGED:
                raise too_much(f"a sheet has more than {limits.MOST_MERGED:,} merged cells")

    def _begin_cell(self, given: Mapping[str, str]) -> None:
        self._given = given
        self._value, self._formula = [], []
        self._has_formula = self._has_value = False
        if "r" in given:
            row, self._column = self._place(given["r"])
            if row != self._row:
                raise damaged(f"its part {self._part} has the cell {given['r']} in row {self._row + 1}")
        else:
            self._column += 1

    def _text(self, text: str) -> None:
        inside = self._inside
        if inside[-1] == "v" or (inside[-1] == "t" and "is" in inside and "rPh" not in inside):
            self._value.append(text)
        elif inside[-1] == "f":
            self._formula.append(text)

    def _end(self, element: str) -> None:
        self._inside.pop()
        if element != "c" or self._inside[-1:] != ["row"]:
            return
        cell = self._cell("".join(self._value))
        if cell is None:
            return
        place = (self._row, self._column)
        if place in self._cells:
            raise damaged(f"its part {self._part} has one cell twice")
        if len(self._cells) >= self._most:
            raise too_much(f"it holds more than {limits.MOST_CELLS:,} filled cells")
        self._cells[place] = cell

    def _cell(self, value: str) -> SheetCell | None:
        kind = self._given.get("t", "n")
        formula = "".join(self._formula)
        told = {"formula": self._has_formula, "elsewhere": "[" in formula and "]" in formula}
        if self._has_formula and not value.strip():
            if kind == "str" and self._has_value:
                return None  # the formula's result is an empty text
            return SheetCell(CellKind.UNCALCULATED, f"={formula}" if formula else "a formula", **told)
        match kind:
            case "s":
                return _words(self._words.at(value.strip(), self._part), **told) if value.strip() else None
            case "str":
                return _words(unescaped(value), **told)
            case "inlineStr":
                return _words(unescaped(value), **told)
            case "b":
                return SheetCell(CellKind.BOOLEAN, "TRUE" if value.strip() == "1" else "FALSE", **told)
            case "e":
                return SheetCell(CellKind.ERROR, value.strip(), **told)
            case "d":
                return SheetCell(CellKind.DATE, value.strip(), **told)
            case "n":
                return self._number(value.strip(), **told) if value.strip() else None
        raise damaged(f"its part {self._part} holds a cell of a kind that Excel does not have")

    def _number(self, value: str, *, formula: bool, elsewhere: bool) -> SheetCell:
        if not _NUMBER.fullmatch(value):
            raise damaged(f"its part {self._part} holds a number that is none")
        number = float(value)
        match self._shows():
            case Shows.PERCENT:
                return SheetCell(CellKind.PERCENT, percent_text(number), number, formula, elsewhere)
            case Shows.DATE:
                return SheetCell(CellKind.DATE, day_text(number), number, formula, elsewhere)
            case Shows.NUMBER:
                return SheetCell(CellKind.NUMBER, value, number, formula, elsewhere)

    def _shows(self) -> Shows:
        style = self._given.get("s")
        if style is None:
            return Shows.NUMBER
        if not is_count(style) or int(style) >= len(self._formats):
            raise damaged(f"its part {self._part} points at a format that is not there")
        return self._formats[int(style)]

    def _row_number(self, given: Mapping[str, str]) -> int:
        if "r" not in given:
            return self._row + 1
        number = given["r"]
        if not is_count(number) or not 1 <= int(number) <= _LAST_ROW:
            raise damaged(f"its part {self._part} numbers a row wrongly")
        return int(number) - 1

    def _place(self, name: str) -> Place:
        found = _PLACE.fullmatch(name)
        if found is None:
            raise damaged(f"its part {self._part} names a cell wrongly")
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        if column > _LAST_COLUMN or int(found[2]) > _LAST_ROW:
            raise damaged(f"its part {self._part} names a cell beyond the end of a sheet")
        return int(found[2]) - 1, column - 1

    def _area(self, name: str) -> Merged:
        first, _, last = name.partition(":")
        top, left = self._place(first)
        bottom, right = self._place(last or first)
        return Merged(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _words(text: str, *, formula: bool = False, elsewhere: bool = False) -> SheetCell | None:
    if len(text) > limits.MOST_CELL_LETTERS:
        raise too_much(f"one of its cells holds more than {limits.MOST_CELL_LETTERS:,} characters")
    return SheetCell(CellKind.TEXT, text, 0.0, formula, elsewhere) if text.strip() else None


def percent_text(share: float) -> str:
    """0.1 -> 10%."""
    return f"{share * 100:.12g}%"


def day_text(days: float) -> str:
    """What a count of days shows as a date: 44106 -> 2020-10-02."""
    if not 0 <= days <= _MOST_DAYS:
        return f"{days:.12g}"
    day = _FIRST_DAY + timedelta(days=days)
    return day.strftime("%H:%M") if days < 1 else day.date().isoformat()
