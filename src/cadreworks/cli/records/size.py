"""`cadre records size RECORDS --staff STAFF.csv --out SIZE.csv`: the count, and the estimate where it falls short."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.records import options
from cadreworks.cli.terminal import say_json
from cadreworks.problems import ProblemList, UsageFault
from cadreworks.records.extract import open_records
from cadreworks.records.flows import count_stock
from cadreworks.records.states import Cells
from cadreworks.records.working_files import (
    NOT_FOR_PUBLICATION,
    PUBLICATION,
    describe_work,
    write_manifest,
)
from cadreworks.supply.size_estimate import (
    COLUMNS,
    INDEX_TABLE,
    STAFF_TABLE,
    estimate_size,
    read_index,
    size_rows,
)
from cadreworks.tables import read_table, write_table
from cadreworks.whole_file import write_whole

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("size")
@options.records
@options.record_map
@options.history
@options.accept
@options.out_file
@click.option("--staff", required=True, type=_FILE, help="All NHS staff: region, organisation_type, staff_wte.")
@click.option("--index", type=_FILE, help="Measures of digital activity: region, measure, value. Without it, all 1.")
@click.option("--reference-region", default="North West", show_default=True, help="The region whose index is 1.")
@click.option("--as-at", help="Day of the count; the last of the records if left out.")
@shared.as_json
def command(
    records: str,
    record_map: Path | None,
    history: Path | None,
    accept: tuple[str, ...],
    out: Path,
    staff: Path,
    index: Path | None,
    reference_region: str,
    as_at: str | None,
    as_json: bool,
) -> None:
    """Count the workforce in RECORDS by region and area, and estimate it from the size of the NHS beside the count.

    The estimate is the 2030 report's for records that under-count: all staff by type of organisation, times the share
    of digital staff that censuses found (Table 5.6), times the region's index of digital activity.

    \b
    Example:  cadre records size spells.parquet --staff staff.csv --index index.csv --out size.csv
    """
    extract = options.extract_of(records, record_map, history, accept)
    problems = ProblemList()
    staff_table = read_table(staff.read_bytes(), STAFF_TABLE, problems, file=staff.name)
    regions = list(dict.fromkeys(row.text("region") for row in staff_table.rows))
    of_region = dict.fromkeys(regions, 1.0)
    if index is not None:
        measures = read_table(index.read_bytes(), INDEX_TABLE, problems, file=index.name)
        of_region = read_index(measures, regions, reference_region, problems)
    problems.stop_if_any()
    with options.working() as engine:
        store = open_records(engine, extract)
        day = options.day_of(as_at) if as_at else store.last_day
        if store.snapshots and day not in store.snapshots:
            raise UsageFault(f"--as-at {day}: the records have no snapshot of that day; the last is {store.last_day}.")
        stock = count_stock(engine, store, Cells(("region", "area")), day)
    counted = {(region, area): wte for (region, area), wte in stock.items()}
    sizes = estimate_size(staff_table, of_region, counted)
    rows = ({**row, PUBLICATION: NOT_FOR_PUBLICATION} for row in size_rows(sizes))
    write_whole(out, lambda target: write_table(target, (*COLUMNS, PUBLICATION), rows))
    choices = {"as_at": day.isoformat(), "index": None if index is None else of_region, "reference": reference_region}
    write_manifest(out, describe_work(store, "size", choices))
    total = sizes[-1]
    if as_json:
        say_json({"size": str(out), "counted_wte": total.counted_wte, "estimated_wte": total.estimated_wte})
        return
    for line in options.accepted_lines(store):
        click.echo(line)
    click.echo(f"As at {day}: counted {total.counted_wte:,.0f} WTE, estimated {total.estimated_wte:,.0f} WTE.")
    if index is None:
        click.echo("No index was given, so every region counts as the North West does.")
    click.echo(f"Size: {out}")
