"""The page says what its readers must know: what is overridden, how figures are rounded, what a figure is called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def small_page(small_results: Path) -> str:
    return (small_results / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reference_page(reference_results: Path) -> str:
    return (reference_results / "report.html").read_text(encoding="utf-8")


def rows_of(page: str, table: str) -> list[list[str]]:
    """The cells of a table's body as plain text."""
    (body,) = re.findall(rf'<table id="{table}".*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    return [
        [
            re.sub(r"<wbr>|</?(?:th|td)[^>]*>", "", cell).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def test_an_override_is_named_at_the_headline_and_the_findings(small_page, reference_page):
    said = "One assumption is overridden: Net growth carried forward, Clinical coding (by workforce board)."
    assert small_page.count(f'{said}</strong> <a href="#overrides-caption">') == 2
    assert "overridden:" not in reference_page


def test_one_override_is_not_repeated_as_all_of_them(small_page):
    rows = rows_of(small_page, "overrides")
    assert [row[2] for row in rows] == ["Supply", "Demand", "Gap", "Cost"]
    assert {row[0] for row in rows} == {"Net growth carried forward, Clinical coding"}
    assert {row[3] for row in rows} == {"WTE", "\u00a3 million"}


def test_one_scenario_is_not_set_against_another(small_page, reference_page):
    assert "how far one scenario lies from another" not in small_page
    assert "how far one scenario lies from another" in reference_page


def test_rounding_is_explained(small_page):
    assert "to the nearest 25 from 1,000 up" in small_page


def test_the_name_of_a_scenario_needs_no_article(small_page):
    assert "the Bright Future" not in small_page


def test_an_id_stands_beneath_its_assumption_and_a_shared_note_beneath_the_table(reference_page):
    rows = rows_of(reference_page, "assumptions")
    assert rows[1][0] == 'Growth of pay<span class="beneath">pay_growth_per_year</span>'
    assert reference_page.count("ow and high are the lowest and highest of the years") == 1


def test_differences_from_print_are_named_as_readers_know_them(reference_page):
    rows = rows_of(reference_page, "reconciliation")
    (gap,) = [row for row in rows if row[1].startswith("Gap in 2030") and "Information management" in row[0]]
    assert gap[0] == "Data Desert Future, Information management"
    assert gap[2:5] == ["1,000", "1,023", "23"]
    assert "The surplus of around 1,000 in 6C (recomputed 1,023)" in gap[5]
