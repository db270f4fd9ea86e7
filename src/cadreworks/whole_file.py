"""How is a single file written? Whole or not at all: beside its place, then put there in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from cadreworks.problems import EnvironmentFault, UsageFault

OWNER_ONLY, READABLE_BY_ALL = 0o600, 0o644


def write_whole(path: Path, write: Callable[[Path], object], *, mode: int = OWNER_ONLY) -> None:
    """Let `write` fill a private file beside `path`, then put it in its place; on any error `path` is as it was.

    Raises UsageFault where `path` is a folder, EnvironmentFault where the machine refuses.
    """
    if path.is_dir():
        raise UsageFault(f"{path.name}: this is a folder. Name a file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.partial-", dir=path.parent) as folder:
            target = Path(folder) / path.name
            write(target)
            target.chmod(mode)
            os.replace(target, path)  # noqa: PTH105 - over an earlier file, in one step
    except OSError as error:
        raise EnvironmentFault(
            f"{path.name}: it cannot be written ({error.strerror}). Check the free space and the permissions of its "
            "folder; an earlier file is as it was."
        ) from error
