"""Rates estimated from made-up records cover the true ones as often as they claim, on average over cells and seeds."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from cadreworks.problems import ProblemList
from cadreworks.progress import no_progress
from cadreworks.rates import estimate_rates, read_flows
from cadreworks.records.dates import MONTH, Asked, choose_days
from cadreworks.records.engine import duck_engine
from cadreworks.records.extract import Extract, open_records
from cadreworks.records.flows import count_flows, write_flows
from cadreworks.records.states import Cells
from cadreworks.records.synthetic import Request, write_extract

SEEDS = 50
NOMINAL = 0.95
RATES = {"leaving": ("area", "level", "age_band"), "promotion": ("area", "level"), "area_move": ("area", "level")}
"""What the true rates are told by: whom leaving takes depends on age, so a cell of all ages has no one true rate."""


def estimated_and_true(folder: Path, seed: int) -> list[tuple[str, float, float, float]]:
    """(rate, low, high, truth) of every cell that was estimated, for one seed."""
    write_extract(folder / "S", Request(3_000, 5, seed, every="month", calibrated=True), no_progress)
    with (folder / "S" / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {
            (row["rate"], row["area"], row["level"], row["age_band"]): float(row["value"] or 0)
            for row in csv.DictReader(stream)
        }
    found = []
    with duck_engine() as engine:
        store = open_records(engine, Extract(str(folder / "S")))
        days = choose_days(store, Asked(MONTH), ProblemList(), accept=frozenset()).days
        for by in sorted(set(RATES.values())):
            write_flows(count_flows(engine, store, Cells(by), days), store, folder / "F.csv", choices={})
            for rate in estimate_rates(read_flows(folder / "F.csv")):
                name = rate.rate.value
                true = truth.get((name, *rate.cell, *("all",) * (3 - len(by))), 0)
                # what cannot happen at all has no interval that could cover it
                if RATES.get(name) == by and true > 0 and rate.low is not None and rate.high is not None:
                    found.append((name, rate.low, rate.high, true))
    return found


@pytest.mark.full
def test_intervals_cover_the_truth_as_often_as_they_say(tmp_path):
    covered: dict[str, list[bool]] = defaultdict(list)
    for seed in range(SEEDS):
        for name, low, high, true in estimated_and_true(tmp_path / str(seed), seed):
            covered[name].append(low <= true <= high)
    for name in RATES:
        share = sum(covered[name]) / len(covered[name])
        assert len(covered[name]) > 15 * SEEDS, name
        # cells of one seed share their parents; the error of the share is somewhat more than the binomial's
        assert share == pytest.approx(NOMINAL, abs=0.03), (name, share)
