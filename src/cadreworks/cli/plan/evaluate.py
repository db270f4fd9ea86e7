"""`cadre plan evaluate OUT --levers LEVERS.toml --out P`: what a plan does to the gap, and what it costs."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.plan.options import levers, out, results, tell
from cadreworks.cli.terminal import StderrProgress
from cadreworks.planning import PlanOptions, evaluate_plan


@click.command("evaluate")
@results
@levers
@out
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(path_type=Path),
    help="plan.csv to judge; what the levers file proposes in [[levers.plan]] if left out.",
)
@options.records
@options.jobs
@options.as_json
def command(
    results: Path, levers: Path, out: Path, plan_file: Path | None, records: str | None, jobs: int, as_json: bool
) -> None:
    """Judge a plan for the run whose results are in OUT: gap before and after, cost by year and funder, people, regret.

    The plan goes through the projection itself, with the run's own seed and draws.

    \b
    Example:  cadre plan evaluate digital-2030/out --levers digital-2030/levers.toml --out plan
    """
    progress = StderrProgress()
    try:
        found = evaluate_plan(results, levers, out, PlanOptions(plan_file, records, jobs), progress)
    finally:
        progress.end()
    tell(found, out, as_json=as_json)
