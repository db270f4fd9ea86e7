"""`cadre check STUDY`: all problems of a study, or that there are none."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.terminal import problems_as_json, say_json
from cadreworks.disclosure import small_cells
from cadreworks.problems import InputProblems
from cadreworks.reports import wording
from cadreworks.study import Study, read_study, unused_files


@click.command("check")
@options.study
@options.as_json
def command(study: Path, as_json: bool) -> None:
    """Check the study in the folder STUDY, without running it, and list all its problems.

    \b
    Example:  cadre check digital-2030
    """
    try:
        checked = read_study(study)
    except InputProblems as error:
        raise problems_as_json(error) if as_json else error from None
    notices = notices_of(study, checked)
    if as_json:
        say_json({"problems": [], "notices": notices})
        return
    settings = checked.settings
    click.echo(
        f"{study}: no problems. {len(settings.areas)} areas of work, "
        f"{wording.count(len(settings.scenarios), 'scenario')}, "
        f"{wording.count(len(checked.returns.organisations), 'return')}, "
        f"{settings.horizon.base} to {settings.horizon.last}."
    )
    for notice in notices:
        click.echo(f"Note: {notice}")


def notices_of(folder: Path, study: Study) -> list[str]:
    """What is no problem, but what the study's owner may not have meant."""
    notices = [f"{name} is not named in study.toml, so it is not used." for name in unused_files(folder, study.files)]
    if study.returns.unsigned:
        unsigned = wording.count(len(study.returns.unsigned), "return is", "returns are")
        notices.append(f"{wording.sentence_case(unsigned)} not signed off.")
    small = small_cells(study.stock)
    if small:
        notices.append(
            f"The stock holds {wording.count(small, 'cell')} above zero and below five; "
            "the results will be marked as not for publication."
        )
    return notices
