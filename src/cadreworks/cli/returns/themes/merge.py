"""`cadre returns themes merge RETURNS --theme A --into B ...`: two themes become one, on record."""

from __future__ import annotations

import click

from cadreworks.cli.returns.themes.material import change_of, records_change
from cadreworks.demand.themes.changes import MERGE, Change


@click.command("merge")
@click.option("--theme", required=True, help="The theme that ends.")
@click.option("--into", required=True, help="The theme that takes its codings.")
@records_change
def command(theme: str, into: str) -> Change:
    """Record that THEME is merged: its codings count as the other's from here on. `split` undoes it.

    \b
    Example:  cadre returns themes merge returns.csv --theme Hiring --into Recruitment \\
                --codebook codebook.csv --codings codings.csv --changes changes.csv \\
                --who "Panel chair" --date 2021-03-31 --reason "Both coders used them alike"
    """
    return change_of(MERGE, theme, into)
