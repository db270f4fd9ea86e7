"""How much do people work, and how does that change? Tallies -> wte per head of those who come, go and stay.

The wte of a cell is carried forward by itself, so that it answers to who comes and goes and not to stayers alone:

    closing = (opening - leavers' - movers' out) x participation + movers' in + joiners' + returners'

Participation is closing over opening wte of those who stay in their cell for a year, and wte per head of joiners is
that of the cell; both are pooled towards the nation (normal random effects, the spread between cells by DerSimonian
and Laird 1986, Controlled Clinical Trials 7, 177-188). Leavers and movers have a national ratio to the wte per head of
the cell they leave, movers a national participation, returners a national wte per head. No cell goes above 1 wte per
head, or above what it has at the base day where that is more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.supply.cohort.classes import Numbers

MOST_WTE_PER_HEAD = 1.0


@dataclass(frozen=True)
class Pooled:
    """Means of cells and their standard errors, shape (cell,)."""

    mean: Array
    error: Array

    def drawn(self, rng: np.random.Generator, draws: int) -> Array:
        """Draws, shape (draw, cell), none below 0."""
        values: Array = np.maximum(self.mean + self.error * rng.standard_normal((draws, len(self.mean))), 0.0)
        return values


@dataclass(frozen=True)
class WorkingTime:
    """participation, joiners: pooled, by cell; leavers, movers: wte over that of the cell they leave; movers_change:
    their participation; returners: wte per head
    spread, change_spread: standard deviation of a person's wte within cells, and of a stayer's change in a year
    most: wte per head above which no cell goes, (cell,)
    """

    participation: Pooled
    joiners: Pooled
    leavers: float
    movers: float
    movers_change: float
    returners: float
    spread: float
    change_spread: float
    most: Array


def estimate_working_time(
    *,
    people: Numbers,
    wte: Array,
    wte_squared: Array,
    left: Numbers,
    leavers_wte: Array,
    moved: Numbers,
    moved_wte: Array,
    moved_change: Array,
    change: Array,
    change_squared: Array,
    joined: Numbers,
    joined_wte: Array,
    returned: int,
    returned_wte: float,
    base_per_head: Array,
) -> WorkingTime:
    """All summed over years, by cell: people in post at opening and so on; moved_*: (cell, cell);
    base_per_head: at the base day.
    """
    heads = people.astype(np.float64)
    per_head = _over(wte, heads, 0.0)
    spread = _spread(wte_squared, wte, heads)
    stay = heads - left - moved.sum(axis=1)
    stay_wte = np.maximum(wte - leavers_wte - moved_wte.sum(axis=1), 0.0)
    change_spread = float(np.sqrt(change_squared.sum() / max(float(stay.sum()), 1.0)))
    ratio_error = _over(change_spread * np.sqrt(np.maximum(stay, 0.0)), stay_wte, np.inf)
    joiners = joined.astype(np.float64)
    out_wte = moved_wte.sum()
    mean = float(wte.sum() / max(float(heads.sum()), 1.0))
    return WorkingTime(
        pool_means(1.0 + _over(change, stay_wte, 0.0), ratio_error, otherwise=1.0),
        pool_means(_over(joined_wte, joiners, 0.0), _over(spread, np.sqrt(joiners), np.inf), otherwise=mean),
        _one(leavers_wte.sum(), (left * per_head).sum(), 1.0),
        _one(out_wte, (moved.sum(axis=1) * per_head).sum(), 1.0),
        _one(out_wte + moved_change.sum(), out_wte, 1.0),
        _one(returned_wte, returned, mean),
        spread,
        change_spread,
        np.maximum(base_per_head, MOST_WTE_PER_HEAD),
    )


def pool_means(own: Array, error: Array, *, otherwise: float) -> Pooled:
    """Means pooled towards that of all; a cell with an error beyond bounds has seen nothing.

    otherwise: the mean where no cell has seen anything
    """
    seen = np.isfinite(error)
    if not seen.any():
        return Pooled(np.full(len(own), otherwise), np.zeros(len(own)))
    least = float(error[seen & (error > 0)].min()) if (seen & (error > 0)).any() else 1.0
    variance = np.maximum(error[seen], least) ** 2
    between = _between(own[seen], variance)
    weight = 1.0 / (variance + between)
    whole = float((weight * own[seen]).sum() / weight.sum())
    of_whole = 1.0 / float(weight.sum())
    share = between / (between + variance)
    mean, found = np.full(len(own), whole), np.full(len(own), between + of_whole)
    mean[seen] = share * own[seen] + (1.0 - share) * whole
    found[seen] = share * variance + (1.0 - share) ** 2 * of_whole
    silent = not (error[seen] > 0).any()
    return Pooled(mean, np.zeros(len(own)) if silent else np.sqrt(found))


def _between(own: Array, variance: Array) -> float:
    """The variance between cells, beyond that within them."""
    weight = 1.0 / variance
    centre = (weight * own).sum() / weight.sum()
    excess = (weight * (own - centre) ** 2).sum() - (len(own) - 1)
    room = weight.sum() - (weight**2).sum() / weight.sum()
    return max(float(excess / room), 0.0) if room > 0 else 0.0


def _over(value: Array | float, by: Array, otherwise: float) -> Array:
    found: Array = np.divide(value, by, out=np.full(by.shape, otherwise), where=by > 0)
    return found


def _one(value: float, by: float, otherwise: float) -> float:
    return float(value / by) if by > 0 else otherwise


def _spread(squared: Array, wte: Array, heads: Array) -> float:
    """The standard deviation of a person's wte about the mean of the cell."""
    within = squared.sum() - _over(wte**2, heads, 0.0).sum()
    return float(np.sqrt(max(float(within) / max(float(heads.sum()), 1.0), 0.0)))
