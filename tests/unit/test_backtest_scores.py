"""The back-test: it judges what is published, says what it cannot, and its scores are what they are called."""

from __future__ import annotations

import csv
import json
import stat
from datetime import date
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pytest
from click.testing import CliRunner
from scipy import stats

from cadreworks.assumptions import Assumption, Register
from cadreworks.cli.records.backtest import command
from cadreworks.periods import FinancialYear, Horizon
from cadreworks.problems import InputProblems, UsageFault
from cadreworks.progress import no_progress
from cadreworks.records.synthetic import Request, write_extract
from cadreworks.supply import BASE_YEARS as BASE_YEARS_SPEC
from cadreworks.supply import GrowthHistory, draw_growth, estimate_growth, project_supply
from cadreworks.supply.backtest import HORIZONS, METHODS, Judged, Method, StockHistory, compare_methods
from cadreworks.supply.backtest.methods import BASE_YEARS, FEW_ERRORS, NO_GROWTH, NO_SNAPSHOT, ONE_YEAR, project_method
from cadreworks.supply.backtest.scores import estimate_crps
from cadreworks.supply.backtest.summary import NO_DAYS
from cadreworks.supply.track_record import CELLS, WORKFORCE
from cadreworks.vocabulary import LEVEL_IDS
from stock_tables import drawn_history, judged_rows, pick_rows, pick_scores

TWELVE_YEARS = Request(people=6_000, years=12, seed=5, every="year", calibrated=True)
FEW = Request(people=300, years=5, seed=6, every="year")


@pytest.fixture(scope="module")
def extract(tmp_path_factory) -> Path:
    """Twelve years of made-up staff whose areas grow by a constant true rate."""
    folder = tmp_path_factory.mktemp("backtest") / "extract"
    write_extract(folder, TWELVE_YEARS, no_progress)
    return folder


@pytest.fixture(scope="module")
def few(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("backtest") / "few"
    write_extract(folder, FEW, no_progress)
    return folder


@pytest.fixture(scope="module")
def first_run(few, tmp_path_factory) -> tuple[Path, str]:
    """The file of a back-test and what the command said, to be read and never changed."""
    out = tmp_path_factory.mktemp("backtest") / "B.csv"
    return out, run(few, "--out", out, "--draws", 50)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(*arguments: object) -> str:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_forecast_is_the_one_that_the_product_publishes():
    """Central figure and every draw, from the same growth, the same seed and the same register."""
    rng = np.random.default_rng(4)
    past = rng.uniform(50, 200, size=(2, len(LEVEL_IDS), 1)) * rng.uniform(0.9, 1.2, size=(2, len(LEVEL_IDS), 6))
    area = past.sum(axis=1)
    growth = np.repeat(((area[:, 1:] - area[:, :-1]) / area[:, :-1]).T[:, :, np.newaxis], len(LEVEL_IDS), axis=2)
    years = tuple(FinancialYear(2015 + year) for year in range(5))
    history = GrowthHistory(("clinical_coding", "ict"), years, growth, frozenset())
    of_base_years = Assumption(BASE_YEARS_SPEC.id, 3.0, "years", 3.0, 3.0, "", "", "")
    register = Register.of([of_base_years, *estimate_growth(history, 3, source="", owner="")])
    published = project_supply(past[..., -1], draw_growth(register, history, 9, 50), Horizon(2020, 2025))
    forecast = project_method(Method("net_growth", 3), past, seed=9, draws=50)
    np.testing.assert_allclose(forecast.draws[:, :-1, :-1], published[..., list(HORIZONS)], rtol=1e-12)
    assert forecast.central[0, 0, 0] == pytest.approx(past[0, 0, -1] * (1 + growth[-3:, 0, 0].mean()))


def test_crps_is_the_integral_that_defines_it():
    rng = np.random.default_rng(1)
    draws, observed = rng.normal(size=(3, 40)), np.array([-0.5, 0.3, 4.0])
    grid = np.linspace(-8, 8, 400_001)
    for one, seen, crps in zip(draws, observed, estimate_crps(draws, observed, fair=False), strict=True):
        share = np.searchsorted(np.sort(one), grid, side="right") / len(one)
        integral = np.trapezoid((share - (grid >= seen)) ** 2, grid)
        assert crps == pytest.approx(integral, abs=1e-4)


def test_fair_crps_does_not_depend_on_how_many_draws_there_are():
    """Of a normal forecast it has a closed form; the mean over many samples of five draws comes to it."""
    observed = 0.7
    normal = stats.norm
    exact = observed * (2 * normal.cdf(observed) - 1) + 2 * normal.pdf(observed) - 1 / np.sqrt(np.pi)
    draws = np.random.default_rng(2).normal(size=(40_000, 5))
    seen = np.full(len(draws), observed)
    assert estimate_crps(draws, seen).mean() == pytest.approx(exact, abs=0.01)
    assert estimate_crps(draws, seen, fair=False).mean() > exact + 0.1


def test_crps_without_spread_is_the_absolute_error_and_one_draw_has_none():
    assert estimate_crps(np.full((1, 3), 5.0), np.array([7.0])) == pytest.approx([2.0])
    with pytest.raises(ValueError, match="at least two"):
        estimate_crps(np.zeros((1, 1)), np.zeros(1))


def covered(method: Method, history: np.ndarray, *, place: int, first: int) -> tuple[float, float]:
    """How often the 80% and the 95% interval hold what came, for one cell, from the origin `first` on."""
    inside = []
    for origin in range(first, history.shape[-1] - HORIZONS[place]):
        forecast = project_method(method, history[..., : origin + 1], seed=origin, draws=400)
        low, least, most, high = np.quantile(forecast.draws[:, 0, 0, place], [0.025, 0.1, 0.9, 0.975])
        came = history[0, 0, origin + HORIZONS[place]]
        inside.append((least <= came <= most, low <= came <= high))
    share = np.mean(inside, axis=0)
    return float(share[0]), float(share[1])


def test_an_interval_that_is_right_covers_what_it_says():
    """A walk without drift is what last_value believes; its own errors then give the right interval."""
    walk = 1000 + np.cumsum(np.random.default_rng(3).normal(size=300)).reshape(1, 1, -1)
    in_80, in_95 = covered(Method("last_value", 0), walk, place=0, first=40)
    assert in_80 == pytest.approx(0.80, abs=0.06)
    assert in_95 == pytest.approx(0.95, abs=0.03)


def test_the_published_interval_leaves_out_chance_and_the_predictive_one_does_not():
    """Growth of each year is drawn anew: doubt about its mean alone covers far too little of what comes."""
    growth = np.random.default_rng(6).normal(0.01, 0.02, size=400)
    stock = 1000 * np.cumprod(1 + growth).reshape(1, 1, -1)
    published, _ = covered(Method("net_growth", 10), stock, place=0, first=10)
    predictive, _ = covered(Method("net_growth_predictive", 10), stock, place=0, first=10)
    assert published < 0.5
    assert predictive == pytest.approx(0.80, abs=0.06)


@pytest.mark.slow
def test_where_true_growth_is_constant_net_growth_beats_the_last_value(extract, tmp_path):
    run(extract, "--out", tmp_path / "B.csv", "--draws", 200)
    scores = [row for row in rows_of(tmp_path / "B.summary.csv") if row["over"] in (CELLS, "areas", WORKFORCE)]
    for row in scores:
        if row["method"] == "net_growth" and row["base_years"] in ("3", "5") and row["horizon"] in ("3", "5"):
            assert float(row["wape"]) < 0.8 * float(row["wape_of_last_value"]), row
    by_years = [
        float(row["wape"])
        for years in ("1", "3", "10")
        for row in scores
        if (row["method"], row["base_years"], row["horizon"], row["over"]) == ("net_growth", years, "1", CELLS)
    ]
    assert by_years == sorted(by_years, reverse=True)


def test_more_base_years_than_the_record_holds_are_not_estimated_and_not_filled_in():
    rows = judged_rows(
        drawn_history("""
            area | 2010 | 2011 | 2012 | 2013
            ict  | 100  | 105  | 112  | 118
        """)
    )
    for years in BASE_YEARS:
        wanted = {"method": "net_growth", "base_years": years, "horizon": 1, "area": "ict", "level": "support"}
        for row in pick_rows(rows, "origin status reason mean p025 p975 crps", **wanted):
            held = int(str(row["origin"])) - 2010
            if years > held:
                said = f"{years} base years are asked for, and the record holds {held} before the origin"
                assert (row["status"], row["reason"]) == ("not_estimated", said)
                assert {row[name] for name in ("mean", "p025", "p975", "crps")} == {""}
            else:
                assert row["status"] == "estimated"
    scores = compare_methods(rows)
    wanted = {"method": "net_growth", "base_years": 10, "over": CELLS}
    assert [row["not_estimated"] for row in pick_scores(scores, "not_estimated", **wanted)] == [3, 1, 0]
    reasons = [row["reason"] for row in pick_scores(scores, "reason", **wanted)]
    assert reasons[0] == "10 base years are asked for, and the record holds 2 before the origin"
    assert reasons[2] == NO_DAYS
    assert {row["wape"] for row in pick_scores(scores, "wape", **wanted)} == {""}


def test_of_one_year_or_one_error_no_interval_is_made():
    rows = judged_rows(
        drawn_history("""
            area | 2010 | 2011 | 2012 | 2013
            ict  | 100  | 105  | 112  | 118
        """)
    )
    wanted = {"horizon": 1, "area": "ict", "level": "support"}
    for row in pick_rows(rows, "status reason p025 p975", method="net_growth", base_years=1, origin=2012, **wanted):
        assert row == {"status": "estimated", "reason": ONE_YEAR, "p025": "", "p975": ""}
    reasons = [row["reason"] for row in pick_rows(rows, "reason", method="last_value", **wanted)]
    assert reasons == [FEW_ERRORS, FEW_ERRORS, ""]


def test_the_naive_interval_is_its_own_past_errors_with_either_sign():
    """Up to 2013 the stock rose by 10, 20 and 30: from 160 on it may lie that much above or below."""
    rows = judged_rows(
        drawn_history("""
            area | 2010 | 2011 | 2012 | 2013 | 2014
            ict  | 100  | 110  | 130  | 160  | 200
        """)
    )
    of_2013 = [row for row in rows if (row.method.name, row.origin.year) == ("last_value", 2013)]
    (row,) = (row for row in of_2013 if (row.area, row.level) == ("ict", "support"))
    assert row.mean == 160
    assert row.quantiles == pytest.approx((130, 130, 190, 190))
    assert row.crps == pytest.approx(40 - 440 / 36, abs=1.0)


def test_growth_from_nothing_is_not_told_and_a_total_lacks_what_its_part_lacks():
    rows = judged_rows(
        drawn_history("""
            area            | 2010 | 2011 | 2012 | 2013
            ict             | 100  | 105  | 112  | 118
            clinical_coding | 0    | 10   | 11   | 12
        """)
    )
    wanted = {"method": "net_growth", "base_years": 2, "origin": 2012, "horizon": 1, "level": "all"}
    found = {row.pop("area"): row for row in pick_rows(rows, "area status reason", **wanted)}
    untold = {"status": "not_estimated", "reason": NO_GROWTH}
    assert found == {"ict": {"status": "estimated", "reason": ""}, "clinical_coding": untold, "all": untold}


def test_who_is_empty_at_the_origin_stays_so_and_judges_nothing():
    rows = judged_rows(
        drawn_history("""
            area            | 2010 | 2011 | 2012 | 2013
            ict             | 100  | 105  | 112  | 118
            clinical_coding | 10   | 0    | 0    | 0
        """)
    )
    wanted = {"method": "net_growth", "base_years": 1, "horizon": 1}
    assert pick_rows(rows, "mean status", origin=2012, area="clinical_coding", level="support", **wanted) == [
        {"mean": 0.0, "status": "estimated"}
    ]
    scores = compare_methods(rows)
    assert pick_scores(scores, "cells empty not_estimated", over=CELLS, **wanted) == [
        {"cells": 2, "empty": 2, "not_estimated": 2}
    ]


def test_a_missing_snapshot_is_bridged_by_no_method():
    rows = judged_rows(
        drawn_history("""
            area | 2010 | 2011 | 2012 | 2013 | 2014 | 2015
            ict  | 100  | 105  | -    | 115  | 120  | 126
        """)
    )
    assert {row.origin.year for row in rows} == {2010, 2011, 2013, 2014}
    assert {(row.origin.year, row.horizon) for row in rows if row.origin.year < 2013} == {
        (2010, 1),
        (2010, 3),
        (2010, 5),
        (2011, 3),
    }
    wanted = {"origin": 2014, "area": "ict", "level": "support", "method": "net_growth"}
    assert pick_rows(rows, "base_years status reason", **wanted)[:2] == [
        {"base_years": 1, "status": "estimated", "reason": ONE_YEAR},
        {"base_years": 2, "status": "not_estimated", "reason": NO_SNAPSHOT},
    ]


def test_coverage_is_the_share_of_rows_within_their_own_interval():
    """Of 80 per cent from p10 to p90, of 95 per cent from p025 to p975; the ends count as within."""
    quantiles = (10.0, 20.0, 30.0, 40.0)
    rows = [
        Judged(
            *(METHODS[0], date(2010, 3, 31), 1, "ict", "support"),
            stock_at_origin=25.0,
            observed=observed,
            mean=25.0,
            quantiles=quantiles,
            crps=1.0,
            reason="",
        )
        for observed in (5.0, 10.0, 15.0, 20.0, 29.0, 35.0, 41.0, 50.0)
    ]
    wanted = {"method": "last_value", "horizon": 1, "over": CELLS}
    assert pick_scores(compare_methods(rows), "coverage_80 coverage_95 with_interval", **wanted) == [
        {"coverage_80": 2 / 8, "coverage_95": 5 / 8, "with_interval": 8}
    ]


def test_a_history_has_one_number_for_each_cell_and_year():
    with pytest.raises(ValueError, match="not one number"):
        StockHistory(("ict",), ("support",), (date(2020, 3, 31),), np.zeros((1, 1, 2)), "wte")


def test_the_files_are_working_files_and_the_scores_are_printed(first_run):
    out, said = first_run
    assert "5 years ahead, by area and level" in said
    assert "it is no interval for the count observed" in said
    for path in (out, out.with_name("B.summary.csv")):
        manifest = json.loads(path.with_name(f"{path.name}.manifest.json").read_text(encoding="utf-8"))
        assert manifest["publication"] == "not for publication"
        assert manifest["choices"] | {"measure": "wte", "seed": 1, "draws": 50, "at": "03-31"} == manifest["choices"]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert {row["publication"] for row in rows_of(path)} == {"not for publication"}
    assert ",".join(rows_of(out)[0]).startswith(
        "method,base_years,origin,horizon,area,level,observed,mean,p025,p10,p90,p975,status,reason"
    )
    methods = {(row["method"], int(row["base_years"])) for row in rows_of(out)}
    assert methods == {(method.name, method.base_years) for method in METHODS}


def test_the_same_records_give_the_same_bytes_and_json_says_the_same(few, tmp_path):
    once, again = tmp_path / "once.csv", tmp_path / "again.csv"
    options = ("--draws", 50, "--measure", "headcount")
    run(few, "--out", once, *options)
    said = json.loads(run(few, "--out", again, *options, "--json"))
    assert once.read_bytes() == again.read_bytes()
    assert (tmp_path / "once.summary.csv").read_bytes() == (tmp_path / "again.summary.csv").read_bytes()
    assert said["forecasts"] == len(rows_of(once))
    assert len(said["scores"]) == len(rows_of(tmp_path / "once.summary.csv"))
    assert all(float(row["observed"]).is_integer() for row in rows_of(once))


def test_another_seed_moves_intervals_and_no_central_figure(few, first_run, tmp_path):
    run(few, "--out", tmp_path / "2.csv", "--draws", 50, "--seed", 2)
    first, second = rows_of(first_run[0]), rows_of(tmp_path / "2.csv")
    assert [row["mean"] for row in first] == [row["mean"] for row in second]
    assert [row["p10"] for row in first] != [row["p10"] for row in second]


def test_stock_stands_in_the_file_as_it_was_counted(first_run):
    """The stock of each origin is what was observed a year after the one before."""
    cell = [
        (row["origin"], row["stock_at_origin"], row["observed"])
        for row in rows_of(first_run[0])
        if (row["method"], row["horizon"], row["area"], row["level"]) == ("last_value", "1", "ict", "all")
    ]
    assert len(cell) == FEW.years
    assert all(earlier[2] == later[1] for earlier, later in pairwise(cell))
    whole = [row for row in rows_of(first_run[0]) if row["method"] == "last_value" and row["area"] == row["level"]]
    assert all(0.5 * FEW.people < float(row["observed"]) < FEW.people for row in whole)


def test_a_day_that_is_none_is_refused(few, tmp_path):
    with pytest.raises(UsageFault, match="not a day of the year"):
        run(few, "--out", tmp_path / "B.csv", "--at", "31 March")


def test_chance_from_year_to_year_widens_the_interval_and_leaves_the_centre():
    past = np.array([[[100.0, 110.0, 115.0, 130.0]]])
    published = project_method(Method("net_growth", 3), past, seed=1, draws=200)
    predictive = project_method(Method("net_growth_predictive", 3), past, seed=1, draws=200)
    np.testing.assert_array_equal(published.central, predictive.central)
    assert predictive.draws[..., 0].std() > 1.5 * published.draws[..., 0].std()


def test_an_accepted_gap_between_snapshots_is_no_year(few, tmp_path):
    """Without its snapshot of 2017 the record has no origin there, and no growth of the two years around it."""
    gappy = tmp_path / "gappy.parquet"
    duckdb.sql(f"COPY (FROM '{few}/extract.parquet' WHERE as_at <> DATE '2017-03-31') TO '{gappy}' (FORMAT parquet)")
    with pytest.raises(InputProblems, match="missing_snapshot"):
        run(gappy, "--out", tmp_path / "B.csv")
    said = run(gappy, "--out", tmp_path / "B.csv", "--accept", "missing_snapshot", "--draws", 20)
    assert "Accepted: missing_snapshot, 1 intervals." in said
    rows = rows_of(tmp_path / "B.csv")
    assert {row["origin"][:4] for row in rows} == {"2015", "2016", "2018", "2019"}
    last_growth = {row["origin"][:4]: row["reason"] for row in rows if row["method"] == "last_growth"}
    assert last_growth["2018"] == NO_SNAPSHOT
