"""`cadre reconcile OUT`: each published figure beside ours."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.terminal import say_json
from cadreworks.review.reconcile import Reconciled, Verdict, reconcile_results


@click.command("reconcile")
@click.argument("results", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "figures_file",
    metavar="FIGURES.csv",
    type=click.Path(path_type=Path),
    help="Figures to compare with (table, row, column, published, unit, tolerance). If left out they are those of the "
    "2030 report, where the study sets out to reproduce it.",
)
@click.option("--differing", is_flag=True, help="List only the figures that differ.")
@options.as_json
def command(results: Path, figures_file: Path | None, differing: bool, as_json: bool) -> int:
    """Compare the results in OUT with published figures.

    Each figure agrees (equal at the precision printed), rounds (within half its rounding step) or differs.
    Where the report is known to be at odds with itself, the difference carries the inconsistency's id.
    Exit code 1 where a difference is not explained.

    \b
    Example:  cadre reconcile digital-2030/out --differing
    """
    compared = reconcile_results(results, figures_file)
    shown = [entry for entry in compared if entry.verdict is Verdict.DIFFERS or not differing]
    unexplained = sum(not entry.explained for entry in compared)
    if as_json:
        say_json({"figures": [_as_json(entry) for entry in shown], "unexplained": unexplained})
    else:
        for entry in shown:
            click.echo(_line(entry))
        agree, around, differ = (sum(entry.verdict is verdict for entry in compared) for verdict in Verdict)
        click.echo(
            f"{len(compared)} figures: {agree} agree, {around} round, {differ} differ, {unexplained} of them without "
            "explanation."
        )
    return 1 if unexplained else 0


def _line(entry: Reconciled) -> str:
    unit = {"per_cent": "%", "gbp_million": "£m", "wte": "WTE"}.get(entry.unit, entry.unit)
    place = f"; {entry.place}" if entry.place else ""
    known = f"  {entry.issue_id}: {entry.explanation}" if entry.issue_id else ""
    if entry.verdict is Verdict.DIFFERS and not known:
        known = "  not explained"
    return (
        f"{entry.verdict.value:<8}{entry.table} {entry.row} {entry.column}: published {entry.published:,.10g} {unit}, "
        f"ours {entry.ours:,.2f}, difference {entry.difference:+,.2f}{place}{known}"
    )


def _as_json(entry: Reconciled) -> dict[str, object]:
    return {
        "table": entry.table,
        "row": entry.row,
        "column": entry.column,
        "unit": entry.unit,
        "published": entry.published,
        "ours": entry.ours,
        "difference": entry.difference,
        "verdict": entry.verdict.value,
        "issue_id": entry.issue_id,
        "place": entry.place,
    }
