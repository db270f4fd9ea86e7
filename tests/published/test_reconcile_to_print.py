"""The reference study against the report as printed, typed from its tables: Health Education England, Data Driven
Healthcare in 2030, interim full report, March 2021. Nothing here comes from the package's own list of figures.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

HALF = 0.5

# Section 3, pages 21 to 34. Table 3.1: size in 2020, demand in 2030, change, change in per cent.
# Table 3.2: supply in 2030, shortfall or excess. Table 3.3: cost in 2020 and in 2030, in £ million.
PRINTED = {
    "clinical_coding": (3560, 3101, -459, -13, 5169, 2068, 116, 132),
    "health_records": (12610, 12315, -295, -2, 13199, 884, 411, 524),
    "information_management": (8113, 15961, 7848, 97, 8173, -7788, 335, 860),
    "ict": (16407, 21963, 5556, 34, 24701, 2738, 839, 1465),
    "clinical_informatics": (1778, 13731, 11953, 672, 3088, -10643, 124, 1249),
    "knowledge_management": (788, 2199, 1411, 179, 545, -1654, 33, 119),
    "it_programmes_projects": (1741, 4859, 3118, 179, 4105, -754, 105, 381),
    "it_strategy_development": (801, 3407, 2606, 325, 988, -2419, 80, 442),
    "it_education_training": (212, 387, 175, 83, 267, -120, 13, 30),
}

# First bullets of Scenario A and B in sections 6A to 6I, pages 63 to 196: level, demand in 2030, rounding step.
PRINTED_LEVELS = {
    ("driven", "clinical_coding"): ((725, 25), (2150, 25), (240, 10), (0, 1)),
    ("driven", "health_records"): ((9500, 25), (2575, 25), (260, 10), (0, 1)),
    ("driven", "information_management"): ((4650, 25), (8975, 25), (2000, 25), (330, 10)),
    ("driven", "ict"): ((5925, 25), (13825, 25), (1975, 25), (250, 25)),
    ("driven", "clinical_informatics"): ((2175, 25), (8675, 25), (2175, 25), (725, 25)),
    ("driven", "knowledge_management"): ((880, 10), (960, 10), (290, 10), (65, 5)),
    ("driven", "it_programmes_projects"): ((1325, 25), (2575, 25), (900, 25), (70, 10)),
    ("driven", "it_strategy_development"): ((700, 25), (1525, 25), (800, 25), (380, 10)),
    ("driven", "it_education_training"): ((150, 25), (190, 10), (40, 10), (4, 1)),
    ("desert", "clinical_coding"): ((1425, 25), (1825, 25), (0, 1), (0, 1)),
    ("desert", "health_records"): ((8625, 25), (620, 10), (150, 25), (0, 1)),
    ("desert", "information_management"): ((2475, 25), (3950, 25), (750, 25), (0, 1)),
    ("desert", "ict"): ((2725, 25), (4975, 25), (800, 25), (160, 10)),
    ("desert", "clinical_informatics"): ((765, 5), (2300, 25), (765, 5), (0, 1)),
    ("desert", "knowledge_management"): ((525, 25), (425, 25), (180, 10), (0, 1)),
    ("desert", "it_programmes_projects"): ((200, 25), (675, 25), (250, 25), (0, 1)),
    ("desert", "it_strategy_development"): ((70, 10), (60, 10), (85, 5), (25, 5)),
    ("desert", "it_education_training"): ((40, 10), (45, 5), (10, 10), (0, 1)),
}
LEVELS = ("support", "professional", "manager", "senior_leader")


@pytest.fixture(scope="module")
def tables(reference_results: Path):
    """tables(name, **key): the one row of a result table with that key, as numbers."""

    def row(name: str, **key: object) -> dict[str, float]:
        with (reference_results / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            found = [
                entry
                for entry in csv.DictReader(stream)
                if all(entry[part] == str(value) for part, value in key.items())
            ]
        assert len(found) == 1, (name, key, len(found))
        return {part: float(value) for part, value in found[0].items() if part not in key and _is_number(value)}

    return row


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("area", PRINTED)
def test_table_3_1_and_3_2(area, tables):
    base, demand, change, change_percent, supply, gap, *_ = PRINTED[area]
    ours = tables("change", scenario="driven", area=area, level="all")
    assert ours["base_wte"] == pytest.approx(base, abs=HALF)
    assert ours["demand_wte"] == pytest.approx(demand, abs=HALF)
    assert ours["demand_change_wte"] == pytest.approx(change, abs=HALF)
    assert ours["demand_change_share"] * 100 == pytest.approx(change_percent, abs=HALF)
    assert ours["supply_wte"] == pytest.approx(supply, abs=HALF)
    assert ours["gap_wte"] == pytest.approx(gap, abs=HALF)


@pytest.mark.parametrize("area", PRINTED)
def test_table_3_3(area, tables):
    *_, cost_2020, cost_2030 = PRINTED[area]
    assert tables("cost", scenario="driven", area=area, year=2020)["cost_gbp"] / 1e6 == pytest.approx(
        cost_2020, abs=HALF
    )
    assert tables("cost", scenario="driven", area=area, year=2030)["cost_gbp"] / 1e6 == pytest.approx(
        cost_2030, abs=HALF
    )


@pytest.mark.parametrize(("scenario", "area"), PRINTED_LEVELS)
def test_levels_of_sections_6a_to_6i(scenario, area, tables):
    for level, (printed, step) in zip(LEVELS, PRINTED_LEVELS[scenario, area], strict=True):
        ours = tables("demand", scenario=scenario, year=2030, area=area, level=level)["mean"]
        assert ours == pytest.approx(printed, abs=step / 2), level


def test_totals_of_tables_3_1_to_3_3(tables):
    """The report's own total of 46,009 is one less than its rows sum to (I22), and 5,220 is a misprint of 5,202 (I01)."""
    ours = tables("gap", scenario="driven", year=2030, area="all", level="all")
    assert ours["supply"] == pytest.approx(60_235, abs=1)
    assert ours["demand"] == pytest.approx(77_923, abs=1)
    assert ours["gap"] == pytest.approx(-17_688, abs=1)
    assert tables("cost", scenario="driven", year=2020, area="all")["cost_gbp"] / 1e6 == pytest.approx(2053.9, abs=0.5)
    horizon = tables("cost", scenario="driven", year=2030, area="all")
    assert horizon["cost_gbp"] / 1e6 == pytest.approx(5202.3, abs=0.5)
    assert horizon["baseline_cost_gbp"] / 1e6 == pytest.approx(2681.0, abs=0.5)


def test_data_desert_total_of_section_3(tables):
    assert tables("demand", scenario="desert", year=2030, area="all", level="all")["mean"] == pytest.approx(
        34_850, abs=50
    )


def test_costing_by_level_gives_what_the_report_could_not(tables):
    """By level the workforce costs 2,053 million in 2020, as by area, but about 4,900 in 2030 against 5,202 by area."""
    assert tables("cost_by_level", scenario="driven", year=2020, area="all", level="all")[
        "cost_gbp"
    ] / 1e6 == pytest.approx(2052.8, abs=0.5)
    assert tables("cost_by_level", scenario="driven", year=2030, area="all", level="all")[
        "cost_gbp"
    ] / 1e6 == pytest.approx(4899, abs=10)


def test_clinical_coding_rises_before_it_falls(tables):
    """Section 6A, viewpoints of participants: a short-term increase, then a longer-term decrease."""
    demand = [
        tables("demand", scenario="driven", year=year, area="clinical_coding", level="all")["mean"]
        for year in (2020, 2025, 2030)
    ]
    assert demand[0] < demand[1] > demand[2] < demand[0]
