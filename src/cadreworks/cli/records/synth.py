"""`cadre records synth OUT`: a made-up extract, with its true rates beside it."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.randomness import LARGEST_SEED
from cadreworks.records.synthetic import Request, write_extract
from cadreworks.records.synthetic.request import MOST_FILES, MOST_YEARS


@click.command("synth")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--people", required=True, type=click.IntRange(1), help="People in post at the last snapshot.")
@click.option("--years", required=True, type=click.IntRange(1, MOST_YEARS), help="Years the snapshots reach back.")
@click.option("--seed", required=True, type=click.IntRange(0, LARGEST_SEED), help="The same seed makes the same bytes.")
@click.option("--every", type=click.Choice(["month", "year"]), default="month", show_default=True)
@click.option("--messy", is_flag=True, help="With the mess of real life, all columns as text.")
@click.option("--calibrate", type=click.Choice(["reference"]), help="Mix and growth of that study.")
@click.option(
    "--files", type=click.IntRange(1, MOST_FILES), default=1, show_default=True, help="Files to part it into."
)
@shared.as_json
def command(
    out: Path,
    people: int,
    years: int,
    seed: int,
    every: str,
    messy: bool,
    calibrate: str | None,
    files: int,
    as_json: bool,
) -> None:
    """Make up an extract of staff records in the folder OUT, and write its true rates beside it as truth.csv.

    Nobody in it exists. It serves to try the other verbs, and to see whether estimates find what is true.

    \b
    Example:  cadre records synth extract --people 5000 --years 6 --seed 7 --calibrate reference
    """
    request = Request(people, years, seed, every=every, messy=messy, calibrated=calibrate is not None, files=files)
    progress = StderrProgress()
    try:
        write_extract(out, request, progress)
    finally:
        progress.end()
    if as_json:
        say_json({"extract": str(out), "people": people, "seed": seed})
        return
    click.echo(f"A made-up extract of {people:,} people over {years} years: {out}")
    click.echo(f"Its true rates: {out / 'truth.csv'}")
