"""What did experts say, by area? Coded comments -> themes with numbers of organisations, and chosen quotations.

A viewpoint is what may be published: no organisation, no person, no comment's id. A number of organisations from 1 to 4
is withheld, and the number of their comments with it. The rule was made for people, and what is counted here are
organisations, whose taking part is no secret. But a return is the judgement of one or two people in a post that anybody
can look up; they were promised that they are not named, and "two organisations" beside their words tells most readers
in the field who they are. So the house's rule holds here as it does for people. A quotation may stand by a withheld
number: its words were chosen, and looked through for names. Themes overlap, so that no number follows from the others
by subtraction; shown ones come first, the largest first, and withheld ones in the order of the codebook, which tells
nothing of their size.

viewpoints.csv (area, theme, means, organisations, comments, quotation): one row for each quotation, or one without. A
study may hold it as its input `viewpoints`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cadreworks.demand.themes.changes import Coded, InUse
from cadreworks.demand.themes.comments import Comment
from cadreworks.demand.themes.counts import Tally, count_themes
from cadreworks.demand.themes.free_text import squeezed, written
from cadreworks.demand.themes.names import find_names
from cadreworks.demand.themes.settled import settle_themes
from cadreworks.disclosure import SMALLEST_PUBLISHED
from cadreworks.problems import ProblemList, quoted
from cadreworks.tables import Cell, Column, Kind, Row, Table, TableSpec
from cadreworks.vocabulary import AREA_IDS
from cadreworks.vocabulary.columns import AREA

WITHHELD = "[c]"
"""The Government Statistical Service's mark for a value withheld because it is confidential."""

MOST_LETTERS_QUOTED = 2_000

_COUNT = f"a whole number of {SMALLEST_PUBLISHED} or more, or {WITHHELD} where it is withheld"

VIEWPOINTS_TABLE = TableSpec(
    name="viewpoints",
    means="What experts said in their comments, by area of work and theme, as `cadre returns themes` writes it.",
    columns=(
        AREA,
        Column("theme", Kind.TEXT, "the theme", "Name the theme."),
        Column("means", Kind.TEXT, "what is meant by it", required=False),
        Column("organisations", Kind.TEXT, f"how many organisations spoke of it: {_COUNT}", f"Enter {_COUNT}."),
        Column("comments", Kind.TEXT, f"in how many comments: {_COUNT}", f"Enter {_COUNT}."),
        Column("quotation", Kind.TEXT, "words chosen for publication, without names", required=False),
    ),
    key=("area", "theme", "quotation"),
)


@dataclass(frozen=True)
class Viewpoint:
    """One theme in one area. organisations, comments: None where withheld, since 1 to 4 organisations spoke of it"""

    theme: str
    means: str
    organisations: int | None
    comments: int | None
    quotations: tuple[str, ...] = ()


Viewpoints = Mapping[str, tuple[Viewpoint, ...]]
"""By area, in the order of areas, each with its themes in order."""


def gather_viewpoints(
    coded: Coded, comments: Sequence[Comment], problems: ProblemList, *, organisations: Iterable[str] = ()
) -> tuple[Viewpoints, int]:
    """What may be published, and how many quotations wait until coders agree that they speak of their theme.

    organisations: those invited, whose names no quotation may hold; those that commented are known
    """
    asked = tuple(dict.fromkeys((*(comment.organisation for comment in comments), *organisations)))
    chosen, waiting = _choose_quotations(coded, comments, asked, problems)
    tallies = count_themes(coded, comments)
    viewpoints = {
        area: _in_order(
            [
                _viewpoint(tally, theme.means, chosen.get((area, theme.name), ()))
                for theme in coded.codebook.in_use
                if (tally := tallies.get((area, theme.name))) is not None
            ]
        )
        for area in AREA_IDS
        if any(comment.area == area for comment in comments)
    }
    return {area: found for area, found in viewpoints.items() if found}, waiting


def _viewpoint(tally: Tally, means: str, quotations: Sequence[str]) -> Viewpoint:
    shown = tally.organisations >= SMALLEST_PUBLISHED
    organisations, comments = (tally.organisations, tally.comments) if shown else (None, None)
    return Viewpoint(tally.theme, means, organisations, comments, tuple(quotations))


def _in_order(viewpoints: Sequence[Viewpoint]) -> tuple[Viewpoint, ...]:
    return tuple(sorted(viewpoints, key=lambda one: -(one.organisations or 0)))


def _choose_quotations(
    coded: Coded, comments: Sequence[Comment], asked: Sequence[str], problems: ProblemList
) -> tuple[dict[tuple[str, str], list[str]], int]:
    """By area and theme, the words marked for publication, in order of the words; and how many wait."""
    area_of = {comment.id: comment.area for comment in comments}
    settled = settle_themes(coded)
    chosen: dict[tuple[str, str], list[str]] = {}
    waiting = 0
    for one in sorted(coded.codings, key=lambda one: (one.coding.comment, squeezed(one.coding.words))):
        if not one.coding.publish:
            continue
        words = squeezed(one.coding.words)
        _check_quotation(one, words, asked, problems)
        comment = one.coding.comment
        if one.theme not in settled.agreed.get(comment, frozenset()):
            waiting += one.theme in settled.open.get(comment, frozenset())
            continue
        quotations = chosen.setdefault((area_of[comment], one.theme), [])
        if words not in quotations:
            quotations.append(words)
    return chosen, waiting


def _check_quotation(one: InUse, words: str, asked: Sequence[str], problems: ProblemList) -> None:
    """No names, nothing that runs, and no longer than a reader bears. What is wrong is said without quoting it."""
    where = f"{one.coding.where}, column stretch"
    for kind in find_names(words, asked):
        remedy = "Choose words without it, or leave it out and write [...] in its place."
        problems.add(where, f"the quotation seems to hold {kind}", remedy, kind="name in quotation")
    if written(words) != words:
        what = "the quotation begins as a spreadsheet formula does, and would run when the results are opened"
        problems.add(where, what, "Choose words that begin with a letter.", kind="formula")
    if len(words) > MOST_LETTERS_QUOTED:
        what = f"the quotation has {len(words):,} characters, more than {MOST_LETTERS_QUOTED:,}"
        problems.add(where, what, "Choose a shorter stretch.", kind="long quotation")


def viewpoint_rows(viewpoints: Viewpoints) -> Iterator[dict[str, Cell]]:
    """The rows of viewpoints.csv."""
    for area, of_area in viewpoints.items():
        for one in of_area:
            for quotation in one.quotations or (None,):
                yield {
                    "area": area,
                    "theme": one.theme,
                    "means": one.means or None,
                    "organisations": WITHHELD if one.organisations is None else one.organisations,
                    "comments": WITHHELD if one.comments is None else one.comments,
                    "quotation": quotation,
                }


def read_viewpoints(table: Table, problems: ProblemList) -> Viewpoints:
    """Viewpoints from their file, by area in the order of areas; themes in the order of the file.

    Problems: a number from 1 to 4, which may not be published; rows of a theme that do not say the same of it.
    """
    found: dict[str, dict[str, Viewpoint]] = {}
    for row in table.rows:
        organisations, comments = (_number(table, row, name, problems) for name in ("organisations", "comments"))
        name, quotation = row.text("theme"), row.text("quotation")
        themes = found.setdefault(row.text("area"), {})
        first = themes.get(name)
        quotations = (*(first.quotations if first else ()), *((quotation,) if quotation else ()))
        one = Viewpoint(name, row.text("means"), organisations, comments, quotations)
        if first and (first.means, first.organisations, first.comments) != (one.means, one.organisations, one.comments):
            what = f"the rows of {quoted(name)} in {row.text('area')} do not say the same of it"
            problems.add(table.where(row), what, "Give each its meaning and its numbers once more.", kind="two sayings")
        themes[name] = one
    return {area: tuple(found[area].values()) for area in AREA_IDS if area in found}


def _number(table: Table, row: Row, column: str, problems: ProblemList) -> int | None:
    text = row.text(column)
    if text == WITHHELD:
        return None
    if text.isascii() and text.isdigit() and SMALLEST_PUBLISHED <= int(text) < 10**9:
        return int(text)
    if text.isascii() and text.isdigit() and int(text) < SMALLEST_PUBLISHED:
        what = f"{text} is a number below {SMALLEST_PUBLISHED}, which may point to who answered"
        problems.add(table.where(row, column), what, f"Write {WITHHELD}.", kind="small number")
    else:
        what = f"{quoted(text)} is neither a count nor {WITHHELD}"
        problems.add(table.where(row, column), what, f"Enter {_COUNT}.", kind="not a count")
    return None
