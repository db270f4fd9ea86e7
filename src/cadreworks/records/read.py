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
from cadreworks.records.engine import DuckEngine, quoted
from cadreworks.records.grouping import group_snapshots, group_spells, select_files
from cadreworks.records.mapping import RecordMap
from cadreworks.records.schema import (
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
from cadreworks.records.sources import SourceFile, broken_rows
from cadreworks.records.words import MOST_WORDS, NO_WORDS, Digit, Words, find_words

BITS = 62
"""How many snapshots one whole number of 64 bits remembers; two are left to the sign and to safety."""

OPEN_END = date(9999, 12, 31)
"""The last day of a spell that still lasts."""


@dataclass
class Reading:
    """One extract being read: where its problems go, which kinds are accepted, and how many rows each kind took.

    snapshots: the days of the extract in order; empty where it holds dated spells
    accepted: kind -> rows, of the kinds that were accepted and found
    odd_dates: whether there are dates that are not the last of their month, or cannot be read
    """

    files: Sequence[SourceFile]
    record_map: RecordMap
    accept: frozenset[str]
    problems: ProblemList
    snapshots: tuple[date, ...] = ()
    accepted: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    odd_dates: bool = False

    @property
    def bit_columns(self) -> tuple[str, ...]:
        """The columns that remember snapshots; most extracts have one date a month, and their places stand apart."""
        kinds = ("word", "apart") if self.odd_dates else ("word",)
        return tuple(f"{kind}{k}" for kind in kinds for k in range(words_for(len(self.snapshots))))

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
    engine.view("raw", select_files(reading.files, columns, reading.record_map))
    engine.begin("Reading the records")
    words = NO_WORDS
    if reading.dated:
        group_spells(engine, columns)
    else:
        _read_snapshots(engine, reading)
        words = _find_words(engine, reading, columns)
        group_snapshots(engine, reading, columns, words)
    broken = broken_rows(engine, reading.problems, waived=reading.accept)
    if broken and "ragged_row" in reading.accept:
        reading.accepted["ragged_row"] = broken
    reading.rows = engine.number("SELECT sum(n) FROM raw_groups")
    engine.begin("Checking the values")
    _translate(engine, reading, [column for column in columns if column != SNAPSHOT_DATE.name], words=words)


def _find_words(engine: DuckEngine, reading: Reading, columns: Sequence[str]) -> Words:
    if not all(file.is_parquet for file in reading.files):
        return NO_WORDS
    return find_words(
        engine, [name for name in columns if name not in (PERSON.name, ASSIGNMENT.name, SNAPSHOT_DATE.name)]
    )


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


def _translate(engine: DuckEngine, reading: Reading, columns: Sequence[str], *, words: Words) -> None:
    """Each distinct value of each column is read once; the groups follow by a join."""
    joins, selected, left_out = [], [], []
    empty: dict[str, int] = {}
    for name in columns:
        if name in (PERSON.name, ASSIGNMENT.name):
            selected.append(f"nullif(trim(raw_groups.{name}), '') AS {name}")
            continue
        raw = words.digits[name].number_sql() if name in words.digits else f"raw_groups.{name}"
        empty[name] = _read_values(engine, reading, COLUMNS[name], words.digits.get(name))
        joins.append(f"LEFT JOIN read_{name} ON {raw} = read_{name}.raw")
        selected.append(f"read_{name}.value AS {name}")
        if COLUMNS[name].vital:
            left_out.append(f"read_{name}.kind IS NULL")
        if COLUMNS[name].required:
            left_out.append(f"read_{name}.value IS NOT NULL")
    if not reading.dated:
        left_out.append("raw_groups.first IS NOT NULL")
    empty[PERSON.name] = engine.number(f"SELECT sum(n) FROM raw_groups WHERE NOT {_has_person()}")
    for name in columns:
        if COLUMNS[name].required and empty[name]:
            places.judge_empty(engine, reading, COLUMNS[name], empty[name])
    missing = [column for column in (*STATE_COLUMNS, ASSIGNMENT, *PERSON_COLUMNS) if column.name not in columns]
    selected += [f"NULL::{column.type} AS {column.name}" for column in missing]
    rest = [
        f"raw_groups.{name}"
        for (name,) in engine.rows(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = 'raw_groups' ORDER BY column_index"
        )
        if name not in (*columns, *words.keys)
    ]
    engine.table(
        "groups",
        f"SELECT {', '.join([*selected, *rest])} FROM raw_groups {' '.join(joins)} "
        f"WHERE {' AND '.join([*left_out, _has_person()])}",
    )
    engine.drop("raw_groups")


def _has_person() -> str:
    return f"(coalesce(trim(raw_groups.{PERSON.name}), '') <> '')"


def _read_values(engine: DuckEngine, reading: Reading, column: RecordColumn, digit: Digit | None) -> int:
    """The table `read_COLUMN`: what stands in `raw_groups` -> value, or the kind of problem.

    Returns how many rows are empty.
    """
    raw = digit.number_sql() if digit else column.name
    engine.table(
        "seen", f"SELECT {raw} AS raw, CAST({raw} AS VARCHAR) AS shown, sum(n) AS n FROM raw_groups GROUP BY 1"
    )
    read: list[tuple[str | None, Value, str | None]] = []
    bad: list[tuple[str, int, Unreadable]] = []
    empty = 0
    for shown, count in engine.rows("SELECT shown, sum(n) FROM seen GROUP BY shown ORDER BY min(raw), shown"):
        text = digit.text(int(shown)) if digit else shown
        try:
            value = None if text is None else reading.record_map.read(column.name, text)
            empty += count if value is None else 0
            read.append((shown, value, None))
        except Unreadable as error:
            read.append((shown, None, error.kind))
            bad.append((str(text), count, error))
    good = any(value is not None for _, value, _ in read)
    places.judge_values(engine, reading, column, bad, some_are_good=good)
    kept = _kept_type(engine, column, [value for _, value, _ in read])
    engine.load("known", f"shown VARCHAR, value {kept}, kind VARCHAR", read)
    engine.table(f"read_{column.name}", "SELECT raw, value, kind FROM seen JOIN known USING (shown)")
    return empty


def _kept_type(engine: DuckEngine, column: RecordColumn, values: Sequence[Value]) -> str:
    """The type of a column's values; words take one or two bytes each, in the order of the words."""
    words = sorted({str(value) for value in values if value is not None})
    if column.type != "VARCHAR" or not 0 < len(words) <= MOST_WORDS:
        return column.type
    engine.load("listed", "word VARCHAR", [(word,) for word in words])
    engine.run(f"CREATE TYPE value_of_{column.name} AS ENUM (SELECT word FROM listed)")
    return f"value_of_{column.name}"


def _read_value(engine: DuckEngine, reading: Reading, column: RecordColumn, text: str | None, count: int) -> Value:
    """One value on its own, judged at once."""
    try:
        value = None if text is None else reading.record_map.read(column.name, text)
    except Unreadable as error:
        places.judge_values(engine, reading, column, [(text or "", count, error)], some_are_good=False)
        return None
    if value is None:
        places.judge_empty(engine, reading, column, count)
    return value
