"""`cadre sensitivity OUT --out S`: what drives the gap of a run, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.reports.sensitivity.document import findings
from cadreworks.review.sensitivity.grid import DEFAULT_SAMPLES, FEWEST_SAMPLES
from cadreworks.review.sensitivity.result import Sensitivity
from cadreworks.sensitivity import SENSITIVITY_PAGE, SensitivityOptions, analyse_run
from cadreworks.sensitivity.tables import summary_of

MOST_SAMPLES = 2_000
"""More would take long and tell little: the methods and inputs are less sure than that."""


@click.command("sensitivity")
@click.argument("results", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for what is found.")
@options.records
@click.option(
    "--samples",
    type=click.IntRange(FEWEST_SAMPLES, MOST_SAMPLES),
    default=DEFAULT_SAMPLES,
    show_default=True,
    help="Draws of each group of assumptions; more take longer and tell shares more sharply.",
)
@options.jobs
@options.as_json
def command(results: Path, out: Path, records: str | None, samples: int, jobs: int, as_json: bool) -> None:
    """Say what drives the gap of the run in OUT at its horizon, and how sure it is.

    Which groups of assumptions the spread comes from, in shares that add up; bands by year, layer upon layer; what each
    assumption does at its low and high value; what would have to be true for there to be no gap; and what to find out
    first.

    \b
    Example:  cadre sensitivity digital-2030/out --out sensitivity
    """
    progress = StderrProgress()
    try:
        found = analyse_run(results, out, SensitivityOptions(records, samples, jobs), progress)
    finally:
        progress.end()
    if as_json:
        say_json({"sensitivity": str(out), **summary_of(found), "notices": list(found.notices)})
        return
    for line in _summary(found):
        click.echo(line)
    click.echo(f"Findings: {out / SENSITIVITY_PAGE}")


def _summary(found: Sensitivity) -> Iterator[str]:
    settings = found.study.settings
    yield f"{settings.title} ({settings.coverage}, {settings.horizon.base} to {settings.horizon.last})"
    for part in findings(found).opening:
        yield f"  {part.title}"
        yield from (f"    {sentence}" for sentence in part.sentences)
