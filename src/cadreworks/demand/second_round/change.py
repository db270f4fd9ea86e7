"""What does the pool say? change.csv, as pooling writes it -> the pool of each cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cadreworks.demand.answers import AnswerKey
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.pooling.table_specs import CHANGE_TABLE
from cadreworks.problems import ProblemList, counted
from cadreworks.tables import Row, Table, read_table
from cadreworks.vocabulary import ALL


@dataclass(frozen=True)
class Pooled:
    """The pool of one cell, in wte of the typical organisation; n: returns behind it."""

    mean: float | None
    low: float | None
    high: float | None
    n: int


def read_change(
    raw: bytes, exercise: Exercise, problems: ProblemList, *, file: str, returns: int
) -> Mapping[AnswerKey, Pooled]:
    """The pool of each cell that the exercise asks about; totals over areas are left out.

    returns: how many organisations answered; a pool of more comes from other returns, which is a problem
    """
    table = read_table(raw, CHANGE_TABLE, problems, file=file)
    asked = [row for row in table.rows if row.text("area") != ALL]
    if asked and not any(_is_asked(row, exercise) for row in asked):
        what = "none of its scenarios, years and areas is asked about in this exercise"
        problems.add(file, what, "Pool the returns of this exercise.", kind="other exercise")
    _check_counts(table, returns, problems)
    return {
        (row.text("scenario"), int(row.number("year")), row.text("area"), row.text("level")): Pooled(
            row.optional_number("mean"),
            row.optional_number("p05"),
            row.optional_number("p95"),
            int(row.number("n")),
        )
        for row in asked
        if _is_asked(row, exercise)
    }


def _is_asked(row: Row, exercise: Exercise) -> bool:
    return (
        row.text("scenario") in exercise.scenario_ids
        and int(row.number("year")) in exercise.points
        and row.text("area") in exercise.areas
    )


def _check_counts(table: Table, returns: int, problems: ProblemList) -> None:
    for row in table.rows:
        if row.number("n") > returns:
            problems.add(
                table.where(row, "n"),
                f"{row.number('n'):g} returns were pooled, but {counted(returns, 'organisation')} answered",
                "Pool the same returns that are named here.",
                kind="other returns",
            )
            return
