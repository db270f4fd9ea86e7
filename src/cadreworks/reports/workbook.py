"""The publication's tables as one workbook, after the good-practice guidance for statistical tables.

One table to a sheet, a cover, a list of contents, notes on a sheet of their own, nothing merged, nothing said by
colour. Numbers stand unrounded behind the formats that round them. The bytes depend on the tables alone: the
date inside the file is a fixed one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cadreworks.reports.published_table import NOTHING, NOTHING_MEANS, PublishedTable, Shown, Value

if TYPE_CHECKING:
    from gptables import GPTable

_FIXED_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's dates have no zone
_WIDEST_PIXELS = 600
"""Of a column. A screen shows no more at once, and readers refuse widths beyond 255 letters."""
_ROUNDING = "Numbers stand unrounded in their cells; what is shown is rounded."
_FORMATS = {
    Shown.WTE: "#,##0",
    Shown.WTE_CHANGE: "+#,##0;-#,##0;0",
    Shown.PER_CENT: "0.0%",
    Shown.WHOLE_PER_CENT: "0%",
    Shown.CHANCE: "0%",
    Shown.PER_CENT_CHANGE: "+0%;-0%;0%",
    Shown.MILLIONS: "#,##0.0",
    Shown.YEAR: "0",
    Shown.SHORT: "[>=10]#,##0;[<=-10]-#,##0;0.0",
    Shown.NUMBER: "General",
}


def write_workbook(
    path: Path,
    tables: Sequence[PublishedTable],
    *,
    title: str,
    introduction: Sequence[str],
    about: Sequence[str],
    mark: str = "",
) -> None:
    """Write `tables`, one to a sheet, behind a cover with `introduction` and `about`.

    mark: what must stand on every sheet, since sheets are copied alone (`Not for publication`)
    """
    import gptables  # here, because it brings a data frame library that nothing else needs
    import pandas

    tables = [table for table in tables if table.rows]  # a sheet with nothing on it cannot be written
    notes = list(dict.fromkeys([_ROUNDING, *(note for table in tables for note in table.notes)]))
    sheets = {f"Table_{number}": _sheet(table, number, notes, mark) for number, table in enumerate(tables, start=1)}
    references = [f"note {number}" for number in range(1, len(notes) + 1)]
    notes_table = pandas.DataFrame({"Note number": references, "Note text": [_plain(note) for note in notes]})
    workbook = gptables.produce_workbook(
        filename=str(path),
        sheets=sheets,
        cover=gptables.Cover(
            title=_plain(title), intro=[_plain(text) for text in introduction], about=[_plain(text) for text in about]
        ),
        notes_table=notes_table,
        notesheet_label="Notes",
        workbook_options={"strings_to_formulas": False, "strings_to_urls": False},
    )
    for sheet in workbook.worksheets():
        for column, about_it in sheet.col_info.items():
            if about_it.width > _WIDEST_PIXELS:  # their text goes on in further lines
                sheet.set_column_pixels(column, column, _WIDEST_PIXELS)
    workbook.set_properties({"title": title, "created": _FIXED_DATE})
    workbook.close()


def _plain(text: str) -> str:
    """`text` without what gptables would turn into a link, `[words](address)`, or a reference, `$$note 1$$`."""
    return text.replace("](", "] (").replace("$$", "$ $")


def _sheet(table: PublishedTable, number: int, notes: list[str], mark: str) -> GPTable:
    import gptables
    import pandas

    columns = [_plain(heading.text) for heading in table.headings]
    frame = pandas.DataFrame(
        [
            [_value(cell, heading.shown) for cell, heading in zip(row, table.headings, strict=True)]
            for row in table.rows
        ],
        columns=columns,
        dtype=object,
    )
    marks = "".join(f"$$note {notes.index(note) + 1}$$" for note in (_ROUNDING, *table.notes))
    formatting: list[dict[str, Any]] = [
        {"column": {"columns": [column], "format": {"num_format": _FORMATS[heading.shown]}}}
        for column, heading in zip(columns, table.headings, strict=True)
        if heading.shown.numeric
    ]
    return gptables.GPTable(
        table=frame,
        table_name=f"sheet_{number}_{re.sub(r'[^A-Za-z0-9_]', '_', table.id)}",
        title=f"Table {number}: {_plain(table.title)}{marks}",
        subtitles=[mark] if mark else [],
        source=_plain(table.source),
        legend=[NOTHING_MEANS] if _has_gaps(table) else [],
        index_columns={},
        additional_formatting=formatting,
    )


def _has_gaps(table: PublishedTable) -> bool:
    return any(cell in (None, "") for row in table.rows for cell in row)


def _value(cell: Value, shown: Shown) -> Value:
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, str):
        return _plain(cell)
    return cell / 1e6 if shown is Shown.MILLIONS else cell
