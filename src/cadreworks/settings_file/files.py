"""Where are the files that a settings file names? A folder and the names -> bytes read once, with their digests.

A folder is self-contained: a name that leads out of it, by `..`, an absolute path or a link, is refused, since
neither the run's copy of the inputs nor another reader would have the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cadreworks.problems import EnvironmentFault, ProblemList, quoted
from cadreworks.settings_file.described import Input

MOST_BYTES = 64 * 2**20


@dataclass(frozen=True)
class LoadedFile:
    """A file, read once: its name relative to the folder, and the bytes that were checked.

    The digest and the copy in the results are made from these bytes, so they cannot differ from what was run,
    whatever happens to the file meanwhile.
    """

    name: str
    raw: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def load_file(path: Path, name: str, problems: ProblemList) -> LoadedFile | None:
    """The file, or None where it is far too large, which is a problem.

    Raises EnvironmentFault where the machine refuses to read it.
    """
    try:
        size = path.stat().st_size
        if size <= MOST_BYTES:
            return LoadedFile(name, path.read_bytes())
    except OSError as error:
        raise EnvironmentFault(f"{name}: it cannot be read ({error.strerror}). Check its permissions.") from error
    problems.add(
        name,
        f"it is {size / 2**20:,.0f} MB, above the limit of {MOST_BYTES // 2**20} MB",
        "Check that the right file is named.",
        kind="too large",
    )
    return None


def load_input(folder: Path, named: Input, problems: ProblemList, *, settings_file: str) -> LoadedFile | None:
    """An input that `settings_file` names; None where it is missing, outside or too large, which are problems."""
    where = f"{settings_file}, [inputs.{named.role}] file"
    pure = PurePosixPath(named.file)
    path = folder / pure
    try:
        named_inside = not pure.is_absolute() and ":" not in named.file and ".." not in pure.parts
        inside = named_inside and lies_within(path, folder)
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
            f'"{named.file}" leads out of the {PurePosixPath(settings_file).stem} folder',
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


def lies_within(path: Path, folder: Path) -> bool:
    """Whether `path`, once its links are followed, is a place in `folder`."""
    return path.resolve().is_relative_to(folder.resolve())


def digest_of(files: tuple[LoadedFile, ...]) -> str:
    """One digest for all: of the names and digests of the files, in order of name."""
    listing = "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files, key=lambda file: file.name))
    return hashlib.sha256(listing.encode()).hexdigest()
