"""Files damaged at random: never anything but problems and notices, and never a number that is not in the file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cadreworks.demand.returned import read_return
from cadreworks.demand.toolkit.write import toolkit_bytes
from random_damage import random_damage, wrong_numbers
from returned_workbooks import BOLTON, good_return, small_exercise


@pytest.fixture(scope="module")
def good() -> bytes:
    return toolkit_bytes(small_exercise(), BOLTON, good_return())


def check(good: bytes, seeds: range) -> None:
    exercise, right = small_exercise(), dict(good_return().wte)
    spoilt = 0
    for seed in seeds:
        name, raw = random_damage(good, seed)
        file = read_return(raw, exercise, file=name)
        assert (file.answers is None) == bool(file.problems) or file.notices, seed
        assert not wrong_numbers(name, raw, file, right), seed
        spoilt += bool(file.problems)
    assert spoilt > len(seeds) / 4  # the damage does damage


@pytest.mark.slow
def test_a_few_files(good: bytes) -> None:
    check(good, range(50))


@pytest.mark.full
def test_a_thousand_files(good: bytes) -> None:
    check(good, range(50, 1050))


def test_the_oracle_knows_a_wrong_number(good: bytes) -> None:
    file = read_return(good, small_exercise(), file="bolton.xlsx")
    assert file.answers
    first, second = list(file.answers.wte)[:2]
    right = dict(file.answers.wte)
    exchanged = {**right, first: right[second], second: right[first]}
    assert right[first] != right[second]
    assert (
        len(wrong_numbers("bolton.xlsx", good, replace(file, answers=replace(file.answers, wte=exchanged)), right)) == 2
    )
