"""`cadre compare OUT1 OUT2`: what changed between two runs, and what moved the results."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.results import find_manifest
from cadreworks.cli.terminal import say_json
from cadreworks.manifest import RunRecord
from cadreworks.review.compare import Change, Comparison, compare_studies
from cadreworks.run import INPUTS_FOLDER
from cadreworks.study import read_study


@click.command("compare")
@click.argument("first", metavar="OUT1", type=click.Path(path_type=Path))
@click.argument("second", metavar="OUT2", type=click.Path(path_type=Path))
@options.as_json
def command(first: Path, second: Path, as_json: bool) -> None:
    """Say what changed from the run in OUT1 to the run in OUT2, and which change moved the results.

    Each change is made alone to the first run; what single changes leave over is their interplay.

    \b
    Example:  cadre compare before after
    """
    records = (find_manifest(first), find_manifest(second))
    comparison = compare_studies(read_study(first / INPUTS_FOLDER), read_study(second / INPUTS_FOLDER))
    runs = _changes_of_runs(*records)
    if as_json:
        say_json({"runs": [asdict(change) for change in runs], **asdict(comparison)})
        return
    for line in (*_changes(runs, comparison), *_headlines(comparison), *_causes(comparison)):
        click.echo(line)


def _changes_of_runs(first: RunRecord, second: RunRecord) -> list[Change]:
    """Version, seed and draws belong to the run, not to the study; they move bands, or everything."""
    pairs = (
        ("version", first.version, second.version),
        ("seed", first.seed, second.seed),
        ("draws", first.draws, second.draws),
    )
    return [Change("run", name, str(one), str(two)) for name, one, two in pairs if one != two]


def _changes(runs: list[Change], comparison: Comparison) -> list[str]:
    changes = [*runs, *comparison.changes]
    if not changes:
        return ["Nothing changed: the two runs have the same inputs, settings, seed and draws."]
    return ["What changed", *(f"  {item.kind} {item.name}: {item.before} -> {item.after}" for item in changes)]


def _headlines(comparison: Comparison) -> list[str]:
    before = {(figure.scenario, figure.figure): figure for figure in comparison.before}
    lines = []
    for figure in comparison.after:
        old = before.get((figure.scenario, figure.figure))
        if old is not None and old.value != figure.value:
            lines.append(
                f"  {figure.scenario} {figure.figure}: {_amount(old.value, figure.unit)} -> "
                f"{_amount(figure.value, figure.unit)} ({_amount(figure.value - old.value, figure.unit, sign=True)})"
            )
    return ["What moved, whole workforce at the horizon, central run", *(lines or ["  nothing"])]


def _causes(comparison: Comparison) -> list[str]:
    if comparison.cannot_mix:
        return [f"What moved it cannot be told apart, since {comparison.cannot_mix}."]
    moved = [movement for movement in comparison.movements if movement.by]
    lines = [
        f"  {movement.cause}: {movement.scenario} {movement.figure} {_amount(movement.by, movement.unit, sign=True)}"
        for movement in moved
    ]
    still = [change.name for change in comparison.changes if change.name not in {movement.cause for movement in moved}]
    lines += [f"  {name}: moves no central figure; it may move bands or what is printed" for name in still]
    return ["What moved it, each change alone", *lines] if lines else []


def _amount(value: float, unit: str, *, sign: bool = False) -> str:
    if unit == "gbp":
        return f"£{value / 1e6:{'+' if sign else ''},.2f} million".replace("£+", "+£").replace("£-", "-£")
    return f"{value:{'+' if sign else ''},.1f} WTE"
