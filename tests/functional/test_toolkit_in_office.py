"""The workbook in a spreadsheet program: it opens, calculates, and prints on pages that hold together."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from cadreworks.demand.exercise import LEVEL_ONLY, RANGE, TERTILES
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.places import all_tables
from cadreworks.demand.toolkit.write import write_toolkit
from office import Office
from toolkit_returns import a_return, an_exercise, part_of_a_return

NAME = "Anytown NHS Trust"
pytestmark = [pytest.mark.office, pytest.mark.slow]

# Figure 5.1 of Data Driven Healthcare in 2030: what one lead answered, senior leaders first; its comments paraphrased
FIGURE_5_1 = {
    "1.1 Clinical coding": (
        [(0, 0), (1, 1), (10, 6), (6, 1)],
        "Data standards will be agreed, managers will look after quality, and sensors will code by themselves.",
    ),
    "1.2 Health records": (
        [(0, 1), (2, 2), (12, 20), (30, 15)],
        "Digital records replace paper; archivists keep the old ones.",
    ),
}


def calculated(office: Office, workbook: Workbook, folder: Path) -> Workbook:
    """As the program saves it. openpyxl stores no results, so what is there afterwards was calculated."""
    folder.mkdir()
    workbook.save(folder / "before.xlsx")
    (folder / "after").mkdir()
    return load_workbook(office.saved_as(folder / "before.xlsx", "xlsx", folder / "after"), data_only=True)


def test_the_reports_example_can_be_typed_in_as_it_stands(office, tmp_path):
    write_toolkit(tmp_path / "t.xlsx", an_exercise(LEVEL_ONLY), NAME)
    book = load_workbook(tmp_path / "t.xlsx")
    sheet = book["Scenario A"]
    tops = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for heading, (numbers, comment) in FIGURE_5_1.items():
        for row, pair in enumerate(numbers, start=tops[heading] + 3):
            sheet.cell(row, 3).value, sheet.cell(row, 4).value = pair
        sheet.cell(tops[heading] + 3, 5).value = comment

    after = calculated(office, book, tmp_path / "office")
    totals = [
        [after["Scenario A"].cell(tops[heading] + 7, column).value for column in (2, 3, 4)] for heading in FIGURE_5_1
    ]
    assert totals == [[17, 17, 8], [73, 44, 38]]
    assert [[cell.value for cell in row[:6]] for row in after[layout.TOTALS_SHEET].iter_rows(min_row=6, max_row=8)] == [
        ["1.1 Clinical coding", 17, 17, 8, -9, "Complete"],
        ["1.2 Health records", 73, 44, 38, -35, "Complete"],
        ["1.3 Information management", 39, None, None, None, "Not begun"],
    ]
    said = [row[1].value for row in after[layout.START_SHEET].iter_rows()]
    assert "16 of 72 cells filled in, 2 of 9 comments written" in said


@pytest.mark.parametrize("questions", [LEVEL_ONLY, RANGE, TERTILES])
@pytest.mark.parametrize("answers", [a_return, part_of_a_return])
def test_what_formulas_come_to_is_what_stands_stored_beside_them(office, tmp_path, questions, answers):
    exercise = an_exercise(questions)
    write_toolkit(tmp_path / "t.xlsx", exercise, NAME, answers(exercise))
    stored, formulas = load_workbook(tmp_path / "t.xlsx", data_only=True), load_workbook(tmp_path / "t.xlsx")
    after = calculated(office, formulas, tmp_path / "office")
    compared = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    then, now = stored[sheet.title][cell.coordinate].value, after[sheet.title][cell.coordinate].value
                    assert (then or None) == (now or None), (sheet.title, cell.coordinate)
                    compared += 1
    assert compared > 100


def test_words_in_place_of_a_number_are_said(office, tmp_path):
    write_toolkit(tmp_path / "t.xlsx", an_exercise(), NAME)
    book = load_workbook(tmp_path / "t.xlsx")
    (table, *_) = all_tables(an_exercise())
    book["Scenario A"].cell(table.first_level + 1, 3).value = "seven"
    after = calculated(office, book, tmp_path / "office")
    assert after[layout.TOTALS_SHEET]["F6"].value == "Words in a cell: enter a number"


@pytest.mark.parametrize(("questions", "pages"), [(LEVEL_ONLY, 4), (RANGE, 5), (TERTILES, 5)])
def test_printed_pages_hold_whole_tables_under_the_heading_of_their_scenario(office, tmp_path, questions, pages):
    exercise = an_exercise(questions)
    write_toolkit(tmp_path / "t.xlsx", exercise, NAME, a_return(exercise))
    printed = [page.extract_text() for page in PdfReader(office.saved_as(tmp_path / "t.xlsx", "pdf", tmp_path)).pages]
    for sheet in ("Scenario A: Data Driven Future", "Scenario B: Data Desert Future"):
        of_sheet = [text for text in printed if sheet in text]
        assert len(of_sheet) == pages
        for text in of_sheet:
            assert text.count("Comment") == text.count("Senior leaders") == text.count("Support staff")
        assert sum(text.count("Support staff") for text in of_sheet) == len(exercise.areas)
    assert all(f"Page {number} of {len(printed)}" in text for number, text in enumerate(printed, start=1))
