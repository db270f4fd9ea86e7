"""`cadre returns themes split RETURNS --theme B --into A ...`: one theme becomes two, on record."""

from __future__ import annotations

import click

from cadreworks.cli.returns.themes.material import change_of, records_change
from cadreworks.demand.themes.changes import SPLIT, Change


@click.command("split")
@click.option("--theme", required=True, help="The theme that is split.")
@click.option("--into", required=True, help="The theme that is split off; it may be new.")
@click.option("--comment", multiple=True, metavar="ID", help="A comment that goes there. May be given again.")
@click.option("--means", default="", help="What a new theme means.")
@records_change
def command(theme: str, into: str, comment: tuple[str, ...], means: str) -> Change:
    """Record that THEME is split: its codings of the comments named go to another theme.

    Without --comment it undoes a merge: whatever came from the other theme goes back to it.

    \b
    Example:  cadre returns themes split returns.csv --theme Recruitment --into Apprentices \\
                --comment c0123456789ab --means "Hiring of apprentices" \\
                --codebook codebook.csv --codings codings.csv --changes changes.csv \\
                --who "Panel chair" --date 2021-03-31 --reason "Too broad"
    """
    return change_of(SPLIT, theme, into, comment, means)
