"""`cadre run STUDY --out OUT`: check, project and publish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cadreworks.bands import Uncertain
from cadreworks.cli import options
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.reports import wording
from cadreworks.reports.notes import band_of, short_band_note
from cadreworks.results_folder import REPORT_FILE
from cadreworks.review.reconcile import Verdict
from cadreworks.run import RunOptions, RunResult, run_study


@click.command("run")
@options.study
@options.out
@options.draws
@options.seed
@options.jobs
@options.records
@options.as_json
def command(
    study: Path,
    out: Path,
    draws: int | None,
    seed: int | None,
    jobs: int,
    records: str | None,
    as_json: bool,
) -> None:
    """Run the study in the folder STUDY and publish its results in the folder OUT.

    Earlier results in OUT are replaced once the new ones are whole, and not before.

    \b
    Example:  cadre run digital-2030 --out results --draws 10000
    """
    run_and_tell(study, out, RunOptions(draws, seed, jobs, records), as_json=as_json)


def run_and_tell(study: Path, out: Path, run_options: RunOptions, *, as_json: bool) -> None:
    """Run a study and say where its report is, and what it says."""
    progress = StderrProgress()
    try:
        result = run_study(study, out, run_options, progress)
    finally:
        progress.end()
    if as_json:
        say_json(_as_json(result, out))
        return
    for line in _summary(result):
        click.echo(line)
    for notice in result.notices:
        click.echo(f"Note: {notice}")
    click.echo(f"Report: {out / REPORT_FILE}")


def _summary(result: RunResult) -> list[str]:
    projection = result.projection
    settings = projection.study.settings
    last = settings.horizon.last
    rows = [(f"Supply in {last}", *_wte_and_band(projection.supply))]
    for scenario in settings.scenarios:
        found = projection.scenarios[scenario.id]
        rows += [
            (f"{scenario.name}: demand", *_wte_and_band(found.demand)),
            (f"{scenario.name}: gap", *_wte_and_band(found.gap)),
            (f"{scenario.name}: cost", wording.pounds(float(found.cost.central[-1, -1])), ""),
        ]
    wide, high = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = [f"{settings.title} ({settings.coverage}, {settings.horizon.base} to {last})"]
    lines += [f"  {name:<{wide}}  {number:>{high}}  {band}".rstrip() for name, number, band in rows]
    lines.append(f"  {short_band_note(projection)}")
    if result.checks.reconciled:
        lines.append(reconciled_line(result))
    return lines


def _wte_and_band(values: Uncertain) -> tuple[str, str]:
    """The whole workforce at the horizon, as the summary shows it."""
    band = band_of(values, (-1, -1, -1))
    return f"{values.central[-1, -1, -1]:,.0f} WTE", f"(90% band {band[0]:,.0f} to {band[1]:,.0f})" if band else ""


def reconciled_line(result: RunResult) -> str:
    """How the results compare with print, in one line."""
    reconciled = result.checks.reconciled
    number = {verdict: sum(entry.verdict is verdict for entry in reconciled) for verdict in Verdict}
    unexplained = sum(not entry.explained for entry in reconciled)
    return (
        f"Of {len(reconciled)} published figures {number[Verdict.AGREES]} agree, {number[Verdict.ROUNDS]} round and "
        f"{number[Verdict.DIFFERS]} differ, {'each' if not unexplained else 'some'} by a known inconsistency"
        f"{'' if not unexplained else f', {unexplained} without explanation'}."
    )


def _as_json(result: RunResult, out: Path) -> dict[str, Any]:
    projection = result.projection
    return {
        "results": str(out),
        "report": str(out / REPORT_FILE),
        "seed": projection.seed,
        "draws": projection.draws,
        "headline": {
            scenario: {
                "supply_wte": float(projection.supply.central[-1, -1, -1]),
                "demand_wte": float(found.demand.central[-1, -1, -1]),
                "gap_wte": float(found.gap.central[-1, -1, -1]),
                "cost_gbp": float(found.cost.central[-1, -1]),
            }
            for scenario, found in projection.scenarios.items()
        },
        "unexplained_differences": sum(not entry.explained for entry in result.checks.reconciled),
        "notices": list(result.notices),
    }
