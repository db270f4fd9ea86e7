"""Which files hold the records, and can they be read as tables at all? A file, folder or glob -> SQL relations.

Several files are one extract, in whatever way it was split. What is no table (empty, another encoding, rows of
unequal length) is told file by file; what stands in the cells is the reader's to judge.
"""

from __future__ import annotations

import csv
import glob
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cadreworks.problems import ProblemList, counted
from cadreworks.records.engine import DuckEngine, named, quoted
from cadreworks.tables import read_text

SUFFIXES = (".csv", ".parquet")
BESIDE_RECORDS = frozenset({"truth.csv", "mess.csv"})
"""What a made-up extract lays beside its records; no records themselves."""

RAGGED_ROW = "ragged_row"
_HEAD_BYTES = 1 << 16
_SAVE_AS = 'Save it again as "CSV UTF-8 (comma delimited)" or as Parquet.'


@dataclass(frozen=True)
class SourceFile:
    """One file of records: its path, its columns in order, and their SQL types; a CSV holds text and names none."""

    path: Path
    columns: tuple[str, ...]
    types: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What problems call it."""
        return self.path.name

    @property
    def is_parquet(self) -> bool:
        return self.path.suffix.lower() == ".parquet"

    def relation(self) -> str:
        """The SQL that reads it."""
        return relation_of([self])

    def row_shown(self, number: int) -> int:
        """The row as a person counts it: in CSV the heading is row 1."""
        return number if self.is_parquet else number + 1


def alike(files: Sequence[SourceFile]) -> list[list[SourceFile]]:
    """The files in sets that one query can read: of one format, with the same columns of the same types."""
    sets: dict[tuple[object, ...], list[SourceFile]] = {}
    for file in files:
        sets.setdefault((file.is_parquet, file.columns, file.types), []).append(file)
    return list(sets.values())


def relation_of(files: Sequence[SourceFile]) -> str:
    """The SQL that reads files that are alike; CSV as text, its broken rows put aside for `broken_rows`."""
    paths = f"[{', '.join(quoted(str(file.path)) for file in files)}]"
    if files[0].is_parquet:
        return f"read_parquet({paths})"
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in files[0].columns)
    return (
        f"read_csv({paths}, auto_detect = false, header = true, columns = {{{columns}}}, "
        "delim = ',', quote = '\"', escape = '\"', store_rejects = true, rejects_limit = 0)"
    )


def find_files(given: str, problems: ProblemList) -> list[Path]:
    """The files that a path, folder or glob names, in order of their names; none is a problem."""
    path = Path(given)
    if path.is_dir():
        found = [
            file
            for file in sorted(path.iterdir())
            if file.suffix.lower() in SUFFIXES and file.name not in BESIDE_RECORDS and not file.name.startswith(".")
        ]
    elif path.is_file():
        found = [path]
    else:
        found = [Path(name) for name in sorted(glob.glob(given)) if Path(name).is_file()]  # noqa: PTH207 - a user's glob
    kinds = {file.suffix.lower() for file in found}
    if not found:
        problems.add(given, "there are no records here", "Name a .csv or .parquet file, a folder of them, or a glob.")
    elif not kinds <= set(SUFFIXES):
        wrong = next(file for file in found if file.suffix.lower() not in SUFFIXES)
        problems.add(wrong.name, "records are CSV or Parquet", "Save the extract as one of these.")
        return []
    elif len(kinds) > 1:
        problems.add(given, "CSV and Parquet lie side by side", "Name the ones that are the extract, as folder/*.csv.")
        return []
    return found


def open_files(engine: DuckEngine, paths: Sequence[Path], problems: ProblemList) -> list[SourceFile]:
    """The files that can be read as tables; each that cannot is a problem."""
    opened = [
        _open_parquet(engine, path, problems) if path.suffix.lower() == ".parquet" else _open_csv(path, problems)
        for path in paths
    ]
    return [file for file in opened if file is not None]


def _open_parquet(engine: DuckEngine, path: Path, problems: ProblemList) -> SourceFile | None:
    try:
        described = engine.rows(f"DESCRIBE SELECT * FROM read_parquet({quoted(str(path))})")
    except (duckdb.Error, OSError) as error:
        problems.add(
            path.name, f"it cannot be read as Parquet ({str(error).splitlines()[0]})", "Write it again.", kind="file"
        )
        return None
    return SourceFile(path, tuple(str(row[0]) for row in described), tuple(str(row[1]) for row in described))


def _open_csv(path: Path, problems: ProblemList) -> SourceFile | None:
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    whole_lines = head[: head.rfind(b"\n") + 1] or head
    text = read_text(whole_lines, problems, file=path.name)
    if text is None:
        return None
    heading = next(csv.reader(io.StringIO(text, newline="")))
    names = [name.strip() for name in heading]
    if len(names) == 1 and (mark := next((mark for mark in ";\t|" if mark in names[0]), None)):
        shown = {";": "semicolons", "\t": "tabs", "|": "bars"}[mark]
        problems.add(
            f"{path.name}, row 1", f"the columns are separated by {shown}", f"Separate them by commas. {_SAVE_AS}"
        )
        return None
    twice = sorted({name for name in names if names.count(name) > 1 or not name})
    if twice:
        problems.add(
            f"{path.name}, row 1", f'the heading "{twice[0]}" stands twice or is blank', "Name each column once."
        )
        return None
    return SourceFile(path, tuple(names))


def broken_rows(engine: DuckEngine, problems: ProblemList, *, waived: frozenset[str]) -> int:
    """Tell rows of CSV that are no rows; how many there were. Call once the files have been read through."""
    if not engine.number("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'"):
        return 0
    found = engine.rows(
        "SELECT parse_filename(file_path), error_type, count(DISTINCT line), list_sort(list(DISTINCT line))[:3] "
        "FROM reject_errors JOIN reject_scans USING (scan_id, file_id) GROUP BY 1, 2 ORDER BY 1, 2"
    )
    for name, error, count, lines in found:
        # how many rows a quotation mark swallows until the next one cannot be told, so that it is never accepted
        swallows = error == "UNQUOTED VALUE"
        if RAGGED_ROW in waived and not swallows:
            continue
        at = f"line{'s' if len(lines) > 1 else ''} {', '.join(str(line) for line in lines)}"
        what = {
            "INVALID ENCODING": "it holds bytes that are not UTF-8",
            "UNQUOTED VALUE": "a quotation mark does not end, or does not end its cell",
        }.get(error, "the row does not have the cells that the heading names")
        remedy = f"Mend it. {_SAVE_AS}" if swallows else f"Mend it, or leave it out. {_SAVE_AS} [{RAGGED_ROW}]"
        problems.add(f"{name}, {at}", f"{what} ({counted(count, 'row')})", remedy, kind=RAGGED_ROW)
    return sum(count for _, _, count, _ in found)


def select_raw(files: Sequence[SourceFile], wanted: Sequence[tuple[str, str]]) -> str:
    """SQL of the wanted columns of files that are alike as (theirs, ours); a column they lack is empty."""
    columns = ", ".join(
        f"{named(theirs)} AS {ours}" if theirs in files[0].columns else f"NULL::VARCHAR AS {ours}"
        for theirs, ours in wanted
    )
    return f"SELECT {columns} FROM {relation_of(files)}"
