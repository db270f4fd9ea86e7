"""Where in the files does a problem stand? Counts over the extract, and the first few rows that show it.

Rows are looked for only once there is a problem, since most extracts that are read again and again have few. What is
quoted are values of closed lists and days; what may tell of one person (an id, a birth, a day of entry) never is. Where
a map takes the wrong column for a list, its cells may be names: none is then quoted that fewer than five people have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cadreworks.disclosure import SMALLEST_PUBLISHED
from cadreworks.problems import counted
from cadreworks.records.engine import DuckEngine, named, quoted
from cadreworks.records.schema import ASSIGNMENT, PERSON, SNAPSHOT_DATE, RecordColumn, Unreadable
from cadreworks.records.sources import SourceFile

if TYPE_CHECKING:
    from cadreworks.records.read import Reading

FIRST_PLACES = 3
MOST_VALUES = 20
_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
"""What a cell may hold and still be empty: spaces, tabs and the like."""
_QUOTED = frozenset({"as_at", "area_of_work", "level", "pay_band", "contract_type", "joiner_source"})


def judge_values(
    engine: DuckEngine,
    reading: Reading,
    column: RecordColumn,
    bad: Sequence[tuple[str, int, Unreadable]],
    *,
    some_are_good: bool,
) -> None:
    """One problem for each value that cannot be read; one in all where they are many or tell of a person.

    some_are_good: whether other values of the column can be read, so that it is the right one
    """
    texts = [text for text, _, _ in bad]
    if (
        column.name in _QUOTED
        and len(bad) <= MOST_VALUES
        and not _are_ids(engine, reading, texts)
        and (some_are_good or _many_have(engine, reading, column, texts))
    ):
        for text, count, error in bad:
            reading.judge(
                error.kind,
                count,
                where=_if_told(engine, reading, column.name, error.kind, [text]),
                what=f"{error.what} ({counted(count, 'row')})",
                remedy=error.remedy,
            )
        return
    for kind in sorted({error.kind for _, _, error in bad}):
        of_kind = [(text, count, error) for text, count, error in bad if error.kind == kind]
        error = of_kind[0][2]
        count = sum(count for _, count, _ in of_kind)
        what = error.what.rpartition('" ')[2]
        reading.judge(
            kind,
            count,
            where=_if_told(engine, reading, column.name, kind, [text for text, _, _ in of_kind]),
            what=f"the value {what} ({counted(count, 'row')}, {counted(len(of_kind), 'different value')})",
            remedy=error.remedy,
        )


def _are_ids(engine: DuckEngine, reading: Reading, texts: Sequence[str]) -> bool:
    """Whether one of the texts is the id of a person or post, as where a map takes the wrong column for the level."""
    listed = ", ".join(quoted(text.strip()) for text in texts)
    ids = [column.name for column in (PERSON, ASSIGNMENT) if reading.has(column.name)]
    found = " OR ".join(f"trim(CAST({name} AS VARCHAR)) IN ({listed})" for name in ids)
    return bool(texts) and bool(engine.rows(f"SELECT 1 FROM raw WHERE {found} LIMIT 1"))


def _many_have(engine: DuckEngine, reading: Reading, column: RecordColumn, texts: Sequence[str]) -> bool:
    """Whether each of the texts is had by so many people that it can be nobody's name; days have digits, names none."""
    if column.name == SNAPSHOT_DATE.name:
        return all(any(sign.isdigit() for sign in text) for text in texts)
    if not texts or not reading.has(PERSON.name):
        return True
    listed = ", ".join(map(quoted, texts))
    cell = f"CAST({column.name} AS VARCHAR)"
    fewest = engine.number(
        f"SELECT min(people) FROM (SELECT count(DISTINCT {PERSON.name}) AS people FROM raw "
        f"WHERE {cell} IN ({listed}) GROUP BY {cell})"
    )
    return fewest >= SMALLEST_PUBLISHED


def judge_empty(engine: DuckEngine, reading: Reading, column: RecordColumn, count: int) -> None:
    """A required column with blank cells."""
    kind = f"no_{column.name}"
    reading.judge(
        kind,
        count,
        where=_if_told(engine, reading, column.name, kind, None),
        what=f"the cell is empty ({counted(count, 'row')})",
        remedy="Fill it in.",
    )


def where(engine: DuckEngine, reading: Reading, column: str, text: str) -> str:
    """The first rows in which a column holds a text."""
    return _places(engine, reading, column, [text])


def _if_told(engine: DuckEngine, reading: Reading, column: str, kind: str, texts: Sequence[str] | None) -> str:
    """The places, unless the kind is accepted and nobody is told."""
    return "" if kind in reading.accept else _places(engine, reading, column, texts)


def _places(engine: DuckEngine, reading: Reading, column: str, texts: Sequence[str] | None) -> str:
    """`extract.csv, rows 5, 17 and 40, column level`; texts: None looks for blank cells."""
    for file in reading.files:
        found = rows_holding(engine, file, reading.record_map.theirs(column), texts)
        if found:
            plural = "s" if len(found) > 1 else ""
            return f"{file.name}, row{plural} {', '.join(str(row) for row in found)}, column {column}"
    return f"{reading.files[0].name}, column {column}"


def rows_holding(engine: DuckEngine, file: SourceFile, column: str, texts: Sequence[str] | None) -> list[int]:
    """The first rows of a file in which a column holds one of the texts; none where it has no such column."""
    if column not in file.columns:
        return []
    cell = f"CAST({named(column)} AS VARCHAR)"
    wanted = (
        f"coalesce(trim({cell}, {quoted(_BLANKS)}), '') = ''"
        if texts is None
        else f"{cell} IN ({', '.join(quoted(text) for text in texts)})"
    )
    found = engine.rows(
        f"SELECT row FROM (SELECT {named(column)}, row_number() OVER () AS row FROM {file.relation()}) "
        f"WHERE {wanted} ORDER BY row LIMIT {FIRST_PLACES}"
    )
    return [file.row_shown(int(row)) for (row,) in found]


def of_person(engine: DuckEngine, reading: Reading, kind: str, query: str) -> str:
    """The first rows of the person whose id a query gives; the id itself is never shown."""
    if kind in reading.accept:
        return ""
    found = engine.rows(query)
    if not found or found[0][0] is None:
        # nobody has the problem: there is nothing to look for, in any file
        return reading.files[0].name
    return _places(engine, reading, PERSON.name, [str(found[0][0])]).removesuffix(f", column {PERSON.name}")
