"""What would a cohort projection have said on a past day? Tallies of the record -> its forecast from that day on.

The tallies are cut at the day, so that nothing later is seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array, with_totals
from cadreworks.problems import InputProblems
from cadreworks.supply.backtest.judge import Forecaster
from cadreworks.supply.backtest.methods import FARTHEST, NO_SNAPSHOT, Forecast
from cadreworks.supply.backtest.stock_history import StockHistory
from cadreworks.supply.cohort import COUNT, RATIO, Tallies, estimate_cohort, project_cohort
from cadreworks.supply.cohort.population import FEWEST_YEARS
from cadreworks.supply.method import COHORT
from cadreworks.supply.track_record import COHORT_RATIO, HORIZONS, Method

NAMES = {COUNT: COHORT, RATIO: COHORT_RATIO}
"""What the method is called with either basis of recruitment."""
_BASES = {name: basis for basis, name in NAMES.items()}
COHORT_METHODS = tuple(Method(name, years) for name in NAMES.values() for years in (2, 3, 5, 10))


@dataclass(frozen=True)
class CohortHistory:
    """The record as cohorts see it, in one measure, headcount or wte."""

    tallies: Tallies
    measure: str

    @property
    def stock(self) -> StockHistory:
        """The stock on each day of the tallies."""
        counted = self.tallies.wte if self.measure == "wte" else self.tallies.people.sum(axis=(2, 3)).astype(np.float64)
        days = len(self.tallies.days)
        by_cell = counted.reshape(days, len(self.tallies.areas), len(self.tallies.levels))
        return StockHistory(
            self.tallies.areas, self.tallies.levels, self.tallies.days, np.moveaxis(by_cell, 0, -1), self.measure
        )

    def forecasters(
        self, history: StockHistory, methods: Iterable[Method], *, seed: int, draws: int
    ) -> dict[Method, Forecaster]:
        """Each method with what it says from a day of `history`, by the areas and levels of `history`."""

        def of(method: Method) -> Forecaster:
            return lambda origin: self._forecast(history, method, origin, seed=seed, draws=draws)

        return {method: of(method) for method in methods}

    def _forecast(self, history: StockHistory, method: Method, origin: int, *, seed: int, draws: int) -> Forecast:
        day = history.days[origin]
        held = self.tallies.days.index(day) if day in self.tallies.days else -1
        why_not = _why_not(method, held)
        if not why_not:
            try:
                cohort = estimate_cohort(self.tallies.ending(held, method.base_years))
            except InputProblems as error:
                why_not = "; ".join(problem.what for problem in error.problems)
        if why_not:
            shape = (len(history.areas) + 1, len(history.levels) + 1, len(HORIZONS))
            return Forecast(np.full(shape, np.nan), None, why_not)
        projected = project_cohort(cohort, FARTHEST, draws=draws, seed=seed, recruitment=_BASES[method.name])
        wte = self.measure == "wte"
        central = (projected.wte if wte else projected.headcount).central
        drawn = projected.wte_draws if wte else projected.headcount_draws
        return Forecast(with_totals(self._as(history, central)), with_totals(self._as(history, drawn)))

    def _as(self, history: StockHistory, values: Array) -> Array:
        """Projected stock (..., area, level, year) at the horizons, by the areas and levels of a history."""
        area = [self.tallies.areas.index(name) for name in history.areas]
        level = [self.tallies.levels.index(name) for name in history.levels]
        found: Array = values[..., area, :, :][..., level, :][..., list(HORIZONS)]
        return found


def _why_not(method: Method, held: int) -> str:
    """Why the record cannot support a method on the day behind which it holds so many years, or nothing."""
    if held < 0:
        return NO_SNAPSHOT
    if method.base_years < FEWEST_YEARS:
        return f"{method.base_years} base years are asked for, and it takes {FEWEST_YEARS} to see how years differ"
    if method.base_years > held:
        return f"{method.base_years} base years are asked for, and the record holds {held} before the origin"
    return ""
