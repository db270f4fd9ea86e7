"""What do the flow files of one release say? Exact working files, or files already released, are read and checked.

F.csv (one row for each interval, cell and measure) -> `FlowFile`: the cells, their head counts, and their wte in
millionths, so that all later arithmetic is in whole numbers. A value already suppressed, `[c]`, is `HIDDEN`.
Columns after `closing` are for work and are not read. Every problem of every file is listed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cadreworks.problems import ProblemList
from cadreworks.tables import place, read_text, suggestion
from cadreworks.vocabulary.flow_parts import FLOW_PARTS

Counts = NDArray[np.int64]

SUPPRESSED = "[c]"
"""The Government Statistical Service's mark for a value withheld because it is confidential."""

HIDDEN = -(2**62)
"""Stands in an array of values where the file holds `[c]`."""

AT = {name: place_of for place_of, name in enumerate(FLOW_PARTS)}
MEASURES = ("headcount", "wte")
_DATES = ("from_date", "to_date")
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"(-?)(\d{1,9})(?:\.(\d{1,6}))?", re.ASCII)
_COUNT_AGAIN = "Count the flows again with `cadre records flows`."

Cell = tuple[str, ...]
"""One row's dates and by-values: from_date, to_date, then the by columns in the order of the file."""


@dataclass(frozen=True)
class FlowFile:
    """One file, its cells in order.

    name:            the file's name without its folder
    by:              the columns that its cells are told apart by
    cells:           the dates and by-values of each cell, sorted
    headcount:       shape (cell, column of FLOW_PARTS); HIDDEN where suppressed
    wte_millionths:  the same shape
    text:            what the file wrote, by (cell, measure), to be published as it stands
    """

    name: str
    by: tuple[str, ...]
    cells: tuple[Cell, ...]
    headcount: Counts
    wte_millionths: Counts
    text: dict[tuple[Cell, str], tuple[str, ...]]


def read_flow_file(path: Path, problems: ProblemList) -> FlowFile | None:
    """The file's cells, or None where it has problems, which are added to `problems`. Raises OSError."""
    before = len(problems)
    text = read_text(path.read_bytes(), problems, file=path.name)
    lines = _read_lines(text or "", problems, file=path.name)
    header = next(lines, None)
    if header is None or (by := _check_header(header[1], problems, file=path.name)) is None:
        return None
    cells, values, texts = _read_cells(lines, header[1], by, problems, file=path.name)
    if len(problems) > before:
        return None
    shape = (len(cells), len(FLOW_PARTS))
    headcount, wte = (
        np.array([values[cell, measure] for cell in cells], dtype=np.int64).reshape(shape) for measure in MEASURES
    )
    return FlowFile(path.name, by, tuple(cells), headcount, wte, texts)


def _read_lines(text: str, problems: ProblemList, *, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        problems.add(place(file, reader.line_num), f"this row is not CSV ({error})", _COUNT_AGAIN, kind="not CSV")


def _check_header(names: list[str], problems: ProblemList, *, file: str) -> tuple[str, ...] | None:
    """The by columns, or None where the columns are not those of a flow file."""
    before = len(problems)
    required = (*_DATES, "measure", *FLOW_PARTS)
    for name in (name for name in required if name not in names):
        problems.add(place(file, 1), f"the column {name} is missing", _COUNT_AGAIN, kind="heading")
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add(place(file, 1), f'the heading "{name}" stands twice', "Keep one of the two.", kind="heading")
    if len(problems) > before:
        return None
    by = tuple(names[2 : names.index("measure")])
    expected = [*_DATES, *by, "measure", *FLOW_PARTS]
    if names[: len(expected)] != expected or set(by) & set(FLOW_PARTS):
        problems.add(
            place(file, 1),
            "the columns are not in the order of a flow file",
            "Put from_date and to_date first, then the columns that cells are told apart by, measure, and "
            "opening to closing in the order of the reference page.",
            kind="heading",
        )
        return None
    return by


_Values = dict[tuple[Cell, str], tuple[int, ...]]
_Texts = dict[tuple[Cell, str], tuple[str, ...]]


def _read_cells(
    lines: Iterable[tuple[int, list[str]]],
    header: list[str],
    by: tuple[str, ...],
    problems: ProblemList,
    *,
    file: str,
) -> tuple[list[Cell], _Values, _Texts]:
    values: _Values = {}
    texts: _Texts = {}
    line_of: dict[tuple[Cell, str], int] = {}
    width = len(_DATES) + len(by)
    for line, row in lines:
        if len(row) != len(header):
            what = f"the row has {len(row)} cells and the heading has {len(header)}"
            problems.add(place(file, line), what, _COUNT_AGAIN, kind="ragged row")
            continue
        cell, measure = tuple(row[:width]), row[width]
        if not _check_place(cell, measure, line, problems, file=file):
            continue
        first = line_of.setdefault((cell, measure), line)
        if first != line:
            problems.add(place(file, line), f"this row repeats line {first}", "Keep one of the two.", kind="repeated")
            continue
        texts[cell, measure] = tuple(row[width + 1 : width + 1 + len(FLOW_PARTS)])
        values[cell, measure] = _read_values(texts[cell, measure], measure, line, problems, file=file)
    cells = sorted({cell for cell, _ in line_of})
    if not cells and not len(problems):
        problems.add(file, "it has a heading but no rows", _COUNT_AGAIN, kind="empty file")
    for cell in cells:
        for measure in MEASURES:
            if (cell, measure) not in line_of:
                line = min(line_of[cell, one] for one in MEASURES if (cell, one) in line_of)
                what = f"the cell of this row has no row for {measure}"
                problems.add(place(file, line), what, _COUNT_AGAIN, kind="measure missing")
    return cells, values, texts


def _check_place(cell: Cell, measure: str, line: int, problems: ProblemList, *, file: str) -> bool:
    before = len(problems)
    if measure not in MEASURES:
        problems.add(
            place(file, line, "measure"), f'"{measure}" is not a measure', suggestion(measure, MEASURES), kind="measure"
        )
    days = [_read_day(text) for text in cell[:2]]
    for name, text, day in zip(_DATES, cell, days, strict=False):
        if day is None:
            what = f'"{text}" is not a date of the form 2021-03-31'
            problems.add(place(file, line, name), what, "Write the year, month and day with hyphens.", kind="date")
    if days[0] and days[1] and days[0] >= days[1]:
        problems.add(place(file, line), "from_date is not before to_date", "Put the earlier first.", kind="date")
    return len(problems) == before


def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _read_values(
    texts: tuple[str, ...], measure: str, line: int, problems: ProblemList, *, file: str
) -> tuple[int, ...]:
    values = []
    for name, text in zip(FLOW_PARTS, texts, strict=True):
        value = _read_number(text, measure, name)
        if value is None:
            wanted = "a whole number of people" if measure == "headcount" else "a number with up to six decimals"
            problems.add(
                place(file, line, name),
                f'"{text}" is not {wanted}{"" if name == "participation_change" else ", none below zero"}',
                _COUNT_AGAIN,
                kind="not a number",
            )
        values.append(0 if value is None else value)
    return tuple(values)


def _read_number(text: str, measure: str, column: str) -> int | None:
    """People, or millionths of a wte; HIDDEN where suppressed; None where it is no such number."""
    if measure == "headcount":
        if column == "participation_change":
            return 0 if text == "0" else None
        return HIDDEN if text == SUPPRESSED else int(text) if _WHOLE.fullmatch(text) else None
    if text == SUPPRESSED:
        return HIDDEN
    parts = _DECIMAL.fullmatch(text)
    if parts is None:
        return None
    size = int(parts[2]) * 1_000_000 + int((parts[3] or "").ljust(6, "0"))
    if parts[1] and size and column != "participation_change":
        return None
    return -size if parts[1] else size
