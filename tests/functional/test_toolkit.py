"""`cadre toolkit write`, and the second round: `cadre returns feedback` and `movement`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from command import cadre
from openpyxl import load_workbook

from cadreworks.demand.answers import returns_rows
from cadreworks.demand.exercise import read_exercise, reference_exercise
from cadreworks.demand.returns import RETURNS_TABLE
from cadreworks.demand.toolkit import layout
from cadreworks.tables import write_table
from toolkit_returns import a_return

pytestmark = pytest.mark.slow

NAMES = [f"Example organisation {number}" for number in range(1, 6)]


@pytest.fixture
def exercise_file(reference_folder: Path) -> Path:
    return reference_folder / "exercise.toml"


def write_returns(path: Path, *, more: float = 0.0, organisations: list[str] = NAMES) -> Path:
    exercise = reference_exercise()
    about = {"scenarios": exercise.scenario_ids, "points": exercise.points, "areas": exercise.areas}
    rows = [
        row
        for number, name in enumerate(organisations)
        for row in returns_rows(a_return(exercise, name, more=number + more * (number % 2)), **about)
    ]
    write_table(path, RETURNS_TABLE.names, rows)
    return path


@pytest.fixture
def change_file(tmp_path: Path, exercise_file: Path, capsys) -> Path:
    returns, change = write_returns(tmp_path / "returns.csv"), tmp_path / "change.csv"
    ended = cadre(
        capsys, "returns", "pool", returns, "--method", "mean_sd", "--exercise", exercise_file, "--out", change
    )
    assert ended.code == 0, ended.err
    return change


def test_a_workbook_is_written_for_each_invited_organisation(tmp_path, exercise_file, capsys):
    out = tmp_path / "T"
    ended = cadre(capsys, "toolkit", "write", exercise_file, "--out", out)
    assert (ended.code, ended.out) == (
        0,
        f"53 workbooks: {out}\nReturns are due by 2020-10-31. Read them with: cadre returns read\n",
    )
    assert len(list(out.iterdir())) == 53
    again = cadre(capsys, "toolkit", "write", exercise_file, "--out", out, "--json")
    told = json.loads(again.out)
    assert (again.code, told["folder"], told["unchanged"]) == (0, str(out), 53)
    assert told["workbooks"]["Example organisation 1"] == "example_organisation_1.xlsx"


def test_a_workbook_that_somebody_may_have_filled_in_is_never_replaced(tmp_path, exercise_file, capsys):
    out = tmp_path / "T"
    out.mkdir()
    (out / "example_organisation_7.xlsx").write_bytes(b"filled in")
    ended = cadre(capsys, "toolkit", "write", exercise_file, "--out", out)
    assert ended.code == 1
    assert ended.err.endswith(
        "example_organisation_7.xlsx: a file of this name is there and differs, so somebody may have filled it in. "
        "Move it away, or name another folder.\n1 problem found; nothing was written.\n"
    )
    assert [path.name for path in out.iterdir()] == ["example_organisation_7.xlsx"]


def test_an_exercise_that_is_not_there_is_said(tmp_path, capsys):
    ended = cadre(capsys, "toolkit", "write", tmp_path / "e.toml", "--out", tmp_path / "T")
    assert (ended.code, ended.err) == (
        1,
        f"{tmp_path / 'e.toml'}: there is no such file. Name an exercise file; `cadre demo` makes one to start from.\n"
        "1 problem found; nothing was written.\n",
    )
    assert not (tmp_path / "T").exists()


def test_each_organisation_that_answered_gets_a_workbook_of_the_second_round(
    tmp_path, exercise_file, change_file, capsys
):
    out = tmp_path / "second"
    ended = cadre(
        capsys,
        *("returns", "feedback", tmp_path / "returns.csv"),
        *("--exercise", exercise_file, "--change", change_file, "--out", out),
    )
    assert (ended.code, ended.out) == (
        0,
        f"5 workbooks of the second round, due by 2020-10-31: {out}\nRead the sheet of reasons before you send them out.\n",
    )
    assert sorted(path.name for path in out.iterdir()) == [
        f"example_organisation_{number}_second_round.xlsx" for number in range(1, 6)
    ]


def test_a_second_round_has_a_last_day_of_its_own_and_the_keys_of_its_exercise(
    tmp_path, exercise_file, change_file, capsys
):
    given = ("returns", "feedback", tmp_path / "returns.csv", "--exercise", exercise_file, "--change", change_file)
    ended = cadre(capsys, *given, "--out", tmp_path / "S", "--deadline", "2021-03-31", "--json")
    assert (ended.code, json.loads(ended.out)["deadline"]) == (0, "2021-03-31")
    book = load_workbook(tmp_path / "S" / "example_organisation_1_second_round.xlsx")
    told = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert [text for text in told if "return this workbook by 31 March 2021" in text]
    assert [text for text in told if "send it to" in text and "by 31 March 2021" in text]
    assert not [text for text in told if "31 October 2020" in text]
    keys = {row[0]: row[1] for row in book[layout.KEY_SHEET].iter_rows(values_only=True)}
    assert keys["exercise"] == read_exercise(exercise_file).digest
    ended = cadre(capsys, *given, "--out", tmp_path / "T", "--deadline", "31/3/2021")
    said = 'cadre: --deadline "31/3/2021" is not a day. Write the year, month and day, as 2021-03-31.\n'
    assert (ended.code, ended.err) == (2, said)
    assert not (tmp_path / "T").exists()


def test_two_returns_make_no_second_round(tmp_path, exercise_file, change_file, capsys):
    two = write_returns(tmp_path / "two.csv", organisations=NAMES[:2])
    ended = cadre(
        capsys,
        *("returns", "feedback", two, "--exercise", exercise_file, "--change", change_file, "--out", tmp_path / "S"),
    )
    assert (ended.code, ended.err) == (
        1,
        "change.csv, line 2, column n: 5 returns were pooled, but 2 organisations answered. "
        "Pool the same returns that are named here.\n"
        "two.csv: 2 organisations answered, and a pool of fewer than 3 shown beside one's own answer would tell what "
        "another answered. Wait for more returns, or leave the second round out.\n"
        "2 problems found; nothing was written.\n",
    )
    assert not (tmp_path / "S").exists()


def test_returns_of_another_exercise_are_said(tmp_path, exercise_file, change_file, capsys):
    returns = tmp_path / "returns.csv"
    returns.write_text(
        "organisation,scenario,year,area,level,wte\nA,driven,2024,ict,manager,3\nA,else,2025,ict,manager,3\n",
        encoding="utf-8",
    )
    ended = cadre(
        capsys,
        *(
            "returns",
            "feedback",
            returns,
            "--exercise",
            exercise_file,
            "--change",
            change_file,
            "--out",
            tmp_path / "S",
        ),
    )
    assert ended.code == 1
    assert ended.err.splitlines()[:2] == [
        'returns.csv, line 3, column scenario: "else" is not a known scenario. Did you mean desert? Use one of: driven, desert.',
        "returns.csv, line 2, column year: 2024 is not a year of this exercise. It asks about 2025 and 2030.",
    ]


def test_movement_between_two_rounds_is_counted(tmp_path, capsys):
    first = write_returns(tmp_path / "first.csv")
    second = write_returns(tmp_path / "second.csv", more=-0.5, organisations=NAMES[:4])
    out = tmp_path / "movement.csv"
    ended = cadre(capsys, "returns", "movement", first, second, "--out", out)
    assert (ended.code, ended.out) == (
        0,
        "576 answers in both rounds: 288 moved, 144 towards the mean of the first round and 144 away from it.\n"
        f"1 organisation answered one round only, which tells nothing of movement.\nMovement: {out}\n",
    )
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 2 * 2 * 9 * 5
    assert {row["n"] for row in rows} == {"4"}
    assert {(row["moved"], row["towards"], row["away"], row["as_far"]) for row in rows} == {("2", "1", "1", "0")}
    told = json.loads(cadre(capsys, "returns", "movement", first, second, "--out", out, "--json").out)
    assert (told["moved"], told["in_one_round_only"]) == (288, ["Example organisation 5"])


def test_rounds_that_share_nothing_are_said(tmp_path, capsys):
    first = write_returns(tmp_path / "first.csv", organisations=NAMES[:1])
    second = write_returns(tmp_path / "second.csv", organisations=NAMES[1:2])
    ended = cadre(capsys, "returns", "movement", first, second, "--out", tmp_path / "m.csv")
    assert (ended.code, ended.err) == (
        2,
        f"cadre: {first} and {second} share no answered cell of any organisation. Name two rounds of one exercise.\n",
    )
    assert not (tmp_path / "m.csv").exists()
