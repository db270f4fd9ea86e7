"""The chapter of a study's plan in its report, and its tables in the report's workbook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cadreworks.manifest import Manifest
from cadreworks.reports.charts import Drawing
from cadreworks.reports.page import Checks, all_figures, page
from cadreworks.reports.plan.chapter import plan_chapter
from cadreworks.reports.publish import workbook_tables
from cadreworks.study import project, read_study
from small_plan import plan_result
from small_study import write_small_study

NOTHING_CHECKED = Checks((), ())


@pytest.fixture(scope="module")
def projection(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = write_small_study(tmp_path_factory.mktemp("study") / "small")
    return project(read_study(folder), seed=1, draws=10)


def page_with(projection, plan) -> str:
    """The page, with a line in the place of each drawing."""
    figures = all_figures(projection, plan)
    drawings = {
        figure.id: Drawing(figure.id, f"<svg><title>{figure.id}</title></svg>", "", b"")
        for of_subject in figures.values()
        for figure in of_subject
    }
    manifest = Manifest("0", "t", "c", "e", "0" * 64, 1, 10, {}, (), False, {})
    return page(projection, NOTHING_CHECKED, figures, drawings, manifest, plan=plan)


def test_the_report_has_a_chapter_of_the_plan_with_numbered_figures_and_tables(projection):
    plan = plan_result()
    report = page_with(projection, plan)
    assert '<li><a href="#plan">The plan</a></li>' in report
    assert "The goal is not met: none of the three things asked" in report
    chapter = plan_chapter(plan)
    for number, figure in enumerate(chapter.figures, start=1):
        assert f"Figure P.{number}. {figure.title}" in report
        assert report.count(f"<title>{figure.id}</title>") == 1
    for table in chapter.tables:
        assert report.count(f'<table id="{table.id}"') == 1
    ids = re.findall(r' id="([^"]+)"', report)
    assert len(ids) == len(set(ids))


def test_a_study_without_a_plan_has_no_such_chapter(projection):
    assert 'id="plan' not in page_with(projection, None)


def test_the_workbook_holds_the_tables_of_the_plan(projection):
    plan = plan_result()
    without, with_plan = (workbook_tables(projection, NOTHING_CHECKED, each) for each in (None, plan))
    added = {table.id for table in with_plan} - {table.id for table in without}
    assert added == {table.id for table in plan_chapter(plan).tables}
