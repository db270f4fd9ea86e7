"""A published table in a document for word processors: caption, a first row that is repeated, notes and source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cadreworks.reports.published_table import (
    NOTHING_MEANS,
    Heading,
    PublishedTable,
    has_gaps,
    stacked_text,
    table_text,
)

if TYPE_CHECKING:
    from docx.document import Document

_LETTERS_PT = 8
_LETTER_MM = 1.75
"""The width of a letter, bold ones included, with a little to spare."""
_PADDING_MM = 4.5
_LONGEST_TEXT = 60
"""Texts longer than this go on in further lines without making their column wider still."""

_LINES_OF_HEADING = 3
"""The heading of numbers may go on in so many lines before its column takes room from sentences."""


def is_wide(table: PublishedTable, room_mm: float) -> bool:
    """Whether words would be broken if the table stood in so many millimetres."""
    return sum(_least_widths(table)) > room_mm


def _least_widths(table: PublishedTable) -> list[float]:
    """So many millimetres each column needs, lest a word or number be broken."""
    columns = zip(*table_text(table), strict=True) if table.rows else [[] for _ in table.headings]
    least: list[float] = []
    for heading, texts in zip(table.headings, columns, strict=True):
        words = [word for text in (heading.text, *texts) for word in text.split()]
        width = _PADDING_MM + _LETTER_MM * max(map(len, words), default=1)
        if heading.under:
            least[-1] = max(least[-1], width)
        else:
            least.append(width)
    return least


def _widths(table: PublishedTable, room_mm: float) -> list[float]:
    """The least width of each column, and what is left shared out by how much they have to say."""
    least = _least_widths(table)
    shown = [heading for heading in table.headings if not heading.under]
    said = []
    for at, heading in enumerate(shown):
        texts = [heading.text] if heading.shown.numeric else [row[at][1] for row in stacked_text(table)]
        longest = max(map(len, [heading.text, *texts]))
        said.append(min(longest, _LONGEST_TEXT) / (_LINES_OF_HEADING if heading.shown.numeric else 1))
    spare = room_mm - sum(least)
    if spare <= 0:
        return [width * room_mm / sum(least) for width in least]
    return [width + spare * letters / sum(said) for width, letters in zip(least, said, strict=True)]


def write_table(document: Document, table: PublishedTable, room_mm: float) -> None:
    """Write `table` at the end of `document`, across `room_mm` millimetres."""
    from docx.shared import Pt

    document.add_paragraph(table.title, style="Caption")
    shown = [heading for heading in table.headings if not heading.under]
    rows = stacked_text(table)
    grid = document.add_table(rows=len(rows) + 1, cols=len(shown))
    grid.autofit = False
    widths = _widths(table, room_mm)
    lines = list(grid.rows)
    _write_row(lines[0], [(heading, heading.text, []) for heading in shown], bold=True)
    _repeat(lines[0])
    for at, (line, row) in enumerate(zip(lines[1:], rows, strict=True), start=1):
        _write_row(line, row, bold=table.totals and at == len(rows))
    _finish(grid, widths, table)
    notes = [*([NOTHING_MEANS] if has_gaps(table) else []), *table.notes, f"Source: {table.source}"]
    for number, note in enumerate(notes):
        paragraph = document.add_paragraph(note, style="Note")
        paragraph.paragraph_format.space_before = Pt(0 if number else 4)


def _write_row(line: Any, row: Sequence[tuple[Heading, str, list[str]]], *, bold: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    _keep_whole(line)
    for cell, (heading, text, beneath) in zip(line.cells, row, strict=True):
        for number, part in enumerate((text, *beneath)):
            paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(1)
            if heading.shown.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            run = paragraph.add_run(part)
            run.font.size, run.bold = Pt(_LETTERS_PT), bold and not number


def _repeat(line: Any) -> None:
    """The row stands again at the top of each page that the table reaches."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    line._tr.get_or_add_trPr().append(mark)


def _keep_whole(line: Any) -> None:
    from docx.oxml import OxmlElement

    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _finish(grid: Any, widths: Sequence[float], table: PublishedTable) -> None:
    """Widths, lines between rows, and the table's name for those who cannot see it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for line in grid.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = Mm(width)
    properties = grid._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "4")):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "768692")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties.find(qn("w:tblLayout")).addprevious(borders)  # Word wants its settings in one order
    described = OxmlElement("w:tblDescription")
    described.set(qn("w:val"), table.title)
    properties.append(described)
