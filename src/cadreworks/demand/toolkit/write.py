"""The workbook of one organisation: an exercise, and answers where there are some -> a file to be filled in.

Reading it back gives the same answers. The same exercise and answers make the same bytes.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from cadreworks.demand.answers import Return
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit.closing_sheets import write_keys, write_seeds, write_sign_off
from cadreworks.demand.toolkit.feedback import SECOND_ROUND, Feedback
from cadreworks.demand.toolkit.layout import scenario_sheets
from cadreworks.demand.toolkit.look import Book
from cadreworks.demand.toolkit.reasons_sheet import write_reasons
from cadreworks.demand.toolkit.reference_sheets import write_areas, write_typical
from cadreworks.demand.toolkit.repack import repacked
from cadreworks.demand.toolkit.scenario_sheet import write_scenario
from cadreworks.demand.toolkit.start_sheet import write_start
from cadreworks.demand.toolkit.totals_sheet import write_totals


def write_toolkit(
    path: Path,
    exercise: Exercise,
    organisation: str,
    answers: Return | None = None,
    *,
    feedback: Feedback | None = None,
) -> None:
    """Write the workbook of `organisation` to `path`.

    answers: filled in where given; feedback: makes it a workbook of the second round
    """
    path.write_bytes(toolkit_bytes(exercise, organisation, answers, feedback=feedback))


def toolkit_bytes(
    exercise: Exercise, organisation: str, answers: Return | None = None, *, feedback: Feedback | None = None
) -> bytes:
    """The same workbook as bytes."""
    given = answers or Return(organisation)
    stream = BytesIO()
    book = Book(stream, title=f"{exercise.title}: {organisation}"[:255], subject="Toolkit", author=exercise.owner[:255])
    write_start(book, exercise, organisation, answers=given, feedback=feedback)
    write_typical(book, exercise, organisation)
    write_areas(book, exercise)
    for sheet in scenario_sheets(exercise):
        write_scenario(book, exercise, sheet, answers=given, feedback=feedback)
    if feedback is not None:
        write_reasons(book, exercise, feedback)
    write_seeds(book, exercise, given)
    write_totals(book, exercise, given)
    write_sign_off(book, exercise, organisation, answers=given)
    write_keys(book, exercise, organisation, round_number=1 if feedback is None else SECOND_ROUND)
    book.close()
    return repacked(stream.getvalue())
