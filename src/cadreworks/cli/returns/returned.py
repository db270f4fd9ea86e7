"""What `check` and `read` share: they read the same files, and tell the same of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from cadreworks.cli.outputs import check_apart, files_of_exercise, is_same_file
from cadreworks.cli.terminal import StderrProgress
from cadreworks.demand.exercise import read_exercise, reference_exercise
from cadreworks.demand.returned import Returned, find_files, read_returned
from cadreworks.demand.returned.write import SEED_COLUMNS
from cadreworks.demand.returns import RETURNS_TABLE
from cadreworks.problems import Problem, counted, problem_lines

_MOST_IN_A_HEADING = 4_096
files = click.argument("files", nargs=-1, required=True)
exercise = click.option(
    "--exercise",
    "exercise_file",
    type=click.Path(path_type=Path),
    help="EXERCISE.toml that was sent out; the reference study's if left out.",
)


def read_all(given: Sequence[str], exercise_file: Path | None, *, written: Sequence[Path] = ()) -> Returned:
    """Read all files that are named, against their exercise.

    written: what this command writes. A table that an earlier run of it left in a folder of returns is written anew;
    any other file that would be read is never written over.
    """
    progress = StderrProgress()
    try:
        asked = read_exercise(exercise_file) if exercise_file else reference_exercise()
        own = [path for path in written if _is_of_earlier_run(path, given)]
        found = find_files(given, leave_out=own)
        check_apart(written, (*found.paths, *files_of_exercise(exercise_file, asked)))
        say_which_exercise(exercise_file)
        return read_returned(found, asked, progress=progress)
    finally:
        progress.end()


def say_which_exercise(exercise_file: Path | None) -> None:
    """Say it where none was named: of another exercise everything looks wrong, or worse, fits by accident."""
    if exercise_file is None:
        said = "No exercise was named, so the reference exercise is taken; name yours with --exercise."
        click.echo(said, err=True)


def _is_of_earlier_run(path: Path, given: Sequence[str]) -> bool:
    """Whether a file is a table of ours that lies in a folder, rather than one that is named itself."""
    if not path.is_file() or any(is_same_file(path, Path(name)) for name in given):
        return False
    with path.open("rb") as stream:
        line = stream.readline(_MOST_IN_A_HEADING).rstrip(b"\r\n").decode("utf-8", "replace")
    return line in (",".join(RETURNS_TABLE.names), ",".join(SEED_COLUMNS))


def say_notices(returned: Returned) -> None:
    """Print what is to be known though it was read."""
    for line in problem_lines(returned.notices):
        click.echo(line)


def summary_line(returned: Returned) -> str:
    """`8 of 53 returned: 7 complete, 1 partial, 1 of them unsigned.`"""
    invited, came = len(returned.exercise.invited), len(returned.returns)
    parts = [f"{returned.complete:,} complete", f"{came - returned.complete:,} partial"]
    if returned.unsigned:
        parts.append(f"{returned.unsigned:,} of them unsigned")
    line = f"{came:,} of {invited:,} returned" if invited else f"{came:,} returned"
    line = f"{line}: {', '.join(parts)}." if came else f"{line}."
    if returned.untouched:
        line += f" {counted(returned.untouched, 'workbook')} came back untouched."
    if returned.unread:
        line += (
            f" {counted(returned.unread, 'file')} cannot be used until {counted(len(returned.problems), 'problem')} "
        )
        line += "is mended." if len(returned.problems) == 1 else "are mended."
    return line


def as_facts(returned: Returned) -> dict[str, Any]:
    """The same for machines."""
    return {
        "problems": _as_objects(returned.problems),
        "notices": _as_objects(returned.notices),
        "invited": len(returned.exercise.invited),
        "returned": len(returned.returns),
        "complete": returned.complete,
        "partial": len(returned.returns) - returned.complete,
        "unsigned": returned.unsigned,
        "untouched": returned.untouched,
        "missing": list(returned.missing),
        "returns": [
            {
                "organisation": answers.organisation,
                "answers": len(answers.wte),
                "of": returned.asked,
                "signed_off_by": answers.signed_off_by or None,
            }
            for answers in returned.returns
        ],
    }


def _as_objects(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"where": entry.where, "what": entry.what, "remedy": entry.remedy} for entry in problems]
