"""How are returns kept? As returns.csv and seeds.csv: one row for each answer, as pooling reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from cadreworks.demand.answers import Return, returns_rows
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.returns import RETURNS_TABLE
from cadreworks.tables import write_table
from cadreworks.tables.spec import Cell

SEED_COLUMNS = ("organisation", "question", "low", "best", "high", "answer")
_LIST_MARK = re.compile(r"^([-+])(?=\s)")


def write_returns(path: Path, returns: Iterable[Return], exercise: Exercise) -> None:
    """Write returns.csv; the same returns make the same bytes."""
    write_table(path, RETURNS_TABLE.names, _rows(returns, exercise))


def _rows(returns: Iterable[Return], exercise: Exercise) -> Iterator[Mapping[str, Cell]]:
    for answers in returns:
        for row in returns_rows(answers, scenarios=exercise.scenario_ids, points=exercise.points, areas=exercise.areas):
            cells: dict[str, Cell] = dict(row)
            if isinstance(comment := cells.get("comment"), str):
                cells["comment"] = without_list_mark(comment)
            yield cells


def without_list_mark(comment: str) -> str:
    """A comment that begins as a list does begins with a dash for print: a spreadsheet that opens the file would take
    a hyphen or a plus for a formula, and the table's own reader refuses it.
    """
    return _LIST_MARK.sub("–", comment)


def write_seeds(path: Path, returns: Sequence[Return], exercise: Exercise) -> None:
    """Write seeds.csv: what was answered to questions with known answers, beside those."""
    rows: Iterator[Mapping[str, Cell]] = (
        {
            "organisation": answers.organisation,
            "question": question.id,
            "low": given.low,
            "best": given.best,
            "high": given.high,
            "answer": question.answer,
        }
        for answers in returns
        for question in exercise.seed_questions
        if (given := answers.seeds.get(question.id)) is not None
    )
    write_table(path, SEED_COLUMNS, rows)
