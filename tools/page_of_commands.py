"""The reference page of commands: every command, and every verb within a group of commands, says its own help."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cadreworks.cli import cadre
from cadreworks.cli.terminal import INTERRUPTED
from cadreworks.problems import EnvironmentFault, InputProblems, UsageFault
from reference_markdown import markdown_table


def commands() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield from help_of(cadre, "cadre")
    yield from help_of_verbs(cadre, "cadre", heading="##")
    yield ""
    yield "## Exit codes"
    yield ""
    rows = [["0", "done"]]
    rows += [
        [str(fault.exit_code), (fault.__doc__ or "").split("\n")[0]]
        for fault in (InputProblems, UsageFault, EnvironmentFault)
    ]
    rows.append([str(INTERRUPTED), "The command was interrupted (Ctrl-C), told to stop, or lost its terminal."])
    yield from markdown_table(["code", "meaning"], rows)


def help_of_verbs(group: click.Group, name: str, *, heading: str) -> Iterator[str]:
    """Each verb of a group, and where it is a group itself, each of its own, however deep."""
    context = click.Context(group)
    for verb in group.list_commands(context):
        command = group.get_command(context, verb)
        if command is None:
            raise LookupError(f"{name} lists {verb}, and has no such command")
        yield ""
        yield f"{heading} {name} {verb}"
        yield ""
        yield from help_of(command, f"{name} {verb}")
        if isinstance(command, click.Group):
            yield from help_of_verbs(command, f"{name} {verb}", heading=f"{heading}#")


def help_of(command: click.Command, name: str) -> Iterator[str]:
    with click.Context(command, info_name=name, max_content_width=100, terminal_width=100) as context:
        yield "```text"
        yield command.get_help(context)
        yield "```"
