"""Which engine counts, and how do the records reach it? By name -> an engine with the spells in it.

DuckDB reads and checks, whichever engine counts: a raw extract becomes spells on this machine. Stored spells are read
by Spark itself, so that every machine of a cluster that shares the file has its part of the work.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cadreworks.problems import EnvironmentFault, UsageFault
from cadreworks.progress import Progress, no_progress
from cadreworks.records.engine import Engine, duck_engine
from cadreworks.records.extract import Extract, open_records
from cadreworks.records.store import Store, is_store, write_store

if TYPE_CHECKING:
    from cadreworks.records.spark_engine import SparkEngine

DUCKDB, SPARK = "duckdb", "spark"
ENGINES = (DUCKDB, SPARK)
_EXTRA = ("ibis", "py4j", "pyarrow", "pyspark", "sqlglot")


@contextmanager
def open_on(name: str, extract: Extract, progress: Progress = no_progress) -> Iterator[tuple[Engine, Store]]:
    """An engine whose table `spells` holds the records, and what is known of them.

    Raises as `open_records` does; EnvironmentFault where Spark is not to be had, UsageFault where it cannot see them.
    """
    if name == DUCKDB:
        with duck_engine(progress) as engine:
            yield engine, open_records(engine, extract)
        return
    with _spark_engine(progress) as spark, tempfile.TemporaryDirectory(prefix="cadre-records-") as folder:
        store = _hand_over(spark, extract, Path(folder), progress)
        yield spark, store


def _hand_over(spark: SparkEngine, extract: Extract, folder: Path, progress: Progress) -> Store:
    """Check the records in DuckDB and let Spark read their spells; folder: private, for those of a raw extract."""
    path = Path(extract.given)
    with duck_engine(progress) as duck:
        stored = is_store(duck, path)
        if not stored and not spark.on_one_machine:
            raise UsageFault(
                "A cluster counts from stored spells. Make them with `cadre records spells`, in a folder that all its "
                "machines share under the same name."
            )
        store = open_records(duck, extract)
        handed = folder / "spells.parquet"
        if not stored:
            write_store(duck, store, handed)
        elif spark.on_one_machine:
            handed.symlink_to(path.absolute())  # under a name of ours, since Spark cannot read every name
        else:
            handed = path
    spark.read("spells", handed)
    return store


def _spark_engine(progress: Progress) -> AbstractContextManager[SparkEngine]:
    try:
        from cadreworks.records.spark_engine import spark_engine  # only who asks for Spark waits for it to load
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _EXTRA:
            raise
        raise EnvironmentFault(
            "--engine spark needs packages that are not installed. Install them with: pip install 'cadreworks[spark]'"
        ) from error
    return spark_engine(progress)
