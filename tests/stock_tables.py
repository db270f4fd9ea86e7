"""Histories of stock drawn as tables, and the rows of a back-test cut down to what a test asks about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from cadreworks.supply.backtest import Judged, Score, StockHistory, compare_with_record
from cadreworks.supply.backtest.write import QUANTILE_COLUMNS
from cadreworks.supply.track_record import score_row
from text_tables import parse

DRAWS = 400


def drawn_history(drawn: str) -> StockHistory:
    """Stock at 31 March: area, level (support where there is no such column), then a column a year; - is missing."""
    rows = parse(drawn)
    years = [int(name) for name in rows[0] if name not in ("area", "level")]
    areas = tuple(dict.fromkeys(row["area"] for row in rows))
    levels = tuple(dict.fromkeys(row.get("level", "support") for row in rows))
    stock = np.zeros((len(areas), len(levels), len(years)))
    for row in rows:
        cell = areas.index(row["area"]), levels.index(row.get("level", "support"))
        stock[cell] = [np.nan if row[str(year)] == "-" else float(row[str(year)]) for year in years]
    return StockHistory(areas, levels, tuple(date(year, 3, 31) for year in years), stock, "wte")


def judged_rows(history: StockHistory, *, seed: int = 1, draws: int = DRAWS) -> list[Judged]:
    return list(compare_with_record(history, seed=seed, draws=draws))


def pick_rows(rows: Sequence[Judged], columns: str, **where: object) -> list[dict[str, object]]:
    """Some columns of some rows; an empty cell is empty text, and an origin is its year."""
    found = [_flat(row) for row in rows]
    return [
        {name: "" if row[name] is None else row[name] for name in columns.split()}
        for row in found
        if all(row[name] == wanted for name, wanted in where.items())
    ]


def _flat(row: Judged) -> dict[str, object]:
    names = ("horizon", "area", "level", "stock_at_origin", "observed", "mean", "crps", "status", "reason")
    flat: dict[str, object] = {name: getattr(row, name) for name in names}
    quantiles = row.quantiles or (None,) * len(QUANTILE_COLUMNS)
    flat |= {"method": row.method.name, "base_years": row.method.base_years, "origin": row.origin.year}
    return flat | dict(zip(QUANTILE_COLUMNS, quantiles, strict=True))


def pick_scores(scores: Sequence[Score], columns: str, **where: object) -> list[dict[str, object]]:
    """The same of scores."""
    found = [score_row(score) for score in scores]
    return [
        {name: "" if row[name] is None else row[name] for name in columns.split()}
        for row in found
        if all(row[name] == wanted for name, wanted in where.items())
    ]
