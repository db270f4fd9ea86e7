"""From draws to what is published: totals over areas and levels, and the band around a central figure.

Arrays here end in (area, level, year), or (area, year), with a leading axis of draws where there are some.
The total over areas or levels is appended as a last entry, in the place that the tables call `all`. Sums are
taken entry by entry in a fixed order, so that they are the same to the last bit on every machine.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

QUANTILES = (0.05, 0.50, 0.95)

_CELLS_AT_A_TIME = 64
_THREADS = 4

_COVERAGE_PER_CENT = {2: 61, 3: 69, 4: 80, 5: 82, 6: 84, 7: 85, 8: 86, 10: 86, 12: 87, 15: 88, 20: 88, 30: 89}


def expected_coverage(count: int) -> int | None:
    """How often, in per cent, a nominal 90% band from `count` resampled values covers the true mean.

    Found by simulation with normal values (docs/adr/0004); None for one value, which gives no band at all.
    """
    known = [size for size in _COVERAGE_PER_CENT if size <= count]
    return _COVERAGE_PER_CENT[max(known)] if known else None


def with_total(values: Array, axis: int) -> Array:
    """The same array with the total over `axis` appended to it."""
    total = np.zeros_like(np.take(values, [0], axis=axis))
    for index in range(values.shape[axis]):
        total += np.take(values, [index], axis=axis)
    return np.concatenate([values, total], axis=axis)


def with_totals(values: Array) -> Array:
    """(..., area, level, year) -> the same with the totals over levels and over areas appended."""
    return with_total(with_total(values, -2), -3)


@dataclass(frozen=True)
class Uncertain:
    """A central figure and the 5th, 50th and 95th percentile of its draws, all of one shape.

    The central figure is the run with every input at its stated value; it is not the mean of the draws. Where a draw
    has no number (the share of a level in an area that is empty in this draw) the percentiles are those of the other
    draws; without any they are not a number.
    """

    central: Array
    p05: Array
    p50: Array
    p95: Array

    @classmethod
    def of(cls, central: Array, draws: Array) -> Uncertain:
        """`draws` has the shape of `central` behind a leading axis of draws."""
        return cls(central, *_percentiles(draws))


def _percentiles(draws: Array) -> list[Array]:
    """The three percentiles over the first axis, a few cells at a time: their draws, laid side by side, stay in the
    processor's cache. Each cell is its own, so threads change nothing but the time.
    """
    flat = draws.reshape(draws.shape[0], -1)
    found = np.empty((len(QUANTILES), flat.shape[1]))

    def fill(start: int) -> None:
        cells = slice(start, start + _CELLS_AT_A_TIME)
        by_cell = np.ascontiguousarray(flat[:, cells].T)
        holes = np.isnan(by_cell)
        rows_with_holes = np.flatnonzero(holes.any(axis=-1))
        partial = [by_cell[row][~holes[row]] for row in rows_with_holes]
        found[:, cells] = np.quantile(by_cell, QUANTILES, axis=-1, overwrite_input=True)
        for row, values in zip(rows_with_holes, partial, strict=True):
            found[:, start + row] = np.quantile(values, QUANTILES) if values.size else np.nan

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(fill, range(0, flat.shape[1], _CELLS_AT_A_TIME)))
    return list(found.reshape(len(QUANTILES), *draws.shape[1:]))


def widening(count: int) -> float:
    """sqrt(n / (n - 1)): by how much deviations of a resampled mean of n are widened.

    Resampling n values with replacement understates their variance by (n - 1) / n. Of one value nothing can be
    learnt about spread; the factor is then 0 and the reader is told so elsewhere.
    """
    return float(np.sqrt(count / (count - 1))) if count > 1 else 0.0


def resampled_weights(rng: np.random.Generator, count: int, draws: int) -> Array:
    """How often each of `count` values is taken in each of `draws` resamples, over `count`; shape (draws, count)."""
    picks = rng.integers(0, count, size=(draws, count))
    weights = np.zeros((draws, count))
    for index in range(count):
        weights[:, index] = np.count_nonzero(picks == index, axis=1) / count
    return weights


def weighted_deviations(values: Array, weights: Array) -> Array:
    """Deviations of each resampled mean from the plain mean, widened; shape (draws, *values.shape[1:]).

    values: one entry of the first axis for each thing resampled; weights: from `resampled_weights`
    """
    count = values.shape[0]
    centre = mean_over_first(values)
    result = np.zeros((weights.shape[0], *values.shape[1:]))
    for index in range(count):
        share = weights[:, index].reshape(-1, *[1] * (values.ndim - 1))
        result += share * (values[index] - centre)
    return widening(count) * result


def mean_over_first(values: Array) -> Array:
    """The mean over the first axis, summed in order."""
    total = np.zeros(values.shape[1:])
    for entry in values:
        total += entry
    mean: Array = total / values.shape[0]
    return mean


def sd_over_first(values: Array) -> Array:
    """The sample standard deviation (n - 1) over the first axis; not a number where there is but one value."""
    count = values.shape[0]
    if count < 2:
        return np.full(values.shape[1:], np.nan)
    squares = np.zeros(values.shape[1:])
    centre = mean_over_first(values)
    for entry in values:
        squares += (entry - centre) ** 2
    deviation: Array = np.sqrt(squares / (count - 1))
    return deviation


def sd_of_those_told(values: Array) -> Array:
    """The same over those entries of each cell that are numbers."""
    told = ~np.isnan(values)
    count = told.sum(axis=0)
    total = np.zeros(values.shape[1:])
    for entry in np.where(told, values, 0.0):
        total += entry
    centre = total / np.maximum(count, 1)
    squares = np.zeros(values.shape[1:])
    for entry, known in zip(values, told, strict=True):
        squares += np.where(known, (entry - centre) ** 2, 0.0)
    return np.where(count > 1, np.sqrt(squares / np.maximum(count - 1, 1)), np.nan)
