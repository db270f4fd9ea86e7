"""`cadre toolkit`: the workbooks of a demand exercise, one file a verb."""

from __future__ import annotations

import click

from cadreworks.cli.verbs import Verbs

VERBS = {
    "write": "Write a workbook for each organisation that is invited.",
    "desirable": "Work out the workforce of today from the most mature organisations.",
}


@click.group("toolkit", cls=Verbs, package=__name__, verbs=VERBS)
def command() -> None:
    """Workbooks that ask organisations what staff they expect to need.

    \b
    Example:  cadre toolkit write exercise.toml --out toolkits
    """
