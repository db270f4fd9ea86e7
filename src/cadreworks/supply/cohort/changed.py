"""What is supply with a plan? A cohort and what the plan does to flows -> the central run with it, cell by cell.

Leaving that is made rarer acts on the intensities of the staff themselves, so that it competes with promotion and
moves, and those who are kept may leave a year later. Those who enter are groups of their own (`groups`): what becomes
of them does not hang on who else is there, so that plans add up. Nobody whom a plan brings or keeps draws joiners
after them: as many join as without the plan.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.supply.carry import Carry, FlowChanges, Way
from cadreworks.supply.cohort.central import expect_change, expect_joiners, find_chances
from cadreworks.supply.cohort.cohort import Cohort
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.groups import find_entrants, find_group_chances, follow, leaving_share


def carry_groups(cohort: Cohort, cells: NDArray[np.int64], years: int, factors: Factors) -> Carry:
    """What becomes in so many years of one wte that enters one of `cells`; only these cells are told of, in their
    order. Raises ArithmeticError where opening + in - out is not closing after a step.
    """
    chances, of_groups = find_chances(cohort, factors), find_group_chances(cohort, factors)
    entrants = find_entrants(cohort, chances)
    kept = [
        [follow(cohort, entrants.group(way, cell), of_groups, years)[cells] for cell in cells.tolist()] for way in Way
    ]
    return Carry(np.array(kept), leaving_share(cohort, chances)[cells])


def expect_with(cohort: Cohort, changes: FlowChanges, *, basis: str, factors: Factors) -> Array:
    """The wte of the central run with changes of flows in the records' cells, (cell, year), with year 0.

    A cell may end below 0 where more is taken than is there. Raises ArithmeticError where opening + in - out is not
    closing after a step.
    """
    staff = _staff_with(cohort, changes.leaving_less, basis=basis, factors=factors)
    staff[:, 1:] += _groups_of(cohort, changes.entering, factors)
    return staff


def _staff_with(cohort: Cohort, leaving_less: Array, *, basis: str, factors: Factors) -> Array:
    """The staff themselves, (cell, year), with leaving made rarer, (cell, projected year)."""
    chances = find_chances(cohort, factors)
    without, stock = cohort.opening, cohort.opening
    wte = [stock.wte]
    for year in range(leaving_less.shape[-1]):
        joined = expect_joiners(cohort, without.people, basis=basis, factors=factors)
        rarer = find_chances(cohort, factors, leaving_less[:, year])
        stock = expect_change(cohort, stock, rarer, joined).closing
        without = expect_change(cohort, without, chances, joined).closing
        wte.append(stock.wte)
    return np.stack(wte, axis=-1)


def _groups_of(cohort: Cohort, entering: Array, factors: Factors) -> Array:
    """The wte of all groups together, (cell, projected year).

    Rates are those of every year, and twice as many make twice as many: those who enter a cell in one way are followed
    once, and a group of another year or size is so many of them.
    """
    chances = find_group_chances(cohort, factors)
    entrants = find_entrants(cohort, find_chances(cohort, factors))
    years = entering.shape[-1]
    found = np.zeros(entering.shape[1:])
    for way, cell in np.argwhere(entering.any(axis=-1)).tolist():
        sizes = entering[way, cell]
        entered = np.flatnonzero(sizes).tolist()
        path = follow(cohort, entrants.group(Way(way), cell), chances, years - entered[0])
        for year in entered:
            found[:, year:] += sizes[year] * path[:, : years - year]
    return found
