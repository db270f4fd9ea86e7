"""`cadre returns themes count RETURNS --codebook ... --codings ... --out DIR`: what was said, counted and quoted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from cadreworks.cli import options as shared
from cadreworks.cli.outputs import check_apart, files_of_exercise
from cadreworks.cli.returns.themes import material
from cadreworks.cli.terminal import say_json
from cadreworks.demand.exercise import read_exercise
from cadreworks.demand.themes import (
    AGREEMENT_COLUMNS,
    CODEBOOK_TABLE,
    COUNT_COLUMNS,
    DIFFERENCE_COLUMNS,
    VIEWPOINTS_TABLE,
    agreement_rows,
    codebook_rows,
    count_rows,
    count_themes,
    difference_rows,
    estimate_agreement,
    gather_viewpoints,
    list_differences,
    viewpoint_rows,
)
from cadreworks.problems import ProblemList, UsageFault, counted
from cadreworks.tables import Cell, write_table
from cadreworks.whole_file import OWNER_ONLY, READABLE_BY_ALL, write_whole

_WRITTEN = ("counts.csv", "agreement.csv", "to_resolve.csv", "themes.csv", "viewpoints.csv")


@click.command("count")
@material.returns
@material.codebook
@material.codings
@material.changes
@click.option(
    "--exercise",
    type=click.Path(path_type=Path, exists=True),
    help="EXERCISE.toml: whom it invited, no quotation may name. Those that answered are known from RETURNS.",
)
@material.out_folder
@shared.as_json
def command(
    returns: Path,
    codebook: Path,
    codings: Path,
    changes: Path | None,
    exercise: Path | None,
    out: Path,
    as_json: bool,
) -> None:
    """Count the themes of the comments in RETURNS, and write viewpoints.csv, which may be published.

    viewpoints.csv: by area, each theme with its organisations, 1 to 4 withheld as [c], and chosen quotations. A
    quotation that seems to hold a name is a problem. Beside it, not for publication: counts.csv (exact), agreement.csv,
    to_resolve.csv (where coders differ) and themes.csv (the codebook after all changes).

    \b
    Example:  cadre returns themes count returns.csv --codebook codebook.csv --codings codings.csv --out coded
    """
    if out.exists() and not out.is_dir():
        raise UsageFault(f"{out.name}: this is a file. Name a folder.")
    asked = read_exercise(exercise) if exercise else None
    of_exercise = files_of_exercise(exercise, asked) if asked else ()
    check_apart((out / name for name in _WRITTEN), (returns, codebook, codings, changes, *of_exercise))
    invited = asked.invited if asked else ()
    problems = ProblemList()
    read = material.read_material(returns, codebook, codings, changes, problems)
    viewpoints, waiting = gather_viewpoints(
        read.coded, read.comments, problems, organisations=[one.organisation for one in invited]
    )
    problems.stop_if_any()
    tallies = count_themes(read.coded, read.comments)
    agreements, differences = estimate_agreement(read.coded), list_differences(read.coded)
    _write(out / "counts.csv", COUNT_COLUMNS, count_rows(tallies, read.coded))
    _write(out / "agreement.csv", AGREEMENT_COLUMNS, agreement_rows(agreements))
    _write(out / "to_resolve.csv", DIFFERENCE_COLUMNS, difference_rows(differences))
    _write(out / "themes.csv", CODEBOOK_TABLE.names, codebook_rows(read.coded.codebook.themes))
    _write(out / "viewpoints.csv", VIEWPOINTS_TABLE.names, viewpoint_rows(viewpoints), mode=READABLE_BY_ALL)
    said: dict[str, str | int] = {
        "viewpoints": str(out / "viewpoints.csv"),
        "comments": len(read.comments),
        "coded": len({one.coding.comment for one in read.coded.codings}),
        "to_resolve": len({one.comment for one in differences}),
        "quotations": sum(len(one.quotations) for found in viewpoints.values() for one in found),
        "quotations_waiting": waiting,
    }
    _tell(said, as_json=as_json)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Cell]], *, mode: int = OWNER_ONLY) -> None:
    write_whole(path, lambda target: write_table(target, columns, rows), mode=mode)


def _tell(said: Mapping[str, str | int], *, as_json: bool) -> None:
    if as_json:
        say_json(said)
        return
    click.echo(
        f"{counted(int(said['comments']), 'comment')}: {said['coded']:,} coded, {said['to_resolve']:,} to be resolved. "
        f"{counted(int(said['quotations']), 'quotation')} chosen."
    )
    if said["quotations_waiting"]:
        click.echo(
            f"{counted(int(said['quotations_waiting']), 'more quotation')} marked for publication: left out until "
            "coders agree on the theme."
        )
    click.echo(f"For publication: {said['viewpoints']}")
