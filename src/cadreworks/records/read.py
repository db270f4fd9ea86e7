"""What do the files say, and can it be believed? Source files -> checked records, each kept once per run of dates.

Rows that agree in everything but their date are drawn together before anything is judged: 180 million rows become a
few million groups, and what follows costs little. Each distinct value is read once. A group remembers at which
snapshots it stands as bits of a few whole numbers, so that gaps and repeated rows are seen exactly.

Every problem is counted over the whole extract, with its first places. Kinds that may be waived end with their id;
what becomes of such rows is in `schema`, and the store records each kind accepted with its count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cadreworks.problems import ProblemList, counted
from cadreworks.records import places
from cadreworks.records.engine import DuckEngine, named, quoted
from cadreworks.records.mapping import RecordMap
from cadreworks.records.schema import (
    AGE,
    ASSIGNMENT,
    COLUMNS,
    PERSON,
    PERSON_COLUMNS,
    SNAPSHOT_DATE,
    SPELL_DATES,
    STATE_COLUMNS,
    RecordColumn,
    Unreadable,
    Value,
)
from cadreworks.records.sources import SourceFile, alike, broken_rows, select_raw

BITS = 62
"""How many snapshots one whole number of 64 bits remembers; two are left to the sign and to safety."""

OPEN_END = date(9999, 12, 31)
"""The last day of a spell that still lasts."""


@dataclass
class Reading:
    """One extract being read: where its problems go, which kinds are accepted, and how many rows each kind took.

    snapshots: the days of the extract in order; empty where it holds dated spells
    accepted: kind -> rows, of the kinds that were accepted and found
    """

    files: Sequence[SourceFile]
    record_map: RecordMap
    accept: frozenset[str]
    problems: ProblemList
    snapshots: tuple[date, ...] = ()
    accepted: dict[str, int] = field(default_factory=dict)
    rows: int = 0

    @property
    def dated(self) -> bool:
        """Whether the records are spells with dates rather than snapshots."""
        return not self.has(SNAPSHOT_DATE.name)

    def has(self, column: str) -> bool:
        """Whether the extract, or a constant of its map, gives the column."""
        theirs = self.record_map.theirs(column)
        return column in self.record_map.constants or any(theirs in file.columns for file in self.files)

    def judge(self, kind: str, count: int, *, where: str, what: str, remedy: str) -> None:
        """A problem of so many rows, or, where its kind is accepted, a count of them."""
        if count and kind in self.accept:
            self.accepted[kind] = self.accepted.get(kind, 0) + count
        elif count:
            self.problems.add(where, what, f"{remedy} [{kind}]", kind=kind)


def read_groups(engine: DuckEngine, reading: Reading) -> None:
    """Fill the table `groups`: one row for rows alike in all but their date, with translated values.

    Its columns are those of the schema, `first` and `last` (places in the order of snapshots, or days), `n` rows and
    the words of bits. Raises InputProblems where the columns do not suffice; other problems are left in the list.
    """
    check_columns(reading)
    reading.problems.stop_if_any()
    columns = [column for column in COLUMNS if reading.has(column)]
    # one query for each set of files, not for each file: every part of a UNION groups its rows apart from the others
    selects = [_select(files, columns, reading.record_map) for files in alike(reading.files)]
    engine.view("raw", " UNION ALL ".join(selects))
    engine.begin("Reading the records")
    if reading.dated:
        _collapse_spells(engine, columns)
    else:
        _read_snapshots(engine, reading)
        coded = _code_texts(engine) if all(file.is_parquet for file in reading.files) else frozenset()
        _collapse_snapshots(engine, columns, len(reading.snapshots), coded=coded)
    broken = broken_rows(engine, reading.problems, waived=reading.accept)
    if broken and "ragged_row" in reading.accept:
        reading.accepted["ragged_row"] = broken
    reading.rows = engine.number("SELECT sum(n) FROM raw_groups")
    engine.begin("Checking the values")
    _translate(engine, reading, [column for column in columns if column != SNAPSHOT_DATE.name])


def check_columns(reading: Reading) -> None:
    """Whether the files have the columns that records need, and the map names only columns that are there."""
    known = {name for file in reading.files for name in file.columns}
    for ours, theirs in reading.record_map.columns.items():
        if theirs not in known:
            reading.problems.add(
                "the map, [columns]", f'{ours} = "{theirs}", and no file has such a column', "Name a column of theirs."
            )
    dates = [SPELL_DATES[0].name, SPELL_DATES[1].name] if reading.has(SPELL_DATES[0].name) else [SNAPSHOT_DATE.name]
    if reading.has(SPELL_DATES[0].name) and reading.has(SNAPSHOT_DATE.name):
        reading.problems.add(
            reading.files[0].name, "it has both as_at and from_date", "Keep one: a row is a snapshot or a spell."
        )
    required = [PERSON.name, *dates, *(column.name for column in STATE_COLUMNS if column.required)]
    for file in reading.files:
        for name in required:
            if name not in reading.record_map.constants and reading.record_map.theirs(name) not in file.columns:
                reading.problems.add(
                    f"{file.name}, row 1",
                    f"the column {reading.record_map.theirs(name)} is missing",
                    f"Add it: {COLUMNS[name].means}; or name theirs in the map, under [columns].",
                    kind="heading",
                )
    if not reading.has("level") and not reading.has("pay_band"):
        reading.problems.add(
            reading.files[0].name, "there is neither level nor pay_band", "Add one of them.", kind="heading"
        )


def _select(files: Sequence[SourceFile], columns: Sequence[str], record_map: RecordMap) -> str:
    wanted = [(record_map.theirs(name), name) for name in columns if name not in record_map.constants]
    constants = "".join(
        f", {quoted(record_map.constants[name])} AS {name}" for name in columns if name in record_map.constants
    )
    return f"SELECT *{constants} FROM ({select_raw(files, wanted)})"


def _read_snapshots(engine: DuckEngine, reading: Reading) -> None:
    """The table `snapshot`: raw date -> its place in the order of snapshots, and its bit."""
    engine.table("raw_dates", "SELECT as_at, CAST(as_at AS VARCHAR) AS shown, count(*) AS n FROM raw GROUP BY ALL")
    days: dict[str, date] = {}
    for shown, count in engine.rows("SELECT shown, n FROM raw_dates ORDER BY shown"):
        value = _read_value(engine, reading, SNAPSHOT_DATE, shown, count)
        if isinstance(value, date):
            days[shown] = value
    month_of = {day: (day.year, day.month) for day in days.values()}
    last_of_month = {month: max(day for day in month_of if month_of[day] == month) for month in month_of.values()}
    _judge_months(engine, reading, days, last_of_month)
    reading.snapshots = tuple(sorted(set(last_of_month.values())))
    place = {day: number for number, day in enumerate(reading.snapshots)}
    words = range(words_for(len(reading.snapshots)))
    rows = []
    for shown, day in days.items():
        at = place[last_of_month[month_of[day]]]
        bits = [1 << at % BITS if at // BITS == k else 0 for k in words]
        early = day not in place
        rows.append((shown, at, early, *bits, *(0 if early else bit for bit in bits)))
    columns = [f"{name}{k} BIGINT" for name in ("word", "apart") for k in words]
    engine.load("days", ", ".join(["shown VARCHAR, place INTEGER, early BOOLEAN", *columns]), rows)
    engine.table("snapshot", "SELECT as_at, days.* FROM raw_dates JOIN days USING (shown)")


def words_for(snapshots: int) -> int:
    """How many whole numbers remember so many snapshots; one where no date can be read, so that reading goes on."""
    return max(1, -(-snapshots // BITS))


def _judge_months(
    engine: DuckEngine, reading: Reading, days: Mapping[str, date], last_of_month: Mapping[tuple[int, int], date]
) -> None:
    early = [shown for shown, day in days.items() if day != last_of_month[day.year, day.month]]
    if early:
        listed = ", ".join(map(quoted, early))
        count = engine.number(f"SELECT sum(n) FROM raw_dates WHERE shown IN ({listed})")
        months = sorted({(days[shown].year, days[shown].month) for shown in early})
        named_month = f"{months[0][0]}-{months[0][1]:02d}"
        reading.judge(
            "several_dates_in_month",
            count,
            where=places.where(engine, reading, SNAPSHOT_DATE.name, early[0]),
            what=f"a month has several dates ({counted(len(months), 'month')}, the first {named_month}; "
            f"{counted(count, 'row')} before its last date)",
            remedy="Keep one date a month. Accepted, all rows of a month count as at its last date.",
        )


def _code_texts(engine: DuckEngine) -> frozenset[str]:
    """The view `coded`: `raw` with the texts of few words as numbers that stand for them; which columns these are.

    Grouping takes half the memory so. Finding the words reads the files once more for each column, which is next to
    nothing in Parquet and too much in CSV.
    """
    described = engine.rows("SELECT column_name, column_type FROM (DESCRIBE raw)")
    texts = {name for name, kind, *_ in described if kind == "VARCHAR"}
    texts -= {PERSON.name, ASSIGNMENT.name, SNAPSHOT_DATE.name}
    casts = []
    for name in sorted(texts):
        words = f"SELECT DISTINCT {name} FROM raw WHERE {name} IS NOT NULL ORDER BY 1"
        engine.run(f"CREATE TYPE word_of_{name} AS ENUM ({words})")
        casts.append(f"CAST({name} AS word_of_{name}) AS {name}")
    if casts:
        engine.view("coded", f"SELECT * REPLACE ({', '.join(casts)}) FROM raw")
    return frozenset(texts)


def _collapse_snapshots(engine: DuckEngine, columns: Sequence[str], snapshots: int, *, coded: frozenset[str]) -> None:
    """Rows alike in all but their date become one group with its places as bits.

    `apart` are the places, and `n_apart` the rows, of those dates that are the last of their month. Rows without a
    date that can be read are in a group too, so that their other cells are judged; alone they have no place.
    """
    keys = [name for name in columns if name not in (SNAPSHOT_DATE.name, AGE.name)]
    # an age stands for a year of birth only together with its date
    group = [*keys, AGE.name, SNAPSHOT_DATE.name] if AGE.name in columns else keys
    words = range(words_for(snapshots))
    doubled = engine.number("SELECT count(*) FROM days WHERE early")
    bits = [f"bit_or(word{k}) AS word{k}" for k in words]
    bits += [f"bit_or(apart{k}) AS apart{k}" for k in words if doubled]
    # most extracts have one date a month: all their places stand apart, and need no counting of their own
    same = "".join(f", word{k} AS apart{k}" for k in words if not doubled)
    texts = ", ".join(
        name if name in coded else f"CAST({name} AS VARCHAR) AS {name}" for name in group if name != SNAPSHOT_DATE.name
    )
    engine.table(
        "raw_groups",
        f"""
        SELECT {texts}, COLUMNS('^(n|n_apart|first|last|word.*|apart.*)$'){same}
        FROM (
            SELECT {", ".join(group)}, count(*) AS n, count(*) FILTER (NOT early) AS n_apart, min(place) AS first,
                max(place) AS last, {", ".join(bits)}
            FROM {"coded" if coded else "raw"} LEFT JOIN snapshot USING (as_at)
            GROUP BY {", ".join(group)}
        )
        """,
    )


def _collapse_spells(engine: DuckEngine, columns: Sequence[str]) -> None:
    keys = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in columns)
    engine.table("raw_groups", f"SELECT *, count(*) AS n FROM (SELECT {keys} FROM raw) GROUP BY ALL")


def _translate(engine: DuckEngine, reading: Reading, columns: Sequence[str]) -> None:
    """Each distinct value of each column is read once; the groups follow by a join."""
    joins, selected, left_out = [], [], []
    for name in columns:
        if name in (PERSON.name, ASSIGNMENT.name):
            selected.append(f"nullif(trim(raw_groups.{name}), '') AS {name}")
            continue
        _read_values(engine, reading, COLUMNS[name])
        joins.append(f"LEFT JOIN read_{name} ON raw_groups.{name} = read_{name}.raw")
        selected.append(f"read_{name}.value AS {name}")
        if COLUMNS[name].vital:
            left_out.append(f"read_{name}.kind IS NULL")
        if COLUMNS[name].required:
            left_out.append(f"read_{name}.value IS NOT NULL")
    if not reading.dated:
        left_out.append("raw_groups.first IS NOT NULL")
    _judge_empty(engine, reading, [name for name in columns if COLUMNS[name].required])
    missing = [column for column in (*STATE_COLUMNS, ASSIGNMENT, *PERSON_COLUMNS) if column.name not in columns]
    selected += [f"NULL::{column.type} AS {column.name}" for column in missing]
    rest = [
        f"raw_groups.{name}"
        for (name,) in engine.rows(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = 'raw_groups' ORDER BY column_index"
        )
        if name not in columns
    ]
    engine.table(
        "groups",
        f"SELECT {', '.join([*selected, *rest])} FROM raw_groups {' '.join(joins)} "
        f"WHERE {' AND '.join([*left_out, _has_person()])}",
    )
    engine.drop("raw_groups")


def _has_person() -> str:
    return f"nullif(trim(raw_groups.{PERSON.name}), '') IS NOT NULL"


def _read_values(engine: DuckEngine, reading: Reading, column: RecordColumn) -> None:
    """The table `read_COLUMN`: raw text -> value, or the kind of problem."""
    found = engine.rows(
        f"SELECT {column.name}, sum(n) FROM raw_groups WHERE {column.name} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    read: list[tuple[str, Value, str | None]] = []
    bad: list[tuple[str, int, Unreadable]] = []
    for text, count in found:
        try:
            read.append((text, reading.record_map.read(column.name, text), None))
        except Unreadable as error:
            read.append((text, None, error.kind))
            bad.append((text, count, error))
    places.judge_values(engine, reading, column, bad)
    engine.load(f"read_{column.name}", f"raw VARCHAR, value {column.type}, kind VARCHAR", read)


def _read_value(engine: DuckEngine, reading: Reading, column: RecordColumn, text: str | None, count: int) -> Value:
    """One value on its own, judged at once."""
    try:
        value = None if text is None else reading.record_map.read(column.name, text)
    except Unreadable as error:
        places.judge_values(engine, reading, column, [(text or "", count, error)])
        return None
    if value is None:
        places.judge_empty(engine, reading, column, count)
    return value


def _judge_empty(engine: DuckEngine, reading: Reading, columns: Sequence[str]) -> None:
    for name in columns:
        blank = f"coalesce(trim({named(name)}), '') = ''"
        count = engine.number(f"SELECT sum(n) FROM raw_groups WHERE {blank}")
        if count:
            places.judge_empty(engine, reading, COLUMNS[name], count)
