"""`cadre returns themes bring FILE --out CODEBOOK.csv`: a codebook or highlights from Taguette or another tool."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.outputs import check_apart
from cadreworks.cli.returns.themes import material
from cadreworks.cli.terminal import say_json
from cadreworks.demand.themes import CODEBOOK_TABLE, CODING_COLUMNS, Codebook, codebook_rows, read_codebook
from cadreworks.demand.themes.taguette import read_highlights, read_qdc, read_tags
from cadreworks.problems import ProblemList, UsageFault, counted
from cadreworks.tables import read_table, write_table
from cadreworks.whole_file import write_whole


@click.command("bring")
@click.argument("file", type=material.FILE)
@click.option("--coder", help="Who coded: FILE holds highlights, and codings are written.")
@click.option(
    "--codebook", type=material.FILE, help="With --coder: the codebook of the same project, as brought before."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Codebook or codings to write.")
@shared.as_json
def command(file: Path, coder: str | None, codebook: Path | None, out: Path, as_json: bool) -> None:
    """Bring a codebook in the place of our own: FILE is codebook.csv of Taguette, or a REFI-QDA Codebook (.qdc).

    With --coder and --codebook, FILE is Taguette's highlights as CSV, and what is written are codings by that coder.
    Documents must be named by the ids of comments, as `start --taguette` writes them.

    \b
    Example:  cadre returns themes bring codebook.qdc --out coding/codebook.csv
              cadre returns themes bring all_tags.csv --coder "Coder 1" --codebook coding/codebook.csv \\
                --out coding/codings.csv
    """
    if (coder is None) != (codebook is None):
        raise UsageFault("--coder and --codebook belong together: highlights are codings by one coder and codebook.")
    check_apart([out], (file, codebook))
    problems = ProblemList()
    if coder is not None and codebook is not None:
        known = read_table(codebook.read_bytes(), CODEBOOK_TABLE, problems, file=codebook.name)
        themes = read_codebook(known, problems)
        problems.stop_if_any()
        rows = read_highlights(file.read_bytes(), themes, coder, problems, file=file.name)
        problems.stop_if_any()
        write_whole(out, lambda target: write_table(target, CODING_COLUMNS, rows))
        _tell(len(rows), "coding", out, as_json=as_json)
        return
    brought = _read_codebook(file, problems)
    problems.stop_if_any()
    write_whole(out, lambda target: write_table(target, CODEBOOK_TABLE.names, codebook_rows(brought.themes)))
    _tell(len(brought.themes), "theme", out, as_json=as_json)


def _read_codebook(file: Path, problems: ProblemList) -> Codebook:
    raw = file.read_bytes()
    is_xml = file.suffix.casefold() == ".qdc" or raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    read = read_qdc if is_xml else read_tags
    return Codebook(read(raw, problems, file=file.name))


def _tell(number: int, name: str, out: Path, *, as_json: bool) -> None:
    if as_json:
        say_json({"out": str(out), f"{name}s": number})
        return
    click.echo(f"{counted(number, name)}. Written: {out}")
