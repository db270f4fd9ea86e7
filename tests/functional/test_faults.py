"""What a run does when the machine fails it: killed half-way, a full disk, no permission, a narrow locale, two at
once. Earlier results stay as they were, the exit code is 3, and no traceback reaches the user.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from command import cadre
from test_bad_studies import tree

from cadreworks.problems import UsageFault
from cadreworks.results_folder import check_replaceable, new_results
from small_study import write_small_study

pytestmark = pytest.mark.slow

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


def start(folder: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    """A run of its own, which has begun to write its results."""
    arguments = [*CADRE, "run", str(folder), "--out", str(out), *more]
    run = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: any((made / "tables").is_dir() for made in partial_folders(out.parent)), seconds=60)
    return run


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda each: each.name)
def test_an_interrupted_run_tidies_up_after_itself(request_to_end, jobs, small_folder, small_results, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    before = tree(out)
    run = start(small_folder, out, "--jobs", str(jobs))
    run.send_signal(request_to_end)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "cadre: interrupted; nothing was changed" in said
    assert "Traceback" not in said
    assert tree(out) == before
    assert partial_folders(tmp_path) == []


def processes_below(parent: int) -> set[int]:
    """The processes that `parent` started and that still run."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    return {int(number) for number in listed.split()}


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes cannot be listed here")
@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGKILL], ids=lambda each: each.name)
def test_processes_that_draw_end_with_the_run(blow, reference_folder, tmp_path):
    run = start(reference_folder, tmp_path / "out", "--jobs", "2")
    wait_for(lambda: len(processes_below(run.pid)) == 3, seconds=60)  # two that draw, and one that watches them
    started = processes_below(run.pid)
    run.send_signal(blow)
    run.communicate(timeout=60)
    wait_for(lambda: not any(map(runs, started)), seconds=60)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes cannot be listed here")
def test_a_process_that_the_machine_ends_is_said(reference_folder, tmp_path):
    run = start(reference_folder, tmp_path / "out", "--jobs", "2")
    wait_for(lambda: len(processes_below(run.pid)) == 3, seconds=60)
    os.kill(max(processes_below(run.pid)), signal.SIGKILL)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 3
    assert said.splitlines()[-1] == (
        "cadre: charts: the machine ended a process that drew them. Check its free memory, or ask for fewer with --jobs."
    )
    assert partial_folders(tmp_path) == []


def test_an_interrupt_before_the_command_is_loaded_shows_no_traceback():
    hooked = (
        "import os, signal, sys\n"
        "class Early:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'cadreworks.cli': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Early())\n"
        "from cadreworks.__main__ import main\n"
        "main()\n"
    )
    ended = subprocess.run([sys.executable, "-c", hooked], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, "")


def test_runs_into_one_folder_take_turns(small_results, tmp_path):
    """Eight at once: each swap is whole, nobody is refused, and nothing is left behind."""
    out = tmp_path / "out"
    shutil.copytree(small_results, out)

    def replace(number: int) -> None:
        with new_results(out) as workspace:
            for name in ("one", "two"):
                (workspace / name).write_text(str(number), encoding="utf-8")
            (workspace / "manifest.json").write_text(
                json.dumps({"inputs": {}, "files": ["one", "two"]}), encoding="utf-8"
            )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(replace, range(80)))
    assert (out / "one").read_text(encoding="utf-8") == (out / "two").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_is_put_into_a_folder_during_a_run_is_not_lost(tmp_path):
    out = tmp_path / "out"

    def run() -> None:
        with new_results(out):
            out.mkdir()
            (out / "thesis").write_text("years of work", encoding="utf-8")

    with pytest.raises(UsageFault, match="it holds thesis, which no run wrote"):
        run()
    assert (out / "thesis").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_path_that_is_no_text_does_not_end_a_run(small_folder, tmp_path, capsys):
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff"))
    small_folder.rename(odd)
    assert cadre(capsys, "run", odd, "--out", tmp_path / "out").code == 0
    assert "bad\\udcff" in (tmp_path / "out" / "run.log").read_text(encoding="utf-8")


def test_results_moved_aside_by_a_killed_run_are_put_back(small_folder, small_results, tmp_path, capsys):
    """A kill between the two renames of the swap leaves the earlier results under another name."""
    shutil.copytree(small_results, tmp_path / ".out.previous")
    (small_folder / "stock.csv").unlink()
    assert cadre(capsys, "run", small_folder, "--out", tmp_path / "out").code == 1
    write_small_study(tmp_path / "good")
    assert cadre(capsys, "run", tmp_path / "good", "--out", tmp_path / "out").code == 0
    assert not (tmp_path / ".out.previous").exists()
    check_replaceable(tmp_path / "out")


def test_results_moved_aside_are_put_back_even_before_a_study_that_fails(small_folder, small_results, tmp_path, capsys):
    shutil.copytree(small_results, tmp_path / ".out.previous")
    (small_folder / "stock.csv").unlink()
    assert cadre(capsys, "run", small_folder, "--out", tmp_path / "out").code == 1
    assert tree(tmp_path / "out") == tree(small_results)


def refuse_renaming(monkeypatch, *, when) -> None:
    """Let the machine refuse each rename for which `when(old, new)` holds."""
    rename = Path.rename

    def refusing(self: Path, target: Path) -> Path:
        if when(self, Path(target)):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refusing)


def test_a_swap_that_fails_half_way_is_taken_back(small_folder, small_results, tmp_path, capsys, monkeypatch):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    refuse_renaming(monkeypatch, when=lambda old, _: ".partial-" in old.name)
    ended = cadre(capsys, "run", small_folder, "--out", out, "--seed", "5")
    assert ended.code == 3
    assert ended.err.endswith(
        "(Input/output error). Check the free space and the permissions of the folder; "
        "earlier results are as they were.\n"
    )
    assert tree(out) == tree(small_results)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "small"]


def test_results_that_cannot_be_put_back_are_said_to_stand_aside(
    small_folder, small_results, tmp_path, capsys, monkeypatch
):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    with monkeypatch.context() as patched:
        refuse_renaming(patched, when=lambda _, new: new == out)
        ended = cadre(capsys, "run", small_folder, "--out", out)
    assert ended.code == 3
    assert "earlier results stand in .out.previous until the next run puts them back" in ended.err
    (small_folder / "stock.csv").unlink()
    assert cadre(capsys, "run", small_folder, "--out", out).code == 1
    assert tree(out) == tree(small_results)


def test_results_that_cannot_be_taken_away_are_a_note(small_folder, small_results, tmp_path, capsys, monkeypatch):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    rmtree = shutil.rmtree
    monkeypatch.setattr(
        shutil, "rmtree", lambda path, **how: rmtree(path, **how) if ".previous" not in str(path) else None
    )
    ended = cadre(capsys, "run", small_folder, "--out", out, "--seed", "5")
    assert ended.code == 0
    assert "Note: The earlier results could not be taken away; delete .out.previous beside out.\n" in ended.out
    assert tree(out) != tree(small_results)


@pytest.mark.parametrize("there_before", [True, False], ids=["with results", "empty"])
def test_results_go_where_a_link_leads(there_before, small_folder, small_results, tmp_path, capsys):
    if there_before:
        shutil.copytree(small_results, tmp_path / "real")
    link = tmp_path / "out"
    link.symlink_to("real", target_is_directory=True)
    for seed in (5, 6):
        assert cadre(capsys, "run", small_folder, "--out", link, "--seed", seed).code == 0
    assert link.is_symlink()
    assert f'"seed": {seed}' in (tmp_path / "real" / "manifest.json").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "real", "small"]


def test_a_link_that_leads_nowhere_is_said(small_folder, tmp_path, capsys):
    (tmp_path / "out").symlink_to("out")
    ended = cadre(capsys, "run", small_folder, "--out", tmp_path / "out")
    assert ended.code == 3
    assert "the links that lead there cannot be followed" in ended.err


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o755), (0o027, 0o750), (0o077, 0o700)])
def test_results_are_as_open_as_the_machine_makes_new_folders(umask, mode, tmp_path):
    before = os.umask(umask)
    try:
        for name in ("out", "private"):
            with new_results(tmp_path / name, private=name == "private") as workspace:
                assert workspace.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == mode
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o700


def test_results_with_small_cells_are_their_owners_alone(small_folder, tmp_path, capsys):
    stock = small_folder / "stock.csv"
    stock.write_text(
        stock.read_text(encoding="utf-8").replace("ict,senior_leader,10,", "ict,senior_leader,3,"), "utf-8"
    )
    assert cadre(capsys, "run", small_folder, "--out", tmp_path / "out").code == 0
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


def test_a_running_run_is_not_taken_for_a_killed_one(small_folder, tmp_path, capsys):
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
