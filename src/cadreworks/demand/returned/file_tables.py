"""What do the tables of one file say? Its sheets -> the answers of each scenario and area, one table for each.

What cannot be placed (a table without its heading, levels without heads, a second table that says otherwise) is a
problem where it holds answers. Hidden sheets and rows are read, and that is told: somebody filled them in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cadreworks.demand.returned.answers_of_table import TableAnswers, read_answers
from cadreworks.demand.returned.cells import Place, Sheet, place_in
from cadreworks.demand.returned.find_tables import AnswerTable, find_tables
from cadreworks.demand.returned.notes import Notes
from cadreworks.demand.returned.words import Words
from cadreworks.demand.toolkit import layout
from cadreworks.problems import quoted
from cadreworks.vocabulary import area_of_work


@dataclass(frozen=True)
class FileTables:
    """The tables of a file, one for each scenario and area; any: whether it holds one at all, be it of no use."""

    tables: tuple[TableAnswers, ...]
    any: bool


def read_tables(sheets: Sequence[Sheet], words: Words, notes: Notes) -> FileTables:
    """Read the tables of all sheets."""
    reader = _TablesReader(words, notes)
    tables = reader.one_of_each(table for sheet in sheets for table in reader.of_sheet(sheet))
    return FileTables(tuple(tables), reader.found)


class _TablesReader:
    """Places the tables of sheets, and has them read."""

    def __init__(self, words: Words, notes: Notes) -> None:
        self._words, self._exercise, self._notes = words, words.exercise, notes
        self.found = False

    def of_sheet(self, sheet: Sheet) -> Iterable[TableAnswers]:
        found = find_tables(sheet, self._words)
        used = [table for table in found.tables if table.years or table.scenarios]
        scenarios = frozenset(scenario for table in used for scenario in table.scenarios)
        if self._words.tab(sheet.name) or scenarios:
            self._tell_orphans(sheet, found.orphans)
        told_scenario = False
        answered = False
        for table in used:
            self.found = True
            if len(table.scenarios) != 1:
                if table.filled() and not told_scenario:
                    told_scenario = True
                    self._tell_scenario(table)
            elif area := self._area_of(table):
                scenario = next(iter(table.scenarios))
                answers = read_answers(table, self._exercise, self._notes, scenario=scenario, area=area)
                answered = answered or not answers.says_nothing
                yield answers
        if answered and sheet.hidden:
            self._notes.notice(
                "the sheet is hidden, and was read",
                "Ask its author if its answers are meant.",
                kind="hidden sheet",
                at=(sheet, None),
            )
        self._tell_hidden_rows(sheet, used)

    def _area_of(self, table: AnswerTable) -> str:
        """The area of a table; empty where it is not asked about, or cannot be told, which is a problem if it says
        something.
        """
        at = (table.sheet, (table.heads, table.label_column))
        if len(table.areas) == 1:
            area = next(iter(table.areas))
            if area in self._exercise.areas:
                return area
            if table.filled():
                heading = layout.area_heading(area)
                what = f"{heading} is not asked about, and was not read"
                self._notes.notice(what, "Nothing needs to be done.", kind="area not asked", at=at)
            return ""
        if not table.filled():
            return ""
        if table.areas:
            named = " and ".join(sorted(area_of_work(area).name for area in table.areas))
            what = f"the heading above this table names two areas, {named}"
            self._notes.problem(what, "Write the code and name of one.", kind="area unknown", at=at)
            return ""
        near = next((near for text in table.above if (near := self._words.nearest_area(text))), None)
        example = layout.area_heading(self._exercise.areas[0])
        remedy = f"Did you mean {near}?" if near else f"Write its code and name there, such as {example}."
        self._notes.problem("no area's heading stands above this table", remedy, kind="area unknown", at=at)
        return ""

    def _tell_scenario(self, table: AnswerTable) -> None:
        known = [sheet.heading for sheet in layout.scenario_sheets(self._exercise)]
        if table.scenarios:
            what = "its heading and its tab name more than one scenario"
        else:
            what = "neither a heading nor the tab says which scenario this sheet answers"
        remedy = f"Write the scenario above its tables: {' or '.join(quoted(heading) for heading in known)}."
        self._notes.problem(what, remedy, kind="scenario unknown", at=(table.sheet, None))

    def _tell_orphans(self, sheet: Sheet, places: Iterable[Place]) -> None:
        before = -2
        for row, column in places:
            if row != before + 1:
                heads = (layout.LEVEL_HEADING, *map(str, self._exercise.points))
                self._notes.problem(
                    "this row of a job level stands in no table, since no row of heads is above it",
                    f"Write the heads of its table again: {', '.join(heads)}.",
                    kind="no heads",
                    at=(sheet, (row, column)),
                )
            before = row

    def _tell_hidden_rows(self, sheet: Sheet, tables: list[AnswerTable]) -> None:
        for table in tables if sheet.hidden_rows else ():
            for row, column in table.filled():
                if row in sheet.hidden_rows:
                    self._notes.notice_of_cell(
                        "the row is hidden, and was read",
                        "Ask its author if its answers are meant.",
                        kind="hidden row",
                        at=(sheet, (row, column)),
                    )

    def one_of_each(self, tables: Iterable[TableAnswers]) -> list[TableAnswers]:
        """One table of each scenario and area. A second one is a problem unless it says the same, or nothing."""
        kept: dict[tuple[str, str], TableAnswers] = {}
        for table in tables:
            key = (table.scenario, table.area)
            first = kept.get(key)
            if first is None or first.says_nothing:
                kept[key] = table
            elif not (table.says_nothing or table.same_as(first) or table.spoilt or first.spoilt):
                where = place_in("", first.table.sheet, (first.table.heads, first.table.label_column))
                self._notes.problem(
                    f"{layout.area_heading(table.area)} stands here a second time, with other answers than at "
                    f"{where.removeprefix(', ')}",
                    "Keep one of the two.",
                    kind="table twice",
                    at=(table.table.sheet, (table.table.heads, table.table.label_column)),
                )
        return list(kept.values())
