"""Which files came back? Files, folders and globs -> files in order of their names, each once.

A folder is searched through, without following links to other folders. What lies there and is no workbook is told and
passed over; a file that is named itself is always read.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cadreworks.demand.returned.open_file import LOCK_FILE
from cadreworks.problems import ProblemList

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".ots", ".csv", ".tsv", ".numbers"})
"""What is read, or refused with a remedy, where a folder is given."""


@dataclass(frozen=True)
class FoundFiles:
    """paths: of what is to be read; problems and notices: of what is not"""

    paths: tuple[Path, ...]
    problems: ProblemList
    notices: ProblemList


def find_files(given: Iterable[str], *, leave_out: Iterable[Path] = ()) -> FoundFiles:
    """The files that are meant. leave_out: files that this command writes, which may lie in a folder of returns."""
    problems, notices = ProblemList(), ProblemList()
    own = {os.path.realpath(path) for path in leave_out}
    found: dict[str, Path] = {}
    for name in given:
        before = len(problems)
        paths = list(_meant_by(name, problems, notices))
        if not paths and len(problems) == before:
            problems.add(name, "there are no returns here", "Name workbooks, a folder of them, or a glob.", kind="none")
        for path in paths:
            if os.path.realpath(path) not in own:  # a link that leads to itself is a problem of its own
                found.setdefault(os.path.realpath(path), path)
    return FoundFiles(tuple(sorted(found.values(), key=lambda path: path.as_posix())), problems, notices)


def _meant_by(name: str, problems: ProblemList, notices: ProblemList) -> Iterator[Path]:
    path = Path(name)
    if path.is_dir():
        yield from _in_folder(path, problems, notices)
    elif path.exists() or path.is_symlink():
        yield path
    else:
        yield from (Path(match) for match in sorted(glob.glob(name, recursive=True)) if Path(match).is_file())  # noqa: PTH207 - a user's glob


def _in_folder(folder: Path, problems: ProblemList, notices: ProblemList) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        what = f"this folder cannot be read ({error.strerror})"
        problems.add(Path(error.filename).as_posix(), what, "Check its permissions.", kind="no access")

    for where, folders, files in os.walk(folder, onerror=refused):
        folders[:] = sorted(entry for entry in folders if not entry.startswith((".", "__MACOSX")))
        for entry in sorted(files):
            path = Path(where) / entry
            if entry.startswith(LOCK_FILE):
                what = "somebody has this workbook open, and may not have saved it"
                remedy = "Close it, and read it again if it was changed."
                notices.add(path.with_name(entry.removeprefix(LOCK_FILE)).as_posix(), what, remedy, kind="open")
            elif path.suffix.lower() in SUFFIXES and not entry.startswith("."):
                yield path
            elif not entry.startswith("."):
                what = "this is no workbook, and was passed over"
                notices.add(path.as_posix(), what, "Name it if it is a return.", kind="passed over")
