"""What if a file is not a workbook but a table of returns already? The bytes of a returns.csv -> its returns.

Returns may come from elsewhere, or have been read before. Such a file is known by its headings, and its columns are
checked as those of any table.
"""

from __future__ import annotations

import csv
import io

from cadreworks.demand.answers import Return
from cadreworks.demand.answers_of_rows import answers_of_rows
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.returned.notes import HALF_A_RANGE, half_ranges
from cadreworks.demand.returns import PARTIAL_RETURNS_TABLE, TIMES_TYPICAL
from cadreworks.problems import ProblemList
from cadreworks.tables import Row, Table, read_table
from cadreworks.vocabulary import ALL
from cadreworks.vocabulary.columns import ENTER_WTE

_HEADS = frozenset({"organisation", "scenario", "year", "area", "level", "wte"})
_MOST_IN_A_HEADING = 4_096


def is_table_of_returns(raw: bytes) -> bool:
    """Whether the first line of a file names the columns of returns.csv."""
    line = raw[:_MOST_IN_A_HEADING].removeprefix(b"\xef\xbb\xbf").splitlines()[:1]
    try:
        names = next(csv.reader(io.StringIO(line[0].decode("utf-8"))), []) if line else []
    except (UnicodeDecodeError, csv.Error):
        return False
    return {name.strip() for name in names} >= _HEADS


def read_table_of_returns(
    raw: bytes, exercise: Exercise, problems: ProblemList, notices: ProblemList, *, file: str
) -> tuple[Return, ...]:
    """The returns of each organisation in the table; none where it has problems."""
    spec = PARTIAL_RETURNS_TABLE.allowing({"scenario": exercise.scenario_ids, "area": exercise.areas})
    table = read_table(raw, spec, problems, file=file)
    for row in table.rows:
        _check_row(table, row, exercise, problems)
    if any(map(_is_range_of_level, table.rows)):
        what = "it gives ranges by level, which are left out here"
        notices.add(file, what, "Pool the file itself, which takes their sums.", kind="ranges by level")
    if len(problems):
        return ()
    returns = answers_of_rows(table.rows)
    if half := half_ranges(given for answers in returns for given in answers.ranges.values()):
        notices.add(file, *half, kind=HALF_A_RANGE)
    return returns


def _is_range_of_level(row: Row) -> bool:
    given = [row.optional_number(name) for name in ("low", "high", "confidence")]
    return row.text("level") != ALL and given != [None, None, None]


def _check_row(table: Table, row: Row, exercise: Exercise, problems: ProblemList) -> None:
    wte, year = row.optional_number("wte"), int(row.number("year"))
    typical = float(exercise.typical.sum())
    if wte is None and row.text("level") != ALL:
        problems.add(table.where(row, "wte"), "the cell is empty", ENTER_WTE, kind="empty cell")
    elif wte is not None and wte > TIMES_TYPICAL * typical:
        problems.add(
            table.where(row, "wte"),
            f"{wte:,.6g} is more than {TIMES_TYPICAL} times the whole typical organisation ({typical:,.6g})",
            "Enter whole-time equivalents of the typical organisation, not of the nation.",
            kind="absurd number",
        )
    if year not in exercise.points:
        asked = " and ".join(map(str, exercise.points))
        what = f"{year} is not a year of this exercise"
        problems.add(table.where(row, "year"), what, f"It asks about {asked}.", kind="year outside")
