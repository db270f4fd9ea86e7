"""`cadre returns check FILES...`: what is wrong with returned workbooks, by file, sheet and cell."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.returns import returned as reading
from cadreworks.cli.terminal import say_json
from cadreworks.problems import InputProblems


@click.command("check")
@reading.files
@reading.exercise
@shared.as_json
def command(files: tuple[str, ...], exercise_file: Path | None, as_json: bool) -> int:
    """Check what came back: FILES are workbooks, folders of them, or globs.

    Problems, each with its file, sheet, cell and remedy, are listed on stderr. What is worth knowing though it can be
    read (answers missing, not signed off) and who returned how much are printed.

    \b
    Example:  cadre returns check returns/ --exercise exercise.toml
    """
    returned = reading.read_all(files, exercise_file)
    if as_json:
        say_json(reading.as_facts(returned))
        return InputProblems.exit_code if returned.problems else 0
    reading.say_notices(returned)
    click.echo(reading.summary_line(returned))
    if returned.problems:
        raise InputProblems(returned.problems)
    return 0
