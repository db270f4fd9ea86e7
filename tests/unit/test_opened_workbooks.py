"""What is read of workbooks by our own means is what openpyxl reads of them, cell by cell."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from cadreworks.demand.exercise import LEVEL_ONLY, RANGE, TERTILES
from cadreworks.demand.returned import read_return
from cadreworks.demand.returned.cells import CellKind, Sheet, cell_name
from cadreworks.demand.returned.number_formats import Shows, shown_by, shows
from cadreworks.demand.returned.open_file import open_bytes
from cadreworks.demand.toolkit.feedback import Feedback
from cadreworks.demand.toolkit.write import toolkit_bytes
from damage import parts_of, zipped
from returned_workbooks import BOLTON, good_return, small_exercise

DATA = Path(__file__).parents[1] / "data" / "returns"
OTHERS = ("saved_by_libreoffice.xlsx",)


def opened(raw: bytes) -> list[Sheet]:
    return list(open_bytes(raw, known=lambda _: True).sheets)


def same(sheet: Sheet, values: dict[str, object], formulas: dict[str, object]) -> None:
    """Whether a sheet holds the values and formulas that openpyxl finds."""
    found = {cell_name(place): cell for place, cell in sheet.cells.items()}
    assert set(found) == set(values) | {name for name, cell in found.items() if cell.kind is CellKind.UNCALCULATED}
    for name, cell in found.items():
        assert cell.formula == str(formulas[name]).startswith("=")
        if cell.is_number:
            assert cell.number == values[name]
        elif cell.kind is CellKind.TEXT:
            assert cell.text == values[name]


@pytest.mark.parametrize("questions", [LEVEL_ONLY, RANGE, TERTILES])
def test_a_toolkit_holds_what_openpyxl_finds(questions: str) -> None:
    exercise = small_exercise(questions)
    compare(toolkit_bytes(exercise, BOLTON, good_return() if questions == RANGE else None))


@pytest.mark.parametrize("name", OTHERS)
def test_a_workbook_of_another_program_holds_what_openpyxl_finds(name: str) -> None:
    compare((DATA / name).read_bytes())


def compare(raw: bytes) -> None:
    values = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(raw))
    sheets = opened(raw)
    assert [sheet.name for sheet in sheets] == values.sheetnames
    for sheet in sheets:
        theirs, asked = values[sheet.name], formulas[sheet.name]
        filled = {
            cell.coordinate: cell.value
            for row in theirs.iter_rows()
            for cell in row
            if cell.value is not None and str(cell.value).strip()
        }
        same(sheet, filled, {cell.coordinate: cell.value for row in asked.iter_rows() for cell in row})
        assert sheet.hidden == (theirs.sheet_state != "visible")
        assert {
            cell_name((area.top, area.left)) + ":" + cell_name((area.bottom, area.right)) for area in sheet.merged
        } == {str(area) for area in theirs.merged_cells.ranges}


def test_cells_without_addresses_stand_one_after_the_other() -> None:
    parts = parts_of((DATA / "saved_by_libreoffice.xlsx").read_bytes())
    name = "xl/worksheets/sheet9.xml"
    rows = b'<row><c t="inlineStr"><is><t>a</t></is></c><c><v>1</v></c></row><row/><row><c/><c><v>2</v></c></row>'
    parts[name] = b'<worksheet xmlns="http://x/main"><sheetData>' + rows + b"</sheetData></worksheet>"
    (sheet,) = [sheet for sheet in opened(zipped(parts)) if sheet.name == "cadreworks"]
    assert {place: cell.text for place, cell in sheet.cells.items()} == {(0, 0): "a", (0, 1): "1", (2, 1): "2"}


def test_a_workbook_of_the_second_round_is_read_as_any_other() -> None:
    exercise = small_exercise()
    pool = {
        (scenario, year, area, level): f"12 (9 to {year - 2000}), median 11"
        for scenario, year, area, level in good_return().wte
    }
    reasons = {("driven", "clinical_coding"): ("Support staff", "1.2 Health records", "2030")}
    raw = toolkit_bytes(exercise, BOLTON, good_return(), feedback=Feedback(returns=8, pool=pool, reasons=reasons))
    file = read_return(raw, exercise, file="bolton.xlsx")
    assert (file.problems, file.notices) == ((), ())
    assert file.answers == good_return()


def test_a_workbook_of_an_exercise_without_ranges_has_none_read() -> None:
    """The words of ranges are known and mean nothing where no ranges are asked for."""
    raw = toolkit_bytes(small_exercise(), BOLTON, good_return())
    file = read_return(raw, small_exercise(LEVEL_ONLY), file="bolton.xlsx")
    assert file.answers == replace(good_return(), ranges={})


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("0%", Shows.PERCENT),
        ("0.00%;[Red]-0.00%", Shows.PERCENT),
        ('0"%"', Shows.NUMBER),
        ("0\\%", Shows.NUMBER),
        ("General", Shows.NUMBER),
        ("Standard", Shows.NUMBER),
        ("#,##0.00", Shows.NUMBER),
        ("0.00E+00", Shows.NUMBER),
        ("[Red]0.0", Shows.NUMBER),
        ("[$-809]dd mmmm yyyy", Shows.DATE),
        ("d/m/yy", Shows.DATE),
        ("[h]:mm", Shows.DATE),
        ('0 "days"', Shows.NUMBER),
        ("_-* #,##0.00_-", Shows.NUMBER),
    ],
)
def test_what_a_number_format_shows(code: str, shown: Shows) -> None:
    assert shown_by(code) is shown


def test_what_a_built_in_format_shows() -> None:
    assert [shows(number, None) for number in (0, 2, 9, 10, 14, 22, 49)] == [
        *(Shows.NUMBER, Shows.NUMBER, Shows.PERCENT, Shows.PERCENT, Shows.DATE, Shows.DATE, Shows.NUMBER),
    ]
