"""Which method came nearest, and did its intervals hold? The rows of a back-test -> scores by method and horizon.

    MAPE = mean of |mean - observed| / observed          over the rows where somebody was observed
    WAPE = sum of |mean - observed| / sum of observed    over all rows that were estimated
    CRPS = mean of the CRPS, in wte or people;  coverage = share of rows within the interval, over rows that have one

all as shares of one but CRPS. A cell that was empty at the origin and stayed so judges no method and is left out.
Methods with many base years have fewer origins than others; beside each stands the WAPE of `last_value` on the very
same rows, so that like is compared with like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import fsum

from cadreworks.supply.backtest.judge import Judged
from cadreworks.supply.backtest.methods import METHODS
from cadreworks.supply.track_record import AREAS, CELLS, HORIZONS, LEVELS, WORKFORCE, Method, Score
from cadreworks.vocabulary import ALL

_DUST = 1e-6
"""The smallest part of a wte that is counted: growth of 10% makes 110.00000000000001 of 100."""
NO_DAYS = "the record holds no two days of stock so many years apart"


def compare_methods(rows: Iterable[Judged]) -> tuple[Score, ...]:
    """Scores over cells, areas, levels and the workforce, of every method and horizon, in that order."""
    judged = list(rows)
    methods = dict.fromkeys((*METHODS, *(row.method for row in judged)))
    groups: dict[tuple[str, Method, int], list[Judged]] = {
        (over, method, horizon): []
        for over in (CELLS, AREAS, LEVELS, WORKFORCE)
        for method in methods
        for horizon in HORIZONS
    }
    for row in judged:
        groups[_over(row), row.method, row.horizon].append(row)
    return tuple(_score(over, method, horizon, rows=group) for (over, method, horizon), group in groups.items())


def _over(row: Judged) -> str:
    if row.area == ALL:
        return WORKFORCE if row.level == ALL else LEVELS
    return AREAS if row.level == ALL else CELLS


def _score(over: str, method: Method, horizon: int, *, rows: list[Judged]) -> Score:
    filled = [row for row in rows if row.stock_at_origin or row.observed]
    judged = [row for row in filled if row.mean is not None]
    seen = [row for row in judged if row.observed]
    observed = [row.observed for row in judged]
    errors = [abs((row.mean or 0.0) - row.observed) for row in judged]
    crps = [row.crps for row in judged if row.crps is not None]
    return Score(
        method,
        horizon,
        over,
        origins=len({row.origin for row in judged}),
        cells=len(judged),
        mape=_ratio([abs((row.mean or 0.0) - row.observed) / row.observed for row in seen], len(seen)),
        wape=_ratio(errors, fsum(observed)),
        wape_of_last_value=_ratio([abs(row.stock_at_origin - row.observed) for row in judged], fsum(observed)),
        crps=_ratio(crps, len(crps)),
        coverage_80=_coverage(judged, 1, 2),
        coverage_95=_coverage(judged, 0, 3),
        with_interval=len(crps),
        nobody_observed=len(judged) - len(seen),
        not_estimated=len(filled) - len(judged),
        empty=len(rows) - len(filled),
        reason="; ".join(_reasons(rows, judged, crps)),
    )


def _coverage(judged: list[Judged], low: int, high: int) -> float | None:
    inside = [
        float(row.quantiles[low] - _DUST <= row.observed <= row.quantiles[high] + _DUST)
        for row in judged
        if row.quantiles is not None
    ]
    return _ratio(inside, len(inside))


def _ratio(parts: list[float], whole: float) -> float | None:
    """The sum of the parts over the whole, rounded once; None where there is nothing to divide by."""
    return fsum(parts) / whole if whole else None


def _reasons(rows: list[Judged], judged: list[Judged], crps: list[float]) -> Iterator[str]:
    """Why a score is missing altogether, from the latest row, which had the longest record behind it."""
    if not rows:
        yield NO_DAYS
    elif not judged or not crps:
        yield rows[-1].reason
