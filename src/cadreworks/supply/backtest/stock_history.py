"""How many were in post each year? Spells -> stock by area, level and year, on the same day of every year.

A year for which the record has no snapshot holds no number; it is never filled in from its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cadreworks.bands import Array
from cadreworks.records.dates import shift_years
from cadreworks.records.engine import DuckEngine
from cadreworks.records.flows import MEASURES, Flows, count_flows
from cadreworks.records.schema import MICRO
from cadreworks.records.states import Cells
from cadreworks.records.store import Store


@dataclass(frozen=True)
class StockHistory:
    """Stock in one measure (headcount or wte), shape (area, level, year); not a number where a snapshot is missing.

    days: the day of stock of each year, the years following each other
    """

    areas: tuple[str, ...]
    levels: tuple[str, ...]
    days: tuple[date, ...]
    stock: Array
    measure: str

    def __post_init__(self) -> None:
        if self.stock.shape != (len(self.areas), len(self.levels), len(self.days)):
            raise ValueError(f"the stock has shape {self.stock.shape}, not one number a cell and year")


def count_stock(engine: DuckEngine, store: Store, days: Sequence[date], *, measure: str) -> StockHistory:
    """The stock of the spells in the table `spells` on `days`, two or more, at most one in a year."""
    flows = count_flows(engine, store, Cells(("area", "level")), days)
    areas = tuple(dict.fromkeys(area for area, _ in flows.cells))
    seen = {level for _, level in flows.cells}
    levels = (*(level for level in store.lists.levels if level in seen), *sorted(seen - set(store.lists.levels)))
    by_year = {day.year: day for day in days}
    years = range(days[0].year, days[-1].year + 1)
    stock = np.zeros((len(areas), len(levels), len(years)))
    stock[..., [place for place, year in enumerate(years) if year not in by_year]] = np.nan
    counted = _stock_of(flows, measure)
    for place, (area, level) in enumerate(flows.cells):
        for at, day in enumerate(days):
            stock[areas.index(area), levels.index(level), day.year - years[0]] = counted[place, at]
    every_day = tuple(by_year.get(year, shift_years(days[0], year - years[0])) for year in years)
    return StockHistory(areas, levels, every_day, stock, measure)


def _stock_of(flows: Flows, measure: str) -> Array:
    """Stock by cell and day: the opening of each interval, and the closing of the last."""
    kind = MEASURES.index(measure)
    opening, closing = flows.counts["opening"][kind], flows.counts["closing"][kind]
    counted = np.concatenate([opening, closing[:, -1:]], axis=1).astype(np.float64)
    return counted / MICRO if measure == "wte" else counted
