"""`cadre compare OUT1 OUT2`: what changed between two runs, and what moved the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.comparison import CompareOptions, compare, write_comparison
from cadreworks.reports.comparison import COMPARISON_PAGE
from cadreworks.review.change import FILE, Group
from cadreworks.review.compare import RECORDS_OF_SECOND, Comparison
from cadreworks.review.headline import HeadlineFigure, moved_by
from cadreworks.review.waterfall import Movement
from cadreworks.vocabulary import ALL


@click.command("compare")
@click.argument("first", metavar="OUT1", type=click.Path(path_type=Path))
@click.argument("second", metavar="OUT2", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for a page with waterfall charts, and tables.")
@options.records
@click.option(
    RECORDS_OF_SECOND,
    "records_of_second",
    metavar="PATH",
    help="Staff records of the run in OUT2, where they are not those of the run in OUT1.",
)
@options.jobs
@options.as_json
def command(
    first: Path,
    second: Path,
    out: Path | None,
    records: str | None,
    records_of_second: str | None,
    jobs: int,
    as_json: bool,
) -> None:
    """Say what changed from the run in OUT1 to the run in OUT2, and how much of what moved is due to data, rates,
    returns, pay, method and plan, and to each change among them.

    The parts add up to what moved, and do not depend on an order: each is the mean of what a change adds, over all
    orders in which the changes could be made.

    Where supply rests on staff records, which results do not hold, name them; without them changes are only listed.

    \b
    Example:  cadre compare before after
              cadre compare before after --records spells.parquet --out changes
    """
    progress = StderrProgress()
    asked = CompareOptions(records, records_of_second, jobs)
    try:
        if out is None:
            comparison = compare(first, second, asked, progress)
        else:
            comparison = write_comparison(first, second, out, asked, progress)
    finally:
        progress.end()
    if as_json:
        say_json(asdict(comparison) | ({"comparison": str(out)} if out else {}))
        return
    for line in (*_changes(comparison), *_headlines(comparison), *_causes(comparison)):
        click.echo(line)
    if out is not None:
        click.echo(f"Comparison: {out / COMPARISON_PAGE}")


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
    ours, theirs = comparison.first.scenarios, comparison.second.scenarios
    if not ours.keys() & theirs.keys():
        lines.append(
            "  demand, gap and cost cannot be compared: the two runs have no scenario in common "
            f"({', '.join(ours)}; {', '.join(theirs)})"
        )
    elif alone := [name for name in {**ours, **theirs} if name not in ours or name not in theirs]:
        lines.append(f"  only one of the two runs has {', '.join(alone)}, which cannot be compared")
    return ["What moved, whole workforce at the horizon, central run", *lines]


def _by_name(figures: Sequence[HeadlineFigure]) -> dict[str, HeadlineFigure]:
    return {_name(figure): figure for figure in figures if figure.area == ALL}


def _name(figure: HeadlineFigure | Movement) -> str:
    """No scenario has a supply of its own."""
    return figure.figure if figure.figure == "supply" else f"{figure.scenario} {figure.figure}"


def _causes(comparison: Comparison) -> list[str]:
    if comparison.cannot_mix:
        return [f"What moved it cannot be told apart, since {comparison.cannot_mix}."]
    moved = {_name(item): item for item in comparison.movements if item.area == ALL}
    lines = [line for name, item in moved.items() for line in _waterfall(comparison, name, item)]
    lines += [f"  {note}" for note in comparison.notes]
    lines += [f"  {name}: moves no central figure; it may move bands or what is printed" for name in _idle(comparison)]
    return ["What moved it, in parts that add up in any order", *lines] if lines else []


def _idle(comparison: Comparison) -> list[str]:
    """What differs and is no part of any movement; of groups that are told as a whole nobody knows."""
    parts = {movement.change for movement in comparison.movements}
    whole = {movement.group for movement in comparison.movements if not movement.change}
    return [
        change.name
        for change in comparison.changes
        if change.kind != FILE and change.part not in parts - {""} and change.group not in whole
    ]


def _waterfall(comparison: Comparison, name: str, figure: Movement) -> Iterator[str]:
    """One figure before, its groups with their parts, and after."""
    key = (figure.scenario, figure.figure, ALL)
    before, after = (
        next(item for item in figures if (item.scenario, item.figure, item.area) == key)
        for figures in (comparison.before, comparison.after)
    )
    parts = [item for item in comparison.movements if (item.scenario, item.figure, item.area) == key]
    yield f"  {name}"
    yield f"    before: {_amount(before.value, before.unit)}"
    for group in Group:
        of_group = [item for item in parts if item.group == group.id]
        if of_group:
            alone = f" ({of_group[0].change})" if len(of_group) == 1 and of_group[0].change else ""
            yield f"    {group.id}{alone}: {_amount(sum(item.by for item in of_group), after.unit, sign=True)}"
            if len(of_group) > 1:
                yield from (f"      {item.change}: {_amount(item.by, item.unit, sign=True)}" for item in of_group)
    yield f"    after: {_amount(after.value, after.unit)}, which is what was before and all groups"


def _amount(value: float, unit: str, *, sign: bool = False) -> str:
    if unit == "gbp":
        return f"£{value / 1e6:{'+' if sign else ''},.2f} million".replace("£+", "+£").replace("£-", "-£")
    return f"{value:{'+' if sign else ''},.1f} WTE"
