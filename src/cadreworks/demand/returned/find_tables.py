"""Where on a sheet are the tables of answers? A sheet -> tables, each with its scenario, area, rows and columns.

A table is a row of heads (`Job level`, the years, `Comment`) with rows of levels below it. Its area is the heading
next above its heads, its scenario the heading of a scenario above that, or else what the tab says. Nothing rests on an
address, so that rows and columns may have been inserted, deleted, sorted or moved, and sheets pasted into one another.
What stands in a table but cannot be told (answers under a year that nobody asked about, beside a level that does not
exist) is a problem; what is not there is missing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from cadreworks.demand.returned.cells import CellKind, Place, Sheet
from cadreworks.demand.returned.find_words import FoundWords, find_words
from cadreworks.demand.returned.unreadable import too_much
from cadreworks.demand.returned.words import Words, is_word
from cadreworks.demand.toolkit import layout

NEAR_ROWS = 12
"""A heading further above its table than this belongs to something else. The toolkit has it two rows above."""

MOST_LOOKED_AT = 5_000_000
"""Tables times cells of one sheet: 3,000 in a toolkit, a million where all of one was pasted into one sheet."""

_BEYOND = 1 << 21
_POOL = "the pool in"


@dataclass(frozen=True)
class AnswerTable:
    """One table on a sheet, as far as it was recognised.

    areas, scenarios: ids that its headings name: none where there is no heading, two where a heading contradicts
    itself; above: texts next above its heads, for a remedy; label_column: where levels are named; levels, ranges,
    years: the rows and columns of each, several where one stands more than once; asked: the years of the exercise;
    nameless_rows, nameless_columns: those with something in them and no word that is known at their head; last: the
    last row that has a label
    """

    sheet: Sheet
    heads: int
    label_column: int
    areas: frozenset[str]
    scenarios: frozenset[str]
    above: tuple[str, ...]
    levels: Mapping[str, tuple[int, ...]]
    ranges: Mapping[str, tuple[int, ...]]
    totals: tuple[int, ...]
    years: Mapping[int, tuple[int, ...]]
    asked: tuple[int, ...]
    now_column: int | None
    comments: tuple[int, ...]
    nameless_rows: tuple[int, ...] = ()
    nameless_columns: tuple[int, ...] = ()
    last: int = 0

    @property
    def level_rows(self) -> list[int]:
        return sorted(row for several in self.levels.values() for row in several)

    @property
    def year_columns(self) -> list[int]:
        return sorted(column for several in self.years.values() for column in several)

    def filled(self) -> list[Place]:
        """The cells of answers and ranges that hold something."""
        rows = [*self.level_rows, *(row for several in self.ranges.values() for row in several)]
        return sorted(
            (row, column) for row in rows for column in self.year_columns if (row, column) in self.sheet.cells
        )

    def has_numbers(self, column: int) -> bool:
        """Whether a column holds what may be a number in the row of a level."""
        cells = (self.sheet.cells.get((row, column)) for row in self.level_rows)
        return any(
            cell is not None and (cell.kind is not CellKind.TEXT or cell.text.strip()[:1].isdigit()) for cell in cells
        )


@dataclass(frozen=True)
class _Heads:
    """The row of heads of one table: the column of its labels, and the columns that belong to it."""

    row: int
    label_column: int
    first: int
    beyond: int


@dataclass(frozen=True)
class FoundTables:
    """The tables of a sheet from top to bottom; orphans: cells named as a level, with a number beside them, that stand
    in none of them, since a row of heads is lost
    """

    tables: tuple[AnswerTable, ...]
    orphans: tuple[Place, ...]


def find_tables(sheet: Sheet, words: Words) -> FoundTables:
    """Find the tables of a sheet. Raises Unreadable where there are more than any toolkit can have."""
    found = find_words(sheet, words)
    rows_of_heads = _rows_of_heads(sheet, found)
    if len(rows_of_heads) * len(sheet.cells) > MOST_LOOKED_AT:
        raise too_much(f"its sheet {sheet.name} holds {len(rows_of_heads):,} tables")
    every: list[AnswerTable] = []
    for index, heads in enumerate(rows_of_heads):
        later = [other.row for other in rows_of_heads[index + 1 :] if _overlap(heads, other)]
        earlier = [table.last for table, other in zip(every, rows_of_heads, strict=False) if _overlap(heads, other)]
        above = max((last for last in earlier if last < heads.row), default=-1)
        every.append(_table(sheet, words, found, heads=heads, above=above, below=min(later, default=None)))
    tables = tuple(table for table in every if table.levels)
    return FoundTables(tables, _orphans(sheet, found, tables))


def _orphans(sheet: Sheet, found: FoundWords, tables: tuple[AnswerTable, ...]) -> tuple[Place, ...]:
    within = {(row, table.label_column) for table in tables for row in table.level_rows}
    numbers = {row for (row, _), cell in sheet.cells.items() if cell.is_number}
    return tuple(sorted(place for place in found.levels if place not in within and place[0] in numbers))


def _rows_of_heads(sheet: Sheet, found: FoundWords) -> list[_Heads]:
    """Rows with `Job level`, and rows without it that have two other heads and levels below, not beside, them."""
    beyond = max((column for _, column in sheet.cells), default=0) + 1
    by_row: dict[int, list[int]] = {}
    for row, column in found.anchors:
        by_row.setdefault(row, []).append(column)
    heads: list[_Heads] = []
    for row, columns in by_row.items():
        edges = [0, *sorted(columns)[1:], beyond]
        heads += [_Heads(row, c, edges[i], edges[i + 1]) for i, c in enumerate(sorted(columns))]
    level_rows = sorted({row for row, _ in found.levels})
    labelled = {row for row, _ in (*found.levels, *found.ranges, *found.totals)}
    for row, number in found.heads.items():
        if row in by_row or number < 2 or row in labelled:
            continue
        next_level = bisect_right(level_rows, row)
        if next_level < len(level_rows) and level_rows[next_level] - row <= NEAR_ROWS:
            label_column = min(column for at, column in found.levels if at == level_rows[next_level])
            heads.append(_Heads(row, label_column, 0, beyond))
    return sorted(heads, key=lambda entry: (entry.row, entry.first))


def _overlap(one: _Heads, other: _Heads) -> bool:
    return one.row != other.row and one.first < other.beyond and other.first < one.beyond


def _table(
    sheet: Sheet, words: Words, found: FoundWords, *, heads: _Heads, above: int, below: int | None
) -> AnswerTable:
    columns = _Columns(sheet, words, found, heads)
    end = _end(found, heads=heads, below=below, left_of=columns.first_year)
    rows = [row for row in found.rows if heads.row < row < end]
    levels = _rows_by_word(found.levels, rows, heads.label_column)
    ranges = _rows_by_word(found.ranges, rows, heads.label_column)
    totals = tuple(row for row in rows if (row, heads.label_column) in found.totals)
    known = {row for several in (*levels.values(), *ranges.values(), totals) for row in several}
    areas, text = _area_above(sheet, found, heads=heads, above=above)
    last = max(known, default=heads.row)
    return AnswerTable(
        sheet,
        heads.row,
        heads.label_column,
        areas,
        _scenario_above(sheet, words, found, heads),
        text,
        levels,
        ranges,
        totals,
        columns.years,
        words.exercise.points,
        columns.now_column,
        columns.comments,
        tuple(row for row in rows if row not in known and columns.answers_in(row)),
        columns.nameless(sorted(row for several in levels.values() for row in several)),
        last,
    )


class _Columns:
    """What the columns of a table hold, by their heads."""

    def __init__(self, sheet: Sheet, words: Words, found: FoundWords, heads: _Heads) -> None:
        self._sheet, self._found, self._heads = sheet, found, heads
        years: dict[int, list[int]] = {}
        comments: list[int] = []
        self.now_column: int | None = None
        for column in self._filled(heads.row):
            cell = sheet.cells[heads.row, column]
            year = words.year(cell)
            if year is not None:
                years.setdefault(year, []).append(column)
            elif words.is_now(cell) and self.now_column is None:
                self.now_column = column
            elif is_word(cell.text, layout.COMMENT_HEADING):
                comments.append(column)
        self.years = {year: tuple(several) for year, several in years.items()}
        self.comments = tuple(comments)

    def _filled(self, row: int) -> list[int]:
        """The columns of this table in which a row holds something."""
        heads = self._heads
        return sorted(column for column in self._found.by_row.get(row, ()) if heads.first <= column < heads.beyond)

    @property
    def first_year(self) -> int:
        return min((column for several in self.years.values() for column in several), default=self._heads.beyond)

    def answers_in(self, row: int) -> bool:
        """Whether a row has something in a column of answers."""
        return any((row, column) in self._sheet.cells for several in self.years.values() for column in several)

    def nameless(self, rows: list[int]) -> tuple[int, ...]:
        """Columns with something in the row of a level, and no head that is known."""
        known = {self._heads.label_column, self.now_column, *self.comments}
        known.update(column for several in self.years.values() for column in several)
        filled = {column for row in rows for column in self._filled(row)}
        heads = self._heads.row
        pooled = {column for column in filled if self._sheet.text(heads, column).casefold().startswith(_POOL)}
        return tuple(sorted(filled - known - pooled))


def _end(found: FoundWords, *, heads: _Heads, below: int | None, left_of: int) -> int:
    """The row after the table: at the next heads, the next heading, or two rows below the last label."""
    stops = [] if below is None else [below]
    for place in (*found.areas, *found.scenarios):
        row, column = place
        beside_a_label = found.labelled(row, heads.label_column)
        if row > heads.row and heads.first <= column < max(left_of, heads.first + 1) and not beside_a_label:
            stops.append(row)
    limit = min(stops, default=_BEYOND)
    rows = found.label_rows.get(heads.label_column, [])
    labels = rows[bisect_right(rows, heads.row) : bisect_left(rows, limit)]
    return min(limit, max(labels, default=heads.row) + 2)


def _rows_by_word(found: Mapping[Place, str], rows: list[int], column: int) -> dict[str, tuple[int, ...]]:
    by_word: dict[str, list[int]] = {}
    for row in rows:
        if (row, column) in found:
            by_word.setdefault(found[row, column], []).append(row)
    return {word: tuple(several) for word, several in by_word.items()}


def _area_above(
    sheet: Sheet, found: FoundWords, *, heads: _Heads, above: int
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The areas that the heading next above names, and the texts that stand there if none does."""
    texts: list[str] = []
    for row in range(heads.row - 1, max(above, heads.row - NEAR_ROWS, -1), -1):
        places = [(row, column) for column in found.by_row.get(row, ()) if heads.first <= column < heads.beyond]
        named = frozenset(area for place in places for area in found.areas.get(place, ()))
        if named or any(place in found.scenarios for place in places):
            return named, tuple(texts)
        texts += [text for place in places if (text := sheet.text(*place))]
    return frozenset(), tuple(texts)


def _scenario_above(sheet: Sheet, words: Words, found: FoundWords, heads: _Heads) -> frozenset[str]:
    """The scenarios that the last heading above names; without one, what the tab says."""
    headings = [place for place in found.scenarios if place[0] < heads.row]
    by_tab = words.tab(sheet.name)
    if not headings:
        return frozenset() if by_tab is None else frozenset({by_tab})
    named = found.scenarios[max(headings)]
    everywhere = {scenario for several in found.scenarios.values() for scenario in several}
    if by_tab is not None and by_tab not in everywhere:
        return named | {by_tab}  # heading and tab contradict each other
    return named
