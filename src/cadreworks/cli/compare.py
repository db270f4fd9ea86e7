"""`cadre compare OUT1 OUT2`: what changed between two runs, and what moved the results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.terminal import say_json
from cadreworks.review.change import FILE
from cadreworks.review.compare import Comparison, Movement, compare_runs
from cadreworks.review.headline import HeadlineFigure, moved_by


@click.command("compare")
@click.argument("first", metavar="OUT1", type=click.Path(path_type=Path))
@click.argument("second", metavar="OUT2", type=click.Path(path_type=Path))
@options.as_json
def command(first: Path, second: Path, as_json: bool) -> None:
    """Say what changed from the run in OUT1 to the run in OUT2, and which change moved the results.

    Each change is made alone to the first run; what single changes leave over is their interplay.

    Where supply rests on staff records, which results do not hold, the changes are listed and not tried one by one.

    \b
    Example:  cadre compare before after
    """
    comparison = compare_runs(first, second)
    if as_json:
        say_json(asdict(comparison))
        return
    for line in (*_changes(comparison), *_headlines(comparison), *_causes(comparison)):
        click.echo(line)


def _changes(comparison: Comparison) -> list[str]:
    changes = [*comparison.runs, *comparison.changes]
    if not changes:
        return ["Nothing changed: the two runs have the same inputs, settings, seed and draws."]
    return ["What changed", *(f"  {item.kind} {item.name}: {item.before} -> {item.after}" for item in changes)]


def _headlines(comparison: Comparison) -> list[str]:
    """The figures that moved, and those that cannot be compared."""
    before, after = (_by_name(figures) for figures in (comparison.before, comparison.after))
    lines = []
    for name, figure in after.items():
        old = before.get(name)
        if old is not None and moved_by(old, figure):
            lines.append(
                f"  {name}: {_amount(old.value, figure.unit)} -> "
                f"{_amount(figure.value, figure.unit)} ({_amount(figure.value - old.value, figure.unit, sign=True)})"
            )
    lines = lines or ["  nothing"]
    ours, theirs = ({figure.scenario: 0 for figure in figures} for figures in (comparison.before, comparison.after))
    if not ours.keys() & theirs.keys():
        lines.append(
            "  demand, gap and cost cannot be compared: the two runs have no scenario in common "
            f"({', '.join(ours)}; {', '.join(theirs)})"
        )
    elif alone := [name for name in {**ours, **theirs} if name not in ours or name not in theirs]:
        lines.append(f"  only one of the two runs has {', '.join(alone)}, which cannot be compared")
    return ["What moved, whole workforce at the horizon, central run", *lines]


def _by_name(figures: Sequence[HeadlineFigure]) -> dict[str, HeadlineFigure]:
    return {_name(figure): figure for figure in figures}


def _name(figure: HeadlineFigure | Movement) -> str:
    """No scenario has a supply of its own."""
    return figure.figure if figure.figure == "supply" else f"{figure.scenario} {figure.figure}"


def _causes(comparison: Comparison) -> list[str]:
    if comparison.cannot_mix:
        return [f"What moved it cannot be told apart, since {comparison.cannot_mix}."]
    moved = [movement for movement in comparison.movements if movement.by]
    lines = list(
        dict.fromkeys(
            f"  {movement.cause}: {_name(movement)} {_amount(movement.by, movement.unit, sign=True)}"
            for movement in moved
        )
    )
    causes = {movement.cause for movement in moved}
    still = [change.name for change in comparison.changes if change.kind != FILE and change.name not in causes]
    lines += [f"  {name}: moves no central figure; it may move bands or what is printed" for name in still]
    return ["What moved it, each change alone", *lines] if lines else []


def _amount(value: float, unit: str, *, sign: bool = False) -> str:
    if unit == "gbp":
        return f"£{value / 1e6:{'+' if sign else ''},.2f} million".replace("£+", "+£").replace("£-", "-£")
    return f"{value:{'+' if sign else ''},.1f} WTE"
