"""When a stock is counted and during what time a flow happens.

A stock of year Y is counted as at 31 March Y, the last day of the financial year (Y-1)-Y. A flow belongs to
a financial year, 1 April to 31 March, written as NHS statistics write it: `2016-17`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, date
from itertools import pairwise

_WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True)
class FinancialYear:
    """The twelve months from 1 April `start` to 31 March `start + 1`."""

    start: int

    @classmethod
    def parse(cls, text: str) -> FinancialYear:
        """Read `2016-17`. Raises ValueError where the text is not two years of the calendar that follow each other."""
        match = _WRITTEN.fullmatch(text)
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]) or int(match[1]) >= MAXYEAR:
            raise ValueError(f'"{text}" is not a financial year')
        return cls(int(match[1]))

    @property
    def closes(self) -> date:
        """The day as at which its closing stock is counted."""
        return as_at(self.start + 1)

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"


def as_at(year: int) -> date:
    """The day as at which the stock of `year` is counted."""
    return date(year, 3, 31)


def consecutive(years: list[FinancialYear]) -> bool:
    """Whether each year follows the one before it."""
    return all(later.start == earlier.start + 1 for earlier, later in pairwise(years))


@dataclass(frozen=True)
class Horizon:
    """The years of a projection, from the base year to the last one, each counted as at 31 March."""

    base: int
    last: int

    def __post_init__(self) -> None:
        if self.last <= self.base:
            raise ValueError(f"the horizon {self.last} does not lie after the base year {self.base}")

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.base, self.last + 1))

    def index(self, year: int) -> int:
        return self.years.index(year)
