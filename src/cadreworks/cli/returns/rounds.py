"""Reads the returns of one round for the verbs that look at rounds."""

from __future__ import annotations

from pathlib import Path

from cadreworks.demand.answers import Return
from cadreworks.demand.answers_of_rows import answers_of_rows
from cadreworks.demand.exercise import Exercise
from cadreworks.demand.returns import RETURNS_TABLE
from cadreworks.problems import ProblemList
from cadreworks.tables import read_table


def read_round(file: Path, problems: ProblemList, exercise: Exercise | None = None) -> tuple[Return, ...]:
    """What the organisations in returns.csv answered; with an exercise, held to its scenarios and areas."""
    spec = RETURNS_TABLE
    if exercise is not None:
        spec = spec.allowing({"scenario": exercise.scenario_ids, "area": exercise.areas})
    return answers_of_rows(read_table(file.read_bytes(), spec, problems, file=file.name).rows)
