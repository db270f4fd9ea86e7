"""How readily do people leave, rise, fall and change area? Tallies -> intensities per person-year, and draws of them.

The four compete: with h their sum, each happens to somebody in post at opening with q_j = h_j / h x (1 - exp(-h)).

- Leaving is national rate x level x five-year class of age x band of service x ratio of the cell (area, level, age
  band). The national factors are observed over expected, each given the others, repeated until they hold still (a
  log-linear Poisson model, fitted by iterative scaling). The cell's ratio is pooled (`pooled_ratio`).
  A class of age or service that nobody was seen in has the factor 1, and a draw of it is wide: half an event.
- Promotion, demotion and area moves are national rate of the level x pooled ratio of the cell (area, level).

Exposure is the person-years that those in post at opening live in the year: (1 - exp(-h)) / h each. The mean of
opening and closing stock, by which rates are reported, would not do here: it counts half a year of those who came in
the year, whose leaving in that year no yearly snapshot shows, and so finds too little leaving.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.rates.pooling import HALF_AN_EVENT
from cadreworks.supply.cohort.classes import (
    BAND_OF_CLASS,
    BANDS,
    Numbers,
    grouped,
    summed_by,
)
from cadreworks.supply.cohort.pooled_ratio import PooledRatio, estimate_ratio, gamma_about_one

UP, DOWN, ACROSS = range(3)
KINDS = ("promotion", "demotion", "area_move")
_MOST_ROUNDS = 500
_STILL = 1e-9


@dataclass(frozen=True)
class Rates:
    """Intensities per person-year: leaving (..., cell, class of age, class of service), moving (..., kind, cell)."""

    leaving: Array
    moving: Array


@dataclass(frozen=True)
class Intensities:
    """What was estimated of them.

    factors: national factors of leaving, as arrays over level, class of age and class of service; the first holds the
    national rate; events: the leavers behind each; ratio: pooled, by (cell, age band), flat
    moving: national rates of moves, shape (kind, level); moving_ratio: pooled, by cell, for each kind
    """

    levels: int
    factors: tuple[Array, Array, Array]
    events: tuple[Array, Array, Array]
    expected: tuple[Array, Array, Array]
    ratio: PooledRatio
    moving: Array
    moving_ratio: tuple[PooledRatio, ...]

    def central(self) -> Rates:
        """The intensities of the central run."""
        leaving = self._leaving(self.factors, self.ratio.ratio)
        moving = np.stack([self._moving(kind, ratio.ratio) for kind, ratio in enumerate(self.moving_ratio)], axis=-2)
        return Rates(leaving, moving)

    def drawn(self, rng: np.random.Generator, draws: int) -> Rates:
        """Intensities with a leading axis of draws."""
        factors = tuple(self._draw_factor(rng, at, draws) for at in range(len(self.factors)))
        leaving = self._leaving((factors[0], factors[1], factors[2]), self.ratio.drawn(rng, draws))
        moving = [self._moving(kind, ratio.drawn(rng, draws)) for kind, ratio in enumerate(self.moving_ratio)]
        return Rates(leaving, np.stack(moving, axis=-2))

    def _leaving(self, factors: tuple[Array, Array, Array], ratio: Array) -> Array:
        level, age, service = factors
        by_band = ratio.reshape(*ratio.shape[:-1], -1, BANDS)[..., BAND_OF_CLASS]
        cells = by_band.shape[-2]
        of_level = np.tile(level, cells // self.levels)
        rate: Array = (by_band * of_level[..., None] * age[..., None, :])[..., None] * service[..., None, None, :]
        return rate

    def _moving(self, kind: int, ratio: Array) -> Array:
        rate: Array = ratio * np.tile(self.moving[kind], ratio.shape[-1] // self.levels)
        return rate

    def _draw_factor(self, rng: np.random.Generator, at: int, draws: int) -> Array:
        """Factors about their estimates; what all of them share is left to the ratio, which has it already."""
        drawn = gamma_about_one(rng, 1.0 / (self.events[at] + HALF_AN_EVENT), draws)
        share = self.expected[at] / max(float(self.expected[at].sum()), HALF_AN_EVENT)
        together = (drawn * share).sum(axis=-1, keepdims=True)
        together = np.where(together > 0, together, 1.0)
        factor: Array = self.factors[at] * drawn / together
        return factor


def split_exits(rates: Rates) -> tuple[Array, Array]:
    """The chance to be out of the cell after a year, and the share of leaving in it, both as `leaving` is shaped."""
    total = rates.leaving + rates.moving.sum(axis=-2)[..., None, None]
    out = -np.expm1(-total)
    share = np.divide(rates.leaving, total, out=np.zeros_like(total), where=total > 0)
    return out, share


def estimate_intensities(
    opening: Numbers,
    leavers: Numbers,
    moved: Numbers,
    *,
    possible: NDArray[np.bool_],
) -> Intensities:
    """The intensities behind what was seen, summed over years.

    opening, leavers: (area, level, age, service); moved: (kind, area, level); possible: which moves can happen, of
    the shape of moved
    """
    seen = _Seen(grouped(opening), grouped(leavers), np.where(possible, moved, 0).astype(np.float64))
    fitted = _fit(seen)
    exposure = _person_years(seen.opening, fitted.leaving + fitted.moving.sum(axis=0)[..., None, None])
    due = exposure * (fitted.level[:, None, None] * fitted.age[:, None] * fitted.service)
    rate = _rate_of_levels(seen.moved, exposure.sum(axis=(-2, -1)), possible)
    axes = ((0, 2, 3), (0, 1, 3), (0, 1, 2))
    events, expected = ([counts.sum(axis=axis) for axis in axes] for counts in (seen.leavers, due))
    return Intensities(
        opening.shape[1],
        (fitted.level, fitted.age, fitted.service),
        (events[0], events[1], events[2]),
        (expected[0], expected[1], expected[2]),
        _ratio_of_leaving(seen, due),
        rate,
        _ratios_of_moving(seen.moved, rate[:, None, :] * exposure.sum(axis=(-2, -1)), possible),
    )


def _ratio_of_leaving(seen: _Seen, due: Array) -> PooledRatio:
    """By area, level and age band."""
    areas, levels = due.shape[:2]
    events, expected = (summed_by(counts.sum(axis=-1), BAND_OF_CLASS, BANDS).ravel() for counts in (seen.leavers, due))
    staffed = np.repeat(seen.opening.sum(axis=(2, 3)).ravel() > 0, BANDS)
    return estimate_ratio(events, expected, np.repeat(np.arange(areas), levels * BANDS), possible=staffed)


def _ratios_of_moving(moved: Array, due: Array, possible: NDArray[np.bool_]) -> tuple[PooledRatio, ...]:
    """By area and level, for each kind of move."""
    areas, levels = moved.shape[1:]
    area = np.repeat(np.arange(areas), levels)
    return tuple(
        estimate_ratio(of_kind.ravel(), expected.ravel(), area, possible=(can & (expected > 0)).ravel())
        for of_kind, expected, can in zip(moved, due, possible, strict=True)
    )


@dataclass(frozen=True)
class _Seen:
    """opening, leavers: (area, level, class of age, class of service); moved: (kind, area, level)."""

    opening: Array
    leavers: Array
    moved: Array


@dataclass(frozen=True)
class _Fit:
    """National factors, and the intensities that they and the areas make."""

    level: Array
    age: Array
    service: Array
    leaving: Array
    moving: Array


def _person_years(opening: Array, total: Array) -> Array:
    """What those in post at opening live of the year in their cell."""
    lived = np.divide(-np.expm1(-total), total, out=np.ones_like(total), where=total > 0)
    years: Array = opening * lived
    return years


def _fit(seen: _Seen) -> _Fit:
    """A national rate, and area, level, age and service about it, each given the others, until they hold still."""
    shape = seen.opening.shape
    factors = [np.ones(size) for size in shape]
    rate = float(seen.leavers.sum()) / max(float(seen.opening.sum()), 1.0)
    moving = np.zeros_like(seen.moved)
    for _ in range(_MOST_ROUNDS):
        before = np.concatenate([[rate], *factors])
        for axis, size in enumerate(shape):
            leaving = _product(rate, factors)
            exposure = _person_years(seen.opening, leaving + moving.sum(axis=0)[..., None, None])
            rate *= _ratio(float(seen.leavers.sum()), float((exposure * leaving).sum()))
            others = tuple(other for other in range(len(shape)) if other != axis)
            expected = (exposure * leaving).sum(axis=others)
            factors[axis] = _over(seen.leavers.sum(axis=others), expected / factors[axis], size)
        people = _person_years(seen.opening, leaving + moving.sum(axis=0)[..., None, None]).sum(axis=(-2, -1))
        moving = np.divide(seen.moved, people, out=np.zeros_like(seen.moved), where=people > 0)
        if np.abs(np.concatenate([[rate], *factors]) - before).max() < _STILL:
            break
    return _Fit(rate * factors[1], factors[2], factors[3], _product(rate, factors), moving)


def _ratio(seen: float, expected: float) -> float:
    return seen / expected if expected > 0 else 1.0


def _product(rate: float, factors: list[Array]) -> Array:
    area, level, age, service = factors
    product: Array = rate * area[:, None, None, None] * level[:, None, None] * age[:, None] * service
    return product


def _over(seen: Array, expected: Array, size: int) -> Array:
    """Observed over expected with half an event more on each side, and so 1 where nothing could be seen; about 1."""
    factor = (seen + HALF_AN_EVENT) / (expected + HALF_AN_EVENT)
    mean = float((factor * expected).sum() / expected.sum()) if expected.sum() > 0 else 1.0
    about_one: Array = factor / mean if mean > 0 else np.ones(size)
    return about_one


def _rate_of_levels(moved: Array, people: Array, possible: NDArray[np.bool_]) -> Array:
    """National rates of a move by level, (kind, level), leaning on all levels by half an event."""
    exposed = np.where(possible, people, 0.0).sum(axis=1)
    seen = moved.sum(axis=1)
    whole = exposed.sum(axis=-1, keepdims=True)
    nation = np.divide(seen.sum(axis=-1, keepdims=True), whole, out=np.zeros_like(whole), where=whole > 0)
    rate: Array = nation * (seen + HALF_AN_EVENT) / (nation * exposed + HALF_AN_EVENT)
    return rate
