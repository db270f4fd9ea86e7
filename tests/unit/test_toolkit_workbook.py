"""The workbook of an organisation, opened as its author would: what stands where, what may be typed, what is locked."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from cadreworks.demand.answers import Return
from cadreworks.demand.exercise import LEVEL_ONLY, RANGE, TERTILES, Exercise
from cadreworks.demand.scenarios import Scenario
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.places import all_tables
from cadreworks.demand.toolkit.states import COMPLETE, NOT_BEGUN
from cadreworks.demand.toolkit.write import toolkit_bytes, write_toolkit
from cadreworks.vocabulary import LEVEL_IDS, area_of_work, job_level
from toolkit_returns import SEED_ANSWER, a_return, an_exercise, part_of_a_return

NAME = "Anytown NHS Trust"
KINDS = (LEVEL_ONLY, RANGE, TERTILES)


def opened(exercise: Exercise, answers: Return | None = None, name: str = NAME, *, values: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(toolkit_bytes(exercise, name, answers)), data_only=values)


def parts_of(exercise: Exercise, answers: Return | None = None, name: str = NAME) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(toolkit_bytes(exercise, name, answers))) as archive:
        return {part: archive.read(part).decode() for part in archive.namelist()}


def texts_of(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def unlocked(sheet: Worksheet) -> set[str]:
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}


def validated(sheet: Worksheet) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            for row, column in area.cells:
                found.setdefault(sheet.cell(row, column).coordinate, []).append(rule)
    return found


def rows_below(sheet: Worksheet, heading: str, count: int) -> list[list[object]]:
    """The rows of the table whose heading that is, from its heads on, as far as its comment."""
    (top,) = [cell.row for row in sheet.iter_rows(max_col=1) for cell in row if cell.value == heading]
    return [
        [cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 2, max_row=top + 1 + count, max_col=5)
    ]


def test_the_sheets_stand_in_the_order_in_which_they_are_read():
    book = opened(an_exercise())
    assert book.sheetnames == [
        layout.START_SHEET,
        layout.TYPICAL_SHEET,
        layout.AREAS_SHEET,
        "Scenario A",
        "Scenario B",
        layout.SEEDS_SHEET,
        layout.TOTALS_SHEET,
        layout.SIGN_OFF_SHEET,
        layout.KEY_SHEET,
    ]
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == [layout.KEY_SHEET]
    assert book.active.title == layout.START_SHEET


def test_a_table_is_laid_out_as_in_the_reports_figure():
    sheet = opened(an_exercise(LEVEL_ONLY))["Scenario A"]
    assert sheet["A1"].value == "Scenario A: Data Driven Future"
    assert rows_below(sheet, "1.1 Clinical coding", 6) == [
        ["Job level", "Now, 2020", 2025, 2030, "Comment"],
        ["Senior leaders", 0, None, None, None],
        ["Managers", 0, None, None, None],
        ["Professionals", 7, None, None, None],
        ["Support staff", 10, None, None, None],
        ["Total", "=SUM(B9:B12)", '=IF(COUNT(C9:C12)=0,"",SUM(C9:C12))', '=IF(COUNT(D9:D12)=0,"",SUM(D9:D12))', None],
    ]


@pytest.mark.parametrize(
    ("questions", "labels"),
    [
        (LEVEL_ONLY, [None]),
        (RANGE, [layout.LOWEST_LABEL, layout.HIGHEST_LABEL, layout.CONFIDENCE_LABEL]),
        (TERTILES, [layout.LOWER_TERTILE_LABEL, layout.UPPER_TERTILE_LABEL]),
    ],
)
def test_ranges_are_asked_for_below_the_total_where_the_exercise_asks(questions, labels):
    table = rows_below(opened(an_exercise(questions))["Scenario B"], "1.2 Health records", 6 + len(labels))
    assert [row[0] for row in table[6:]] == labels


@pytest.mark.parametrize("questions", KINDS)
def test_every_cell_that_may_be_typed_into_has_a_rule_with_its_remedy_and_no_other_has(questions):
    for sheet in opened(an_exercise(questions)):
        rules = validated(sheet)
        assert set(rules) == unlocked(sheet), sheet.title
        for rules_of_cell in rules.values():
            (rule,) = rules_of_cell
            assert rule.showInputMessage
            assert rule.promptTitle
            assert rule.prompt
            assert rule.showErrorMessage
            assert rule.errorStyle in (None, "stop")
            assert re.match(r"(Enter|Shorten|Choose) ", rule.error)


def test_an_answer_is_a_number_of_0_or_more_and_confidence_a_per_cent():
    sheet = opened(an_exercise())["Scenario A"]
    kinds = {(rule.type, rule.operator, rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation}
    assert kinds == {
        ("decimal", "greaterThanOrEqual", "0", None),
        ("decimal", None, "0", "100"),
        ("textLength", "lessThanOrEqual", "2000", None),
    }


@pytest.mark.parametrize("questions", KINDS)
def test_there_are_as_many_cells_to_fill_in_as_questions(questions):
    exercise = an_exercise(questions)
    asked = 9 * 2 * (4 + len(layout.range_labels(questions)))
    for name in ("Scenario A", "Scenario B"):
        sheet = opened(exercise)[name]
        heads = [cell for cell in unlocked(sheet) if not isinstance(sheet[cell], MergedCell)]
        assert len(heads) == asked + 9  # and a comment on each area


def test_all_else_is_locked_without_a_password_and_locked_cells_can_be_read():
    book = opened(an_exercise())
    assert book.security.lockStructure
    for sheet in book:
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password is None
        assert not sheet.protection.selectLockedCells  # the file says whether it is forbidden
        assert not sheet.protection.selectUnlockedCells


def test_an_answer_shows_what_was_typed():
    sheet = opened(an_exercise(), a_return(an_exercise()))["Scenario A"]
    assert {sheet[cell].number_format for cell in unlocked(sheet)} == {"General"}


@pytest.mark.parametrize("questions", KINDS)
def test_answers_stand_in_their_places(questions):
    exercise = an_exercise(questions)
    answers = a_return(exercise)
    book = opened(exercise, answers, values=True)
    for table in all_tables(exercise):
        sheet, scenario, area = book[table.sheet.tab], table.sheet.scenario, table.area
        for column, year in zip(table.point_columns, exercise.points, strict=True):
            cells = [sheet.cell(row + 1, column + 1).value for row in range(table.first_level, table.last + 1)]
            levels = [answers.wte[scenario, year, area, level] for level in reversed(LEVEL_IDS)]
            given = answers.ranges.get((scenario, year, area))
            below = [] if given is None else [given.low, given.high, round(100 * (given.confidence or 0))]
            assert cells == [*levels, sum(levels), *below[: len(layout.range_labels(questions))]]
        assert sheet.cell(table.first_level + 1, table.comment_column + 1).value == answers.comments[scenario, area]
    assert [cell.value for cell in book[layout.SEEDS_SHEET][5]][1:4] == [1.0, 2.5, 40.0]
    assert book[layout.SIGN_OFF_SHEET]["B5"].value == "Chief digital information officer"
    assert book[layout.SIGN_OFF_SHEET]["B7"].value == "yes"


@pytest.mark.parametrize("value", [0.1 + 0.2, 1 / 3, 5e-324, 123456789.12345679, 1e300, 0.0])
def test_a_number_is_stored_so_that_the_same_number_is_read(value):
    exercise = an_exercise(LEVEL_ONLY)
    key = ("driven", 2025, "clinical_coding", "senior_leader")
    assert opened(exercise, Return(NAME, {key: value}))["Scenario A"]["C9"].value == value


@pytest.mark.parametrize("share", [0.29, 0.57, 0.8, 1.0, 0.0, 0.123, 0.333333333333333, 0.07, 1e-9, 0.987654321012345])
def test_a_per_cent_is_a_hundredfold_that_leads_back(share):
    assert layout.share_of(layout.per_cent_of(share)) == share
    assert (layout.per_cent_of(0.29), layout.share_of(12.3)) == (29, 0.123)


@pytest.mark.parametrize("questions", KINDS)
@pytest.mark.parametrize("answers", [None, a_return, part_of_a_return])
def test_the_same_answers_make_the_same_bytes(questions, answers):
    exercise = an_exercise(questions)
    once, again = (toolkit_bytes(exercise, NAME, answers(exercise) if answers else None) for _ in range(2))
    assert once == again


def test_bytes_know_no_clock(tmp_path):
    write_toolkit(tmp_path / "t.xlsx", an_exercise(), NAME)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(r">(\d{4}-[^<]*)<", archive.read("docProps/core.xml").decode())) == {
            "1980-01-01T00:00:00Z"
        }


def test_progress_and_warnings_are_words():
    exercise = an_exercise()
    empty = opened(exercise, values=True)
    said = texts_of(empty[layout.START_SHEET])
    assert "0 of 126 cells filled in, 0 of 9 comments written" in said
    assert "Not yet signed off" in said
    assert [cell.value for cell in empty[layout.TOTALS_SHEET]["F"][5:14]] == [NOT_BEGUN] * 9

    begun = opened(exercise, part_of_a_return(exercise), values=True)
    assert "29 of 126 cells filled in, 1 of 9 comments written" in texts_of(begun[layout.START_SHEET])
    assert [cell.value for cell in begun[layout.TOTALS_SHEET]["F"][5:10]] == [
        COMPLETE,
        "Total of 2025 is outside its range",
        "Cells to fill in: 4",
        "Cells to fill in: 7",
        NOT_BEGUN,
    ]

    whole = opened(exercise, a_return(exercise), values=True)
    assert [cell.value for cell in whole[layout.TOTALS_SHEET]["F"][5:14]] == [COMPLETE] * 9
    assert "126 of 126 cells filled in, 9 of 9 comments written" in texts_of(whole[layout.START_SHEET])
    assert "Signed off" in texts_of(whole[layout.START_SHEET])


def test_a_range_that_is_left_open_is_said():
    exercise = an_exercise()
    answers = replace(a_return(exercise), ranges={})
    assert opened(exercise, answers, values=True)[layout.TOTALS_SHEET]["F6"].value == "Cells of ranges to fill in: 6"


def test_totals_and_changes_add_up():
    exercise = an_exercise()
    answers = a_return(exercise)
    sheet = opened(exercise, answers, values=True)[layout.TOTALS_SHEET]
    now, then = exercise.typical.sum(), sum(v for k, v in answers.wte.items() if k[:2] == ("driven", 2030))
    assert [cell.value for cell in sheet[15]][:5] == [
        "Total",
        now,
        sum(v for k, v in answers.wte.items() if k[:2] == ("driven", 2025)),
        then,
        then - now,
    ]


def test_each_scenario_has_a_chart_that_is_described_in_words():
    drawing = parts_of(an_exercise())["xl/drawings/drawing1.xml"]
    assert re.findall(r'descr="([^"]*)"', drawing) == [
        f"Scenario {letter}: {name}. Columns of the staff of the typical organisation by area of work in 2020, 2025, "
        "2030, in the order of the table above, which has the figures."
        for letter, name in (("A", "Data Driven Future"), ("B", "Data Desert Future"))
    ]


def test_the_document_says_its_title_and_language_and_holds_no_macro_or_link_outwards():
    parts = parts_of(an_exercise())
    assert "<dc:language>en-GB</dc:language>" in parts["docProps/core.xml"]
    assert f"<dc:title>{an_exercise().title}: {NAME}</dc:title>" in parts["docProps/core.xml"]
    assert not [part for part in parts if "vba" in part or "externalLink" in part]
    assert not [part for part, text in parts.items() if 'TargetMode="External"' in text]


def test_no_part_of_the_file_tells_the_answer_to_a_question():
    exercise = an_exercise()
    for part, text in parts_of(exercise, a_return(exercise)).items():
        assert f"{SEED_ANSWER:g}"[:5] not in text, part
        assert str(SEED_ANSWER) not in text, part


def test_without_questions_there_is_no_sheet_for_them():
    exercise = replace(an_exercise(), seed_questions=())
    book = opened(exercise)
    assert layout.SEEDS_SHEET not in book.sheetnames
    assert not [
        text for text in texts_of(book[layout.START_SHEET]) if layout.SEEDS_SHEET in text or text == "Questions"
    ]


def test_the_cursor_waits_in_the_first_cell_to_be_filled_in():
    book = opened(an_exercise(LEVEL_ONLY))
    waiting = {sheet.title: sheet.sheet_view.selection[-1].activeCell for sheet in book}
    assert (waiting["Scenario A"], waiting["Scenario B"], waiting[layout.SIGN_OFF_SHEET]) == ("C9", "C9", "B5")
    for name in ("Scenario A", layout.SIGN_OFF_SHEET):
        assert not book[name][waiting[name]].protection.locked


def test_every_table_of_answers_has_a_name():
    exercise = an_exercise()
    book = opened(exercise)
    for table in all_tables(exercise):
        place = book.defined_names[f"answers_{table.sheet.tab[-1]}_{table.area}"].attr_text
        assert place == table.elsewhere(table.answers(fixed=True))
        cells = book[table.sheet.tab][place.split("!")[1].replace("$", "")]
        assert {cell.coordinate for row in cells for cell in row} <= unlocked(book[table.sheet.tab])


def test_areas_and_levels_are_described_and_the_typical_organisation_adds_up():
    book = opened(an_exercise(), values=True)
    said = " ".join(texts_of(book[layout.AREAS_SHEET]))
    for area in an_exercise().areas:
        assert area_of_work(area).description in said
    for level in LEVEL_IDS:
        assert job_level(level).description in said
    typical = book[layout.TYPICAL_SHEET]
    assert [cell.value for cell in typical[15]][:6] == ["Total", 3, 19, 93, 112, 227]


def test_ones_own_baseline_is_shown_where_it_is_known_and_only_there():
    exercise = an_exercise(organisations=("Anytown NHS Trust", "Otherton NHS Trust"))
    assert "Your organisation in 2020" in texts_of(opened(exercise)[layout.TYPICAL_SHEET])
    other = opened(exercise, name="Otherton NHS Trust")[layout.TYPICAL_SHEET]
    assert "Your organisation in 2020" not in texts_of(other)


def test_the_hidden_sheet_says_what_the_workbook_is():
    exercise = replace(an_exercise(), digest="ab12")
    keys = {row[0]: row[1] for row in opened(exercise)[layout.KEY_SHEET].iter_rows(values_only=True)}
    assert keys == {"format": "1", "exercise": "ab12", "organisation": NAME, "round": "1"}


def test_sheets_print_on_a4_with_their_name_and_pages_and_heads_repeated():
    for sheet in opened(an_exercise()):
        assert sheet.page_setup.paperSize == 9
        assert sheet.oddFooter.left.text == "&A"
        assert sheet.oddFooter.right.text == "Page &P of &N"
        if sheet.title not in (layout.START_SHEET, layout.SIGN_OFF_SHEET, layout.KEY_SHEET):
            assert sheet.print_title_rows, sheet.title
            assert sheet.freeze_panes, sheet.title


@pytest.mark.parametrize("questions", KINDS)
def test_no_table_is_cut_in_two_when_printed(questions):
    exercise = an_exercise(questions)
    book = opened(exercise)
    for table in all_tables(exercise):
        broken = {item.id for item in book[table.sheet.tab].row_breaks.brk}
        assert broken
        assert not broken & set(range(table.top + 1, table.last + 1))


ODD_TEXT = [
    "=1+1",
    "@SUM(A1)",
    "+44",
    "-1",
    "{=1}",
    "http://example.org/a",
    "internal:'Sign-off'!A1",
    "mailto:a@b",
    "O'Brien & \u201cSons\u201d <b>/\\:*?|",
    "\u05d1\u05d9\u05ea \u05d7\u05d5\u05dc\u05d9\u05dd",
    "\U0001f3e5 Hospital",
    "x" * 300,
    "_x0041_",
    "a\tb\nc",
]


@pytest.mark.parametrize("odd", ODD_TEXT)
def test_text_that_people_give_is_text_whatever_it_begins_with(odd):
    exercise = replace(
        an_exercise(organisations=(odd,)),
        title=odd,
        owner=odd,
        contact=odd,
        scenarios=(Scenario("driven", odd, (odd,), odd),),
    )
    answers = Return(odd, comments={("driven", "ict"): odd}, signed_off_by=odd)
    book = opened(exercise, answers, odd)
    assert book[layout.SIGN_OFF_SHEET]["B4"].value == odd
    assert book[layout.START_SHEET]["A1"].value == odd
    assert odd in texts_of(book["Scenario A"])
    ours = re.compile(r"=(SUM|COUNT|IF|'Scenario A'!)")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                assert not isinstance(cell, Cell) or cell.data_type != "f" or ours.match(cell.value), cell.value


def test_a_story_of_any_length_is_shown_whole():
    story = " ".join(f"word{number}" for number in range(1500))
    exercise = replace(an_exercise(), scenarios=(Scenario("driven", "Long", (), story),))
    sheet = opened(exercise, a_return(exercise))["Scenario A"]
    rows = [text for text in texts_of(sheet) if "word" in text]
    assert " ".join(rows).casefold() == story
    assert max(sheet.row_dimensions[row].height for row in range(1, 12)) <= 409


def test_more_years_and_fewer_areas_fit_too():
    exercise = replace(
        an_exercise(),
        points=(2022, 2024, 2026, 2028, 2030, 2032),
        areas=("ict",),
        typical=np.array([[1.0, 2, 3, 4]]),
        baselines={},
    )
    sheet = opened(exercise, a_return(exercise))["Scenario A"]
    (table,) = (entry for entry in all_tables(exercise) if entry.sheet.tab == "Scenario A")
    heads = [cell.value for cell in sheet[table.heads + 1]]
    assert heads == ["Job level", "Now, 2020", 2022, 2024, 2026, 2028, 2030, 2032, "Comment"]
    assert 40 <= sheet.page_setup.scale < 94
