"""What may be typed into a cell? Its rule, what it says when it is entered, and what it says of a wrong entry."""

from __future__ import annotations

from datetime import date
from typing import Any

from cadreworks.demand.toolkit.layout import YES

MOST_IN_A_COMMENT = 2_000
MOST_IN_A_ROLE = 200
_MOST_TITLE = 32


def number_rule(title: str, asks: str) -> dict[str, Any]:
    """A number of 0 or more."""
    return _rule(
        {"validate": "decimal", "criteria": ">=", "value": 0},
        (title, f"{asks} Enter whole-time equivalents, 0 or more; 0 where it will need nobody."),
        ("A number is needed", "Enter a number of whole-time equivalents, 0 or more, such as 7 or 7.5, and no words."),
    )


def per_cent_rule(title: str) -> dict[str, Any]:
    """A number from 0 to 100."""
    return _rule(
        {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
        (title, "How sure are you that the total will lie between the two numbers above? Enter 0 to 100 per cent."),
        ("A per cent is needed", "Enter a number from 0 to 100, such as 80, without the sign %."),
    )


def any_number_rule(title: str, asks: str) -> dict[str, Any]:
    """A number of whatever sign."""
    return _rule(
        {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12},
        (title, asks),
        ("A number is needed", "Enter a number, such as 12 or 12.5, without its unit."),
    )


def words_rule(title: str, asks: str, most: int) -> dict[str, Any]:
    """Text that is not endless."""
    return _rule(
        {"validate": "length", "criteria": "<=", "value": most},
        (title, f"{asks} Up to {most:,} letters."),
        ("The text is too long", f"Shorten the text to {most:,} letters or fewer."),
    )


def date_rule(title: str) -> dict[str, Any]:
    """A day."""
    return _rule(
        {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)},
        (title, "The day of signing off, such as 31/10/2026."),
        ("A date is needed", "Enter the day, month and year, such as 31/10/2026."),
    )


def yes_or_no_rule(title: str) -> dict[str, Any]:
    """One of two words, chosen from a list."""
    return _rule(
        {"validate": "list", "source": [YES, "no"]},
        (title, "Choose yes when the answers are those of your organisation. Alt and the down arrow open the list."),
        ("Choose from the list", "Choose yes or no."),
    )


def _rule(what: dict[str, Any], prompt: tuple[str, str], error: tuple[str, str]) -> dict[str, Any]:
    return {
        **what,
        "ignore_blank": True,
        "input_title": _shortened(prompt[0]),
        "input_message": prompt[1],
        "error_title": error[0],
        "error_message": error[1],
        "error_type": "stop",
    }


def _shortened(title: str) -> str:
    return title if len(title) <= _MOST_TITLE else f"{title[: _MOST_TITLE - 1]}…"
