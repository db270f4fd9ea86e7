"""What went wrong, where, and what to do about it.

Every reader in the engine collects `Problem`s instead of stopping at the first one. The command prints
them, and later the service shows them, in the same words. The three errors below carry the exit code that
the command line promises: 1 the input has problems, 2 wrong usage, 3 a limit or a fault of the environment.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_QUOTED = 80
_MOST_SAID = 600
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Kinds of characters that a terminal would obey, or not show."""


def quoted(text: str) -> str:
    """`"ten"`: what was found, shortened where it is long, with unseen characters written out."""
    return f'"{in_one_line(text, MOST_QUOTED)}"'


def counted(number: int, name: str) -> str:
    """`1 row`, `2,000 rows`: a number of things whose plural ends in s."""
    return f"{number:,} {name}{'s' if number != 1 else ''}"


def in_one_line(text: str, most: int) -> str:
    """The text's first `most` characters; line ends, controls and other unseen characters as `\\x1b`."""
    shown = text if len(text) <= most else f"{text[:most]}..."
    if shown.isprintable():
        return shown
    return "".join(
        letter.encode("unicode_escape").decode() if unicodedata.category(letter) in _UNSEEN else letter
        for letter in shown
    )


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input.

    where:  the file and, where it is known, the line and column (`stock.csv, line 5, column wte`)
    what:   what is wrong there, quoting what was found
    remedy: what the reader should do, a whole sentence
    kind:   a short word that is the same for all problems of one cause, so that thousands can be counted
    """

    where: str
    what: str
    remedy: str
    kind: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.remedy}"


class CadreError(Exception):
    """Anything that ends a command for a reason its user can do something about."""

    exit_code = 3


class InputProblems(CadreError):
    """The input has problems; all of them are listed and nothing was written."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageFault(CadreError):
    """The command was asked for something that it cannot mean."""

    exit_code = 2


class EnvironmentFault(CadreError):
    """A limit was reached, or the machine refused: a full disk, a folder without permission."""

    exit_code = 3


class ProblemList:
    """Collects problems while a reader goes on; `stop_if_any` ends the reading when there are some."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(self, where: str, what: str, remedy: str, *, kind: str = "") -> None:
        """Add a problem. What it says is one line of bearable length, whatever it quotes."""
        where, what, remedy = (in_one_line(said, _MOST_SAID) for said in (where, what, remedy))
        self._problems.append(Problem(where, what, remedy, kind))

    def extend(self, problems: Iterable[Problem]) -> None:
        self._problems.extend(problems)

    def stop_if_any(self) -> None:
        if self._problems:
            raise InputProblems(self._problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._problems)

    def __len__(self) -> int:
        return len(self._problems)


LISTED_WHOLE = 200
LISTED_OF_EACH_KIND = 10


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """The problems as lines for a person: all of them, or, beyond 200, the first ten of each kind and a count.

    A file whose separator is wrong can bring a hundred thousand problems; a list that long hides the cause.
    """
    every = list(problems)
    if len(every) <= LISTED_WHOLE:
        return [str(problem) for problem in every]
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in every:
        groups.setdefault((problem.where.split(",")[0], problem.kind), []).append(problem)
    lines: list[str] = []
    for (file, _), group in groups.items():
        lines += [str(problem) for problem in group[:LISTED_OF_EACH_KIND]]
        if len(group) > LISTED_OF_EACH_KIND:
            lines.append(
                f"{file}: {len(group) - LISTED_OF_EACH_KIND:,} more problems of this kind. "
                "Mend the cause of the first ones; --json lists them all."
            )
    return lines
