"""Between which days are flows counted? The record's own days and what is asked for -> the days of stock, in order."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cadreworks.problems import ProblemList
from cadreworks.records.store import Store

YEAR, MONTH = "year", "month"
MISSING_SNAPSHOT = "missing_snapshot"
EPOCH = date(1970, 1, 1)
"""The day from which the days of dated spells are counted."""


@dataclass(frozen=True)
class Asked:
    """every: year or month; month, day: the day of the year on which stock is counted, where flows are by year"""

    every: str = YEAR
    month: int = 3
    day: int = 31

    def on(self, year: int, month: int) -> date:
        """The day of stock in a month: the one asked for, or the last where the month is shorter."""
        last = calendar.monthrange(year, month)[1]
        return date(year, month, min(self.day, last) if self.every == YEAR else last)


@dataclass(frozen=True)
class StockDays:
    """The days of stock, in order, and how many intervals between them bridge a missing snapshot."""

    days: tuple[date, ...]
    bridged: int


def choose_days(store: Store, asked: Asked, problems: ProblemList, *, accept: frozenset[str]) -> StockDays:
    """The days of stock; what prevents two or more is a problem. Snapshots that are missing may be accepted."""
    if store.dated:
        days: Sequence[date] = _days_between(store.first_day, store.last_day, asked)
    elif asked.every == MONTH:
        days = store.snapshots
    else:
        days = [day for day in store.snapshots if day == asked.on(day.year, asked.month)]
    if len(days) < 2:
        have = ", ".join(day.isoformat() for day in store.snapshots[-3:]) or f"{store.first_day} to {store.last_day}"
        number = "no day" if not days else "one day only"
        problems.add(
            "the records",
            f"they have {number} on which stock was to be counted; the last are {have}",
            "Name a day that they have, as --at 09-30, or count flows --every month.",
        )
        return StockDays(tuple(days), 0)
    step = 12 if asked.every == YEAR else 1
    gaps = [
        (earlier, later)
        for earlier, later in pairwise(days)
        if (later.year - earlier.year) * 12 + later.month - earlier.month != step
    ]
    if MISSING_SNAPSHOT not in accept:
        for earlier, later in gaps:
            problems.add(
                "the records",
                f"there is no snapshot between {earlier} and {later}",
                f"Add it. Accepted, the flow between the two is counted as one interval. [{MISSING_SNAPSHOT}]",
                kind=MISSING_SNAPSHOT,
            )
    return StockDays(tuple(days), len(gaps))


def _days_between(first: date, last: date, asked: Asked) -> list[date]:
    months = range(first.year * 12, last.year * 12 + 12)
    days = [asked.on(month // 12, month % 12 + 1) for month in months]
    return [day for day in days if first <= day <= last and (asked.every == MONTH or day.month == asked.month)]


def shift_years(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def completed_years(start: date, day: date) -> int:
    """Whole years from a start to a day; negative before the start."""
    return day.year - start.year - ((day.month, day.day) < (start.month, start.day))
