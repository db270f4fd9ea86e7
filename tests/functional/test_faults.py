"""What a run does when the machine fails it: killed half-way, a full disk, no permission, a narrow locale, two at
once. Earlier results stay as they were, the exit code is 3, and no traceback reaches the user.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import cadre
from test_bad_studies import tree

from cadreworks.results_folder import check_replaceable
from small_study import write_small_study

CADRE = (sys.executable, "-m", "cadreworks")


def wait_for(condition, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


def partial_folders(folder: Path) -> list[Path]:
    return list(folder.glob(".out.partial-*"))


@pytest.mark.slow
def test_a_killed_run_leaves_earlier_results_and_the_next_run_tidies_up(small_folder, small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    before = tree(out)
    arguments = [*CADRE, "run", str(small_folder), "--out", str(out), "--seed", "5"]
    run = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: any((folder / "tables").is_dir() for folder in partial_folders(tmp_path)), seconds=60)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert tree(out) == before
    assert partial_folders(tmp_path)
    assert cadre(capsys, "run", small_folder, "--out", out, "--seed", "5").code == 0
    assert partial_folders(tmp_path) == []
    assert tree(out) != before


@pytest.mark.slow
def test_an_interrupted_run_tidies_up_after_itself(small_folder, small_results, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    before = tree(out)
    arguments = [*CADRE, "run", str(small_folder), "--out", str(out), "--jobs", "1"]
    run = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: any((folder / "tables").is_dir() for folder in partial_folders(tmp_path)), seconds=60)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "cadre: interrupted; nothing was changed" in said
    assert "Traceback" not in said
    assert tree(out) == before
    assert partial_folders(tmp_path) == []


def test_results_moved_aside_by_a_killed_run_are_put_back(small_folder, small_results, tmp_path, capsys):
    """A kill between the two renames of the swap leaves the earlier results under another name."""
    shutil.copytree(small_results, tmp_path / ".out.previous")
    (small_folder / "stock.csv").unlink()
    assert cadre(capsys, "run", small_folder, "--out", tmp_path / "out").code == 1
    write_small_study(tmp_path / "good")
    assert cadre(capsys, "run", tmp_path / "good", "--out", tmp_path / "out").code == 0
    assert not (tmp_path / ".out.previous").exists()
    check_replaceable(tmp_path / "out")


def test_a_running_run_is_not_taken_for_a_killed_one(small_folder, tmp_path, capsys):
    from cadreworks.results_folder import new_results

    with new_results(tmp_path / "out") as workspace:
        (workspace / "half.txt").write_text("half done", encoding="utf-8")
        assert cadre(capsys, "run", small_folder, "--out", tmp_path / "out").code == 0
        assert (workspace / "half.txt").is_file()


@pytest.mark.slow
def test_a_full_disk_is_said_and_nothing_is_changed(small_folder, small_results, tmp_path):
    """A limit on the size of files stands for a full disk: writing fails in the same way."""
    import resource

    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    before = tree(out)

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ended = subprocess.run(
        [*CADRE, "run", str(small_folder), "--out", str(out), "--jobs", "1"],
        preexec_fn=small_disk,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 3
    assert ended.stderr.splitlines()[-1] == (
        "cadre: out: the results cannot be written (File too large). Check the free space and the permissions of the folder; "
        "earlier results are as they were."
    )
    assert tree(out) == before
    assert partial_folders(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission_is_said(small_folder, tmp_path, capsys):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    ended = cadre(capsys, "run", small_folder, "--out", closed / "out")
    assert ended.code == 3
    assert "the results cannot be written (Permission denied)" in ended.err


def test_results_below_a_file_are_refused(small_folder, tmp_path, capsys):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    ended = cadre(capsys, "run", small_folder, "--out", tmp_path / "file" / "out")
    assert ended.code == 3
    assert "the results cannot be written (" in ended.err


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_a_narrow_locale_does_not_end_a_run(locale, small_folder, tmp_path):
    environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(
        [*CADRE, "run", str(small_folder), "--out", str(tmp_path / "out")],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert b"cost" in ended.stdout


def test_the_bytes_do_not_depend_on_the_locale(small_folder, small_results, tmp_path):
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}
    subprocess.run([*CADRE, "run", str(small_folder), "--out", str(tmp_path / "out")], env=environment, check=True)
    ours, theirs = tree(tmp_path / "out"), tree(small_results)
    assert {name: ours[name] for name in ours if name != "run.log"} == {
        name: theirs[name] for name in theirs if name != "run.log"
    }


def test_a_reader_who_leaves_is_no_fault(reference_results):
    """`cadre reconcile OUT | head -1` ends quietly."""
    command = f"{sys.executable} -m cadreworks reconcile {reference_results} | head -1"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ended.stdout.count("\n") == 1
    assert ended.stderr == ""


def test_a_fault_of_the_program_shows_no_traceback(small_folder, tmp_path, capsys, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nobody")

    monkeypatch.setattr("cadreworks.run.project", broken)
    ended = cadre(capsys, "run", small_folder, "--out", tmp_path / "out")
    assert ended.code == 3
    assert ended.err == (
        "cadre: a fault of the program (ZeroDivisionError: by nobody). Nothing was published. Please report it; "
        "`cadre --debug ...` shows where it happened.\n"
    )
    assert "Traceback" in cadre(capsys, "--debug", "run", small_folder, "--out", tmp_path / "out").err


def test_progress_is_told_only_when_it_takes_long(small_folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("cadreworks.cli.terminal.QUIET_SECONDS", 1e9)
    assert cadre(capsys, "run", small_folder, "--out", tmp_path / "quick").err == ""
    monkeypatch.setattr("cadreworks.cli.terminal.QUIET_SECONDS", 0.0)
    told = cadre(capsys, "run", small_folder, "--out", tmp_path / "slow").err.splitlines()
    assert told[:3] == ["Reading the study", "Projecting", "Writing tables"]
    assert any(line.startswith("Drawing charts, ") for line in told)
