"""What does a results folder hold? Its path -> its manifest, whether its files are still the run's, and its tables.

Whoever speaks of a run from its files asks `check_unchanged` first, so that an edited file is never taken for the
run's own.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cadreworks.manifest import RunRecord, read_manifest
from cadreworks.problems import InputProblems, Problem, UsageFault
from cadreworks.results_folder import INPUTS_FOLDER, MANIFEST_FILE

TABLES_FOLDER = "tables"

ResultRows = Sequence[Mapping[str, str]]
"""The rows of a result table as they stand in its file."""


@dataclass(frozen=True)
class Difference:
    """One file of the results that is not as it should be."""

    file: str
    what: str


def read_record(results: Path) -> RunRecord:
    """What the manifest of a results folder says of its run. Raises InputProblems where it cannot be read."""
    path = results / MANIFEST_FILE
    if not path.is_file():
        if (results / "out" / MANIFEST_FILE).is_file():
            remedy = f"Did you mean {results / 'out'}?"
        else:
            remedy = "Name the folder that `cadre run --out` wrote."
        raise InputProblems([Problem(str(results), f"there is no {MANIFEST_FILE}, so these are no results", remedy)])
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problem = Problem(str(path), "it is not UTF-8", "Run the study again.")
        raise InputProblems([problem]) from error
    record = read_manifest(text, str(path))
    if isinstance(record, Problem):
        raise InputProblems([record])
    return record


def check_against_manifest(out: Path, record: RunRecord) -> list[Difference]:
    """Files of a run that are missing, or were changed since it was made."""
    recorded = {**record.files, **{f"{INPUTS_FOLDER}/{name}": digest for name, digest in record.inputs.items()}}
    return differing_files(out, recorded, since="the run")


def differing_files(folder: Path, digests: Mapping[str, str], *, since: str) -> list[Difference]:
    """Files, by name with their SHA-256, that are missing from a folder, or were changed since something was done."""
    differences = []
    for name, digest in sorted(digests.items()):
        path = folder / name
        if not _is_file(path):
            differences.append(Difference(name, "is missing"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            differences.append(Difference(name, f"was changed since {since}"))
    return differences


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that the machine cannot have
        return False


def check_records_named(results: Path, record: RunRecord, records: str | None, *, option: str = "--records") -> None:
    """Whether staff records are named just where the run rests on some. Raises UsageFault."""
    if bool(record.records) == (records is not None):
        return
    raise UsageFault(
        f"{results}: this run rests on staff records, which its results do not hold. Name them with {option}."
        if record.records
        else f"{results}: this run rests on no staff records. Leave out {option}."
    )


def check_unchanged(results: Path, record: RunRecord, *folders: str) -> None:
    """Whether the run's files in these folders are as it wrote them. Raises InputProblems that name each other one."""
    problems = [
        Problem(str(results / item.file), f"it {item.what}", "Put it back, or run the study again.", "changed file")
        for item in check_against_manifest(results, record)
        if item.file.split("/")[0] in folders
    ]
    if problems:
        raise InputProblems(problems)


def read_result_tables(folder: Path) -> dict[str, ResultRows]:
    """The result tables of a run, as text, by name. Raises InputProblems where one is no table any more."""
    tables: dict[str, ResultRows] = {}
    for path in sorted(folder.glob("*.csv")):
        try:
            with path.open(encoding="utf-8", newline="") as stream:
                tables[path.stem] = list(csv.DictReader(stream))
        except (UnicodeDecodeError, csv.Error) as error:
            problem = Problem(str(path), "it is no CSV in UTF-8", "Run the study again.", "not CSV")
            raise InputProblems([problem]) from error
    return tables
