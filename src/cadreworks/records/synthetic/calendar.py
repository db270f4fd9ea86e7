"""On which days is a made-up extract taken? Years and step -> the snapshots, the last on 31 March 2020.

Ages follow the rule of staff records: completed years as if everybody were born in the middle of the year, so that
on a day up to June the age is year - birth year - 1.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from cadreworks.periods import as_at

LAST_YEAR = 2020
STEPS_PER_YEAR = {"month": 12, "year": 1}
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Snapshots:
    """The days as at which the extract is taken, oldest first, and how many lie in a year."""

    days: tuple[date, ...]
    per_year: int

    @property
    def last(self) -> int:
        """The place of the last snapshot."""
        return len(self.days) - 1

    @property
    def step_years(self) -> float:
        """The length of the interval between two snapshots."""
        return 1.0 / self.per_year

    @property
    def age_years(self) -> NDArray[np.int64]:
        """For each snapshot the year from which a year of birth is taken to get the age."""
        return np.array([day.year - (day.month <= 6) for day in self.days])

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The snapshots as days since 1970."""
        return np.array([(day - _EPOCH).days for day in self.days])


def snapshots_of(years: int, every: str) -> Snapshots:
    """The snapshots of `years` years: every 31 March, or every end of a month."""
    if STEPS_PER_YEAR[every] == 1:
        return Snapshots(tuple(as_at(LAST_YEAR - back) for back in range(years, -1, -1)), 1)
    months = [LAST_YEAR * 12 + 2 - back for back in range(years * 12, -1, -1)]
    return Snapshots(tuple(_month_end(month // 12, month % 12 + 1) for month in months), 12)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
