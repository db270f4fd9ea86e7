"""`cadre returns`: what came back from a demand exercise, one file a verb."""

from __future__ import annotations

import click

from cadreworks.cli.verbs import Verbs

VERBS = {
    "check": "Check returned workbooks and list all their problems.",
    "read": "Read returned workbooks into one table.",
    "feedback": "Write the workbooks of a second round.",
    "movement": "Say what moved between two rounds.",
    "pool": "Pool returns into one forecast, and say whom it hangs on.",
    "themes": "Code comments by theme, and count and quote them without names.",
}


@click.group("returns", cls=Verbs, package=__name__, verbs=VERBS)
def command() -> None:
    """Read, check and pool what organisations answered.

    \b
    Example:  cadre returns check returns/ --exercise exercise.toml
              cadre returns read returns/ --exercise exercise.toml --out returns.csv
              cadre returns feedback returns.csv --exercise exercise.toml --change change.csv --out second-round
    """
