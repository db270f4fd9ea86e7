"""`cadre plan optimise OUT --levers LEVERS.toml --out P`: the least-cost plan, or the best under a budget."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.plan.options import levers, out, results, tell
from cadreworks.cli.terminal import StderrProgress
from cadreworks.planning import PlanOptions, optimise_plan
from cadreworks.planning.choose import SAMPLES, Asked

_POUNDS = click.FloatRange(0, 1e12)


@click.command("optimise")
@results
@levers
@out
@click.option("--confidence", type=click.FloatRange(0.5, 0.99), help="Instead of the goal's own, as 0.8.")
@click.option("--budget-per-year", type=_POUNDS, help="Pounds a year: the fewest shortfall-years that these buy.")
@click.option("--budget-total", type=_POUNDS, help="Pounds in all: the fewest shortfall-years that these buy.")
@click.option(
    "--samples",
    type=click.IntRange(1, 1000),
    default=SAMPLES,
    show_default=True,
    help="Draws that the program holds at once; the plan is verified on all draws.",
)
@click.option(
    "--exact", is_flag=True, help="Hold the confidence itself, by whole numbers: minutes; ask for 10 samples or so."
)
@options.records
@options.jobs
@options.as_json
def command(
    results: Path,
    levers: Path,
    out: Path,
    confidence: float | None,
    budget_per_year: float | None,
    budget_total: float | None,
    samples: int,
    exact: bool,
    records: str | None,
    jobs: int,
    as_json: bool,
) -> None:
    """Find the plan for the run whose results are in OUT that closes the gap at the least cost, with the confidence
    that the goal in LEVERS.toml asks for; or, with a budget, the one that leaves the fewest shortfall-years.

    Cost is that of the measures and the pay of the staff whom they add, to the horizon. Where no plan meets the goal,
    the best there is comes out, with what stands in the way.

    \b
    Example:  cadre plan optimise digital-2030/out --levers digital-2030/levers.toml --out plan
              cadre plan optimise digital-2030/out --levers digital-2030/levers.toml --out p250 --budget-per-year 250e6
    """
    progress = StderrProgress()
    asked = Asked(confidence, budget_per_year, budget_total, samples, exact)
    try:
        found = optimise_plan(results, levers, out, PlanOptions(None, records, jobs), asked, progress)
    finally:
        progress.end()
    tell(found, out, as_json=as_json)
