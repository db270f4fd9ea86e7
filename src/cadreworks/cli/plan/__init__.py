"""`cadre plan`: what closes a gap, when and at what cost, one file a verb."""

from __future__ import annotations

import click

from cadreworks.cli.verbs import Verbs

VERBS = {
    "evaluate": "Say what a plan does to the gap, and what it costs.",
    "optimise": "Find the least-cost plan, or the best under a budget.",
    "track": "Say how far a plan has come, once actual figures are in.",
}


@click.group("plan", cls=Verbs, package=__name__, verbs=VERBS)
def command() -> None:
    """Levers that close a gap: judge a plan of them, find the best one, and follow it up.

    \b
    Example:  cadre plan optimise digital-2030/out --levers digital-2030/levers.toml --out plan
    """
