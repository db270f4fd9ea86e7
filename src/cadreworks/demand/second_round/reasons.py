"""Why did others answer as they did? Their comments, without names and in an order that betrays nobody.

comments by organisation -> for one reader, by scenario and area, the comments of all others. A comment that names an
invited organisation or a person, or holds an address or a telephone number, is left out and counted, by the same rules
as a quotation that is to be published; whoever sends the workbooks reads the rest beforehand, since no rule finds every
hint. `n/a` and its like are no reasons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cadreworks.demand.answers import Return
from cadreworks.demand.themes.names import find_names
from cadreworks.randomness import stream

_EVERYDAY = frozenset(
    {
        *("the", "of", "and", "for", "in", "at", "a", "an", "nhs", "foundation", "trust", "hospital", "hospitals"),
        *("university", "teaching", "general", "royal", "health", "healthcare", "care", "community", "mental"),
        *("service", "services", "partnership", "integrated", "board", "group", "clinical", "commissioning"),
        *("ambulance", "acute", "children", "childrens", "women", "womens", "national", "england", "english"),
        *("digital", "data", "technology", "shared", "support", "unit", "system", "county", "city", "network"),
        *("north", "south", "east", "west", "central", "greater", "primary", "centre"),
    }
)
"""Words that many organisations and many comments share; what is left of a name points to one organisation."""
_MAIL = re.compile(r"\S@\S")
_NO_REASON = frozenset(
    {
        *("", "n a", "na", "nil", "none", "no", "nothing", "no comment", "no comments", "not applicable"),
        *("nothing to add", "nothing further", "nothing further to add", "nothing else to add"),
        *("no further comment", "no further comments", "none to add"),
    }
)
"""What people write where they have nothing to say, without its signs."""


@dataclass(frozen=True)
class Reasons:
    """by scenario and area; left_out: comments of others that seem to name somebody."""

    by_area: Mapping[tuple[str, str], tuple[str, ...]]
    left_out: int


def reasons_for(reader: str, returns: Sequence[Return], invited: Iterable[str], *, seed: int) -> Reasons:
    """What others than `reader` said. Each reader meets them in an order of its own, by area."""
    names = tuple(invited)
    telling = _telling_of(names)
    by_area: dict[tuple[str, str], list[str]] = {}
    left_out = 0
    for answers in returns:
        for about, comment in answers.comments.items() if answers.organisation != reader else ():
            if gives_no_reason(comment):
                continue
            if names_somebody(comment, telling) or find_names(comment, names):
                left_out += 1
            else:
                by_area.setdefault(about, []).append(comment)
    return Reasons({about: _shuffled(said, reader, about, seed=seed) for about, said in by_area.items()}, left_out)


def _shuffled(said: list[str], reader: str, about: tuple[str, str], *, seed: int) -> tuple[str, ...]:
    """From alphabetical order, so that the order of returns leaves no trace; the same words once."""
    ordered = sorted(set(said))
    drawn = stream(seed, f"reasons/{reader}/{'/'.join(about)}").permutation(len(ordered))
    return tuple(ordered[index] for index in drawn)


def _telling_of(invited: Iterable[str]) -> frozenset[str]:
    """What gives an organisation away: its whole name, and the words of it that few others have."""
    telling = set()
    for name in invited:
        words = _words(name)
        telling.add(" ".join(words))
        telling.add(" ".join(word for word in words if word not in _EVERYDAY))
    return frozenset(entry for entry in telling if len(entry) > 1 and not entry.isdigit())


def gives_no_reason(comment: str) -> bool:
    """Whether a comment only fills its cell: `-`, `n/a`, `Nothing to add.`"""
    return " ".join(_words(comment)) in _NO_REASON


def names_somebody(comment: str, telling: frozenset[str]) -> bool:
    """Whether a comment holds one of those names, whatever its capitals, accents and signs, or an address of mail."""
    said = f" {' '.join(_words(comment))} "
    return bool(_MAIL.search(comment)) or any(f" {name} " in said for name in telling)


def _words(text: str) -> list[str]:
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(letter) and letter not in "'\u2019"
    )
    return re.findall(r"\w+", plain)
