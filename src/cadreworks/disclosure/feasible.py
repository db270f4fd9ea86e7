"""Which hidden counts have one possible value although neither subtraction nor bounds show it? A linear program.

Bounds go through the equations one by one; several together can still force counts down to 1, the least that a hidden
count can be. In x >= 1 with A x = b, a count that no equation determines has one possible value only if it is 1 in
every solution. One program finds all of these: maximise the sum of s with x >= r + s, 0 <= s <= 1, A x = r b and
r >= 1. A sum of solutions scaled up is a solution, so at the optimum s is 0 exactly for the counts that are always 1.
Source: Schrijver, Theory of Linear and Integer Programming (1986), section 8.1 (implicit equalities).
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from cadreworks.disclosure.audit import Mask, Pins, Values, read_parts

LARGEST_PART = 3_000
"""Connected parts of more hidden counts are left to subtraction and bounds: a program of that size takes minutes."""

_ALMOST_NOTHING = 1e-7


def find_forced(equal: sparse.csr_array, hidden: Mask, values: Values) -> Pins:
    """The hidden counts that must be 1, with the equations that force them.

    values: shape (item,), the true count, or 0 where it is not known. A part all of whose counts are known to exceed
    1 needs no program: the truth itself is a solution in which nothing is 1.
    """
    items: list[int] = []
    causes: dict[int, tuple[int, ...]] = {}
    told = equal @ np.where(hidden, 0, values)
    for part in read_parts(equal, hidden):
        if len(part.columns) > LARGEST_PART or (values[part.columns] > 1).all():
            continue
        forced, behind = _forced_in_part(part.matrix, told[part.rows])
        items += part.columns[forced].tolist()
        causes |= dict.fromkeys(part.columns[forced].tolist(), tuple(part.rows[behind].tolist()))
    return Pins(tuple(items), causes)


def _forced_in_part(matrix: sparse.csr_array, told: Values) -> tuple[Mask, Mask]:
    """Which columns are forced to 1, and which rows force them. Columns of the program: x - r - s, s, then r."""
    count = matrix.shape[1]
    scale = sparse.csr_array((matrix.sum(axis=1) + told).reshape(-1, 1))
    answer = linprog(
        np.concatenate([np.zeros(count), -np.ones(count), [0.0]]),
        A_eq=sparse.hstack([matrix, matrix, scale], format="csc").astype(np.float64),
        b_eq=np.zeros(matrix.shape[0]),
        bounds=[(0, None)] * count + [(0, 1)] * count + [(1, None)],
        method="highs",
    )
    if answer.status != 0:
        raise AssertionError(f"the audit's program has no solution ({answer.message})")
    forced: Mask = answer.x[count : 2 * count] < 0.5
    behind: Mask = np.abs(answer.eqlin.marginals) > _ALMOST_NOTHING
    return forced, behind
