"""`cadre records spells RECORDS --out SPELLS.parquet`: snapshots become spells once, stored small."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.records import options
from cadreworks.cli.terminal import say_json
from cadreworks.problems import UsageFault
from cadreworks.records.extract import open_records
from cadreworks.records.store import write_store
from cadreworks.whole_file import write_whole


@click.command("spells")
@options.records
@options.record_map
@options.history
@options.accept
@options.out_file
@shared.as_json
def command(
    records: str, record_map: Path | None, history: Path | None, accept: tuple[str, ...], out: Path, as_json: bool
) -> None:
    """Draw the snapshots in RECORDS together into spells and store them in one Parquet file.

    Everything that can be asked of the records can be asked of the spells, in a fraction of the time. The file holds
    no id of the extract's own; it is its owner's alone.

    \b
    Example:  cadre records spells extract --out spells.parquet
    """
    if out.suffix.lower() != ".parquet":
        raise UsageFault(f"{out.name}: spells are stored as Parquet. Name a file that ends in .parquet.")
    extract = options.extract_of(records, record_map, history, accept)
    with options.working() as engine:
        store = open_records(engine, extract)
        engine.begin("Storing the spells")
        write_whole(out, lambda target: write_store(engine, store, target))
    if as_json:
        say_json({"spells_file": str(out), **options.facts_of(store)})
        return
    click.echo(options.facts_line(store))
    for line in options.accepted_lines(store):
        click.echo(line)
    click.echo(f"Spells: {out}")
