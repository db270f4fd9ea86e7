"""How is text read that somebody wrote freely, and how is it written so that no spreadsheet runs it?

A comment may begin with `=` or with the dash of a list, hold HTML, or a control character that a copy brought along.
It is no slip of whoever has to code it, so it is taken as it is: controls become U+FFFD, nothing else changes. When it
is written into a cell, an apostrophe is put before what a spreadsheet would take for a formula; reading takes that
apostrophe away again. All other columns are read as strictly as any table.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from cadreworks.problems import ProblemList
from cadreworks.tables import Row, Table, TableSpec, read_table, read_text, split_rows
from cadreworks.tables.values import CONTROL

MOST_LETTERS = 32_000
"""A cell of a workbook holds 32,767 characters; a longer comment would be cut when a coder opens the worksheet."""

_NUL = "\x00"
_LOST = "\ufffd"
_RUNS = re.compile(r"^\s*['\s]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]")
"""What a spreadsheet may take for a formula, behind blanks and apostrophes that are there already."""


def written(text: str) -> str:
    """The text as it may stand in any cell: with an apostrophe before what would run."""
    return f"'{text}" if _RUNS.match(text) else text


def unwritten(text: str) -> str:
    """What `written` was given."""
    return text[1:] if text.startswith("'") and _RUNS.match(text[1:]) else text


def squeezed(text: str) -> str:
    """The text in one line, with one blank between words, so that copies of it compare equal."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_free_table(raw: bytes, spec: TableSpec, problems: ProblemList, *, file: str, free: Collection[str]) -> Table:
    """As `read_table`, but the columns `free` hold whatever somebody wrote, without controls and outer blanks.

    A free cell of more than 32,000 letters is a problem.
    """
    held: list[str] = []
    strict = _with_tokens(raw, free, held, problems, file=file)
    if strict is None:
        return Table(spec, file, ())
    table = read_table(strict, spec, problems, file=file)
    for row in table.rows:
        for column in free:
            if row.text(column) and len(held[int(row.text(column))]) > MOST_LETTERS:
                what = f"the text has {len(held[int(row.text(column))]):,} characters, more than {MOST_LETTERS:,}"
                problems.add(table.where(row, column), what, "Shorten it.", kind="too long")
    rows, spoilt = (tuple(_with_text(row, free, held) for row in part) for part in (table.rows, table.spoilt))
    return replace(table, rows=rows, spoilt=spoilt)


def _with_tokens(
    raw: bytes, free: Collection[str], held: list[str], problems: ProblemList, *, file: str
) -> bytes | None:
    """The file with a number in the place of each free text, which is put into `held`; lines begin where they did."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw  # reading says what is wrong with it
    cleaned = CONTROL.sub(lambda found: found[0] if found[0] == _NUL else _LOST, text)
    checked = read_text(cleaned.encode(), problems, file=file)
    if checked is None:
        return None
    lines, stream = 1, io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    before = len(problems)
    names: list[str] | None = None
    for begins, cells in split_rows(checked, problems, file=file):
        stream.write("\n" * (begins - lines))
        kept = cells if names is None else [_token(cell, name in free, held) for cell, name in _paired(cells, names)]
        names = [cell.strip() for cell in cells] if names is None else names
        writer.writerow(kept)
        lines = begins + 1 + sum(_line_ends(cell) for cell in kept)
    return None if len(problems) > before or names is None else stream.getvalue().encode()


def _paired(cells: list[str], names: list[str]) -> list[tuple[str, str]]:
    return [(cell, names[at] if at < len(names) else "") for at, cell in enumerate(cells)]


def _line_ends(cell: str) -> int:
    """How many lines a cell takes beyond its first, as the CSV reader counts them."""
    return len(re.findall(r"\r\n|\r|\n", cell))


def _token(cell: str, is_free: bool, held: list[str]) -> str:
    if not is_free or not cell.strip():
        return cell
    held.append(unwritten(cell.strip()))
    return str(len(held) - 1)


def _with_text(row: Row, free: Collection[str], held: list[str]) -> Row:
    texts = {name: held[int(row.text(name))] for name in free if row.text(name)}
    return replace(row, cells={**row.cells, **texts})
