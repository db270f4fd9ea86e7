"""How do careers become an extract? Runs -> one row for each post and snapshot, as Parquet, with every column.

The runs go to DuckDB as numbers; it turns them into words and repeats each run for its snapshots while it writes, so
that the rows are never all in memory. It writes on one thread: on several the order of rows, and with it the bytes of
the file, would differ from time to time.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np

from cadreworks.problems import EnvironmentFault
from cadreworks.progress import Progress
from cadreworks.records.synthetic.calendar import Snapshots
from cadreworks.records.synthetic.careers import LEAVING_REASONS, Careers
from cadreworks.records.synthetic.people import (
    CONTRACTS,
    ETHNICITIES,
    NATIONALITIES,
    ORGANISATION_TYPES,
    REGIONS,
    SEXES,
    Organisations,
    draw_attributes,
)
from cadreworks.records.synthetic.rules import SOURCES, WTE_VALUES
from cadreworks.records.synthetic.world import Columns, Places
from cadreworks.vocabulary import AREAS, LEVEL_IDS, PAY_BANDS

EXTRACT_COLUMNS = (
    "person_id",
    "as_at",
    "organisation",
    "area_of_work",
    "level",
    "pay_band",
    "wte",
    "assignment_id",
    "job_role",
    "contract_type",
    "birth_year",
    "sex",
    "ethnicity",
    "nationality",
    "region",
    "organisation_type",
    "nhs_start_date",
    "joiner_source",
    "leaving_reason",
)
_MEMORY_LIMIT = "3GB"
_POLL_SECONDS = 0.5
_TITLES = {
    "support": ("{} assistant", "{} administrator"),
    "professional": ("{} specialist", "{} officer"),
    "manager": ("{} manager", "{} team leader"),
    "senior_leader": ("Head of {}", "Director of {}"),
}


def number_runs(careers: Careers, ids: Places, seed: int) -> Columns:
    """The runs in order of id and time, each with its person's attributes, `number` and `first_row`.

    number: the number in the person's id; first_row: the place of the run's first row in the extract
    """
    people = careers.people
    count = len(people["birth_year"])
    abroad = people["came_from"] == SOURCES.index("international")
    attributes = draw_attributes(count, abroad, seed) | {name: people[name] for name in ("birth_year", "started")}
    number = ids[:count][careers.runs["person"]]
    order = np.lexsort((careers.runs["first"], number))
    runs: Columns = {name: values[order] for name, values in careers.runs.items()}
    runs |= {name: values[runs["person"]] for name, values in attributes.items()}
    runs["number"] = number[order]
    lengths = runs["last"].astype(np.int64) - runs["first"] + 1
    runs["first_row"] = np.cumsum(lengths) - lengths
    return runs


@contextmanager
def extract_database(runs: Columns, organisations: Organisations, snapshots: Snapshots) -> Iterator[ExtractDatabase]:
    """A database that holds the runs, with a private folder for what memory cannot hold.

    Raises EnvironmentFault where the machine has too little room.
    """
    with tempfile.TemporaryDirectory(prefix="cadre-synthetic-") as folder:
        connection = duckdb.connect(
            ":memory:", config={"memory_limit": _MEMORY_LIMIT, "temp_directory": folder, "threads": 1}
        )
        try:
            # DuckDB knows how far it is only with its bar on; printing it is left to whoever shows progress
            connection.execute("SET enable_progress_bar = true")
            connection.execute("SET enable_progress_bar_print = false")
            connection.register("runs", runs)
            _register_words(connection, organisations)
            connection.execute("CREATE TABLE calendar AS SELECT ?::DATE[] AS days", [list(snapshots.days)])
            yield ExtractDatabase(connection)
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise EnvironmentFault(
                f"The extract needs more room than the machine has ({str(error).splitlines()[0]}). "
                "Free some disk space, or ask for fewer people or years."
            ) from error
        finally:
            connection.close()


class ExtractDatabase:
    """Runs and words, and the queries that make rows of them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def clean_rows(self, low: int, high: int) -> str:
        """The query for the rows of the persons whose numbers lie from `low` to below `high`, in natural types."""
        return f"SELECT * EXCLUDE (row_no, number) FROM ({_rows_sql(low, high)})"

    def text_rows(self, low: int, high: int) -> str:
        """The same rows as text, with `row_no` and `number`."""
        texts = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in EXTRACT_COLUMNS)
        return f"SELECT row_no, number, {texts} FROM ({_rows_sql(low, high)})"

    def write(self, query: str, path: Path, progress: Progress) -> None:
        """Write the rows of a query as Parquet, telling per cent now and then."""
        target = str(path).replace("'", "''")
        failed: list[Exception] = []

        def copy() -> None:
            try:
                self.connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
            except duckdb.Error as error:
                failed.append(error)

        writer = threading.Thread(target=copy, daemon=True)
        writer.start()
        try:
            while writer.is_alive():
                progress(f"writing {path.name}, per cent", max(0, int(self.connection.query_progress())), 100)
                writer.join(_POLL_SECONDS)
        except BaseException:
            self.connection.interrupt()
            writer.join()
            raise
        if failed:
            raise failed[0]


def _rows_sql(low: int, high: int) -> str:
    return f"""
        SELECT person_id, unnest(days) AS as_at, organisation, area_of_work, level, pay_band, wte, assignment_id,
               job_role, contract_type, birth_year, sex, ethnicity, nationality, region, organisation_type,
               nhs_start_date, joiner_source,
               CASE WHEN as_at = last_day THEN reason_for_leaving END AS leaving_reason,
               unnest(range(first_row, first_row + len(days))) AS row_no, number
        FROM (
            SELECT 'P' || lpad(CAST(number AS VARCHAR), 7, '0') AS person_id, number,
                   employers.organisation AS organisation, cells.area_of_work, cells.level, bands.word AS pay_band,
                   wtes.value AS wte, 'A' || lpad(CAST(number AS VARCHAR), 7, '0') || '-' || post AS assignment_id,
                   CASE number % 2 WHEN 0 THEN cells.title ELSE cells.other_title END AS job_role,
                   contracts.word AS contract_type, CAST(birth_year AS INTEGER) AS birth_year, sexes.word AS sex,
                   ethnicities.word AS ethnicity, nationalities.word AS nationality, employers.region,
                   employers.organisation_type, DATE '1970-01-01' + started AS nhs_start_date,
                   sources.word AS joiner_source, reasons.word AS reason_for_leaving, first_row,
                   days[first + 1 : last + 1] AS days, days[last + 1] AS last_day
            FROM runs
            JOIN cells ON cells.place = runs.cell
            JOIN bands ON bands.place = runs.band
            JOIN wtes ON wtes.place = runs.wte
            JOIN employers ON employers.place = runs.organisation
            JOIN contracts ON contracts.place = runs.contract
            JOIN sexes ON sexes.place = runs.sex
            JOIN ethnicities ON ethnicities.place = runs.ethnicity
            JOIN nationalities ON nationalities.place = runs.nationality
            LEFT JOIN sources ON sources.place = runs.source
            LEFT JOIN reasons ON reasons.place = runs.reason
            CROSS JOIN calendar
            WHERE number >= {low} AND number < {high}
        )"""


def _register_words(connection: duckdb.DuckDBPyConnection, organisations: Organisations) -> None:
    lists = {
        "bands": tuple(band.name for band in PAY_BANDS),
        "contracts": CONTRACTS,
        "sexes": SEXES,
        "ethnicities": ETHNICITIES,
        "nationalities": NATIONALITIES,
        "sources": SOURCES,
        "reasons": LEAVING_REASONS,
    }
    for name, words in lists.items():
        _make_table(connection, name, "place INTEGER, word VARCHAR", rows=list(enumerate(words)))
    _make_table(connection, "wtes", "place INTEGER, value DOUBLE", rows=list(enumerate(WTE_VALUES.tolist())))
    cells = [
        (at * len(LEVEL_IDS) + rank, area.id, level, *(title.format(area.name) for title in _TITLES[level]))
        for at, area in enumerate(AREAS)
        for rank, level in enumerate(LEVEL_IDS)
    ]
    columns = "place INTEGER, area_of_work VARCHAR, level VARCHAR, title VARCHAR, other_title VARCHAR"
    _make_table(connection, "cells", columns, rows=cells)
    employers = [
        (place, f"TR{place + 1}", ORGANISATION_TYPES[kind], REGIONS[region])
        for place, (kind, region) in enumerate(zip(organisations.types, organisations.regions, strict=True))
    ]
    columns = "place INTEGER, organisation VARCHAR, organisation_type VARCHAR, region VARCHAR"
    _make_table(connection, "employers", columns, rows=employers)


def _make_table(
    connection: duckdb.DuckDBPyConnection, name: str, columns: str, *, rows: Sequence[tuple[object, ...]]
) -> None:
    connection.execute(f"CREATE TABLE {name} ({columns})")
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
