"""`cadre records release F.csv --out P.csv`: flows that may be published."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.disclosure.release_flows import release_flows, write_release


@click.command("release")
@click.argument(
    "flows_files",
    metavar="F.csv...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="File to write; a folder where several are released."
)
@shared.as_json
def command(flows_files: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Make what may be published of the flows in F.csv: counts of 1 to 4 are hidden, and whatever would tell them.

    Files that will be published together must be released together, since one can tell what another hides. A hidden
    figure reads [c]. A wte is shown only where its headcount is. The release is audited before it is written.

    \b
    Example:  cadre records release flows.csv --out published.csv
    """
    progress = StderrProgress()
    try:
        progress("Hiding small numbers", 0, 0)
        release = release_flows(flows_files)
    finally:
        progress.end()
    written = write_release(release, out)
    if as_json:
        say_json(
            {
                "released": [str(path) for path in written],
                "cells": release.cells,
                "hidden_primary": release.hidden_primary,
                "hidden_complementary": release.hidden_complementary,
            }
        )
        return
    click.echo(
        f"{release.cells:,} counts: {release.hidden_primary:,} of 1 to 4 people hidden, and "
        f"{release.hidden_complementary:,} more that would have told them."
    )
    for path in written:
        click.echo(f"Released: {path}")
