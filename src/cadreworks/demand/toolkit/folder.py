"""Puts workbooks into a folder: all of them or none, and never in place of one that somebody may have filled in.

what each workbook is made of -> files. A file that is there already with the same bytes is left alone.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit.file_names import file_names
from cadreworks.demand.toolkit.write import toolkit_bytes
from cadreworks.problems import EnvironmentFault, ProblemList, UsageFault
from cadreworks.progress import Progress, no_progress

_READABLE_BY_ALL = 0o644


@dataclass(frozen=True)
class WrittenWorkbooks:
    """By organisation, where its workbook stands; unchanged: how many stood there before with the same bytes."""

    paths: Mapping[str, Path]
    unchanged: int


def write_toolkits(folder: Path, exercise: Exercise, progress: Progress = no_progress) -> WrittenWorkbooks:
    """One empty workbook for each invited organisation.

    Raises InputProblems where a file is in the way, UsageFault where `folder` is a file, EnvironmentFault where the
    machine refuses.
    """
    names = [invited.organisation for invited in exercise.invited]
    return write_workbooks(folder, {name: _maker(exercise, name) for name in names}, progress)


def _maker(exercise: Exercise, organisation: str) -> Callable[[], bytes]:
    return lambda: toolkit_bytes(exercise, organisation)


def write_workbooks(
    folder: Path, makers: Mapping[str, Callable[[], bytes]], progress: Progress = no_progress, *, ending: str = ""
) -> WrittenWorkbooks:
    """The workbook of each organisation, by what makes its bytes; ending: of each file's name. Raises as
    `write_toolkits` does.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageFault(f"{folder.name}: this is a file. Name a folder.")
    names = file_names(list(makers), ending)
    paths = {organisation: folder / names[organisation] for organisation in makers}
    there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with tempfile.TemporaryDirectory(prefix=".toolkits.partial-", dir=folder) as staging:
                made = _make(Path(staging), paths, makers, progress=progress)
                fresh = _check_in_the_way(made)
                _put_in_place({path: made[path] for path in fresh})
        finally:
            if not there and not any(folder.iterdir()):
                folder.rmdir()
    except OSError as error:
        raise EnvironmentFault(
            f"{folder.name}: workbooks cannot be written there ({error.strerror}). Check the free space and the "
            "permissions of the folder; nothing was written."
        ) from error
    return WrittenWorkbooks(paths, unchanged=len(paths) - len(fresh))


def _make(
    staging: Path, paths: Mapping[str, Path], makers: Mapping[str, Callable[[], bytes]], *, progress: Progress
) -> dict[Path, Path]:
    """Each workbook beside its place: by where it belongs, where it stands for now."""
    made = {}
    for done, (organisation, make) in enumerate(makers.items()):
        progress("Writing workbooks", done, len(makers))
        path = paths[organisation]
        made[path] = staging / path.name
        made[path].write_bytes(make())
        made[path].chmod(_READABLE_BY_ALL)
    return made


def _check_in_the_way(made: Mapping[Path, Path]) -> list[Path]:
    """The places that are free. Raises InputProblems naming every file that says something else."""
    problems = ProblemList()
    fresh = []
    for path, now in made.items():
        if not os.path.lexists(path):
            fresh.append(path)
        elif path.is_symlink() or not path.is_file() or path.read_bytes() != now.read_bytes():
            problems.add(
                path.name,
                "a file of this name is there and differs, so somebody may have filled it in",
                "Move it away, or name another folder.",
                kind="in the way",
            )
    problems.stop_if_any()
    return fresh


def _put_in_place(moves: Mapping[Path, Path]) -> None:
    put: list[Path] = []
    try:
        for path, now in moves.items():
            _put(path, now)
            put.append(path)
    except BaseException:
        for path in put:
            path.unlink(missing_ok=True)
        raise


def _put(path: Path, now: Path) -> None:
    """Into a place that is still free: linking fails where something was put there meanwhile, unlike moving."""
    try:
        os.link(now, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no links
        with path.open("xb") as stream:
            try:
                stream.write(now.read_bytes())
            except BaseException:
                path.unlink()
                raise
