"""The first sheet of a toolkit: who asks, for what, by when, how, and how far the author is."""

from __future__ import annotations

from cadreworks.demand.answers import Return
from cadreworks.demand.exercise.settings import LEVEL_ONLY, Exercise
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.closing_sheets import SIGN_OFF_ROWS, long_date
from cadreworks.demand.toolkit.feedback import Feedback
from cadreworks.demand.toolkit.layout import in_words, scenario_sheets
from cadreworks.demand.toolkit.look import Book, Sheet, lines_of
from cadreworks.demand.toolkit.places import area_tables
from cadreworks.demand.toolkit.states import cells_filled, comments_written
from cadreworks.problems import counted

_MINUTES_PER_AREA = {True: 5, False: 7}
"""What we allow for an area of a scenario, by whether levels only are asked for; nobody has measured it."""
_LABELS, _WORDS = 22.0, 62.0


def write_start(
    book: Book, exercise: Exercise, organisation: str, *, answers: Return, feedback: Feedback | None
) -> None:
    """Write the first sheet."""
    page = book.sheet(layout.START_SHEET, (_LABELS, _WORDS))
    page.height(0, 14 + 26 * lines_of(exercise.title, 44))
    page.raw.merge_range(0, 0, 0, 1, "", page.book.style("title_wrapped"))
    page.text(0, 0, exercise.title, "title_wrapped")
    row = 2
    for label, text in _about(exercise, organisation, feedback):
        row = _line(page, row, label, text)
    row = _section(page, row + 1, "How, in five steps")
    for number, text in enumerate(_steps(exercise, feedback), start=1):
        row = _line(page, row, f"Step {number}", text)
    row = _section(page, row + 1, "Good to know")
    for label, text in _good_to_know(exercise):
        row = _line(page, row, label, text)
    row = _section(page, row + 1, "How far you are")
    _write_progress(page, row, exercise, answers=answers)
    page.finish()


def _line(page: Sheet, row: int, label: str, text: str) -> int:
    page.text(row, 0, label, "strong")
    page.text(row, 1, text, "paragraph")
    page.high(row, text, _WORDS, least=22)
    return row + 1


def _section(page: Sheet, row: int, text: str) -> int:
    page.height(row, 28)
    page.text(row, 0, text, "section")
    return row + 1


def _about(exercise: Exercise, organisation: str, feedback: Feedback | None) -> list[tuple[str, str]]:
    years = in_words(exercise.points)
    futures = counted(len(exercise.scenarios), "possible future")
    lines = [
        (layout.ORGANISATION_LABEL, organisation),
        ("Who asks", exercise.owner),
        (
            "What for",
            f"To find out how many digital, data and technology staff the service will need in {years}. You are asked "
            f"what one typical organisation will need in {futures}.",
        ),
        ("By when", f"Please return this workbook by {long_date(exercise)}."),
        ("How long it takes", _time(exercise)),
    ]
    if feedback is not None:
        second = (
            "This is the second round. Your first answers are filled in. Beside them stands what all "
            f"{feedback.returns} returns say together, and others have given reasons. Change what you now see "
            "otherwise, and leave the rest: there is no need to agree."
        )
        lines.insert(1, ("Second round", second))
    return lines


def _time(exercise: Exercise) -> str:
    minutes = 5 * round(_MINUTES_PER_AREA[exercise.questions == LEVEL_ONLY] * len(exercise.areas) / 5)
    each = f" for each of {len(exercise.scenarios)} scenarios" if len(exercise.scenarios) > 1 else ""
    return (
        f"About {minutes} minutes{each}. You may stop and go on later. A return that is filled "
        "in only in part is welcome."
    )


def _steps(exercise: Exercise, feedback: Feedback | None) -> list[str]:
    sheets = [sheet.tab for sheet in scenario_sheets(exercise)]
    named = in_words(sheets)
    ranges = "" if exercise.questions == LEVEL_ONLY else " Below each total, say between what it could lie."
    seeds = f" Answer the sheet {layout.SEEDS_SHEET}." if exercise.seed_questions else ""
    first = f"Look at the sheets {layout.TYPICAL_SHEET} and {layout.AREAS_SHEET}."
    second = f"On {named}, read the story, then fill in the framed cells: the staff that will be needed.{ranges}"
    third = "Beside each table, say why in a sentence or two. Comments help as much as numbers."
    if feedback is not None:
        first = f"Read the sheet {layout.REASONS_SHEET}: why others answered as they did."
        second = f"On {named}, compare your answers with the pool, and change those that you now see otherwise."
        third = "Where you differ from the pool and mean to, say why in the comment: that helps most."
    return [
        first,
        second,
        third,
        f"Look at the sheet {layout.TOTALS_SHEET}: do your answers say what you mean?{seeds}",
        f"Fill in the sheet {layout.SIGN_OFF_SHEET}, save the workbook, and send it to {exercise.contact}.",
    ]


def _good_to_know(exercise: Exercise) -> list[tuple[str, str]]:
    return [
        (
            "Filling in",
            "Only framed cells with a cream ground can be typed into. The Tab key moves from each to the next. Please "
            "do not add rows, columns or sheets. Nobody needs a password: the lock only keeps slips away.",
        ),
        (
            "What happens then",
            "Your answers are pooled with those of other organisations. Comments may be quoted, never with a name. "
            "Please name no person.",
        ),
        ("Help", f"Questions are welcome: {exercise.contact}."),
    ]


def _write_progress(page: Sheet, row: int, exercise: Exercise, *, answers: Return) -> None:
    for sheet in scenario_sheets(exercise):
        tables = area_tables(exercise, sheet)
        of = sum(table.cells + table.range_cells for table in tables)
        formula, value = cells_filled(tables, exercise, answers)
        commented, comments = comments_written(tables, answers)
        text = f'{formula}&" of {of} cells filled in, "&{commented}&" of {len(tables)} comments written"'
        shown = f"{value:g} of {of} cells filled in, {comments:g} of {len(tables)} comments written"
        row = _progress_line(page, row, f"Answers, {sheet.tab}", (text, shown))
    if exercise.seed_questions:
        of, filled = 3 * len(exercise.seed_questions), 3 * len(answers.seeds)
        text = f'COUNT(answers_questions)&" of {of} cells filled in"'
        row = _progress_line(page, row, "Questions", (text, f"{filled} of {of} cells filled in"))
    signed = f"'{layout.SIGN_OFF_SHEET}'!B{SIGN_OFF_ROWS['signed'] + 1}"
    text = f'IF(LOWER({signed})="{layout.YES}","Signed off","Not yet signed off")'
    _progress_line(page, row, "Sign-off", (text, "Signed off" if answers.signed_off_by else "Not yet signed off"))


def _progress_line(page: Sheet, row: int, label: str, formula: tuple[str, str]) -> int:
    page.height(row, 22)
    page.text(row, 0, label, "head")
    page.formula(row, 1, formula, "row_head")
    return row + 1
