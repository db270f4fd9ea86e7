"""Is this a flows file, and do its counts add up? A file -> checked flows, or every problem it has.

Each cell of the file is read, then each row's identities, then what holds between rows: no row twice, no intervals
that overlap, and the closing stock of one interval as the opening stock of the next. Nothing is mended.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from cadreworks.problems import InputProblems, Problem, ProblemList
from cadreworks.rates.check_flows import check_between_rows, check_row
from cadreworks.rates.flows import (
    DATES,
    MEASURE,
    REMARKS,
    FlowRow,
    Flows,
    Interval,
)
from cadreworks.tables import Cell, Column, Kind, Measure, place, read_text, split_rows
from cadreworks.tables.values import BadCell, read_cell
from cadreworks.vocabulary.flow_parts import FLOW_PARTS, MAY_BE_NEGATIVE, RATE_PARTS, REMARK_PARTS

_WRITE_AGAIN = "Write the file again with `cadre records flows`."
_MEASURES = tuple(measure.value for measure in Measure)
_COLUMNS = {name: Column(name, Kind.DATE, "a snapshot date", "Write it as 2021-03-31.") for name in DATES} | {
    MEASURE: Column(MEASURE, Kind.TEXT, "what is counted", "Write headcount or wte.", one_of=_MEASURES)
}
_WORD = Column("cell", Kind.TEXT, "a value of a column that makes the cell", required=False)
_NUMBER = Column("count", Kind.NUMBER, "a count", f"Enter a number. {_WRITE_AGAIN}")
_EVERY_COUNT = (*FLOW_PARTS, *RATE_PARTS, *REMARK_PARTS)
_PLAIN = re.compile(r"^-?\d{1,12}(\.\d{1,12})?$", re.ASCII)


def read_flows(path: Path) -> Flows:
    """The flows of a file. Raises InputProblems with all that is wrong with it."""
    problems = ProblemList()
    file = path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise InputProblems([Problem(file, what, "Check its name and its permissions.")]) from error
    lines = split_rows(read_text(raw, problems, file=file) or "", problems, file=file)
    header = next(lines, None)
    problems.stop_if_any()
    by = _check_header([name.strip() for name in header[1]] if header else [], problems, file=file)
    problems.stop_if_any()
    names = [name.strip() for name in header[1]] if header else []
    rows = [row for line, cells in lines if (row := _read_row(cells, line, names, by, problems, file=file))]
    if not rows and not len(problems):
        problems.add(file, "it has a heading but no rows", "Check that the records hold two snapshots.")
    for row in rows:
        check_row(row, problems, file=file)
    rows.sort(key=lambda row: (row.interval, row.cell, row.measure.value))
    if not len(problems):
        check_between_rows(rows, problems, file=file)
    problems.stop_if_any()
    return Flows(file, by, tuple(rows))


def _check_header(names: list[str], problems: ProblemList, *, file: str) -> tuple[str, ...]:
    """The `by` columns: those between the dates and the measure."""
    where = place(file, 1)
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            problems.add(where, f'the heading "{name}" stands twice', _WRITE_AGAIN, kind="heading")
    needed = (*DATES, MEASURE, *FLOW_PARTS, *RATE_PARTS)
    for name in needed:
        if name not in names:
            problems.add(where, f"the column {name} is missing", _WRITE_AGAIN, kind="heading")
    if len(problems):
        return ()
    by = names[len(DATES) : names.index(MEASURE)]
    if (*names[: len(DATES)], *names[names.index(MEASURE) :][: len(FLOW_PARTS) + 1]) != (*DATES, MEASURE, *FLOW_PARTS):
        problems.add(
            where,
            "the columns are not in the order of a flows file",
            f"Put from_date and to_date first, then the columns of the cell, then measure, then opening to closing. "
            f"{_WRITE_AGAIN}",
            kind="heading",
        )
    if "" in by:
        problems.add(where, "a column of the cell has no heading", _WRITE_AGAIN, kind="heading")
    return tuple(by)


def _read_row(
    cells: list[str], line: int, names: list[str], by: tuple[str, ...], problems: ProblemList, *, file: str
) -> FlowRow | None:
    """The row, or None where a cell of it is bad, which is a problem."""
    if len(cells) != len(names):
        what = f"the row has {len(cells)} cells and the heading has {len(names)}"
        problems.add(place(file, line), what, _WRITE_AGAIN, kind="ragged row")
        return None
    given = dict(zip(names, cells, strict=True))
    values: dict[str, Cell] = {}
    counts: dict[str, Decimal] = {}
    good = True
    for name in (*DATES, *by, MEASURE, *(count for count in _EVERY_COUNT if count in given)):
        try:
            if name in _EVERY_COUNT:
                counts[name] = _count(given[name], name)
            else:
                values[name] = read_cell(given[name], _COLUMNS.get(name, _WORD))
        except BadCell as bad:
            problems.add(place(file, line, name), bad.what, bad.remedy, kind=bad.kind)
            good = False
    if not good:
        return None
    from_date, to_date = (date.fromisoformat(str(values[name])) for name in DATES)
    return FlowRow(
        line,
        Interval(from_date, to_date),
        tuple(str(values[name] or "") for name in by),
        Measure(values[MEASURE]),
        counts,
        {name: given[name].strip() for name in REMARKS if name in given},
    )


def _count(text: str, name: str) -> Decimal:
    """A count as it stands in the file, without rounding. Raises BadCell."""
    if not _PLAIN.match(text):
        read_cell(text, _NUMBER)
        raise BadCell(f'"{text}" is not written as a plain decimal number', _WRITE_AGAIN, "not a number")
    count = Decimal(text)
    if count < 0 and name not in MAY_BE_NEGATIVE:
        raise BadCell(f"{text} is below 0", _WRITE_AGAIN, "out of range")
    return count
