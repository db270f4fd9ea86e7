"""`cadre returns check` and `read`: what they say and write, and which files they take."""

from __future__ import annotations

import json
import math
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from command import NO_EXERCISE, cadre

from cadreworks import published
from cadreworks.demand.answers import Range, Return, SeedAnswer
from cadreworks.demand.exercise import Exercise, reference_exercise
from cadreworks.demand.returned import find_files, read_returned
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.feedback import Feedback
from cadreworks.demand.toolkit.write import write_toolkit
from cadreworks.progress import no_progress
from cadreworks.vocabulary import LEVEL_IDS
from returned_workbooks import BOLTON, LEEDS, good_return, small_exercise

ONE, TWO, THREE = (f"Example organisation {number}" for number in (1, 2, 3))
MISSING_SEEDS = "8 of 8 questions with a known answer are not answered. It is read without."


@pytest.fixture(autouse=True)
def _no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a slow machine would tell on the way is no part of the answer."""
    monkeypatch.setattr("cadreworks.cli.terminal.QUIET_SECONDS", math.inf)


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    return reference_exercise()


def a_return(
    exercise: Exercise, organisation: str, *, more: float = 0.0, role: str = "Chief information officer"
) -> Return:
    """The typical organisation as it is, and more."""
    wte = {
        (scenario, year, area, level): float(exercise.typical[a, n]) + more
        for scenario in exercise.scenario_ids
        for year in exercise.points
        for a, area in enumerate(exercise.areas)
        for n, level in enumerate(LEVEL_IDS)
    }
    total = sum(wte["driven", 2030, "ict", level] for level in LEVEL_IDS)
    return Return(
        organisation,
        wte,
        {("driven", 2030, "ict"): Range(total - 1, total + 1, 0.9)},
        {("driven", "ict"): "- less hardware"},
        {"acute_share": SeedAnswer(10.0, 20.0, 40.0)},
        role,
    )


@pytest.fixture
def folder(exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole return, a partial and unsigned one, and one that nobody touched, in ./returns."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "returns"
    folder.mkdir()
    second = a_return(exercise, TWO, more=0.5, role="")
    left = {key: wte for key, wte in second.wte.items() if key[0] == "driven" and key[2] != "ict"}
    write_toolkit(folder / "a.xlsx", exercise, ONE, a_return(exercise, ONE))
    write_toolkit(folder / "b.xlsx", exercise, TWO, Return(TWO, left))
    write_toolkit(folder / "c.xlsx", exercise, THREE)
    return folder


NOTICES = f"""\
returns/a.xlsx: 7 of 8 questions with a known answer are not answered. It is read without.
returns/b.xlsx: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.
returns/b.xlsx: {MISSING_SEEDS}
returns/b.xlsx: 8 of 72 answers are missing in Scenario A: Data Driven Future (2.1: 8). It is read as a partial return.
returns/b.xlsx: nothing is answered in Scenario B: Data Desert Future. It is read as a partial return.
returns/c.xlsx: nothing is filled in. It is counted as not answered.
2 of 53 returned: 1 complete, 1 partial, 1 of them unsigned. 1 workbook came back untouched.
"""


@pytest.mark.usefixtures("folder")
def test_check_says_what_is_missing_and_that_there_are_no_problems(capsys: pytest.CaptureFixture[str]) -> None:
    ended = cadre(capsys, "returns", "check", "returns")
    assert (ended.code, ended.out, ended.err) == (0, NOTICES, f"{NO_EXERCISE}\n")


@pytest.mark.usefixtures("folder")
def test_read_writes_the_returns_and_the_seed_answers(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ended = cadre(capsys, "returns", "read", "returns", "--out", "r.csv", "--seeds", "s.csv")
    assert (ended.code, ended.out, ended.err) == (0, f"{NOTICES}Returns: r.csv, seeds: s.csv\n", f"{NO_EXERCISE}\n")
    lines = (tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()
    role = "Chief information officer"
    assert lines[:2] == [
        "organisation,scenario,year,area,level,wte,low,high,confidence,comment,signed_off_by",
        f"{ONE},driven,2025,clinical_coding,support,10.0,,,,,{role}",
    ]
    assert f"{ONE},driven,2030,ict,all,77.0,76.0,78.0,0.9,– less hardware,{role}" in lines
    assert f"{TWO},driven,2030,health_records,manager,1.5,,,,," in lines
    assert (len(lines), sum(line.startswith(TWO) for line in lines)) == (1 + 180 + 80, 80)
    assert (tmp_path / "s.csv").read_text(encoding="utf-8").splitlines() == [
        "organisation,question,low,best,high,answer",
        f"{ONE},acute_share,10.0,20.0,40.0,24.0",
    ]


def test_a_problem_is_told_by_its_cell_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(folder / "b.xlsx")
    book["Scenario A"]["D9"] = "ten"
    book.save(folder / "b.xlsx")
    said = (
        f"{NO_EXERCISE}\n"
        'returns/b.xlsx, Scenario A!D9: "ten" is not a number. Enter whole-time equivalents, 0 or more.\n'
        "1 problem found"
    )
    for verb, closing in ((("check",), ""), (("read", "--out", "r.csv"), "; nothing was written")):
        ended = cadre(capsys, "returns", *verb, "returns")
        assert (ended.code, ended.err) == (1, f"{said}{closing}.\n")
        assert ended.out.splitlines()[-1] == (
            "1 of 53 returned: 1 complete, 0 partial. 1 workbook came back untouched. "
            "1 file cannot be used until 1 problem is mended."
        )
    assert not (tmp_path / "r.csv").exists()


def test_json_says_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = json.loads(cadre(capsys, "returns", "check", "returns", "--json").out)
    assert (facts["invited"], facts["returned"], facts["complete"], facts["partial"]) == (53, 2, 1, 1)
    assert (facts["unsigned"], facts["untouched"], len(facts["missing"])) == (1, 1, 51)
    assert facts["returns"][1] == {"organisation": TWO, "answers": 64, "of": 144, "signed_off_by": None}
    assert [notice["where"] for notice in facts["notices"]].count("returns/b.xlsx") == 4
    (folder / "d.xlsx").write_bytes(b"")
    ended = cadre(capsys, "returns", "check", "returns", "--json")
    assert ended.code == 1
    empty = {"where": "returns/d.xlsx", "what": "the file is empty", "remedy": "Ask for it once more."}
    assert json.loads(ended.out)["problems"] == [empty]


@pytest.mark.usefixtures("folder")
def test_what_was_read_is_read_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A table of returns is known by its headings; it may lie beside the workbooks that it was read from."""
    assert cadre(capsys, "returns", "read", "returns", "--out", "returns/r.csv").code == 0
    first = (tmp_path / "returns" / "r.csv").read_bytes()
    assert cadre(capsys, "returns", "read", "returns", "--out", "returns/r.csv").code == 0
    assert (tmp_path / "returns" / "r.csv").read_bytes() == first
    ended = cadre(capsys, "returns", "read", "returns/r.csv", "--out", "again.csv")
    assert (ended.code, ended.out) == (
        0,
        "2 of 53 returned: 1 complete, 1 partial, 1 of them unsigned.\nReturns: again.csv\n",
    )
    assert (tmp_path / "again.csv").read_bytes() == first


def test_a_table_beside_its_workbooks_says_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It holds no seed answers, and other signs before comments; both are no contradiction."""
    assert cadre(capsys, "returns", "read", "returns", "--out", "returns/r.csv").code == 0
    ended = cadre(capsys, "returns", "read", "returns", "--out", "again.csv", "--seeds", "s.csv")
    assert (ended.code, ended.err) == (0, f"{NO_EXERCISE}\n")
    same = f'returns/r.csv: "{ONE}" said the same in returns/a.xlsx, and is counted once. Nothing needs to be done.'
    assert same in ended.out.splitlines()
    assert Path("again.csv").read_bytes() == (folder / "r.csv").read_bytes()
    assert len(Path("s.csv").read_text(encoding="utf-8").splitlines()) == 2
    changed = (folder / "r.csv").read_text(encoding="utf-8").replace("coding,support,10.0", "coding,support,11.0")
    (folder / "r.csv").write_text(changed.replace("coding,all,17.0", "coding,all,18.0"), encoding="utf-8")
    ended = cadre(capsys, "returns", "check", "returns")
    assert ended.err.splitlines() == [
        NO_EXERCISE,
        f'returns/r.csv: "{ONE}" answered otherwise in returns/a.xlsx. Leave out the one that no longer holds.',
        "1 problem found.",
    ]


def test_a_table_of_returns_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "organisation,scenario,year,area,level,wte,low\n"
    rows = f"{ONE},driven,2025,ict,support,,\n{ONE},driven,2026,ict,support,9999,\n{ONE},dry,2025,ict,manager,x,\n"
    (folder / "r.csv").write_text(head + rows, encoding="utf-8")
    ended = cadre(capsys, "returns", "check", "returns/r.csv")
    assert ended.err.splitlines() == [
        NO_EXERCISE,
        'returns/r.csv, line 4, column scenario: "dry" is not a known scenario. Use one of: driven, desert.',
        'returns/r.csv, line 4, column wte: "x" is not a number. Enter whole-time equivalents, 0 or more.',
        "returns/r.csv, line 2, column wte: the cell is empty. Enter whole-time equivalents, 0 or more.",
        "returns/r.csv, line 3, column wte: 9,999 is more than 10 times the whole typical organisation (227). Enter "
        "whole-time equivalents of the typical organisation, not of the nation.",
        "returns/r.csv, line 3, column year: 2026 is not a year of this exercise. It asks about 2025 and 2030.",
        "5 problems found.",
    ]


def test_ranges_by_level_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "organisation,scenario,year,area,level,wte,low\n"
    (folder / "r.csv").write_text(f"{head}{ONE},driven,2025,ict,support,3,2\n", encoding="utf-8")
    ended = cadre(capsys, "returns", "check", "returns/r.csv")
    assert ended.out.splitlines()[0] == (
        "returns/r.csv: it gives ranges by level, which are left out here. "
        "Pool the file itself, which takes their sums."
    )


def test_half_a_range_is_told_once_with_its_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(folder / "a.xlsx")
    sheet = book["Scenario A"]
    rows = [row for row in range(1, 200) if sheet.cell(row, 1).value == layout.LOWEST_LABEL]
    sheet.cell(rows[0], 3).value, sheet.cell(rows[1], 3).value = 0, 0
    book.save(folder / "a.xlsx")
    half = (
        "2 ranges lack a part, and are set aside when returns are pooled. A range needs its lowest, its highest and how "
        "sure its author is; ask for what is missing."
    )
    assert f"returns/a.xlsx: {half}" in cadre(capsys, "returns", "check", "returns").out.splitlines()
    assert cadre(capsys, "returns", "read", "returns/a.xlsx", "--out", "r.csv").code == 0
    assert f"r.csv: {half}" in cadre(capsys, "returns", "check", "r.csv").out.splitlines()


def test_a_second_round_that_asks_no_questions_leaves_none_unanswered(
    folder: Path, exercise: Exercise, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its workbook names the same exercise, so nothing is said of another one either."""
    again = replace(exercise, seed_questions=(), deadline=date(2021, 3, 31))
    answers = replace(a_return(exercise, ONE), seeds={})
    write_toolkit(folder / "a.xlsx", again, ONE, answers, feedback=Feedback(3))
    ended = cadre(capsys, "returns", "check", "returns/a.xlsx")
    assert (ended.code, ended.out) == (0, "1 of 53 returned: 1 complete, 0 partial.\n")


def test_an_exercise_that_is_named_is_not_said_to_be_the_reference(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = Path(published.__file__).parent / published.REFERENCE_STUDY
    ended = cadre(capsys, "returns", "check", folder, "--exercise", study)
    assert (ended.code, ended.err) == (0, "")


@pytest.mark.usefixtures("folder")
def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cadre(capsys, "returns", "check").code == 2
    ended = cadre(capsys, "returns", "read", "returns", "--out", "r.csv", "--seeds", "./r.csv")
    assert (ended.code, ended.err) == (2, "cadre: r.csv: --out and --seeds name the same file. Name two.\n")


def test_nothing_to_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = "there are no returns here. Name workbooks, a folder of them, or a glob."
    for name in ("nowhere", "nowhere/*.xlsx", "returns/*.ods"):
        ended = cadre(capsys, "returns", "check", name)
        assert (ended.code, ended.err) == (1, f"{NO_EXERCISE}\n{name}: {nothing}\n1 problem found.\n")
    ended = cadre(capsys, "returns", "read", folder / "c.xlsx", "--out", "r.csv")
    assert (ended.code, ended.err.splitlines()[1]) == (
        1,
        "returns: no answer came back. Nothing was filled in; wait for answers.",
    )


# ---- which files are taken


@pytest.fixture
def bolton(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "bolton.xlsx"
    write_toolkit(path, small_exercise(), BOLTON, good_return())
    return path


def said_of(*names: str) -> tuple[list[str], list[Return]]:
    returned = read_returned(find_files(names), small_exercise(), progress=no_progress)
    return [str(problem) for problem in returned.problems], list(returned.returns)


def test_files_folders_and_globs(bolton: Path) -> None:
    deep = bolton.parent / "north" / "west"
    deep.mkdir(parents=True)
    write_toolkit(deep / "leeds.XLSX", small_exercise(), LEEDS, good_return(LEEDS))
    (deep / ".hidden.xlsx").write_bytes(b"")
    (deep.parent / ".trash").mkdir()
    (deep.parent / ".trash" / "old.xlsx").write_bytes(b"")
    both = [good_return(), good_return(LEEDS)]
    assert said_of(".") == ([], both)
    assert said_of("bolton.xlsx", "north", "north/west/leeds.XLSX") == ([], both)
    assert said_of("**/*.xlsx", "**/*.XLSX") == ([], both)


def test_links_and_things_that_are_no_files(bolton: Path) -> None:
    (bolton.parent / "link.xlsx").symlink_to(bolton)
    assert said_of("link.xlsx", "bolton.xlsx") == ([], [good_return()])
    (bolton.parent / "broken.xlsx").symlink_to(bolton.parent / "gone.xlsx")
    assert said_of("broken.xlsx")[0] == ["broken.xlsx: there is no such file. Check how broken.xlsx is written."]
    (bolton.parent / "itself.xlsx").symlink_to("itself.xlsx")
    assert said_of("itself.xlsx")[0] == [
        "itself.xlsx: it cannot be read (Too many levels of symbolic links). Check its permissions, or copy it."
    ]
    os.mkfifo(bolton.parent / "pipe.xlsx")
    assert said_of("pipe.xlsx")[0] == ["pipe.xlsx: this is not a file. Name a workbook."]
    folder = bolton.parent / "folder.xlsx"
    folder.mkdir()
    (folder / "loop").symlink_to(bolton.parent)
    assert said_of("folder.xlsx")[0] == [
        "folder.xlsx: there are no returns here. Name workbooks, a folder of them, or a glob."
    ]
    assert said_of("~$bolton.xlsx")[0] == [
        "~$bolton.xlsx: there are no returns here. Name workbooks, a folder of them, or a glob."
    ]
    (bolton.parent / "~$bolton.xlsx").write_bytes(b"x")
    assert said_of("~$bolton.xlsx")[0] == [
        "~$bolton.xlsx: this is not a workbook: Excel keeps it while somebody has the workbook open. "
        "Close the workbook, and name the file without ~$."
    ]


def test_a_file_that_may_not_be_read(bolton: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def refuse(path: Path, *args: object, **kwargs: object) -> object:
        if path.name == bolton.name:
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refuse)
    assert said_of("bolton.xlsx")[0] == [
        "bolton.xlsx: it cannot be read (Permission denied). Check its permissions, or copy it."
    ]


def test_a_folder_that_may_not_be_read(bolton: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("north"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    (bolton.parent / "north").mkdir()
    monkeypatch.setattr(os, "scandir", refuse)
    assert said_of(".")[0] == ["north: this folder cannot be read (Permission denied). Check its permissions."]


def test_a_file_that_is_too_large(bolton: Path) -> None:
    with bolton.open("r+b") as stream:
        stream.truncate(21 << 20)
    assert said_of("bolton.xlsx")[0] == [
        "bolton.xlsx: the file is larger than 20 MB. Copy the answers into a fresh toolkit, and send that."
    ]
