"""One scenario of a toolkit: its story, then a table for each area of work, as in Figure 5.1 of the 2030 report.

exercise, scenario, what was answered before -> a sheet
"""

from __future__ import annotations

from cadreworks.demand.answers import Range, Return
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.feedback import Feedback
from cadreworks.demand.toolkit.fields import MOST_IN_A_COMMENT, number_rule, per_cent_rule, words_rule
from cadreworks.demand.toolkit.layout import ScenarioSheet, area_heading, level_label, levels_in_order, range_labels
from cadreworks.demand.toolkit.look import LINE_HEIGHT, ROW_HEIGHT, TITLE_HEIGHT, Book, Sheet, lines_of
from cadreworks.demand.toolkit.places import (
    FIRST_POINT_COLUMN,
    LEVEL_COLUMN,
    NOW_COLUMN,
    STORY_ROW,
    AreaTable,
    area_tables,
)
from cadreworks.demand.toolkit.states import filled_total
from cadreworks.demand.toolkit.story import story_rows
from cadreworks.vocabulary import ALL, LEVEL_IDS, area_of_work

_LEVEL_WIDTH, _NUMBER_WIDTH, _COMMENT_WIDTH = 30.0, 12.0, 52.0
_BESIDE_COMMENT_WIDTH, _GAP_WIDTH, _POOL_WIDTH = 38.0, 2.0, 31.0
_POOL_SAYS = (
    "\nBeside each table stands what all first answers say together: the pooled mean, in brackets its lower and upper "
    "bound (5 and 95 per cent points), and the median answer. Where few answered, less is shown."
)
_HEAD_HEIGHT, _AREA_HEIGHT, _BETWEEN = 20.0, 24.0, 10.0


def write_scenario(
    book: Book, exercise: Exercise, sheet: ScenarioSheet, *, answers: Return, feedback: Feedback | None
) -> None:
    """Write the sheet of one scenario."""
    tables = area_tables(exercise, sheet)
    points = len(exercise.points)
    comment = _COMMENT_WIDTH if feedback is None else _BESIDE_COMMENT_WIDTH
    widths = [_LEVEL_WIDTH, *[_NUMBER_WIDTH] * (1 + points), comment]
    if feedback is not None:
        widths += [_GAP_WIDTH, *[_POOL_WIDTH] * points]
    page = book.sheet(sheet.tab, tuple(widths), landscape=True)
    _write_story(page, exercise, sheet, last=FIRST_POINT_COLUMN + points, second_round=feedback is not None)
    for table in tables:
        _write_heads(page, exercise, table)
        _write_levels(page, exercise, table, answers)
        _write_ranges(page, exercise, table, answers)
        _write_comment(page, table, answers)
        if feedback is not None:
            _write_beside(page, exercise, table, feedback)
        _name(book, table)
    page.raw.freeze_panes(1, 1)
    page.raw.set_selection(tables[0].first_level, FIRST_POINT_COLUMN, tables[0].first_level, FIRST_POINT_COLUMN)
    page.finish(1, blocks=[(table.top, table.last) for table in tables])


def _write_story(page: Sheet, exercise: Exercise, sheet: ScenarioSheet, *, last: int, second_round: bool) -> None:
    page.height(0, TITLE_HEIGHT)
    page.text(0, 0, sheet.heading, "title")
    years = layout.in_words(exercise.points)
    page.across(
        1,
        (0, last),
        f"Suppose that this is what happens. How many staff will the typical organisation need in {years}? Fill in the "
        "framed cells in whole-time equivalents (wte). Enter 0 where it will need nobody. Decimals are welcome."
        f"{_POOL_SAYS if second_round else ''}",
    )
    for row, (label, text) in enumerate(story_rows(exercise, sheet), start=STORY_ROW):
        page.text(row, 0, label, "strong")
        page.across(row, (1, last), text)


def _write_heads(page: Sheet, exercise: Exercise, table: AreaTable) -> None:
    page.height(table.top, _AREA_HEIGHT)
    page.height(table.last + 1, _BETWEEN)
    page.height(table.heads, _HEAD_HEIGHT)
    page.text(table.top, LEVEL_COLUMN, area_heading(table.area), "area")
    for column in range(1, table.comment_column + 1):
        page.blank(table.top, column, "area")
    page.across(table.description, (0, table.comment_column), area_of_work(table.area).description, "muted")
    page.text(table.heads, LEVEL_COLUMN, layout.LEVEL_HEADING, "head")
    page.text(table.heads, NOW_COLUMN, layout.now_heading(exercise.base_year), "number_head")
    for column, year in zip(table.point_columns, exercise.points, strict=True):
        page.number(table.heads, column, year, "number_head")
    page.text(table.heads, table.comment_column, layout.COMMENT_HEADING, "head")


def _write_levels(page: Sheet, exercise: Exercise, table: AreaTable, answers: Return) -> None:
    scenario = table.sheet.scenario
    now = exercise.typical[exercise.areas.index(table.area)]
    for row, level in enumerate(levels_in_order(), start=table.first_level):
        page.height(row, ROW_HEIGHT)
        page.text(row, LEVEL_COLUMN, level_label(level), "row_head")
        page.number(row, NOW_COLUMN, now[LEVEL_IDS.index(level)])
        for column, year in zip(table.point_columns, exercise.points, strict=True):
            _answer(page, (row, column), answers.wte.get((scenario, year, table.area, level)))
            asks = f"{level_label(level)} in {area_of_work(table.area).name.lower()}, {year}."
            page.raw.data_validation(row, column, row, column, number_rule(f"{year}", asks))
    page.height(table.total, ROW_HEIGHT)
    page.text(table.total, LEVEL_COLUMN, layout.TOTAL_LABEL, "head")
    now_cells = table.column_of_levels(NOW_COLUMN)
    page.formula(table.total, NOW_COLUMN, (f"SUM({now_cells})", float(now.sum())), "total")
    for column, year in zip(table.point_columns, exercise.points, strict=True):
        cells = table.column_of_levels(column)
        page.formula(
            table.total,
            column,
            (f'IF(COUNT({cells})=0,"",SUM({cells}))', filled_total(answers, (scenario, year, table.area))),
            "total",
        )


def _answer(page: Sheet, place: tuple[int, int], value: float | None) -> None:
    if value is None:
        page.blank(*place, "answer")
    else:
        page.number(*place, value, "answer")


def _write_ranges(page: Sheet, exercise: Exercise, table: AreaTable, answers: Return) -> None:
    nothing = Range(None, None, None)
    for row, label in enumerate(range_labels(exercise.questions), start=table.first_range):
        page.height(row, max(ROW_HEIGHT, lines_of(label, _LEVEL_WIDTH) * LINE_HEIGHT + 2))
        page.text(row, LEVEL_COLUMN, label, "row_head")
        page.blank(row, NOW_COLUMN, "nothing")
        for column, year in zip(table.point_columns, exercise.points, strict=True):
            given = answers.ranges.get((table.sheet.scenario, year, table.area), nothing)
            _answer(page, (row, column), _part(given, row - table.first_range))
            rule = number_rule(f"{year}", f"{label}, of the area as a whole.")
            if label == layout.CONFIDENCE_LABEL:
                rule = per_cent_rule(f"{year}")
            page.raw.data_validation(row, column, row, column, rule)


def _part(given: Range, index: int) -> float | None:
    if index < 2:
        return (given.low, given.high)[index]
    return None if given.confidence is None else layout.per_cent_of(given.confidence)


def _write_comment(page: Sheet, table: AreaTable, answers: Return) -> None:
    corners = (table.first_level, table.comment_column, table.last, table.comment_column)
    page.raw.merge_range(*corners, "", page.book.style("comment"))
    if text := answers.comments.get((table.sheet.scenario, table.area)):
        page.text(table.first_level, table.comment_column, text, "comment")
    asks = "In a sentence or two, why? Please name no person and no organisation."
    page.raw.data_validation(*corners, words_rule("Comment", asks, MOST_IN_A_COMMENT))


def _write_beside(page: Sheet, exercise: Exercise, table: AreaTable, feedback: Feedback) -> None:
    first = table.comment_column + 2
    for column, year in enumerate(exercise.points, start=first):
        page.blank(table.top, column, "area")
        page.text(table.heads, column, f"The pool in {year}", "head")
        for row, level in enumerate((*levels_in_order(), ALL), start=table.first_level):
            said = feedback.pool.get((table.sheet.scenario, year, table.area, level), "")
            page.text(row, column, said, "total_words" if level == ALL else "words")
    page.text(table.top, first, "What all returns say together", "area")
    reasons = len(feedback.reasons.get((table.sheet.scenario, table.area), ()))
    if reasons:
        told = "1 reason that another gave" if reasons == 1 else f"{reasons} reasons that others gave"
        target = f"internal:'{layout.REASONS_SHEET}'!A1"
        page.raw.write_url(table.description, first, target, page.book.style("link"), f"Read {told}")


def _name(book: Book, table: AreaTable) -> None:
    letter = table.sheet.tab[-1]
    cells = table.elsewhere(table.answers(fixed=True))
    book.workbook.define_name(f"answers_{letter}_{table.area}", f"={cells}")
    if table.ranges:
        book.workbook.define_name(
            f"ranges_{letter}_{table.area}", f"={table.elsewhere(table.asked_ranges(fixed=True))}"
        )
