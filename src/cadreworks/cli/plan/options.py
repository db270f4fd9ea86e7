"""Arguments and options that the verbs of `cadre plan` share, and how they tell of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np

from cadreworks.cli.terminal import say_json
from cadreworks.plan.result import PlanResult
from cadreworks.planning.choose import PROVEN
from cadreworks.planning.tables import summary_of
from cadreworks.reports import wording
from cadreworks.reports.plan.publish import ACTION_PLAN_PAGE

results = click.argument("results", metavar="OUT", type=click.Path(path_type=Path))
levers = click.option(
    "--levers",
    required=True,
    type=click.Path(path_type=Path),
    help="LEVERS.toml: what can be done, at what cost, within what limits.",
)
out = click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the plan.")


def tell(result: PlanResult, out: Path, *, as_json: bool) -> None:
    """Say what the plan comes to, and where it stands."""
    if as_json:
        say_json({"plan": str(out), **summary_of(result), "notices": list(result.notices)})
        return
    for line in _summary(result):
        click.echo(line)
    for notice in result.notices:
        click.echo(f"Note: {notice}")
    click.echo(f"Action plan: {out / ACTION_PLAN_PAGE}")


def _gap(result: PlanResult) -> str:
    """The solver's gap, as a share of its objective."""
    gap = result.solved.gap if result.solved else 0.0
    return f"{100 * gap:.2g} per cent" if gap > PROVEN else "nothing"


def _summary(result: PlanResult) -> Iterator[str]:
    evaluation, last = result.evaluation, result.basis.horizon.last
    cost = evaluation.cost
    yield f"{result.study.title} ({result.study.coverage}, {result.basis.horizon.base} to {last})"
    if result.solved:
        yield f"  {result.solved.aim}"
        status = result.solved.status.replace("_", " ")
        yield f"  Solver: {status}; a plan could be better by {_gap(result)} at most"
    low, high = np.percentile(evaluation.cost_drawn, [5, 95])
    yield (
        f"  Cost to {last}: {wording.pounds(float(cost.total))} (90% band {wording.pounds(float(low))} to "
        f"{wording.pounds(float(high))}), of which pay of staff added {wording.pounds(float(cost.pay.sum()))}"
    )
    for scenario, found in evaluation.outcomes.items():
        before, after = (part.central[-1, -1, -1] for part in (found.gap_before, found.gap_after))
        yield (
            f"  {result.study.scenarios[scenario]}: gap in {last} {before:,.0f} WTE before, {after:,.0f} after; "
            f"shortfall-years {found.shortfall_years_before:,.0f} before, {found.shortfall_years_after:,.0f} after"
        )
    if result.solved:
        for sentence in (*result.solved.clashes, *result.solved.prices)[:8]:
            yield f"  {sentence}"
