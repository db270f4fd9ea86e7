"""What does a cohort projection rest on? The stock at the base day, and everything estimated from the years before.

`read_cohort` makes it from staff records; nothing in it is filled in from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from cadreworks.bands import Array
from cadreworks.problems import InputProblems, Problem, counted
from cadreworks.records.engine import DuckEngine
from cadreworks.records.store import Store
from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.supply.cohort.account import Stock
from cadreworks.supply.cohort.classes import (
    AGE_CLASS_OF_AGE,
    AGE_CLASSES,
    LEAVER_GROUPS,
    MAY_RETIRE,
    UNKNOWN_AGE,
    UNKNOWN_SERVICE,
    Numbers,
    by_leaver_group,
    summed_by,
)
from cadreworks.supply.cohort.intensities import Intensities, estimate_intensities
from cadreworks.supply.cohort.moves import Destinations, estimate_destinations, split_moves
from cadreworks.supply.cohort.population import Tallies, read_tallies
from cadreworks.supply.cohort.recruitment import Recruitment, estimate_recruitment
from cadreworks.supply.cohort.shares import mean_shares, pooled_shares
from cadreworks.supply.cohort.working_time import WorkingTime, estimate_working_time
from cadreworks.supply.method import COUNT, RATIO


@dataclass(frozen=True)
class Returns:
    """Those who come back, to the cell they left.

    per_year: returners over those still away, each year, by years away and group of age at leaving; 0 for years away
    that the record does not reach: who comes back after them counts as a joiner. events: returners, by group
    ages (group, age) and services (group, service): shares at return
    """

    per_year: Array
    events: Array
    ages: Array
    services: Array


@dataclass(frozen=True)
class Cohort:
    """A workforce at the base day, and how it changes.

    cell = area x levels + level; opening: stock at the base day; recruitment: by basis, COUNT or RATIO
    joining_ages (source, level, age) and joining_services (source, service): shares of those who join, at the close of
    the year in which they do
    retiring: share of leavers who retire, by class of age; not numbers where the record gives no reason
    notes: what the reader of results must know of the record
    """

    areas: tuple[str, ...]
    levels: tuple[str, ...]
    base_day: date
    rate_years: int
    opening: Stock
    intensities: Intensities
    destinations: Destinations
    recruitment: Mapping[str, Recruitment]
    joining_ages: Array
    joining_services: Array
    returns: Returns
    working_time: WorkingTime
    retiring: Array
    notes: tuple[str, ...]


def read_cohort(engine: DuckEngine, store: Store, base_day: date, rate_years: int) -> Cohort:
    """The cohort of the table `spells` at the base day, with rates from the `rate_years` years before it.

    The last five years of leavers are read too, as far as the record has them, since returners come from them. Raises
    InputProblems, naming all that the record lacks.
    """
    return estimate_cohort(read_tallies(engine, store, base_day, rate_years))


def estimate_cohort(tallies: Tallies) -> Cohort:
    """The cohort behind the tallies. Raises InputProblems where they cannot support one."""
    _check_support(tallies)
    tallies = tallies.telling_returners_alike()
    years = slice(-tallies.years, None)
    levels = len(tallies.levels)
    grid = (len(tallies.areas), levels)
    opening = tallies.people[:-1][years]
    moved = tallies.moved[years].sum(axis=0)
    by_kind = split_moves(moved, levels)
    destinations = estimate_destinations(by_kind, tallies.people.sum(axis=(0, 2, 3)), levels)
    summed = opening.sum(axis=0)
    intensities = estimate_intensities(
        summed.reshape(*grid, *summed.shape[1:]),
        tallies.leavers[years].sum(axis=0).reshape(*grid, *summed.shape[1:]),
        by_kind.sum(axis=-1).reshape(-1, *grid),
        possible=destinations.possible.reshape(-1, *grid),
    )
    stock = opening.sum(axis=(2, 3))
    return Cohort(
        areas=tallies.areas,
        levels=tallies.levels,
        base_day=tallies.days[-1],
        rate_years=tallies.years,
        opening=_opening(tallies),
        intensities=intensities,
        destinations=destinations,
        recruitment={
            basis: estimate_recruitment(tallies.joined[years], stock, levels, basis=basis) for basis in (COUNT, RATIO)
        },
        joining_ages=_joining_ages(tallies.joined_age[years].sum(axis=0)),
        joining_services=_shares(tallies.joined_service[years].sum(axis=0), UNKNOWN_SERVICE),
        returns=_returns(tallies),
        working_time=_working_time(tallies),
        retiring=_retiring(tallies),
        notes=_notes(tallies),
    )


def _check_support(tallies: Tallies) -> None:
    people = tallies.people[-tallies.years - 1 :]
    years = f"in the {tallies.years} years before {tallies.days[-1]}"
    problems = []
    if people[..., :UNKNOWN_AGE, :].sum() == 0:
        what = f"nobody has a known age {years}, and a cohort is projected by age"
        problems.append(Problem("the records", what, "Give birth_year or age, or use another method of supply."))
    if people[-1].sum() == 0:
        problems.append(Problem("the records", f"nobody is in post on {tallies.days[-1]}", "Choose another day."))
    before, now = (
        of_days.sum(axis=(0, 2, 3)).reshape(-1, len(tallies.levels)).sum(axis=0)
        for of_days in (people[:-1], people[-1:])
    )
    for level in [level for level, old, new in zip(tallies.levels, before, now, strict=True) if new and not old]:
        what = f"nobody was at the level {level} {years}, so nothing is known of how people leave it"
        problems.append(Problem("the records", what, "Take more years, or translate the level in the map."))
    if problems:
        raise InputProblems(problems)


def open_cohort(tallies: Tallies) -> Stock:
    """The stock at the base day alone, with those who left in the years before and may come back."""
    return _opening(tallies.telling_returners_alike())


def _opening(tallies: Tallies) -> Stock:
    left, still_away = by_leaver_group(tallies.leavers), _still_away(tallies)[0]
    share = np.divide(still_away, left.sum(axis=-1), out=np.zeros_like(still_away), where=left.sum(axis=-1) > 0)
    last = (left * share[..., None])[::-1][:LOOK_BACK_YEARS]
    gone = np.zeros((LOOK_BACK_YEARS, *last.shape[1:]))
    gone[: len(last)] = last
    return Stock(tallies.people[-1], tallies.wte[-1], gone)


def _still_away(tallies: Tallies) -> tuple[Array, Array, Array]:
    """Of the leavers of each year (interval, group) those who have not come back; and in the years that rates rest on,
    by years away and group, those who might have come back and those who did.
    """
    away = by_leaver_group(tallies.leavers).sum(axis=-1)
    exposed, back = (np.zeros((LOOK_BACK_YEARS, len(LEAVER_GROUPS))) for _ in range(2))
    for at in range(len(away)):
        for years in range(min(at, LOOK_BACK_YEARS)):
            left, returned = at - 1 - years, tallies.returned[at, years].sum(axis=-1)
            if at >= len(away) - tallies.years:
                exposed[years] += away[left]
                back[years] += np.minimum(returned, away[left])
            away[left] = np.maximum(away[left] - returned, 0.0)
    return away, exposed, back


def _returns(tallies: Tallies) -> Returns:
    _, exposed, back = _still_away(tallies)
    of_years = np.divide(back.sum(axis=1), exposed.sum(axis=1), out=np.zeros(len(back)), where=exposed.sum(axis=1) > 0)
    due = (of_years[:, None] * exposed).sum(axis=0)
    of_group = np.divide(back.sum(axis=0), due, out=np.zeros_like(due), where=due > 0)
    years = slice(-tallies.years, None)
    return Returns(
        np.minimum(of_years[:, None] * of_group, 1.0),
        back.sum(axis=0),
        _shares(tallies.returned_age[years].sum(axis=(0, 1, 3)), UNKNOWN_AGE),
        _shares(tallies.returned_service[years].sum(axis=(0, 1)), UNKNOWN_SERVICE),
    )


def _shares(counts: Numbers, otherwise: int) -> Array:
    """Shares of each row; a row of nobody, which is then never used, is all unknown."""
    filled = counts.astype(np.float64)
    filled[filled.sum(axis=-1) == 0, otherwise] = 1.0
    return mean_shares(filled)


def _joining_ages(joined: Numbers) -> Array:
    """Ages of joiners by source and level, each level pooled towards its source."""
    of_source = _shares(joined.sum(axis=1), UNKNOWN_AGE)
    pooled = [
        pooled_shares(counts, np.tile(of, (len(counts), 1))) for counts, of in zip(joined, of_source, strict=True)
    ]
    return mean_shares(np.stack(pooled))


def _retiring(tallies: Tallies) -> Array:
    """Of leavers at 55 and over whose reason is recorded, the share who retired."""
    years = slice(-tallies.years, None)
    retired, reasoned = (
        summed_by(counts[years].sum(axis=0), AGE_CLASS_OF_AGE, AGE_CLASSES)
        for counts in (tallies.retired, tallies.reasoned)
    )
    if reasoned.sum() == 0 and tallies.leavers[years].sum() > 0:
        return np.full(AGE_CLASSES, np.nan)
    whole = float(retired[MAY_RETIRE].sum() / max(float(reasoned[MAY_RETIRE].sum()), 1.0))
    share = np.divide(retired, reasoned, out=np.full(AGE_CLASSES, whole), where=reasoned > 0)
    return np.where(MAY_RETIRE, share, 0.0)


def _working_time(tallies: Tallies) -> WorkingTime:
    years = slice(-tallies.years, None)
    base = tallies.people[-1].sum(axis=(1, 2)).astype(np.float64)
    return estimate_working_time(
        people=tallies.people[:-1][years].sum(axis=(0, 2, 3)),
        wte=tallies.wte[:-1][years].sum(axis=0),
        wte_squared=tallies.wte_squared[:-1][years].sum(axis=0),
        left=tallies.leavers[years].sum(axis=(0, 2, 3)),
        leavers_wte=tallies.leavers_wte[years].sum(axis=0),
        moved=tallies.moved[years].sum(axis=0),
        moved_wte=tallies.moved_wte[years].sum(axis=0),
        moved_change=tallies.moved_change[years].sum(axis=0),
        change=tallies.stay_change[years].sum(axis=0),
        change_squared=tallies.stay_change_squared[years].sum(axis=0),
        joined=tallies.joined[years].sum(axis=(0, 1)),
        joined_wte=tallies.joined_wte[years].sum(axis=0),
        returned=int(tallies.returned[years].sum()),
        returned_wte=float(tallies.returned_wte[years].sum()),
        base_per_head=np.divide(tallies.wte[-1], base, out=np.zeros_like(base), where=base > 0),
    )


def _notes(tallies: Tallies) -> tuple[str, ...]:
    """What the record leaves open."""
    people = tallies.people[-1]
    notes = []
    told = tallies.years_away_told
    if told < LOOK_BACK_YEARS:
        notes.append(
            f"The record reaches {counted(told, 'year')} back from the first of the years that rates rest on, so those "
            f"who return after more than {counted(told, 'year')} away count as joiners."
        )
    unknown_age, unknown_service = people[:, UNKNOWN_AGE].sum(), people[..., UNKNOWN_SERVICE].sum()
    if unknown_age:
        notes.append(
            f"The age of {unknown_age:,} people is not known: they do not grow older, and have rates of their own."
        )
    if unknown_service:
        notes.append(
            f"The length of service of {unknown_service:,} people is not known: it grows no longer, and they have a "
            "rate of leaving of their own."
        )
    if np.isnan(_retiring(tallies)).any():
        notes.append("The record gives no reasons for leaving, so retirements are not told from other leaving.")
    return tuple(notes)
