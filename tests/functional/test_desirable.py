"""`cadre toolkit desirable` end to end."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from command import cadre

from small_organisations import SHAPE, some, tables_of


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(6)
    write(
        (
            *some(5, lambda _: np.full(SHAPE, 0.001), score=9.0),
            *some(12, lambda _: rng.uniform(0.0001, 0.0009, SHAPE), first=5, score=3.0),
        )
    )


def write(organisations) -> None:
    maturity, staff = tables_of(organisations)
    Path("maturity.csv").write_text(maturity, encoding="utf-8")
    Path("staff.csv").write_text(staff, encoding="utf-8")


def run(capsys, *more: object):
    given = ("--all-staff", 1_000_000, "--top", 5, "--draws", 200, "--out", "stock.csv", *more)
    return cadre(capsys, "toolkit", "desirable", "maturity.csv", "staff.csv", *given)


def test_it_writes_a_stock_its_bands_and_the_comparison(capsys):
    ended = run(capsys)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == (
        "5 organisations of highest maturity, 12 others. Desirable workforce of 1,000,000 staff: 36,000 WTE (36,000 to 36,000)."
    )
    assert ended.out.splitlines()[1].startswith("Per 1,000 staff: median 36.0 against ")
    with Path("stock.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 36
    assert {row["source"] for row in rows} == {"5 organisations of highest maturity, scaled to 1,000,000 staff"}
    assert all(float(row["wte"]) == pytest.approx(1000) for row in rows)
    assert Path("stock.bands.csv").read_text(encoding="utf-8").startswith("area,level,wte,p05,p50,p95\n")
    assert Path("stock.comparison.csv").read_text(encoding="utf-8").count("\n") == 1 + 10 + 9 + 2


def test_ties_and_missing_scores_are_said(capsys):
    with Path("staff.csv").open("a", encoding="utf-8") as stream:
        stream.write("unscored,acute,1000,ict,support,1\n")
    said = run(capsys, "--top", 3).out.splitlines()
    assert said[1:3] == [
        "2 more than the 3 asked for, which tie with the last of them.",
        "1 organisation without a score left out.",
    ]


def test_where_all_tie_nothing_can_be_compared(capsys):
    write(some(6, lambda _: np.full(SHAPE, 0.001)))
    ended = run(capsys)
    assert "There are fewer than two others, so nothing can be compared.\n" in ended.out
    assert Path("stock.comparison.csv").read_text(encoding="utf-8").count("\n") == 1


def test_rows_in_another_order_and_a_second_run_give_the_same_bytes(capsys):
    run(capsys)
    before = {path.name: path.read_bytes() for path in Path().glob("stock*")}
    for name in ("maturity.csv", "staff.csv"):
        heading, *rows = Path(name).read_text(encoding="utf-8").splitlines()
        Path(name).write_text("\n".join([heading, *reversed(rows)]) + "\n", encoding="utf-8")
    run(capsys)
    assert {path.name: path.read_bytes() for path in Path().glob("stock*")} == before
    run(capsys, "--seed", 2)
    assert Path("stock.comparison.csv").read_bytes() != before["stock.comparison.csv"]


def test_the_result_as_json(capsys):
    said = json.loads(run(capsys, "--json").out)
    assert (said["highest"], said["tied_in"], said["others"], said["unscored"]) == (5, 0, 12, 0)
    assert said["wte"] == pytest.approx(36_000)
    assert len(said["comparisons"]) == 21


def test_an_area_that_no_organisation_has_is_left_out_and_said(capsys):
    lines = Path("staff.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("staff.csv").write_text("".join(line for line in lines if ",ict," not in line), encoding="utf-8")
    ended = run(capsys)
    assert "Left out, since no organisation has a row for it: ict.\n" in ended.out
    for name in ("stock.csv", "stock.bands.csv", "stock.comparison.csv"):
        assert "ict" not in Path(name).read_text(encoding="utf-8")
    assert json.loads(run(capsys, "--json").out)["areas_left_out"] == ["ict"]


def test_an_organisation_without_a_row_is_a_problem(capsys):
    text = Path("staff.csv").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines(keepends=True) if line.startswith("o003") and ",ict,manager," in line)
    Path("staff.csv").write_text(text.replace(line, ""), encoding="utf-8")
    ended = run(capsys)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        'staff.csv: "o003" has no row for area ict, level manager. Add it; enter 0 where there is nobody.\n'
        "1 problem found; nothing was written.\n"
    )


def test_fewer_than_thirty_is_a_problem(capsys):
    ended = cadre(capsys, "toolkit", "desirable", "maturity.csv", "staff.csv", "--all-staff", 1, "--out", "s.csv")
    assert ended.code == 1
    assert ended.err == (
        "maturity.csv: only 17 organisations have a score and staff, and the highest 30 are wanted. Add organisations, or "
        "choose fewer with --top, 2 or more.\n1 problem found; nothing was written.\n"
    )
    assert not Path("s.csv").exists()


def test_a_folder_in_the_place_of_the_file_is_said(capsys):
    Path("stock.csv").mkdir()
    ended = run(capsys)
    assert (ended.code, ended.err) == (2, "cadre: stock.csv: this is a folder. Name a file.\n")


def test_help_has_an_example(capsys):
    assert "Example:  cadre toolkit desirable maturity.csv" in cadre(capsys, "toolkit", "desirable", "--help").out
