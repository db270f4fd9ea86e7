"""Is a value of a settings file what it should be? Values of TOML -> whether they are of their kind, within limits."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any, Protocol

from cadreworks.problems import quoted
from cadreworks.randomness import LARGEST_SEED
from cadreworks.settings_file.described import Of, Setting

PYTHON_TYPES: dict[Of, type | tuple[type, ...]] = {
    Of.TEXT: str,
    Of.WHOLE: int,
    Of.TEXTS: str,
    Of.WHOLES: int,
    Of.DATE: date,
    Of.FLAG: bool,
    Of.NUMBER: (int, float),
}


class AddProblem(Protocol):
    """Adds a problem of the file that is read; `where` is the place in it."""

    def __call__(self, where: str, what: str, remedy: str, *, kind: str) -> None: ...


def is_a(entry: object, wanted: type | tuple[type, ...]) -> bool:
    """Whether an entry is of the kind wanted: to Python a flag is a number too, and a time is a date."""
    return isinstance(entry, wanted) and isinstance(entry, bool) == (wanted is bool) and not isinstance(entry, datetime)


def check_limits(entry: float, setting: Setting, place: str, add: AddProblem) -> bool:
    """Whether a number lies within what the setting may be; a problem where it does not."""
    if isinstance(entry, float) and not math.isfinite(entry):
        add(place, f"{shown(entry)} cannot be counted with", f"Enter {setting.means}.", kind="out of range")
        return False
    too_much = setting.most is not None and entry > setting.most
    if not too_much and (setting.least is None or entry >= setting.least):
        return True
    what = setting.too_much if too_much and setting.too_much else "is out of range"
    remedy = f"Enter {setting.means}."
    if setting.least is not None and setting.most is not None:
        remedy = f"Enter {limit(setting.least)} to {limit(setting.most)}."
    add(place, f"{shown(entry)} {what}", remedy, kind="out of range")
    return False


def limit(number: float) -> str:
    """A limit as people write it: 100,000, but the year 2200."""
    return f"{number:g}" if abs(number) < 10_000 else f"{number:,}"


def shown(value: Any) -> str:
    """A value as a problem names it; Python itself refuses to write a number of thousands of digits."""
    match value:
        case dict():
            return "a section"
        case list():
            return "a list"
        case str():
            return quoted(value)
        case int() if abs(value) > LARGEST_SEED:
            return "a very large number"
    return str(value)
