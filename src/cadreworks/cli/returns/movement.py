"""`cadre returns movement FIRST.csv SECOND.csv --out MOVEMENT.csv`: who moved between two rounds, and whither."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.outputs import check_apart
from cadreworks.cli.returns.rounds import read_round
from cadreworks.cli.terminal import say_json
from cadreworks.demand.second_round.movement import COLUMNS, Moved, in_one_round_only, movement
from cadreworks.problems import ProblemList, UsageFault, counted
from cadreworks.tables import write_table
from cadreworks.vocabulary import ALL
from cadreworks.whole_file import write_whole

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("movement")
@click.argument("first_file", metavar="FIRST.csv", type=_FILE)
@click.argument("second_file", metavar="SECOND.csv", type=_FILE)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
@shared.as_json
def command(first_file: Path, second_file: Path, out: Path, as_json: bool) -> None:
    """Say what moved between the returns of two rounds, by scenario, year, area and level.

    Each row counts who moved, towards the mean of the first round or away from it, with mean and spread before and
    after. Only organisations that answered a cell in both rounds count there.

    \b
    Example:  cadre returns movement returns.csv returns-second-round.csv --out movement.csv
    """
    check_apart([out], (first_file, second_file))
    problems = ProblemList()
    first, second = (read_round(file, problems).returns for file in (first_file, second_file))
    problems.stop_if_any()
    cells = movement(first, second)
    if not cells:
        raise UsageFault(
            f"{first_file} and {second_file} share no answered cell of any organisation. Name two rounds of "
            "one exercise."
        )
    write_whole(out, lambda target: write_table(target, COLUMNS, (cell.row() for cell in cells)))
    _say(cells, in_one_round_only(first, second), out, as_json=as_json)


def _say(cells: tuple[Moved, ...], once: tuple[str, ...], out: Path, *, as_json: bool) -> None:
    levels = [cell for cell in cells if cell.key[3] != ALL]
    answers, moved, towards, away = (
        sum(getattr(cell, name) for cell in levels) for name in ("n", "moved", "towards", "away")
    )
    if as_json:
        counts = {"answers": answers, "moved": moved, "towards": towards, "away": away}
        say_json({"movement": str(out), **counts, "in_one_round_only": list(once)})
        return
    whither = f"{towards:,} towards the mean of the first round and {away:,} away from it"
    click.echo(f"{counted(answers, 'answer')} in both rounds: {moved:,} moved, {whither}.")
    if once:
        click.echo(f"{counted(len(once), 'organisation')} answered one round only, which tells nothing of movement.")
    click.echo(f"Movement: {out}")
