"""How many spoke of what? Coded comments -> numbers of comments and organisations by area and theme.

A comment has a theme where every coder who coded it found the theme, or where somebody resolved that it has. Where
coders differ and nobody has resolved it, it counts as `unresolved`, whatever else they agree on. One in which all found
nothing is `none`; one that nobody coded is `not_coded`. So each comment stands in at least one row of its area, and
`all` counts it once. A theme counts what is coded by the themes below it too. These numbers are exact: a working file,
not for publication (`viewpoints.py` says why).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cadreworks.demand.themes.changes import Coded
from cadreworks.demand.themes.codebook import NO_THEME, NOT_CODED, UNRESOLVED
from cadreworks.demand.themes.comments import Comment
from cadreworks.demand.themes.settled import Settled, settle_themes
from cadreworks.demand.themes.table_specs import COUNTS_TABLE
from cadreworks.tables import Cell
from cadreworks.vocabulary import ALL, AREA_IDS

COUNT_COLUMNS = COUNTS_TABLE.names


@dataclass(frozen=True)
class Tally:
    """How many comments of an area speak of a theme, and how many organisations wrote them."""

    area: str
    theme: str
    organisations: int
    comments: int


def count_themes(coded: Coded, comments: Sequence[Comment]) -> dict[tuple[str, str], Tally]:
    """Tallies by area and theme, with `none`, `not_coded`, `unresolved` and `all`; none for a theme without comments.

    In order of areas, of the codebook, then of those four.
    """
    settled = settle_themes(coded)
    wrote: dict[tuple[str, str], list[Comment]] = defaultdict(list)
    for comment in comments:
        for name in _rows_of(comment.id, settled, coded):
            wrote[comment.area, name].append(comment)
    names = [*(theme.name for theme in coded.codebook.in_use), NO_THEME, NOT_CODED, UNRESOLVED, ALL]
    return {
        (area, name): Tally(area, name, len({one.organisation for one in wrote[area, name]}), len(wrote[area, name]))
        for area in AREA_IDS
        for name in names
        if (area, name) in wrote
    }


def _rows_of(comment: str, settled: Settled, coded: Coded) -> set[str]:
    """The rows in which a comment is counted."""
    if comment not in settled.agreed:
        return {NOT_CODED, ALL}
    rows = {ALL}
    for theme in settled.agreed[comment]:
        rows.update(coded.codebook.with_those_above(theme))
    if settled.open[comment]:
        rows.add(UNRESOLVED)
    return rows if len(rows) > 1 else {NO_THEME, ALL}


def count_rows(tallies: Mapping[tuple[str, str], Tally], coded: Coded) -> Iterator[dict[str, Cell]]:
    """The rows of the file of counts."""
    parents = {theme.name: theme.parent for theme in coded.codebook.themes}
    for one in tallies.values():
        yield {
            "area": one.area,
            "theme": one.theme,
            "parent": parents.get(one.theme) or None,
            "organisations": one.organisations,
            "comments": one.comments,
        }
