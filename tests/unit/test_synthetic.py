"""Made-up staff records: they are what was asked, and their stated truth is what happened, within chance."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pytest
from scipy import stats

from cadreworks.problems import UsageFault
from cadreworks.progress import no_progress
from cadreworks.published import published_figures, reference_study
from cadreworks.records.synthetic import Request, write_extract
from cadreworks.records.synthetic.calendar import snapshots_of
from cadreworks.records.synthetic.mess import _KINDS
from cadreworks.records.synthetic.rows import EXTRACT_COLUMNS
from cadreworks.records.synthetic.rules import DEMOTE, LEAVE, MOVE, PROMOTE, make_rules
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

pytestmark = pytest.mark.slow

BY_MONTH = Request(people=20_000, years=4, seed=11, every="month", calibrated=True)
BY_YEAR = Request(people=20_000, years=10, seed=12, every="year")
MESSY = Request(people=3_000, years=2, seed=13, every="month", messy=True)
LAST = date(2020, 3, 31)
RARE = 1e-4
"""How unlikely a sum of squares must be before it counts as a fault; the seeds are fixed, so it never flickers."""


def written(folder: Path, request: Request) -> Path:
    write_extract(folder, request, no_progress)
    return folder


@pytest.fixture(scope="module")
def by_month(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("month") / "out", BY_MONTH)


@pytest.fixture(scope="module")
def by_year(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("year") / "out", BY_YEAR)


@pytest.fixture(scope="module")
def messy(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("messy") / "out", MESSY)


@pytest.fixture(scope="module")
def clean_twin(tmp_path_factory) -> Path:
    return written(tmp_path_factory.mktemp("clean") / "out", replace(MESSY, messy=False))


@pytest.fixture(params=["by_month", "by_year"])
def extract(request) -> Path:
    return request.getfixturevalue(request.param)


@cache
def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """The extract in `folder`, and where it is clean what becomes of each person in each interval."""
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW extract AS SELECT * FROM read_parquet('{folder}/extract*.parquet')")
    if not (folder / "mess.csv").exists():
        for name, query in TABLES.items():
            connection.execute(f"CREATE TABLE {name} AS {query}")
    return connection


def ask(folder: Path, query: str) -> list[tuple]:
    return opened(folder).execute(query).fetchall()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def truth(folder: Path, rate: str) -> dict[tuple[str, str, str], dict[str, float]]:
    return {
        (row["area"], row["level"], row["age_band"]): {
            name: float(row[name] or "nan") for name in ("value", "probability_per_interval", "opening_person_years")
        }
        for row in rows_of(folder / "truth.csv")
        if row["rate"] == rate
    }


AGE_BAND = """
    CASE WHEN age < 25 THEN 'under_25' WHEN age < 35 THEN '25_34' WHEN age < 45 THEN '35_44'
         WHEN age < 55 THEN '45_54' WHEN age < 65 THEN '55_64' ELSE '65_plus' END"""
TABLES = {
    "days": "SELECT as_at, row_number() OVER (ORDER BY as_at) AS place FROM (SELECT DISTINCT as_at FROM extract)",
    "posts": """
        SELECT *, list_position(['support', 'professional', 'manager', 'senior_leader'], level) AS rank,
            year(as_at) - birth_year - (CASE WHEN month(as_at) <= 6 THEN 1 ELSE 0 END) AS age
        FROM extract JOIN days USING (as_at)""",
    # each person in post at the opening of each interval, and where they stand at its close
    "intervals": f"""
        WITH pairs AS (
            SELECT *, {AGE_BAND} AS age_band, lead(place) OVER w = place + 1 AS stays, lead(wte) OVER w AS wte_then,
                lead(area_of_work) OVER w AS area_then, lead(rank) OVER w AS rank_then
            FROM posts WINDOW w AS (PARTITION BY person_id ORDER BY as_at))
        SELECT *, CASE WHEN stays IS NOT TRUE THEN 'leaving' WHEN area_then <> area_of_work THEN 'area_move'
            WHEN rank_then > rank THEN 'promotion' WHEN rank_then < rank THEN 'demotion' END AS event
        FROM pairs WHERE as_at < DATE '2020-03-31'""",
}


def step_years(folder: Path) -> float:
    return 1.0 if ask(folder, "SELECT count(DISTINCT as_at) FROM extract")[0][0] == 11 else 1 / 12


@pytest.mark.slow
def test_exactly_as_many_as_asked_are_in_post_at_the_last_snapshot(extract):
    counted = ask(extract, "SELECT count(*), count(DISTINCT person_id) FROM extract WHERE as_at = DATE '2020-03-31'")
    assert counted == [(20_000, 20_000)]


def test_the_snapshots_are_ends_of_months_or_of_financial_years(by_month, by_year):
    months = [day for (day,) in ask(by_month, "SELECT DISTINCT as_at FROM extract ORDER BY as_at")]
    years = [day for (day,) in ask(by_year, "SELECT DISTINCT as_at FROM extract ORDER BY as_at")]
    assert len(months) == 49
    assert (months[0], months[11], months[-1]) == (date(2016, 3, 31), date(2017, 2, 28), LAST)
    assert years == [date(year, 3, 31) for year in range(2010, 2021)]


def test_a_clean_extract_has_every_column_in_its_natural_type_and_one_row_a_person_and_snapshot(extract):
    described = {name: kind for name, kind, *_ in ask(extract, "DESCRIBE extract")}
    assert tuple(described) == EXTRACT_COLUMNS
    other = {"as_at": "DATE", "wte": "DOUBLE", "birth_year": "INTEGER", "nhs_start_date": "DATE"}
    assert described == {name: other.get(name, "VARCHAR") for name in EXTRACT_COLUMNS}
    assert ask(extract, "SELECT count(*) - count(DISTINCT (person_id, as_at)) FROM extract") == [(0,)]
    blank = " OR ".join(f"{name} IS NULL" for name in EXTRACT_COLUMNS[:-2])
    assert ask(extract, f"SELECT count(*) FROM extract WHERE {blank}") == [(0,)]


def test_what_a_person_is_never_changes_and_ids_say_nothing_of_the_start(extract):
    constants = "birth_year, sex, ethnicity, nationality, nhs_start_date"
    assert ask(
        extract,
        f"SELECT count(*) FROM (SELECT person_id FROM extract GROUP BY 1 HAVING count(DISTINCT ({constants})) > 1)",
    ) == [(0,)]
    assert ask(extract, "SELECT count(*) FROM extract WHERE NOT regexp_full_match(person_id, 'P[0-9]{7}')") == [(0,)]
    people = "(SELECT CAST(substr(person_id, 2) AS INT) AS number, min(as_at) AS first FROM extract GROUP BY person_id)"
    (correlation,) = ask(extract, f"SELECT corr(number, date_diff('day', DATE '2000-01-01', first)) FROM {people}")[0]
    assert abs(correlation) < 0.03


def test_a_reason_stands_on_the_last_row_before_leaving_and_nowhere_else(extract):
    wrong = "(leaving_reason IS NOT NULL) <> (event IS NOT DISTINCT FROM 'leaving')"
    assert ask(extract, f"SELECT count(*) FROM intervals WHERE {wrong}") == [(0,)]
    assert ask(extract, "SELECT count(leaving_reason) FROM extract WHERE as_at = DATE '2020-03-31'") == [(0,)]


def test_joiners_carry_their_source_through_the_spell_and_start_within_the_interval(extract):
    """Those there at the first snapshot, and returners, have no source."""
    spells = """
        WITH begun AS (
            SELECT *, lag(place) OVER (PARTITION BY person_id ORDER BY place) AS before,
                lag(joiner_source) OVER (PARTITION BY person_id ORDER BY place) AS source_before,
                first_value(place) OVER (PARTITION BY person_id ORDER BY place) = place AS first_seen,
                (SELECT max(d.as_at) FROM days d WHERE d.place = posts.place - 1) AS opening FROM posts)"""
    assert ask(
        extract,
        f"{spells} SELECT count(*) FROM begun WHERE before = place - 1 AND source_before IS DISTINCT FROM joiner_source",
    ) == [(0,)]
    assert ask(
        extract,
        f"{spells} SELECT count(*) FROM begun WHERE place > 1 AND before IS DISTINCT FROM place - 1 AND first_seen <> (joiner_source IS NOT NULL)",
    ) == [(0,)]
    assert ask(
        extract,
        f"{spells} SELECT count(*) FROM begun WHERE place > 1 AND first_seen AND (nhs_start_date <= opening OR nhs_start_date > as_at)",
    ) == [(0,)]
    assert ask(extract, f"{spells} SELECT count(joiner_source) FROM begun WHERE place = 1") == [(0,)]


def test_nothing_is_lost_between_two_snapshots(extract):
    """Opening + joiners + returners + moves in - leavers - moves out is closing, for each area and interval."""
    flows = """WITH firsts AS (SELECT person_id, min(place) AS first FROM posts GROUP BY 1),
        ins AS (SELECT posts.place - 1 AS place, posts.area_of_work AS area, count(*) AS n,
                count(*) FILTER (posts.place = first) AS joiners FROM posts JOIN firsts USING (person_id)
                LEFT JOIN posts AS b ON b.person_id = posts.person_id AND b.place = posts.place - 1
                WHERE posts.place > 1 AND b.person_id IS NULL GROUP BY ALL),
        outs AS (SELECT place, area_of_work AS area, count(*) AS opening, count(*) FILTER (event = 'leaving') AS leavers,
                count(*) FILTER (event = 'area_move') AS moves FROM intervals GROUP BY ALL),
        moved AS (SELECT place, area_then AS area, count(*) AS n FROM intervals WHERE event = 'area_move' GROUP BY ALL),
        closing AS (SELECT place - 1 AS place, area_of_work AS area, count(*) AS n FROM posts GROUP BY ALL)
        SELECT count(*), count(*) FILTER (opening + coalesce(ins.n, 0) + coalesce(moved.n, 0) - leavers - moves <> closing.n),
               sum(ins.n - ins.joiners) FROM outs LEFT JOIN ins USING (place, area) LEFT JOIN moved USING (place, area)
               JOIN closing USING (place, area)"""
    cells, broken, returners = ask(extract, flows)[0]
    assert cells > 80
    assert broken == 0
    assert returners > 100


@pytest.mark.parametrize("rate", ["leaving", "promotion", "demotion", "area_move"])
@pytest.mark.parametrize("by", ["area_of_work, level, 'all'", "'all', 'all', age_band", "area_of_work, 'all', 'all'"])
def test_events_are_as_many_as_the_truth_says_within_chance(extract, rate, by):
    if "age_band" in by and rate != "leaving":
        return
    rates = truth(extract, rate)
    found = ask(extract, f"SELECT {by}, count(*), count(*) FILTER (event = '{rate}') FROM intervals GROUP BY ALL")
    assert found
    squares, cells = 0.0, 0
    for area, level, age_band, opening, events in found:
        true = rates[area, level, age_band]
        assert true["opening_person_years"] == pytest.approx(opening * step_years(extract))
        p = true["probability_per_interval"]
        if p == 0:
            assert events == 0
        elif opening * p > 5:
            squares += (events - opening * p) ** 2 / (opening * p * (1 - p))
            cells += 1
    assert stats.chi2.sf(squares, cells) > RARE
    assert stats.chi2.cdf(squares, cells) > RARE


def test_leaving_rises_at_sixty_and_covers_each_age_band(by_year):
    national = {
        age: row["value"] for (area, level, age), row in truth(by_year, "leaving").items() if area == level == "all"
    }
    assert national["65_plus"] > national["55_64"] > national["45_54"] < national["under_25"]
    assert set(national) == {"under_25", "25_34", "35_44", "45_54", "55_64", "65_plus", "all"}


def test_intensity_and_probability_follow_the_rule_of_competing_risks():
    rules = make_rules(calibrated=True, step_years=1.0)
    h = rules.per_year
    q = rules.probabilities()
    np.testing.assert_allclose(q.sum(axis=-1), 1 - np.exp(-h.sum(axis=-1)), rtol=1e-12)
    np.testing.assert_allclose(q[..., LEAVE] * h[..., PROMOTE], q[..., PROMOTE] * h[..., LEAVE], rtol=1e-12, atol=1e-15)


def test_no_rule_leads_into_a_cell_that_nobody_is_in():
    rules = make_rules(calibrated=True, step_years=1.0)
    empty = (rules.shares == 0).reshape(9, 4)
    h = rules.per_year[:, 0].reshape(9, 4, 4)
    assert not (h[:, :-1, PROMOTE] * empty[:, 1:]).any()
    assert not (h[:, 1:, DEMOTE] * empty[:, :-1]).any()
    assert not (rules.destinations.reshape(9, 4, 9) * empty.T).any()
    assert not h[:, -1, PROMOTE].any()
    assert not h[:, 0, DEMOTE].any()
    np.testing.assert_allclose(rules.destinations.sum(axis=1)[h[..., MOVE].ravel() > 0], 1)


def test_joiners_are_as_many_as_the_truth_says_within_chance(extract):
    rates = truth(extract, "joining")
    joined = """WITH firsts AS (SELECT person_id, min_by(area_of_work, place) AS area, min(place) AS first FROM posts GROUP BY 1)
        SELECT area, count(*) FROM firsts WHERE first > 1 GROUP BY 1"""
    squares = 0.0
    for area, joiners in ask(extract, joined):
        true = rates[area, "all", "all"]
        expected = true["value"] * true["opening_person_years"]
        squares += (joiners - expected) ** 2 / expected
    assert stats.chi2.sf(squares, 9) > RARE


def test_participation_of_those_who_stay_is_as_the_truth_says(extract):
    rates = truth(extract, "participation")
    found = ask(
        extract,
        "SELECT sum(wte), sum(wte_then), stddev(wte_then - wte) * sqrt(count(*)) FROM intervals WHERE event IS DISTINCT FROM 'leaving'",
    )
    opening, closing, spread = found[0]
    true = rates["all", "all", "all"]["value"] ** step_years(extract)
    assert true < 1
    assert abs(closing - opening * true) < 4 * spread


def test_growth_is_the_true_growth_within_chance(by_year):
    """Mean growth of ten years: chance moves each end of the path by about the root of the stock."""
    for (area, _, _), row in truth(by_year, "net_growth").items():
        stock = [
            n
            for (n,) in ask(
                by_year, f"SELECT count(*) FROM extract WHERE area_of_work = '{area}' GROUP BY as_at ORDER BY as_at"
            )
        ]
        assert row["value"] == 0.02
        growth = (stock[-1] / stock[0]) ** 0.1 - 1
        assert abs(growth - 0.02) < 4 * 0.7 * (1 / stock[0] + 1 / stock[-1]) ** 0.5 / 10


def test_calibrated_growth_leads_from_the_published_stock_to_the_published_supply(by_month):
    stock = {
        row["area"]: float(row["wte"])
        for row in csv.DictReader(dict(reference_study())["stock.csv"].decode().splitlines())
        if row["level"] == "all"
    }
    supply = {
        row["row"].split()[1]: float(row["published"])
        for row in csv.DictReader(published_figures().read_text(encoding="utf-8").splitlines())
        if row["column"] == "supply_wte" and row["place"].startswith("Table 3.2,")
    }
    for (area, _, _), row in truth(by_month, "net_growth").items():
        assert stock[area] * (1 + row["value"]) ** 10 == pytest.approx(supply[area], rel=1e-9)


def test_calibrated_stocks_have_the_published_shares_within_chance(by_month):
    stock = {
        (row["area"], row["level"]): float(row["wte"])
        for row in csv.DictReader(dict(reference_study())["stock.csv"].decode().splitlines())
    }
    found = {
        (area, level): n
        for area, level, n in ask(
            by_month, "SELECT area_of_work, level, count(*) FROM extract WHERE as_at = DATE '2020-03-31' GROUP BY ALL"
        )
    }
    whole = sum(stock[area, "all"] for area in AREA_IDS)
    for area in AREA_IDS:
        in_area = sum(found.get((area, level), 0) for level in LEVEL_IDS)
        expected = BY_MONTH.people * stock[area, "all"] / whole
        assert abs(in_area - expected) < 4 * expected**0.5
        for level in LEVEL_IDS:
            expected = BY_MONTH.people * stock[area, level] / whole
            assert abs(found.get((area, level), 0) - expected) < 4 * max(expected, 1) ** 0.5 * (expected > 0) + 1e-9


@pytest.mark.slow
@pytest.mark.parametrize(
    "request_", [replace(MESSY, people=300), Request(400, 3, 5, "year", files=3)], ids=["messy", "parted"]
)
def test_the_same_request_gives_the_same_bytes(request_, tmp_path):
    one, other = written(tmp_path / "one", request_), written(tmp_path / "other", request_)
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def test_another_seed_gives_other_people(tmp_path):
    one, other = (written(tmp_path / str(seed), Request(50, 1, seed, "year")) for seed in (1, 2))
    assert (one / "extract.parquet").read_bytes() != (other / "extract.parquet").read_bytes()


def test_parts_hold_the_same_rows_as_the_whole_and_no_person_twice(tmp_path):
    whole = written(tmp_path / "whole", Request(400, 3, 5, "year"))
    parts = written(tmp_path / "parts", Request(400, 3, 5, "year", files=3))
    assert [path.name for path in sorted(parts.glob("*.parquet"))] == [
        f"extract-00{part}.parquet" for part in (1, 2, 3)
    ]
    everything = "SELECT * FROM extract ORDER BY ALL"
    assert ask(parts, everything) == ask(whole, everything)
    assert ask(
        parts,
        f"SELECT count(*) FROM (SELECT person_id FROM read_parquet('{parts}/*.parquet', filename = true) "
        "GROUP BY 1 HAVING count(DISTINCT filename) > 1)",
    ) == [(0,)]


@pytest.mark.slow
@pytest.mark.parametrize("people", [1, 2, 7])
@pytest.mark.parametrize("every", ["month", "year"])
@pytest.mark.parametrize("calibrated", [False, True])
def test_the_smallest_requests_work(people, every, calibrated, tmp_path):
    out = written(tmp_path / "out", Request(people, 1, 3, every, calibrated=calibrated))
    assert ask(out, "SELECT count(*) FROM extract WHERE as_at = DATE '2020-03-31'") == [(people,)]
    assert rows_of(out / "truth.csv")


def test_one_person_can_be_messy(tmp_path):
    out = written(tmp_path / "out", Request(1, 1, 3, "year", messy=True))
    assert len(rows_of(out / "mess.csv")) == len(_KINDS)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"people": 0}, "people"),
        ({"years": 0}, "years"),
        ({"years": 31}, "years"),
        ({"seed": -1}, "seed"),
        ({"every": "week"}, "every"),
        ({"files": 0}, "files"),
        ({"people": 9_000_000}, "seven digits"),
    ],
)
def test_a_request_that_cannot_be_meant_is_a_usage_fault(wrong, said, tmp_path):
    with pytest.raises(UsageFault, match=said):
        write_extract(tmp_path / "out", replace(Request(10, 1, 1, "year"), **wrong), no_progress)
    assert not (tmp_path / "out").exists()


def test_everything_wrong_with_a_request_is_said_at_once(tmp_path):
    with pytest.raises(UsageFault, match=r"(?s)people.*years.*every"):
        write_extract(tmp_path / "out", Request(0, 0, 1, "week"), no_progress)


def test_an_extract_is_never_written_over_or_beside_another(tmp_path):
    out = written(tmp_path / "out", Request(5, 1, 1, "year"))
    with pytest.raises(UsageFault, match="holds an extract already"):
        write_extract(out, Request(5, 1, 1, "year", files=2), no_progress)
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageFault, match="this is a file"):
        write_extract(tmp_path / "file", Request(5, 1, 1, "year"), no_progress)


def test_the_notes_say_that_it_is_made_up_how_and_with_which_seed(by_month):
    notes = (by_month / "README.txt").read_text(encoding="utf-8")
    assert "made up" in notes
    assert "seed 11" in notes
    assert "20,000 people" in notes
    assert "{" not in notes


def test_the_truth_of_a_messy_extract_is_that_of_its_clean_twin(messy, clean_twin):
    assert (messy / "truth.csv").read_bytes() == (clean_twin / "truth.csv").read_bytes()


def test_a_messy_extract_is_text_in_every_column(messy):
    assert {kind for _, kind, *_ in ask(messy, "DESCRIBE extract")} == {"VARCHAR"}


MESS_IN_ONE_ROW = {
    "pay_band_as_typed": "NOT regexp_full_match(pay_band, 'Band [0-9][a-d]?') AND pay_band <> 'XR08'",
    "pay_band_code": "pay_band = 'XR08' AND level = ''",
    "area_misspelt": f"area_of_work NOT IN {AREA_IDS}",
    "wte_as_text": "regexp_full_match(wte, '.*[0-9]{2}|.* ')",
    "wte_zero": "wte = '0'",
    "wte_too_high": "wte = '1.6'",
    "wte_blank": "wte = ''",
    "conflicting_wte": "wte = '0.7'",
    "second_post_smaller": "wte = '0.2' AND contract_type <> 'bank'",
    "bank_second_post": "contract_type = 'bank' AND assignment_id LIKE '%-30'",
    "bank_only": "contract_type = 'bank' AND assignment_id LIKE '%-1'",
    "honorary": "contract_type = 'honorary'",
    "secondment": "assignment_id LIKE '%-40'",
    "second_record_in_month": "as_at LIKE '%-15'",
    "optional_blank": "'' IN (job_role, contract_type, birth_year, sex, ethnicity, nationality, nhs_start_date, region)",
}


@pytest.mark.parametrize("kind", MESS_IN_ONE_ROW)
def test_each_kind_of_mess_stands_in_the_stated_number_of_rows(kind, messy):
    stated = {row["kind"]: int(row["rows"]) for row in rows_of(messy / "mess.csv")}
    assert stated[kind] > 0
    assert ask(messy, f"SELECT count(*) FROM extract WHERE {MESS_IN_ONE_ROW[kind]}") == [(stated[kind],)]


def test_kinds_of_mess_that_span_rows_stand_in_the_stated_number(messy, clean_twin):
    stated = {row["kind"]: int(row["rows"]) for row in rows_of(messy / "mess.csv")}
    assert min(stated.values()) > 0
    assert ask(messy, "SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT * FROM extract)) FROM extract") == [
        (stated["exact_repeat"],)
    ]
    equal = "assignment_id LIKE '%-20' AND wte <> '0.2'"
    assert ask(messy, f"SELECT count(*) FROM extract WHERE {equal}") == [(stated["second_post_equal"],)]
    born = "SELECT person_id, CAST(nullif(birth_year, '') AS INT) AS born, min(as_at) AS seen FROM extract GROUP BY ALL"
    for age in (15, 95):
        odd = f"SELECT person_id FROM ({born}) GROUP BY 1 HAVING year(CAST(min(seen) AS DATE)) - min(born) - (CASE WHEN month(CAST(min(seen) AS DATE)) <= 6 THEN 1 ELSE 0 END) = {age}"
        assert ask(messy, f"SELECT count(*) FROM extract WHERE person_id IN ({odd})") == [(stated[f"aged_{age}"],)]
    clean = ask(clean_twin, "SELECT count(*) FROM extract")[0][0]
    added = (
        "secondment",
        "second_post_equal",
        "second_post_smaller",
        "bank_second_post",
        "bank_only",
        "honorary",
        "second_record_in_month",
        "exact_repeat",
        "conflicting_wte",
    )
    left_out = stated["one_snapshot_gap"] + stated["retire_and_return"] // 2
    assert ask(messy, "SELECT count(*) FROM extract") == [(clean + sum(stated[kind] for kind in added) - left_out,)]


def test_mess_leaves_as_many_in_post_at_the_end_as_were_asked(messy):
    in_post = "as_at = '2020-03-31' AND contract_type NOT IN ('bank', 'honorary')"
    assert ask(messy, f"SELECT count(DISTINCT person_id) FROM extract WHERE {in_post}") == [(3_000,)]


def test_progress_is_told(tmp_path):
    told = []
    write_extract(tmp_path / "out", Request(20, 2, 1, "month"), lambda stage, done, of: told.append((stage, done, of)))
    assert told[0] == ("simulating careers, snapshots", 0, 24)
    assert any(stage.startswith("writing extract.parquet") for stage, _, _ in told)


def test_a_year_and_a_month_have_as_many_snapshots_as_they_say():
    assert len(snapshots_of(3, "month").days) == 37
    assert len(snapshots_of(3, "year").days) == 4


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["simulating", "writing"])
def test_an_interrupted_extract_leaves_no_half_of_it(stage, tmp_path):
    def interrupt(now: str, _done: int, _of: int) -> None:
        if now.startswith(stage):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_extract(tmp_path / "out", Request(2_000, 2, 1, "month"), interrupt)
    assert not list((tmp_path / "out").glob("*.parquet"))
    write_extract(tmp_path / "out", Request(20, 1, 1, "year"), no_progress)
