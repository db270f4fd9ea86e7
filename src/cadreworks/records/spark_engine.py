"""Where do records go through their arithmetic beyond one machine? In Spark, by the very queries that DuckDB is given.

Ibis puts each query into Spark's words. Where Spark runs, and with how much room, is what its own settings say: its
configuration folder, PYSPARK_SUBMIT_ARGS, MASTER. Without any it is this machine, out of reach of others, with its
scratch in a private folder that is taken away at the end, since it holds staff records.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, Any, TypeVar

import ibis
import pyarrow as pa
import sqlglot
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkRuntimeError
from pyspark.java_gateway import launch_gateway
from pyspark.sql import DataFrame, SparkSession

from cadreworks.problems import EnvironmentFault
from cadreworks.progress import Progress, no_progress

Done = TypeVar("Done")

WRITTEN_FOR = "duckdb"
DRIVER_MEMORY = "3g"
_WHOLE = {
    "spark.sql.ansi.enabled": "true",  # a sum that does not fit is an error, never another number
    "spark.sql.catalogImplementation": "in-memory",  # no database of tables is left anywhere
}
_UNLESS_SET = {"spark.log.level": "ERROR", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
_ONLY_HERE = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
_TYPES = {"INTEGER": pa.int32(), "VARCHAR": pa.string(), "DATE": pa.date32()}
_ASKED_AGAIN_SECONDS = 0.5
_NEEDS = "It needs Java 17 or 21 and what its own settings name."
_ALWAYS_SAID = ("WARNING: Using incubator modules", "Using Spark's default log4j profile")
_INSTALL = "Install one (Debian: apt install openjdk-17-jre-headless), and let JAVA_HOME name it."


class SparkEngine:
    """One Spark session with nothing in it: tables made by one step are read by the next.

    All talk with Java is had in a thread of its own, so that a request to end finds nothing half said.
    """

    def __init__(self, progress: Progress = no_progress) -> None:
        self._progress = progress
        self._thread = ThreadPoolExecutor(1)
        self._session: SparkSession | None = None
        self._ibis: Any = None

    def start(self) -> None:
        """Start Spark."""
        self.begin("Starting Spark")
        self._do(self._open)

    def _open(self) -> None:
        self._session = _start(_scratch())
        self._ibis = ibis.pyspark.connect(self._session)

    def stop(self) -> None:
        """Stop Spark, if it runs still."""
        with suppress(Py4JError, OSError):  # it may have ended of itself
            self._do(lambda: self._session.stop() if self._session else None)
        self._thread.shutdown()

    @property
    def on_one_machine(self) -> bool:
        """Whether all of Spark runs here, and sees the files that are seen here."""
        return self._session is not None and _is_local(self._session.sparkContext.master)

    def begin(self, stage: str) -> None:
        """Say what is done from here on."""
        self._progress(stage, 0, 0)

    def read(self, name: str, path: Path) -> None:
        """A Parquet file under a name, which Spark reads by itself."""
        literal = re.sub(r"([\\*?\[\]{}])", r"\\\1", str(path.absolute()))  # or Spark takes it for a pattern
        self._do(lambda: self._running().read.parquet(f"file:{literal}").createOrReplaceTempView(name))

    def table(self, name: str, select: str) -> None:
        """Keep the result of a query under a name.

        What is kept forgets the query it came from: Spark would otherwise plan all steps again at every step.
        """
        self._do(lambda: self._frame(select).localCheckpoint().createOrReplaceTempView(name))

    def load(self, name: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """A table of a few rows of ours; columns: their names and SQL types."""
        kinds = dict(column.split() for column in columns.split(","))
        schema = pa.schema([pa.field(column, _TYPES[kind]) for column, kind in kinds.items()])
        table = pa.Table.from_pylist([dict(zip(kinds, row, strict=True)) for row in rows], schema=schema)
        self._do(lambda: self._running().createDataFrame(table).createOrReplaceTempView(name))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query, in the order it gives."""
        return self._do(lambda: [tuple(row) for row in self._frame(query).collect()])

    def drop(self, *names: str) -> None:
        """Let go of tables that nothing reads any more; Spark frees their room when it next tidies up."""
        self._do(lambda: [self._running().catalog.dropTempView(name) for name in names])

    def _frame(self, query: str) -> DataFrame:
        """A query, put into Spark's words by Ibis."""
        found: DataFrame = self._ibis.raw_sql(sqlglot.parse_one(query, read=WRITTEN_FOR))
        return found

    def _running(self) -> SparkSession:
        if self._session is None:
            raise RuntimeError("Spark was not started")
        return self._session

    def _do(self, act: Callable[[], Done]) -> Done:
        """What `act` gives; a request to end that comes meanwhile ends what Spark is doing."""
        doing = self._thread.submit(act)
        try:
            return doing.result()
        finally:
            while not doing.done():
                if self._session is not None:
                    self._session.sparkContext.cancelAllJobs()
                wait([doing], timeout=_ASKED_AGAIN_SECONDS)


@contextmanager
def spark_engine(progress: Progress = no_progress) -> Iterator[SparkEngine]:
    """An engine that lasts as long as the work.

    Raises EnvironmentFault where Spark cannot start, or ends before the work does.
    """
    engine = SparkEngine(progress)
    with _quiet():
        try:
            engine.start()
            yield engine
        except (Py4JError, ConnectionError) as error:
            raise EnvironmentFault(
                f"Spark ended before the work was done ({_cause(error)}). Give it more memory or disk by its own "
                "settings (spark.driver.memory, spark.executor.memory, spark.local.dir), or use --engine duckdb."
            ) from error
        finally:
            engine.stop()
            for left in _scratch().iterdir():
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing is logged: what the libraries say of a fault may quote the records, and our own message says the rest."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _start(folder: Path) -> SparkSession:
    """A session by the user's own settings of Spark, with ours where there are none."""
    gateway = _gateway()
    conf = SparkConf(_jvm=gateway.jvm).setAppName("cadre")
    for name, value in _WHOLE.items():
        conf.set(name, value)
    chosen = {**_UNLESS_SET, "spark.sql.warehouse.dir": str(folder / "warehouse")}
    if local := _is_local(conf.get("spark.master")):
        chosen |= {**_ONLY_HERE, "spark.local.dir": str(folder)}
    for name, value in chosen.items():
        conf.setIfMissing(name, value)
    try:
        session = SparkSession(SparkContext(gateway=gateway, conf=conf))
        if local and not conf.contains("spark.sql.shuffle.partitions"):
            session.conf.set("spark.sql.shuffle.partitions", session.sparkContext.defaultParallelism)
    except Py4JError as error:
        raise EnvironmentFault(f"Spark did not start ({_cause(error)}). {_NEEDS}") from error
    return session


def _is_local(master: str | None) -> bool:
    return (master or "local").startswith("local")


@cache
def _gateway() -> Any:
    """Java with Spark in it, one for this process; it ends when this process does. What it says, nobody hears."""
    with tempfile.TemporaryFile() as said:
        try:
            with _driver_memory():
                return launch_gateway(popen_kwargs={"stdout": said, "stderr": said})  # type: ignore[no-untyped-call]
        except (PySparkRuntimeError, OSError) as error:
            raise EnvironmentFault(_why_not(said)) from error


@cache
def _scratch() -> Path:
    """A private folder, one for this process, since Java keeps to the first that it is given."""
    folder = Path(tempfile.mkdtemp(prefix="cadre-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextmanager
def _driver_memory() -> Iterator[None]:
    """Room for Spark on this machine; all other ways of naming it come before this one."""
    name = "SPARK_DRIVER_MEMORY"
    given = name in os.environ
    os.environ.setdefault(name, DRIVER_MEMORY)
    try:
        yield
    finally:
        if not given:
            del os.environ[name]


def _why_not(said: IO[bytes]) -> str:
    """Why Java did not start with Spark in it, from what it said; no record had been read by then."""
    said.seek(0)
    text = said.read().decode(errors="replace")
    if "UnsupportedClassVersionError" in text or "Unrecognized option" in text:
        return f"--engine spark needs Java 17 or 21, and the Java found is older. {_INSTALL}"
    if "JAVA_HOME is not set" in text or re.search(r"java: (No such file|not found|cannot execute)", text):
        return f"--engine spark needs Java 17 or 21, and no Java was found. {_INSTALL}"
    told = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith(_ALWAYS_SAID)]
    return f"Spark did not start ({told[0] if told else 'it said nothing'}). {_NEEDS}"


def _cause(error: Exception) -> str:
    """The kind of the first cause in Java, whose own words may quote the records."""
    cause = getattr(error, "java_exception", None)
    kind = type(error).__name__
    with suppress(Py4JError, OSError):
        while cause is not None:
            kind = str(cause.getClass().getSimpleName())
            cause = cause.getCause()
    return kind
