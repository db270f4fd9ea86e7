"""How do many rows become few groups? Rows of files -> one row for all that are alike in everything but their date.

180 million rows hold seven million groups, and grouping them is most of the work. Grouped all at once they meet in
memory many times over and have to be laid on disk; grouped a portion of the files at a time, and the groups of all
portions once more, they do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cadreworks.records.engine import DuckEngine, quoted
from cadreworks.records.mapping import RecordMap
from cadreworks.records.schema import AGE, SNAPSHOT_DATE
from cadreworks.records.sources import SourceFile, alike, select_raw
from cadreworks.records.words import Words

if TYPE_CHECKING:
    from cadreworks.records.read import Reading

ROWS_AT_ONCE = 40_000_000
"""How many rows are grouped at once: as many as seldom need the disk, since all portions are grouped once more."""

_COMPACT = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DATE"})
"""Types that take less room than their texts."""


def select_files(files: Sequence[SourceFile], columns: Sequence[str], record_map: RecordMap) -> str:
    """SQL of the columns of files, by our names and with the map's constants."""
    # one query for each set of files, not for each file: every part of a UNION groups its rows apart from the others
    return " UNION ALL ".join(_select_alike(of_a_kind, columns, record_map) for of_a_kind in alike(files))


def _select_alike(files: Sequence[SourceFile], columns: Sequence[str], record_map: RecordMap) -> str:
    wanted = [(record_map.theirs(name), name) for name in columns if name not in record_map.constants]
    constants = "".join(
        f", {quoted(record_map.constants[name])} AS {name}" for name in columns if name in record_map.constants
    )
    return f"SELECT *{constants} FROM ({select_raw(files, wanted)})"


def group_spells(engine: DuckEngine, columns: Sequence[str]) -> None:
    """The table `raw_groups` from dated records: rows that are alike in everything, and how many."""
    keys = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in columns)
    engine.table("raw_groups", f"SELECT *, count(*) AS n FROM (SELECT {keys} FROM raw) GROUP BY ALL")


def group_snapshots(engine: DuckEngine, reading: Reading, columns: Sequence[str], words: Words) -> None:
    """The table `raw_groups` from snapshots: rows alike in all but their date are one group with its places as bits.

    `apart` are the places, and `n_apart` the rows, of those dates that are the last of their month, where others
    stand beside them. Rows without a date that can be read are in a group too, so that their other cells are judged;
    alone they have no place.
    """
    group = [name for name in columns if name not in (SNAPSHOT_DATE.name, AGE.name, *words.digits)]
    if AGE.name in columns:
        # an age stands for a year of birth only together with its date
        group += [AGE.name, SNAPSHOT_DATE.name]
    odd_dates = engine.number("SELECT count(*) FROM raw_dates LEFT JOIN days USING (shown) WHERE early IS NOT FALSE")
    reading.odd_dates = odd_dates > 0
    kinds = dict(engine.rows("SELECT column_name, column_type FROM (DESCRIBE raw)"))
    kept = ", ".join(name if kinds[name] in _COMPACT else f"CAST({name} AS VARCHAR) AS {name}" for name in group)
    engine.table(
        "raw_groups",
        f"""
        SELECT {kept}, COLUMNS('^(n|n_apart|first|last|key.*|word.*|apart.*)$')
        FROM ({_select_groups(engine, reading, columns, keys=[*group, *words.keys], words=words)})
        """,
    )
    engine.drop(*(f"portion{number}" for number in range(len(reading.files))))


def _select_groups(
    engine: DuckEngine, reading: Reading, columns: Sequence[str], *, keys: Sequence[str], words: Words
) -> str:
    """SQL of the groups: of the rows themselves or, where they are many, of the groups of portions of the files."""
    portions = [list(reading.files)] if AGE.name in columns else _portions(engine, reading.files)
    if len(portions) == 1:
        return _group_rows("raw", reading, keys=keys, words=words)
    kinds = dict(engine.rows("SELECT column_name, column_type FROM (DESCRIBE raw)"))
    as_in_raw = ", ".join(f"CAST({name} AS {kinds[name]}) AS {name}" for name in columns)
    for number, files in enumerate(portions):
        rows = f"(SELECT {as_in_raw} FROM ({select_files(files, columns, reading.record_map)}))"
        engine.table(f"portion{number}", _group_rows(rows, reading, keys=keys, words=words))
    all_portions = " UNION ALL ".join(f"SELECT * FROM portion{number}" for number in range(len(portions)))
    together = ["CAST(sum(n) AS BIGINT) AS n", *(f"bit_or({name}) AS {name}" for name in reading.bit_columns)]
    if reading.odd_dates:
        together.append("CAST(sum(n_apart) AS BIGINT) AS n_apart")
    listed = ", ".join(keys)
    return (
        f"SELECT {listed}, min(first) AS first, max(last) AS last, {', '.join(together)} "
        f"FROM ({all_portions}) GROUP BY {listed}"
    )


def _group_rows(rows: str, reading: Reading, *, keys: Sequence[str], words: Words) -> str:
    """SQL of the groups of rows; they are read by the words that stand for their texts."""
    bits = ["count(*) AS n", *(f"bit_or({name}) AS {name}" for name in reading.bit_columns)]
    if reading.odd_dates:
        bits.append("count(*) FILTER (NOT early) AS n_apart")
    given = [name for name in keys if name not in words.keys]
    selected = ", ".join({SNAPSHOT_DATE.name: None} | dict.fromkeys([*given, *words.key_selects()]))
    listed = ", ".join(keys)
    return (
        f"SELECT {listed}, min(place) AS first, max(place) AS last, {', '.join(bits)} "
        f"FROM (SELECT {selected} FROM {rows}) LEFT JOIN snapshot USING (as_at) GROUP BY {listed}"
    )


def _portions(engine: DuckEngine, files: Sequence[SourceFile]) -> list[list[SourceFile]]:
    """The files in portions of about as many rows; all of them in one where their rows are few or cannot be told."""
    if len(files) == 1 or not all(file.is_parquet for file in files):
        return [list(files)]
    paths = ", ".join(quoted(str(file.path)) for file in files)
    rows_of = dict(engine.rows(f"SELECT file_name, num_rows FROM parquet_file_metadata([{paths}])"))
    rows = [int(rows_of[str(file.path)]) for file in files]
    if sum(rows) <= ROWS_AT_ONCE:
        return [list(files)]
    at_once = sum(rows) / round(sum(rows) / ROWS_AT_ONCE)
    portions: dict[int, list[SourceFile]] = {}
    before = 0
    for file, count in zip(files, rows, strict=True):
        # a file belongs where its middle row falls, so that portions are alike in size whatever the files
        portions.setdefault(int((before + count / 2) // at_once), []).append(file)
        before += count
    return list(portions.values())
