"""What can a settings file say? Settings and named files, each of which describes itself.

The same descriptions read the file, word its problems and fill the reference pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from cadreworks.vocabulary import STATUS_IDS

_ANY_NUMBER = 1_000_000_000_000


class Of(Enum):
    """The kind of a setting's value."""

    TEXT = "text"
    WHOLE = "whole number"
    TEXTS = "list of texts"
    WHOLES = "list of whole numbers"
    DATE = "date"
    FLAG = "true or false"
    NUMBER = "number"
    ESTIMATE = "number or range"
    STEPS = "table of years"


@dataclass(frozen=True)
class Setting:
    """One key of a settings file: what it means, what to enter, and the values it may take.

    too_much: what is wrong with a number above `most`, where that says more than that it is out of range
    """

    name: str
    kind: Of
    means: str
    required: bool = True
    one_of: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    default: Any = None
    too_much: str = ""


@dataclass(frozen=True)
class Estimate:
    """A number that is not known exactly: the likeliest value, the lowest and highest that its owner would defend, and
    where it comes from; source and note are empty where the file does not say. A plain number has no range.
    """

    value: float
    low: float
    high: float
    source: str = ""
    note: str = ""


def exactly(value: float) -> Estimate:
    """An estimate without a range."""
    return Estimate(value, value, value)


ESTIMATE_SETTINGS = (
    Setting("value", Of.NUMBER, "the likeliest value", least=-_ANY_NUMBER, most=_ANY_NUMBER),
    Setting(
        "low", Of.NUMBER, "the lowest that its owner would defend", required=False, least=-_ANY_NUMBER, most=_ANY_NUMBER
    ),
    Setting("high", Of.NUMBER, "the highest of the kind", required=False, least=-_ANY_NUMBER, most=_ANY_NUMBER),
    Setting("source", Of.TEXT, "what it rests on", required=False, default=""),
    Setting("note", Of.TEXT, "anything a reader should know", required=False, default=""),
)
"""What an estimate says where it is more than a number. The setting's own limits take the place of those here."""


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
