"""Is a run what its manifest says, and does running it again give the same? A results folder -> differences."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cadreworks.progress import Progress, no_progress
from cadreworks.results_folder import INPUTS_FOLDER, LOG_FILE, MANIFEST_FILE, REPORT_FILE
from cadreworks.review.results import Difference, check_against_manifest, check_records_named, read_record
from cadreworks.run import RunOptions, run_study


@dataclass(frozen=True)
class Replication:
    """What running again found. files: how many were compared, 0 where the inputs were no longer the run's"""

    made_by: str
    files: int
    differences: tuple[Difference, ...]

    @property
    def only_drawings(self) -> bool:
        """Whether nothing differs but drawings and the page that holds them."""
        return all(item.file.startswith("charts/") or item.file == REPORT_FILE for item in self.differences)


def replicate(results: Path, jobs: int, records: str | None = None, progress: Progress = no_progress) -> Replication:
    """Check the files in `results` against their manifest, run its inputs again, and compare every file but the log.

    records: the staff records, where the run rests on some. Raises InputProblems where there is no manifest to be read
    or the records are others, UsageFault where records are lacking or not wanted.
    """
    record = read_record(results)
    check_records_named(results, record, records)
    differences = check_against_manifest(results, record)
    if any(item.file.startswith(f"{INPUTS_FOLDER}/") for item in differences):
        return Replication(record.version, 0, tuple(differences))
    with tempfile.TemporaryDirectory(prefix="cadre-replicate-") as folder:
        again = Path(folder) / "again"
        options = RunOptions(record.draws, record.seed, jobs, records, record.records)
        run_study(results / INPUTS_FOLDER, again, options, progress)
        found = differences_between(results, again)
        number = sum(path.is_file() for path in again.rglob("*")) - 1
    known = {item.file for item in differences}
    return Replication(record.version, number, (*differences, *(item for item in found if item.file not in known)))


def differences_between(out: Path, again: Path) -> list[Difference]:
    """Files that two results folders do not share byte for byte, the log left out."""
    ours, theirs = (dict(_files(folder)) for folder in (out, again))
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


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != LOG_FILE:
            yield name, path
