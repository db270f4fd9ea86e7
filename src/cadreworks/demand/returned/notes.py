"""What is to be told of one file? Problems, for which nothing is written, and notices, with which it is read.

What happens in many cells for one reason (a column that is not read, a typical organisation that was changed) is told
once, with the first place and a count.
"""

from __future__ import annotations

from collections.abc import Iterable

from cadreworks.demand.answers import Range
from cadreworks.demand.returned.cells import Place, Sheet, place_in
from cadreworks.problems import Problem, ProblemList, counted

HALF_A_RANGE = "half a range"


def half_ranges(ranges: Iterable[Range]) -> tuple[str, str] | None:
    """What is to be told of ranges that lack a part, and what to do; None where all are whole."""
    number = sum(given.lacks_a_part for given in ranges)
    if not number:
        return None
    are_set = "lacks a part, and is set" if number == 1 else "lack a part, and are set"
    remedy = "A range needs its lowest, its highest and how sure its author is; ask for what is missing."
    return f"{counted(number, 'range')} {are_set} aside when returns are pooled", remedy


class Notes:
    """Collects what is to be told of `file`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._problems = ProblemList()
        self._notices = ProblemList()
        self._often: dict[tuple[str, str, str], list[str]] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._problems)

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What is told though it is read: what was said once, then what was said of many cells."""
        told = ProblemList()
        told.extend(self._notices)
        for (what, remedy, kind), places in self._often.items():
            more = "" if len(places) == 1 else f" ({counted(len(places), 'cell')}; this is the first)"
            told.add(places[0], f"{what}{more}", remedy, kind=kind)
        return tuple(told)

    def problem(self, what: str, remedy: str, *, kind: str, at: tuple[Sheet, Place | None] | None = None) -> None:
        """Something for which the file is not read. at: the sheet, and the cell where it is one cell."""
        self._problems.add(self._where(at), what, remedy, kind=kind)

    def notice(self, what: str, remedy: str, *, kind: str, at: tuple[Sheet, Place | None] | None = None) -> None:
        """Something to know about a file that is read."""
        self._notices.add(self._where(at), what, remedy, kind=kind)

    def notice_of_cell(self, what: str, remedy: str, *, kind: str, at: tuple[Sheet, Place]) -> None:
        """The same of a cell; of many cells it is told once."""
        self._often.setdefault((what, remedy, kind), []).append(self._where(at))

    def _where(self, at: tuple[Sheet, Place | None] | None) -> str:
        return self.file if at is None else place_in(self.file, at[0], at[1])
