"""Where are a study's files? The folder and the names in study.toml -> paths inside it, with their digests.

A study is self-contained: a name that leads out of the folder, by `..`, an absolute path or a link, is
refused, since neither the run's copy of the inputs nor another reader would have the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cadreworks.problems import MOST_QUOTED, EnvironmentFault, InputProblems, Problem, ProblemList, in_one_line, quoted
from cadreworks.results_folder import MANIFEST_FILE
from cadreworks.study.settings import STUDY_FILE, Input

MOST_BYTES = 64 * 2**20


@dataclass(frozen=True)
class StudyFile:
    """A file of the study, read once: its name relative to the folder, and the bytes that were checked.

    The digest and the copy in the results are made from these bytes, so they cannot differ from what was run,
    whatever happens to the file meanwhile.
    """

    name: str
    raw: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def find_study_file(folder: Path) -> Path:
    """The path of study.toml in `folder`. Raises InputProblems where there is none, or a link that leads out."""
    path = folder / STUDY_FILE
    if path.is_file() and _lies_within(path, folder):
        return path
    if path.is_file():
        what, remedy = f"its {STUDY_FILE} is a link that leads out of it", "Put the file itself into the folder."
    elif not folder.exists():
        what, remedy = "there is no such folder", "Check the name; `cadre demo` makes a study to start from."
    elif not folder.is_dir():
        what, remedy = "this is a file, not a study folder", f"Name the folder that holds {STUDY_FILE}."
    elif (folder / MANIFEST_FILE).is_file():
        what, remedy = "these are the results of a run, not a study", f"Name {folder.name}/inputs, which is its study."
    else:
        what, remedy = f"the folder has no {STUDY_FILE}", "Name a study folder; `cadre demo` makes one to start from."
    raise InputProblems([Problem(str(folder), what, remedy, "no study")])


def load_file(path: Path, name: str, problems: ProblemList) -> StudyFile | None:
    """The file, or None where it is far too large, which is a problem.

    Raises EnvironmentFault where the machine refuses to read it.
    """
    try:
        size = path.stat().st_size
        if size <= MOST_BYTES:
            return StudyFile(name, path.read_bytes())
    except OSError as error:
        raise EnvironmentFault(f"{name}: it cannot be read ({error.strerror}). Check its permissions.") from error
    problems.add(
        name,
        f"it is {size / 2**20:,.0f} MB, above the limit of {MOST_BYTES // 2**20} MB",
        "Check that the right file is named.",
        kind="too large",
    )
    return None


def load_input(folder: Path, named: Input, problems: ProblemList) -> StudyFile | None:
    """A named input, or None where it is missing, outside the folder or too large, which are problems."""
    where = f"{STUDY_FILE}, [inputs.{named.role}] file"
    pure = PurePosixPath(named.file)
    path = folder / pure
    try:
        named_inside = not pure.is_absolute() and ":" not in named.file and ".." not in pure.parts
        inside = named_inside and _lies_within(path, folder)
        found = inside and path.is_file()
    except (OSError, RuntimeError):
        problems.add(
            where,
            f"the file {quoted(named.file)} cannot be found: its name is too long, or links there lead in a circle",
            "Put the file itself into the folder, under a short name.",
            kind="missing file",
        )
        return None
    if not inside:
        problems.add(
            where,
            f'"{named.file}" leads out of the study folder',
            "Put the file into the folder, and name it relative to that.",
            kind="outside folder",
        )
        return None
    if not found:
        problems.add(
            where,
            f'the file "{named.file}" is not in the folder',
            "Put it there, or mend the name; capitals count.",
            kind="missing file",
        )
        return None
    return load_file(path, named.file, problems)


def _lies_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def study_digest(files: tuple[StudyFile, ...]) -> str:
    """One digest for the whole study: of the names and digests of its files, in order of name."""
    listing = "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name))
    return hashlib.sha256(listing.encode()).hexdigest()


def unused_files(folder: Path, files: tuple[StudyFile, ...]) -> list[str]:
    """Tables and settings in the folder that study.toml does not name: perhaps a name is misspelt."""
    used = {file.name for file in files}
    return sorted(
        in_one_line(path.name, MOST_QUOTED)
        for path in folder.iterdir()
        if path.is_file() and path.suffix in (".csv", ".toml", ".xlsx") and path.name not in used
    )
