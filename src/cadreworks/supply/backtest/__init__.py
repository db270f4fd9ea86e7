"""Back-test: had the methods of supply been used in the past, how near would they have come?

Spells -> stock by area, level and year -> forecasts from every past day on -> what was observed beside them, and
scores by method and horizon. Source: design of the method, Supply 6.
"""

from cadreworks.supply.backtest.judge import Judged, compare_with_record
from cadreworks.supply.backtest.methods import HORIZONS, INTERVALS, METHODS, Method
from cadreworks.supply.backtest.stock_history import StockHistory, count_stock
from cadreworks.supply.backtest.summary import Score, compare_methods
from cadreworks.supply.backtest.write import summary_of, write_backtest

__all__ = [
    "HORIZONS",
    "INTERVALS",
    "METHODS",
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
