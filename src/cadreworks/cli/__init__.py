"""The command `cadre`: one file a verb, each of which parses, calls the engine, writes, and sets the exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from cadreworks.cli.terminal import guarded
from cadreworks.cli.verbs import Verbs

VERBS = {
    "demo": "Copy the reference study into a folder and run it.",
    "check": "Check a study and list all its problems.",
    "run": "Run a study and publish its results.",
    "replicate": "Run results again from their manifest and compare byte for byte.",
    "reconcile": "Compare results with published figures.",
    "compare": "Say what changed between two runs, and what moved the results.",
    "sensitivity": "Say what drives the gap of a run, and how sure it is.",
    "records": "From staff records to flows and rates.",
    "toolkit": "Write the workbooks of a demand exercise.",
    "returns": "Read, check and pool what came back.",
    "plan": "Judge, find and follow plans that close a gap.",
}

_GROUPS = ("records", "toolkit", "returns", "plan")


@click.group(
    cls=Verbs,
    package=__name__,
    verbs=VERBS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="cadreworks", prog_name="cadre")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault of the program itself.")
def cadre(debug: bool) -> None:
    """Plan the digital, data and technology workforce of a national health service.

    \b
    Start with:  cadre demo
    Then:        cadre run digital-2030 --out results

    Exit codes: 0 done; 1 the input has problems, all listed; 2 wrong usage; 3 a limit or a fault of the machine;
    130 interrupted.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(
        guarded(
            lambda: cadre.main(args=given, prog_name="cadre", standalone_mode=False),
            debug="--debug" in given,
            as_json="--json" in given,
            checks=_is_check(given),
        )
    )


def _is_check(given: Sequence[str]) -> bool:
    """Whether the verb is `check`, by itself or of a group of verbs."""
    verbs = [word for word in given if not word.startswith("-")][:2]
    return verbs[:1] == ["check"] or (verbs[-1:] == ["check"] and verbs[0] in _GROUPS)
