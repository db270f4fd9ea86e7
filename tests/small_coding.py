"""A few comments, a codebook and codings, as texts: what tests of coding start from."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from cadreworks.demand.themes import (
    CHANGES_TABLE,
    CODEBOOK_TABLE,
    Codebook,
    Coded,
    Coding,
    Comment,
    change_themes,
    read_changes,
    read_codebook,
    read_codings,
    read_comments,
)
from cadreworks.problems import ProblemList
from cadreworks.tables import read_table

RETURNS = "organisation,scenario,year,area,level,wte,low,high,confidence,comment,signed_off_by\n"
CODEBOOK = (
    "theme,parent,means\nWorkforce,,About people\nPay,Workforce,Pay as a cause\nHiring,Workforce,\nAutomation,,\n"
)
CODINGS = "comment,coder,theme,stretch,publish,resolves\n"
CHANGES = "date,who,action,theme,into,comments,means,reason\n"


def csv_of(rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def returns_of(*said: tuple[str, str, str, str]) -> bytes:
    """returns.csv of (organisation, scenario, area, comment)."""
    rows = [(who, scenario, "2030", area, "all", "1", "", "", "", text, "role") for who, scenario, area, text in said]
    return (RETURNS + csv_of(rows)).encode()


def comments_of(raw: bytes) -> tuple[tuple[Comment, ...], list[str]]:
    problems = ProblemList()
    return read_comments(raw, problems, file="returns.csv"), [str(one) for one in problems]


def codebook_of(text: str) -> tuple[Codebook, list[str]]:
    problems = ProblemList()
    table = read_table(text.encode(), CODEBOOK_TABLE, problems, file="codebook.csv")
    return read_codebook(table, problems), [str(one) for one in problems]


def codings_of(
    text: str, comments: Sequence[Comment], codebook: str = CODEBOOK
) -> tuple[tuple[Coding, ...], list[str]]:
    problems = ProblemList()
    themes = codebook_of(codebook)[0]
    codings = read_codings(text.encode(), comments, themes, problems, file="codings.csv")
    return codings, [str(one) for one in problems]


def coded_of(codings: Sequence[Coding], changes: str = "", codebook: str = CODEBOOK) -> tuple[Coded, list[str]]:
    """After the changes, rows of the file of changes without its heading."""
    problems = ProblemList()
    made = ()
    if changes:
        made = read_changes(read_table((CHANGES + changes).encode(), CHANGES_TABLE, problems, file="changes.csv"))
    return change_themes(codebook_of(codebook)[0], codings, made, problems), [str(one) for one in problems]
