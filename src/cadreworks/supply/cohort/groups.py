"""What becomes of people whom a plan brings, moves or keeps? A cohort -> one wte of each kind, carried on year by year.

One wte enters a cell with ages and service of those who come that way: JOINED as those who were seen to join, MOVED as
the staff of the cell, KEPT as its leavers of a year. Where a cell has none, those of its level in all areas stand for
them, and where its level has none either, everybody.

A group goes through the yearly step of the central run, and recruits nobody. Some of its own leavers return. Those who
are kept are missing among the leavers from whom others return: without it, one who would have come back by himself
would be counted as kept for good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.supply.carry import WAYS, Way
from cadreworks.supply.cohort.account import Stock, pass_a_year
from cadreworks.supply.cohort.central import Chances, chances_under, expect_change, spread_joiners
from cadreworks.supply.cohort.classes import Numbers, by_leaver_group
from cadreworks.supply.cohort.cohort import Cohort
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.working_time import MOST_WTE_PER_HEAD
from cadreworks.supply.method import COUNT


def find_group_chances(cohort: Cohort, factors: Factors) -> Chances:
    """What may become of groups in a year. Nobody was seen to leave a cell in which nobody was; a plan may fill it, and
    then people leave it as they leave their level in all areas, or else all levels.
    """
    rates = cohort.intensities.central()
    told: NDArray[np.bool_] = rates.leaving.max(axis=(1, 2)) > 0
    weight = np.where(told, cohort.opening.people, 0.0)
    if weight.any():
        of_people = np.concatenate(
            [weight[:, None], (weight[:, None, None] * rates.leaving).reshape(len(weight), -1)], 1
        )
        lent = _lent(of_people, len(cohort.levels))
        elsewhere = (lent[:, 1:] / lent[:, :1]).reshape(rates.leaving.shape)
        rates = replace(rates, leaving=np.where(told[:, None, None], rates.leaving, elsewhere))
    return chances_under(cohort, factors.on_rates(rates, len(cohort.levels)))


@dataclass(frozen=True)
class Entrants:
    """Who makes up one wte on the day of entry.

    people: (way, cell, age, service); missing: (way, group of age, cell), by how many (less than 0) the leavers of the
    year before are fewer
    """

    people: Array
    missing: Array

    def group(self, way: Way, cell: int) -> Stock:
        """One wte that enters `cell`, as a stock of its own."""
        groups, cells = self.missing.shape[1:]
        headcount, wte = np.zeros(self.people.shape[1:]), np.zeros(cells)
        gone = np.zeros((LOOK_BACK_YEARS, groups, cells))
        headcount[cell] = self.people[way, cell]
        gone[0, :, cell] = self.missing[way, :, cell]
        wte[cell] = 1.0
        return Stock(headcount, wte, gone)


def find_entrants(cohort: Cohort, chances: Chances) -> Entrants:
    """Who enters in each way."""
    levels, work = len(cohort.levels), cohort.working_time
    staff = _lent(cohort.opening.headcount, levels)
    joined = _lent(spread_joiners(cohort, cohort.recruitment[COUNT].joiners), levels)
    left = _lent(expect_leavers(cohort, chances), levels)
    of_staff = _wte_per_head(cohort)
    people = np.stack(
        [
            _of_one_wte(joined if joined.any() else staff, _usable(work.joiners.mean, of_staff, work.most)),
            _of_one_wte(staff, of_staff),
            _of_one_wte(left if left.any() else staff, _usable(of_staff * work.leavers, of_staff, work.most)),
        ]
    )
    missing = np.zeros((WAYS, *cohort.opening.gone.shape[1:]))
    missing[Way.KEPT] = -by_leaver_group(people[Way.KEPT])
    people[Way.KEPT] = pass_a_year(people[Way.KEPT])
    return Entrants(people, missing)


def expect_leavers(cohort: Cohort, chances: Chances) -> Array:
    """The leavers of the first year, at the ages and service that they have at its opening, (cell, age, service)."""
    left: Array = cohort.opening.headcount * chances.out * chances.leaving
    return left


def leaving_share(cohort: Cohort, chances: Chances) -> Array:
    """The wte that leaves in the first year over the wte in post, (cell,), never above 1."""
    left = expect_leavers(cohort, chances).sum(axis=(1, 2))
    left, people = _lent(np.stack([left, cohort.opening.people], axis=-1), len(cohort.levels)).T
    share: Array = np.minimum(left / people * cohort.working_time.leavers, 1.0)
    return share


def follow(cohort: Cohort, group: Stock, chances: Chances, years: int) -> Array:
    """The wte of a group on the day it enters and in the years after it, (cell, lag), `years` in all.

    Raises ArithmeticError where opening + in - out is not closing after a step.
    """
    nobody = np.zeros_like(cohort.recruitment[COUNT].base)
    found = [group.wte]
    for _ in range(years - 1):
        group = expect_change(cohort, group, chances, nobody).closing
        found.append(group.wte)
    return np.stack(found, axis=-1)


def _lent(values: Numbers, levels: int) -> Array:
    """(cell, ...), where a cell of nobody has those of its level in all areas, or else those of all levels."""
    own = values.astype(np.float64)
    by_level = own.reshape(-1, levels, *own.shape[1:]).sum(axis=0)
    whole = by_level.sum(axis=0)
    by_level[by_level.reshape(levels, -1).sum(axis=-1) <= 0] = whole
    empty = np.flatnonzero(own.reshape(len(own), -1).sum(axis=-1) <= 0)
    own[empty] = by_level[empty % levels]
    return own


def _wte_per_head(cohort: Cohort) -> Array:
    """That of the staff who stand for the cell at the base day, (cell,); 1 where the record gives them none."""
    both = np.stack([cohort.opening.people, cohort.opening.wte], axis=-1)
    people, wte = _lent(both, len(cohort.levels)).T
    return np.where(wte > 0, wte / people, MOST_WTE_PER_HEAD)


def _usable(per_head: Array, otherwise: Array, most: Array) -> Array:
    """wte per head that can make up a wte, and that the cell may have."""
    return np.minimum(np.where(per_head > 0, per_head, otherwise), most)


def _of_one_wte(people: Array, wte_per_head: Array) -> Array:
    """As many as make one wte in each cell, (cell, age, service)."""
    made: Array = people / (people.sum(axis=(1, 2)) * wte_per_head)[:, None, None]
    return made
