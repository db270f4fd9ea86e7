"""How are files made from staff records written? Whole or not at all, their owner's alone, each with its manifest.

Working files are exact and not for publication: they say so in a column and in the manifest beside them, which names
what they were made from and what was accepted on the way. `cadre records release` makes what may be published.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from cadreworks.records.store import Store
from cadreworks.whole_file import write_whole

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


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]], manifest: Mapping[str, Any]) -> None:
    """A CSV of working figures, cells in the order of the columns, and its manifest. Raises as `write_whole` does."""

    def write(target: Path) -> None:
        with target.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow((*columns, PUBLICATION))
            writer.writerows((*row, NOT_FOR_PUBLICATION) for row in rows)

    write_whole(path, write)
    write_manifest(path, manifest)


def write_manifest(path: Path, manifest: Mapping[str, Any]) -> None:
    """What a working file was made from, beside it."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    write_whole(manifest_of(path), lambda target: target.write_text(text, encoding="utf-8", newline="\n"))
