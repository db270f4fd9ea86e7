"""`cadre records check RECORDS`: all problems of an extract, or that there are none."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.records import options
from cadreworks.cli.terminal import say_json
from cadreworks.records.extract import open_records


@click.command("check")
@options.records
@options.record_map
@options.history
@options.accept
@shared.as_json
def command(
    records: str, record_map: Path | None, history: Path | None, accept: tuple[str, ...], as_json: bool
) -> None:
    """Check the staff records in RECORDS (a file, folder or glob of CSV or Parquet) and list all their problems.

    \b
    Example:  cadre records check extract --map map.toml
    """
    extract = options.extract_of(records, record_map, history, accept)
    with options.working() as engine:
        store = open_records(engine, extract)
    if as_json:
        say_json({"problems": [], **options.facts_of(store)})
        return
    click.echo(
        f"{records}: no problems. {options.facts_line(store)}" if not store.accepted else options.facts_line(store)
    )
    for line in options.accepted_lines(store):
        click.echo(line)
