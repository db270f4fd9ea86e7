"""Reading a flows file, what is wrong with a bad one, and writing rates."""

from __future__ import annotations

import csv
import stat
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, special, stats

from cadreworks.problems import EnvironmentFault, InputProblems, UsageFault
from cadreworks.rates import Interval, estimate_rates, read_flows, write_rates
from cadreworks.rates.exposure import years_of
from cadreworks.rates.mixtures import LEAST_SHAPE, MOST_SHAPE
from cadreworks.rates.pooling import estimate_pooled
from cadreworks.tables import Measure
from flows_tables import flows_of, flows_text

AREAS = [
    {"area": "ict", "level": "support", "opening": 40, "leavers": 4, "promotions_out": 2},
    {"area": "ict", "level": "manager", "opening": 9, "leavers": 1},
    {"area": "clinical_coding", "level": "support", "opening": 12, "closing": 15, "leavers": 0, "moves_out_area": 1},
]


def problems_of(text: str | bytes, folder: Path) -> list[str]:
    path = folder / "F.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InputProblems) as raised:
        read_flows(path)
    return [str(problem) for problem in raised.value.problems]


def changed(row: int, **cells: str) -> str:
    """The text of a good file with some cells of a row put to something else."""
    lines = list(csv.reader(flows_text(AREAS, ("area", "level")).splitlines()))
    for name, value in cells.items():
        lines[row][lines[0].index(name)] = value
    return "\n".join(",".join(line) for line in lines) + "\n"


def test_a_file_is_read_with_its_columns_in_order():
    flows = flows_of(AREAS, "level", "area")
    assert flows.by == ("level", "area")
    assert flows.cells == (("support", "clinical_coding"), ("support", "ict"), ("manager", "ict"))
    assert flows.intervals == (Interval(date(2016, 3, 31), date(2017, 3, 31)),)
    support = next(row for row in flows.of(Measure.HEADCOUNT) if row.cell == ("support", "ict"))
    assert support.counts["opening"] == Decimal(40)
    assert support.remarks["publication"] == "not for publication"
    assert support.line == 2


def test_wte_is_read_without_rounding():
    flows = flows_of([{"measure": "wte", "opening": "0.123456", "stayers": "0.123456"}])
    assert flows.rows[0].counts["opening"] == Decimal("0.123456")


def test_every_bad_cell_is_listed(tmp_path):
    found = problems_of(changed(1, leavers="four", from_date="31/03/2016", opening="-1", measure="people"), tmp_path)
    assert [problem.split(":")[0] for problem in found] == [
        "F.csv, line 2, column from_date",
        "F.csv, line 2, column measure",
        "F.csv, line 2, column opening",
        "F.csv, line 2, column leavers",
    ]


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"closing": "41"}, "closing", "it is 41, but opening and the ways in"),
        ({"joiners": "7", "returners": "0"}, "joiners", "it is 7, but joiners_newly_qualified"),
        ({"leavers_under_55": "1"}, "leavers", "leavers_under_55, leavers_55_plus, leavers_age_unknown make 5"),
        ({"leavers_retirement": "1"}, "leavers", "leavers_reason_unknown make 5"),
        ({"promotions_out": "3"}, "promotions_out", "is more than moves_out_level, 2"),
        ({"stayers": "41"}, "stayers", "is more than opening, 40"),
        ({"stayers": "1.5"}, "stayers", "1.5 is not a whole number of people"),
        ({"stayers_change": "1"}, "stayers_change", "1 is not 0, as it is in headcount"),
        ({"to_date": "2016-03-31"}, "to_date", "does not end after it begins"),
        ({"opening": "4e1"}, "opening", '"4e1" is not written as a plain decimal number'),
    ],
)
def test_a_row_that_does_not_add_up_is_refused(cells, column, says, tmp_path):
    found = problems_of(changed(1, **cells), tmp_path)
    assert any(problem.startswith(f"F.csv, line 2, column {column}: ") and says in problem for problem in found), found


def test_rounding_of_wte_is_no_broken_identity(tmp_path):
    flows_of([{"measure": "wte", "opening": "10", "leavers": "1.000001", "joiners": "1", "closing": "10"}])
    text = flows_text([{"measure": "wte", "opening": "10", "leavers": "1.001", "joiners": "1", "closing": "10"}], ())
    assert "column closing: it is 10" in problems_of(text, tmp_path)[0]


def test_a_row_that_stands_twice_is_refused(tmp_path):
    assert problems_of(flows_text([AREAS[0], AREAS[0]], ("area", "level")), tmp_path) == [
        "F.csv, line 3: this row repeats line 2: the same interval, cell and measure. Keep one of the two."
    ]


def test_intervals_that_overlap_are_refused(tmp_path):
    months = {"from_date": "2016-12-31", "to_date": "2017-01-31", "opening": 3}
    assert (
        "overlap, so people would be counted twice"
        in problems_of(flows_text([{"opening": 3}, months], ()), tmp_path)[0]
    )


def test_a_cell_opens_with_what_it_closed_with(tmp_path):
    later = [{**row, "from": 2017, "opening": row.get("closing", row["opening"])} for row in AREAS]
    flows_of([*AREAS, *later], "area", "level")
    (found,) = problems_of(flows_text([*AREAS, *later[:2]], ("area", "level")), tmp_path)
    assert found.startswith(
        "F.csv, line 4, column closing: the cell closes one interval with 15 and opens the next with 0"
    )


def test_a_missing_or_strange_column_is_named(tmp_path):
    text = flows_text(AREAS, ("area", "level"))
    assert problems_of(text.replace("promotions_out", "promoted"), tmp_path)[0].startswith(
        "F.csv, line 1: the column promotions_out is missing."
    )
    assert "not in the order" in problems_of(text.replace("opening,joiners,", "joiners,opening,", 1), tmp_path)[0]
    assert "stands twice" in problems_of(text.replace("area,level,", "area,area,", 1), tmp_path)[0]


@pytest.mark.parametrize("text", [b"", b"\n\n", b"PK\x03\x04", "from_date\n".encode("utf-16"), b'a,b\n"1'])
def test_what_is_no_table_is_refused(text, tmp_path):
    assert problems_of(text, tmp_path)


def test_a_missing_file_and_a_file_without_rows_are_problems(tmp_path):
    with pytest.raises(InputProblems, match="cannot be read"):
        read_flows(tmp_path / "F.csv")
    assert "a heading but no rows" in problems_of(flows_text([], ()), tmp_path)[0]


def test_a_file_without_people_gives_no_rates():
    with pytest.raises(InputProblems, match="no rows in headcount"):
        estimate_rates(flows_of([{"measure": "wte", "opening": "2.5"}]))


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2016-03-31", "2017-03-31", Fraction(1)),
        ("2019-03-31", "2020-03-31", Fraction(1)),
        ("2020-02-29", "2021-02-28", Fraction(1)),
        ("2019-02-28", "2020-02-29", Fraction(1)),
        ("2021-01-30", "2021-02-28", Fraction(1, 12)),
        ("2021-02-28", "2021-03-31", Fraction(1, 12)),
        ("2021-04-30", "2021-05-31", Fraction(1, 12)),
        ("2016-03-31", "2018-09-30", Fraction(5, 2)),
        ("2021-03-31", "2021-04-10", Fraction(40, 1461)),
    ],
)
def test_lengths_of_intervals(start, end, years):
    assert years_of(Interval(date.fromisoformat(start), date.fromisoformat(end))) == years


def test_rates_are_written_for_their_owner_only(tmp_path):
    flows = flows_of(AREAS, "area", "level")
    path, flows_file = tmp_path / "R.csv", tmp_path / "F.csv"
    flows_file.write_text("the flows", encoding="utf-8")
    path.write_text("earlier", encoding="utf-8")
    path.chmod(0o644)
    write_rates(estimate_rates(flows), flows.by, path, flows_file=flows_file)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["F.csv", "R.csv", "R.csv.manifest.json"]
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0])[:9] == ["area", "level", "rate", "events", "exposure", "estimate", "low", "high", "status"]
    assert len(rows) == 15
    assert {row["publication"] for row in rows} == {"not for publication"}
    assert {row["source"] for row in rows} == {"flows from 2016-03-31 to 2017-03-31, 1 interval"}
    for row in rows:
        assert (row["status"] == "not_estimated") == (row["estimate"] == row["low"] == row["high"] == "")
        assert (row["status"] == "not_estimated") == (row["reason"] != "")


def test_what_the_machine_refuses_is_said_and_an_earlier_file_stays(tmp_path):
    flows_file = tmp_path / "F.csv"
    flows_file.write_text("the flows", encoding="utf-8")
    with pytest.raises(EnvironmentFault, match=r"R\.csv: it cannot be written"):
        write_rates((), (), flows_file / "R.csv", flows_file=flows_file)
    folder = tmp_path / "R.csv"
    folder.mkdir()
    with pytest.raises(UsageFault):
        write_rates((), (), folder, flows_file=flows_file)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["F.csv", "R.csv"]


@pytest.mark.parametrize(
    ("events", "within"),
    [
        ([0, 0, 0], 0.002),
        ([3, 1, 9], 0.002),
        ([0, 40, 300], 0.002),
        ([2, 0, 5], 0.002),
        ([60, 100, 140], 0.002),
        ([0, 3, 40, 2, 9, 190, 1, 12, 77, 0, 5, 130], 0.002),
    ],
)
def test_pooling_agrees_with_the_integral_it_stands_for(events, within):
    """Mean of each cell over m and the 16 shapes, by a plain and fine integration of the same model.

    The difference is held against the width of the cell's interval.
    """
    d, e = np.array(events, dtype=float), np.resize([8.0, 90.0, 1500.0], len(events))
    pooled = estimate_pooled(d, e, None)
    off = np.abs(pooled.estimate - _mean_by_integration(d, e)) / (pooled.high - pooled.low)
    assert off.max() < within


def _mean_by_integration(d: np.ndarray, e: np.ndarray) -> np.ndarray:
    shapes = np.geomspace(LEAST_SHAPE, MOST_SHAPE, 16)[:, None, None]
    log_m = np.linspace(-30, 5, 4000)[:, None]
    m = np.exp(log_m)
    kernel = special.gammaln(shapes + d) - special.gammaln(shapes) + shapes * np.log(shapes / m)
    log_weight = (kernel - (shapes + d) * np.log(shapes / m + e)).sum(axis=-1)
    log_weight += log_m[:, 0] / 2 - 0.5 * np.log(shapes[..., 0])
    weight = np.exp(log_weight - log_weight.max())
    means = (shapes + d) / (shapes / m + e)
    total = integrate.trapezoid(weight[..., None] * means, log_m[:, 0], axis=1).sum(axis=0)
    return total / integrate.trapezoid(weight, log_m[:, 0], axis=1).sum()


@pytest.mark.parametrize("events", [0, 1, 2, 5, 20, 300])
def test_a_single_cell_has_close_to_the_exact_poisson_interval(events):
    """Jeffreys' interval lies within the exact one, which is wider by what it must guarantee, half an event a side."""
    pooled = estimate_pooled(np.array([float(events)]), np.array([50.0]), None)
    low = stats.gamma.ppf(0.025, events) if events else 0.0
    high = stats.gamma.ppf(0.975, events + 1)
    assert low / 50 <= pooled.low[0]
    assert pooled.high[0] <= high / 50
    assert pooled.low[0] - low / 50 < 1 / 50
    assert high / 50 - pooled.high[0] < 1.2 / 50


def test_no_cells_have_no_rates_and_a_cell_without_exposure_is_refused():
    assert len(estimate_pooled(np.zeros(0), np.zeros(0), None).estimate) == 0
    with pytest.raises(ValueError, match="without exposure"):
        estimate_pooled(np.zeros(2), np.array([1.0, 0.0]), None)
