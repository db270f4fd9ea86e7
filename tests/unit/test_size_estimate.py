"""The report's estimate of size beside the count: shares of Table 5.6, a regional index, areas by the observed mix."""

from __future__ import annotations

import csv

import pytest

from cadreworks.cli import main
from cadreworks.problems import ProblemList
from cadreworks.supply.size_estimate import INDEX_TABLE, STAFF_TABLE, estimate_size, read_index
from cadreworks.tables import read_table
from cadreworks.vocabulary import ORGANISATION_TYPES

STAFF = b"""region,organisation_type,staff_wte
North West,acute,10000
North West,commissioning,1000
London,acute,20000
"""
INDEX = b"""region,measure,value
North West,jobs,10
London,jobs,30
North West,firms,2
London,firms,4
"""


def staff():
    problems = ProblemList()
    table = read_table(STAFF, STAFF_TABLE, problems, file="staff.csv")
    problems.stop_if_any()
    return table


def index(raw: bytes = INDEX, regions=("North West", "London")) -> tuple[dict[str, float], list[str]]:
    problems = ProblemList()
    table = read_table(raw, INDEX_TABLE, problems, file="index.csv")
    return read_index(table, regions, "North West", problems), [str(problem) for problem in problems]


def test_shares_are_those_of_table_5_6():
    assert {entry.id: entry.digital_share for entry in ORGANISATION_TYPES} == {
        "commissioning": 0.065,
        "community": 0.028,
        "mental_health": 0.019,
        "ambulance": 0.013,
        "acute": 0.024,
    }


def test_the_index_is_the_mean_of_measures_relative_to_the_reference_region():
    assert index() == ({"North West": 1.0, "London": pytest.approx((3 + 2) / 2)}, [])


def test_a_missing_or_zero_measure_is_a_problem():
    _, problems = index(INDEX.replace(b"London,firms,4\n", b"").replace(b"North West,jobs,10", b"North West,jobs,0"))
    assert problems == [
        "index.csv: there is no firms for London. Add the row.",
        "index.csv: jobs is 0 for North West, to which the others are compared. Leave the measure out, or choose another --reference-region.",
    ]


def test_the_estimate_is_parted_by_the_observed_mix_and_adds_up():
    counted = {("North West", "ict"): 150.0, ("North West", "clinical_coding"): 50.0}
    sizes = {
        (size.region, size.area): size for size in estimate_size(staff(), {"North West": 1.0, "London": 2.5}, counted)
    }
    north_west, london = 10_000 * 0.024 + 1_000 * 0.065, 20_000 * 0.024 * 2.5
    assert sizes["North West", "ict"].estimated_wte == pytest.approx(0.75 * north_west)
    assert sizes["North West", "ict"].ratio == pytest.approx(0.75 * north_west / 150)
    # nobody was counted in London: the nation's mix serves, and it is said
    assert sizes["London", "ict"].estimated_wte == pytest.approx(0.75 * london)
    assert (sizes["London", "ict"].mix, sizes["London", "ict"].ratio) == ("nation", None)
    assert sizes["all", "all"].estimated_wte == pytest.approx(north_west + london)
    assert sizes["all", "all"].counted_wte == 200


def test_the_command_writes_count_and_estimate_side_by_side(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "staff.csv").write_bytes(STAFF)
    (tmp_path / "index.csv").write_bytes(INDEX)
    (tmp_path / "records.csv").write_text(
        "person_id,as_at,organisation,area_of_work,level,wte,region\n"
        "a,2020-03-31,X,ict,support,1,North West\n"
        "b,2020-03-31,X,ict,support,0.5,London\n",
        encoding="utf-8",
    )
    with pytest.raises(SystemExit) as ended:
        main(["records", "size", "records.csv", "--staff", "staff.csv", "--index", "index.csv", "--out", "size.csv"])
    assert not ended.value.code
    assert "As at 2020-03-31: counted 2 WTE, estimated 1,505 WTE." in capsys.readouterr().out
    with (tmp_path / "size.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["region"], row["area"], row["counted_wte"]) for row in rows] == [
        ("North West", "ict", "1.0"),
        ("London", "ict", "0.5"),
        ("North West", "all", "1.0"),
        ("London", "all", "0.5"),
        ("all", "ict", "1.5"),
        ("all", "all", "1.5"),
    ]
    assert {row["publication"] for row in rows} == {"not for publication"}
