"""Findings are worked out from the figures that they state."""

from __future__ import annotations

import pytest

from cadreworks.reports import findings
from cadreworks.reports.figures import figures_of, subjects
from cadreworks.reports.notes import band_notes, override_note
from cadreworks.study import Study, project
from text_tables import study_of


@pytest.fixture(scope="module")
def coding(reference_study: Study) -> list[str]:
    projection = project(reference_study, seed=2030, draws=1000)
    scenario = reference_study.settings.scenarios[0]
    return findings.area_findings(projection, scenario, subjects(projection)[0])


def test_clinical_coding_in_a_data_driven_future(coding):
    assert coding == [
        "The workforce would need to shrink by around 13 per cent, from 3,550 WTEs in 2020 to 3,100 WTEs in 2030: 460 fewer "
        "whole-time equivalents, after first rising to about 3,825 in 2025.",
        "Support staff decrease by around 62 per cent to 710 WTEs, professionals increase by around 29 per cent to 2,150 WTEs "
        "and managers are introduced, 240 WTEs.",
        "The share of professionals rises from 47 per cent to 69 per cent and that of support staff falls from 53 per cent to "
        "23 per cent.",
        "Set against projected supply this leaves an oversupply of around 2,075 WTEs in 2030 (90 per cent band 1,250 to 2,950).",
        "In no year up to 2030 is it more likely than not that supply falls short of demand; in 2030 the chance of it is "
        "below one per cent.",
        "Pay and on-costs, £116 million in 2020, would be around £132 million in 2030, against £151 million for a workforce "
        "unchanged in number. Costed by job level rather than by area they would be £195 million.",
    ]


def said_of(**inputs: str) -> list[str]:
    projection = project(study_of(**inputs), seed=1, draws=50)
    scenario = projection.study.settings.scenarios[0]
    area = subjects(projection)[0]
    return [
        findings.supply_sentence(projection, area),
        *findings.area_findings(projection, scenario, area),
        *(figure.in_words for figure in figures_of(projection, area)),
    ]


def test_nothing_changes():
    said = said_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 100          | 0       | 0
        """
    )
    assert said[:5] == [
        "Supply, if growth goes on as it was, stays at about 200 WTEs.",
        "Demand stays at about 200 WTEs from 2020 to 2022.",
        "Support staff stay at about 100 WTEs and professionals stay at about 100 WTEs.",
        "The shares of the job levels stay broadly as they are.",
        "Supply and demand would meet in 2022.",
    ]
    assert said[9].endswith(
        "Bright Future: support staff from 50 to 50 per cent, professionals from 50 to 50 per cent."
    )


def test_an_area_of_nobody_is_spoken_of_without_a_fault():
    said = said_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 0       | 0            | 0       | 0
        """,
        typical="""
            area | support | professional | manager | senior_leader
            ict  | 1       | 0            | 0       | 0
        """,
    )
    assert said[0] == "There is no supply, since nobody was in post in 2020."
    assert said[1] == "Nobody is in post, and nobody is needed."
    assert "Bright Future: nobody in post or needed." in said[3]
    assert "Bright Future: nobody in post or needed." in said[4]


def test_a_level_that_is_no_longer_needed():
    said = said_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 100     | 50           | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 0       | 150          | 0       | 0
        """,
    )
    assert (
        "Support staff are no longer needed (100 now) and professionals increase by around 200 per cent to 150 WTEs."
        in said
    )


def test_a_gap_whose_band_reaches_both_ways_says_so():
    said = said_of(
        stock="""
            area | support | professional | manager | senior_leader
            ict  | 1000    | 0            | 0       | 0
        """,
        returns="""
            organisation | year | area | support | professional | manager | senior_leader
            north        | 2022 | ict  | 500     | 0            | 0       | 0
            south        | 2022 | ict  | 1600    | 0            | 0       | 0
        """,
    )
    assert (
        "Set against projected supply this leaves a shortfall of around 50 WTEs in 2022 (the 90 per cent band reaches from a "
        "shortfall of 830 to an oversupply of 730)."
    ) in said


ONE_RETURN = {
    "stock": """
        area | support | professional | manager | senior_leader
        ict  | 1000    | 550          | 0       | 0
    """,
    "growth": """
        area | 2016-17 | 2017-18 | 2018-19
        ict  | 0       | 0.1     | -0.1
    """,
}


def test_one_return_has_no_band_and_says_so():
    projection = project(study_of(**ONE_RETURN), seed=1, draws=50)
    supply, demand, gap = findings.headline_numbers(projection)
    assert "90% band" in supply.detail
    assert demand.detail == "no band, since its inputs show no spread"
    assert gap.detail == "the 90% band reaches from a shortfall to an excess, of supply alone"
    (note,) = band_notes(projection)
    assert "From one return no spread can be learnt, so bands leave it out." in note
    assert "scenario" not in note
    figure = figures_of(projection, subjects(projection)[0])[0]
    assert not any(note.startswith("Whiskers") for note in figure.notes)


def test_nothing_is_said_of_overrides_where_there_is_none():
    assert override_note(project(study_of(**ONE_RETURN), seed=1, draws=5)) == ""


def test_the_cost_of_the_base_year_has_the_band_of_the_result_tables(reference_study):
    projection = project(reference_study, seed=2030, draws=100)
    cost = figures_of(projection, subjects(projection)[-1])[-1]
    published = projection.scenarios["driven"].cost
    assert cost.table.rows[0][1:4] == (published.central[-1, 0], published.p05[-1, 0], published.p95[-1, 0])
