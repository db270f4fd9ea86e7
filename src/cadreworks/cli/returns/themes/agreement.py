"""`cadre returns themes agreement RETURNS ...`: how far do coders agree?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.returns.themes import material
from cadreworks.cli.terminal import say_json
from cadreworks.demand.themes import (
    agreement_rows,
    difference_rows,
    estimate_agreement,
    list_differences,
)
from cadreworks.demand.themes.agreement import Agreement
from cadreworks.problems import ProblemList, counted
from cadreworks.vocabulary import ALL


@click.command("agreement")
@material.returns
@material.codebook
@material.codings
@material.changes
@shared.as_json
def command(returns: Path, codebook: Path, codings: Path, changes: Path | None, as_json: bool) -> None:
    """Say how far coders agree on the comments of RETURNS, and how much is to be resolved.

    Cohen's kappa for each theme and pair of coders, Krippendorff's alpha over all coders, and the share of comments on
    which they agree. Codings that resolve a difference, and assignments, do not count: they are no second opinion.

    \b
    Example:  cadre returns themes agreement returns.csv --codebook codebook.csv --codings codings.csv
    """
    problems = ProblemList()
    coded = material.read_material(returns, codebook, codings, changes, problems).coded
    problems.stop_if_any()
    agreements, differences = estimate_agreement(coded), list_differences(coded)
    if as_json:
        say_json({"agreement": list(agreement_rows(agreements)), "to_resolve": list(difference_rows(differences))})
        return
    for line in agreement_lines(agreements):
        click.echo(line)
    click.echo(f"{counted(len({one.comment for one in differences}), 'comment')} to be resolved.")


def agreement_lines(agreements: Sequence[Agreement]) -> Iterator[str]:
    """A line for each theme and pair of coders."""
    if not agreements:
        yield "No comment was coded by two coders, so nothing can be said of how far they agree."
    for one in agreements:
        name = "over all themes" if one.theme == ALL else one.theme
        yield (
            f"{name}, {one.coders[0]} and {one.coders[1]}: agree on {_per_cent(one.agreement_share)} of "
            f"{counted(one.comments, 'comment')}; kappa {_shown(one.kappa)}, alpha {_shown(one.alpha)}"
        )


def _per_cent(share: float | None) -> str:
    return "none" if share is None else f"{share:.0%}"


def _shown(value: float | None) -> str:
    return "cannot be said" if value is None else f"{value:.2f}"
