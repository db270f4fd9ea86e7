"""Spark counts what DuckDB counts, to the byte; and what a user sees of it where it cannot."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from command import cadre

from cadreworks.problems import UsageFault
from cadreworks.progress import no_progress
from cadreworks.records import engines
from cadreworks.records.extract import Extract
from cadreworks.records.states import BY_COLUMNS
from cadreworks.records.waivers import WAIVERS
from small_extract import GOOD

ACCEPT = [option for kind in WAIVERS for option in ("--accept", kind)]
STAGES = {"Starting Spark", "Opening the spells", "Finding where each person is counted", "Counting the flows"}


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """`cadre ARGUMENTS` as a process of its own, whatever it ends with."""
    command = [sys.executable, "-m", "cadreworks", *map(str, arguments)]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)


def run(*arguments: object) -> str:
    ended = process(*arguments)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A messy extract of 120 people over four years, and its spells."""
    folder = tmp_path_factory.mktemp("messy")
    run("records", "synth", folder / "extract", "--people", 120, "--years", 4, "--seed", 5, "--messy")
    run("records", "spells", folder / "extract" / "extract.parquet", *ACCEPT, "--out", folder / "spells.parquet")
    return folder


def given(folder: Path, form: str) -> list[object]:
    if form == "spells":
        return [folder / "spells.parquet"]
    return [folder / "extract" / "extract.parquet", *ACCEPT]


# ---- the same bytes


@pytest.mark.slow
@pytest.mark.usefixtures("java")
@pytest.mark.parametrize(
    ("form", "every", "by"),
    [
        ("extract", "year", "area,level"),
        ("spells", "month", "age_band,service_band"),
        pytest.param("extract", "month", "organisation", marks=pytest.mark.full),
        ("spells", "year", ",".join(BY_COLUMNS)),
        pytest.param("spells", "month", "", marks=pytest.mark.full),
    ],
)
def test_spark_gives_the_bytes_that_duckdb_gives(form, every, by, folder, capsys, tmp_path):
    for engine in ("duckdb", "spark"):
        choices = ("--every", every, "--by", by, "--accept", "missing_snapshot", "--include", "bank")
        ended = cadre(
            capsys, "records", "flows", *given(folder, form), *choices, "--engine", engine, "--out", tmp_path / engine
        )
        assert ended.code == 0, ended.err
    for name in ("{}", "{}.manifest.json"):
        on_duckdb, on_spark = ((tmp_path / name.format(engine)).read_bytes() for engine in ("duckdb", "spark"))
        assert on_spark == on_duckdb


@pytest.mark.full
@pytest.mark.usefixtures("java")
def test_five_million_rows_give_the_same_bytes_on_either_engine(tmp_path):
    run("records", "synth", tmp_path / "made", "--people", 51_000, "--years", 9, "--seed", 3)
    told = {
        engine: json.loads(
            run(
                *(
                    "records",
                    "flows",
                    tmp_path / "made" / "extract.parquet",
                    "--every",
                    "month",
                    "--by",
                    "area,level,age_band",
                ),
                *("--engine", engine, "--out", tmp_path / engine, "--json"),
            )
        )
        for engine in ("duckdb", "spark")
    }
    assert told["spark"]["rows"] >= 5_000_000
    assert (tmp_path / "spark").read_bytes() == (tmp_path / "duckdb").read_bytes()
    assert told["spark"] | {"flows": ""} == told["duckdb"] | {"flows": ""}


# ---- what a user sees, and what is left behind


@pytest.mark.slow
@pytest.mark.usefixtures("java")
def test_nothing_of_spark_is_seen_or_left_behind(folder, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    (tmp_path / "scratch").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    odd = tmp_path / "o d[1]%20{a,b}*" / "s p:1?.parquet"
    odd.parent.mkdir()
    odd.write_bytes((folder / "spells.parquet").read_bytes())
    ended = process(
        "records", "flows", odd, "--engine", "spark", "--out", tmp_path / "f.csv", TMPDIR=str(tmp_path / "scratch")
    )
    assert ended.returncode == 0, ended.stderr
    assert set(ended.stderr.splitlines()) <= STAGES
    assert ended.stdout.endswith("f.csv\n")
    assert list((tmp_path / "here").iterdir()) == []
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.slow
@pytest.mark.usefixtures("java")
def test_ctrl_c_ends_spark_as_it_ends_everything(folder, tmp_path):
    (tmp_path / "scratch").mkdir()
    command = [
        "records",
        "flows",
        folder / "spells.parquet",
        "--every",
        "month",
        "--engine",
        "spark",
        "--out",
        tmp_path / "f.csv",
    ]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "scratch")}
    started = subprocess.Popen(
        [sys.executable, "-m", "cadreworks", *map(str, command)], env=environment, stderr=subprocess.PIPE, text=True
    )
    with started:
        assert started.stderr is not None
        told = [next(line for line in started.stderr if line.startswith("Finding"))]
        started.send_signal(signal.SIGINT)
        told += started.stderr.readlines()
    assert started.returncode == 130, told
    assert told[-1] == "cadre: interrupted; nothing was changed\n"
    assert {line.strip() for line in told[:-1]} - {""} <= STAGES
    assert [path.name for path in tmp_path.iterdir()] == ["scratch"]
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.slow
@pytest.mark.usefixtures("java")
def test_the_users_own_settings_come_before_ours_each_time_and_scratch_stays_private(tmp_path):
    (tmp_path / "spark-defaults.conf").write_text("spark.master local[1]\nspark.driver.memory 1g\nspark.ui.port 4999\n")
    (tmp_path / "scratch").mkdir()
    script = """
from pathlib import Path
from cadreworks.records.spark_engine import spark_engine
names = ("master", "driver.memory", "ui.port", "driver.bindAddress", "ui.enabled")
for _ in range(2):
    with spark_engine() as engine:
        engine.table("t", "SELECT 1 AS a UNION ALL SELECT 2 AS a")
        conf = engine._running().sparkContext.getConf()
        print(*(conf.get(f"spark.{name}") for name in names), engine.rows("SELECT sum(a) FROM t"))
        for folder in Path(conf.get("spark.local.dir")).parent.iterdir():
            print(folder.name[:11], oct(folder.stat().st_mode & 0o777))
"""
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "SPARK_CONF_DIR": str(tmp_path), "TMPDIR": str(tmp_path / "scratch")},
        capture_output=True,
        text=True,
    )
    told = ["local[1] 1g 4999 127.0.0.1 false [(3,)]", "cadre-spark 0o700"]
    assert ended.stdout.splitlines() == told * 2, ended.stderr
    assert list((tmp_path / "scratch").iterdir()) == []


# ---- where it cannot


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "records.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.mark.parametrize("missing", ["ibis", "pyspark"])
def test_without_the_extra_the_remedy_is_to_install_it(missing, extract, capsys, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delitem(sys.modules, "cadreworks.records.spark_engine", raising=False)
    ended = cadre(capsys, "records", "flows", extract, "--engine", "spark", "--out", tmp_path / "f.csv")
    assert ended.code == 3
    assert ended.err == (
        "cadre: --engine spark needs packages that are not installed. "
        "Install them with: pip install 'cadreworks[spark]'\n"
    )


INSTALL = "Install one (Debian: apt install openjdk-17-jre-headless), and let JAVA_HOME name it."
JAVAS = {
    "older": ("echo 'java.lang.UnsupportedClassVersionError: Main' >&2; exit 1", "the Java found is older. " + INSTALL),
    "missing": (None, "no Java was found. " + INSTALL),
    "odd": ("echo 'Cannot do that' >&2; exit 1", "Spark did not start (Cannot do that)."),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", JAVAS)
def test_without_a_java_that_will_do_the_remedy_is_to_install_one(kind, extract, tmp_path):
    script, said = JAVAS[kind]
    if script:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "java").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / "java").chmod(0o755)
    ended = process(
        "records", "flows", extract, "--engine", "spark", "--out", tmp_path / "f.csv", JAVA_HOME=str(tmp_path)
    )
    assert ended.returncode == 3
    assert said in ended.stderr
    assert not (tmp_path / "f.csv").exists()


def test_an_engine_that_is_none_is_wrong_usage(extract, capsys, tmp_path):
    ended = cadre(capsys, "records", "flows", extract, "--engine", "sparc", "--out", tmp_path / "f.csv")
    assert ended.code == 2
    assert "'sparc' is not one of 'duckdb', 'spark'" in ended.err


def test_a_cluster_reads_stored_spells_where_they_lie_and_no_extract(extract, capsys, tmp_path):
    read: list[Path] = []
    cluster = SimpleNamespace(on_one_machine=False, read=lambda _, path: read.append(path))
    with pytest.raises(UsageFault, match="A cluster counts from stored spells"):
        engines._hand_over(cluster, Extract(str(extract)), tmp_path, no_progress)
    assert cadre(capsys, "records", "spells", extract, "--out", tmp_path / "s.parquet").code == 0
    store = engines._hand_over(cluster, Extract(str(tmp_path / "s.parquet")), tmp_path, no_progress)
    assert (read, store.people) == ([tmp_path / "s.parquet"], 5)


def test_who_counts_on_duckdb_does_not_wait_for_spark_to_load(extract, tmp_path):
    script = f"""
import sys
from cadreworks.cli import cadre
cadre.main(["records", "flows", {str(extract)!r}, "--out", {str(tmp_path / "f.csv")!r}], standalone_mode=False)
print([name for name in ("ibis", "pyspark", "sqlglot") if name in sys.modules])
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert ended.stdout.splitlines()[-1] == "[]", ended.stderr
