"""Which intensities, month by month, make of a year what the records saw of it? Yearly rates -> the monthly law.

In a month one thing at most happens to somebody in post: with h the sum of the intensities per person-year,

    something  1 - exp(-h / 12),   shared between leaving, moving to each cell and changing hours as the intensities

Yearly rates say where those in post on one yearly day are on the next. Months of the same intensities would not do the
same: who has risen may still leave, who has moved may move back. So intensities of months are scaled, each in turn,
until twelve months make of those in post at opening what a year of the yearly rates makes (iterative scaling). Joiners
are scaled so that as many are there at closing as were seen to join: who comes and goes inside a year no yearly record
shows. What cannot be matched (moves by way of a cell from which nobody was seen to go on) is left as it is.

Source: design of the method, Supply 4 and 5; docs/adr/0019.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.supply.cohort.classes import AGE_CLASSES, SERVICE_CLASSES
from cadreworks.supply.cohort.intensities import Rates, split_exits

MONTHS = 12
CLASSES = AGE_CLASSES * SERVICE_CLASSES
"""Class of age x SERVICE_CLASSES + class of service."""
_MOST_ROUNDS = 200
_STILL = 1e-12


@dataclass(frozen=True)
class MonthlyLaw:
    """Intensities per person-year: leaving (cell, class), moving (cell, cell), changing hours (cell,)."""

    leaving: Array
    moving: Array
    hours: Array

    @property
    def total(self) -> Array:
        """All of them together, (cell, class)."""
        total: Array = self.leaving + (self.moving.sum(axis=1) + self.hours)[:, None]
        return total


@dataclass(frozen=True)
class Month:
    """The chances of one month, by class: to move or stay, (class, cell, cell), and to leave or change hours,
    (class, cell).
    """

    to: Array
    leaves: Array
    hours: Array


@dataclass(frozen=True)
class Match:
    """By what yearly intensities are multiplied to be those of months, and joiners and returners to be those of a year.

    leaving (cell, class); moving (cell, cell); joiners (cell,); returners (group of age,)
    """

    leaving: Array
    moving: Array
    joiners: Array
    returners: Array


def find_month(law: MonthlyLaw) -> Month:
    """The chances of a month under the law."""
    total = law.total
    any_event = -np.expm1(-total / MONTHS)
    per_intensity = np.divide(any_event, total, out=np.zeros_like(total), where=total > 0).T
    hours = per_intensity * law.hours
    to = per_intensity[:, :, None] * law.moving
    at = np.arange(len(law.hours))
    to[:, at, at] = 1.0 - any_event.T + hours
    return Month(to, per_intensity * law.leaving.T, hours)


def to_the_close(to: Array) -> Array:
    """Where those in post at opening are after twelve months, (class, cell, cell)."""
    two = to @ to
    six = two @ two @ two
    year: Array = six @ six
    return year


def mean_to_the_close(to: Array) -> Array:
    """Where those are at the close of the year who come in it, at the end of any of its months, (class, cell, cell)."""
    power = np.broadcast_to(np.eye(to.shape[-1]), to.shape)
    total = power.copy()
    for _ in range(MONTHS - 1):
        power = power @ to
        total += power
    return total / MONTHS


def yearly_intensities(rates: Rates, to: Array, hours: Array) -> MonthlyLaw:
    """Yearly rates, and shares of destinations (cell, cell), in the form of a law, not yet matched to months."""
    cells = rates.leaving.shape[0]
    return MonthlyLaw(rates.leaving.reshape(cells, CLASSES), rates.moving.sum(axis=0)[:, None] * to, hours)


def matched(law: MonthlyLaw, match: Match) -> MonthlyLaw:
    """The law of months behind yearly intensities."""
    return MonthlyLaw(law.leaving * match.leaving, law.moving * match.moving, law.hours)


def match_intensities(rates: Rates, to: Array, hours: Array, people: Array) -> MonthlyLaw:
    """The law under which twelve months make of those in post what a year of these rates makes.

    to: shares of destinations (cell, cell); people: in post by cell and class, which weigh moves
    """
    yearly = yearly_intensities(rates, to, hours)
    out, share = (chance.reshape(len(people), CLASSES) for chance in split_exits(rates))
    weight = np.where(people.sum(axis=1, keepdims=True) > 0, people, 1.0)
    leave, move = out * share, np.einsum("ck,cd->cd", weight * out * (1.0 - share), to)
    law = yearly
    for _ in range(_MOST_ROUNDS):
        year = to_the_close(find_month(law).to)
        left = 1.0 - year.sum(axis=2).T
        went = np.einsum("ck,kcd->cd", weight, year)
        leaving, moving = law.leaving * _over(leave, left), law.moving * _over(move, went)
        change = max(_most_change(law.leaving, leaving), _most_change(law.moving, moving))
        law = MonthlyLaw(leaving, moving, hours)
        if change < _STILL:
            break
    return law


def match_joiners(joined: Array, in_cells: Array, staying: Array) -> Array:
    """By what joiners of each cell are multiplied so that as many as `joined`, (cell,), are there at closing.

    in_cells: joiners by class, (cell, class); staying: `mean_to_the_close`
    """
    factor = np.ones(len(joined))
    for _ in range(_MOST_ROUNDS):
        there = np.einsum("ck,kcd->d", in_cells * factor[:, None], staying)
        found = factor * _over(joined, there)
        change, factor = _most_change(factor, found), found
        if change < _STILL:
            break
    return factor


def _over(value: Array, by: Array) -> Array:
    """The ratio of what is to be to what is; 1 where there is nothing to be scaled."""
    ratio: Array = np.divide(value, by, out=np.ones_like(value), where=by > 0)
    return ratio


def _most_change(old: Array, new: Array) -> float:
    return float(np.abs(new - old).max(initial=0.0))
