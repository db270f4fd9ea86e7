"""`cadre toolkit write EXERCISE.toml --out DIR`: one workbook for each invited organisation."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.outputs import check_apart, files_of_exercise
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.demand.exercise import read_exercise
from cadreworks.demand.toolkit.folder import write_toolkits
from cadreworks.problems import counted


@click.command("write")
@click.argument("exercise_file", metavar="EXERCISE.toml", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the workbooks.")
@shared.as_json
def command(exercise_file: Path, out: Path, as_json: bool) -> None:
    """Write a workbook for each organisation that EXERCISE.toml invites, in Excel's format, to be filled in.

    All are written or none. A file that is there already and differs is never replaced, since somebody may have filled
    it in.

    \b
    Example:  cadre toolkit write exercise.toml --out toolkits
    """
    progress = StderrProgress()
    try:
        exercise = read_exercise(exercise_file)
        check_apart([out], files_of_exercise(exercise_file, exercise))
        written = write_toolkits(out, exercise, progress)
    finally:
        progress.end()
    if as_json:
        files = {organisation: path.name for organisation, path in written.paths.items()}
        say_json({"folder": str(out), "workbooks": files, "unchanged": written.unchanged})
        return
    there = f", of which {written.unchanged:,} stood there already" if written.unchanged else ""
    click.echo(f"{counted(len(written.paths), 'workbook')}{there}: {out}")
    click.echo(f"Returns are due by {exercise.deadline}. Read them with: cadre returns read")
