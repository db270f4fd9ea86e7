"""Arguments and options that several verbs share."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from cadreworks.problems import UsageFault
from cadreworks.randomness import LARGEST_SEED, MOST_DRAWS

MOST_JOBS = 64
_DEFAULT_JOBS = 4


def processors() -> int:
    """How many processes draw charts unless told otherwise: one for each processor we may use, at most four."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, _DEFAULT_JOBS)


def day_of(text: str, option: str) -> date:
    """The day that was given to an option. Raises UsageFault."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageFault(f'{option} "{text}" is not a day. Write the year, month and day, as 2021-03-31.') from None


study = click.argument("study", type=click.Path(path_type=Path))
out = click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the results.")
draws = click.option(
    "--draws", type=click.IntRange(1, MOST_DRAWS), help="Draws behind the bands; the study's own if left out."
)
seed = click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), help="Seed of the draws; the study's own if left out."
)
jobs = click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    default=processors,
    help="Processes that draw charts. The results are the same however many there are.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
records = click.option(
    "--records",
    metavar="PATH",
    help="Staff records that supply rests on: spells, or an extract in our own columns. They are not copied.",
)
