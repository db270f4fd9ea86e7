"""The desirable workforce: known truth comes back, ties are open, problems have their own words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadreworks.demand.desirable import (
    DEMAND_BASELINE_TABLE,
    MATURITY_TABLE,
    ORGANISATION_STAFF_TABLE,
    STOCK_COLUMNS,
    Ranked,
    band_rows,
    choose_highest,
    estimate_desirable,
    read_demand_baseline,
    read_organisations,
    stock_rows,
)
from cadreworks.problems import ProblemList
from cadreworks.supply.baseline import STOCK_TABLE, read_stock
from cadreworks.tables import read_table, write_table
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS
from small_organisations import SHAPE, organisation, some, tables_of

RATE = np.arange(1.0, 37.0).reshape(SHAPE) / 10_000


def ranked(scores: dict[str, float], top: int) -> tuple[Ranked, list[str]]:
    problems = ProblemList()
    organisations = [organisation(name, score, RATE) for name, score in scores.items()]
    return choose_highest(organisations, problems, top=top, file="maturity.csv"), [str(one) for one in problems]


def read(maturity: str, staff: str) -> list[str]:
    problems = ProblemList()
    read_organisations(
        read_table(maturity.encode(), MATURITY_TABLE, problems, file="maturity.csv"),
        read_table(staff.encode(), ORGANISATION_STAFF_TABLE, problems, file="staff.csv"),
        problems,
    )
    return [str(one) for one in problems]


def test_staffing_alike_everywhere_is_scaled_to_all_staff_exactly():
    highest = some(30, lambda _: RATE)
    found = estimate_desirable(highest, areas=AREA_IDS, all_staff_wte=1_200_000, seed=1, draws=200)
    np.testing.assert_allclose(found.wte, RATE * 1_200_000, rtol=1e-12)
    np.testing.assert_allclose(found.draws, np.broadcast_to(found.wte, found.draws.shape), rtol=1e-12)


def test_a_large_organisation_counts_by_its_size():
    """10 of 1,000 and 90 of 3,000: 100 of 4,000, whatever the mean of the two rates."""
    one, two = np.zeros(SHAPE), np.zeros(SHAPE)
    one[0, 0], two[0, 0] = 0.01, 0.03
    highest = (organisation("a", 1, one, size=1000), organisation("b", 1, two, size=3000))
    found = estimate_desirable(highest, areas=AREA_IDS, all_staff_wte=8000, seed=1, draws=100)
    assert found.wte[0, 0] == pytest.approx(200)
    assert found.wte.sum() == pytest.approx(200)


@given(st.floats(1, 1e7), st.floats(0.1, 10))
def test_the_result_grows_with_all_staff_and_not_with_the_size_of_the_highest(all_staff, factor):
    highest = some(5, lambda at: RATE * (1 + at))
    larger = tuple(replace(one, wte=one.wte * factor, all_staff_wte=one.all_staff_wte * factor) for one in highest)
    found = [
        estimate_desirable(group, areas=AREA_IDS, all_staff_wte=staff, seed=1, draws=10)
        for group, staff in ((highest, 1.0), (highest, all_staff), (larger, 1.0))
    ]
    np.testing.assert_allclose(found[1].wte, found[0].wte * all_staff, rtol=1e-9)
    np.testing.assert_allclose(found[1].draws, found[0].draws * all_staff, rtol=1e-9)
    np.testing.assert_allclose(found[2].wte, found[0].wte, rtol=1e-9)


def test_bands_are_of_the_totals_themselves_and_the_same_each_time():
    highest = some(8, lambda at: RATE * (1 + at))
    one, two = (estimate_desirable(highest, areas=AREA_IDS, all_staff_wte=1e5, seed=7, draws=400) for _ in range(2))
    assert list(band_rows(one)) == list(band_rows(two))
    rows = {(row["area"], row["level"]): row for row in band_rows(one)}
    assert len(rows) == 10 * 5
    total = one.draws.sum(axis=(1, 2))
    assert rows["all", "all"]["p05"] == pytest.approx(np.quantile(total, 0.05))
    assert rows["all", "all"]["p05"] < rows["all", "all"]["wte"] < rows["all", "all"]["p95"]
    other = estimate_desirable(highest, areas=AREA_IDS, all_staff_wte=1e5, seed=8, draws=400)
    assert not np.array_equal(one.draws, other.draws)


def test_the_spread_of_draws_is_that_of_a_mean():
    """Equal sizes make the ratio a mean: the draws' deviation is s / sqrt(n), to the error of 20,000 draws."""
    rng = np.random.default_rng(3)
    rates = rng.uniform(0.01, 0.03, size=12)
    highest = tuple(organisation(f"o{at}", 1, np.full(SHAPE, rate)) for at, rate in enumerate(rates))
    found = estimate_desirable(highest, areas=AREA_IDS, all_staff_wte=1, seed=1, draws=20_000)
    expected = rates.std(ddof=1) / np.sqrt(12)
    assert found.draws[:, 0, 0].std() == pytest.approx(expected, rel=4 / np.sqrt(2 * 20_000))


# ---- who is highest


def test_whoever_ties_with_the_last_is_one_of_the_highest_and_it_is_said():
    found, problems = ranked({"d": 5, "b": 7, "c": 5, "a": 5, "e": 4}, 2)
    assert problems == []
    assert [one.name for one in found.highest] == ["b", "a", "c", "d"]
    assert [one.name for one in found.others] == ["e"]
    assert found.tied_in == 2


def test_fewer_than_asked_for_is_a_problem_with_a_remedy():
    assert ranked({"a": 1, "b": 2}, 30)[1] == [
        "maturity.csv: only 2 organisations have a score and staff, and the highest 30 are wanted. Add organisations, or choose fewer with --top, 2 or more."
    ]
    assert ranked({"a": 1}, 1)[1] == [
        "maturity.csv: only 1 organisation has a score and staff, and the highest 1 are wanted. Add organisations, or choose fewer with --top, 2 or more."
    ]


def test_highest_without_staff_are_a_problem():
    problems = ProblemList()
    nobody = [organisation(name, 1, np.zeros(SHAPE)) for name in "ab"]
    choose_highest(nobody, problems, top=2, file="maturity.csv")
    assert [str(one) for one in problems] == [
        "maturity.csv: the 2 organisations with the highest scores have no digital staff. Check that the staff table is the right one."
    ]


STAFF = "organisation,organisation_type,all_staff_wte,area,level,wte\n"


def rows_of(name: str, area: str = "ict", *, without: str = "") -> str:
    return "".join(f"{name},acute,1000,{area},{level},1\n" for level in LEVEL_IDS if level != without)


@pytest.mark.parametrize(
    ("maturity", "staff", "said"),
    [
        (
            "a,1\nb,2\n",
            rows_of("a"),
            'maturity.csv, line 3, column organisation: "b" has a score and no row in staff.csv. Add its staff, or take its score out; write its name alike in both.',
        ),
        (
            "a,1\n",
            rows_of("a").replace(f"1000,ict,{LEVEL_IDS[1]}", f"2000,ict,{LEVEL_IDS[1]}"),
            "staff.csv, line 3, column all_staff_wte: 2000.0 is not the 1000.0 of line 2. An organisation has one size and one type; mend whichever row is wrong.",
        ),
        (
            "a,1\n",
            rows_of("a").replace(f"acute,1000,ict,{LEVEL_IDS[1]}", f"ambulance,1000,ict,{LEVEL_IDS[1]}"),
            "staff.csv, line 3, column organisation_type: ambulance is not the acute of line 2. An organisation has one size and one type; mend whichever row is wrong.",
        ),
        (
            "a,1\n",
            "a,acute,0,ict,support,1\n",
            "staff.csv, line 2, column all_staff_wte: 0 is below 0.001. Enter whole-time equivalents above 0.",
        ),
        (
            "a,high\n",
            rows_of("a"),
            'maturity.csv, line 2, column score: "high" is not a number. Enter the score as a number.',
        ),
    ],
)
def test_problems_of_the_tables(maturity, staff, said):
    assert read(f"organisation,score\n{maturity}", STAFF + staff) == [said]


def test_an_organisation_without_a_score_is_left_out_and_counted_and_so_is_an_area_that_nobody_counted():
    problems = ProblemList()
    scored = read_organisations(
        read_table(b"organisation,score\na,1\n", MATURITY_TABLE, problems, file="m.csv"),
        read_table(
            f"{STAFF}{rows_of('a')}b,acute,1000,clinical_coding,support,1\n".encode(),
            ORGANISATION_STAFF_TABLE,
            problems,
            file="s.csv",
        ),
        problems,
    )
    assert (list(problems), scored.unscored, len(scored.organisations)) == ([], 1, 1)
    assert scored.areas == ("ict",)
    assert set(scored.left_out) == set(AREA_IDS) - {"ict"}
    np.testing.assert_array_equal(scored.organisations[0].wte, np.ones((1, len(LEVEL_IDS))))


def test_an_area_or_level_without_a_row_is_a_problem_and_is_never_taken_for_nobody():
    first, second = AREA_IDS[:2]
    staff = rows_of("a", first) + rows_of("a", second) + rows_of("b", first, without="manager")
    assert read("organisation,score\na,1\nb,2\n", STAFF + staff) == [
        f'staff.csv: "b" has no row for area {first}, level manager. Add it; enter 0 where there is nobody.',
        f'staff.csv: "b" has no row for area {second}, levels {", ".join(LEVEL_IDS)}. '
        "Add them; enter 0 where there is nobody.",
    ]


def test_a_row_that_is_wrong_is_not_said_to_be_missing_too():
    staff = rows_of("a").replace("ict,manager,1", "ict,manager,one")
    assert [said.split(": ")[0] for said in read("organisation,score\na,1\n", STAFF + staff)] == [
        f"staff.csv, line {2 + LEVEL_IDS.index('manager')}, column wte"
    ]


# ---- what is written


def test_the_result_is_a_stock_and_a_demand_baseline_that_studies_read(tmp_path):
    found = estimate_desirable(
        some(30, lambda at: RATE * (1 + at)), areas=AREA_IDS, all_staff_wte=1e6, seed=1, draws=10
    )
    write_table(tmp_path / "stock.csv", STOCK_COLUMNS, stock_rows(found, "made up"))
    raw = (tmp_path / "stock.csv").read_bytes()
    for spec, reader in ((STOCK_TABLE, read_stock), (DEMAND_BASELINE_TABLE, read_demand_baseline)):
        problems = ProblemList()
        read_back = reader(read_table(raw, spec, problems, file="stock.csv"), AREA_IDS, problems)
        assert list(problems) == []
        np.testing.assert_array_equal(read_back, found.wte)


def test_what_the_tables_say_is_what_is_read():
    made = some(3, lambda at: RATE * (1 + at))
    maturity, staff = tables_of(made)
    problems = ProblemList()
    back = read_organisations(
        read_table(maturity.encode(), MATURITY_TABLE, problems, file="m.csv"),
        read_table(staff.encode(), ORGANISATION_STAFF_TABLE, problems, file="s.csv"),
        problems,
    )
    assert list(problems) == []
    for one, other in zip(made, back.organisations, strict=True):
        np.testing.assert_array_equal(one.wte, other.wte)
    assert len(LEVEL_IDS) * len(AREA_IDS) == 36
