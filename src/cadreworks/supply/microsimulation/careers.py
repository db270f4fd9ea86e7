"""What do many simulated lives say of careers, ages and retirement? Counts of draws -> what is told of them.

Nothing here is of one person: everything is a sum over draws, or a percentile of sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array, Uncertain
from cadreworks.supply.cohort.classes import YOUNGEST
from cadreworks.supply.method import Careers
from cadreworks.supply.microsimulation.people import (
    CHANGED_HOURS,
    EVER_LEFT,
    RETURNED_55,
    ROLES,
    ROSE,
    UNSEEN,
    Counted,
    Lives,
)

EVENTS = {
    "left_at_any_time": EVER_LEFT,
    "came_and_left_within_a_year": UNSEEN,
    "rose_at_any_time": ROSE,
    "changed_hours": CHANGED_HOURS,
    "returned_after_leaving_at_55_or_over": RETURNED_55,
}
MOST_ROLES = 30
"""How many of the commonest careers are told."""


def first_roles(pools: Sequence[Lives]) -> Counter[int]:
    """The roles of those who joined in the first projected year, as coded, and how many had them."""
    found: Counter[int] = Counter()
    for lives in pools:
        of_first = lives.roles[(lives.year == 0) & (lives.month > 0) & (lives.roles > 0)]
        codes, many = np.unique(of_first, return_counts=True)
        found.update(dict(zip(codes.tolist(), many.tolist(), strict=True)))
    return found


def tell_careers(
    counts: Sequence[Counted],
    roles: Counter[int],
    *,
    cells: NDArray[np.int64],
    names: Sequence[tuple[str, str]],
    places: tuple[tuple[str, str], ...],
    reasons: bool,
) -> Careers:
    """What the draws tell. cells: of the study among those of the records, (area, level); names: area and level of each
    cell of the records; reasons: whether the record says who retires
    """
    draws = len(counts)
    ages = np.stack([np.moveaxis(one.stock[:, cells].sum(axis=1), 0, -1) for one in counts]).astype(np.float64)
    retired = np.stack([one.retired[:, cells.ravel()].sum(axis=1).T for one in counts]).astype(np.float64)
    events = {
        name: np.stack([one.of_year[:, what, cells.ravel()].sum(axis=-1) for one in counts]).astype(np.float64)
        for name, what in EVENTS.items()
    }
    entered, rose, gone = (
        np.sum([getattr(one, name) for one in counts], axis=0).astype(np.float64)
        for name in ("entered", "rose", "left")
    )
    covered = set(cells.ravel().tolist())
    common = sorted(roles.items(), key=lambda item: (-item[1], item[0]))
    told = [(_cells_of(code), many / draws) for code, many in common]
    return Careers(
        youngest=YOUNGEST,
        ages=_mean_and_band(ages),
        retirements=_mean_and_band(retired if reasons else np.full_like(retired, np.nan)),
        risen=_followed(entered, rose),
        gone=_followed(entered, gone),
        entered=entered.sum(axis=1) / draws,
        roles=tuple((tuple(names[cell] for cell in held), many) for held, many in told if covered.issuperset(held))[
            :MOST_ROLES
        ],
        events={name: _mean_and_band(values) for name, values in events.items()},
        places=_mean_and_band(np.stack([one.places.T for one in counts]).astype(np.float64)),
        place_names=places,
    )


def _mean_and_band(draws: Array) -> Uncertain:
    """The mean of draws in the place of a central run, and the band about it."""
    return Uncertain.of(draws.mean(axis=0), draws)


def _cells_of(code: int) -> tuple[int, ...]:
    held: list[int] = []
    while code > 0 and len(held) < ROLES:
        code, cell = divmod(code, 64)
        held.append(cell - 1)
    return tuple(held)


def _followed(entered: Array, until: Array) -> Array:
    """Of those who came to a level, the share to whom it had happened after so many years, (level, years); of each
    number of years only those count who came early enough to be followed for them.
    """
    levels, years = entered.shape
    found = np.full((levels, years), np.nan)
    for after in range(1, years):
        who = slice(0, years - after)
        came = entered[:, who].sum(axis=1)
        happened = until[:, who, :after].sum(axis=(1, 2))
        found[:, after] = np.divide(happened, came, out=np.full(levels, np.nan), where=came > 0)
    found[:, 0] = 0.0
    return found
