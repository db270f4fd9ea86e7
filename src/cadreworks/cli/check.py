"""`cadre check STUDY`: all problems of a study, or that there are none."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.problems import counted
from cadreworks.reports import wording
from cadreworks.reports.notices import notices_of
from cadreworks.study import give_records, read_study


@click.command("check")
@options.study
@options.records
@options.as_json
def command(study: Path, records: str | None, as_json: bool) -> None:
    """Check the study in the folder STUDY, without running it, and list all its problems.

    \b
    Example:  cadre check digital-2030
    """
    checked = read_study(study)
    if records is not None:
        progress = StderrProgress()
        try:
            checked = give_records(checked, records, progress)
        finally:
            progress.end()
    notices = notices_of(study, checked, draws=checked.settings.draws)
    if as_json:
        say_json({"problems": [], "notices": notices})
        return
    settings = checked.settings
    click.echo(
        f"{study}: no problems. {counted(len(settings.areas), 'area')} of work, "
        f"{wording.count(len(settings.scenarios), 'scenario')}, "
        f"{wording.count(len(checked.returns.organisations), 'return')}, "
        f"{settings.horizon.base} to {settings.horizon.last}."
    )
    for notice in notices:
        click.echo(f"Note: {notice}")
