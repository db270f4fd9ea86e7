"""`cadre returns read FILES... --out returns.csv`: returned workbooks become one table."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.returns import returned as reading
from cadreworks.cli.terminal import say_json
from cadreworks.demand.returned import Returned, write_returns, write_seeds
from cadreworks.problems import InputProblems, Problem, UsageFault
from cadreworks.whole_file import write_whole


@click.command("read")
@reading.files
@reading.exercise
@click.option("--out", required=True, type=click.Path(path_type=Path), help="returns.csv to write.")
@click.option(
    "--seeds",
    "seeds_file",
    type=click.Path(path_type=Path),
    help="seeds.csv to write: answers to questions with a known answer.",
)
@shared.as_json
def command(
    files: tuple[str, ...], exercise_file: Path | None, out: Path, seeds_file: Path | None, as_json: bool
) -> int:
    """Read what came back into one table: FILES are workbooks, folders of them, or globs.

    Everything that `check` says is said too. Where there is a problem, nothing is written; a partial return is none,
    and is written with the answers that it has.

    \b
    Example:  cadre returns read returns/ --exercise exercise.toml --out returns.csv --seeds seeds.csv
    """
    written = [path for path in (out, seeds_file) if path]
    if len({path.resolve() for path in written}) < len(written):
        raise UsageFault(f"{out}: --out and --seeds name the same file. Name two.")
    returned = reading.read_all(files, exercise_file, written=written)
    _check_any(returned)
    if as_json:
        if not returned.problems:
            _write(returned, out, seeds_file)
        outputs = {"returns_file": str(out), "seeds_file": str(seeds_file) if seeds_file else None}
        say_json({**reading.as_facts(returned), **outputs})
        return InputProblems.exit_code if returned.problems else 0
    reading.say_notices(returned)
    click.echo(reading.summary_line(returned))
    if returned.problems:
        raise InputProblems(returned.problems)
    _write(returned, out, seeds_file)
    click.echo(f"Returns: {out}{f', seeds: {seeds_file}' if seeds_file else ''}")
    return 0


def _check_any(returned: Returned) -> None:
    """A table without a row would tell pooling nothing."""
    if not returned.problems and not returned.returns:
        remedy = "Nothing was filled in; wait for answers."
        raise InputProblems([Problem("returns", "no answer came back", remedy, "no answers")])


def _write(returned: Returned, out: Path, seeds_file: Path | None) -> None:
    write_whole(out, lambda target: write_returns(target, returned.returns, returned.exercise))
    if seeds_file:
        write_whole(seeds_file, lambda target: write_seeds(target, returned.returns, returned.exercise))
