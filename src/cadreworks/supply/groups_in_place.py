"""What becomes of people whom a plan brings or keeps, where nothing is known of staff but how their number grows?

They are groups of their own beside the staff, who grow as they would have done. Of each group a share leaves every
year:

    G(t + 1) = G(t) x (1 - leaving) + entering + leaving x leaving less x stock without the plan

Nobody changes cell. The growth of staff is not theirs: it is that of people whom others were hired to join.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.supply.carry import Carry, FlowChanges, Way
from cadreworks.supply.identity import check_stock_identity


def carry_in_place(leaving: Array, years: int) -> Carry:
    """Groups of which the share `leaving`, (..., cell), leaves each year, multiplied year by year."""
    left_over = [np.ones_like(leaving)]
    for _ in range(years - 1):
        left_over.append(left_over[-1] * (1.0 - leaving))
    return Carry(np.stack(left_over, axis=-1), leaving, in_place=True)


def kept_as_entering(supply: Array, changes: FlowChanges, leaving: Array) -> Array:
    """The changes as wte that enter alone, (way, cell, projected year): who is kept is KEPT.

    supply: without the plan, (area, level, year)
    """
    opening = supply.reshape(-1, supply.shape[-1])[:, :-1]
    entering = changes.entering.copy()
    entering[Way.KEPT] += leaving[:, None] * np.minimum(changes.leaving_less, 1.0) * opening
    return entering


def add_groups(supply: Array, changes: FlowChanges, leaving: Array) -> Array:
    """Supply with the groups that a plan makes, (area, level, year), from supply without it.

    leaving: (cell,). Raises ArithmeticError where a group does not add up after a step.
    """
    entering = kept_as_entering(supply, changes, leaving).sum(axis=0)
    groups = [np.zeros_like(leaving)]
    for year in range(entering.shape[-1]):
        opening = groups[-1]
        closing = opening * (1.0 - leaving) + entering[:, year]
        check_stock_identity(opening, entering[:, year] - opening * leaving, closing)
        groups.append(closing)
    return supply + np.stack(groups, axis=-1).reshape(supply.shape)
