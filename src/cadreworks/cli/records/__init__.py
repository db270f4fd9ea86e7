"""`cadre records`: what can be done with staff records, one file a verb."""

from __future__ import annotations

import click

from cadreworks.cli.verbs import Verbs

VERBS = {
    "check": "Check records and list all their problems.",
    "spells": "Draw snapshots together into spells, stored small.",
    "flows": "Count stock and flows between dates.",
    "rates": "Estimate rates from flows.",
    "growth": "Work out the growth table of a study from flows.",
    "size": "Count the workforce, and estimate it where records under-count.",
    "backtest": "Try the methods of supply on the past.",
    "release": "Publish flows, with small numbers suppressed.",
    "synth": "Make up an extract with known true rates.",
}


@click.group("records", cls=Verbs, package=__name__, verbs=VERBS)
def command() -> None:
    """From staff records to flows and rates.

    Files of records, spells, flows and rates are their owner's alone and not for publication; `release` makes what
    may be published.

    \b
    Example:  cadre records synth extract --people 5000 --years 6 --seed 7
              cadre records check extract
              cadre records flows extract --by area,level --out flows.csv
              cadre records release flows.csv --out published.csv
    """
