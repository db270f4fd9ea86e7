"""Where workbooks are put: under names that every system takes, all or none, and never over somebody's work."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from cadreworks.demand.toolkit import folder as folder_module
from cadreworks.demand.toolkit.file_names import file_names
from cadreworks.demand.toolkit.folder import write_toolkits, write_workbooks
from cadreworks.problems import EnvironmentFault, InputProblems, UsageFault
from toolkit_returns import an_exercise


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Bolton NHS Foundation Trust", "bolton_nhs_foundation_trust.xlsx"),
        ("St Mary's", "st_marys.xlsx"),
        ("../../etc/passwd", "etc_passwd.xlsx"),
        ("C:\\Temp\\x", "c_temp_x.xlsx"),
        ("Ysbyty Gwynedd: Tŷ Bryn", "ysbyty_gwynedd_ty_bryn.xlsx"),
        ("CON", "con_.xlsx"),
        ("com1", "com1_.xlsx"),
        ("x" * 300, f"{'x' * 80}.xlsx"),
        ("-", "organisation_3973e022.xlsx"),
    ],
)
def test_a_name_becomes_a_file_name_that_every_system_takes(name, file):
    assert file_names([name])[name] == file


def test_names_that_differ_in_signs_only_or_have_no_letters_of_ours_stay_apart():
    names = ["A & B", "A / B", "A+B", "בית", "🏥", "医院", "Other"]
    files = file_names(names)
    assert len(set(files.values())) == len(names)
    assert files["Other"] == "other.xlsx"
    assert all(re.fullmatch(r"[a-z0-9_]+\.xlsx", file) for file in files.values())


def test_the_order_of_names_makes_no_difference():
    names = ["A & B", "A / B", "A B"]
    assert file_names(names) == file_names(names[::-1])


def test_each_invited_organisation_gets_one_and_those_there_already_are_left(tmp_path):
    exercise = an_exercise(organisations=("North", "South"))
    first = write_toolkits(tmp_path / "T", exercise)
    assert sorted(path.name for path in (tmp_path / "T").iterdir()) == ["north.xlsx", "south.xlsx"]
    before = {path: path.read_bytes() for path in first.paths.values()}
    (tmp_path / "T" / "south.xlsx").unlink()
    again = write_toolkits(tmp_path / "T", exercise)
    assert again.unchanged == 1
    assert {path: path.read_bytes() for path in again.paths.values()} == before


def test_a_file_that_somebody_may_have_filled_in_is_named_and_nothing_is_written(tmp_path):
    for name in ("north.xlsx", "west.xlsx"):
        (tmp_path / name).write_bytes(b"filled in")
    with pytest.raises(InputProblems) as stopped:
        write_toolkits(tmp_path, an_exercise(organisations=("North", "South", "West")))
    said = "a file of this name is there and differs, so somebody may have filled it in. Move it away, or name another folder."
    assert [str(problem) for problem in stopped.value.problems] == [f"north.xlsx: {said}", f"west.xlsx: {said}"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["north.xlsx", "west.xlsx"]
    assert (tmp_path / "north.xlsx").read_bytes() == b"filled in"


@pytest.mark.parametrize("way", ["link", "folder", "dead link"])
def test_nothing_else_in_the_way_is_replaced_either(tmp_path, way):
    other = tmp_path / "other"
    other.write_bytes(b"x")
    out = tmp_path / "T"
    out.mkdir()
    if way == "folder":
        (out / "north.xlsx").mkdir()
    else:
        (out / "north.xlsx").symlink_to(other if way == "link" else tmp_path / "nowhere")
    with pytest.raises(InputProblems):
        write_toolkits(out, an_exercise(organisations=("North",)))
    assert other.read_bytes() == b"x"
    assert [path.name for path in out.iterdir()] == ["north.xlsx"]


def test_a_file_in_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "T").write_bytes(b"x")
    with pytest.raises(UsageFault, match=r"^T: this is a file\. Name a folder\.$"):
        write_toolkits(tmp_path / "T", an_exercise())


def test_where_one_workbook_fails_none_is_left(tmp_path):
    def fail() -> bytes:
        raise RuntimeError("made up")

    with pytest.raises(RuntimeError):
        write_workbooks(tmp_path / "T", {"North": lambda: b"1", "South": fail})
    assert not (tmp_path / "T").exists()


def test_what_is_put_there_meanwhile_is_kept_and_the_rest_is_taken_back(tmp_path, monkeypatch):
    link = os.link

    def late(source: Path, target: Path) -> None:
        if target.name == "south.xlsx":
            target.write_bytes(b"somebody else's")
        link(source, target)

    monkeypatch.setattr(folder_module.os, "link", late)
    with pytest.raises(
        EnvironmentFault, match=r"^T: workbooks cannot be written there \(File exists\)\. Check the free"
    ):
        write_workbooks(tmp_path / "T", {"North": lambda: b"1", "South": lambda: b"2"})
    assert {path.name: path.read_bytes() for path in (tmp_path / "T").iterdir()} == {"south.xlsx": b"somebody else's"}


def test_a_disk_without_links_takes_them_too(tmp_path, monkeypatch):
    def refuse(*_: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(folder_module.os, "link", refuse)
    write_workbooks(tmp_path / "T", {"North": lambda: b"1"})
    assert (tmp_path / "T" / "north.xlsx").read_bytes() == b"1"


def test_progress_counts_workbooks(tmp_path):
    told = []
    write_workbooks(tmp_path, {"North": lambda: b"1", "South": lambda: b"2"}, lambda *said: told.append(said))
    assert told == [("Writing workbooks", 0, 2), ("Writing workbooks", 1, 2)]
