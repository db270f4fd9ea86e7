"""`cadre returns themes start RETURNS --out DIR`: what coders need."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.outputs import check_apart
from cadreworks.cli.returns.themes import material
from cadreworks.cli.terminal import say_json
from cadreworks.demand.themes import (
    CODEBOOK_TABLE,
    CODING_COLUMNS,
    WORKSHEET_COLUMNS,
    Comment,
    read_comments,
    worksheet_rows,
)
from cadreworks.problems import ProblemList, UsageFault, counted
from cadreworks.tables import write_table
from cadreworks.whole_file import write_whole


@click.command("start")
@material.returns
@material.out_folder
@click.option("--taguette", is_flag=True, help="Write each comment as a document of its own, to be coded in Taguette.")
@shared.as_json
def command(returns: Path, out: Path, taguette: bool, as_json: bool) -> None:
    """Write a worksheet of the comments in RETURNS, and an empty codebook and codings.

    The worksheet is without the names of organisations; comments may hold names, so keep it to those who code.

    worksheet.csv is written again as often as returns come in: ids stay what they are. A codebook or codings that are
    there already are left as they are.

    \b
    Example:  cadre returns themes start returns.csv --out coding
    """
    problems = ProblemList()
    comments = read_comments(returns.read_bytes(), problems, file=returns.name)
    problems.stop_if_any()
    if out.exists() and not out.is_dir():
        raise UsageFault(f"{out.name}: this is a file. Name a folder.")
    documents = [_document(out, comment) for comment in comments] if taguette else []
    check_apart((out / "worksheet.csv", *documents), [returns])
    write_whole(out / "worksheet.csv", lambda target: write_table(target, WORKSHEET_COLUMNS, worksheet_rows(comments)))
    for name, columns in (("codebook.csv", CODEBOOK_TABLE.names), ("codings.csv", CODING_COLUMNS)):
        if not (out / name).exists():
            write_whole(out / name, partial(write_table, columns=columns, rows=()))
    if taguette:
        _write_documents(comments, out)
    organisations = len({comment.organisation for comment in comments})
    if as_json:
        say_json({"worksheet": str(out / "worksheet.csv"), "comments": len(comments), "organisations": organisations})
        return
    click.echo(
        f"{counted(len(comments), 'comment')} from {counted(organisations, 'organisation')}. "
        f"Not for publication. Worksheet: {out / 'worksheet.csv'}"
    )


def _document(out: Path, comment: Comment) -> Path:
    return out / "documents" / f"{comment.id}.txt"


def _write_documents(comments: tuple[Comment, ...], out: Path) -> None:
    for comment in comments:
        write = partial(Path.write_text, data=f"{comment.text}\n", encoding="utf-8", newline="\n")
        write_whole(_document(out, comment), write)
