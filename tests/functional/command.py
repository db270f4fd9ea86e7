"""Runs the command in this process, as a person would from a shell: what it printed, and its exit code."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cadreworks.cli import main

NO_EXERCISE = "No exercise was named, so the reference exercise is taken; name yours with --exercise."


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


def cadre(capsys: pytest.CaptureFixture[str], *arguments: object) -> Ended:
    """`cadre ARGUMENTS`."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return Ended(int(ended.value.code or 0), printed.out, printed.err)
