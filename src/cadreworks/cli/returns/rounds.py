"""Reads the returns of one round for the verbs that look at rounds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cadreworks.demand.answers import Return
from cadreworks.demand.answers_of_rows import answers_of_rows
from cadreworks.demand.exercise import Exercise
from cadreworks.demand.returns import PARTIAL_RETURNS_TABLE
from cadreworks.problems import ProblemList
from cadreworks.tables import Table, read_table
from cadreworks.vocabulary import ALL


@dataclass(frozen=True)
class Round:
    """What organisations answered; ranges_by_level: how many rows give a range by level, which no workbook asks for."""

    returns: tuple[Return, ...]
    ranges_by_level: int


def read_round(file: Path, problems: ProblemList, exercise: Exercise | None = None) -> Round:
    """The answers in returns.csv; with an exercise, held to its scenarios, years and areas."""
    spec = PARTIAL_RETURNS_TABLE
    if exercise is not None:
        spec = spec.allowing({"scenario": exercise.scenario_ids, "area": exercise.areas})
    table = read_table(file.read_bytes(), spec, problems, file=file.name)
    if exercise is not None:
        _check_years(table, exercise, problems)
    by_level = sum(
        row.text("level") != ALL and (row.optional_number("low") is not None or row.optional_number("high") is not None)
        for row in table.rows
    )
    return Round(answers_of_rows(table.rows), by_level)


def _check_years(table: Table, exercise: Exercise, problems: ProblemList) -> None:
    asked = f"It asks about {' and '.join(map(str, exercise.points))}."
    for row in table.rows:
        year = int(row.number("year"))
        if year not in exercise.points:
            what = f"{year} is not a year of this exercise"
            problems.add(table.where(row, "year"), what, asked, kind="year outside")
