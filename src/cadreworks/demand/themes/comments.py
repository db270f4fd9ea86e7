"""What did experts say in their own words? The returns table -> one comment for each organisation, scenario and area.

A comment has an id under which it can be coded by people who need not know whose it is. It is made from the scenario,
the area and the words alone: the same in whatever order the returns stand, and no list of organisations, however
complete, leads from it back to a name. A comment whose words are changed gets another id, so that a coding never
speaks of words that its coder did not see. The same words from two organisations are told apart by a number.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cadreworks.demand.returns import RETURNS_TABLE
from cadreworks.demand.themes.free_text import read_free_table, squeezed, written
from cadreworks.demand.themes.table_specs import WORKSHEET_TABLE
from cadreworks.problems import ProblemList, quoted
from cadreworks.tables import Cell, Row, Table
from cadreworks.vocabulary import ALL, AREA_IDS, LEVEL_IDS

WORKSHEET_COLUMNS = WORKSHEET_TABLE.names
_DIGITS = 12
_LEVELS = {level: rank for rank, level in enumerate((*LEVEL_IDS, ALL))}

COMMENTS_TABLE = replace(
    RETURNS_TABLE,
    columns=tuple(
        replace(column, required=False) if column.name == "wte" else column for column in RETURNS_TABLE.columns
    ),
)
"""The returns, of which a partial one may lack a number and still say something."""


@dataclass(frozen=True)
class Comment:
    """What one organisation said of one area in one scenario. id: stable and nameless."""

    id: str
    organisation: str
    scenario: str
    area: str
    text: str


def read_comments(raw: bytes, problems: ProblemList, *, file: str) -> tuple[Comment, ...]:
    """The comments of returns.csv, in order of scenario, area and id. Returns in which nobody said anything are a
    problem. What stands at several years or levels of an area is one comment, each text once, by year and level.
    """
    before = len(problems)
    table = read_free_table(raw, COMMENTS_TABLE, problems, file=file, free=("comment",))
    _check_spelling(table, problems)
    said: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in table.rows:
        if row.text("comment"):
            said[row.text("organisation"), row.text("scenario"), row.text("area")].append(row)
    if not said and len(problems) == before:
        what = "no return holds a comment, so there is nothing to code"
        problems.add(file, what, "Name the returns that `cadre returns read` wrote.", kind="no comments")
    return _with_ids({key: _in_one_text(rows) for key, rows in said.items()})


def _check_spelling(table: Table, problems: ProblemList) -> None:
    """An organisation that is written in two ways would be counted as two."""
    usual: dict[str, str] = {}
    for row in table.rows:
        name = row.text("organisation")
        first = usual.setdefault(squeezed(name).casefold(), name)
        if first != name:
            what = f"{quoted(name)} is written {quoted(first)} elsewhere"
            problems.add(table.where(row, "organisation"), what, "Write it in one way.", kind="spelling")


def _in_one_text(rows: Iterable[Row]) -> str:
    in_order = sorted(rows, key=lambda row: (row.number("year"), _LEVELS[row.text("level")]))
    texts: dict[str, str] = {}
    for row in in_order:
        texts.setdefault(squeezed(row.text("comment")), row.text("comment"))
    return "\n".join(texts.values())


def _with_ids(texts: dict[tuple[str, str, str], str]) -> tuple[Comment, ...]:
    alike: dict[str, list[Comment]] = defaultdict(list)
    for (organisation, scenario, area), text in sorted(texts.items()):
        name = _id_of(scenario, area, text)
        alike[name].append(Comment(name, organisation, scenario, area, text))
    numbered = [
        replace(comment, id=name if not at else f"{name}-{at + 1}")
        for name, group in alike.items()
        for at, comment in enumerate(group)
    ]
    return tuple(sorted(numbered, key=lambda one: (one.scenario, AREA_IDS.index(one.area), one.id)))


def _id_of(scenario: str, area: str, text: str) -> str:
    """`c` and twelve digits: always a text to a spreadsheet, never a number."""
    return "c" + hashlib.sha256("\x1f".join((scenario, area, squeezed(text))).encode()).hexdigest()[:_DIGITS]


def worksheet_rows(comments: Iterable[Comment]) -> Iterator[dict[str, Cell]]:
    """The rows of the worksheet from which comments are coded: no organisation, and nothing that would run."""
    for comment in comments:
        yield {
            "comment": comment.id,
            "scenario": comment.scenario,
            "area": comment.area,
            "text": written(comment.text),
        }
