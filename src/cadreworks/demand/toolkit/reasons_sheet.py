"""The sheet of the second round that tells why others answered as they did, without names."""

from __future__ import annotations

from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.feedback import Feedback
from cadreworks.demand.toolkit.layout import ScenarioSheet, scenario_sheets
from cadreworks.demand.toolkit.look import TITLE_HEIGHT, Book, Sheet
from cadreworks.demand.toolkit.story import rows_of_text
from cadreworks.problems import counted
from cadreworks.vocabulary import area_of_work

_WIDTH = 80.0


def write_reasons(book: Book, exercise: Exercise, feedback: Feedback) -> None:
    """Write what others said, by scenario and area."""
    page = book.sheet(layout.REASONS_SHEET, (_WIDTH,))
    page.height(0, TITLE_HEIGHT)
    page.text(0, 0, layout.REASONS_SHEET, "title")
    left_out = ""
    if feedback.left_out:
        reasons = f"{counted(feedback.left_out, 'reason')} that pointed to a person or an organisation"
        left_out = f" {reasons} {_was(feedback.left_out)}."
    page.across(
        1,
        (0, 0),
        "Why other organisations answered as they did, in their own words. Nobody is named, and the order tells "
        f"nothing: it is a different one in each workbook.{left_out}",
    )
    row, blocks = 3, []
    for sheet in scenario_sheets(exercise):
        row, of_scenario = _write_scenario(page, exercise, sheet, row=row, feedback=feedback)
        blocks += of_scenario
    if not blocks:
        page.text(row, 0, "Nobody else gave a reason that can be shown.")
    page.raw.freeze_panes(1, 0)
    page.finish(1, blocks=blocks)


def _was(number: int) -> str:
    return "is left out" if number == 1 else "are left out"


def _write_scenario(
    page: Sheet, exercise: Exercise, sheet: ScenarioSheet, *, row: int, feedback: Feedback
) -> tuple[int, list[tuple[int, int]]]:
    """The reasons of one scenario from `row` on -> the row after them and a space, and what stays together on a page:
    a heading with the first reason below it.
    """
    told = [(area, feedback.reasons.get((sheet.scenario, area), ())) for area in exercise.areas]
    if not any(reasons for _, reasons in told):
        return row, []
    page.height(row, 28)
    page.text(row, 0, f"What was said in {sheet.tab.replace('Scenario', 'scenario')}", "section")
    begins, blocks = row, []
    row += 1
    for area, reasons in told:
        if reasons:
            page.text(row, 0, f"On {area_of_work(area).name}", "head")
            page.height(row, 22)
            row += 1
        for part in (part for reason in reasons for part in rows_of_text(reason)):
            page.text(row, 0, part, "words")
            page.high(row, part, _WIDTH - 4, least=22)
            blocks.append((begins, row))
            row += 1
            begins = row
    return row + 1, blocks
