"""How many join in a year, and how do years differ? Joiners by year, source and cell -> expected joiners, and draws.

A count per year and source, unless a study chooses joiners per opening stock of the area. Expected are the joiners of
all years over the years (or over their opening stocks). What is not known is put as

    joiners of a year ~ Poisson(level x year x share of the area in this year x share of source and cell in the area)

- level: of all recruitment; year: a Gamma about 1 with coefficient of variation c, which all cells share. Both are
  weighed by the likelihood of the yearly totals (negative binomial), on a grid, with c even between 0 and 1/2 and the
  level's log even beforehand. A few years tell little of c, and the draws say so;
- areas within a year: Dirichlet about their shares with weight k, weighed by the likelihood of the years' areas given
  their totals, 1 / sqrt(k) being even beforehand;
- sources and cells: Dirichlet with the joiners seen as weights. Where none joined, none will.

Draws are scaled so that their mean is the central figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from cadreworks.bands import Array
from cadreworks.rates.mixtures import shares_of
from cadreworks.supply.cohort.classes import Numbers
from cadreworks.supply.cohort.shares import log_likelihood
from cadreworks.supply.method import COUNT

_SPREADS = np.concatenate([[0.0], np.geomspace(0.002, 0.5, 32)])
"""Coefficients of variation between years that are tried."""
_LEVEL_STEPS = np.linspace(-6.0, 6.0, 97)
_WEIGHTS = np.geomspace(10.0, 1e6, 41)


@dataclass(frozen=True)
class DrawnRecruitment:
    """What draws differ in: base (draw, source, cell), spread of years (draw,), weight of areas (draw,)."""

    base: Array
    spread: Array
    weight: Array


@dataclass(frozen=True)
class Recruitment:
    """Expected joiners a year for each unit of the basis, shape (source, cell), and what the draws need.

    basis: COUNT (the unit is the area as such) or RATIO (one person in post in the area at opening)
    joiners: of all years, (source, cell); levels: cells of an area; area_share: of the joiners, (area,)
    grid_spread, grid_level, grid_share: the posterior over the spread of years and the level of recruitment, flat over
    the grid; weight_share: the posterior over the weight k of the areas' shares
    """

    basis: str
    levels: int
    base: Array
    joiners: Array
    area_share: Array
    grid_spread: Array
    grid_level: Array
    grid_share: Array
    weight_share: Array

    def units(self, opening: Array) -> Array:
        """What `base` is multiplied with, from people in post by cell, both of shape (..., cell)."""
        if self.basis == COUNT:
            return np.ones_like(opening)
        by_area = opening.reshape(*opening.shape[:-1], -1, self.levels).sum(axis=-1)
        return np.repeat(by_area, self.levels, axis=-1)

    def drawn(self, rng: np.random.Generator, draws: int) -> DrawnRecruitment:
        """What is not known of expected joiners."""
        at = np.searchsorted(np.cumsum(self.grid_share), rng.random(draws), side="right")
        at = np.minimum(at, len(self.grid_share) - 1)
        parts = rng.standard_gamma(np.broadcast_to(self.joiners, (draws, *self.joiners.shape)))
        total, seen = parts.sum(axis=(1, 2), keepdims=True), self.joiners.sum()
        ratio = np.divide(
            parts * seen, self.joiners * total, out=np.zeros_like(parts), where=(self.joiners > 0) & (total > 0)
        )
        base: Array = self.base * ratio * self.grid_level[at][:, None, None]
        weight = np.searchsorted(np.cumsum(self.weight_share), rng.random(draws), side="right")
        return DrawnRecruitment(base, self.grid_spread[at], _WEIGHTS[np.minimum(weight, len(_WEIGHTS) - 1)])

    def year(self, rng: np.random.Generator, drawn: DrawnRecruitment) -> Array:
        """How a year differs from the expected one, shape (draw, cell), with mean 1."""
        sure = drawn.spread <= 0
        shape = np.where(sure, 1.0, drawn.spread) ** -2.0
        year = np.where(sure, 1.0, rng.standard_gamma(shape) / shape)
        alpha = drawn.weight[:, None] * self.area_share
        parts = rng.standard_gamma(alpha)
        parts /= np.maximum(parts.sum(axis=-1, keepdims=True), np.finfo(float).tiny)
        ratio = np.divide(parts, self.area_share, out=np.ones_like(parts), where=self.area_share > 0)
        return np.repeat(year[:, None] * ratio, self.levels, axis=-1)


def estimate_recruitment(joined: Numbers, opening: Numbers, levels: int, *, basis: str) -> Recruitment:
    """The recruitment behind the joiners of some years.

    joined: (year, source, cell); opening: people in post, (year, cell)
    """
    by_area = opening.reshape(len(opening), -1, levels).sum(axis=-1).astype(np.float64)
    units = np.ones_like(by_area) if basis == COUNT else by_area
    joiners = joined.sum(axis=0).astype(np.float64)
    base = joiners / np.maximum(np.repeat(units.sum(axis=0), levels), 1.0)
    of_area = joined.sum(axis=1).reshape(len(joined), -1, levels).sum(axis=-1).astype(np.float64)
    due = units * base.sum(axis=0).reshape(-1, levels).sum(axis=-1)
    spread, level, share = _weigh_years(of_area.sum(axis=1), due.sum(axis=1))
    total = max(float(of_area.sum()), 1.0)
    return Recruitment(
        basis, levels, base, joiners, of_area.sum(axis=0) / total, spread, level, share, _weigh_areas(of_area, due)
    )


def _weigh_years(seen: Array, due: Array) -> tuple[Array, Array, Array]:
    """Spread, level (about 1, its mean brought to 1) and share of each point of the grid, flat."""
    if seen.sum() == 0:
        return np.zeros(1), np.ones(1), np.ones(1)
    shape = np.where(_SPREADS > 0, _SPREADS, 1.0)[:, None] ** -2.0
    width = np.sqrt(_SPREADS[:, None] ** 2 / len(seen) + 1.0 / seen.sum())
    level = np.exp(_LEVEL_STEPS * width)
    log = np.zeros((len(_SPREADS), len(_LEVEL_STEPS)))
    for count, expected in zip(seen, due, strict=True):
        mean = expected * level
        poisson = count * np.log(mean) - mean
        binomial = _log_rising(shape, count) + count * np.log(mean / (shape + mean)) - shape * np.log1p(mean / shape)
        log += np.where(_SPREADS[:, None] > 0, binomial, poisson)
    log += np.log(width) + np.log(_widths(_SPREADS))[:, None]
    share = shares_of(log.ravel())
    spread = np.repeat(_SPREADS, len(_LEVEL_STEPS))
    return spread, level.ravel() / float((level.ravel() * share).sum()), share


def _log_rising(shape: Array, count: float) -> Array:
    """log of Gamma(shape + count) / Gamma(shape), less log of what the Poisson lacks too."""
    value: Array = special.gammaln(shape + count) - special.gammaln(shape)
    return value


def _widths(points: Array) -> Array:
    """How much of the line each point of a grid stands for."""
    middle = (points[1:] + points[:-1]) / 2
    edges = np.concatenate([points[:1], middle, points[-1:]])
    return np.diff(edges)


def _weigh_areas(seen: Array, due: Array) -> Array:
    """The share of each weight k, from the areas' joiners in each year given the year's total."""
    total = due.sum(axis=-1, keepdims=True)
    shares = np.divide(due, total, out=np.zeros_like(due), where=total > 0)
    log = np.array([log_likelihood(seen, shares, weight).sum() for weight in _WEIGHTS])
    return shares_of(log - 0.5 * np.log(_WEIGHTS))
