"""`cadre returns themes assign RETURNS --comment ID --into B ...`: comments change themes, on record."""

from __future__ import annotations

import click

from cadreworks.cli.returns.themes.material import change_of, records_change
from cadreworks.demand.themes.changes import ASSIGN, Change


@click.command("assign")
@click.option("--comment", multiple=True, required=True, metavar="ID", help="The comment. May be given again.")
@click.option("--theme", default="", help="The theme that it leaves; without it, the comment gains a theme.")
@click.option("--into", default="", help="The theme that it goes to; without it, the comment loses a theme.")
@records_change
def command(comment: tuple[str, ...], theme: str, into: str) -> Change:
    """Record that comments go from one theme to another. How far coders agreed is measured as they coded.

    \b
    Example:  cadre returns themes assign returns.csv --comment c0123456789ab --theme Pay --into Retention \\
                --codebook codebook.csv --codings codings.csv --changes changes.csv \\
                --who "Panel chair" --date 2021-03-31 --reason "It speaks of leaving, not of pay"
    """
    return change_of(ASSIGN, theme, into, comment)
