"""A written plan reads back as itself and its costs sum to the whole; no file of levers stops the reader."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cadreworks.plan.check_sizes import check_sizes
from cadreworks.plan.costs import UnitCosts, cost_of
from cadreworks.plan.kinds import Act
from cadreworks.plan.sizes import plan_rows, read_plan, without_dust, write_plan
from cadreworks.problems import InputProblems, ProblemList
from cadreworks.settings_file import LoadedFile
from small_levers import HORIZON, LEVERS_TOML, small_levers

pytestmark = pytest.mark.slow

LEVERS = small_levers()
ROUTES, YEARS = len(LEVERS.routes), len(HORIZON.years) - 1
AMOUNTS = st.one_of(st.just(0.0), st.floats(1e-12, 1e-8), st.floats(1e-3, 1e5))
SIZES = arrays(float, (ROUTES, YEARS), elements=AMOUNTS)
POUNDS = st.floats(-1e5, 1e6)
UNITS = st.builds(
    UnitCosts,
    measures=arrays(float, (ROUTES, YEARS, YEARS), elements=POUNDS),
    pay=arrays(float, (ROUTES, YEARS, YEARS), elements=POUNDS),
    set_up=arrays(float, (len(LEVERS.levers), YEARS), elements=st.floats(0, 1e8)),
)


@settings(max_examples=60)
@given(SIZES, UNITS)
def test_a_written_plan_reads_back_as_itself(sizes, units):
    kept, problems = without_dust(sizes), ProblemList()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.csv")
        write_plan(path, sizes, cost_of(units, LEVERS, sizes), levers=LEVERS, horizon=HORIZON)
        read = read_plan(LoadedFile("plan.csv", path.read_bytes()), LEVERS, HORIZON, problems)
    assert not list(problems)
    assert np.array_equal(read, kept)


@given(SIZES, UNITS)
def test_costs_of_rows_sum_to_the_cost_of_the_plan(sizes, units):
    kept = without_dust(sizes)
    costs = cost_of(units, LEVERS, kept)
    rows = plan_rows(kept, costs, LEVERS, horizon=HORIZON)
    scale = np.abs(costs.measures).sum() + np.abs(costs.pay).sum() + costs.set_up.sum()
    assert sum(row["cost_gbp"] for row in rows) == pytest.approx(costs.total, abs=1e-12 * scale + 1e-9)
    for part in ("measures", "pay", "set_up"):
        whole = getattr(costs, part).sum()
        assert sum(row[f"{part}_gbp"] for row in rows) == pytest.approx(whole, abs=1e-12 * scale + 1e-9)


@given(SIZES, UNITS)
def test_a_lever_is_set_up_in_its_first_year_by_the_rows_of_that_year(sizes, units):
    kept = without_dust(sizes)
    rows = plan_rows(kept, cost_of(units, LEVERS, kept), LEVERS, horizon=HORIZON)
    for lever in LEVERS.levers:
        own = [row for row in rows if row["lever"] == lever.id]
        first = min((row["year"] for row in own), default=None)
        assert all(row["set_up_gbp"] == 0 for row in own if row["year"] != first)
        shares = [row["set_up_gbp"] / row["amount_wte"] for row in own if row["year"] == first]
        assert shares == pytest.approx([shares[0]] * len(shares) if shares else [])


@given(SIZES)
def test_sizes_brought_down_to_every_bound_are_no_problem(sizes):
    """Shrinking each lever to its capacity, and all to the limit, leaves nothing to say but of minima."""
    owners = np.array([route.lever for route in LEVERS.routes])
    for lever in LEVERS.levers:
        own = owners == lever.id
        for at, year in enumerate(HORIZON.years[1:]):
            total = sizes[own, at].sum()
            if total > lever.capacity[year]:
                sizes[own, at] *= lever.capacity[year] / total
    problems = ProblemList()
    check_sizes(sizes, LEVERS, problems, horizon=HORIZON, where="plan.csv")
    assert {problem.kind for problem in problems} <= {"below minimum"}  # 30 + 10 graduates and hires are the limit


VALUES = tuple(re.finditer(r"(?<= = )(?:\"[^\"\n]*\"|[\d.]+|\[[^\]\n]*\]|\{[^}\n]*\})", LEVERS_TOML))
ODD = st.one_of(
    st.sampled_from(
        (
            *("nan", "-inf", "true", "1979-05-27", "1979-05-27T07:32:00Z", "07:32:00", "[]", "{}", '""', '"x"', "[[]]"),
            *("-1", "0", "1", "2", "1e308", "-1e308", "1e-320", "0.5", "2020", "2021", "2022", "9999", "0x10", "1_000"),
            *(
                '["ict"]',
                '["ict", "ict"]',
                '["support"]',
                "[1, 2]",
                '["x", 1]',
                "{ value = 1 }",
                "{ low = 1, high = 0 }",
            ),
            *("{ 2021 = 1 }", "{ 2022 = 1e9 }", "{ 99999 = 1 }", '"reskilling"', '"upskilling"', '"contractors"'),
            *('"automation"', '"retention_pay"', '"all"', '"outside"', '"graduate_scheme"', '"future"', "12" * 40),
        )
    ),
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)


@given(st.lists(st.tuples(st.sampled_from(range(len(VALUES))), ODD), min_size=1, max_size=4))
@example([(0, "{ value = nan }")])
def test_levers_of_odd_values_are_read_or_answered(changes):
    """Whatever stands in a value's place: levers that are whole, or problems that say where, what and the remedy."""
    text = LEVERS_TOML
    for place, odd in sorted(dict(changes).items(), reverse=True):
        found = VALUES[place]
        text = text[: found.start()] + odd + text[found.end() :]
    try:
        levers = small_levers(text)
    except InputProblems as answered:
        for problem in answered.problems:
            assert problem.where.startswith("levers.toml")
            assert problem.what
            assert problem.remedy.endswith((".", "?"))
        return
    for entry in levers.register.entries:
        assert entry.low <= entry.value <= entry.high
    for lever in levers.levers:
        assert lever.routes
        assert lever.lead_years >= 0
        assert 0 <= lever.effect.low <= lever.effect.high <= 1
        assert 0 <= lever.completion.low <= lever.completion.high <= 1
        assert all(most >= 0 for most in lever.capacity.values())
        assert all(route.origin != route.target or lever.act is Act.KEEP for route in lever.routes)
