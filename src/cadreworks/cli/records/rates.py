"""`cadre records rates F.csv --out R.csv`: rates with their events, exposure, interval and status."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.records import options
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.rates import estimate_rates, read_flows, write_rates


@click.command("rates")
@click.argument("flows_file", metavar="F.csv", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.out_file
@shared.as_json
def command(flows_file: Path, out: Path, as_json: bool) -> None:
    """Estimate rates of leaving, joining, promotion, moving and working time from the flows in F.csv.

    Small cells are pooled towards their area and the nation. A cell that cannot be estimated says so and why.

    \b
    Example:  cadre records rates flows.csv --out rates.csv
    """
    progress = StderrProgress()
    try:
        progress("Reading the flows", 0, 0)
        flows = read_flows(flows_file)
        progress("Estimating the rates", 0, 0)
        rates = estimate_rates(flows)
    finally:
        progress.end()
    write_rates(rates, flows.by, out, flows_file=flows_file)
    number = Counter(rate.status.value for rate in rates)
    if as_json:
        say_json({"rates": str(out), "status": dict(sorted(number.items()))})
        return
    counted = ", ".join(f"{count:,} {status.replace('_', ' ')}" for status, count in sorted(number.items()))
    click.echo(f"{len(rates):,} rates: {counted}. Not for publication.")
    click.echo(f"Rates: {out}")
