"""What is a change between two runs? One thing that differs, and where it moves results, how it is made to a study.

A step acts on its own part of a study and on no other, so steps can be made in any order, and any of them left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from cadreworks.settings_file import digest_of
from cadreworks.study import Study

FILE = "file"
NONE = "none"


class Group(Enum):
    """What a change that moves results belongs to: the word, and what people are told it is. The list is closed."""

    DATA = "data", "Data"
    RATES = "rates", "Rates"
    RETURNS = "returns", "Returns"
    PAY = "pay", "Pay"
    METHOD = "method", "Method"
    PLAN = "plan", "Plan"
    VERSION = "version", "Version"

    def __init__(self, id: str, title: str) -> None:  # noqa: A002 - ids are called so everywhere
        self.id, self.title = id, title


class Strand(Enum):
    """What must fit together, so that some steps cannot be made without others: whether returns can be weighed,
    whether supply has the years that its rates rest on, and whether levers can act where posts limit who may come.
    """

    DEMAND = "demand"
    SUPPLY = "supply"
    POSTS = "posts"


@dataclass(frozen=True)
class Change:
    """One thing that differs. kind: run, assumption, override, input, records, setting or file; before and after as
    shown; where it may move results, group: the id of its group, part: the name by which movements tell of it
    """

    kind: str
    name: str
    before: str
    after: str
    group: str = ""
    part: str = ""


@dataclass(frozen=True)
class Step:
    """Changes that are made as one. make: the study with them; strands: what it must fit together with others for"""

    changes: tuple[Change, ...]
    group: Group
    make: Callable[[Study], Study]
    strands: frozenset[Strand] = frozenset()

    @property
    def name(self) -> str:
        """The names of its changes; an override is told from the assumption that it overrides."""
        return " and ".join(f"{'override of ' * (item.kind == 'override')}{item.name}" for item in self.changes)


def digests_of(study: Study, *roles: str) -> str:
    """The files behind an input, by name and the beginning of their digest; a folder of workbooks by one for all."""
    named = dict.fromkeys(item.file for item in study.settings.inputs if item.role in roles)
    shown = [f"{file.name} {file.sha256[:8]}" for file in study.files if file.name in named]
    for folder in named:
        inside = tuple(file for file in study.files if file.name.startswith(f"{folder}/"))
        if inside:
            many = f"{len(inside):,} workbook{'s' * (len(inside) != 1)}"
            shown.append(f"{folder} (a folder of {many}) {digest_of(inside)[:8]}")
    return ", ".join(shown) or NONE
