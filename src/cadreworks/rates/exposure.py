"""How often could it have happened, and how often did it? Checked flows -> events and exposure by cell and rate.

Exposure to leaving, promotion and area moves is person-years: the mean of opening and closing headcount times the
length of the interval, summed over intervals. Joining is counted per opening stock-year: opening headcount times the
length. Stays that begin and end between two snapshots are unseen (method, Supply 4). A year from a day to the same
day is exactly 1 and a month 1/12; sums are exact fractions, so the order of rows leaves no trace.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from cadreworks.rates.flows import FlowRow, Flows, Interval
from cadreworks.tables import Measure

Cell = tuple[str, ...]

_DAYS_PER_YEAR = Fraction(1461, 4)


class RateName(Enum):
    """The five rates, in the order in which they are written."""

    LEAVING = "leaving"
    JOINING = "joining"
    PROMOTION = "promotion"
    AREA_MOVE = "area_move"
    PARTICIPATION = "participation"


COUNTED = {
    RateName.LEAVING: ("leavers",),
    RateName.JOINING: ("joiners", "returners"),
    RateName.PROMOTION: ("promotions_out",),
    RateName.AREA_MOVE: ("moves_out_area",),
}
"""The counts that are the events of each intensity. Transfers between organisations are no leavers."""


@dataclass(frozen=True)
class Observed:
    """What was seen of one rate in one cell: events (people) and exposure (person-years or stock-years)."""

    events: int
    exposure: Fraction

    def __add__(self, other: Observed) -> Observed:
        return Observed(self.events + other.events, self.exposure + other.exposure)


NOTHING = Observed(0, Fraction(0))


def years_of(interval: Interval) -> Fraction:
    """The length of an interval in years: whole months over 12 where the days agree, else days over 365.25.

    Days agree where they are the same, or where one is the last of a month too short for the other: 31 January to
    28 February is a month, and 29 February 2020 to 28 February 2021 a year.
    """
    start, end = interval.from_date, interval.to_date
    if end.day == min(start.day, _last_day(end)) or start.day == min(end.day, _last_day(start)):
        return Fraction(12 * (end.year - start.year) + end.month - start.month, 12)
    return (end - start).days / _DAYS_PER_YEAR


def _last_day(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def count_events(flows: Flows, rate: RateName) -> Mapping[Cell, Observed]:
    """Events and exposure of an intensity in every cell of the file, summed over intervals.

    Raises KeyError for participation, which is a ratio and not an intensity.
    """
    columns = COUNTED[rate]
    observed = dict.fromkeys(flows.cells, NOTHING)
    for row in flows.of(Measure.HEADCOUNT):
        events = sum(int(row.counts[column]) for column in columns)
        stock = _opening_stock if rate is RateName.JOINING else _mean_stock
        observed[row.cell] += Observed(events, stock(row) * years_of(row.interval))
    return observed


def _opening_stock(row: FlowRow) -> Fraction:
    return Fraction(row.counts["opening"])


def _mean_stock(row: FlowRow) -> Fraction:
    return Fraction(row.counts["opening"] + row.counts["closing"]) / 2
