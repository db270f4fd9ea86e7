"""What would each method have said on a past day? The stock up to that day -> a forecast, with draws behind it.

    last_value              S(o + h) = S(o)
    last_growth             S(o + h) = S(o) x (1 + g)^h, g being the growth of the area in the last year
    net_growth              the same, g being the mean over the last 1, 2, 3, 5 or 10 years: the published method
    net_growth_by_level     the same, each level with its own growth
    net_growth_predictive   the centre of net_growth, and chance from year to year in its interval
    cohort, cohort_ratio    rates by area, level, age and service (`cohorts`), which need more than the stock

The back-test judges what the product publishes, so `net_growth` goes through the product's own arithmetic: its
draws resample the years, the same ones for all areas at once, and doubt the mean growth only. A method is given the
stock up to its origin and nothing later. Source: design of the method, Supply 3 and 6; docs/adr/0004.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array, mean_over_first, resampled_weights, weighted_deviations, with_total, with_totals
from cadreworks.periods import Horizon
from cadreworks.randomness import stream
from cadreworks.supply.growth_history import LEAST_GROWTH, MOST_GROWTH
from cadreworks.supply.method import COHORT, NET_GROWTH
from cadreworks.supply.net_growth import project_supply
from cadreworks.supply.track_record import BY_LEVEL, COHORT_RATIO, HORIZONS, LAST_GROWTH, LAST_VALUE, PREDICTIVE, Method

Untold = NDArray[np.bool_]

BASE_YEARS = (1, 2, 3, 5, 10)
FARTHEST = max(HORIZONS)
FEWEST_ERRORS = 2

_OWN_ERRORS = (
    "the errors that the method itself made over the same horizon before the origin, with either sign, the same "
    "error for all cells at once"
)
_MEAN_ONLY = (
    "doubt about the mean growth only, by resampled years, as it is published; it leaves out chance in the years to "
    "come and in single cells, so it is no interval for the count observed"
)
_OF_PEOPLE = (
    "doubt about rates and recruitment, chance from year to year in recruitment, and chance for each person; it leaves "
    "out that rates may change"
)
INTERVALS: Mapping[str, str] = {
    LAST_VALUE: _OWN_ERRORS,
    LAST_GROWTH: _OWN_ERRORS,
    NET_GROWTH: _MEAN_ONLY,
    BY_LEVEL: _MEAN_ONLY,
    PREDICTIVE: (
        "doubt about the mean growth, and chance from year to year, each year to come departing from the mean as a "
        "base year drawn at random did; it leaves out chance in single cells"
    ),
    COHORT: _OF_PEOPLE,
    COHORT_RATIO: _OF_PEOPLE,
}
"""What the interval of each method covers."""

NO_GROWTH = (
    f"a base year has no growth here or in a part of this total: nobody at its start, or growth outside "
    f"{LEAST_GROWTH:g} to {MOST_GROWTH:g}"
)
NO_SNAPSHOT = "there is no snapshot at the end of one of the base years"
ONE_YEAR = "no interval: of one base year nothing can be learnt about spread"
FEW_ERRORS = f"no interval: fewer than {FEWEST_ERRORS} errors of this horizon before the origin"


METHODS = (
    Method(LAST_VALUE, 0),
    Method(LAST_GROWTH, 1),
    *(Method(name, years) for name in (NET_GROWTH, BY_LEVEL, PREDICTIVE) for years in BASE_YEARS),
)


@dataclass(frozen=True)
class Forecast:
    """What a method says, totals over areas and levels included, for each of `HORIZONS`.

    central: (area, level, horizon), not a number where it cannot be estimated: `why_not` says why
    draws: (draw, area, level, horizon), not a number where there is no interval, None where there is none at all:
    `no_interval` says why
    """

    central: Array
    draws: Array | None
    why_not: str = ""
    no_interval: str = ""


def project_method(method: Method, past: Array, *, seed: int, draws: int) -> Forecast:
    """The forecast of a method from the stock up to its origin, shape (area, level, year), the origin last."""
    held = past.shape[-1] - 1
    missing = ""
    if method.base_years > held:
        missing = f"{method.base_years} base years are asked for, and the record holds {held} before the origin"
    elif np.isnan(past[..., -method.base_years - 1 :]).any():
        missing = NO_SNAPSHOT
    if missing:
        return Forecast(np.full((past.shape[0] + 1, past.shape[1] + 1, len(HORIZONS)), np.nan), None, missing)
    if method.name in (LAST_VALUE, LAST_GROWTH):
        return _project_naive(method, past, seed=seed, draws=draws)
    return _project_net_growth(method, past, seed=seed, draws=draws)


def estimate_yearly_growth(past: Array, base_years: int, *, by_level: bool) -> Array:
    """Net growth of the last years, shape (year, area, level); not a number where it cannot be told.

    Without `by_level` each level has the growth of its area. It cannot be told where a year began with nobody, or
    where a study would refuse it as absurd. Who is empty at the origin stays so whatever the growth: it counts as 0.
    """
    recent = past[..., -base_years - 1 :]
    if not by_level:
        recent = np.broadcast_to(with_total(recent, -2)[:, -1:], recent.shape)
    opening, closing = recent[..., :-1], recent[..., 1:]
    growth = np.full(opening.shape, np.nan)
    np.divide(closing - opening, opening, out=growth, where=opening > 0)
    growth[(growth < LEAST_GROWTH) | (growth > MOST_GROWTH)] = np.nan
    growth[recent[..., -1] == 0] = 0.0
    return np.moveaxis(growth, -1, 0)


def _project_net_growth(method: Method, past: Array, *, seed: int, draws: int) -> Forecast:
    recent = estimate_yearly_growth(past, method.base_years, by_level=method.name == BY_LEVEL)
    untold: Untold = np.asarray(np.isnan(recent).any(axis=0))
    recent = np.where(untold, 0.0, recent)
    mean = mean_over_first(recent)
    central = _with_untold(_at_horizons(past[..., -1], mean), untold)
    if method.base_years == 1:
        return Forecast(central, None, NO_GROWTH, ONE_YEAR)
    weights = resampled_weights(stream(seed, "growth_years"), method.base_years, draws)
    growth = mean + weighted_deviations(recent, weights)
    if method.name == PREDICTIVE:
        drawn = _with_year_noise(past[..., -1], growth, recent, seed=seed)
    else:
        drawn = _at_horizons(past[..., -1], growth)
    return Forecast(central, _with_untold(drawn, untold), NO_GROWTH)


def _at_horizons(stock: Array, growth: Array) -> Array:
    """The stock after each of `HORIZONS`, by the product's own arithmetic, shape (..., area, level, horizon)."""
    future: Array = project_supply(stock, growth, Horizon(0, FARTHEST))[..., list(HORIZONS)]
    return future


def _with_untold(future: Array, untold: Untold) -> Array:
    """The same with its totals, no number where growth cannot be told; a total lacks what one of its parts lacks."""
    return with_totals(np.where(untold[..., np.newaxis], np.nan, future))


def _with_year_noise(stock: Array, growth: Array, recent: Array, *, seed: int) -> Array:
    """Year by year: the growth of the draw, and the widened deviation of one base year, the same for all areas."""
    years, rng = recent.shape[0], stream(seed, "backtest_year_noise")
    now, kept = stock, []
    for year in range(1, FARTHEST + 1):
        chosen = np.eye(years)[rng.integers(0, years, size=growth.shape[0])]
        of_year = growth + weighted_deviations(recent, chosen)
        now = project_supply(now, of_year, Horizon(year - 1, year))[..., -1]
        if year in HORIZONS:
            kept.append(now)
    return np.stack(kept, axis=-1)


def _last_value(past: Array) -> Array:
    return np.repeat(past[..., -1:], len(HORIZONS), axis=-1)


def _last_growth(past: Array) -> Array:
    growth = estimate_yearly_growth(past, 1, by_level=False)[0]
    untold = np.isnan(growth)
    future = _at_horizons(np.nan_to_num(past[..., -1]), np.where(untold, 0.0, growth))
    return np.where(untold[..., np.newaxis], np.nan, future)


_NAIVE: Mapping[str, Callable[[Array], Array]] = {LAST_VALUE: _last_value, LAST_GROWTH: _last_growth}


def _project_naive(method: Method, past: Array, *, seed: int, draws: int) -> Forecast:
    """The naive forecast, plus or minus one of its own errors of the past; nobody is left rather than fewer."""
    central = _NAIVE[method.name](past)
    drawn = np.full((draws, *central.shape), np.nan)
    for place, horizon in enumerate(HORIZONS):
        errors = _own_errors(method, past, place)
        if len(errors) < FEWEST_ERRORS:
            continue
        rng = stream(seed, f"backtest_errors.{horizon}")
        chosen = np.stack(errors)[rng.integers(0, len(errors), size=draws)]
        sign = 2.0 * rng.integers(0, 2, size=(draws, 1, 1)) - 1.0
        drawn[..., place] = np.maximum(central[..., place] + sign * chosen, 0.0)
    return Forecast(with_totals(central), with_totals(drawn), NO_GROWTH, FEW_ERRORS)


def _own_errors(method: Method, past: Array, place: int) -> list[Array]:
    """What was observed less what the method would have said, in stock, shape (area, level), from every day before.

    A day on which it could not speak of every cell gives no error: all cells take theirs from the same day.
    """
    last = past.shape[-1] - 1 - HORIZONS[place]
    errors = [
        past[..., at + HORIZONS[place]] - _NAIVE[method.name](past[..., : at + 1])[..., place]
        for at in range(method.base_years, last + 1)
    ]
    return [error for error in errors if not np.isnan(error).any()]
