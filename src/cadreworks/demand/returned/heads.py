"""Can the heads of a table be trusted? Its rows and columns -> problems where answers stand under no known head.

A column or row beyond those of the toolkit is not read, and that is told. Where a year or a level is missing, what
stands there may be the answers for it: that is a problem, since it would be lost or guessed.
"""

from __future__ import annotations

from cadreworks.demand.returned.cells import Place, cell_name
from cadreworks.demand.returned.find_tables import AnswerTable
from cadreworks.demand.returned.notes import Notes
from cadreworks.demand.toolkit import layout
from cadreworks.problems import quoted
from cadreworks.vocabulary import LEVEL_IDS

_MOST_NAMED = 5


def check_heads(table: AnswerTable, notes: Notes) -> bool:
    """Whether every answer stands under a head that is known; problems say where not."""
    good = _check_twice(table, notes)
    missing_years = [str(year) for year in table.asked if year not in table.years]
    missing_levels = [layout.level_label(level) for level in LEVEL_IDS if level not in table.levels]
    for column in table.nameless_columns:
        first = next(row for row in table.level_rows if (row, column) in table.sheet.cells)
        if missing_years and table.has_numbers(column):
            good = False
            _say_nameless(table, notes, (table.heads, column), "column", missing_years)
        else:
            _not_read(table, notes, (first, column))
    for row in table.nameless_rows:
        if missing_levels:
            good = False
            _say_nameless(table, notes, (row, table.label_column), "row", missing_levels)
        else:
            column = next(column for column in table.year_columns if (row, column) in table.sheet.cells)
            _not_read(table, notes, (row, column))
    return good


def _say_nameless(table: AnswerTable, notes: Notes, place: Place, line: str, missing: list[str]) -> None:
    head = table.sheet.cells.get(place)
    is_called = f"{quoted(head.text)} heads this {line}" if head is not None else f"this {line} has no head"
    wanted = " or ".join(missing)
    notes.problem(
        f"{is_called}, and no {line} of the table is headed {wanted}",
        f"Write {wanted} there if that is meant, or clear the {line}.",
        kind="unknown head",
        at=(table.sheet, place),
    )


def _not_read(table: AnswerTable, notes: Notes, place: Place) -> None:
    notes.notice_of_cell(
        "this stands beside the rows and columns of the toolkit, and was not read",
        "Ask its author if it is meant as an answer.",
        kind="beside",
        at=(table.sheet, place),
    )


def _check_twice(table: AnswerTable, notes: Notes) -> bool:
    """Whether each year and level stands once. Twice is a problem only where something stands under it."""
    good = True
    filled = table.filled()
    for year, columns in table.years.items():
        if len(columns) > 1 and any(column in columns for _, column in filled):
            good = False
            names = " and ".join(cell_name((table.heads, column)) for column in columns)
            notes.problem(
                f"{year} heads {len(columns)} columns of one table ({names})",
                "Keep one of them, or write the year that each is for.",
                kind="head twice",
                at=(table.sheet, (table.heads, columns[-1])),
            )
    rows_by_label = {layout.level_label(level): rows for level, rows in table.levels.items()} | dict(table.ranges)
    filled_rows = {row for row, _ in filled}
    twice = {label: rows for label, rows in rows_by_label.items() if len(rows) > 1 and filled_rows.intersection(rows)}
    if twice:
        good = False
        label, rows = min(twice.items(), key=lambda entry: entry[1][1])
        names = " and ".join(cell_name((row, table.label_column)) for row in rows[:_MOST_NAMED])
        others = f", as do {len(twice) - 1} other words" if len(twice) > 1 else ""
        notes.problem(
            f"{quoted(label)} heads {len(rows)} rows of one table ({names}){others}",
            "Keep one of them; if a second table begins there, write its area and its heads above it.",
            kind="head twice",
            at=(table.sheet, (rows[1], table.label_column)),
        )
    return good
