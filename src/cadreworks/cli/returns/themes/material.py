"""Arguments and options that several verbs of `cadre returns themes` share, and the reading of what they name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from cadreworks.cli import options as shared
from cadreworks.cli.outputs import check_apart
from cadreworks.cli.terminal import say_json
from cadreworks.demand.themes import (
    CHANGES_TABLE,
    CODEBOOK_TABLE,
    Change,
    Codebook,
    Coded,
    Coding,
    Comment,
    change_rows,
    change_themes,
    read_changes,
    read_codebook,
    read_codings,
    read_comments,
)
from cadreworks.demand.themes.changes import made_by
from cadreworks.problems import ProblemList, counted
from cadreworks.tables import read_table, write_table
from cadreworks.whole_file import write_whole

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_NEW = "the new change"

returns = click.argument("returns", type=FILE)
codebook = click.option("--codebook", required=True, type=FILE, help="CSV: theme, parent, means.")
codings = click.option("--codings", required=True, type=FILE, help="CSV: comment, coder, theme, stretch, publish.")
changes = click.option("--changes", type=FILE, help="CSV of what was merged, split and assigned.")
out_folder = click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the results.")


@dataclass(frozen=True)
class Material:
    """What was read: the comments, the codebook, codings and changes as they are, and the codings in use."""

    comments: tuple[Comment, ...]
    codebook: Codebook
    codings: tuple[Coding, ...]
    changes: tuple[Change, ...]
    coded: Coded


def read_material(
    returns: Path, codebook: Path, codings: Path, changes: Path | None, problems: ProblemList
) -> Material:
    """Read and check all four. Raises InputProblems, all problems of all files at once."""
    comments = read_comments(returns.read_bytes(), problems, file=returns.name)
    themes = read_codebook(read_table(codebook.read_bytes(), CODEBOOK_TABLE, problems, file=codebook.name), problems)
    changed: tuple[Change, ...] = ()
    if changes is not None and changes.exists():
        changed = read_changes(read_table(changes.read_bytes(), CHANGES_TABLE, problems, file=changes.name))
    made = made_by(changed)
    coded = read_codings(codings.read_bytes(), comments, themes, problems, file=codings.name, further_themes=made)
    problems.stop_if_any()
    return Material(comments, themes, coded, changed, change_themes(themes, coded, changed, problems))


def records_change(act: Callable[..., Change]) -> Callable[..., None]:
    """Gives a verb the options of every change; what the verb returns is checked, added to the changes and told."""

    @returns
    @codebook
    @codings
    @click.option(
        "--changes",
        required=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help="CSV of changes, to which this one is added.",
    )
    @click.option("--who", required=True, help="Who decided it.")
    @click.option("--date", "day", required=True, metavar="DAY", help="The day, as 2021-03-31.")
    @click.option("--reason", required=True, help="Why.")
    @shared.as_json
    @functools.wraps(act)
    def verb(
        *,
        returns: Path,
        codebook: Path,
        codings: Path,
        changes: Path,
        who: str,
        day: str,
        reason: str,
        as_json: bool,
        **said: Any,
    ) -> None:
        change = replace(act(**said), who=who, day=shared.day_of(day, "--date"), reason=reason)
        before, after = _add_change((returns, codebook, codings), changes, change)
        _tell(before, after, changes, as_json=as_json)

    return verb


def change_of(action: str, theme: str, into: str, comments: Sequence[str] = (), means: str = "") -> Change:
    """A change of which it is not said yet who made it, when and why."""
    return Change(date.min, "", action, theme, into, tuple(comments), means, "", _NEW)


def _add_change(paths: tuple[Path, Path, Path], file: Path, change: Change) -> tuple[Coded, Coded]:
    """Write the changes with this one at their end, if it can be meant. Returns the codings before and after."""
    check_apart([file], paths)
    problems = ProblemList()
    material = read_material(*paths, file, problems)
    problems.stop_if_any()
    after = change_themes(material.codebook, material.codings, (*material.changes, change), problems)
    rows = list(change_rows((*material.changes, change)))
    problems.stop_if_any()
    write_whole(file, lambda target: _write_checked(target, rows, file.name))
    return material.coded, after


def _write_checked(target: Path, rows: Sequence[Any], name: str) -> None:
    """What was typed is held to the same rules as what stands in a file."""
    write_table(target, CHANGES_TABLE.names, rows)
    problems = ProblemList()
    read_table(target.read_bytes(), CHANGES_TABLE, problems, file=name)
    problems.stop_if_any()


def _tell(before: Coded, after: Coded, changes: Path, *, as_json: bool) -> None:
    moved = sum(one.theme != other.theme for one, other in zip(before.codings, after.codings, strict=False))
    moved += len(after.codings) - len(before.codings)
    if as_json:
        say_json({"changes": str(changes), "codings_moved": moved})
        return
    click.echo(f"{counted(moved, 'coding')} moved. Recorded in {changes}")
