"""The reference study as large as anyone runs it, each time in processes of its own: the same bytes, the same figures.

The small study says the same in a moment in test_commands.py; what could differ only at size, or between two
processes, is asked here.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.full

DRAWS = 10_000


def cadre(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """`cadre ARGUMENTS` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cadreworks", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,  # any other exit code than 0 is an exception
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a results folder but its log."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "run.log"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def column(results: Path, table: str, name: str) -> list[float]:
    with (results / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return [float(row[name]) for row in csv.DictReader(stream)]


@pytest.fixture(scope="module")
def of_many_draws(reference_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("many") / "out"
    cadre("run", reference_folder, "--out", out, "--draws", DRAWS, "--jobs", 1)
    return out


@pytest.mark.parametrize("jobs", [2, 3])
def test_neither_jobs_nor_threads_nor_hash_seed_change_a_byte(jobs, reference_folder, of_many_draws, tmp_path):
    arithmetic = {name: str(jobs) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    other = {"PYTHONHASHSEED": str(jobs), "TZ": "Asia/Tokyo", "LC_ALL": "C", **arithmetic}
    cadre("run", reference_folder, "--out", tmp_path / "out", "--draws", DRAWS, "--jobs", jobs, **other)
    assert contents(tmp_path / "out") == contents(of_many_draws)


def test_many_draws_are_replicated_to_the_byte(of_many_draws):
    assert "identical" in cadre("replicate", of_many_draws).stdout


@pytest.mark.parametrize("table", ["supply", "demand", "gap", "cost", "cost_by_level"])
def test_more_draws_change_no_central_figure_and_bands_by_little(table, of_many_draws, reference_results):
    """With 1,000 draws a 5th percentile has a sampling error of about 5% of the band's half-width; 3 of them is asked."""
    central = {"supply": "mean", "demand": "mean", "gap": "gap", "cost": "cost_gbp", "cost_by_level": "cost_gbp"}[table]
    assert column(of_many_draws, table, central) == column(reference_results, table, central)
    many, few = (
        {name: column(results, table, name)[-1] for name in ("p05", "p50", "p95")}
        for results in (of_many_draws, reference_results)
    )
    width = many["p95"] - many["p05"]
    assert width > 0
    for name in many:
        assert abs(many[name] - few[name]) < 0.15 * width, name


def test_the_figures_of_many_draws_reconcile(of_many_draws):
    assert cadre("reconcile", of_many_draws).returncode == 0
