"""How are files made from staff records written? Whole or not at all, their owner's alone, each with its manifest.

Working files are exact and not for publication: they say so in a column and in the manifest beside them, which names
what they were made from and what was accepted on the way. `cadre records release` makes what may be published.
"""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from cadreworks.problems import EnvironmentFault, UsageFault
from cadreworks.records.store import Store

NOT_FOR_PUBLICATION = "not for publication"
PUBLICATION = "publication"


def manifest_of(path: Path) -> Path:
    """Where the manifest of a working file lies."""
    return path.with_name(f"{path.name}.manifest.json")


def describe_work(store: Store, what: str, choices: Mapping[str, Any]) -> dict[str, Any]:
    """What a working file was made from, and how."""
    return {
        "made_by": f"cadreworks {metadata.version('cadreworks')}",
        "what": what,
        "publication": NOT_FOR_PUBLICATION,
        "records_digest": store.digest,
        "rows": store.rows,
        "people": store.people,
        "spells": store.spells,
        "first_day": store.first_day.isoformat(),
        "last_day": store.last_day.isoformat(),
        "accepted": dict(store.accepted),
        "choices": dict(choices),
    }


def write_rows(
    path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]], manifest: Mapping[str, Any]
) -> None:
    """A CSV of working figures and its manifest. Raises as `write_whole` does."""

    def write(target: Path) -> None:
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [*columns, PUBLICATION], lineterminator="\n")
            writer.writeheader()
            for row in rows:
                writer.writerow({**row, PUBLICATION: NOT_FOR_PUBLICATION})

    write_whole(path, write)
    write_manifest(path, manifest)


def write_manifest(path: Path, manifest: Mapping[str, Any]) -> None:
    """What a working file was made from, beside it."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    write_whole(manifest_of(path), lambda target: target.write_text(text, encoding="utf-8", newline="\n"))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a private file beside `path`, then put it in its place; on any error `path` is as it was.

    Raises UsageFault where `path` is a folder, EnvironmentFault where the machine refuses.
    """
    if path.is_dir():
        raise UsageFault(f"{path.name}: this is a folder. Name a file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.partial-", dir=path.parent) as folder:
            target = Path(folder) / path.name
            write(target)
            target.chmod(0o600)
            os.replace(target, path)  # noqa: PTH105 - over an earlier file, in one step
    except OSError as error:
        raise EnvironmentFault(
            f"{path.name}: it cannot be written ({error.strerror}). Check the free space and the permissions of its "
            "folder; an earlier file is as it was."
        ) from error
