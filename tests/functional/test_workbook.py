"""The workbook, opened as its readers would: the good-practice guidance for statistical tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cadreworks.reports.published_table import Heading, PublishedTable, Shown
from cadreworks.reports.workbook import write_workbook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workbook(reference_results):
    return load_workbook(reference_results / "tables.xlsx")


def sheet_called(workbook, title: str):
    """The sheet whose table has this title."""
    (found,) = [sheet for sheet in workbook if title in str(sheet["A1"].value)]
    return found


def rows_of(sheet) -> list[list[object]]:
    """The rows of a sheet's table, its heading first."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(index for index, row in enumerate(rows) if all(cell is not None for cell in row) and len(row) > 1)
    return rows[start:]


def test_it_begins_with_a_cover_contents_and_notes(workbook):
    assert workbook.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    assert workbook.sheetnames[3:] == [f"Table_{number}" for number in range(1, len(workbook.sheetnames) - 2)]
    assert len(workbook.sheetnames) == 3 + 26


def test_the_cover_says_which_inputs_are_made_up(workbook):
    cover = " ".join(str(cell.value) for row in workbook["Cover"].iter_rows() for cell in row if cell.value)
    assert "growth.csv: made up." in cover
    assert "returns: made up." in cover
    assert "stock.csv: published, derived." in cover


def test_the_contents_lead_to_every_table(workbook):
    targets = {
        link.location or link.target
        for row in workbook["Contents"].iter_rows()
        for cell in row
        if (link := cell.hyperlink)
    }
    assert len(targets) >= 21


def test_nothing_is_merged_and_no_sheet_is_hidden(workbook):
    for sheet in workbook:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"


def test_table_3_1_stands_in_it_as_numbers(workbook):
    heading, *rows = rows_of(
        sheet_called(workbook, "Change in the workforce required by area of work, 2020 to 2030, Data Driven Future")
    )
    assert heading[:4] == ["Role family", "Area of work", "Workforce in 2020, WTE", "Demand in 2030, WTE"]
    by_area = {row[1]: row for row in rows[:10]}
    assert by_area["Clinical coding"][2] == 3560
    assert round(by_area["Total workforce"][3]) == 77_923
    assert all(isinstance(cell, int | float) for row in by_area.values() for cell in row[2:])


def test_no_cell_of_a_table_is_empty(workbook):
    """What does not apply is marked [z], and the sheet says what that means."""
    for sheet in workbook.worksheets[3:]:
        table = rows_of(sheet)
        width = len(table[0])
        assert all(cell is not None for row in table for cell in row[:width]), sheet.title
        if any(cell == "[z]" for row in table for cell in row):
            assert any("[z] means" in str(row[0].value) for row in sheet.iter_rows(max_row=12))


def test_no_column_is_wider_than_readers_allow(workbook):
    widths = [column.width for sheet in workbook for column in sheet.column_dimensions.values()]
    assert max(widths) < 100


def test_every_published_figure_is_compared_in_it(workbook):
    assert len(rows_of(sheet_called(workbook, "compared with"))) == 478


def test_the_long_tables_hold_what_the_result_tables_hold(workbook, reference_results: Path):
    _, *rows = rows_of(sheet_called(workbook, "Projected supply by area of work"))
    with (reference_results / "tables" / "supply.csv").open(encoding="utf-8", newline="") as stream:
        means = [float(row["mean"]) for row in csv.DictReader(stream) if row["level"] == "all"]
    assert sorted(row[2] for row in rows) == pytest.approx(sorted(means))


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    """Readers refuse such text; should any reach the workbook, it must not run."""
    table = PublishedTable("t", "A table", (Heading("Name"), Heading("Size", Shown.NUMBER)), (("=1+1", 3),), "nobody")
    write_workbook(tmp_path / "t.xlsx", [table], title="T", introduction=["I"], about=["A"])
    sheet = load_workbook(tmp_path / "t.xlsx")["Table_1"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s"


def test_the_same_tables_give_the_same_bytes(tmp_path):
    table = PublishedTable(
        "t", "A table", (Heading("Name"), Heading("Size", Shown.WTE)), (("a", 3.5), ("b", None)), "nobody"
    )
    for name in ("one", "two"):
        write_workbook(tmp_path / name, [table], title="T", introduction=["I"], about=["A"])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
