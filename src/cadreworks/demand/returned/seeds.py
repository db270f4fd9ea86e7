"""What was answered to the questions whose answer is known? The sheet of questions -> three points of each.

Question by its words, columns by their heads; three points that do not rise are a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cadreworks.demand.answers import SeedAnswer
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.returned.cells import Place, Sheet
from cadreworks.demand.returned.notes import Notes
from cadreworks.demand.returned.numbers import any_number, is_blank
from cadreworks.demand.returned.words import is_word, plain
from cadreworks.demand.toolkit import layout
from cadreworks.problems import counted, quoted
from cadreworks.tables import BadCell

_MOST_TABLES = 10
"""Tables of questions on one sheet; the toolkit has one."""

_QUESTION, *_POINTS = layout.SEED_HEADINGS


def read_seeds(sheets: tuple[Sheet, ...], exercise: Exercise, notes: Notes) -> dict[str, SeedAnswer]:
    """The answers by the id of the question. One with a point missing is told and left out."""
    asked = {plain(question.text): question.id for question in exercise.seed_questions}
    seeds: dict[str, SeedAnswer] = {}
    for sheet in sheets if asked else ():
        for place, question, columns in _questions(sheet, asked):
            points = [_point(sheet, (place[0], column), notes) for column in columns]
            if None in points:
                if any(point is not None for point in points):
                    _tell_unfinished(notes, sheet, place)
                continue
            low, best, high = (point or 0.0 for point in points)
            answer = SeedAnswer(low, best, high)
            _check(answer, notes, sheet=sheet, place=place)
            if seeds.setdefault(question, answer) != answer:
                what = f"{quoted(sheet.text(*place))} is answered twice, in two ways"
                notes.problem(what, "Keep one of them.", kind="seed twice", at=(sheet, place))
    return seeds


def _tell_unfinished(notes: Notes, sheet: Sheet, place: Place) -> None:
    what = "a point of this question is missing, so its answer was left out"
    notes.notice_of_cell(what, "Fill in all three.", kind="seed in part", at=(sheet, place))


def tell_missing_seeds(seeds: Mapping[str, SeedAnswer], exercise: Exercise, notes: Notes) -> None:
    """How many questions with a known answer were not answered."""
    asked, missing = len(exercise.seed_questions), len(exercise.seed_questions) - len(seeds)
    if missing:
        are = "is" if missing == 1 else "are"
        what = f"{missing} of {counted(asked, 'question')} with a known answer {are} not answered"
        notes.notice(what, "It is read without.", kind="seeds missing")


def _questions(sheet: Sheet, asked: dict[str, str]) -> Iterator[tuple[Place, str, list[int]]]:
    """Each question on a sheet: where it stands, its id, and the columns of its three points."""
    for row, question_column, columns in _heads(sheet):
        for place, cell in sorted(sheet.cells.items()):
            if place[0] > row and place[1] == question_column and plain(cell.text) in asked:
                yield place, asked[plain(cell.text)], columns


def _heads(sheet: Sheet) -> Iterator[tuple[int, int, list[int]]]:
    places = sorted(place for place, cell in sheet.cells.items() if is_word(cell.text, _QUESTION))
    for place in places[:_MOST_TABLES]:
        by_head = {
            point: column
            for (row, column), cell in sheet.cells.items()
            for point in _POINTS
            if row == place[0] and is_word(cell.text, point)
        }
        if len(by_head) == len(_POINTS):
            yield place[0], place[1], [by_head[point] for point in _POINTS]


def _point(sheet: Sheet, place: Place, notes: Notes) -> float | None:
    cell = sheet.cells.get(place)
    if cell is None or is_blank(cell):
        return None
    try:
        return any_number(cell)
    except BadCell as bad:
        notes.problem(bad.what, bad.remedy, kind=bad.kind, at=(sheet, place))
        return None


def _check(answer: SeedAnswer, notes: Notes, *, sheet: Sheet, place: Place) -> None:
    if not answer.low <= answer.best <= answer.high:
        notes.problem(
            f"its three points, {answer.low:g}, {answer.best:g} and {answer.high:g}, do not rise",
            f"The {_POINTS[0]} is the lowest and the {_POINTS[2]} the highest.",
            kind="wrong range",
            at=(sheet, place),
        )
