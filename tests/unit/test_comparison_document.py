"""What is published of a comparison: its sentences, its figures in words, and tables whose parts add up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cadreworks.reports.comparison.document import comparison_document
from cadreworks.reports.comparison.figures import gap_waterfall
from small_comparison import BY, SCENARIOS, made_up_comparison


def test_the_opening_says_what_moved_each_gap_the_largest_first():
    document = comparison_document(made_up_comparison())
    assert document.verdict == "What moved the results: data, rates, returns, pay, method, plan and version."
    assert document.opening[0] == (
        "Bright Future: the gap goes from \u22123,000 to \u22121,000 WTE: plan +1,200, data +900, method +600, "
        "rates \u2212400, returns \u2212250, version \u221290 and pay +40."
    )
    assert document.opening[-1].startswith("Growth and base years cannot be made one without the other")
    assert document.not_for_publication == ""
    assert comparison_document(made_up_comparison(not_for_publication=True)).not_for_publication


def test_a_waterfall_is_said_in_words_and_has_its_table():
    figure = gap_waterfall(made_up_comparison(), "future", SCENARIOS["future"])
    assert figure.in_words == (
        "Waterfall chart. Before, the gap was \u22123,000 WTE; data +900, rates \u2212400, returns \u2212250, pay +40, "
        "method +600, plan +1,200, version \u221290; after, it is \u22121,000 WTE."
    )
    rows = figure.table.rows
    assert (rows[0], rows[-1]) == (("Before", None, -3000.0), ("After", None, -1000.0))
    assert rows[-2][2] == pytest.approx(-1000.0)


def test_every_row_of_every_table_adds_up():
    document = comparison_document(made_up_comparison())
    by_group = [table for table in document.tables if table.id.startswith(("moved-wte", "moved-cost", "moved-gap"))]
    assert len(by_group) == 4  # wte, cost, and the areas of two scenarios
    for table in by_group:
        for row in table.rows:
            before, *parts, after = row[table.row_headings :]
            assert len(parts) == len(BY)
            assert before + sum(parts) == pytest.approx(after)


def test_where_nothing_can_be_shared_out_the_page_says_why():
    comparison = replace(made_up_comparison(), movements=(), notes=(), cannot_mix="the two runs differ in their years")
    document = comparison_document(comparison)
    assert document.verdict == "What moved the results cannot be told apart, since the two runs differ in their years."
    assert document.figures == ()
    assert [section.id for section in document.sections] == ["moved-figures-section", "changes-section"]


def test_no_movement_is_said_in_a_line():
    comparison = made_up_comparison()
    still = replace(comparison, after=comparison.before, movements=(), notes=())
    document = comparison_document(still)
    assert document.verdict == "No central figure moved."
    assert document.opening[0] == "Bright Future: the gap is \u22123,000 WTE, as before."
