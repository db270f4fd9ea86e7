"""`cadre records`: what can be done with staff records, one file a verb."""

from __future__ import annotations

import importlib

import click

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


class RecordVerbs(click.Group):
    """Loads a verb's module only when the verb is called or its own help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"cadreworks.cli.records.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group("records", cls=RecordVerbs)
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
