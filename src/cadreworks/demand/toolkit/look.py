"""How does a toolkit look? Its colours, its kinds of cells, its paper; and the workbook that they are put into.

One accent, NHS blue; text and frames keep a contrast of 4.5 to 1 or more; nothing is said by colour alone (a cell
that is to be filled in has a frame, and the first sheet says so).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

BLUE, TEXT, MUTED, LINE = "#005EB8", "#212B32", "#425563", "#768692"
WHITE, PALE, FILL_IN = "#FFFFFF", "#E8EDEE", "#FFFBE8"
BARS = ("#B3D4F0", WHITE, "#003087", "#330072", "#00A499")
"""Of a chart, by year between now, which is grey, and the last one, which has the accent; framed in it, so that they
are told apart without colours."""

FONT, SIZE = "Arial", 11
LINE_HEIGHT = 14.5
ROW_HEIGHT = 18.0
TITLE_HEIGHT = 36.0
_HIGHEST = 409.0
"""What spreadsheets allow a row."""
_FIXED_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's dates have no zone
_INSIDE_MARGINS_MM = {False: 182.0, True: 269.0}
_INSIDE_MARGINS_PT = {False: 730.0, True: 485.0}
"""The room on A4, by whether it lies: how wide, how high."""
_MM_PER_LETTER, _LETTERS_AROUND = 2.2, 0.71
"""Of a column: its letters, and the space that spreadsheets add to them."""
_LARGEST_SCALE = 94
"""In per cent: as large as may be so that two tables with ranges, or three without, stand on a page."""

Style = Mapping[str, Any]
_CHANGE = "+General;-General;0"
_WRAPPED = {"text_wrap": True, "valign": "top"}
_FRAMED = {"border": 1, "border_color": LINE, "align": "left", "indent": 1, "valign": "vcenter", "text_wrap": True}
_FILLED_IN = {**_FRAMED, "bg_color": FILL_IN, "locked": False}
_FIGURE = {**_FRAMED, "align": "right", "text_wrap": False}
_HEAD = {**_FRAMED, "bold": True, "bg_color": PALE}
STYLES: Mapping[str, Style] = {
    "plain": {"valign": "vcenter"},
    "title": {"bold": True, "font_size": 20, "font_color": BLUE, "valign": "vcenter"},
    "title_wrapped": {"bold": True, "font_size": 20, "font_color": BLUE, "text_wrap": True, "valign": "vcenter"},
    "section": {"bold": True, "font_size": 14, "font_color": BLUE, "valign": "vcenter"},
    "paragraph": _WRAPPED,
    "strong": {"bold": True, **_WRAPPED},
    "muted": {"font_color": MUTED, **_WRAPPED},
    "area": {"bold": True, "font_size": 13, "font_color": WHITE, "bg_color": BLUE, "valign": "vcenter", "indent": 1},
    "head": _HEAD,
    "number_head": {**_HEAD, "align": "right"},
    "row_head": _FRAMED,
    "words": _FRAMED,
    "number": _FIGURE,
    "change": {**_FIGURE, "num_format": _CHANGE},
    "total": {**_FIGURE, "bold": True, "bg_color": PALE},
    "total_change": {**_FIGURE, "bold": True, "bg_color": PALE, "num_format": _CHANGE},
    "total_words": {**_FRAMED, "bg_color": PALE},
    "nothing": {**_FRAMED, "bg_color": PALE},
    "answer": {**_FILLED_IN, "align": "right", "text_wrap": False},
    "comment": {**_FILLED_IN, "valign": "top"},
    "answer_words": _FILLED_IN,
    "answer_date": {**_FILLED_IN, "num_format": "d mmmm yyyy"},
    "link": {"font_color": BLUE, "underline": 1, "valign": "vcenter"},
}
"""Kinds of cells by name. The format of an answer is General, which shows what was typed."""


class ToolkitSheet(Worksheet):  # type: ignore[misc]
    """A worksheet that stores each number so that the same number is read back, an empty result as empty text, and our
    formulas as they are: looking each through for functions newer than 2007 would take a fifth of the time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")

    def _xml_number_element(self, number: float, attributes: list[tuple[str, Any]] | None = None) -> None:
        exact = f"{number:.16G}"
        shown = exact if float(exact) == number else repr(float(number))
        signs = "".join(f' {key}="{value}"' for key, value in attributes or [])
        self.fh.write(f"<c{signs}><v>{shown}</v></c>")

    def _xml_formula_element(self, formula: str, result: Any, attributes: list[tuple[str, Any]] | None = None) -> None:
        given = [*(attributes or []), *([("t", "str")] if result == "" else [])]
        super()._xml_formula_element(formula, result, given)


class Book:
    """A workbook under way, and the kinds of cells in it."""

    def __init__(self, stream: BinaryIO, *, title: str, subject: str, author: str) -> None:
        self.workbook = Workbook(
            stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": FONT, "font_size": SIZE, "font_color": TEXT},
            },
        )
        self.workbook.set_properties({"title": title, "subject": subject, "author": author, "created": _FIXED_DATE})
        self._formats: dict[str, Any] = {}

    def style(self, name: str) -> Any:
        """The format of that kind of cell."""
        if name not in self._formats:
            self._formats[name] = self.workbook.add_format(dict(STYLES[name]))
        return self._formats[name]

    def sheet(self, name: str, widths: tuple[float, ...], *, landscape: bool = False) -> Sheet:
        """A new sheet with columns of these widths, in letters."""
        return Sheet(self, name, widths, landscape=landscape)

    def close(self) -> None:
        self.workbook.close()


class Sheet:
    """A sheet under way: what is written to it is text or a number or a formula because the writer says which, never
    because of what it begins with.
    """

    def __init__(self, book: Book, name: str, widths: tuple[float, ...], *, landscape: bool) -> None:
        self.book, self.name, self.widths, self.landscape = book, name, widths, landscape
        self.raw = book.workbook.add_worksheet(name, worksheet_class=ToolkitSheet)
        for column, width in enumerate(widths):
            self.raw.set_column(column, column, width, book.style("plain"))
        self.raw.hide_gridlines(2)
        self._heights: dict[int, float] = {}

    def text(self, row: int, column: int, text: str, style: str = "plain") -> None:
        """Text, whatever it begins with."""
        self.raw.write_string(row, column, text, self.book.style(style))

    def number(self, row: int, column: int, value: float, style: str = "number") -> None:
        """A number, unrounded."""
        self.raw.write_number(row, column, float(value), self.book.style(style))

    def formula(self, row: int, column: int, formula: tuple[str, float | str], style: str = "number") -> None:
        """A formula of our own, with what it comes to: programs that do not calculate show that."""
        text, value = formula
        self.raw.write_formula(row, column, f"={text}", self.book.style(style), value)

    def blank(self, row: int, column: int, style: str) -> None:
        """An empty cell of that kind."""
        self.raw.write_blank(row, column, None, self.book.style(style))

    def across(self, row: int, columns: tuple[int, int], text: str, style: str = "paragraph") -> None:
        """Text over several columns, in a row as high as it needs."""
        first, last = columns
        self.high(row, text, sum(self.widths[first : last + 1]))
        if first == last:
            self.text(row, first, text, style)
        else:
            self.raw.merge_range(row, first, row, last, "", self.book.style(style))
            self.text(row, first, text, style)

    def high(self, row: int, text: str, width: float, *, least: float = ROW_HEIGHT) -> None:
        """Make a row as high as wrapped text needs in a cell of that width."""
        self.height(row, max(least, lines_of(text, width) * LINE_HEIGHT + 4))

    def height(self, row: int, points: float) -> None:
        """Make a row that high."""
        points = min(points, _HIGHEST)
        self._heights[row] = points
        self.raw.set_row(row, points)

    def breaks_before(self, blocks: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """The blocks of rows that begin a page when none is cut in two; each is its first and its last row."""
        room = _INSIDE_MARGINS_PT[self.landscape] * 100 / self._scale() - self._heights.get(0, ROW_HEIGHT)
        used, breaks = self._high(1, blocks[0][0]), []
        following = [first for first, _ in blocks[1:]]
        for (first, last), after in zip(blocks, [*following, blocks[-1][1] + 1], strict=True):
            if used + self._high(first, last + 1) > room:
                breaks.append(first)
                used = 0.0
            used += self._high(first, after)
        return tuple(breaks)

    def _high(self, first: int, end: int) -> float:
        return sum(self._heights.get(row, LINE_HEIGHT) for row in range(first, end))

    def finish(
        self, heading_rows: int = 0, *, blocks: Sequence[tuple[int, int]] = (), on_one_page: bool = False
    ) -> None:
        """Lock the sheet, and lay it out for A4, as wide as a page.

        heading_rows: repeated at the head of each printed page; blocks: rows that stay together on a page, which
        takes a scale of our own, since Excel passes over the ends of pages where it fits them by itself
        """
        raw = self.raw
        raw.protect("", {"format_rows": True, "format_columns": True})
        raw.set_paper(9)
        raw.set_margins(left=0.55, right=0.55, top=0.75, bottom=0.75)
        if self.landscape:
            raw.set_landscape()
        if blocks:
            raw.set_print_scale(self._scale())
            raw.set_h_pagebreaks(list(self.breaks_before(blocks)))
        else:
            raw.fit_to_pages(1, 1 if on_one_page else 0)
        if heading_rows:
            raw.repeat_rows(0, heading_rows - 1)
        raw.set_footer("&L&9&A&R&9Page &P of &N")

    def _scale(self) -> int:
        room = _INSIDE_MARGINS_MM[self.landscape]
        wide = _MM_PER_LETTER * sum(width + _LETTERS_AROUND for width in self.widths)
        return max(40, min(_LARGEST_SCALE, int(100 * room / wide)))


def lines_of(text: str, width: float) -> int:
    """In how many lines text stands in a cell of that width, in letters, rather too many than too few."""
    room = max(1.0, width * 1.12)
    return sum(max(1, -(-len(line) // int(room))) for line in text.split("\n")) if text else 1
