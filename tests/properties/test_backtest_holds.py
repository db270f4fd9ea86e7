"""Whatever the history, intervals are in order, no method sees the future, and the order of rows leaves no trace."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cadreworks.problems import InputProblems, ProblemList
from cadreworks.records.dates import Asked, choose_days
from cadreworks.records.engine import duck_engine
from cadreworks.records.extract import Extract, open_records
from cadreworks.supply.backtest import HORIZONS, METHODS, Judged, StockHistory, compare_methods, count_stock
from cadreworks.supply.backtest.scores import estimate_crps
from stock_tables import judged_rows

pytestmark = pytest.mark.slow

AREAS, LEVELS = ("clinical_coding", "ict"), ("support", "professional")
STOCK = st.one_of(st.just(0.0), st.integers(1, 10**6).map(lambda wte: wte / 1000))


def stocks(years: int) -> st.SearchStrategy[np.ndarray]:
    return arrays.arrays(np.float64, (2, 2, years), elements=STOCK)


def history_of(stock: np.ndarray) -> StockHistory:
    days = tuple(date(2000 + year, 3, 31) for year in range(stock.shape[-1]))
    return StockHistory(AREAS, LEVELS, days, stock, "wte")


def forecasts(rows: list[Judged], until: int) -> dict[tuple, tuple]:
    """What was said on each origin up to `until`, by everything that names it."""
    return {
        (row.method, row.origin, row.horizon, row.area, row.level): (row.mean, row.quantiles, row.reason)
        for row in rows
        if row.origin.year <= until
    }


@settings(max_examples=15)
@given(st.integers(2, 8).flatmap(stocks))
def test_intervals_are_in_order_and_nobody_is_fewer_than_nobody(stock):
    rows = judged_rows(history_of(stock), draws=30)
    for row in rows:
        assert (row.mean is None) == (row.status == "not_estimated")
        assert row.mean is None or row.mean >= 0
        assert (row.quantiles is None) == (row.crps is None)
        assert (row.quantiles is None) == bool(row.reason)
        if row.quantiles is not None:
            assert row.mean is not None
            assert row.quantiles[0] >= 0
            assert list(row.quantiles) == sorted(row.quantiles)


@settings(max_examples=15)
@given(stocks(8), st.data())
def test_no_origin_sees_the_future(stock, data):
    """Whatever comes after an origin, what was said on it and before stays as it was."""
    cut = data.draw(st.integers(0, 6))
    changed = stock.copy()
    changed[..., cut + 1 :] = data.draw(arrays.arrays(np.float64, (2, 2, 7 - cut), elements=STOCK))
    before, after = (forecasts(judged_rows(history_of(one), draws=20), 2000 + cut) for one in (stock, changed))
    shared = before.keys() & after.keys()
    assert shared or not stock.any() or not changed.any()
    assert {key: before[key] for key in shared} == {key: after[key] for key in shared}


@settings(max_examples=15)
@given(stocks(7), st.permutations(range(2)))
def test_the_order_of_areas_moves_no_area(stock, order):
    """Years are drawn for all areas at once, so an area has the same forecast wherever it stands."""
    rows = judged_rows(history_of(stock), draws=20)
    moved = StockHistory(
        tuple(AREAS[place] for place in order), LEVELS, history_of(stock).days, stock[list(order)], "wte"
    )
    single = {key: said for key, said in forecasts(rows, 2010).items() if key[3] != "all"}
    assert single == {
        key: said for key, said in forecasts(judged_rows(moved, draws=20), 2010).items() if key[3] != "all"
    }


@settings(max_examples=15)
@given(stocks(7))
def test_every_row_is_counted_once_in_the_scores(stock):
    rows = judged_rows(history_of(stock), draws=10)
    scores = compare_methods(rows)
    assert sum(score.cells + score.not_estimated + score.empty for score in scores) == len(rows)
    assert len(scores) == 4 * len(METHODS) * len(HORIZONS)
    for score in scores:
        for share in (score.coverage_80, score.coverage_95):
            assert share is None or 0 <= share <= 1
        if score.coverage_80 is not None and score.coverage_95 is not None:
            assert score.coverage_80 <= score.coverage_95


@given(arrays.arrays(np.float64, (2, 12), elements=st.floats(-1e4, 1e4)), st.floats(-1e4, 1e4))
def test_crps_is_no_worse_than_the_mean_error_and_never_below_nothing(draws, observed):
    seen = np.full(2, observed)
    exact, fair = (estimate_crps(draws, seen, fair=fair) for fair in (False, True))
    assert (exact >= -1e-9).all()
    assert (fair <= exact + 1e-9).all()
    assert (exact <= np.abs(draws - observed).mean(axis=1) + 1e-9).all()


@st.composite
def extracts(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """A few people over a few years, in and out and from cell to cell; somebody is there every year."""
    last = 2010 + draw(st.integers(3, 6))
    rows = [("p0", f"{year}-03-31", "X", "ict", "support", "1") for year in range(2010, last + 1)]
    for person in range(1, draw(st.integers(2, 6))):
        for year in range(2010, last + 1):
            if draw(st.booleans()):
                place = draw(st.sampled_from(AREAS)), draw(st.sampled_from(LEVELS))
                rows.append((f"p{person}", f"{year}-03-31", "X", *place, draw(st.sampled_from(["0.6", "1"]))))
    return rows


def judged_extract(rows: list[tuple[str, ...]], folder: Path) -> list[Judged]:
    path = folder / "extract.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["person_id", "as_at", "organisation", "area_of_work", "level", "wte"])
        writer.writerows(rows)
    with duck_engine() as engine:
        store = open_records(engine, Extract(str(path)))
        problems = ProblemList()
        days = choose_days(store, Asked(), problems, accept=frozenset())
        problems.stop_if_any()
        return judged_rows(count_stock(engine, store, days.days, measure="wte"), draws=20)


@pytest.fixture(scope="module")
def judge(tmp_path_factory) -> Callable[[list[tuple[str, ...]]], list[Judged]]:
    return lambda rows: judged_extract(rows, tmp_path_factory.mktemp("extract"))


@pytest.mark.slow
@settings(max_examples=8)
@given(rows=extracts(), data=st.data())
def test_the_order_of_rows_has_no_effect(judge, rows, data):
    assert judge(data.draw(st.permutations(rows))) == judge(rows)


@pytest.mark.slow
@settings(max_examples=8)
@given(rows=extracts())
def test_a_record_that_ends_earlier_says_the_same_of_what_it_holds(judge, rows):
    """Cut the extract after 2012: every forecast that is left, and what was observed, is as in the whole record."""
    whole = {(row.method, row.origin, row.horizon, row.area, row.level): row for row in judge(rows)}
    for row in judge([row for row in rows if row[1] <= "2012-03-31"]):
        assert row == whole[row.method, row.origin, row.horizon, row.area, row.level]


@pytest.mark.slow
@settings(max_examples=10)
@given(rows=extracts())
def test_stock_is_the_wte_of_those_who_stand_in_the_extract(judge, rows):
    counted: dict[tuple[str, str, str], float] = {}
    for _, day, _, area, level, wte in rows:
        counted[day, area, level] = counted.get((day, area, level), 0.0) + float(wte)
    for row in judge(rows):
        if "all" not in (row.area, row.level):
            assert row.stock_at_origin == pytest.approx(counted.get((row.origin.isoformat(), row.area, row.level), 0.0))


def test_a_record_of_one_day_is_a_problem(judge):
    with pytest.raises(InputProblems, match="one day only"):
        judge([("p0", "2010-03-31", "X", "ict", "support", "1")])
