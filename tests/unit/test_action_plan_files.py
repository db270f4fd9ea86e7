"""The action plan in its three forms: they open as their readers open them, ask nobody for anything, and repeat."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from cadreworks.reports.plan.document import action_plan
from cadreworks.reports.plan.publish import publish_plan
from small_plan import plan_result

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def result():
    return plan_result()


@pytest.fixture(scope="module")
def published(result, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    publish_plan(result, folder)
    return folder


def test_the_page_runs_no_script_and_asks_nobody(published):
    page = (published / "action-plan.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert page.count("<h1>") == 1
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "The goal is not met" in page


def test_the_document_opens_with_headings_described_pictures_and_repeated_rows(published, result):
    document = docx.Document(published / "action-plan.docx")
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings[0] == "In short"
    assert "What the plan costs" in headings
    described = [each.get("descr") for each in document.element.iter(qn("wp:docPr"))]
    figures = action_plan(result).figures
    assert described == [f"{figure.title}. {figure.in_words}" for figure in figures]
    assert document.tables
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    for section in document.sections:
        assert {round(section.page_width.mm), round(section.page_height.mm)} == {210, 297}
    assert document.core_properties.language == "en-GB"
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_the_files_hold_no_clock(published, result, tmp_path):
    publish_plan(result, tmp_path)
    for name in ("action-plan.html", "action-plan.docx", "action-plan.xlsx", "charts/plan-cost-by-year.png"):
        assert (tmp_path / name).read_bytes() == (published / name).read_bytes(), name
    with zipfile.ZipFile(io.BytesIO((published / "action-plan.docx").read_bytes())) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in parts.read("docProps/core.xml")


def test_the_workbook_holds_every_table(published, result):
    workbook = load_workbook(published / "action-plan.xlsx")
    tables = action_plan(result).tables
    assert len(workbook.sheetnames) == 3 + len(tables)
    for number, table in enumerate(tables, start=1):
        assert table.title in str(workbook[f"Table_{number}"]["A1"].value)


def test_names_are_escaped_and_small_cells_are_marked_everywhere(tmp_path):
    why = "The stock holds three cells that may point to people."
    publish_plan(plan_result(title="<b>Anyshire & sons", small_cells=why), tmp_path)
    page = (tmp_path / "action-plan.html").read_text(encoding="utf-8")
    assert "<b>Anyshire" not in page
    assert "&lt;b&gt;Anyshire &amp; sons" in page
    paragraphs = [each.text for each in docx.Document(tmp_path / "action-plan.docx").paragraphs]
    assert paragraphs[0] == "Action plan: <b>Anyshire & sons"
    assert why in page
    assert any(why in text for text in paragraphs)
    assert load_workbook(tmp_path / "action-plan.xlsx")["Table_1"]["A2"].value == "Not for publication"
