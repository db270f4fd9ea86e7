"""Arguments and options that several verbs of `cadre records` share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from cadreworks.cli.terminal import StderrProgress
from cadreworks.problems import UsageFault, counted
from cadreworks.records.dates import Asked
from cadreworks.records.engine import DuckEngine, Engine, duck_engine
from cadreworks.records.engines import open_on
from cadreworks.records.extract import Extract
from cadreworks.records.store import Store
from cadreworks.records.waivers import check_waivers

records = click.argument("records")
record_map = click.option(
    "--map",
    "record_map",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="MAP.toml: what the extract calls its columns and values.",
)
history = click.option(
    "--history",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="ORG.csv: mergers, new codes, demergers and transfers of organisations.",
)
accept = click.option(
    "--accept", multiple=True, metavar="ISSUE", help="Go on in spite of this kind of problem. May be given again."
)
out_file = click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")


def extract_of(records: str, record_map: Path | None, history: Path | None, accept: tuple[str, ...]) -> Extract:
    """What the options name. Raises UsageFault where a kind of problem is none."""
    return Extract(records, record_map, history, check_waivers(accept))


def asked_of(every: str, at: str) -> Asked:
    """On which days stock is wanted. Raises UsageFault where `at` is no day of the year."""
    found = re.fullmatch(r"(\d\d)-(\d\d)", at, re.ASCII)
    if found is None or not 1 <= int(found[1]) <= 12 or not 1 <= int(found[2]) <= 31:
        raise UsageFault(f'--at "{at}" is not a day of the year. Write the month and the day, as 03-31.')
    return Asked(every, int(found[1]), int(found[2]))


def day_of(text: str) -> date:
    """The day that an option names. Raises UsageFault."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageFault(f'"{text}" is not a day. Write the year, month and day, as 2021-03-31.') from None


@contextmanager
def working() -> Iterator[DuckEngine]:
    """An engine whose progress is shown as the command shows it."""
    progress = StderrProgress()
    try:
        with duck_engine(progress) as engine:
            yield engine
    finally:
        progress.end()


@contextmanager
def working_on(name: str, extract: Extract) -> Iterator[tuple[Engine, Store]]:
    """The records, open in the engine of that name, whose progress is shown as the command shows it."""
    progress = StderrProgress()
    try:
        with open_on(name, extract, progress) as opened:
            yield opened
    finally:
        progress.end()


def facts_of(store: Store) -> dict[str, Any]:
    """What may be said of records without saying anything of a person."""
    return {
        "rows": store.rows,
        "people": store.people,
        "spells": store.spells,
        "snapshots": len(store.snapshots),
        "first_day": store.first_day.isoformat(),
        "last_day": store.last_day.isoformat(),
        "accepted": dict(store.accepted),
    }


def facts_line(store: Store) -> str:
    """The same in a sentence."""
    kept = counted(len(store.snapshots), "snapshot") if store.snapshots else "dated spells"
    people = "1 person" if store.people == 1 else f"{store.people:,} people"
    return (
        f"{counted(store.rows, 'row')}, {people}, {counted(store.spells, 'spell')}; "
        f"{kept} from {store.first_day} to {store.last_day}."
    )


def accepted_lines(store: Store) -> list[str]:
    """What was accepted, a line each."""
    return [f"Accepted: {kind}, {count:,}." for kind, count in store.accepted.items()]
