"""What a run was: enough to repeat it, and to prove that nothing was changed since.

The manifest holds no clock time, host or path. Two runs of the same version on the same inputs have the same
manifest, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cadreworks.problems import Problem

MANIFEST_FILE = "manifest.json"
_FIELDS = {
    "version": str,
    "study_digest": str,
    "seed": int,
    "draws": int,
    "methods": dict,
    "inputs": dict,
    "files": dict,
}


@dataclass(frozen=True)
class InputRecord:
    """One input of a run: its digest, what it was for, and where its figures come from."""

    sha256: str
    roles: tuple[str, ...]
    status: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Manifest:
    """What a run was. inputs: by name, as copied into `inputs/`; files: the SHA-256 of every other file of the
    results but the manifest itself and the log.
    """

    version: str
    title: str
    coverage: str
    edition: str
    study_digest: str
    seed: int
    draws: int
    methods: Mapping[str, str]
    scenarios: tuple[str, ...]
    inputs: Mapping[str, InputRecord]
    files: Mapping[str, str] = field(default_factory=dict)

    def with_files(self, files: Mapping[str, str]) -> Manifest:
        return replace(self, files=dict(sorted(files.items())))

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class RunRecord:
    """What a manifest that was read back says of its run."""

    version: str
    study_digest: str
    seed: int
    draws: int
    methods: Mapping[str, str]
    inputs: Mapping[str, str]
    files: Mapping[str, str]


def read_manifest(text: str, where: str) -> RunRecord | Problem:
    """The run that a manifest records, or the problem with it."""
    try:
        raw: Any = json.loads(text)
    except ValueError as error:
        return Problem(where, f"this is not JSON: {error}", "Run the study again.", "bad manifest")
    wrong = [name for name, kind in _FIELDS.items() if not isinstance(raw, dict) or not isinstance(raw.get(name), kind)]
    if wrong:
        return Problem(
            where, f"{', '.join(wrong)} cannot be read", "Run the study again with this version.", "bad manifest"
        )
    return RunRecord(
        version=raw["version"],
        study_digest=raw["study_digest"],
        seed=raw["seed"],
        draws=raw["draws"],
        methods=raw["methods"],
        inputs={name: str(entry.get("sha256", "")) for name, entry in raw["inputs"].items() if isinstance(entry, dict)},
        files=raw["files"],
    )
