"""What all tests share: the reference study, a small study that runs in a moment, and results of both."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from cadreworks.cli.demo import copy_reference_study
from cadreworks.progress import no_progress
from cadreworks.records.synthetic import Request, write_extract
from cadreworks.run import RunOptions, run_study
from cadreworks.study import Study, read_study
from office import Office
from small_study import write_cohort_study, write_small_study

# A busy machine is no fault of the code, so nothing is timed; and what fails must fail again, so examples are the same
# each time. `pytest --hypothesis-profile=search` looks for new ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def reference_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference study, to be read and never changed."""
    folder = tmp_path_factory.mktemp("reference") / "digital-2030"
    copy_reference_study(folder)
    return folder


@pytest.fixture(scope="session")
def reference_study(reference_folder: Path) -> Study:
    return read_study(reference_folder)


@pytest.fixture(scope="session")
def reference_results(reference_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the reference study as the demo makes them, to be read and never changed."""
    out = tmp_path_factory.mktemp("results") / "out"
    run_study(reference_folder, out, RunOptions())
    return out


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """A study of two areas and one scenario, fresh for each test."""
    return write_small_study(tmp_path / "small")


@pytest.fixture(scope="session")
def small_results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the small study, to be read and never changed."""
    folder = tmp_path_factory.mktemp("small")
    run_study(write_small_study(folder / "small"), folder / "out", RunOptions())
    return folder / "out"


@pytest.fixture(scope="session")
def java() -> None:
    """A Java for Spark."""
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        reason = "Java is not on this machine, so nothing counts on Spark (Debian: apt install openjdk-17-jre-headless)"
        if os.environ.get("CADRE_TESTS_NEED_JAVA"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A LibreOffice that opens, calculates and saves workbooks."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        reason = "LibreOffice is not on this machine, so no workbook is calculated (Debian: apt install libreoffice-calc-nogui)"
        if os.environ.get("CADRE_TESTS_NEED_OFFICE"):
            pytest.fail(reason)
        pytest.skip(reason)
    return Office(program, tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def staff_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up extract of 1,500 people in ten yearly snapshots, to be read and never changed."""
    folder = tmp_path_factory.mktemp("records")
    write_extract(folder, Request(1500, 9, 5, every="year", calibrated=True), no_progress)
    return folder / "extract.parquet"


@pytest.fixture(scope="session")
def cohort_results(staff_records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the small study with its supply from those records, to be read and never changed."""
    folder = tmp_path_factory.mktemp("cohort")
    run_study(write_cohort_study(folder / "study"), folder / "out", RunOptions(records=str(staff_records)))
    return folder / "out"
