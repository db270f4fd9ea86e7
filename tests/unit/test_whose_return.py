"""Whose return is a file that says it only by its name?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cadreworks.demand.exercise import Invited
from cadreworks.demand.returned import read_return
from cadreworks.demand.toolkit.file_names import file_names
from returned_workbooks import small_exercise

SHEET = (Path(__file__).parents[1] / "data" / "returns" / "scenario_a.csv").read_bytes()
NAMES = ("Leeds", "Leeds Community", "St Mary's", "Ärzte & Söhne", "例", "Example 1", "Example 10")


def whose(file: str) -> str:
    exercise = replace(small_exercise(), invited=tuple(Invited(name, "acute", "", 1.0) for name in NAMES))
    return read_return(SHEET, exercise, file=file).organisation


@pytest.mark.parametrize("name", NAMES)
def test_a_file_named_as_its_toolkit_was(name: str) -> None:
    stem = Path(file_names(NAMES)[name]).stem
    assert whose(f"returns/{stem}.csv") == name
    assert whose(f"{stem} - Scenario A (2).csv") == name


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("LEEDS COMMUNITY final.csv", "Leeds Community"),
        ("leeds.csv", "Leeds"),
        ("Ärzte_&_Söhne.csv", "Ärzte & Söhne"),
        ("example 10.csv", "Example 10"),
        ("example-1-example-10.csv", ""),
        ("leedsville.csv", ""),
        ("Leeds and Example 1.csv", ""),
        ("return.csv", ""),
    ],
)
def test_a_name_must_stand_whole_and_alone(file: str, name: str) -> None:
    assert whose(file) == name
