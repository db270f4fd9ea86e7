"""`cadre records flows RECORDS --out F.csv`: stock and flows between dates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.records import options
from cadreworks.cli.terminal import say_json
from cadreworks.problems import ProblemList, UsageFault, counted
from cadreworks.records.dates import MONTH, YEAR, choose_days
from cadreworks.records.engines import DUCKDB, ENGINES
from cadreworks.records.flows import Flows, count_flows, write_flows
from cadreworks.records.states import BY_COLUMNS, LEFT_OUT, UNKNOWN, Cells
from cadreworks.tables import suggestion


@click.command("flows")
@options.records
@options.record_map
@options.history
@options.accept
@options.out_file
@click.option(
    "--every", type=click.Choice([YEAR, MONTH]), default=YEAR, show_default=True, help="Length of an interval."
)
@click.option("--at", default="03-31", show_default=True, help="Day of the year on which stock is counted.")
@click.option("--by", default="area,level", show_default=True, help="What makes a cell; empty counts all as one.")
@click.option(
    "--include", multiple=True, type=click.Choice(LEFT_OUT), help="Count these staff too. May be given again."
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=DUCKDB,
    show_default=True,
    help="What counts: one machine, or Spark (needs cadreworks[spark] and Java).",
)
@shared.as_json
def command(
    records: str,
    record_map: Path | None,
    history: Path | None,
    accept: tuple[str, ...],
    out: Path,
    every: str,
    at: str,
    by: str,
    include: tuple[str, ...],
    engine: str,
    as_json: bool,
) -> None:
    """Count who joined, moved and left between the dates of RECORDS, in headcount and wte.

    RECORDS is an extract (a file, folder or glob of CSV or Parquet) or stored spells. The file is exact and not for
    publication. Either engine gives the same bytes: Spark runs where its own settings say, otherwise on this machine;
    an extract is read and checked by DuckDB on this machine all the same, and a cluster takes stored spells only.

    \b
    Example:  cadre records flows spells.parquet --by area,level,age_band --out flows.csv
    """
    extract = options.extract_of(records, record_map, history, accept)
    asked = options.asked_of(every, at)
    cells = Cells(_by(by), tuple(sorted(set(include))))
    with options.working_on(engine, extract) as (counting, store):
        problems = ProblemList()
        stock = choose_days(store, asked, problems, accept=extract.accept)
        problems.stop_if_any()
        flows = count_flows(counting, store, cells, stock.days)
        choices = {"every": every, "at": at, "by": cells.by, "include": cells.include, "bridged": stock.bridged}
        write_flows(flows, store, out, choices=choices)
    if as_json:
        say_json(
            {"flows": str(out), "intervals": len(flows.intervals), "cells": len(flows.cells), **options.facts_of(store)}
        )
        return
    bridged = [f"Accepted: missing_snapshot, {counted(stock.bridged, 'interval')}."] if stock.bridged else []
    lines = [options.facts_line(store), *options.accepted_lines(store), *bridged, *_untold(flows), _line(flows)]
    for line in [*lines, f"Flows: {out}"]:
        click.echo(line)


def _untold(flows: Flows) -> Iterator[str]:
    """Columns that were asked for and that nobody's record has."""
    for place, name in enumerate(flows.by):
        if all(cell[place] == UNKNOWN for cell in flows.cells):
            yield f"Note: nobody's record tells {name}; all are counted as {UNKNOWN}."


def _line(flows: Flows) -> str:
    return (
        f"{counted(len(flows.intervals), 'interval')} from {flows.days[0]} to {flows.days[-1]}, "
        f"{counted(len(flows.cells), 'cell')}. "
        "Not for publication: `cadre records release` suppresses small numbers."
    )


def _by(by: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in by.split(",") if name.strip())
    for name in names:
        if name not in BY_COLUMNS:
            raise UsageFault(f'--by "{name}" is not known. {suggestion(name, BY_COLUMNS)}')
    if len(set(names)) < len(names):
        raise UsageFault("--by names a column twice. Name each once.")
    return names
