"""Where on a sheet do words of the toolkit stand? A sheet -> words by place."""

from __future__ import annotations

from dataclasses import dataclass, field

from cadreworks.demand.returned.cells import CellKind, Place, Sheet, SheetCell
from cadreworks.demand.returned.unreadable import too_much
from cadreworks.demand.returned.words import MOST_IN_A_HEADING, Words, is_word
from cadreworks.demand.toolkit import layout

MOST_HEADINGS = 2_000
"""Headings of tables on one sheet, of which a toolkit has 19 and a workbook pasted into one sheet some 500."""


@dataclass
class FoundWords:
    """Words by the places where they stand, and the columns that are filled in each row."""

    by_row: dict[int, list[int]] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    label_rows: dict[int, list[int]] = field(default_factory=dict)
    levels: dict[Place, str] = field(default_factory=dict)
    ranges: dict[Place, str] = field(default_factory=dict)
    totals: set[Place] = field(default_factory=set)
    anchors: list[Place] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)
    areas: dict[Place, frozenset[str]] = field(default_factory=dict)
    scenarios: dict[Place, frozenset[str]] = field(default_factory=dict)

    def labelled(self, row: int, column: int) -> bool:
        place = (row, column)
        return place in self.levels or place in self.ranges or place in self.totals

    def note(self, place: Place, text: str, words: Words) -> None:
        """Note what the text of a cell says."""
        if is_word(text, layout.LEVEL_HEADING):
            self.anchors.append(place)
        elif (level := words.level(text)) is not None:
            self.levels[place] = level
        elif (label := words.range_label(text)) is not None:
            self.ranges[place] = label
        elif is_word(text, layout.TOTAL_LABEL):
            self.totals.add(place)
        elif areas := words.areas(text):
            self.areas[place] = areas
        elif scenarios := words.scenarios(text):
            self.scenarios[place] = scenarios


def find_words(sheet: Sheet, words: Words) -> FoundWords:
    """The words of a sheet. Raises Unreadable where they are more than any toolkit can have."""
    found = FoundWords()
    for place, cell in sheet.cells.items():
        found.by_row.setdefault(place[0], []).append(place[1])
        if _is_head(cell, words):
            found.heads[place[0]] = found.heads.get(place[0], 0) + 1
        if cell.kind is CellKind.TEXT and len(cell.text) <= MOST_IN_A_HEADING:
            found.note(place, cell.text, words)
    found.rows = sorted(found.by_row)
    for row, column in sorted({*found.levels, *found.ranges, *found.totals}):
        found.label_rows.setdefault(column, []).append(row)
    if len(found.anchors) + len(found.areas) + len(found.scenarios) > MOST_HEADINGS:
        raise too_much(f"its sheet {sheet.name} holds more than {MOST_HEADINGS:,} headings")
    return found


def _is_head(cell: SheetCell, words: Words) -> bool:
    return words.year(cell) is not None or words.is_now(cell) or is_word(cell.text, layout.COMMENT_HEADING)
