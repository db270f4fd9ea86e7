"""On which rows and columns does a toolkit put each table? An exercise -> places, counted from 0.

The writer puts tables there, and formulas point there. The reader never uses these places: it looks for the words of
`layout`, since workbooks come back rearranged.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit.layout import ScenarioSheet, levels_in_order, range_labels, scenario_sheets
from cadreworks.demand.toolkit.story import story_rows

STORY_ROW = 2
LEVEL_COLUMN, NOW_COLUMN, FIRST_POINT_COLUMN = 0, 1, 2
_LEVELS = len(levels_in_order())


@dataclass(frozen=True)
class AreaTable:
    """Where the table of one area stands on the sheet of its scenario.

    top: the row of its heading; points: how many years it asks about; ranges: how many rows below its total
    """

    area: str
    sheet: ScenarioSheet
    top: int
    points: int
    ranges: int

    @property
    def description(self) -> int:
        return self.top + 1

    @property
    def heads(self) -> int:
        return self.top + 2

    @property
    def first_level(self) -> int:
        return self.top + 3

    @property
    def total(self) -> int:
        return self.first_level + _LEVELS

    @property
    def first_range(self) -> int:
        return self.total + 1

    @property
    def last(self) -> int:
        return self.total + self.ranges

    @property
    def comment_column(self) -> int:
        return FIRST_POINT_COLUMN + self.points

    @property
    def point_columns(self) -> range:
        return range(FIRST_POINT_COLUMN, self.comment_column)

    @property
    def cells(self) -> int:
        """How many answers the table asks for, its ranges left aside."""
        return _LEVELS * self.points

    @property
    def range_cells(self) -> int:
        return self.ranges * self.points

    def answers(self, *, fixed: bool = False) -> str:
        """The cells of the answers: `C10:D13`; fixed: `$C$10:$D$13`."""
        return _area((self.first_level, FIRST_POINT_COLUMN, self.total - 1, self.comment_column - 1), fixed)

    def asked_ranges(self, *, fixed: bool = False) -> str:
        """The cells of the rows below the total."""
        return _area((self.first_range, FIRST_POINT_COLUMN, self.last, self.comment_column - 1), fixed)

    def column_of_levels(self, column: int) -> str:
        """The levels of one column, over which its total goes."""
        return _area((self.first_level, column, self.total - 1, column), fixed=False)

    def cell(self, row: int, column: int) -> str:
        """`'Scenario A'!C14`: a cell as other sheets name it."""
        return self.elsewhere(str(xl_rowcol_to_cell(row, column)))

    def elsewhere(self, cells: str) -> str:
        """Cells as other sheets name them."""
        return f"'{self.sheet.tab}'!{cells}"


def _area(corners: tuple[int, int, int, int], fixed: bool) -> str:
    top, left, bottom, right = corners
    if not fixed:
        return str(xl_range(*corners))
    return f"{xl_rowcol_to_cell(top, left, True, True)}:{xl_rowcol_to_cell(bottom, right, True, True)}"


def area_tables(exercise: Exercise, sheet: ScenarioSheet) -> tuple[AreaTable, ...]:
    """The tables of one scenario, one below the other with a row between."""
    tables = []
    top = STORY_ROW + len(story_rows(exercise, sheet)) + 1
    ranges = len(range_labels(exercise.questions))
    for area in exercise.areas:
        tables.append(AreaTable(area, sheet, top, len(exercise.points), ranges))
        top = tables[-1].last + 2
    return tuple(tables)


def all_tables(exercise: Exercise) -> tuple[AreaTable, ...]:
    """The tables of all scenarios, in the order in which they are met."""
    return tuple(table for sheet in scenario_sheets(exercise) for table in area_tables(exercise, sheet))
