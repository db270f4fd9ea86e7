"""What do many simulated lives say of careers, ages and retirement? Counts of draws -> what is told of them.

Nothing here is of one person: everything is a sum over draws, or a percentile of sums. Bands of age and places are
merged until in no year 1 to 4 people would be told of (`disclosure.merging`), and what rests on fewer than 5 people a
draw is not told.

Careers are a life table: of those who came to a level early enough to be followed for so many whole years, the shares
that rise and that leave otherwise in each year since, and from them, with S those still there,

    risen(d + 1) = risen(d) + S(d) x rose in year d / there at its beginning,  the same for gone,  S = 1 - risen - gone

Source: Aalen and Johansen (1978), Scandinavian Journal of Statistics 5, 141-150, by whole years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array, Uncertain
from cadreworks.disclosure import SMALLEST_PUBLISHED
from cadreworks.disclosure.merging import Group, merge_neighbours, merge_smallest
from cadreworks.supply.careers import OTHER_PLACES, AgeBand, ByAge, Careers, Promotions
from cadreworks.supply.cohort.classes import RETIREMENT_AGE, UNKNOWN_AGE, YOUNGEST
from cadreworks.supply.microsimulation.lives import (
    CHANGED_HOURS,
    EVER_LEFT,
    RETURNED_55,
    ROLES,
    ROSE,
    UNSEEN,
    Counted,
    Lives,
)

_EVENTS = {
    "left_at_any_time": EVER_LEFT,
    "came_and_left_within_a_year": UNSEEN,
    "rose_at_any_time": ROSE,
    "changed_hours": CHANGED_HOURS,
    "returned_after_leaving_at_55_or_over": RETURNED_55,
}
MOST_ROLES = 30
"""How many of the commonest careers are told."""
_STARTS = (YOUNGEST, *range(25, 70, 5))
"""Where the bands of age begin; behind the last stand those whose age is not known."""
_NOT_KNOWN = len(_STARTS)
_AT_55 = _STARTS.index(RETIREMENT_AGE)


def first_roles(pools: Sequence[Lives]) -> Counter[int]:
    """The roles of those who joined in the first projected year, as coded, and how many had them."""
    found: Counter[int] = Counter()
    for lives in pools:
        of_first = lives.roles[(lives.year == 0) & (lives.month > 0) & (lives.roles > 0)]
        codes, many = np.unique(of_first, return_counts=True)
        found.update(dict(zip(codes.tolist(), many.tolist(), strict=True)))
    return found


@dataclass(frozen=True)
class OfCareers:
    """What is kept of one draw, which is a fiftieth of what was counted: ages (level, age, year) and retired (age,
    projected year) of the study's cells; events: by name, (projected year,); entered (level, year), rose and left
    (level, year, years since) of everybody in the records, in the study's order of levels; places (place, year)
    """

    ages: NDArray[np.int32]
    retired: NDArray[np.int32]
    events: Mapping[str, NDArray[np.int64]]
    entered: NDArray[np.int64]
    rose: NDArray[np.int64]
    left: NDArray[np.int64]
    places: NDArray[np.int32]


def keep_careers(counted: Counted, cells: NDArray[np.int64]) -> OfCareers:
    """What careers are told from. cells: of the study among those of the records, (area, level)"""
    levels = cells[0] % len(counted.entered)
    return OfCareers(
        np.moveaxis(counted.stock[:, cells].sum(axis=1), 0, -1).astype(np.int32),
        counted.retired[:, cells.ravel()].sum(axis=1).T.astype(np.int32),
        {name: counted.of_year[:, what, cells.ravel()].sum(axis=-1) for name, what in _EVENTS.items()},
        counted.entered[levels],
        counted.rose[levels],
        counted.left[levels],
        counted.places.T.astype(np.int32),
    )


def tell_careers(
    counts: Sequence[OfCareers],
    roles: Counter[int],
    *,
    cells: NDArray[np.int64],
    names: Sequence[tuple[str, str]],
    places: tuple[tuple[str, str], ...],
    reasons: bool,
    few_joined: Collection[str],
) -> Careers:
    """What the draws tell. counts: one entry a draw; cells: of the study among those of the records, (area, level);
    names: area and level of each cell of the records; reasons: whether the record says who retires; few_joined: areas
    whose joiners are not told
    """
    ages = np.stack([one.ages for one in counts]).astype(np.float64)
    retired = np.stack([one.retired for one in counts]).astype(np.float64)
    of_year = {name: np.stack([one.events[name] for one in counts]).astype(np.float64) for name in _EVENTS}
    entered, rose, left = (
        np.mean([getattr(one, name) for one in counts], axis=0) for name in ("entered", "rose", "left")
    )
    in_post, of_levels = tell_ages(ages)
    aged_55, aged_55_share = tell_aged_55(ages)
    retirements, by_age = tell_retirements(retired) if reasons else (None, None)
    at_places, place_names = tell_places(np.stack([one.places for one in counts]).astype(np.float64), places)
    joined, told = tell_roles(
        {tuple(names[cell] for cell in _cells_of(code)): many / len(counts) for code, many in sorted(roles.items())},
        covered={names[cell] for cell in cells.ravel().tolist()},
        few_joined=few_joined,
    )
    return Careers(
        ages=in_post,
        ages_of_levels=of_levels,
        aged_55=aged_55,
        aged_55_share=aged_55_share,
        retirements=retirements,
        retirements_by_age=by_age,
        promotions=follow(entered, rose, left),
        joined=joined,
        roles=told,
        events={name: _enough(_mean_and_band(values)) for name, values in of_year.items()},
        places=at_places,
        place_names=place_names,
    )


def tell_ages(ages: Array) -> tuple[ByAge | None, ByAge | None]:
    """All by band, and levels by coarser bands that they share. ages: (draw, level, age, year)

    Each band of levels is a sum of whole bands of all, so that no count less another is of a part of a band.
    """
    by_band = _by_band(ages)
    whole = by_band.sum(axis=1)
    groups = _groups_of(whole)
    if not groups:
        return None, None
    merged = np.stack([by_band[:, :, list(group)].sum(axis=2) for group in groups], axis=2)
    shared = merge_neighbours(np.moveaxis(merged.mean(axis=0), 1, 0))
    coarse = [tuple(band for at in group for band in groups[at]) for group in shared]
    return _by_age(whole, groups), _by_age(by_band, coarse) if len(coarse) > 1 else None


def tell_aged_55(ages: Array) -> tuple[Uncertain | None, Uncertain | None]:
    """Those of 55 and over, and their share of all, where a band of all begins there. ages: (draw, level, age, year)"""
    whole = _by_band(ages).sum(axis=1)
    groups = _groups_of(whole)
    if not any(group[0] == _AT_55 for group in groups):
        return None, None
    older = whole[:, [band for group in groups if _AT_55 <= group[0] < _NOT_KNOWN for band in group]].sum(axis=1)
    return _mean_and_band(older), _mean_and_band(older / np.maximum(whole.sum(axis=1), 1.0))


def _by_band(ages: Array) -> Array:
    """(..., age, year) -> (..., band, year)."""
    found: Array = np.add.reduceat(ages, [*(start - YOUNGEST for start in _STARTS), UNKNOWN_AGE], axis=-2)
    return found


def _groups_of(whole: Array) -> list[Group]:
    """The bands that are told together, without that of unknown ages where there are none."""
    bands = len(_STARTS) + bool(whole[:, _NOT_KNOWN].any())
    return merge_neighbours(whole[:, :bands].mean(axis=0))


def tell_retirements(retired: Array) -> tuple[Uncertain | None, ByAge | None]:
    """All, and by band of age at the beginning of the year. retired: (draw, age, projected year)"""
    by_band = _by_band(retired)
    total = _enough(_mean_and_band(retired.sum(axis=1)))
    older = range(_AT_55, _NOT_KNOWN)
    merged = merge_neighbours(by_band[:, _AT_55:_NOT_KNOWN].mean(axis=0))
    groups = [tuple(older[at] for at in group) for group in merged]
    return total, _by_age(by_band, groups) if len(groups) > 1 else None


def _by_age(values: Array, groups: Sequence[Group]) -> ByAge:
    """values: (draw, ..., band, year)"""
    merged = np.stack([values[..., list(group), :].sum(axis=-2) for group in groups], axis=-2)
    return ByAge(tuple(_band_of(group) for group in groups), _mean_and_band(merged))


def _band_of(group: Group) -> AgeBand:
    known = [at for at in group if at < _NOT_KNOWN]
    if not known:
        return AgeBand(known=False, unknown=True)
    return AgeBand(
        first=_STARTS[known[0]] if known[0] > 0 else None,
        last=_STARTS[known[-1] + 1] - 1 if known[-1] + 1 < _NOT_KNOWN else None,
        unknown=_NOT_KNOWN in group,
    )


def follow(entered: Array, rose: Array, left: Array) -> Promotions:
    """The life table of levels, from people per draw. entered: (level, year); rose, left: (level, year, years since)"""
    levels, years = entered.shape
    risen, gone = (np.full((levels, years), np.nan) for _ in range(2))
    followed = np.full((levels, years), np.nan)
    risen[:, 0] = gone[:, 0] = 0.0
    followed[:, 0] = entered[:, : years - 1].sum(axis=1)
    for since in range(years - 1):
        who = slice(0, years - since - 1)
        before = (rose + left)[:, who, :since].sum(axis=(1, 2))
        there = entered[:, who].sum(axis=1) - before
        followed[:, since + 1] = there
        share = np.where(there >= SMALLEST_PUBLISHED, 1.0 / np.maximum(there, SMALLEST_PUBLISHED), np.nan)
        still = 1.0 - risen[:, since] - gone[:, since]
        risen[:, since + 1] = risen[:, since] + still * share * rose[:, who, since].sum(axis=1)
        gone[:, since + 1] = gone[:, since] + still * share * left[:, who, since].sum(axis=1)
    untold = np.isnan(risen) | (followed[:, :1] < SMALLEST_PUBLISHED)
    return Promotions(*(np.where(untold, np.nan, part) for part in (risen, gone, followed)))


def tell_roles(
    roles: dict[tuple[tuple[str, str], ...], float],
    *,
    covered: Collection[tuple[str, str]],
    few_joined: Collection[str],
) -> tuple[float, tuple[tuple[tuple[tuple[str, str], ...], float], ...]]:
    """How many joined, and the commonest first roles of those of whom there are enough. roles: people per draw"""
    of_study = {held: many for held, many in roles.items() if held[0] in covered}
    joined = float(sum(of_study.values()))
    told = [
        (held, many)
        for held, many in sorted(of_study.items(), key=lambda item: (-item[1], item[0]))
        if many >= SMALLEST_PUBLISHED and all(role in covered for role in held) and held[0][0] not in few_joined
    ][:MOST_ROLES]
    while told and 1e-9 < joined - sum(many for _, many in told) < SMALLEST_PUBLISHED:
        told.pop()
    return joined, tuple(told)


def tell_places(
    places: Array, names: tuple[tuple[str, str], ...]
) -> tuple[Uncertain | None, tuple[tuple[str, str], ...]]:
    """Places with their names, those of too few people as one. places: (draw, place, year)"""
    alone, rest = merge_smallest(places.mean(axis=0))
    groups: list[Group] = [(at,) for at in alone] + ([rest] if rest else [])
    if len(groups) < 2:
        return None, ()
    merged = np.stack([places[:, list(group)].sum(axis=1) for group in groups], axis=1)
    return _mean_and_band(merged), tuple(names[at] for at in alone) + ((OTHER_PLACES,) if rest else ())


def _mean_and_band(draws: Array) -> Uncertain:
    """The mean of draws in the place of a central run, and the band about it."""
    return Uncertain.of(draws.mean(axis=0), draws)


def _enough(values: Uncertain) -> Uncertain:
    """Not numbers where the mean is of too few people."""
    few = (values.central > 0) & (values.central < SMALLEST_PUBLISHED)
    return Uncertain(*(np.where(few, np.nan, part) for part in (values.central, values.p05, values.p50, values.p95)))


def _cells_of(code: int) -> tuple[int, ...]:
    held: list[int] = []
    while code > 0 and len(held) < ROLES:
        code, cell = divmod(code, 64)
        held.append(cell - 1)
    return tuple(held)
