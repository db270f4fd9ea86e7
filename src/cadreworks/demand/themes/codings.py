"""Who coded which comment by which theme? The codings table -> `Coding`s.

One row says that a coder found a theme in a comment, and where: the stretch of its words. A comment in which a coder
found no theme is coded `none`, so that it is told from one that nobody looked at. A comment is named by its id, or by
organisation, scenario and area. A row that `resolves` is a further person's: what that person says of a comment
replaces what the others said of it, and stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cadreworks.demand.themes.codebook import NO_THEME, Codebook
from cadreworks.demand.themes.comments import Comment
from cadreworks.demand.themes.free_text import read_free_table, squeezed
from cadreworks.problems import ProblemList, quoted
from cadreworks.tables import Column, Kind, Row, Table, TableSpec, suggestion
from cadreworks.vocabulary import AREA_IDS

YES, NO = "yes", "no"
_LEFT_OUT = re.compile(r"\[[^\]]*\]|\u2026|\.\.\.")
"""What a coder writes for words that are left out or replaced: [...], [our trust], an ellipsis."""

CODINGS_TABLE = TableSpec(
    name="codings",
    means="What each coder found in each comment, one row for each theme and stretch of words.",
    columns=(
        Column("comment", Kind.TEXT, "the comment's id on the worksheet", "Copy the id.", required=False),
        Column("organisation", Kind.TEXT, "whose comment it is, where no id is given", required=False),
        Column("scenario", Kind.TEXT, "its scenario, where no id is given", required=False),
        Column("area", Kind.TEXT, "its area, where no id is given", required=False, one_of=AREA_IDS),
        Column("coder", Kind.TEXT, "who coded it", "Name the coder."),
        Column("theme", Kind.TEXT, "the theme found, or `none` where there is none", "Name the theme, or write none."),
        Column("stretch", Kind.TEXT, "the words it is found in; the whole comment if left out", required=False),
        Column(
            "publish",
            Kind.TEXT,
            "`yes` where the words may be quoted in the report, which a person decides",
            required=False,
            one_of=(YES, NO),
        ),
        Column(
            "resolves",
            Kind.TEXT,
            "`yes` where this coder decides, since others differ",
            required=False,
            one_of=(YES, NO),
        ),
    ),
)

CODING_COLUMNS = ("comment", "coder", "theme", "stretch", "publish", "resolves")
"""Those of a codings file in which comments are named by id."""


@dataclass(frozen=True)
class Coding:
    """One coder's finding. comment: id; theme: as it was coded, or `none`; words: the stretch, or the whole comment;
    where: the place in the file
    """

    comment: str
    coder: str
    theme: str
    words: str
    publish: bool = False
    resolves: bool = False
    where: str = ""


def read_codings(
    raw: bytes,
    comments: Sequence[Comment],
    codebook: Codebook,
    problems: ProblemList,
    *,
    file: str,
    further_themes: Sequence[str] = (),
) -> tuple[Coding, ...]:
    """The codings. further_themes: those that changes made, which may be coded by too."""
    table = read_free_table(raw, CODINGS_TABLE, problems, file=file, free=("stretch",))
    themes = tuple(dict.fromkeys((*(theme.name for theme in codebook.themes), *further_themes, NO_THEME)))
    by_id = {comment.id: comment for comment in comments}
    by_place = {(one.organisation, one.scenario, one.area): one for one in comments}
    codings = []
    for row in table.rows:
        if codebook.themes and row.text("theme") not in themes:
            what = f"{quoted(row.text('theme'))} is not a theme of the codebook"
            problems.add(table.where(row, "theme"), what, suggestion(row.text("theme"), themes), kind="unknown theme")
        comment = _find(table, row, by_id, by_place, problems)
        if comment is not None:
            _check_stretch(table, row, comment, problems)
            codings.append(_coding(row, comment, table.where(row)))
    _check_resolvers(codings, problems)
    _check_none(codings, problems)
    return tuple(sorted(codings, key=lambda one: (one.comment, one.resolves, one.coder, one.theme, one.words)))


def _coding(row: Row, comment: Comment, where: str) -> Coding:
    return Coding(
        comment.id,
        row.text("coder"),
        row.text("theme"),
        row.text("stretch") or comment.text,
        publish=row.text("publish") == YES,
        resolves=row.text("resolves") == YES,
        where=where,
    )


def _find(
    table: Table,
    row: Row,
    by_id: Mapping[str, Comment],
    by_place: Mapping[tuple[str, str, str], Comment],
    problems: ProblemList,
) -> Comment | None:
    if not by_id:
        return None  # the returns could not be read, and said so
    if row.text("comment"):
        found = by_id.get(row.text("comment"))
        if found is None:
            problems.add(
                table.where(row, "comment"),
                f"no comment has the id {quoted(row.text('comment'))}",
                "Copy the id from the worksheet; if the comment's words were changed, code it again.",
                kind="unknown comment",
            )
        return found
    found = by_place.get((row.text("organisation"), row.text("scenario"), row.text("area")))
    if found is None:
        problems.add(
            table.where(row),
            "no comment is named by id, or by an organisation, scenario and area that has one",
            "Copy the id from the worksheet into the column comment.",
            kind="unknown comment",
        )
    return found


def _check_stretch(table: Table, row: Row, comment: Comment, problems: ProblemList) -> None:
    """A stretch must be words of the comment, in their order; what stands in brackets is the coder's own."""
    text, at = squeezed(comment.text), 0
    for part in _LEFT_OUT.split(row.text("stretch")):
        at = text.find(squeezed(part), at)
        if at < 0:
            problems.add(
                table.where(row, "stretch"),
                "these words are not in the comment",
                "Copy them as they stand; write [...] where words are left out.",
                kind="not in comment",
            )
            return


def _check_resolvers(codings: Sequence[Coding], problems: ProblemList) -> None:
    """Whoever decides between coders is somebody else, and one person."""
    coders = {(one.comment, one.coder) for one in codings if not one.resolves}
    deciding: dict[str, str] = {}
    for one in codings:
        if not one.resolves:
            continue
        if (one.comment, one.coder) in coders:
            what = "the coder who resolves is one of those who coded the comment"
            problems.add(one.where, what, "Let another person decide.", kind="own judge")
        if deciding.setdefault(one.comment, one.coder) != one.coder:
            problems.add(one.where, "two coders resolve the same comment", "Keep one of them.", kind="two judges")


def _check_none(codings: Sequence[Coding], problems: ProblemList) -> None:
    """A coder who found nothing in a comment cannot have found a theme in it."""
    found = {(one.comment, one.coder, one.resolves) for one in codings if one.theme != NO_THEME}
    for one in codings:
        if one.theme == NO_THEME and (one.comment, one.coder, one.resolves) in found:
            what = "the coder found none in this comment, and a theme too"
            problems.add(one.where, what, "Keep the one or the other.", kind="none and more")
        if one.theme == NO_THEME and one.publish:
            problems.add(one.where, "words without a theme are marked for publication", "Name the theme.", kind="none")
