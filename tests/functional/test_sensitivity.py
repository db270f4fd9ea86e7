"""`cadre sensitivity` from end to end: a run in, what drives its gap out."""

from __future__ import annotations

import csv
import json
import math
import shutil
import stat
from collections import defaultdict
from pathlib import Path

import pytest
from command import Ended, cadre

from cadreworks.sensitivity import SensitivityOptions, analyse_run
from cadreworks.sensitivity.table_specs import ALL_TABLES
from small_study import ANSWERS

FILES = {
    *(f"{spec.name}.csv" for spec in ALL_TABLES),
    "summary.json",
    "sensitivity.html",
    "sensitivity.xlsx",
    "manifest.json",
    "run.log",
}


def sensitivity(capsys: pytest.CaptureFixture[str], results: Path, out: Path, *more: object) -> Ended:
    return cadre(capsys, "sensitivity", results, "--out", out, "--samples", 20, "--jobs", 1, *more)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run.log"
    }


@pytest.fixture(scope="module")
def analysed(small_results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What drives the gap of the small study, to be read and never changed."""
    out = tmp_path_factory.mktemp("sensitivity") / "S"
    analyse_run(small_results, out, SensitivityOptions(samples=20))
    return out


@pytest.mark.slow
def test_the_folder_holds_what_it_should(analysed):
    found = {name for name in files(analysed) if not name.startswith("charts/")} | {"run.log"}
    assert found == FILES
    drawn = {name for name in files(analysed) if name.startswith("charts/")}
    assert {"charts/fan--future.svg", "charts/effects.png", "charts/tornado--future.svg"} <= drawn
    for spec in ALL_TABLES:
        heading = (analysed / f"{spec.name}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert heading == ",".join(spec.names)


@pytest.mark.slow
def test_shares_add_up_to_one_in_every_area_and_year(analysed):
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for row in rows(analysed / "effects.csv"):
        if row["share"]:
            sums[row["methods"], row["scenario"], row["area"], row["year"]] += float(row["share"])
    assert len(sums) == 2 * 1 * 3 * 2  # choices of methods, scenario, subjects, projected years
    assert all(math.isclose(value, 1, rel_tol=1e-9) for value in sums.values())


@pytest.mark.slow
def test_the_same_run_makes_the_same_files_on_one_process_or_two(analysed, small_results, tmp_path, capsys):
    assert sensitivity(capsys, small_results, tmp_path / "S", "--jobs", 2).code == 0
    assert files(tmp_path / "S") == files(analysed)


@pytest.mark.slow
def test_it_says_what_it_found_in_words_and_as_json(small_results, tmp_path, capsys):
    ended = sensitivity(capsys, small_results, tmp_path / "S")
    lines = ended.out.splitlines()
    assert lines[0] == "A small study (Anyshire, 2020 to 2022)"
    assert lines[1] == "  Bright Future"
    assert lines[2].startswith("    The 90 per cent band of the gap in 2022 is ")
    assert "    This run holds no back-test of its method of supply." in lines
    assert lines[-1] == f"Findings: {tmp_path / 'S' / 'sensitivity.html'}"
    told = json.loads(sensitivity(capsys, small_results, tmp_path / "S", "--json").out)
    summary = json.loads((tmp_path / "S" / "summary.json").read_text(encoding="utf-8"))
    assert told["sensitivity"] == str(tmp_path / "S")
    assert {name: told[name] for name in told if name not in ("sensitivity", "notices")}.items() <= summary.items()


@pytest.mark.slow
def test_no_organisation_is_named_and_no_script_or_address_is_called(analysed):
    page = (analysed / "sensitivity.html").read_text(encoding="utf-8")
    text = page + "".join((analysed / f"{spec.name}.csv").read_text(encoding="utf-8") for spec in ALL_TABLES)
    assert not [name for name in ANSWERS if name in text]
    assert "<script" not in page
    assert "http:" not in page.replace("http://www.w3.org/", "")
    assert "https:" not in page


def test_what_is_no_run_is_refused(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    ended = sensitivity(capsys, tmp_path / "empty", tmp_path / "S")
    assert ended.code == 1
    assert ended.err == (
        f"{tmp_path / 'empty'}: there is no manifest.json, so these are no results. "
        "Name the folder that `cadre run --out` wrote.\n1 problem found; nothing was written.\n"
    )
    assert not (tmp_path / "S").exists()


@pytest.mark.slow
def test_what_it_wrote_itself_is_no_run(analysed, tmp_path, capsys):
    ended = sensitivity(capsys, analysed, tmp_path / "S")
    assert (ended.code, ended.err) == (
        1,
        f"{analysed / 'manifest.json'}: this is the manifest of a sensitivity analysis, not of a run. "
        "Name the folder that `cadre run --out` wrote.\n1 problem found; nothing was written.\n",
    )


def test_changed_inputs_and_tables_are_named(small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    for name in ("inputs/growth.csv", "tables/gap.csv"):
        path = out / name
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    ended = sensitivity(capsys, out, tmp_path / "S")
    assert ended.code == 1
    said = "it was changed since the run. Put it back, or run the study again."
    assert ended.err.splitlines() == [
        f"{out / 'inputs/growth.csv'}: {said}",
        f"{out / 'tables/gap.csv'}: {said}",
        "2 problems found; nothing was written.",
    ]


def test_results_and_findings_are_kept_apart(small_results, capsys):
    inside = sensitivity(capsys, small_results, small_results / "S")
    assert (inside.code, inside.err) == (
        2,
        f"cadre: {small_results / 'S'}: it lies inside the results, which hold the run alone. "
        "Name a folder outside of them.\n",
    )
    over = sensitivity(capsys, small_results, small_results.parent)
    assert (over.code, over.err) == (
        2,
        f"cadre: {small_results.parent}: what is read lies there. Name a folder of its own for the findings.\n",
    )


def test_a_folder_of_somebody_else_is_never_replaced(small_results, tmp_path, capsys):
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / "letter.txt").write_text("mine")
    ended = sensitivity(capsys, small_results, tmp_path / "S")
    assert ended.code == 2
    assert "it holds letter.txt, which no run wrote and which would be lost." in ended.err


def test_records_are_refused_where_none_are_read_and_too_few_samples_too(small_results, tmp_path, capsys):
    ended = sensitivity(capsys, small_results, tmp_path / "S", "--records", "records.parquet")
    assert (ended.code, ended.err) == (
        2,
        f"cadre: {small_results}: this run rests on no staff records. Leave out --records.\n",
    )
    few = cadre(capsys, "sensitivity", small_results, "--out", tmp_path / "S", "--samples", 5)
    assert few.code == 2
    assert "5 is not in the range 20<=x<=2000" in few.err


@pytest.mark.slow
def test_a_run_from_staff_records(staff_records, cohort_results, tmp_path, capsys):
    """Records are asked for; chance is a group; the back-test that the run published is shown; small cells keep it
    private.
    """
    without = sensitivity(capsys, cohort_results, tmp_path / "S")
    assert (without.code, without.err) == (
        2,
        f"cadre: {cohort_results}: this run rests on staff records, which its results do not hold. Name them with --records.\n",
    )
    assert sensitivity(capsys, cohort_results, tmp_path / "S", "--records", staff_records).code == 0
    assert {row["group"] for row in rows(tmp_path / "S" / "effects.csv")} >= {"rates", "chance", "experts"}
    published = {
        (row["over"], row["horizon"]): row["coverage_80"]
        for row in rows(cohort_results / "tables" / "backtest.csv")
        if (row["method"], row["base_years"]) == ("cohort", "3") and row["coverage_80"]
    }
    shown = {(row["over"], row["horizon"]): row["coverage_80"] for row in rows(tmp_path / "S" / "coverage.csv")}
    assert shown == published != {}
    summary = json.loads((tmp_path / "S" / "summary.json").read_text(encoding="utf-8"))
    assert summary["supply_methods"] == [
        "cohort by count, 3 years",
        "cohort by ratio, 3 years",
        "net_growth of the records, 3 years",
    ]
    private = json.loads((cohort_results / "manifest.json").read_text(encoding="utf-8"))["not_for_publication"]
    page = (tmp_path / "S" / "sensitivity.html").read_text(encoding="utf-8")
    assert ("Not for publication" in page) == private
    assert (stat.S_IMODE((tmp_path / "S").stat().st_mode) == 0o700) == private
