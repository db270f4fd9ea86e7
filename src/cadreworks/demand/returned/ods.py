"""What stands in an OpenDocument spreadsheet? The part content.xml of .ods -> sheets of cells.

Values are those that were stored when it was saved; formulas are never worked out, links never followed.
Source: OpenDocument 1.3, part 3, chapter 9 (tables) and 19.385 (types of values).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from cadreworks.demand.returned import limits
from cadreworks.demand.returned.cells import CellKind, Merged, Opened, Place, Sheet, SheetCell
from cadreworks.demand.returned.unreadable import damaged, locked, too_much
from cadreworks.demand.returned.xlsx_sheet import is_count, percent_text
from cadreworks.demand.returned.xml_events import read_xml
from cadreworks.demand.returned.zip_parts import Parts

CONTENT = "content.xml"
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_ERROR = re.compile(r"#[A-Z/0!?]+|Err:[0-9]+", re.ASCII)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MACROS = (
    "it holds macros, which were not run",
    "Its answers were read as they were saved; ask its author if they look wrong.",
)


def read_ods(parts: Parts) -> Opened:
    """The sheets of the spreadsheet. Raises Unreadable."""
    _check_not_locked(parts)
    reader = _Content()
    read_xml(parts.read(CONTENT), CONTENT, begin=reader.begin, end=reader.end, words=reader.words)
    macros = any(name.startswith(("Basic/", "Scripts/")) and name.endswith((".xml", ".py")) for name in parts.names)
    named = [sheet for sheet in reader.sheets if sheet.cells or sheet.name]
    return Opened(tuple(named), "an OpenDocument spreadsheet", (_MACROS,) if macros else ())


def _check_not_locked(parts: Parts) -> None:
    if "encrypted-package" in parts.names:
        raise locked()
    if "META-INF/manifest.xml" in parts.names:
        found: list[str] = []

        def begin(element: str, _: Mapping[str, str]) -> None:
            if element == "encryption-data":
                found.append(element)

        read_xml(parts.read("META-INF/manifest.xml"), "META-INF/manifest.xml", begin=begin)
        if found:
            raise locked()


class _Content:
    """Builds sheets from the elements of content.xml as they pass."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._inside: list[str] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._held = 0
        self._start_sheet({})

    def _start_sheet(self, given: Mapping[str, str]) -> None:
        self._name = given.get("name", "")
        self._sheet_style = given.get("style-name", "")
        self._cells: dict[Place, SheetCell] = {}
        self._merged: list[Merged] = []
        self._hidden: set[int] = set()
        self._cached = self._row_hidden = False
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._given: Mapping[str, str] = {}
        self._lines: list[str] = []
        self._row_cells: list[tuple[int, int, SheetCell]] = []

    def begin(self, element: str, given: Mapping[str, str]) -> None:
        self._inside.append(element)
        match element:
            case "style":
                self._style = given.get("name", "")
            case "table-properties" if given.get("display") == "false":
                self._hidden_styles.add(self._style)
            case "table" if self._inside.count("table") == 1:
                self._start_sheet(given)
            case "table-row":
                self._rows = self._times(given, "number-rows-repeated", _LAST_ROW)
                self._column, self._row_cells = 0, []
                self._row_hidden = given.get("visibility", "visible") != "visible"
            case "table-source":
                self._cached = True
            case "table-cell" | "covered-table-cell":
                self._given, self._lines = given, []
                self._columns = self._times(given, "number-columns-repeated", _LAST_COLUMN)
            case "p" if self._in_cell():
                self._lines.append("")
            case "s" | "tab" | "line-break" if self._in_text():
                space = {"s": " " * min(self._times(given, "c", _LAST_COLUMN), 1000), "tab": "\t"}.get(element, "\n")
                self._lines[-1] += space

    def words(self, text: str) -> None:
        if self._in_text():
            self._lines[-1] += text
            if len(self._lines[-1]) > limits.MOST_CELL_LETTERS:
                raise too_much(f"one of its cells holds more than {limits.MOST_CELL_LETTERS:,} characters")

    def end(self, element: str) -> None:
        self._inside.pop()
        match element:
            case "table-cell" | "covered-table-cell":
                self._end_cell(element)
            case "table-row":
                self._end_row()
            case "table" if "table" not in self._inside:
                self._end_sheet()

    def _in_cell(self) -> bool:
        return self._inside[-2:-1] in (["table-cell"], ["covered-table-cell"])

    def _in_text(self) -> bool:
        """Within a cell's own words, not in a note that hangs on it nor in a drawing."""
        cell = max(self._last("table-cell"), self._last("covered-table-cell"))
        return cell >= 0 and self._inside[cell + 1 : cell + 2] == ["p"] and bool(self._lines)

    def _last(self, element: str) -> int:
        inside = self._inside
        return len(inside) - 1 - inside[::-1].index(element) if element in inside else -1

    def _end_cell(self, element: str) -> None:
        if element == "table-cell":
            self._merge()
            cell = self._cell("\n".join(self._lines))
            if cell is not None:
                self._row_cells.append((self._column, self._columns, cell))
        self._column += self._columns

    def _merge(self) -> None:
        down = self._times(self._given, "number-rows-spanned", _LAST_ROW)
        right = self._times(self._given, "number-columns-spanned", _LAST_COLUMN)
        if down > 1 or right > 1:
            self._merged.append(Merged(self._row, self._column, self._row + down - 1, self._column + right - 1))
            if len(self._merged) > limits.MOST_MERGED:
                raise too_much(f"a sheet has more than {limits.MOST_MERGED:,} merged cells")

    def _end_row(self) -> None:
        self._held += self._rows * sum(times for _, times, _ in self._row_cells)
        if self._held > limits.MOST_CELLS:
            raise too_much(f"it holds more than {limits.MOST_CELLS:,} filled cells")
        for row in range(self._row, self._row + self._rows) if self._row_cells else ():
            if self._row_hidden:
                self._hidden.add(row)
            for first, times, cell in self._row_cells:
                for column in range(first, first + times):
                    self._cells[row, column] = cell
        self._row += self._rows

    def _end_sheet(self) -> None:
        if self._cached:
            return  # what LibreOffice remembers of another file that formulas look into
        if len(self.sheets) >= limits.MOST_SHEETS:
            raise too_much(f"it holds more than {limits.MOST_SHEETS} sheets")
        hidden = self._sheet_style in self._hidden_styles
        self.sheets.append(Sheet(self._name, self._cells, tuple(self._merged), hidden, frozenset(self._hidden)))

    def _cell(self, shown: str) -> SheetCell | None:
        given, formula = self._given, "formula" in self._given
        elsewhere = formula and "'file:" in given["formula"]
        match given.get("value-type", ""):
            case "float" | "currency":
                number = self._number(given.get("value", ""))
                return SheetCell(CellKind.NUMBER, given["value"], number, formula, elsewhere)
            case "percentage":
                number = self._number(given.get("value", ""))
                return SheetCell(CellKind.PERCENT, percent_text(number), number, formula, elsewhere)
            case "boolean":
                return SheetCell(CellKind.BOOLEAN, given.get("boolean-value", "").upper(), 0.0, formula, elsewhere)
            case "date" | "time":
                day = given.get("date-value", shown)
                return SheetCell(CellKind.DATE, day, 0.0, formula, elsewhere)
        if formula and _ERROR.fullmatch(shown.strip()):
            return SheetCell(CellKind.ERROR, shown.strip(), 0.0, formula, elsewhere)
        if formula and not given.get("value-type"):
            return SheetCell(CellKind.UNCALCULATED, given["formula"], 0.0, formula, elsewhere)
        return SheetCell(CellKind.TEXT, shown, 0.0, formula, elsewhere) if shown.strip() else None

    def _number(self, value: str) -> float:
        if not _NUMBER.fullmatch(value):
            raise damaged(f"its part {CONTENT} holds a number that is none")
        return float(value)

    def _times(self, given: Mapping[str, str], name: str, most: int) -> int:
        times = given.get(name, "1")
        if not is_count(times) or not 1 <= int(times) <= most:
            raise damaged(f"its part {CONTENT} repeats a cell wrongly")
        return int(times)
