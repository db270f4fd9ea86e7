"""How are rows of many texts grouped fast? Texts of few words -> one or two whole numbers for a row, and back.

Each column's words are numbered from 1 in their order; 0 is an empty cell. The numbers of a row are the digits of a
key, each digit with a base of its own, so that equal keys are equal texts and nothing is lost. Only Parquet is read
so: it keeps its words beside the rows, so that finding and numbering them costs next to nothing. From CSV it would cost
one more reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cadreworks.records.engine import DuckEngine, quoted

LARGEST_KEY = 1 << 62
MOST_LISTED = 500
"""Up to so many words stand in the query itself: DuckDB then numbers what Parquet keeps of them, not each row."""
MOST_WORDS = 60_000
"""A column of more words is grouped as text."""


@dataclass(frozen=True)
class Digit:
    """Where a column stands in the keys: its words in order, whether cells are empty, the key and the place in it."""

    words: tuple[str, ...]
    has_empty: bool
    key: int
    place: int

    @property
    def base(self) -> int:
        return len(self.words) + 1

    def text(self, number: int) -> str | None:
        """The word that a number stands for; None for an empty cell."""
        return self.words[number - 1] if number else None

    def number_sql(self) -> str:
        """SQL of the number, from the keys in `raw_groups`."""
        return f"(raw_groups.key{self.key} // {self.place}) % {self.base}"


@dataclass(frozen=True)
class Words:
    """The columns whose texts are digits of keys."""

    digits: Mapping[str, Digit]

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the keys."""
        return tuple(f"key{number}" for number in sorted({digit.key for digit in self.digits.values()}))

    def key_selects(self) -> list[str]:
        """SQL of each key, from the columns of `raw`."""
        return [
            " + ".join(_digit_sql(name, digit) for name, digit in self.digits.items() if f"key{digit.key}" == key)
            + f" AS {key}"
            for key in self.keys
        ]


NO_WORDS = Words({})


def find_words(engine: DuckEngine, columns: Sequence[str]) -> Words:
    """The words of those of the columns of `raw` that are texts of few words, found in one reading of all."""
    kinds = dict(engine.rows("SELECT column_name, column_type FROM (DESCRIBE raw)"))
    texts = [name for name in columns if kinds[name] == "VARCHAR"]
    if not texts:
        return NO_WORDS
    (found,) = engine.rows(f"SELECT {', '.join(f'list(DISTINCT {name})' for name in texts)} FROM raw")
    return Words(_digits({name: cells or [] for name, cells in zip(texts, found, strict=True)}, engine))


def _digits(cells: Mapping[str, Sequence[str | None]], engine: DuckEngine) -> dict[str, Digit]:
    digits: dict[str, Digit] = {}
    key, place = 0, 1
    for name, found in cells.items():
        words = tuple(sorted(word for word in found if word is not None))
        if len(words) > MOST_WORDS:
            continue
        if place * (len(words) + 1) > LARGEST_KEY:
            key, place = key + 1, 1
        digits[name] = Digit(words, has_empty=len(found) > len(words), key=key, place=place)
        place *= len(words) + 1
        if len(words) > MOST_LISTED:
            engine.load("listed", "word VARCHAR", [(word,) for word in words])
            engine.run(f"CREATE TYPE word_of_{name} AS ENUM (SELECT word FROM listed)")
    return digits


def _digit_sql(name: str, digit: Digit) -> str:
    """SQL of a column's part of its key; a column without empty cells keeps to what DuckDB does word by word."""
    if not digit.words:
        return "0"
    if len(digit.words) > MOST_LISTED:
        number = f"enum_code(CAST({name} AS word_of_{name})) + 1"
    else:
        number = f"list_position([{', '.join(map(quoted, digit.words))}], {name})"
    part = f"CAST({number} AS BIGINT) * {digit.place}"
    return f"coalesce({part}, 0)" if digit.has_empty else part
