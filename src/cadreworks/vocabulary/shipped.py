"""Reads the closed lists that the package ships.

They are ours and under test, so a fault in one is a fault of the program: it is raised, not reported as a
problem of the user's input.
"""

from __future__ import annotations

import csv
from importlib import resources


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of the shipped list `name`, in order."""
    text = resources.files("cadreworks.vocabulary").joinpath("lists", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
