"""`cadre returns feedback RETURNS.csv --exercise E.toml --change C.csv --out DIR`: the workbooks of a second round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.outputs import check_apart, files_of_exercise
from cadreworks.cli.returns.rounds import read_round
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.demand.exercise import read_exercise
from cadreworks.demand.second_round.change import read_change
from cadreworks.demand.second_round.feedback import SecondRound, check_enough, write_second_round
from cadreworks.problems import ProblemList, counted
from cadreworks.randomness import LARGEST_SEED

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("feedback")
@click.argument("returns_file", metavar="RETURNS.csv", type=_FILE)
@click.option("--exercise", "exercise_file", required=True, type=click.Path(path_type=Path), help="The exercise file.")
@click.option("--change", "change_file", required=True, type=_FILE, help="The pool of these returns.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the workbooks.")
@click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), default=1, show_default=True, help="Of the order of reasons."
)
@click.option(
    "--deadline", metavar="DAY", help="The last day of this round, as 2021-03-31; the exercise's if left out."
)
@shared.as_json
def command(
    returns_file: Path,
    exercise_file: Path,
    change_file: Path,
    out: Path,
    seed: int,
    deadline: str | None,
    as_json: bool,
) -> None:
    """Write a workbook of the second round for each organisation in RETURNS.csv.

    It holds the organisation's own answers, to be changed or left; beside them the pool, and the reasons of others
    without names. A pool of fewer than three answers is not shown, and one of three or four is shown as its mean alone,
    since more would tell what another answered. Read the reasons before you send them: a comment that seems to name an
    invited organisation or a person, or that holds a telephone number or an address, is left out, but no rule finds
    every hint.

    \b
    Example:  cadre returns pool returns.csv --method linear --exercise exercise.toml --out change.csv
              cadre returns feedback returns.csv --exercise exercise.toml --change change.csv --out second-round
    """
    day = shared.day_of(deadline, "--deadline") if deadline else None
    progress = StderrProgress()
    try:
        exercise = read_exercise(exercise_file)
        check_apart([out], (returns_file, change_file, *files_of_exercise(exercise_file, exercise)))
        problems = ProblemList()
        first = read_round(returns_file, problems, exercise)
        returns = first.returns
        change = read_change(change_file.read_bytes(), exercise, problems, file=change_file.name, returns=len(returns))
        check_enough(returns, exercise, problems, file=returns_file.name)
        problems.stop_if_any()
        exercise = replace(exercise, deadline=day or exercise.deadline)  # its digest stays that of the first round
        done = write_second_round(out, exercise, returns, change=change, seed=seed, progress=progress)
    finally:
        progress.end()
    _say(done, out, exercise.deadline, ranges_by_level=first.ranges_by_level, as_json=as_json)


def _say(done: SecondRound, out: Path, deadline: date, *, ranges_by_level: int, as_json: bool) -> None:
    if as_json:
        files = {organisation: path.name for organisation, path in done.written.paths.items()}
        left_out = {"reasons_left_out": done.reasons_left_out, "ranges_by_level_left_out": ranges_by_level}
        say_json(
            {
                "folder": str(out),
                "workbooks": files,
                "unchanged": done.written.unchanged,
                "deadline": str(deadline),
                **left_out,
            }
        )
        return
    click.echo(f"{counted(done.returns, 'workbook')} of the second round, due by {deadline}: {out}")
    if done.reasons_left_out:
        named = counted(done.reasons_left_out, "comment")
        click.echo(f"{named} left out, since {'it names' if done.reasons_left_out == 1 else 'they name'} somebody.")
    if ranges_by_level:
        click.echo("Ranges were given by level; the workbooks leave them out, and ask for the range of each area.")
    click.echo("Read the sheet of reasons before you send them out.")
