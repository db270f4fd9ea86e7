"""How are spells kept? One Parquet file, sorted, with what is needed to count from it; read back as it was written.

The file is its owner's alone. Ids of people and posts are whole numbers; the extract's own ids are not in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from cadreworks.problems import InputProblems, Problem
from cadreworks.records.engine import DuckEngine, quoted
from cadreworks.records.read import OPEN_END, Reading
from cadreworks.records.schema import COLUMNS, JOINER_SOURCES, LEAVING_REASONS, Lists
from cadreworks.records.spells import KEPT_STATES

_META = "cadreworks_spells"
_ROWS_IN_GROUP = 122_880
_STORED = (*KEPT_STATES, "leaving_reason", "birth_year", "nhs_start_date")
_TEXTS = tuple(name for name in _STORED if COLUMNS[name].type == "VARCHAR")
_CLOSED = tuple(
    f"CAST({name} AS ENUM({', '.join(map(quoted, sorted(words)))})) AS {name}"
    for name, words in (("joiner_source", JOINER_SOURCES), ("leaving_reason", LEAVING_REASONS))
)
"""Texts of a closed list, which a step of the count carries along, take a byte each."""
_DIGITS = 32
_UNSEALED = "0" * hashlib.sha256().digest_size * 2


@dataclass(frozen=True)
class Store:
    """What is known of the spells in the table `spells` beside the spells themselves.

    snapshots: the days of an extract of snapshots, in order; empty where the records are dated spells
    first_day, last_day: the first and last day of which the records tell
    accepted: kind of problem -> rows, as accepted when the records were read
    digest: of all spells, in whatever order and however they were stored
    """

    snapshots: tuple[date, ...]
    first_day: date
    last_day: date
    lists: Lists
    accepted: Mapping[str, int]
    rows: int
    spells: int
    people: int
    digest: str

    @property
    def dated(self) -> bool:
        return not self.snapshots


def describe_spells(engine: DuckEngine, reading: Reading) -> Store:
    """What is known of the spells that were just made."""
    snapshots = reading.snapshots
    if reading.dated:
        ((first, last),) = engine.rows(
            "SELECT DATE '1970-01-01' + min(first), DATE '1970-01-01' + "
            f"max(CASE WHEN last < date_diff('day', DATE '1970-01-01', DATE '{OPEN_END}') THEN last ELSE first END) "
            "FROM spells"
        )
    else:
        first, last = snapshots[0], snapshots[-1]
    return Store(
        snapshots,
        first,
        last,
        reading.record_map.lists,
        dict(sorted(reading.accepted.items())),
        reading.rows,
        engine.number("SELECT count(*) FROM spells"),
        engine.number("SELECT count(DISTINCT person) FROM spells"),
        _digest(engine),
    )


def _digest(engine: DuckEngine) -> str:
    """The sum of a digest of each spell: the same in any order."""
    columns = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in ("person", "assignment", "first", "last"))
    states = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '')" for name in _STORED)
    parts = engine.rows(
        "SELECT sum(CAST(half >> 64 AS HUGEINT)), sum(CAST(half & 18446744073709551615 AS HUGEINT)) FROM "
        f"(SELECT md5_number(concat_ws(chr(31), {columns}, {states})) AS half FROM spells)"
    )
    high, low = (int(part or 0) for part in parts[0])
    return f"{((high << 64) + low) % (1 << 128):0{_DIGITS}x}"


def write_store(engine: DuckEngine, store: Store, path: Path) -> None:
    """Write the table `spells`; `path` lies in a folder of its owner."""
    meta = {
        "snapshots": [day.isoformat() for day in store.snapshots],
        "first_day": store.first_day.isoformat(),
        "last_day": store.last_day.isoformat(),
        "areas": store.lists.areas,
        "levels": store.lists.levels,
        "accepted": store.accepted,
        "rows": store.rows,
        "spells": store.spells,
        "people": store.people,
        "digest": store.digest,
    }
    sealed = json.dumps(meta | {"seal": _seal(meta), "file": _UNSEALED}, sort_keys=True)
    columns = ("person", "assignment", "first", "last", *_STORED)
    kept = ", ".join(f"CAST(spells.{name} AS VARCHAR) AS {name}" if name in _TEXTS else name for name in columns)
    order = ", ".join(f"spells.{name}" for name in ("person", "first", "assignment", "last", *_STORED))
    engine.run(
        f"COPY (SELECT {kept} FROM spells ORDER BY {order}) TO {quoted(str(path))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_IN_GROUP}, "
        f"KV_METADATA {{{_META}: {quoted(sealed)}}})"
    )
    path.chmod(0o600)
    _seal_file(path)


def is_store(engine: DuckEngine, path: Path) -> bool:
    """Whether a file holds spells that we wrote."""
    if path.suffix.lower() != ".parquet" or not path.is_file():
        return False
    try:
        return bool(_read_meta(engine, path))
    except duckdb.Error:
        return False


def open_store(engine: DuckEngine, path: Path) -> Store:
    """Fill the table `spells` from a file that `write_store` wrote. Raises InputProblems where it was changed."""
    try:
        store = _read_store(engine, path)
    except (duckdb.OutOfMemoryException, duckdb.IOException):
        raise
    except (duckdb.Error, ValueError, LookupError, TypeError):
        store = None
    if store is None:
        what, remedy = "its spells are not those that were written", "Make it again with cadre records spells."
        raise InputProblems([Problem(path.name, what, remedy)])
    return store


def _read_store(engine: DuckEngine, path: Path) -> Store | None:
    """The spells as they are in the file; None where they, or what is said of them, are not what was written."""
    meta = json.loads(_read_meta(engine, path))
    seal, file = meta.pop("seal"), meta.pop("file")
    if seal != _seal(meta):
        return None
    engine.view("spells", f"SELECT * REPLACE ({', '.join(_CLOSED)}) FROM read_parquet({quoted(str(path))})")
    store = Store(
        tuple(date.fromisoformat(day) for day in meta["snapshots"]),
        date.fromisoformat(meta["first_day"]),
        date.fromisoformat(meta["last_day"]),
        Lists(tuple(meta["areas"]), tuple(meta["levels"])),
        meta["accepted"],
        meta["rows"],
        meta["spells"],
        meta["people"],
        meta["digest"],
    )
    # the same spells in other bytes, as another tool may write them again, are looked at one by one
    return store if file == _digest_of_file(path, file) or _digest(engine) == store.digest else None


def _seal_file(path: Path) -> None:
    """Put the digest of the file's bytes into what it says of itself, in the place that was left for it."""
    with path.open("r+b") as stream:
        written = stream.read()
        stream.seek(written.rindex(_UNSEALED.encode()))
        stream.write(hashlib.sha256(written).hexdigest().encode())


def _digest_of_file(path: Path, sealed: str) -> str:
    """The digest of the file's bytes as they were before its digest was put in."""
    before, found, after = path.read_bytes().rpartition(sealed.encode())
    return hashlib.sha256(before + _UNSEALED.encode() + after).hexdigest() if found else ""


def _seal(meta: Mapping[str, object]) -> str:
    """A digest of what is said of the spells."""
    return hashlib.sha256(json.dumps(meta, sort_keys=True).encode()).hexdigest()


def _read_meta(engine: DuckEngine, path: Path) -> str:
    found = engine.rows(
        f"SELECT decode(value) FROM parquet_kv_metadata({quoted(str(path))}) WHERE decode(key) = {quoted(_META)}"
    )
    return str(found[0][0]) if found else ""
