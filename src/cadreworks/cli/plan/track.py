"""`cadre plan track P --actuals A.csv`: how far a plan has come."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.outputs import check_apart
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.plan.track import Tracked
from cadreworks.planning import Followed, follow_plan, write_progress
from cadreworks.problems import UsageFault
from cadreworks.reports.plan.progress_page import PROGRESS_PAGE
from cadreworks.results_folder import place_of


@click.command("track")
@click.argument("folder", metavar="P", type=click.Path(path_type=Path))
@click.option(
    "--actuals",
    required=True,
    type=click.Path(path_type=Path),
    help="A.csv: lever, year, started_wte and, where known, arrived_wte, cost_gbp and the route.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for a page, a table and charts of the progress.")
@options.jobs
@options.as_json
def command(folder: Path, actuals: Path, out: Path | None, jobs: int, as_json: bool) -> None:
    """Hold the plan in the folder P against what really started: on course, behind, ahead or stopped, what that changes
    of the gap, and which triggers have fired.

    Years that the actual figures do not tell of are taken to go as planned.

    \b
    Example:  cadre plan track plan --actuals actuals.csv --out progress
    """
    check_apart([out], [actuals])
    if out is not None and folder.resolve().is_relative_to(place_of(out)):
        raise UsageFault(f"{out}: the plan itself lies there. Name a folder of its own for the progress.")
    followed = follow_plan(folder, actuals)
    if out is not None:
        progress = StderrProgress()
        try:
            write_progress(followed, out, jobs=jobs, progress=progress)
        finally:
            progress.end()
    if as_json:
        say_json(followed.summary | ({"progress": str(out)} if out else {}))
        return
    _tell(followed)
    if out is not None:
        click.echo(f"Progress: {out / PROGRESS_PAGE}")


def _tell(followed: Followed) -> None:
    progressed = followed.progressed
    click.echo(f"{followed.about.title}, up to 31 March {progressed.until}")
    rows = [row for row in progressed.rows if row.year == progressed.until]
    wide = max((len(row.lever.name) for row in rows), default=0)
    for row in rows:
        click.echo(f"  {row.lever.name:<{wide}}  {_starts(row)}")
    whole = float(progressed.gap_by_area.sum())
    click.echo(
        f"  So far this means {abs(whole):,.0f} WTE {'fewer' if whole < 0 else 'more'} in "
        f"{followed.footing.horizon.last} than planned, if all else goes as planned."
    )


def _starts(row: Tracked) -> str:
    if row.started_wte is None:
        return f"{row.status.value}; {row.planned_wte:,.0f} planned"
    started = f"{row.started_wte:,.0f}"
    triggers = "".join(f"; {trigger.value}" for trigger in row.triggers)
    return f"{started} of {row.planned_wte:,.0f}: {row.status.value}{triggers}"
