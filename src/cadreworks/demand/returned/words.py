"""Which words of the toolkit does a cell hold? Its text -> a scenario, an area, a level, a year, a head.

Letter case, spaces and a colon at the end are forgiven, since they mean nothing; a word that is spelt otherwise is
not guessed at. A heading that names two different things (the code of one area, the name of another) is told apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from cadreworks.demand.exercise.settings import RANGE, TERTILES, Exercise
from cadreworks.demand.returned.cells import SheetCell
from cadreworks.demand.toolkit import layout
from cadreworks.vocabulary import AREAS, LEVEL_IDS

MOST_IN_A_HEADING = 300
"""A text longer than this is no heading."""

_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_CODED = re.compile(r"(\d+\.\d+)[\s.:)–—-]*(.*)", re.DOTALL)
_MARKS = re.compile(r"[\s:–—-]+")


def plain(text: str) -> str:
    """The text with what means nothing taken away: letter case, unseen letters, spaces, a colon at the end."""
    return _short(text) if len(text) <= MOST_IN_A_HEADING else _stripped(text)


def _stripped(text: str) -> str:
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(seen.casefold().split()).rstrip(" :")


@lru_cache(maxsize=4096)
def _short(text: str) -> str:
    return _stripped(text)


def _unmarked(text: str) -> str:
    return _MARKS.sub(" ", plain(text)).strip()


class Words:
    """The words by which the tables of an exercise are found."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self._tabs = {_unmarked(sheet.tab): sheet.scenario for sheet in layout.scenario_sheets(exercise)}
        names = [(_unmarked(scenario.name), scenario.id) for scenario in exercise.scenarios]
        self._names = _unambiguous(names)
        self._codes = {area.code: area.id for area in AREAS}
        self._area_names = {plain(area.name): area.id for area in AREAS}
        self._levels = {plain(layout.level_label(level)): level for level in LEVEL_IDS}
        self._years = {str(year): year for year in exercise.points}
        self._now = re.compile(rf"now( ?,? ?\d{{4}})?|{exercise.base_year}")
        self._ranges = {plain(label): label for kind in (RANGE, TERTILES) for label in layout.range_labels(kind)}

    def scenarios(self, text: str) -> frozenset[str]:
        """Ids of the scenarios that a heading names: none, one, or, where it contradicts itself, two."""
        if len(text) > MOST_IN_A_HEADING:
            return frozenset()
        words = _unmarked(text)
        if words in self._tabs:
            return frozenset({self._tabs[words]})
        if words in self._names:
            return frozenset({self._names[words]})
        for tab, scenario in self._tabs.items():
            name = words.removeprefix(f"{tab} ")
            if name != words and name in self._names:
                return frozenset({scenario, self._names[name]})
        return frozenset()

    def tab(self, name: str) -> str | None:
        """The scenario that the name of a sheet means; `Scenario A (2)` is what Excel calls a copy."""
        found = self.scenarios(re.sub(r"\s*\(\d+\)$", "", name))
        return next(iter(found)) if len(found) == 1 else None

    def areas(self, text: str) -> frozenset[str]:
        """Ids of the areas that a heading names: none, one, or, where it contradicts itself, two."""
        if len(text) > MOST_IN_A_HEADING:
            return frozenset()
        words = plain(text)
        if words in self._area_names:
            return frozenset({self._area_names[words]})
        coded = _CODED.fullmatch(words)
        if coded is None or coded[1] not in self._codes:
            return frozenset()
        if not coded[2]:
            return frozenset({self._codes[coded[1]]})
        if coded[2] in self._area_names:
            return frozenset({self._codes[coded[1]], self._area_names[coded[2]]})
        return frozenset()

    def nearest_area(self, text: str) -> str | None:
        """The heading of an area of the exercise that a misspelt one comes near to."""
        headings = {plain(layout.area_heading(area)): layout.area_heading(area) for area in self.exercise.areas}
        near = get_close_matches(plain(text)[:MOST_IN_A_HEADING], headings, n=1, cutoff=0.8)
        return headings[near[0]] if near else None

    def level(self, text: str) -> str | None:
        return self._levels.get(plain(text)) if len(text) <= MOST_IN_A_HEADING else None

    def year(self, cell: SheetCell) -> int | None:
        """The year asked about that heads a column, whether it stands there as number or as text."""
        if cell.is_number:
            return int(cell.number) if cell.number in self._years.values() else None
        return self._years.get(plain(cell.text)) if len(cell.text) <= MOST_IN_A_HEADING else None

    def is_now(self, cell: SheetCell) -> bool:
        return len(cell.text) <= MOST_IN_A_HEADING and self._now.fullmatch(plain(cell.text)) is not None

    def range_label(self, text: str) -> str | None:
        return self._ranges.get(plain(text)) if len(text) <= MOST_IN_A_HEADING else None

    def known(self, text: str) -> bool:
        """Whether a text is a level or the head of levels, of which every table of answers has some."""
        return self.level(text) is not None or is_word(text, layout.LEVEL_HEADING)


def is_word(text: str, word: str) -> bool:
    """Whether a cell says one word of the layout."""
    return len(text) <= MOST_IN_A_HEADING and _short(text) == _short(word)


def _unambiguous(names: list[tuple[str, str]]) -> Mapping[str, str]:
    """The names that belong to one scenario only."""
    spelt = [name for name, _ in names]
    return {name: scenario for name, scenario in names if name and spelt.count(name) == 1}
