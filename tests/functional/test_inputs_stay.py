"""No verb of the demand exercise writes over what it reads, however the one path or the other is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from command import cadre

from cadreworks import published
from cadreworks.demand.answers import Return
from cadreworks.demand.exercise import read_exercise
from cadreworks.demand.toolkit.write import write_toolkit
from small_coding import CODEBOOK, returns_of
from small_organisations import SHAPE, some, tables_of

HEADING = "organisation,scenario,year,area,level,wte\n"
ROW = "Example organisation {},driven,2025,ict,support,{}\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exercise, a return in ./back, tables of returns and what coders and assessors bring."""
    study = Path(published.__file__).parent / published.REFERENCE_STUDY
    for path in study.iterdir():
        if path.is_file():
            shutil.copyfile(path, tmp_path / path.name)
    monkeypatch.chdir(tmp_path)
    Path("back").mkdir()
    exercise = read_exercise(Path("exercise.toml"))
    name = exercise.invited[0].organisation
    write_toolkit(Path("back/a.xlsx"), exercise, name, Return(name, {("driven", 2025, "ict", "support"): 2.0}))
    for file in ("first.csv", "second.csv", "change_influence.csv"):
        rows = (ROW.format(number, number) for number in range(1, 4))
        Path(file).write_text(HEADING + "".join(rows), encoding="utf-8")
    Path("themes.csv").write_text(CODEBOOK, encoding="utf-8")
    Path("codings.csv").write_text("comment,coder,theme,stretch,publish\n", encoding="utf-8")
    Path("worksheet.csv").write_bytes(returns_of(("Wigan", "driven", "ict", "Pay")))
    maturity, staff = tables_of(some(4, lambda at: np.full(SHAPE, (at + 1) / 1000)))
    Path("maturity.csv").write_text(maturity, encoding="utf-8")
    for file in ("staff.csv", "stock.bands.csv"):
        Path(file).write_text(staff, encoding="utf-8")
    Path("link.csv").symlink_to("first.csv")


EXERCISE = ("--exercise", "exercise.toml")
POOL = ("returns", "pool", "first.csv", *EXERCISE, "--method", "linear", "--out")
CODED = ("--codebook", "themes.csv", "--codings", "codings.csv")
BY = ("--who", "Chair", "--date", "2021-03-31", "--reason", "alike", "--theme", "Pay", "--into", "Hiring")
MERGE = ("returns", "themes", "merge", "worksheet.csv", *CODED, *BY, "--changes")
DESIRABLE = ("toolkit", "desirable", "maturity.csv")
READ = ("returns", "read", "back", *EXERCISE, "--out")
STAFF = ("--all-staff", "1000", "--top", "2", "--out")

OVER = [
    ((*READ, "back/a.xlsx"), "back/a.xlsx"),
    ((*READ, "exercise.toml"), "exercise.toml"),
    ((*READ, "./back/../typical_organisation.csv"), "back/../typical_organisation.csv"),
    ((*READ, "r.csv", "--seeds", "seed_questions.csv"), "seed_questions.csv"),
    (("returns", "read", "first.csv", "--out", "first.csv"), "first.csv"),
    (("returns", "read", "first.csv", "--out", "link.csv"), "link.csv"),
    ((*POOL, "first.csv"), "first.csv"),
    ((*POOL, "link.csv"), "link.csv"),
    ((*POOL, "exercise.toml"), "exercise.toml"),
    ((*POOL, "typical_organisation.csv"), "typical_organisation.csv"),
    (
        ("returns", "pool", "change_influence.csv", "--method", "linear", "--out", "change.csv"),
        "change_influence.csv",
    ),
    (("returns", "movement", "first.csv", "second.csv", "--out", "first.csv"), "first.csv"),
    (("returns", "movement", "first.csv", "second.csv", "--out", "second.csv"), "second.csv"),
    (("returns", "feedback", "first.csv", *EXERCISE, "--change", "second.csv", "--out", "first.csv"), "first.csv"),
    (("returns", "feedback", "first.csv", *EXERCISE, "--change", "second.csv", "--out", "second.csv"), "second.csv"),
    (("toolkit", "write", "exercise.toml", "--out", "typical_organisation.csv"), "typical_organisation.csv"),
    ((*DESIRABLE, "staff.csv", *STAFF, "staff.csv"), "staff.csv"),
    ((*DESIRABLE, "staff.csv", *STAFF, "maturity.csv"), "maturity.csv"),
    ((*DESIRABLE, "stock.bands.csv", *STAFF, "stock.csv"), "stock.bands.csv"),
    (("returns", "themes", "start", "worksheet.csv", "--out", "."), "worksheet.csv"),
    (("returns", "themes", "count", "worksheet.csv", *CODED, "--out", "."), "themes.csv"),
    (("returns", "themes", "bring", "themes.csv", "--out", "themes.csv"), "themes.csv"),
    (("returns", "themes", "take", "themes.csv", "--out", "themes.csv"), "themes.csv"),
    ((*MERGE, "worksheet.csv"), "worksheet.csv"),
    ((*MERGE, "themes.csv"), "themes.csv"),
    ((*MERGE, "codings.csv"), "codings.csv"),
]


@pytest.mark.parametrize(("arguments", "named"), OVER, ids=[f"{' '.join(a[:3])} over {n}" for a, n in OVER])
def test_what_is_read_is_never_written_over(capsys, arguments, named):
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    ended = cadre(capsys, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines()[-1] == f"cadre: {named}: what is read stands there. Name another file."
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_a_table_of_an_earlier_run_in_a_folder_of_returns_is_written_anew(capsys):
    for _ in range(2):
        assert cadre(capsys, *READ, "back/returns.csv", "--seeds", "back/seeds.csv").code == 0
    Path("back/seeds.csv").write_text("organisation,answer\n", encoding="utf-8")
    ended = cadre(capsys, *READ, "back/returns.csv", "--seeds", "back/seeds.csv")
    assert ended.code == 2
    assert ended.err.endswith("cadre: back/seeds.csv: what is read stands there. Name another file.\n")
