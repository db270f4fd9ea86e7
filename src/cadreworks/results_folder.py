"""Where do results go? They are written beside their place and swapped in whole, or not at all.

A run that has problems, is killed, or finds the disk full leaves earlier results as they were. What a killed run
left behind is taken away by the next one. A folder that holds anything no run wrote is never replaced. Of several runs
into one folder at once each swaps its results in whole, one after the other.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cadreworks.problems import EnvironmentFault, UsageFault

try:
    import fcntl
except ImportError:  # a system without file locks: nothing then tells a killed run from a running one
    fcntl = None  # type: ignore[assignment]

MANIFEST_FILE = "manifest.json"
LOG_FILE = "run.log"
REPORT_FILE = "report.html"
INPUTS_FOLDER = "inputs"


@contextmanager
def new_results(out: Path, *, private: bool = False) -> Iterator[Path]:
    """A fresh folder to write results into; on leaving without an error it takes the place of `out`.

    private: only its owner may enter it; otherwise it is as open as the machine makes any new folder.
    Raises UsageFault where `out` must not be replaced, EnvironmentFault where the machine refuses.
    """
    out = place_of(out)
    check_replaceable(out)
    recover(out)
    workspace, log = _new_workspace(out)
    with log:
        try:
            yield workspace
            log.flush()
            if not private:  # as a temporary folder it was its owner's alone
                workspace.chmod(_mode_of_new_folders(workspace))
            with _alone_in(out.parent):
                _swap(workspace, out)
        except OSError as error:
            shutil.rmtree(workspace, ignore_errors=True)
            raise _refused(out, error) from error
        except BaseException:
            shutil.rmtree(workspace, ignore_errors=True)
            raise


def _new_workspace(out: Path) -> tuple[Path, IO[str]]:
    """A folder beside `out`, and its log, whose lock tells others that a run is at work there.

    Nobody looks for what killed runs left behind between the making of the folder and the lock.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(out.parent):
            workspace = Path(tempfile.mkdtemp(prefix=f".{out.name}.partial-", dir=out.parent))
            log = (workspace / LOG_FILE).open("w", encoding="utf-8")
            _lock(log)
    except OSError as error:
        raise _refused(out, error) from error
    return workspace, log


def place_of(out: Path) -> Path:
    """Where results for `out` really go: a link stays, and what it points to is replaced."""
    try:
        return out.resolve()
    except (OSError, RuntimeError) as error:
        raise EnvironmentFault(f"{out}: the links that lead there cannot be followed. Name another folder.") from error


def check_replaceable(out: Path) -> None:
    """Whether `out` is free, empty, or nothing but the results of a run. Raises UsageFault."""
    out = place_of(out)
    with _alone_in(out.parent):
        _check_replaceable(out)


def _check_replaceable(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise UsageFault(f"{out.name}: this is a file. Name a folder for the results.")
    present = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
    if not present:
        return
    foreign = sorted(present - _written_by_a_run(out))
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise UsageFault(
            f"{out.name}: it holds {foreign[0]}{more}, which no run wrote and which would be lost. "
            "Move it away, or name another folder."
        )


def _written_by_a_run(out: Path) -> set[str]:
    try:
        manifest = json.loads((out / MANIFEST_FILE).read_text(encoding="utf-8"))
        inputs = {f"{INPUTS_FOLDER}/{name}" for name in manifest["inputs"]}
        return {*manifest["files"], *inputs, MANIFEST_FILE, LOG_FILE}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


def _swap(workspace: Path, out: Path) -> None:
    """Two renames: the earlier results aside, the new ones in. A kill between them is mended by `recover`."""
    _check_replaceable(out)  # once more: something may have been put there meanwhile
    if not out.exists():
        workspace.rename(out)
        return
    aside = _aside(out)
    out.rename(aside)
    try:
        workspace.rename(out)
    except BaseException:
        aside.rename(out)
        raise
    shutil.rmtree(aside, ignore_errors=True)  # the new results are in place; `left_aside` tells what stays behind


def recover(out: Path) -> None:
    """Put back results that a killed run had moved aside, and take away what killed runs left behind.

    Raises EnvironmentFault where the machine refuses.
    """
    out = place_of(out)
    with _alone_in(out.parent):
        _recover(out)


def _recover(out: Path) -> None:
    aside = _aside(out)
    try:
        if out.exists():
            shutil.rmtree(aside, ignore_errors=True)
        elif aside.exists():
            aside.rename(out)
    except OSError as error:
        raise _refused(out, error) from error
    for left_over in out.parent.glob(f".{out.name}.partial-*"):
        if _is_abandoned(left_over):
            shutil.rmtree(left_over, ignore_errors=True)


def left_aside(out: Path) -> Path | None:
    """The earlier results, where they were replaced but could not be taken away."""
    aside = _aside(place_of(out))
    return aside if aside.exists() else None


def _aside(out: Path) -> Path:
    return out.with_name(f".{out.name}.previous")


def _mode_of_new_folders(workspace: Path) -> int:
    """What the machine lets others do with a new folder (its umask), found by making one."""
    probe = workspace / ".probe"
    probe.mkdir()
    mode = stat.S_IMODE(probe.stat().st_mode)
    probe.rmdir()
    return mode


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Held while results are put into their place in `folder` or back: of several runs only one does so at a time."""
    handle = _locked(folder)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(folder: Path) -> int | None:
    """A lock on a folder, or None where it is not there yet or the system has no locks for it."""
    if fcntl is None:
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return handle


def _lock(log: IO[str]) -> None:
    """Held while a run writes; the system lets go of it even when the run is killed."""
    if fcntl is not None:
        fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_abandoned(workspace: Path) -> bool:
    if fcntl is None:
        return False
    try:
        with (workspace / LOG_FILE).open("r+", encoding="utf-8") as log:
            fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _refused(out: Path, error: OSError) -> EnvironmentFault:
    aside = _aside(out)
    lost = aside.exists() and not out.exists()
    earlier = f"stand in {aside.name} until the next run puts them back" if lost else "are as they were"
    return EnvironmentFault(
        f"{out.name}: the results cannot be written ({error.strerror or error}). "
        f"Check the free space and the permissions of the folder; earlier results {earlier}."
    )
