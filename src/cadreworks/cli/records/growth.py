"""`cadre records growth F.csv --out growth.csv`: the growth table of a study, from flows."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.records import options
from cadreworks.cli.terminal import say_json
from cadreworks.rates import read_flows
from cadreworks.records.working_files import manifest_of
from cadreworks.supply.growth_from_flows import COLUMNS, growth_rows, read_growth_of_flows
from cadreworks.tables import write_table
from cadreworks.whole_file import write_whole


@click.command("growth")
@click.argument("flows_file", metavar="F.csv", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.out_file
@click.option("--years", type=click.IntRange(1, 50), default=3, show_default=True, help="Last years to take.")
@shared.as_json
def command(flows_file: Path, out: Path, years: int, as_json: bool) -> None:
    """Work out the net growth of each area in the last years from the yearly flows in F.csv.

    The file is the `growth` input of a study: put it into the study's folder, and say in study.toml that it was
    collected.

    \b
    Example:  cadre records growth flows.csv --years 3 --out my-study/growth.csv
    """
    growth = read_growth_of_flows(read_flows(flows_file), years)
    source = f"staff records{_digest_of(flows_file)}"
    write_whole(out, lambda target: write_table(target, COLUMNS, growth_rows(growth, source)))
    mean = dict.fromkeys((entry.area for entry in growth), 0.0)
    for entry in growth:
        mean[entry.area] += entry.net_growth / years
    if as_json:
        say_json({"growth": str(out), "mean_net_growth": mean})
        return
    wide = max(map(len, mean))
    for area, share in mean.items():
        click.echo(f"  {area:<{wide}}  {share:+8.2%} a year")
    click.echo(f"Mean of {years} financial years to {growth[-1].year}. Growth: {out}")


def _digest_of(flows_file: Path) -> str:
    """Which records the flows were counted from, where their manifest lies beside them."""
    beside = manifest_of(flows_file)
    if not beside.exists():
        return ""
    digest = json.loads(beside.read_text(encoding="utf-8")).get("records_digest", "")
    return f" with digest {digest}"
