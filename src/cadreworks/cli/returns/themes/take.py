"""`cadre returns themes take CODEBOOK.csv --out codebook.qdc`: the codebook to Taguette or another tool."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.outputs import check_apart
from cadreworks.cli.returns.themes import material
from cadreworks.cli.terminal import say_json
from cadreworks.demand.themes import CODEBOOK_TABLE, read_codebook
from cadreworks.demand.themes.taguette import TAGUETTE_COLUMNS, check_paths, tag_rows, write_qdc
from cadreworks.problems import ProblemList, UsageFault, counted
from cadreworks.tables import read_table, write_table
from cadreworks.whole_file import write_whole


@click.command("take")
@click.argument("codebook", type=material.FILE)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A name that ends in .qdc or .csv.")
@shared.as_json
def command(codebook: Path, out: Path, as_json: bool) -> None:
    """Write CODEBOOK for other tools: .qdc is a REFI-QDA Codebook (NVivo, ATLAS.ti, MAXQDA, QualCoder), .csv is
    Taguette's. Themes that were merged into another are left out.

    \b
    Example:  cadre returns themes take coded/themes.csv --out codebook.qdc
    """
    if out.suffix not in (".qdc", ".csv"):
        raise UsageFault(f"{out.name}: this name says no format. End it in .qdc or .csv.")
    check_apart([out], [codebook])
    problems = ProblemList()
    table = read_table(codebook.read_bytes(), CODEBOOK_TABLE, problems, file=codebook.name)
    read = read_codebook(table, problems)
    kept = read.without_merged()
    check_paths(kept, problems, file=codebook.name)
    problems.stop_if_any()
    if out.suffix == ".qdc":
        write_whole(out, lambda target: target.write_bytes(write_qdc(kept)))
    else:
        write_whole(out, lambda target: write_table(target, TAGUETTE_COLUMNS, tag_rows(kept)))
    if as_json:
        say_json({"out": str(out), "themes": len(kept.themes)})
        return
    click.echo(f"{counted(len(kept.themes), 'theme')}. Written: {out}")
