"""Texts of few words become numbers to group by, and the very same texts again."""

from __future__ import annotations

import pytest

from cadreworks.records.engine import duck_engine
from cadreworks.records.words import MOST_LISTED, MOST_WORDS, find_words

FEW = ["", " ", "a", "a\0b", "it's", '"', "Ä", "ä", "\t", "NULL"]


@pytest.mark.parametrize("count", [3, MOST_LISTED, MOST_LISTED + 1])
def test_each_row_can_be_told_from_its_keys(count: int) -> None:
    many = [f"w{number}" for number in range(count)]
    columns = {"few": [*FEW, None], "filled": FEW, "nothing": [None]}
    columns |= {f"many{number}": [*many, None] for number in range(9)}
    rows = [
        [cells[at * step % len(cells)] for step, cells in enumerate(columns.values(), start=1)]
        for at in range(3 * count + 1)
    ]
    with duck_engine() as engine:
        engine.load("raw", ", ".join(f"{name} VARCHAR" for name in columns), rows)
        words = find_words(engine, list(columns))
        engine.table("raw_groups", f"SELECT rowid AS number, {', '.join(words.key_selects())} FROM raw")
        numbers = ", ".join(words.digits[name].number_sql() for name in columns)
        told = engine.rows(f"SELECT {numbers} FROM raw_groups ORDER BY number")
    assert (len(words.keys) > 1) == (count > 3), "nine columns of many words need more than one key"
    digits = [words.digits[name] for name in columns]
    assert [[digit.text(number) for digit, number in zip(digits, row, strict=True)] for row in told] == rows


def test_numbers_days_and_texts_of_too_many_words_are_left_as_they_are() -> None:
    rows = [(str(number), number, "x") for number in range(MOST_WORDS + 1)]
    with duck_engine() as engine:
        engine.load("raw", "many VARCHAR, number INTEGER, few VARCHAR", rows)
        assert set(find_words(engine, ["many", "number", "few"]).digits) == {"few"}
