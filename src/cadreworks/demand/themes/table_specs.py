"""What does each column that the coding of comments writes mean? Descriptions, for writing and for reference pages.

What coders fill in and hand back is described where it is read: `codebook.py`, `codings.py`, `changes.py`.
"""

from __future__ import annotations

from cadreworks.tables import Column, Kind, TableSpec
from cadreworks.vocabulary.columns import AREA

_COMMENT = Column("comment", Kind.TEXT, "the comment's id, made from scenario, area and words; it leads to no name")

WORKSHEET_TABLE = TableSpec(
    name="worksheet",
    means="The comments to be coded, without the names of organisations.",
    columns=(
        _COMMENT,
        Column("scenario", Kind.TEXT, "the scenario's id"),
        AREA,
        Column("text", Kind.TEXT, "what was said, word for word; names within the words remain"),
    ),
    key=("comment",),
)

COUNTS_TABLE = TableSpec(
    name="counts",
    means="Exact numbers by area and theme. A theme counts what is coded by the themes below it too.",
    columns=(
        AREA,
        Column(
            "theme",
            Kind.TEXT,
            "the theme; `none` where coders found none, `not_coded` where nobody looked, `unresolved` where they "
            "differ, `all` for every comment once",
        ),
        Column("parent", Kind.TEXT, "the theme under which it stands", required=False),
        Column("organisations", Kind.WHOLE, "how many organisations wrote these comments"),
        Column("comments", Kind.WHOLE, "how many comments"),
    ),
    key=("area", "theme"),
)


def _of_pair(name: str, means: str) -> Column:
    return Column(name, Kind.WHOLE, f"{means}; empty over all themes", required=False)


AGREEMENT_TABLE = TableSpec(
    name="agreement",
    means="How far each two coders agree on the comments that both coded, before anybody resolved or assigned one.",
    columns=(
        Column("theme", Kind.TEXT, "the theme, or `all` for the set of themes that a coder gave"),
        Column("coder_1", Kind.TEXT, "one of the two"),
        Column("coder_2", Kind.TEXT, "the other"),
        Column("comments", Kind.WHOLE, "how many comments both coded"),
        _of_pair("both", "in how many both found the theme"),
        _of_pair("only_1", "in how many the first alone found it"),
        _of_pair("only_2", "in how many the second alone found it"),
        _of_pair("neither", "in how many neither found it"),
        Column("agreement_share", Kind.NUMBER, "share of the comments on which the two agree", required=False),
        Column("kappa", Kind.NUMBER, "Cohen's kappa of the two; empty where neither varies", required=False),
        Column("alpha", Kind.NUMBER, "Krippendorff's alpha over all coders; empty where nobody varies", required=False),
    ),
    key=("theme", "coder_1", "coder_2"),
)

DIFFERENCES_TABLE = TableSpec(
    name="to_resolve",
    means="Themes that some coders found in a comment and others did not, until somebody resolves or assigns them.",
    columns=(
        _COMMENT,
        Column("theme", Kind.TEXT, "the theme on which coders differ"),
        Column("found_by", Kind.TEXT, "coders who found it, with semicolons between"),
        Column("not_found_by", Kind.TEXT, "coders who looked and did not find it, with semicolons between"),
    ),
    key=("comment", "theme"),
)
