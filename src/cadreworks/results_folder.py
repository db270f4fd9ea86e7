"""Where do results go? They are written beside their place and swapped in whole, or not at all.

A run that has problems, is killed, or finds the disk full leaves earlier results as they were. What a killed run
left behind is taken away by the next one. A folder that holds anything no run wrote is never replaced.
"""

from __future__ import annotations

import json
import shutil
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

LOG_FILE = "run.log"
_MANIFEST_FILE = "manifest.json"


@contextmanager
def new_results(out: Path) -> Iterator[Path]:
    """A fresh folder to write results into; on leaving without an error it takes the place of `out`.

    Raises UsageFault where `out` must not be replaced, EnvironmentFault where the machine refuses.
    """
    out = out.absolute()
    check_replaceable(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _recover(out)
        workspace = Path(tempfile.mkdtemp(prefix=f".{out.name}.partial-", dir=out.parent))
    except OSError as error:
        raise _refused(out, error) from error
    with (workspace / LOG_FILE).open("w", encoding="utf-8") as log:
        _lock(log)
        try:
            yield workspace
            log.flush()
            workspace.chmod(0o755)  # a temporary folder is its owner's alone; results are as open as their parent
            _swap(workspace, out)
        except OSError as error:
            shutil.rmtree(workspace, ignore_errors=True)
            raise _refused(out, error) from error
        except BaseException:
            shutil.rmtree(workspace, ignore_errors=True)
            raise


def check_replaceable(out: Path) -> None:
    """Whether `out` is free, empty, or nothing but the results of a run. Raises UsageFault."""
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
        manifest = json.loads((out / _MANIFEST_FILE).read_text(encoding="utf-8"))
        inputs = {f"inputs/{name}" for name in manifest["inputs"]}
        return {*manifest["files"], *inputs, _MANIFEST_FILE, LOG_FILE}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _swap(workspace: Path, out: Path) -> None:
    """Two renames: the earlier results aside, the new ones in. A kill between them is mended by `_recover`."""
    if not out.exists():
        workspace.rename(out)
        return
    aside = out.with_name(f".{out.name}.previous")
    out.rename(aside)
    workspace.rename(out)
    shutil.rmtree(aside)


def _recover(out: Path) -> None:
    """Put back results that a killed run had moved aside, and take away what killed runs left behind."""
    aside = out.with_name(f".{out.name}.previous")
    if aside.exists():
        if out.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(out)
    for left_over in out.parent.glob(f".{out.name}.partial-*"):
        if _is_abandoned(left_over):
            shutil.rmtree(left_over, ignore_errors=True)


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
    return EnvironmentFault(
        f"{out.name}: the results cannot be written ({error.strerror}). "
        "Check the free space and the permissions of the folder; earlier results are as they were."
    )
