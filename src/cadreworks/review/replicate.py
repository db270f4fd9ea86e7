"""Is a run what its manifest says, and does running it again give the same? Two results folders -> differences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cadreworks.manifest import MANIFEST_FILE, RunRecord


@dataclass(frozen=True)
class Difference:
    """One file of the results that is not as it should be."""

    file: str
    what: str


def check_against_manifest(out: Path, record: RunRecord) -> list[Difference]:
    """Files of a run that are missing, or were changed since it was made."""
    recorded = {**record.files, **{f"inputs/{name}": digest for name, digest in record.inputs.items()}}
    differences = []
    for name, digest in sorted(recorded.items()):
        path = out / name
        if not path.is_file():
            differences.append(Difference(name, "is missing"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            differences.append(Difference(name, "was changed since the run"))
    return differences


def differences_between(out: Path, again: Path, *, leaving_out: str) -> list[Difference]:
    """Files that two results folders do not share byte for byte, the log left out."""
    ours, theirs = (dict(_files(folder, leaving_out)) for folder in (out, again))
    differences = []
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in theirs:
            differences.append(Difference(name, "is not made by running again"))
        elif name not in ours:
            differences.append(Difference(name, "is made by running again, and is missing here"))
        elif ours[name].read_bytes() != theirs[name].read_bytes():
            differences.append(Difference(name, "differs when run again"))
    # the manifest lists the digests of all others, so on its own it says nothing new
    only_consequence = len(differences) > 1
    return [item for item in differences if not (only_consequence and item.file == MANIFEST_FILE)]


def _files(folder: Path, leaving_out: str) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != leaving_out:
            yield name, path
