"""What does one table say? Its cells -> answers, ranges and a comment, with a problem for each cell that is refused.

An empty cell is a missing answer and no problem. A number that spans two answers because their cells were merged, a
year or level that stands twice, and a total that was typed and does not fit its levels are problems: which of the two
is meant cannot be told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cadreworks.demand.answers import THIRD, Range
from cadreworks.demand.exercise.settings import TERTILES, Exercise
from cadreworks.demand.returned.cells import CellKind, Place, SheetCell, cell_name
from cadreworks.demand.returned.find_tables import AnswerTable
from cadreworks.demand.returned.heads import check_heads
from cadreworks.demand.returned.notes import Notes
from cadreworks.demand.returned.numbers import any_number, is_blank, share_of_per_cent, wte_of
from cadreworks.demand.returned.write import without_list_mark
from cadreworks.demand.toolkit import layout
from cadreworks.problems import quoted
from cadreworks.tables import BadCell, check_text
from cadreworks.tables.grid import TOTALS_AGREE_WITHIN
from cadreworks.vocabulary import LEVEL_IDS

_ROUNDING = 1e-9


@dataclass
class TableAnswers:
    """What one table of a scenario and area says.

    wte: by year and level; ranges: by year; places: where each of wte stands; spoilt: whether something was refused
    """

    table: AnswerTable
    scenario: str
    area: str
    wte: dict[tuple[int, str], float] = field(default_factory=dict)
    places: dict[tuple[int, str], Place] = field(default_factory=dict)
    ranges: dict[int, Range] = field(default_factory=dict)
    comment: str = ""
    spoilt: bool = False

    @property
    def says_nothing(self) -> bool:
        return not (self.wte or self.ranges or self.comment or self.spoilt)

    def same_as(self, other: TableAnswers) -> bool:
        return (self.wte, self.ranges, self.comment) == (other.wte, other.ranges, other.comment)

    def sum_of_levels(self, year: int) -> tuple[float, bool]:
        """The sum of the levels that were answered, in their order, and whether all were."""
        parts = [self.wte.get((year, level)) for level in LEVEL_IDS]
        return sum(part for part in parts if part is not None), None not in parts


def read_answers(table: AnswerTable, exercise: Exercise, notes: Notes, *, scenario: str, area: str) -> TableAnswers:
    """Read a table whose scenario and area are known."""
    answers = TableAnswers(table, scenario, area)
    answers.spoilt = not check_heads(table, notes)
    reader = _TableReader(answers, exercise, notes)
    reader.read_levels()
    reader.check_totals()
    reader.read_ranges()
    reader.read_comment()
    reader.check_now()
    return answers


class _TableReader:
    """Reads the parts of one table into its answers."""

    def __init__(self, answers: TableAnswers, exercise: Exercise, notes: Notes) -> None:
        self._answers, self._table, self._exercise, self._notes = answers, answers.table, exercise, notes
        self._typical_wte = float(exercise.typical.sum())
        self._columns = {year: several[0] for year, several in self._table.years.items() if len(several) == 1}
        self._levels = {level: several[0] for level, several in self._table.levels.items() if len(several) == 1}
        self._ranges = {
            label: several[0]
            for label, several in self._table.ranges.items()
            if len(several) == 1 and label in layout.range_labels(exercise.questions)
        }
        self._merged = self._check_merged()

    def _check_merged(self) -> set[Place]:
        """Cells whose number may answer one or the other, or lie hidden, since they were merged into one."""
        rows = [*self._levels.values(), *self._ranges.values()]
        answers = [(row, column) for row in rows for column in self._columns.values()]
        cells = self._table.sheet.cells
        merged: set[Place] = set()
        for area in self._table.sheet.merged:
            within = sorted(place for place in answers if area.holds(place))
            own = within == [(area.top, area.left)]  # merged with what is no answer: its number is its own
            if within and not own and any(place in cells for place in (*within, (area.top, area.left))):
                merged.update(within)
                corners = f"{cell_name((area.top, area.left))} to {cell_name((area.bottom, area.right))}"
                self._problem(
                    within[0],
                    f"{corners} are merged into one cell, so what its number answers cannot be told",
                    "Unmerge them, and fill in each.",
                    "merged cells",
                )
        return merged

    def read_levels(self) -> None:
        """The best estimates."""
        for level, row in self._levels.items():
            for year, column in self._columns.items():
                number = self._number((row, column), self._wte)
                if number is not None:
                    self._answers.wte[year, level] = number
                    self._answers.places[year, level] = (row, column)

    def check_totals(self) -> None:
        """A total that was typed must fit; one that a formula gives follows its levels anyway."""
        for year, column in self._columns.items():
            for row in self._table.totals if len(self._table.totals) == 1 else ():
                cell = self._table.sheet.cells.get((row, column))
                if cell is not None and not cell.formula:
                    self._check_total((row, column), cell, year)

    def _check_total(self, place: Place, cell: SheetCell, year: int) -> None:
        try:
            total = any_number(cell)
        except BadCell:
            return  # a word in the place of a total is no answer to anything
        parts, whole = self._answers.sum_of_levels(year)
        if abs(total - parts) <= TOTALS_AGREE_WITHIN or (self._answers.spoilt and not whole):
            return
        if whole:
            what = f"the total {total:g} is not the sum of its levels, {parts:g}"
            self._problem(place, what, "Mend the total or the levels.", "wrong total")
            return
        self._notes.notice_of_cell(
            "a total was typed without all its levels, and was not read",
            "Fill in the levels; the toolkit adds them up.",
            kind="total alone",
            at=(self._table.sheet, place),
        )

    def read_ranges(self) -> None:
        """Between what each total lies."""
        labels = layout.range_labels(self._exercise.questions)
        for year, column in self._columns.items():
            places = [(self._ranges[label], column) if label in self._ranges else None for label in labels]
            low, high = (self._number(place, self._wte) for place in (*places, None, None)[:2])
            confidence = self._number(places[2], share_of_per_cent) if len(places) > 2 else None
            if self._exercise.questions == TERTILES and (low, high) != (None, None):
                confidence = THIRD
            if (low, high, confidence) != (None, None, None):
                self._answers.ranges[year] = Range(low, high, confidence)
                self._check_range(year, places, low, high)

    def _check_range(self, year: int, places: list[Place | None], low: float | None, high: float | None) -> None:
        total, whole = self._answers.sum_of_levels(year)
        first, second = places[0], places[1]
        if low is not None and high is not None and low > high and first:
            what = f"{low:g} is above {high:g}, which stands for the highest"
            self._problem(first, what, "Mend whichever is wrong.", "wrong range")
        elif whole and low is not None and low > total + _ROUNDING and first:
            what = f"{low:g} is above the total itself, {total:g}"
            self._problem(first, what, "Mend whichever is wrong.", "wrong range")
        elif whole and high is not None and high < total - _ROUNDING and second:
            what = f"{high:g} is below the total itself, {total:g}"
            self._problem(second, what, "Mend whichever is wrong.", "wrong range")

    def read_comment(self) -> None:
        """What was written under `Comment`, one line for each cell."""
        lines = []
        for row in range(self._table.heads + 1, self._table.last + 2):
            for column in self._table.comments:
                cell = self._table.sheet.cells.get((row, column))
                if cell is not None and (text := self._words((row, column), cell)):
                    lines.append(text)
        self._answers.comment = "\n".join(lines)

    def _words(self, place: Place, cell: SheetCell) -> str:
        if cell.kind in (CellKind.ERROR, CellKind.UNCALCULATED):
            what = f"{quoted(cell.text)} stands in the place of a comment"
            remedy = "Type the comment again, and begin it with a word."
            self._problem(place, what, remedy, "formula")
            return ""
        if cell.kind is CellKind.NUMBER:
            self._notes.notice_of_cell(
                "the comment is a number",
                "Ask its author if it belongs into another cell of the row.",
                kind="comment is a number",
                at=(self._table.sheet, place),
            )
        try:
            text = cell.text.strip()
            check_text(without_list_mark(text))
            return text
        except BadCell as bad:
            self._problem(place, bad.what, bad.remedy, bad.kind)
            return ""

    def check_now(self) -> None:
        """The typical organisation is the same for all, whatever stands in its column."""
        for level, row in self._levels.items() if self._table.now_column is not None else ():
            cell = self._table.sheet.cells.get((row, self._table.now_column or 0))
            is_now = self._exercise.typical[self._exercise.areas.index(self._answers.area), LEVEL_IDS.index(level)]
            try:
                same = cell is None or abs(any_number(cell) - is_now) <= TOTALS_AGREE_WITHIN
            except BadCell:
                same = False
            if not same:
                self._notes.notice_of_cell(
                    "the typical organisation was changed here, which is no answer",
                    "Ask whether the answers are meant for the typical organisation as the exercise has it.",
                    kind="now changed",
                    at=(self._table.sheet, (row, self._table.now_column or 0)),
                )

    # ---- one cell

    def _wte(self, cell: SheetCell) -> float:
        return wte_of(cell, typical_wte=self._typical_wte)

    def _number(self, place: Place | None, read: Callable[[SheetCell], float]) -> float | None:
        cell = self._table.sheet.cells.get(place) if place is not None else None
        if place is None or cell is None or is_blank(cell) or place in self._merged:
            return None
        if cell.elsewhere:
            self._notes.notice_of_cell(
                "the number comes from another workbook, and was read as it was last stored here",
                "Type the number if that workbook has changed since.",
                kind="another workbook",
                at=(self._table.sheet, place),
            )
        try:
            return read(cell)
        except BadCell as bad:
            self._problem(place, bad.what, bad.remedy, bad.kind)
            return None

    def _problem(self, place: Place, what: str, remedy: str, kind: str) -> None:
        self._answers.spoilt = True
        self._notes.problem(what, remedy, kind=kind, at=(self._table.sheet, place))
