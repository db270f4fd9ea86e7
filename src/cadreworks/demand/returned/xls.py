"""What stands in a workbook of Excel before 2007? The bytes of .xls -> sheets of cells.

xlrd is written in Python, so that whatever a broken file does ends in an exception, and it holds rows only as long as
they are filled; it comes with gptables anyway. Whatever it raises is told as damage. The old format does not say
which values are formulas that xlrd could tell; every one of them has a stored value.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlrd

from cadreworks.demand.returned import limits
from cadreworks.demand.returned.cells import CellKind, Merged, Opened, Place, Sheet, SheetCell
from cadreworks.demand.returned.number_formats import Shows, shown_by
from cadreworks.demand.returned.unreadable import Unreadable, damaged, locked, too_much
from cadreworks.demand.returned.xlsx_sheet import day_text, percent_text


def read_xls(raw: bytes) -> Opened:
    """The worksheets of the workbook, in order of its tabs. Raises Unreadable."""
    try:
        with xlrd.open_workbook(
            file_contents=raw, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        ) as book:
            if book.nsheets > limits.MOST_SHEETS:
                raise too_much(f"it holds {book.nsheets:,} sheets, more than {limits.MOST_SHEETS}")
            return Opened(tuple(_sheets(book)), "a workbook of Excel before 2007")
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # xlrd raises whatever its arithmetic runs into
        if "encrypted" in str(error):
            raise locked() from error
        raise damaged("it cannot be read as a workbook of Excel before 2007") from error


def _sheets(book: xlrd.Book) -> Iterator[Sheet]:
    held = 0
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        cells: dict[Place, SheetCell] = {}
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                cell = _cell(book, sheet.cell(row, column))
                if cell is not None:
                    cells[row, column] = cell
        held += len(cells)
        if held > limits.MOST_CELLS:
            raise too_much(f"it holds more than {limits.MOST_CELLS:,} filled cells")
        merged = tuple(Merged(top, left, below - 1, beyond - 1) for top, below, left, beyond in sheet.merged_cells)
        rows = frozenset(row for row, shown in sheet.rowinfo_map.items() if shown.hidden)
        yield Sheet(sheet.name, cells, merged, bool(sheet.visibility), rows)
        book.unload_sheet(number)


def _cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> SheetCell | None:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return SheetCell(CellKind.TEXT, cell.value) if cell.value.strip() else None
        case xlrd.XL_CELL_NUMBER:
            code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            if shown_by(code) is Shows.PERCENT:
                return SheetCell(CellKind.PERCENT, percent_text(cell.value), cell.value)
            return SheetCell(CellKind.NUMBER, f"{cell.value:.15g}", cell.value)
        case xlrd.XL_CELL_DATE:
            return SheetCell(CellKind.DATE, day_text(cell.value), cell.value)
        case xlrd.XL_CELL_BOOLEAN:
            return SheetCell(CellKind.BOOLEAN, "TRUE" if cell.value else "FALSE")
        case xlrd.XL_CELL_ERROR:
            return SheetCell(CellKind.ERROR, xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    return None
