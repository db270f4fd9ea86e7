"""How well did experts judge what is known? The seeds table -> each expert's three points of each seed question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.answers import Return
from cadreworks.problems import ProblemList, quoted
from cadreworks.tables import Column, Kind, Row, Table, TableSpec

_ENTER = "Enter a number, in the unit of the question."

SEEDS_TABLE = TableSpec(
    name="seeds",
    means="What each organisation answered to questions whose answers are known, one row for each question.",
    columns=(
        Column("organisation", Kind.TEXT, "who answered", "Name the organisation."),
        Column("question", Kind.TEXT, "the question's id", "Name the question."),
        Column("low", Kind.NUMBER, "the truth lies below it with a chance of 5 per cent", _ENTER),
        Column("best", Kind.NUMBER, "the truth lies below it with a chance of 50 per cent", _ENTER),
        Column("high", Kind.NUMBER, "the truth lies below it with a chance of 95 per cent", _ENTER),
        Column("answer", Kind.NUMBER, "the truth, the same in every row of the question", _ENTER),
    ),
    key=("organisation", "question"),
    most_rows=1_000_000,
)


@dataclass(frozen=True)
class Seeds:
    """answers: (organisation, question, point), of the points 5, 50 and 95 per cent, not a number where there is none;
    truth: (question,)
    """

    organisations: tuple[str, ...]
    questions: tuple[str, ...]
    answers: Array
    truth: Array

    def of(self, organisations: tuple[str, ...]) -> Seeds:
        """The same for these organisations, in this order; those without answers have none."""
        known = {name: index for index, name in enumerate(self.organisations)}
        answers = np.full((len(organisations), *self.answers.shape[1:]), np.nan)
        for index, name in enumerate(organisations):
            if name in known:
                answers[index] = self.answers[known[name]]
        return Seeds(organisations, self.questions, answers, self.truth)


def read_seeds(table: Table, problems: ProblemList, *, organisations: tuple[str, ...]) -> Seeds:
    """The seed answers of `organisations`, which are those with returns. Another's answers are a problem."""
    truths: dict[str, float] = {}
    points: dict[tuple[str, str], tuple[float, float, float]] = {}
    known = set(organisations)
    for row in table.rows:
        name, question = row.text("organisation"), row.text("question")
        if name not in known:
            what = f"{quoted(name)} has seed answers but no returns"
            remedy = "Write its name as in the returns, or leave the row out."
            problems.add(table.where(row, "organisation"), what, remedy, kind="no returns")
        _check_points(table, row, problems)
        truth = truths.setdefault(question, row.number("answer"))
        if truth != row.number("answer"):
            what = f"the answer to {question} is {row.number('answer'):g} here and {truth:g} further up"
            problems.add(table.where(row, "answer"), what, "Give one answer to a question.", kind="two answers")
        points[name, question] = (row.number("low"), row.number("best"), row.number("high"))
    return _arranged(points, truths, organisations)


def seeds_of(returns: Iterable[Return], answers: Mapping[str, float]) -> Seeds:
    """The seed answers within returns; answers: the truth by question."""
    given = tuple(returns)
    points = {
        (entry.organisation, question): (seed.low, seed.best, seed.high)
        for entry in given
        for question, seed in entry.seeds.items()
    }
    return _arranged(points, answers, tuple(entry.organisation for entry in given))


def _arranged(
    points: Mapping[tuple[str, str], tuple[float, float, float]],
    truths: Mapping[str, float],
    organisations: tuple[str, ...],
) -> Seeds:
    questions = tuple(sorted(truths))
    answers = np.full((len(organisations), len(questions), 3), np.nan)
    for at, name in enumerate(organisations):
        for index, question in enumerate(questions):
            answers[at, index] = points.get((name, question), np.nan)
    return Seeds(organisations, questions, answers, np.array([truths[question] for question in questions]))


def _check_points(table: Table, row: Row, problems: ProblemList) -> None:
    low, best, high = row.number("low"), row.number("best"), row.number("high")
    if not low < best < high:
        what = f"the three points {low:g}, {best:g} and {high:g} do not rise"
        remedy = "Give three different numbers: low, best, high."
        problems.add(table.where(row, "best"), what, remedy, kind="wrong range")
