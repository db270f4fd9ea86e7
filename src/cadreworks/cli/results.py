"""What verbs that read results share: the manifest of a results folder, or what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from cadreworks.manifest import MANIFEST_FILE, RunRecord, read_manifest
from cadreworks.problems import InputProblems, Problem


def find_manifest(results: Path) -> RunRecord:
    """The manifest of the results in a folder. Raises InputProblems where there is none that can be read."""
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
