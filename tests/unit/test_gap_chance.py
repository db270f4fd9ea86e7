"""The chance of a shortfall: shares of draws worked out by hand, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cadreworks.gap import THRESHOLDS, chance_of_shortfall, sooner_than_not
from cadreworks.reports import findings
from cadreworks.reports.gap_chance import gap_chance_figure, gap_chance_sentence, gap_chance_table
from cadreworks.reports.published_table import Shown, show
from cadreworks.reports.result_specs import GAP_CHANCE
from cadreworks.reports.result_tables import result_tables
from cadreworks.study import project


def test_a_chance_is_the_share_of_draws_that_fall_short_by_more():
    supply = np.array([[100.0], [96.0], [89.0], [60.0]])
    demand = np.full((4, 1), 100.0)
    assert THRESHOLDS == (0.0, 0.05, 0.10, 0.20, 0.30)
    assert chance_of_shortfall(supply, demand).ravel().tolist() == [0.75, 0.5, 0.5, 0.25, 0.25]


def test_a_shortfall_of_just_a_threshold_and_one_in_the_last_bits_are_none():
    demand = np.array([[100.0], [0.1 + 0.2], [0.0]])
    supply = np.array([[90.0], [0.3], [0.0]])
    assert chance_of_shortfall(supply, demand).ravel().tolist() == [1 / 3, 1 / 3, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("chance", "first"), [([0.0, 0.5, 0.51], 2022), ([0.9, 0.1, 0.0], 2020), ([0.5, 0.5, 0.5], None)]
)
def test_sooner_than_not_is_the_first_year_that_passes_one_half(chance, first):
    assert sooner_than_not(np.array(chance), (2020, 2021, 2022)) == first


@pytest.fixture(scope="module")
def projection(reference_study):
    return project(reference_study, seed=1, draws=40)


def of(projection, chances):
    """The projection with other chances of the whole workforce in its first scenario: by threshold, then year."""
    scenario = projection.study.settings.scenarios[0]
    result = projection.scenarios[scenario.id]
    found = np.zeros_like(result.gap_chance)
    found[:, -1] = np.array(chances)[:, None] if np.ndim(chances) == 1 else np.array(chances)
    return replace(projection, scenarios={**projection.scenarios, scenario.id: replace(result, gap_chance=found)})


def said_of(projection, chances):
    whole = findings.subjects(projection)[-1]
    return gap_chance_sentence(of(projection, chances), projection.study.settings.scenarios[0], whole)


def test_what_is_said_of_chances(projection):
    rising = np.linspace(0.0, 1.0, 11)
    assert said_of(projection, [rising, rising**2, rising**4, 0 * rising, 0 * rising]) == (
        "By 2026 it is more likely than not that supply falls short of demand, and by 2029 that more than ten per cent of "
        "demand is missing. The chance that more than ten per cent is missing in 2030 is above 99 per cent."
    ).replace("ten per cent", "10 per cent")
    assert said_of(projection, [0.2, 0.0, 0.0, 0.0, 0.0]) == (
        "In no year up to 2030 is it more likely than not that supply falls short of demand; in 2030 the chance of it is "
        "20 per cent."
    )
    once = np.array([0.0, 0.8] + [0.3] * 9)
    assert "more likely than not that supply falls short of demand, though no longer in 2030." in said_of(
        projection, [once, 0 * once, 0 * once, 0 * once, 0 * once]
    )


def test_chances_near_nothing_and_near_certainty_are_not_written_as_such():
    assert [show(chance, Shown.CHANCE) for chance in (0.0, 0.009, 0.01, 0.345, 0.99, 0.995, 1.0)] == [
        "<1%", "<1%", "1%", "34%", "99%", ">99%", ">99%",
    ]  # fmt: skip


def test_figure_and_table_hold_the_same_chances_and_labels_keep_their_order(projection):
    changed = of(projection, [1.0, 1.0, 1.0, 0.0, 0.0])
    scenario = projection.study.settings.scenarios[0]
    figure = gap_chance_figure(changed, scenario)
    assert figure.title == "From 2020 a shortfall of more than 10% is more likely than not, Data Driven Future"
    assert figure.table.rows[-1] == (2030, 1.0, 1.0, 1.0, 0.0, 0.0)
    assert gap_chance_table(changed, scenario).rows[-1] == ("Total workforce", 1.0, 1.0, 1.0, 0.0, 0.0, 2020, 2020)
    labels = figure.spec["layer"][-1]["data"]["values"]
    assert [" ".join(label["text"]) for label in sorted(labels, key=lambda label: -label["wte"])] == [
        "Any shortfall >99%",
        "More than 5% >99%",
        "More than 10% >99%",
        "More than 20% <1%",
        "More than 30% <1%",
    ]


def test_the_result_table_has_every_scenario_year_area_and_threshold(projection):
    (table,) = [table for table in result_tables(projection, []) if table.spec is GAP_CHANCE]
    assert len(table.rows) == 2 * 11 * 10 * 5
    keys = [(row["scenario"], row["year"], row["area"], row["threshold"]) for row in table.rows]
    assert len(set(keys)) == len(keys)
    whole = {
        (row["year"], row["threshold"]): row
        for row in table.rows
        if (row["scenario"], row["area"]) == ("driven", "all")
    }
    assert whole[2020, 0.0]["chance"] == 0.0  # demand begins at those in post
    for threshold in THRESHOLDS:
        passed = [year for year in range(2020, 2031) if whole[year, threshold]["chance"] > 0.5]
        assert {whole[year, threshold]["sooner_than_not"] for year in range(2020, 2031)} == {
            passed[0] if passed else None
        }
