"""What a run was: enough to repeat it, and to prove that nothing was changed since.

The manifest holds no clock time, host or path. Two runs of the same version on the same inputs have the same
manifest, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from cadreworks.problems import Problem, quoted
from cadreworks.randomness import LARGEST_SEED, MOST_DRAWS

_LONGEST_NAME = 1_000
_FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "version": lambda value: isinstance(value, str),
    "study_digest": lambda value: isinstance(value, str),
    "seed": lambda value: type(value) is int and 0 <= value <= LARGEST_SEED,
    "draws": lambda value: type(value) is int and 1 <= value <= MOST_DRAWS,
    "methods": lambda value: _is_mapping_of(value, str),
    "inputs": lambda value: _is_mapping_of(value, dict),
    "records": lambda value: value is None or (isinstance(value, dict) and isinstance(value.get("digest"), str)),
    "files": lambda value: _is_mapping_of(value, str),
}
"""What a manifest that is read back must hold, and what it may hold there."""
_NOT_OF_A_RUN: Mapping[str, str] = {
    "plan_digest": "a plan",
    "compared": "a comparison",
    "sensitivity_of": "a sensitivity analysis",
}
"""What a manifest holds that tells it from that of a run, and whose it then is."""


@dataclass(frozen=True)
class InputRecord:
    """One input of a run: its digest, what it was for, and where its figures come from."""

    sha256: str
    roles: tuple[str, ...]
    status: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class RecordsUsed:
    """Staff records that a run rests on, which its results do not hold. digest: of their spells, however they were
    stored; accepted: kind of problem -> rows
    """

    digest: str
    first_day: str
    last_day: str
    accepted: Mapping[str, int]


@dataclass(frozen=True)
class Manifest:
    """What a run was. inputs: by name, as copied into `inputs/`; files: the SHA-256 of every other file of the
    results but the manifest itself and the log; not_for_publication: the stock holds cells that may point to people.
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
    not_for_publication: bool
    inputs: Mapping[str, InputRecord]
    records: RecordsUsed | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    def with_files(self, files: Mapping[str, str]) -> Manifest:
        return replace(self, files=dict(sorted(files.items())))

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class RunRecord:
    """What a manifest that was read back says of its run. records: the digest of the staff records, or nothing"""

    version: str
    study_digest: str
    seed: int
    draws: int
    methods: Mapping[str, str]
    inputs: Mapping[str, str]
    records: str
    files: Mapping[str, str]
    not_for_publication: bool = False


def read_manifest(text: str, where: str) -> RunRecord | Problem:
    """The run that a manifest records, or the problem with it."""
    try:
        raw: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Problem(where, f"this is not JSON: {error}", "Run the study again.", "bad manifest")
    for key, whose in _NOT_OF_A_RUN.items():
        if isinstance(raw, dict) and key in raw:
            what = f"this is the manifest of {whose}, not of a run"
            return Problem(where, what, "Name the folder that `cadre run --out` wrote.", "bad manifest")
    wrong = [name for name, is_good in _FIELDS.items() if not isinstance(raw, dict) or not is_good(raw.get(name))]
    if wrong:
        return Problem(
            where, f"{', '.join(wrong)} cannot be read", "Run the study again with this version.", "bad manifest"
        )
    outside = [name for name in (*raw["inputs"], *raw["files"]) if not _lies_inside(name)]
    if outside:
        what = f"{quoted(outside[0])} is no file of these results"
        return Problem(where, what, "Run the study again.", "bad manifest")
    return RunRecord(
        version=raw["version"],
        study_digest=raw["study_digest"],
        seed=raw["seed"],
        draws=raw["draws"],
        methods=raw["methods"],
        inputs={name: str(entry.get("sha256", "")) for name, entry in raw["inputs"].items()},
        records=raw["records"]["digest"] if raw.get("records") else "",
        files=raw["files"],
        not_for_publication=bool(raw.get("not_for_publication")),
    )


def _is_mapping_of(value: Any, kind: type) -> bool:
    return isinstance(value, dict) and all(isinstance(entry, kind) for entry in value.values())


def _lies_inside(name: str) -> bool:
    """Whether a name can be that of a file in the results: anybody can write a manifest that names other files."""
    pure = PurePosixPath(name)
    return (
        0 < len(name) <= _LONGEST_NAME
        and name.isprintable()
        and not pure.is_absolute()
        and ".." not in pure.parts
        and not set(name) & set(":\\")
    )
