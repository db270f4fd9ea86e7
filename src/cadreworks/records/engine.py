"""Where do records go through their arithmetic? In DuckDB, within the memory and the private folder it is given.

What a query is too large to hold in memory goes to a folder that only its owner may read and that is taken away at
the end, since it holds staff records.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, Protocol

import duckdb

from cadreworks.problems import EnvironmentFault
from cadreworks.progress import Progress, no_progress

MEMORY_LIMIT = "3GB"
_TOLD_EVERY_SECONDS = 1.0


class Engine(Protocol):
    """What counting asks of an engine. Queries are in DuckDB's words, and only in such as others have a word for."""

    def begin(self, stage: str) -> None:
        """Say what is done from here on."""

    def table(self, name: str, select: str) -> None:
        """Keep the result of a query under a name."""

    def load(self, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """A table of a few rows of ours; columns: their names and SQL types."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query, in the order it gives."""

    def drop(self, *names: str) -> None:
        """Let go of tables that nothing reads any more."""


class DuckEngine:
    """One connection to an empty database: tables made by one step are read by the next."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, progress: Progress = no_progress) -> None:
        self._connection = connection
        self._progress = progress
        self._stage = ""

    def begin(self, stage: str) -> None:
        """Say what is done from here on."""
        self._stage = stage
        self._progress(stage, 0, 0)

    def tell_until(self, ended: Event) -> None:
        """Say every second how far the query is that another thread waits for."""
        while not ended.wait(_TOLD_EVERY_SECONDS):
            done = int(self._connection.query_progress())
            self._progress(self._stage, max(done, 0), 100 if done > 0 else 0)

    def table(self, name: str, select: str) -> None:
        """Keep the result of a query under a name."""
        # rows of a table have no order, and keeping one takes time; those of a file do, by which a problem names them
        self._connection.execute("SET preserve_insertion_order = false")
        try:
            self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {select}")
        finally:
            self._connection.execute("SET preserve_insertion_order = true")

    def view(self, name: str, select: str) -> None:
        """Give a query a name; it runs when it is read."""
        self._connection.execute(f"CREATE OR REPLACE VIEW {name} AS {select}")

    def load(self, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """A table of a few rows of ours; columns: their names and SQL types."""
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
        by_column = [list(cells) for cells in zip(*rows, strict=True)]
        if by_column:
            given = ", ".join(f"unnest(${place})" for place in range(1, len(by_column) + 1))
            self._connection.execute(f"INSERT INTO {name} SELECT {given}", by_column)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query, in the order it gives."""
        return self._connection.execute(query).fetchall()

    def number(self, query: str) -> int:
        """The one whole number that a query gives; 0 where it gives nothing."""
        return int(self.rows(query)[0][0] or 0)

    def drop(self, *names: str) -> None:
        """Let go of tables that nothing reads any more, so that those to come have their room."""
        for name in names:
            self._connection.execute(f"DROP TABLE IF EXISTS {name}")

    def run(self, statement: str) -> None:
        """A statement that gives nothing back."""
        self._connection.execute(statement)


@contextmanager
def duck_engine(progress: Progress = no_progress, memory_limit: str = MEMORY_LIMIT) -> Iterator[DuckEngine]:
    """An engine that lasts as long as the work, with a private folder for what memory cannot hold.

    Raises EnvironmentFault where the machine has too little room.
    """
    with tempfile.TemporaryDirectory(prefix="cadre-records-") as folder:
        connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": memory_limit,
                "temp_directory": str(Path(folder)),
                "preserve_insertion_order": True,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        engine, ended = DuckEngine(connection, progress), Event()
        teller = Thread(target=engine.tell_until, args=(ended,), daemon=True)
        teller.start()
        try:
            yield engine
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise EnvironmentFault(
                f"The records need more room than the machine has ({str(error).splitlines()[0]}). "
                "Free some disk space, or read fewer records at a time."
            ) from error
        finally:
            ended.set()
            teller.join()
            connection.close()


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """A column name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
