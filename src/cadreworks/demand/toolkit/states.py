"""How far is an author, and do the answers fit together? Each question as a formula, and what the formula comes to.

The formulas follow the author's typing. What they come to is stored beside them, for programs that show workbooks
without calculating. Warnings are words.
"""

from __future__ import annotations

from cadreworks.demand.answers import Range, Return, TotalKey
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit.places import AreaTable
from cadreworks.vocabulary import LEVEL_IDS

Formula = tuple[str, float | str]
"""The text of a formula without its sign `=`, and its value."""

NOT_BEGUN = "Not begun"
UNFINISHED = "Cells to fill in: "
WORDS = "Words in a cell: enter a number"
RANGES_UNFINISHED = "Cells of ranges to fill in: "
COMPLETE = "Complete"
_NO_RANGE = Range(None, None, None)


def outside(year: int) -> str:
    """Said where a total lies outside its own range, or the range is upside down."""
    return f"Total of {year} is outside its range"


def filled_total(answers: Return, key: TotalKey) -> float | str:
    """The sum of those levels that were answered, from the top of the table down; empty where none was."""
    scenario, year, area = key
    values = [answers.wte.get((scenario, year, area, level)) for level in reversed(LEVEL_IDS)]
    filled = [value for value in values if value is not None]
    return sum(filled) if filled else ""


def total_of(table: AreaTable, column: int, value: float | str) -> Formula:
    """A total of a scenario's sheet, repeated elsewhere."""
    return table.cell(table.total, column), value


def cells_filled(tables: tuple[AreaTable, ...], exercise: Exercise, answers: Return) -> Formula:
    """How many answers were given, ranges included."""
    parts = [table.elsewhere(table.answers()) for table in tables]
    parts += [table.elsewhere(table.asked_ranges()) for table in tables if table.ranges]
    value = sum(_filled(table, exercise, answers) + _ranges_filled(table, exercise, answers) for table in tables)
    return f"COUNT({','.join(parts)})", float(value)


def comments_written(tables: tuple[AreaTable, ...], answers: Return) -> Formula:
    """On how many areas something was said."""
    parts = [table.cell(table.first_level, table.comment_column) for table in tables]
    value = sum(1 for table in tables if answers.comments.get((table.sheet.scenario, table.area)))
    return f"COUNTA({','.join(parts)})", float(value)


def state_of(table: AreaTable, exercise: Exercise, answers: Return) -> Formula:
    """What is left to do on an area, in words."""
    cells = table.elsewhere(table.answers())
    steps = [
        (f"COUNTA({cells})=0", f'"{NOT_BEGUN}"'),
        (f"COUNTA({cells})>COUNT({cells})", f'"{WORDS}"'),
        (f"COUNT({cells})<{table.cells}", f'"{UNFINISHED}"&({table.cells}-COUNT({cells}))'),
    ]
    if table.ranges:
        steps += [
            (_is_outside(table, column), f'"{outside(year)}"')
            for column, year in zip(table.point_columns, exercise.points, strict=True)
        ]
        asked = table.elsewhere(table.asked_ranges())
        left = f'"{RANGES_UNFINISHED}"&({table.range_cells}-COUNT({asked}))'
        steps.append((f"COUNT({asked})<{table.range_cells}", left))
    formula = f'"{COMPLETE}"'
    for condition, says in reversed(steps):
        formula = f"IF({condition},{says},{formula})"
    return formula, _state_now(table, exercise, answers)


def _is_outside(table: AreaTable, column: int) -> str:
    total, low, high = (table.cell(table.total + row, column) for row in range(3))
    return (
        f"OR(AND(ISNUMBER({low}),{total}<{low}),AND(ISNUMBER({high}),{total}>{high}),"
        f"AND(ISNUMBER({low}),ISNUMBER({high}),{low}>{high}))"
    )


def _state_now(table: AreaTable, exercise: Exercise, answers: Return) -> str:
    filled = _filled(table, exercise, answers)
    if not filled:
        return NOT_BEGUN
    if filled < table.cells:
        return f"{UNFINISHED}{table.cells - filled}"
    for year in exercise.points if table.ranges else ():
        if _lies_outside(answers, (table.sheet.scenario, year, table.area)):
            return outside(year)
    missing = table.range_cells - _ranges_filled(table, exercise, answers)
    return f"{RANGES_UNFINISHED}{missing}" if missing else COMPLETE


def _lies_outside(answers: Return, key: TotalKey) -> bool:
    given, total = answers.ranges.get(key, _NO_RANGE), answers.total(*key) or 0.0
    low, high = given.low, given.high
    return (
        (low is not None and total < low)
        or (high is not None and total > high)
        or (low is not None and high is not None and low > high)
    )


def _filled(table: AreaTable, exercise: Exercise, answers: Return) -> int:
    scenario, area = table.sheet.scenario, table.area
    return sum((scenario, year, area, level) in answers.wte for year in exercise.points for level in LEVEL_IDS)


def _ranges_filled(table: AreaTable, exercise: Exercise, answers: Return) -> int:
    given = (answers.ranges.get((table.sheet.scenario, year, table.area), _NO_RANGE) for year in exercise.points)
    return sum(
        value is not None for entry in given for value in (entry.low, entry.high, entry.confidence)[: table.ranges]
    )
