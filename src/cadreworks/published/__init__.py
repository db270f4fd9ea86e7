"""What the five reports printed, as the package ships it: the reference study, and the figures to reconcile to.

Files only, with their sources beside them; nothing here knows what they are used for.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

REFERENCE_STUDY = "digital-2030"


def reference_study() -> list[tuple[str, bytes]]:
    """The files of the reference study: path within the study and bytes, in order of name."""
    return list(_files_in(resources.files(__name__).joinpath(REFERENCE_STUDY), ""))


def _files_in(folder: Traversable, within: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{within}{entry.name}"
        if entry.is_dir():
            yield from _files_in(entry, f"{name}/")
        else:
            yield name, entry.read_bytes()


def published_figures() -> Traversable:
    """The figures that results are reconciled to, one row each."""
    return resources.files(__name__).joinpath("figures.csv")


def inconsistencies() -> Traversable:
    """Where the reports are at odds with themselves, one row each, by issue_id."""
    return resources.files(__name__).joinpath("inconsistencies.csv")
