"""How many leave, rise and join in each area, in plain figures? Tallies -> observed rates, which may be overridden.

What each is over which stands in `supply.rate_specs`. Here they are taken over the years on which rates rest, with the
exact 95% interval of a Poisson count (Garwood 1936); the rates of the projection itself differ by level, age and
service, and are pooled. A rate of fewer than five events is not shown: with the stock it would give the count away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from cadreworks.assumptions import Assumption, Origin
from cadreworks.bands import Array
from cadreworks.disclosure import SMALLEST_PUBLISHED
from cadreworks.supply.cohort.moves import split_moves
from cadreworks.supply.cohort.population import Tallies
from cadreworks.supply.method import COUNT
from cadreworks.supply.rate_specs import JOINING, KINDS, LEAVING, PROMOTION, rate_spec

_EVENTS = {LEAVING: "leavers", PROMOTION: "promotions", JOINING: "joiners"}


@dataclass(frozen=True)
class AreaRate:
    """One observed rate of one area. low, high: its 95% interval; events and exposure: of all years."""

    kind: str
    area: str
    value: float
    low: float
    high: float
    events: int
    exposure: float


def observe_rates(tallies: Tallies, areas: tuple[str, ...], recruitment: str) -> list[AreaRate]:
    """The rates of each kind and area in which the event was seen often enough to be shown."""
    events, exposure = _events(tallies), _exposure(tallies, recruitment)
    rates = []
    for kind in KINDS:
        seen = {area: float(events[kind][:, tallies.areas.index(area)].sum()) for area in areas}
        for area in _shown_areas(seen):
            exposed = float(exposure[kind][:, tallies.areas.index(area)].sum())
            low, high = (end / exposed for end in _interval(seen[area]))
            rates.append(AreaRate(kind, area, seen[area] / exposed, low, high, int(seen[area]), exposed))
    return rates


def _shown_areas(seen: Mapping[str, float]) -> list[str]:
    """Areas with enough events to be shown. Where a single one has too few, the total less the others would tell it, so
    that the next smallest is not shown either.
    """
    few = [area for area, events in seen.items() if 0 < events < SMALLEST_PUBLISHED]
    enough = sorted((events, area) for area, events in seen.items() if events >= SMALLEST_PUBLISHED)
    also = [area for _, area in enough[:1]] if len(few) == 1 else []
    return [area for area, events in seen.items() if events >= SMALLEST_PUBLISHED and area not in also]


def _interval(events: float) -> tuple[float, float]:
    """The exact 95% interval of a Poisson count, one or more."""
    return float(stats.chi2.ppf(0.025, 2 * events) / 2), float(stats.chi2.ppf(0.975, 2 * events + 2) / 2)


def assumption_of(rate: AreaRate, recruitment: str, years: int, *, source: str, owner: str) -> Assumption:
    """A rate as the register shows it."""
    spec = rate_spec(rate.kind, rate.area, recruitment)
    return Assumption(
        id=spec.id,
        title=spec.title,
        value=rate.value,
        unit=spec.unit,
        low=rate.low,
        high=rate.high,
        source=f"{source}: {rate.events:,} {_EVENTS[rate.kind]} in {years} years",
        owner=owner,
        date="",
        note="Low and high are the 95% interval of what was observed. The projection has rates by level, age and "
        "length of service, pooled where people are few; an override multiplies those of its area by itself over "
        "this value.",
        origin=Origin.WORKED_OUT,
    )


def _by_area(values: Array, tallies: Tallies) -> Array:
    """(year, cell) -> (year, area), of the years on which rates rest."""
    shaped = values[-tallies.years :].reshape(tallies.years, len(tallies.areas), len(tallies.levels))
    by_area: Array = shaped.sum(axis=-1).astype(np.float64)
    return by_area


def _events(tallies: Tallies) -> dict[str, Array]:
    promoted = np.stack([split_moves(moved, len(tallies.levels))[0].sum(axis=-1) for moved in tallies.moved])
    return {
        LEAVING: _by_area(tallies.leavers.sum(axis=(2, 3)).astype(np.float64), tallies),
        PROMOTION: _by_area(promoted, tallies),
        JOINING: _by_area(tallies.joined.sum(axis=1).astype(np.float64), tallies),
    }


def _exposure(tallies: Tallies, recruitment: str) -> dict[str, Array]:
    stock = tallies.people.sum(axis=(2, 3)).astype(np.float64)
    mean = _by_area((stock[:-1] + stock[1:]) / 2, tallies)
    opening = _by_area(stock[:-1], tallies)
    return {
        LEAVING: mean,
        PROMOTION: mean,
        JOINING: np.ones_like(opening) if recruitment == COUNT else opening,
    }
