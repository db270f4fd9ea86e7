"""May a verb write where it is told to? What it writes and what it reads -> a wrong wish where the two meet.

Whoever mistypes a name must not lose returns that cannot be had again, so a verb asks here before it writes anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from cadreworks.demand.exercise import EXERCISE_FILE, Exercise
from cadreworks.problems import UsageFault


def check_apart(outputs: Iterable[Path | None], inputs: Iterable[Path | None]) -> None:
    """Raises UsageFault where an output is one of the inputs, by whatever path or link."""
    read = [path for path in inputs if path is not None]
    for out in outputs:
        if out is not None and any(is_same_file(out, path) for path in read):
            raise UsageFault(f"{out}: what is read stands there. Name another file.")


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file: links are followed, and a disk may make no difference of capitals."""
    try:
        return os.path.realpath(one) == os.path.realpath(other) or one.samefile(other)
    except OSError:  # one of the two is not there
        return False


def files_of_exercise(path: Path | None, exercise: Exercise) -> Iterator[Path]:
    """The exercise's own file, and the files that it names; none of the reference exercise, which nobody can reach."""
    if path is None:
        return
    folder = path if path.is_dir() else path.parent
    yield folder / EXERCISE_FILE if path.is_dir() else path
    for file in exercise.files:
        yield folder / file.name
