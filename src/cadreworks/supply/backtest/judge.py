"""What would have been said on each past day, and what came? The history of stock -> a row for each thing said.

Each day of stock is an origin in turn; a method sees the record up to it, and is held against the record 1, 3 and 5
years later. What cannot be estimated has a row that says so and why. A cell that the record never fills has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from cadreworks.bands import Array, with_totals
from cadreworks.progress import Progress, no_progress
from cadreworks.supply.backtest.methods import METHODS, Forecast, project_method
from cadreworks.supply.backtest.scores import PROBABILITIES, estimate_crps, estimate_quantiles
from cadreworks.supply.backtest.stock_history import StockHistory
from cadreworks.supply.track_record import HORIZONS, Method
from cadreworks.vocabulary import ALL

ESTIMATED, NOT_ESTIMATED = "estimated", "not_estimated"


@dataclass(frozen=True)
class Judged:
    """One forecast of one cell and what came of it, in the measure of the history.

    stock_at_origin, observed: counted; mean: the central figure, as it is published; quantiles: at 0.025, 0.10, 0.90
    and 0.975 of the draws; crps: fair. mean is None where the status is not_estimated, quantiles and crps where there
    is no interval; reason then says why.
    """

    method: Method
    origin: date
    horizon: int
    area: str
    level: str
    stock_at_origin: float
    observed: float
    mean: float | None
    quantiles: tuple[float, ...] | None
    crps: float | None
    reason: str

    @property
    def status(self) -> str:
        return NOT_ESTIMATED if self.mean is None else ESTIMATED


Forecaster = Callable[[int], Forecast]
"""What a method says from the day at this place of the history's days."""


def compare_with_record(
    history: StockHistory,
    *,
    seed: int,
    draws: int,
    further: Mapping[Method, Forecaster] | None = None,
    progress: Progress = no_progress,
) -> Iterator[Judged]:
    """The rows of the back-test, by method, origin, horizon, area and level; none where the record is too short.

    further: methods beside `METHODS`, which need more than the stock
    """

    def from_stock(method: Method) -> Forecaster:
        return lambda origin: project_method(method, history.stock[..., : origin + 1], seed=seed, draws=draws)

    methods = {**{method: from_stock(method) for method in METHODS}, **(further or {})}
    stock = _in_millionths(with_totals(history.stock))
    origins = [at for at in range(len(history.days) - min(HORIZONS)) if not np.isnan(stock[..., at]).any()]
    for place, (method, forecast_from) in enumerate(methods.items()):
        for number, origin in enumerate(origins):
            progress("Trying the methods on the past", place * len(origins) + number, len(methods) * len(origins))
            yield from _rows(history, stock, method, origin=origin, forecast=forecast_from(origin))


def _in_millionths(stock: Array) -> Array:
    """The same without the dust that adding up leaves: stock is counted in millionths of a wte."""
    return np.array([round(value, 6) for value in stock.ravel().tolist()]).reshape(stock.shape)


def _rows(history: StockHistory, stock: Array, method: Method, *, origin: int, forecast: Forecast) -> Iterator[Judged]:
    areas, levels = (*history.areas, ALL), (*history.levels, ALL)
    for place, horizon in enumerate(HORIZONS):
        if origin + horizon >= len(history.days) or np.isnan(stock[..., origin + horizon]).any():
            continue
        observed, central = stock[..., origin + horizon], forecast.central[..., place]
        quantiles, crps = _judge_draws(forecast, place, observed)
        for cell in np.argwhere(np.nansum(stock, axis=-1) > 0).tolist():
            at = (cell[0], cell[1])
            has_mean, has_interval = not np.isnan(central[at]), not np.isnan(crps[at])
            yield Judged(
                method,
                history.days[origin],
                horizon,
                areas[at[0]],
                levels[at[1]],
                stock_at_origin=float(stock[at][origin]),
                observed=float(observed[at]),
                mean=float(central[at]) if has_mean else None,
                quantiles=tuple(quantiles[:, at[0], at[1]].tolist()) if has_interval else None,
                crps=float(crps[at]) if has_interval else None,
                reason=forecast.why_not if not has_mean else "" if has_interval else forecast.no_interval,
            )


def _judge_draws(forecast: Forecast, place: int, observed: Array) -> tuple[Array, Array]:
    """Quantiles (quantile, area, level) and CRPS (area, level), not a number where there is no interval."""
    quantiles, crps = np.full((len(PROBABILITIES), *observed.shape), np.nan), np.full(observed.shape, np.nan)
    if forecast.draws is not None:
        draws = forecast.draws[..., place]
        drawn = ~np.isnan(draws).any(axis=0)
        by_cell = np.ascontiguousarray(draws[:, drawn].T)
        if by_cell.size:
            quantiles[:, drawn] = estimate_quantiles(by_cell)
            crps[drawn] = estimate_crps(by_cell, observed[drawn])
    return quantiles, crps
