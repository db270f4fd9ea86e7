"""Back-test: had the methods of supply been used in the past, how near would they have come?

Spells -> stock by area, level and year -> forecasts from every past day on -> what was observed beside them, and
scores by method and horizon. Source: design of the method, Supply 6.
"""

from cadreworks.supply.backtest.cohorts import CohortHistory
from cadreworks.supply.backtest.judge import Forecaster, Judged, compare_with_record
from cadreworks.supply.backtest.methods import INTERVALS, METHODS
from cadreworks.supply.backtest.stock_history import StockHistory, count_stock
from cadreworks.supply.backtest.summary import compare_methods
from cadreworks.supply.backtest.write import summary_of, write_backtest
from cadreworks.supply.track_record import HORIZONS, Method, Score

__all__ = [
    "HORIZONS",
    "INTERVALS",
    "METHODS",
    "CohortHistory",
    "Forecaster",
    "Judged",
    "Method",
    "Score",
    "StockHistory",
    "compare_methods",
    "compare_with_record",
    "count_stock",
    "summary_of",
    "write_backtest",
]
