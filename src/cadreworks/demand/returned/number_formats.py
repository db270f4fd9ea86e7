"""Does a number format show a date or a percentage? The code of the format -> which.

A spreadsheet stores `10%` as 0.1 and a date as a count of days; only the format of the cell tells them from numbers.
Source: ECMA-376, part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from enum import Enum

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETED = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dmyhs]|am/pm", re.IGNORECASE)
_EXPONENT = re.compile(r"e[+-]|general|standard", re.IGNORECASE)
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUILT_IN_PERCENT = frozenset({9, 10})


class Shows(Enum):
    """What a cell of that format shows."""

    NUMBER = "number"
    DATE = "date"
    PERCENT = "percent"


def shows(number: int, code: str | None) -> Shows:
    """What the format of that number shows; code: None where it is built in."""
    if code is None:
        if number in _BUILT_IN_DATES:
            return Shows.DATE
        return Shows.PERCENT if number in _BUILT_IN_PERCENT else Shows.NUMBER
    return shown_by(code)


def shown_by(code: str) -> Shows:
    """What a format of that code shows: `0.0%`, `dd/mm/yyyy`, `0.00`."""
    plain = _EXPONENT.sub("", _BRACKETED.sub("", _QUOTED.sub("", code.split(";")[0])))
    if "%" in plain:
        return Shows.PERCENT
    return Shows.DATE if _DATE_LETTERS.search(plain) else Shows.NUMBER
