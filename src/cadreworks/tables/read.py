"""Reads a CSV file against its description: every row checked, every problem listed, nothing mended.

A file that cannot be a table at all (empty, a workbook, another encoding) gives one problem; otherwise each
bad cell, row and heading gives its own.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from cadreworks.problems import ProblemList, quoted
from cadreworks.tables.spec import Cell, Row, Table, TableSpec, place
from cadreworks.tables.values import CONTROL, BadCell, nearest, read_cell, suggestion

MOST_COLUMNS = 500
_SAVE_AS = 'Save it again as "CSV UTF-8 (comma delimited)".'


def read_table(raw: bytes, spec: TableSpec, problems: ProblemList, *, file: str) -> Table:
    """Read the bytes of a file that problems call `file`; on problems the table holds its good rows only."""
    text = read_text(raw, problems, file=file)
    if text is None:
        return Table(spec, file, ())
    before = len(problems)
    lines = split_rows(text, problems, file=file)
    header = next(lines, None)
    if header is None and len(problems) == before:
        problems.add(file, "it holds no heading, only empty cells", f"Add the rows. {spec.means}", kind="empty file")
    names = _check_header(*header, spec, problems, file=file) if header else None
    if names is None:
        return Table(spec, file, ())
    rows: list[Row] = []
    spoilt: list[Row] = []
    seen: dict[tuple[Cell, ...], int] = {}
    for count, (line, cells) in enumerate(lines, start=1):
        if count > spec.most_rows:
            problems.add(
                file,
                f"it holds more than {spec.most_rows:,} rows, which is more than this table can need",
                f"Check that the right file is named. {spec.means}",
                kind="too many rows",
            )
            break
        row, good = _check_row(cells, line, names, spec, problems, file=file)
        if not good:
            spoilt.append(row)
        elif _is_new(row, spec, seen, problems, file=file):
            rows.append(row)
    if not rows and not spoilt and not spec.may_be_empty:
        problems.add(file, "it has a heading but no rows", f"Add the rows. {spec.means}", kind="empty file")
    return Table(spec, file, tuple(rows), tuple(spoilt))


def read_text(raw: bytes, problems: ProblemList, *, file: str) -> str | None:
    """The text of a UTF-8 file, or None where it is empty or no text, which is a problem."""
    save_as = _SAVE_AS if not file.endswith(".toml") else "Save it again as UTF-8."
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        problems.add(file, "this is a workbook, not a text file", f"Open it. {save_as}", kind="not CSV")
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.add(file, "the file is in UTF-16", save_as, kind="encoding")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.add(
            place(file, line),
            f"the byte 0x{raw[error.start]:02X} is not UTF-8, so letters would be lost",
            save_as,
            kind="encoding",
        )
        return None
    if not text.strip():
        problems.add(file, "the file is empty", "Put its contents back.", kind="empty file")
        return None
    if "\x00" in text:
        problems.add(file, "it holds NUL bytes, so it is not a text file", save_as, kind="not CSV")
        return None
    if control := CONTROL.search(text):
        problems.add(
            place(file, text.count("\n", 0, control.start()) + 1),
            f"it holds the control character U+{ord(control[0]):04X}",
            "Delete that character.",
            kind="control character",
        )
        return None
    return text


def split_rows(text: str, problems: ProblemList, *, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line on which each begins; blank lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        what = f"the quoting of this row does not end as CSV does ({error})"
        remedy = 'Close the quotation mark, and write a mark inside a cell as "".'
        if "field limit" in str(error):
            what = f"a cell of this row has more than {csv.field_size_limit():,} characters"
            remedy = "Shorten it, or close the quotation mark before it if one was left open."
        problems.add(place(file, begins), what, remedy, kind="not CSV")


def _check_header(
    line: int, cells: list[str], spec: TableSpec, problems: ProblemList, *, file: str
) -> list[str] | None:
    """The column names in file order, or None where the rows below cannot be read."""
    names = [cell.strip() for cell in cells]
    if len(names) > MOST_COLUMNS:
        problems.add(
            place(file, line),
            f"it has {len(names):,} columns, more than {MOST_COLUMNS}, which is more than this table can need",
            f"Check that the right file is named. {spec.means}",
            kind="too many columns",
        )
        return None
    if len(names) == 1 and (mark := next((mark for mark in (";", "\t", "|") if mark in names[0]), None)):
        shown = {";": "semicolons", "\t": "tabs", "|": "bars"}[mark]
        problems.add(place(file, line), f"the columns are separated by {shown}", f"Separate them by commas. {_SAVE_AS}")
        return None
    readable = True
    unused = tuple(known for known in spec.names if known not in names)
    meant = set()
    for name, times in Counter(filter(None, names)).items():
        if times > 1:
            what = f"the heading {quoted(name)} stands more than once"
            problems.add(place(file, line), what, "Keep one of them.", kind="heading")
            readable = False
        if name not in spec.names:
            what = f"{quoted(name)} is not a column of this table"
            problems.add(place(file, line), what, suggestion(name, unused), kind="heading")
            meant.add(nearest(name, unused))
    for column in spec.columns:
        if column.required and column.name not in names:
            readable = False
            if column.name not in meant:  # a misspelt heading was reported, with the name that it should have
                what = f"the column {column.name} is missing"
                problems.add(place(file, line), what, f"Add it: {column.means}.", kind="heading")
    return names if readable else None


def _check_row(
    cells: list[str], line: int, names: list[str], spec: TableSpec, problems: ProblemList, *, file: str
) -> tuple[Row, bool]:
    """The row, and whether all its cells are good."""
    if len(cells) != len(names) and (len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :])):
        problems.add(
            place(file, line),
            f"the row has {len(cells)} cells and the heading has {len(names)}",
            "Put quotation marks around a cell that holds a comma, or add the missing cells.",
            kind="ragged row",
        )
        return Row(line), False
    values: dict[str, Cell] = {}
    good = True
    given = dict(zip(names, cells, strict=False))
    for column in spec.columns:
        if column.name not in given:
            continue
        try:
            values[column.name] = read_cell(given[column.name], column)
        except BadCell as bad:
            problems.add(place(file, line, column.name), bad.what, bad.remedy, kind=bad.kind)
            good = False
    return Row(line, values), good


def _is_new(row: Row, spec: TableSpec, seen: dict[tuple[Cell, ...], int], problems: ProblemList, *, file: str) -> bool:
    if not spec.key:
        return True
    key = tuple(row.cells.get(name) for name in spec.key)
    first = seen.setdefault(key, row.line)
    if first == row.line:
        return True
    named = ", ".join(f"{name} {value}" for name, value in zip(spec.key, key, strict=True) if value is not None)
    problems.add(
        place(file, row.line), f"this row repeats line {first} ({named})", "Keep one of the two.", kind="duplicate row"
    )
    return False
