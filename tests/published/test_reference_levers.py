"""The reference levers are sound: what is recommended leads to levers, what is short has one, and what is assumed has a
range and says so.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cadreworks.plan.kinds import KIND_IDS, Act, kind_of
from cadreworks.plan.levers import LEVERS_FILE, Evidence, Funder
from cadreworks.published import reference_study
from cadreworks.study.folder import COMPANIONS

pytestmark = pytest.mark.slow

FILES = dict(reference_study())
SET: dict[str, Any] = tomllib.loads(FILES[LEVERS_FILE].decode())
LEVERS = {lever["id"]: lever for lever in SET["levers"]}
SHARES = ("completion", "drop_out", "deadweight", "effect")
COSTS = ("set_up_gbp", "per_start_gbp", "per_year_gbp")
PER_WTE = COSTS[1:]
THE_PLAN_ITSELF = "001-02"
"""The recommendation that there be a plan, under which any lever may stand."""
ON_COSTS = 1.349
"""Report 001, section 3: pension and National Insurance on top of pay."""

ROWS = list(csv.DictReader(FILES["recommendation_levers.csv"].decode().splitlines()))
each_lever = pytest.mark.parametrize("lever", LEVERS.values(), ids=LEVERS)
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])


def named_in(row: dict[str, str]) -> list[str]:
    return row["levers"].split(";") if row["levers"] else []


def estimates() -> Iterator[tuple[str, Any]]:
    """Every figure of the file that is an estimate, with where it stands."""
    for name in ("price_growth_per_year", "shortfall_gbp_per_wte_year"):
        yield name, SET[name]
    for area, leaving in SET["leaving_per_year"].items():
        yield f"leaving_per_year.{area}", leaving
    for lever in LEVERS.values():
        for name in (*SHARES, *COSTS):
            if name in lever:
                yield f"{lever['id']}.{name}", lever[name]


def test_files_beside_the_study_are_shipped_with_it():
    assert set(COMPANIONS) <= set(FILES)


def test_every_kind_of_lever_occurs():
    assert {lever["kind"] for lever in LEVERS.values()} == set(KIND_IDS)
    assert len(LEVERS) == len(SET["levers"])


@each_lever
def test_a_lever_says_what_it_rests_on(lever):
    assert lever["source"]
    assert lever["owner"]
    assert Evidence(lever["evidence"])
    assert Funder(lever["funder"])
    assert "assumption of this project" in lever["source"]


@pytest.mark.parametrize(("where", "estimate"), [pytest.param(*entry, id=entry[0]) for entry in estimates()])
def test_an_estimate_has_a_range_that_holds_its_value(where, estimate):
    """Nothing in this file was measured, so there is no figure without a range."""
    assert estimate["low"] < estimate["high"]
    assert estimate["low"] <= estimate["value"] <= estimate["high"]
    if where.rpartition(".")[2] in SHARES:
        assert 0 <= estimate["low"] <= estimate["high"] <= 1


@each_lever
def test_a_lever_costs_something_and_wastes_something(lever):
    assert any(lever.get(name, {"value": 0})["value"] > 0 for name in PER_WTE)
    reached = lever["completion"]["value"] * lever.get("effect", {"value": 1})["value"]
    lost = (1 - lever.get("drop_out", {"value": 0})["value"]) * (1 - lever.get("deadweight", {"value": 0})["value"])
    assert 0 < reached * lost < 0.9


@each_lever
def test_capacity_grows_from_the_first_year_and_holds_the_announced_plan(lever):
    assert min(int(year) for year in lever["capacity"]) == SET["goal"]["first_year"]
    if kind_of(lever["kind"]).act is not Act.STAND_IN:  # a stop-gap ends
        assert list(lever["capacity"].values()) == sorted(lever["capacity"].values())
    for year in {entry["year"] for entry in lever.get("plan", ())}:
        planned = sum(entry["amount_wte"] for entry in lever["plan"] if entry["year"] == year)
        most = max((int(known), most) for known, most in lever["capacity"].items() if int(known) <= year)[1]
        assert lever.get("minimum_per_year", 0) <= planned <= most


def test_contractors_close_no_gap_at_the_horizon():
    contractors = LEVERS["contractors"]
    last = max(int(year) for year in contractors["capacity"])
    assert contractors["capacity"][str(last)] == 0
    assert last - 1 + contractors["lead_years"] + contractors["lasts_years"] <= 2030


@each_row
def test_a_recommendation_on_supply_leads_to_levers_that_exist(row):
    assert row["how"]
    assert (row["concerns_supply"], bool(row["levers"])) in {("yes", True), ("no", False)}
    assert set(named_in(row)) <= set(LEVERS)


@each_lever
def test_a_lever_names_the_recommendations_that_lead_to_it(lever):
    assert sorted(lever["recommendations"]) == sorted(row["id"] for row in ROWS if lever["id"] in named_in(row))


@each_lever
def test_a_lever_answers_a_recommendation_or_says_that_none_names_it(lever):
    assert THE_PLAN_ITSELF in lever["recommendations"]
    alone = len(lever["recommendations"]) == 1
    assert alone == ("No recommendation names it" in lever["note"])


def test_recommendations_of_the_study_are_among_those_that_lead_to_levers():
    of_study = csv.DictReader(FILES["recommendations.csv"].decode().splitlines())
    wording = {row["id"]: row["recommendation"] for row in ROWS}
    assert len(wording) == len(ROWS)
    for row in of_study:
        assert wording[row["id"]] == row["recommendation"]


def test_the_page_on_levers_counts_as_they_count():
    page = Path(__file__).parents[2] / "docs" / "explanation" / "reference-levers.md"
    text = " ".join(page.read_text(encoding="utf-8").split())
    assert f"{len(LEVERS)} levers of all sixteen kinds" in text
    on_supply = sum(row["concerns_supply"] == "yes" for row in ROWS)
    assert f"Of {len(ROWS)} recommendations" in text
    assert f"{on_supply} bear on supply" in text
    assert all(f"`{lever}`" in text for lever in LEVERS)


def test_graduates_and_leaders_start_as_announced():
    """Report 001, Table 2.1: 72 by April 2021; report 003, section 1.3: 300 in three cohorts."""
    for lever, in_first_year in (("graduate_ddat_scheme", 72), ("academy_senior_leaders", 300 / 3)):
        plan = [entry["amount_wte"] for entry in LEVERS[lever]["plan"] if entry["year"] == 2022]
        assert sum(plan) == in_first_year


@pytest.mark.parametrize(
    ("lever", "end", "pay", "share"),
    [
        ("graduate_ddat_scheme", "low", 24907, 1),  # band 5, first point
        ("graduate_ddat_scheme", "high", 30615, 1),  # band 5, top
        ("data_apprenticeship", "value", 21142, 1),  # band 3, top
        ("data_apprenticeship", "high", 24157, 1),  # band 4, top
        ("support_to_professional", "value", 24157, 0.2),  # a day a week
        ("retention_pay", "value", 37890, 0.1),  # band 6, top
    ],
)
def test_what_is_somebodys_pay_follows_from_pay_scales(lever, end, pay, share):
    """Agenda for Change 2020-21, rounded to hundreds."""
    assert LEVERS[lever]["per_year_gbp"][end] == pytest.approx(pay * ON_COSTS * share, abs=100)


@pytest.mark.slow
def test_each_level_that_is_short_has_a_lever_that_gives_to_it(reference_results: Path):
    with (reference_results / "tables" / "gap.csv").open(encoding="utf-8", newline="") as stream:
        short = {
            (row["area"], row["level"])
            for row in csv.DictReader(stream)
            if row["scenario"] == "driven" and row["year"] == "2030" and float(row["gap"]) < 0
            if "all" not in (row["area"], row["level"])
        }
    given = {
        (area, level)
        for lever in LEVERS.values()
        if kind_of(lever["kind"]).act in (Act.JOIN, Act.MOVE)
        for area in lever["to_areas"]
        for level in lever["to_levels"]
    }
    assert len(short) == 26
    assert short <= given
