"""What the five reports printed, as the package ships it: the reference study, and the figures to reconcile to.

Files only, with their sources beside them; nothing here knows what they are used for.
"""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

REFERENCE_STUDY = "digital-2030"


def reference_study() -> list[tuple[str, bytes]]:
    """The files of the reference study: name and bytes, in order of name."""
    folder = resources.files(__name__).joinpath(REFERENCE_STUDY)
    return [(file.name, file.read_bytes()) for file in sorted(folder.iterdir(), key=lambda file: file.name)]


def published_figures() -> Traversable:
    """The figures that results are reconciled to, one row each."""
    return resources.files(__name__).joinpath("figures.csv")


def inconsistencies() -> Traversable:
    """Where the reports are at odds with themselves, one row each, by issue_id."""
    return resources.files(__name__).joinpath("inconsistencies.csv")
