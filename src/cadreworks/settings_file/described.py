"""What can a settings file say? Settings and named files, each of which describes itself.

The same descriptions read the file, word its problems and fill the reference pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from cadreworks.vocabulary import STATUS_IDS


class Of(Enum):
    """The kind of a setting's value."""

    TEXT = "text"
    WHOLE = "whole number"
    TEXTS = "list of texts"
    WHOLES = "list of whole numbers"
    DATE = "date"
    FLAG = "true or false"


@dataclass(frozen=True)
class Setting:
    """One key of a settings file: what it means, what to enter, and the values it may take."""

    name: str
    kind: Of
    means: str
    required: bool = True
    one_of: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    default: Any = None


@dataclass(frozen=True)
class Role:
    """A file that is needed, or may be named: the key under [inputs] and what it is for."""

    name: str
    means: str
    required: bool = True


INPUT_SETTINGS = (
    Setting("file", Of.TEXT, "the file's path, relative to the folder"),
    Setting("status", Of.TEXTS, "where its figures come from", one_of=STATUS_IDS),
    Setting("source", Of.TEXT, "the document or system, and the place in it"),
)


@dataclass(frozen=True)
class Input:
    """A file that the settings name, with its role, where its figures come from, and its source.

    file: relative to the study folder, with forward strokes, as it is named in problems and results
    """

    role: str
    file: str
    status: tuple[str, ...]
    source: str

    def holds(self, name: str) -> bool:
        """Whether a file of the folder is this input, or lies in it where it is a folder of files."""
        return name == self.file or name.startswith(f"{self.file}/")
