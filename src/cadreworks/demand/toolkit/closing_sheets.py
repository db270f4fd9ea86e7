"""The last sheets: questions whose answer is known, signing off, and the hidden sheet of keys."""

from __future__ import annotations

from cadreworks.demand.answers import Return, SeedAnswer
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.fields import (
    MOST_IN_A_ROLE,
    any_number_rule,
    date_rule,
    words_rule,
    yes_or_no_rule,
)
from cadreworks.demand.toolkit.layout import SEED_HEADINGS
from cadreworks.demand.toolkit.look import TITLE_HEIGHT, Book

SIGN_OFF_ROWS = {"organisation": 3, "role": 4, "date": 5, "signed": 6}
"""The rows of the sign-off sheet, counted from 0; what is typed stands in column B."""

_SEED_ASKS = (
    "A number so low that you would give only 5 chances in 100 that the answer is below it.",
    "Your best guess: as likely above the answer as below it.",
    "A number so high that you would give only 5 chances in 100 that the answer is above it.",
)


def write_seeds(book: Book, exercise: Exercise, answers: Return) -> None:
    """Write the questions, never their answers; nothing where there are none."""
    if not exercise.seed_questions:
        return
    page = book.sheet(layout.SEEDS_SHEET, (52, 18, 14, 19, 18, 32), landscape=True)
    page.height(0, TITLE_HEIGHT)
    page.text(0, 0, layout.SEEDS_SHEET, "title")
    page.across(
        1,
        (0, 5),
        "These questions have an answer that is known to those who ask. Please do not look it up: how near you come, "
        "and how wide you guess, tells how much weight guesses of this kind can bear. It is no test of you.",
    )
    page.height(3, 36)
    for column, head in enumerate((*SEED_HEADINGS, layout.SEED_UNIT_HEADING, "What is left to do")):
        page.text(3, column, head, "number_head" if 0 < column < 4 else "head")
    for row, question in enumerate(exercise.seed_questions, start=4):
        page.text(row, 0, question.text, "row_head")
        page.high(row, question.text, 48, least=24)
        given = answers.seeds.get(question.id)
        points = (None, None, None) if given is None else (given.low, given.best, given.high)
        for column, (value, asks) in enumerate(zip(points, _SEED_ASKS, strict=True), start=1):
            if value is None:
                page.blank(row, column, "answer")
            else:
                page.number(row, column, value, "answer")
            page.raw.data_validation(row, column, row, column, any_number_rule(SEED_HEADINGS[column], asks))
        page.text(row, 4, question.unit, "row_head")
        page.formula(row, 5, (_order_formula(row + 1), _order_now(given)), "words")
    book.workbook.define_name(
        "answers_questions", f"='{layout.SEEDS_SHEET}'!$B$5:$D${4 + len(exercise.seed_questions)}"
    )
    page.raw.freeze_panes(4, 1)
    page.finish(4)


def _order_formula(line: int) -> str:
    cells = f"B{line}:D{line}"
    return (
        f'IF(COUNT({cells})<3,"Cells to fill in: "&(3-COUNT({cells})),'
        f'IF(AND(B{line}<=C{line},C{line}<=D{line}),"Complete","Put the three in order, lowest first"))'
    )


def _order_now(given: SeedAnswer | None) -> str:
    if given is None:
        return "Cells to fill in: 3"
    return "Complete" if given.low <= given.best <= given.high else "Put the three in order, lowest first"


def write_sign_off(book: Book, exercise: Exercise, organisation: str, *, answers: Return) -> None:
    """Write the sheet on which the organisation says that the answers are its own."""
    page = book.sheet(layout.SIGN_OFF_SHEET, (38, 60))
    page.height(0, TITLE_HEIGHT)
    page.text(0, 0, "Sign-off", "title")
    page.across(
        1,
        (0, 1),
        "Whoever speaks for the organisation says here that the answers are its own. Give a role and no name, such as "
        "Chief digital information officer.",
    )
    rows = SIGN_OFF_ROWS
    for key, label in (
        ("organisation", layout.ORGANISATION_LABEL),
        ("role", layout.SIGNED_BY_LABEL),
        ("date", "Date"),
        ("signed", layout.SIGNED_LABEL),
    ):
        page.text(rows[key], 0, label, "head")
        page.height(rows[key], 30)
        page.blank(rows[key], 1, "answer_date" if key == "date" else "answer_words")
    page.text(rows["organisation"], 1, organisation, "row_head")
    page.high(rows["organisation"], organisation, 54, least=30)
    if answers.signed_off_by:
        page.text(rows["role"], 1, answers.signed_off_by, "answer_words")
        page.text(rows["signed"], 1, layout.YES, "answer_words")
    asks = "The role of the person who signs off, and no name."
    rules = {"role": words_rule("Role", asks, MOST_IN_A_ROLE), "date": date_rule("Date")}
    rules["signed"] = yes_or_no_rule("Signed off")
    for key, rule in rules.items():
        page.raw.data_validation(rows[key], 1, rows[key], 1, rule)
    page.across(
        8, (0, 1), f"Then save this workbook and send it to {exercise.contact} by {long_date(exercise)}. Thank you."
    )
    page.raw.set_selection(rows["role"], 1, rows["role"], 1)
    page.finish()


def long_date(exercise: Exercise) -> str:
    """`31 October 2026`, in English on whatever machine."""
    day = exercise.deadline
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def write_keys(book: Book, exercise: Exercise, organisation: str, *, round_number: int) -> None:
    """Write the hidden sheet that tells the reader what workbook this is."""
    page = book.sheet(layout.KEY_SHEET, (20, 80))
    values = (str(layout.FORMAT), exercise.digest, organisation, str(round_number))
    for row, (key, value) in enumerate(zip(layout.KEYS, values, strict=True)):
        page.text(row, 0, key)
        page.text(row, 1, value)
    page.finish()
    page.raw.hide()
