"""Everything that was seen to happen to returned workbooks, as one table: what was done to a good one, the exact words
that answer (problems, then notices), and what is read of it.

`None` in the last column means that nothing is read; a function changes the good return into what is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cadreworks.demand.answers import Return
from cadreworks.demand.returned import find_files, read_returned
from cadreworks.demand.toolkit.write import write_toolkit
from cadreworks.progress import no_progress
from damage import (
    NAME,
    Damage,
    beside,
    cleared,
    copied,
    edited,
    formatted,
    instead,
    more_parts,
    on_sheet,
    part,
    parts_of,
    raw,
    renamed,
    together,
    typed,
    without_part,
    zipped,
)
from returned_workbooks import BOLTON, LEEDS, good_return, small_exercise

pytestmark = pytest.mark.slow

SHEET_A = "xl/worksheets/sheet4.xml"
SENIOR = ("driven", 2025, "clinical_coding", "senior_leader")
SAVED = Path(__file__).parents[1] / "data" / "returns"
Read = Callable[[Return], Return]


def whole(answers: Return) -> Return:
    return answers


@dataclass(frozen=True)
class Case:
    name: str
    damage: Damage
    says: tuple[str, ...]
    read: Read | None = whole


# ---- damage that needs more than a line


def nothing(_: object) -> None:
    """Nobody did anything."""


def data(name: str) -> bytes:
    return (SAVED / name).read_bytes()


def saved(source: str, name: str) -> Damage:
    """The same answers, saved by another program (tests/data/returns says by which)."""
    return instead(data(source), name=name)


def stored(cell: str, inside: str, more: str = "") -> Callable[[bytes], bytes]:
    """A cell of a sheet's part, with something else inside."""

    def change(xml: bytes) -> bytes:
        found = re.compile(rf'<c r="{cell}"( s="\d+")[^>]*>.*?</c>'.encode())
        return found.sub(rf'<c r="{cell}"\g<1>{more}>'.encode() + inside.encode() + b"</c>", xml)

    return change


def swap_rows(sheet: Worksheet, one: int, other: int) -> None:
    for column in range(1, 5):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        first.value, second.value = second.value, first.value


def sort_rows(sheet: Worksheet) -> None:
    rows = sorted(([cell.value for cell in row] for row in sheet.iter_rows()), key=lambda row: str(row[0] or "~"))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value


def put(sheet: Worksheet, **cells: object) -> None:
    for cell, value in cells.items():
        sheet[cell] = value


def rename_sheets(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Tabelle{number}"


def rename(old: str, new: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book[old].title = new

    return edit


def keep_only(*names: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for sheet in book.worksheets:
            if sheet.title not in names:
                book.remove(sheet)

    return edit


def hide(name: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book[name].sheet_state = "hidden"

    return edit


def hide_rows(name: str, *rows: int) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for row in rows:
            book[name].row_dimensions[row].hidden = True

    return edit


def copy_sheet(name: str, **cells: object) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        copy = book.copy_worksheet(book[name])
        copy.title = f"{name} (2)"
        put(copy, **cells)

    return edit


def paste_into_one(book: Workbook) -> None:
    """Both scenarios on one sheet, one below the other."""
    first, second = book["Scenario A"], book["Scenario B"]
    for row in second.iter_rows():
        for cell in row:
            if cell.value is not None:
                first.cell(cell.row + 40, cell.column).value = cell.value
    book.remove(second)
    first.title = "All"


def named_everywhere(name: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for sheet, cell in (("Start here", "B3"), ("Sign-off", "B4"), ("cadreworks", "B3")):
            assert book[sheet][cell].value == BOLTON
            book[sheet][cell] = name

    return edit


def toolkit_of(organisation: str) -> Damage:
    return lambda folder: write_toolkit(folder / NAME, small_exercise(), organisation)


def csv_as(name: str, encoding: str, mark: str, *, comma: bool = False, word: str = "", number: str = "") -> Damage:
    """The first scenario as another program would save it: encoding, separator, decimal mark; with a word in its
    comments, and a number in the first cell of 2030.
    """

    def damage(folder: Path) -> None:
        text = data("scenario_a.csv").decode().replace("software", word or "software")
        text = text.replace("0,3,7.5,", f'0,3,"{number}",', 1) if number else text
        lines = []
        for cells in csv.reader(io.StringIO(text)):
            shown = [cell.replace(".", ",") if comma and re.fullmatch(r"\d+\.\d", cell) else cell for cell in cells]
            lines.append(mark.join(f'"{cell}"' if re.search(r'[,;\t\n"]', cell) else cell for cell in shown))
        instead("\r\n".join(lines).encode(encoding), name=name)(folder)

    return damage


def another_workbook() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Managers", 3])
    book.save(stream)
    return stream.getvalue()


LAUGHS = b'?><!DOCTYPE x [<!ENTITY a0 "ha">%s]>' % b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)


def strict(part: bytes) -> bytes:
    """The names that ISO 29500 gives to its strict form."""
    part = part.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    return part.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
    )


def many_sheets(xml: bytes) -> bytes:
    sheet = re.search(rb"<sheet [^>]*/>", xml)
    assert sheet
    return xml.replace(b"</sheets>", sheet[0] * 3000 + b"</sheets>")


# ---- what is read of a damaged workbook


def without(*keys: tuple[str, int, str, str]) -> Read:
    return lambda answers: replace(answers, wte={key: wte for key, wte in answers.wte.items() if key not in keys})


def only(answers: Return, holds: Callable[[tuple[str, int | None, str | None]], bool]) -> Return:
    return replace(
        answers,
        wte={key: wte for key, wte in answers.wte.items() if holds((key[0], key[1], key[2]))},
        ranges={key: given for key, given in answers.ranges.items() if holds(key)},
        comments={key: text for key, text in answers.comments.items() if holds((key[0], None, key[1]))},
    )


def without_scenario(scenario: str) -> Read:
    return lambda answers: only(answers, lambda key: key[0] != scenario)


def without_year(scenario: str, year: int) -> Read:
    return lambda answers: only(answers, lambda key: key[:2] != (scenario, year))


def without_area(scenario: str, area: str) -> Read:
    return lambda answers: only(answers, lambda key: (key[0], key[2]) != (scenario, area))


def without_level(scenario: str, area: str, level: str) -> Read:
    return without((scenario, 2025, area, level), (scenario, 2030, area, level))


def without_seed(question: str) -> Read:
    return lambda answers: replace(answers, seeds={key: seed for key, seed in answers.seeds.items() if key != question})


def with_comment(scenario: str, area: str, text: str) -> Read:
    def read(answers: Return) -> Return:
        comments = {**answers.comments, (scenario, area): text}
        return replace(answers, comments={key: said for key, said in comments.items() if said})

    return read


def unsigned(answers: Return) -> Return:
    return replace(answers, signed_off_by="")


def swapped_years(answers: Return) -> Return:
    """Of the first table, whose heads changed places: its answers go with the heads."""

    def other(scenario: str, year: int, area: str) -> int:
        return 4055 - year if (scenario, area) == ("driven", "clinical_coding") else year

    return replace(
        answers,
        wte={(s, other(s, y, a), a, level): wte for (s, y, a, level), wte in answers.wte.items()},
        ranges={(s, other(s, y, a), a): given for (s, y, a), given in answers.ranges.items()},
    )


def one_sheet(scenario: str, word: str = "software") -> Read:
    """What one sheet says: one scenario, no sign-off, no questions."""

    def read(answers: Return) -> Return:
        part = only(answers, lambda key: key[0] == scenario)
        comments = {key: text.replace("software", word) for key, text in part.comments.items()}
        return replace(part, comments=comments, seeds={}, signed_off_by="")

    return read


def both_sheets(answers: Return) -> Return:
    return replace(answers, seeds={}, signed_off_by="")


CASES = [
    # ---- what cannot be mistaken is read
    Case("untouched by anybody", nothing, ()),
    Case("saved by a program that works out no formulas", edited(nothing), ()),
    Case("saved by LibreOffice", saved("saved_by_libreoffice.xlsx", NAME), ()),
    Case("saved as OpenDocument", saved("saved.ods", "bolton.ods"), ()),
    Case("saved by Excel before 2007", saved("saved.xls", "bolton.xls"), ()),
    Case("old workbook with the new ending", saved("saved.xls", NAME), ()),
    Case("workbook named .csv", renamed("bolton.csv"), ()),
    Case("number as text with spaces", typed("Scenario A", C9=" 3 ", D9="\u00a07.5\u202f"), ()),
    Case("number as text with unseen letters", typed("Scenario A", C9="\u200b3\ufeff"), ()),
    Case(
        "only spaces",
        typed("Scenario A", C9="  \u00a0 "),
        (
            "told: returns/bolton.xlsx: 1 of 16 answers is missing in Scenario A: Data Driven Future (1.1: 1). It is read as a partial return.",
        ),
        without(SENIOR),
    ),
    Case("formula with a stored value", part(SHEET_A, stored("C9", "<f>1+2</f><v>3</v>")), ()),
    Case("formula with a text as its value", part(SHEET_A, stored("C9", '<f>"3"</f><v>3</v>', ' t="str"')), ()),
    Case(
        "formula into another workbook",
        part(SHEET_A, stored("C9", "<f>[1]Plan!B2</f><v>3</v>")),
        (
            "told: returns/bolton.xlsx, Scenario A!C9: the number comes from another workbook, and was read as it was last stored here. Type the number if that workbook has changed since.",
        ),
    ),
    Case("heads as text", typed("Scenario A", C8="2025", D8=" 2030:"), ()),
    Case(
        "words in other letter case",
        typed(
            "Scenario A",
            A1="SCENARIO A - data driven FUTURE",
            A6="clinical  CODING:",
            A9="senior LEADERS",
            A8="JOB level",
        ),
        (),
    ),
    Case("area by its code alone", typed("Scenario A", A6="1.1"), ()),
    Case(
        "area by its code as a number",
        typed("Scenario A", A6=1.1),
        (
            "returns/bolton.xlsx, Scenario A!A8: no area's heading stands above this table. Write its code and name there, such as 1.1 Clinical coding.",
        ),
        None,
    ),
    Case(
        "rows inserted", on_sheet("Scenario A", lambda sheet: (sheet.insert_rows(11, 2), sheet.insert_rows(3, 5))), ()
    ),
    Case("columns inserted", on_sheet("Scenario A", lambda sheet: (sheet.insert_cols(4), sheet.insert_cols(1, 2))), ()),
    Case("years in the other order", typed("Scenario A", C8=2030, D8=2025), (), swapped_years),
    Case("levels in another order", on_sheet("Scenario A", lambda sheet: swap_rows(sheet, 9, 12)), ()),
    Case(
        "table moved to the right",
        on_sheet("Scenario A", lambda sheet: sheet.move_range("A18:E28", rows=-12, cols=8)),
        (),
    ),
    Case("table moved down", on_sheet("Scenario A", lambda sheet: sheet.move_range("A6:E16", rows=40)), ()),
    Case("sheets renamed", edited(rename_sheets), ()),
    Case("sheets in another order", edited(lambda book: book.move_sheet("Scenario A", 4)), ()),
    Case(
        "sheets that are not needed deleted",
        edited(keep_only("Scenario A", "Scenario B", "Sign-off", "Questions with an answer")),
        (),
    ),
    Case("sheets of both scenarios pasted into one", edited(paste_into_one), ()),
    Case(
        "sheet hidden",
        edited(hide("Scenario A")),
        (
            "told: returns/bolton.xlsx, Scenario A: the sheet is hidden, and was read. Ask its author if its answers are meant.",
        ),
    ),
    Case(
        "rows hidden",
        edited(hide_rows("Scenario A", 9, 10)),
        (
            "told: returns/bolton.xlsx, Scenario A!C9: the row is hidden, and was read (4 cells; this is the first). Ask its author if its answers are meant.",
        ),
    ),
    Case("sheet copied", edited(copy_sheet("Scenario A")), ()),
    Case("heading lost, tab kept", cleared("Scenario A", "A1"), ()),
    Case("tab renamed, heading kept", edited(rename("Scenario A", "mine")), ()),
    Case("words of the table deleted but for its levels", cleared("Scenario A", "A8", "A7"), ()),
    Case(
        "own notes beside the table",
        typed("Scenario A", H8="check", H9=12, H10=3),
        (
            "told: returns/bolton.xlsx, Scenario A!H9: this stands beside the rows and columns of the toolkit, and was not read. Ask its author if it is meant as an answer.",
        ),
    ),
    Case(
        "own row within the table",
        on_sheet("Scenario A", lambda sheet: (sheet.insert_rows(10), put(sheet, A10="of whom nurses", C10=1, D10=2))),
        (
            "told: returns/bolton.xlsx, Scenario A!C10: this stands beside the rows and columns of the toolkit, and was not read. Ask its author if it is meant as an answer.",
        ),
    ),
    Case("stray cell in the last corner of a sheet", typed("Scenario A", XFD1048576="x"), ()),
    Case(
        "typical organisation changed",
        typed("Scenario A", B11=9, B12="many"),
        (
            "told: returns/bolton.xlsx, Scenario A!B11: the typical organisation was changed here, which is no answer (2 cells; this is the first). Ask whether the answers are meant for the typical organisation as the exercise has it.",
        ),
    ),
    Case("totals pasted as values that fit", typed("Scenario A", C13=6, D13=24.0), ()),
    Case(
        "macros",
        more_parts({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        (
            "told: returns/bolton.xlsx: it holds macros, which were not run. Its answers were read as they were saved; ask its author if they look wrong.",
        ),
    ),
    Case(
        "another exercise's key",
        typed("cadreworks", B2="f" * 64),
        (
            "told: returns/bolton.xlsx: it was made for another exercise, or for this one before it was changed; its words fit, so it was read. Check that it answers the same questions.",
        ),
    ),
    Case(
        "older version of the toolkit",
        typed("cadreworks", B1="0"),
        (
            'told: returns/bolton.xlsx: it was made by another version of the toolkit ("0", where this is 1). It was read by its words.',
        ),
    ),
    Case("confidence with a sign", formatted("Scenario A", "C16", 0.8, "0%"), ()),
    Case("confidence as text with a sign", typed("Scenario A", C16="80 %"), ()),
    Case("chart damaged", part("xl/charts/chart1.xml", lambda xml: xml[:200]), ()),
    Case(
        "comment of two cells",
        on_sheet("Scenario A", lambda sheet: put(sheet, E11="And more.")),
        (),
        with_comment("driven", "clinical_coding", "Why clinical_coding in driven:\nsoftware.\nAnd more."),
    ),
    Case(
        "comment that is a number",
        typed("Scenario A", E9=42),
        (
            "told: returns/bolton.xlsx, Scenario A!E9: the comment is a number. Ask its author if it belongs into another cell of the row.",
        ),
        with_comment("driven", "clinical_coding", "42"),
    ),
    Case(
        "strict Open XML",
        raw(lambda content: zipped({name: strict(part) for name, part in parts_of(content).items()})),
        (),
    ),
    Case(
        "addresses of parts from the root",
        part("xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b'Target="', b'Target="/xl/')),
        (),
    ),
    Case("organisation in other letters", typed("Sign-off", B4="  BOLTON NHS  foundation trust "), ()),
    Case(
        "comment that begins as a list",
        typed("Scenario A", E9="- fewer coders"),
        (),
        with_comment("driven", "clinical_coding", "- fewer coders"),
    ),
    Case(
        "comment with signs of every kind",
        typed("Scenario A", E9="5 < 6 & 7 > 6, \u201cso\u201d; \U0001f600 _x0041_"),
        (),
        with_comment("driven", "clinical_coding", "5 < 6 & 7 > 6, \u201cso\u201d; \U0001f600 A"),
    ),
    Case("external links", more_parts({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}), ()),
    # ---- what is missing is told, and the rest read
    Case(
        "one answer missing",
        cleared("Scenario A", "D10"),
        (
            "told: returns/bolton.xlsx: 1 of 16 answers is missing in Scenario A: Data Driven Future (1.1: 1). It is read as a partial return.",
        ),
        without(("driven", 2030, "clinical_coding", "manager")),
    ),
    Case(
        "a scenario deleted",
        edited(lambda book: book.remove(book["Scenario B"])),
        (
            "told: returns/bolton.xlsx: nothing is answered in Scenario B: Data Desert Future. It is read as a partial return.",
        ),
        without_scenario("desert"),
    ),
    Case(
        "a scenario not answered",
        cleared("Scenario B", "C9:E12", "C14:D16", "C21:E24", "C26:D28"),
        (
            "told: returns/bolton.xlsx: nothing is answered in Scenario B: Data Desert Future. It is read as a partial return.",
        ),
        without_scenario("desert"),
    ),
    Case(
        "nothing filled in",
        toolkit_of(BOLTON),
        ("told: returns/bolton.xlsx: nothing is filled in. It is counted as not answered.",),
        None,
    ),
    Case(
        "a year's column deleted",
        on_sheet("Scenario A", lambda sheet: sheet.delete_cols(4)),
        (
            "told: returns/bolton.xlsx: 8 of 16 answers are missing in Scenario A: Data Driven Future (1.1: 4, 1.2: 4). It is read as a partial return.",
        ),
        without_year("driven", 2030),
    ),
    Case(
        "a level's row deleted",
        on_sheet("Scenario A", lambda sheet: sheet.delete_rows(10)),
        (
            "told: returns/bolton.xlsx: 2 of 16 answers are missing in Scenario A: Data Driven Future (1.1: 2). It is read as a partial return.",
        ),
        without_level("driven", "clinical_coding", "manager"),
    ),
    Case(
        "the comment's head lost",
        cleared("Scenario A", "E8"),
        (
            "told: returns/bolton.xlsx, Scenario A!E9: this stands beside the rows and columns of the toolkit, and was not read. Ask its author if it is meant as an answer.",
        ),
        with_comment("driven", "clinical_coding", ""),
    ),
    Case(
        "sign-off sheet deleted",
        edited(lambda book: book.remove(book["Sign-off"])),
        (
            "told: returns/bolton.xlsx: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
        ),
        unsigned,
    ),
    Case(
        "not signed off",
        typed("Sign-off", B7="no"),
        (
            "told: returns/bolton.xlsx, Sign-off!B7: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
        ),
        unsigned,
    ),
    Case(
        "signed off with something else",
        typed("Sign-off", B7="ok"),
        (
            'told: returns/bolton.xlsx, Sign-off!B7: it is not signed off: "ok" is neither yes nor no. Ask for the sheet Sign-off; it is read and counted as unsigned.',
        ),
        unsigned,
    ),
    Case(
        "signed off by nobody",
        cleared("Sign-off", "B5"),
        (
            "told: returns/bolton.xlsx, Sign-off!B7: it is signed off, but by no role. Ask for the sheet Sign-off; it is read and counted as unsigned.",
        ),
        unsigned,
    ),
    Case(
        "a question half answered",
        cleared("Questions with an answer", "C5"),
        (
            "told: returns/bolton.xlsx: 1 of 2 questions with a known answer is not answered. It is read without.",
            "told: returns/bolton.xlsx, Questions with an answer!A5: a point of this question is missing, so its answer was left out. Fill in all three.",
        ),
        without_seed("staff"),
    ),
    Case(
        "a total without its levels",
        together(cleared("Scenario A", "C9:C10"), typed("Scenario A", C13=6)),
        (
            "told: returns/bolton.xlsx: 2 of 16 answers are missing in Scenario A: Data Driven Future (1.1: 2). It is read as a partial return.",
            "told: returns/bolton.xlsx, Scenario A!C13: a total was typed without all its levels, and was not read. Fill in the levels; the toolkit adds them up.",
        ),
        without(SENIOR, ("driven", 2025, "clinical_coding", "manager")),
    ),
    Case(
        "one sheet as CSV",
        saved("scenario_a.csv", "Bolton NHS Foundation Trust - Scenario A.csv"),
        (
            "told: returns/Bolton NHS Foundation Trust - Scenario A.csv: it is text, in which numbers are as the sheet showed them, perhaps rounded. The workbook itself has them whole.",
            "told: returns/Bolton NHS Foundation Trust - Scenario A.csv: nothing in it names an organisation; the name of the file means Bolton NHS Foundation Trust. Rename the file if that is not so.",
            "told: returns/Bolton NHS Foundation Trust - Scenario A.csv: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/Bolton NHS Foundation Trust - Scenario A.csv: 2 of 2 questions with a known answer are not answered. It is read without.",
            "told: returns/Bolton NHS Foundation Trust - Scenario A.csv: nothing is answered in Scenario B: Data Desert Future. It is read as a partial return.",
        ),
        one_sheet("driven"),
    ),
    Case(
        "both sheets as CSV",
        together(
            saved("scenario_a.csv", "bolton_nhs_foundation_trust_a.csv"),
            beside(data("scenario_b.csv"), name="bolton_nhs_foundation_trust_b.csv"),
        ),
        (
            "told: returns/bolton_nhs_foundation_trust_a.csv: it is text, in which numbers are as the sheet showed them, perhaps rounded. The workbook itself has them whole.",
            "told: returns/bolton_nhs_foundation_trust_a.csv: nothing in it names an organisation; the name of the file means Bolton NHS Foundation Trust. Rename the file if that is not so.",
            "told: returns/bolton_nhs_foundation_trust_a.csv: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/bolton_nhs_foundation_trust_a.csv: 2 of 2 questions with a known answer are not answered. It is read without.",
            "told: returns/bolton_nhs_foundation_trust_a.csv: nothing is answered in Scenario B: Data Desert Future. It is read as a partial return.",
            "told: returns/bolton_nhs_foundation_trust_b.csv: it is text, in which numbers are as the sheet showed them, perhaps rounded. The workbook itself has them whole.",
            "told: returns/bolton_nhs_foundation_trust_b.csv: nothing in it names an organisation; the name of the file means Bolton NHS Foundation Trust. Rename the file if that is not so.",
            "told: returns/bolton_nhs_foundation_trust_b.csv: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/bolton_nhs_foundation_trust_b.csv: 2 of 2 questions with a known answer are not answered. It is read without.",
            "told: returns/bolton_nhs_foundation_trust_b.csv: nothing is answered in Scenario A: Data Driven Future. It is read as a partial return.",
            'told: returns/bolton_nhs_foundation_trust_b.csv: "Bolton NHS Foundation Trust" answered other scenarios in returns/bolton_nhs_foundation_trust_a.csv; the two are read as one return. Nothing needs to be done.',
        ),
        both_sheets,
    ),
    Case(
        "CSV in UTF-16 with tabs",
        csv_as("bolton_nhs_foundation_trust.tsv", "utf-16", "\t"),
        (
            "told: returns/bolton_nhs_foundation_trust.tsv: it is text, in which numbers are as the sheet showed them, perhaps rounded. The workbook itself has them whole.",
            "told: returns/bolton_nhs_foundation_trust.tsv: nothing in it names an organisation; the name of the file means Bolton NHS Foundation Trust. Rename the file if that is not so.",
            "told: returns/bolton_nhs_foundation_trust.tsv: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/bolton_nhs_foundation_trust.tsv: 2 of 2 questions with a known answer are not answered. It is read without.",
            "told: returns/bolton_nhs_foundation_trust.tsv: nothing is answered in Scenario B: Data Desert Future. It is read as a partial return.",
        ),
        one_sheet("driven"),
    ),
    Case(
        "CSV with semicolons and decimal commas",
        csv_as("bolton_nhs_foundation_trust.csv", "utf-8-sig", ";", comma=True),
        (
            "told: returns/bolton_nhs_foundation_trust.csv: it is text, in which numbers are as the sheet showed them, perhaps rounded. The workbook itself has them whole.",
            "told: returns/bolton_nhs_foundation_trust.csv: semicolons separate its cells, so a comma in a number was read as the decimal mark. Send the workbook itself if that is not meant.",
            "told: returns/bolton_nhs_foundation_trust.csv: nothing in it names an organisation; the name of the file means Bolton NHS Foundation Trust. Rename the file if that is not so.",
            "told: returns/bolton_nhs_foundation_trust.csv: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/bolton_nhs_foundation_trust.csv: 2 of 2 questions with a known answer are not answered. It is read without.",
            "told: returns/bolton_nhs_foundation_trust.csv: nothing is answered in Scenario B: Data Desert Future. It is read as a partial return.",
        ),
        one_sheet("driven"),
    ),
    Case(
        "CSV in Windows letters",
        csv_as("bolton_nhs_foundation_trust.csv", "cp1252", ",", word="caf\u00e9"),
        (
            "told: returns/bolton_nhs_foundation_trust.csv: it is text, in which numbers are as the sheet showed them, perhaps rounded. The workbook itself has them whole.",
            "told: returns/bolton_nhs_foundation_trust.csv: it is not in UTF-8 and was read as Windows text. Look whether the letters of its comments are right; the workbook itself has no such doubt.",
            "told: returns/bolton_nhs_foundation_trust.csv: nothing in it names an organisation; the name of the file means Bolton NHS Foundation Trust. Rename the file if that is not so.",
            "told: returns/bolton_nhs_foundation_trust.csv: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/bolton_nhs_foundation_trust.csv: 2 of 2 questions with a known answer are not answered. It is read without.",
            "told: returns/bolton_nhs_foundation_trust.csv: nothing is answered in Scenario B: Data Desert Future. It is read as a partial return.",
        ),
        one_sheet("driven", word="caf\u00e9"),
    ),
    Case(
        "copy of the same",
        copied("bolton (1).xlsx"),
        (
            'told: returns/bolton.xlsx: "Bolton NHS Foundation Trust" said the same in returns/bolton (1).xlsx, and is counted once. Nothing needs to be done.',
        ),
    ),
    Case(
        "lock file beside it",
        beside(b"\x05owner", name="~$bolton.xlsx"),
        (
            "told: returns/bolton.xlsx: somebody has this workbook open, and may not have saved it. Close it, and read it again if it was changed.",
        ),
    ),
    Case(
        "other files beside it",
        beside(b"%PDF-1.4", name="letter.pdf"),
        ("told: returns/letter.pdf: this is no workbook, and was passed over. Name it if it is a return.",),
    ),
    # ---- numbers that are refused
    Case(
        "a word",
        typed("Scenario A", D9="ten"),
        ('returns/bolton.xlsx, Scenario A!D9: "ten" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "a unit",
        typed("Scenario A", D9="10 wte"),
        ('returns/bolton.xlsx, Scenario A!D9: "10 wte" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "thousands",
        typed("Scenario A", D9="1,234"),
        ('returns/bolton.xlsx, Scenario A!D9: "1,234" has a separator between thousands. Write 1234.',),
        None,
    ),
    Case(
        "a decimal comma",
        typed("Scenario A", D9="7,5"),
        ('returns/bolton.xlsx, Scenario A!D9: "7,5" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "per cent as text",
        typed("Scenario A", D9="10%"),
        ('returns/bolton.xlsx, Scenario A!D9: "10%" is a percentage. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "per cent as format",
        formatted("Scenario A", "D9", 0.1, "0.0%"),
        ("returns/bolton.xlsx, Scenario A!D9: 10% is a percentage. Enter whole-time equivalents, 0 or more.",),
        None,
    ),
    Case(
        "about",
        typed("Scenario A", D9="~10"),
        ('returns/bolton.xlsx, Scenario A!D9: "~10" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "from to",
        typed("Scenario A", D9="10-12"),
        ('returns/bolton.xlsx, Scenario A!D9: "10-12" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "a date that was a range",
        formatted("Scenario A", "D9", 44116, "dd-mmm"),
        (
            'returns/bolton.xlsx, Scenario A!D9: "2020-10-12" is a date, which a spreadsheet may have made of a number. Give the cell the format Number, and type the number again. Enter whole-time equivalents, 0 or more.',
        ),
        None,
    ),
    Case(
        "not applicable",
        typed("Scenario A", D9="n/a"),
        ('returns/bolton.xlsx, Scenario A!D9: "n/a" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "a dash",
        typed("Scenario A", D9="-"),
        ('returns/bolton.xlsx, Scenario A!D9: "-" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "nil",
        typed("Scenario A", D9="nil"),
        ('returns/bolton.xlsx, Scenario A!D9: "nil" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "an error of a formula",
        part(SHEET_A, stored("D9", "<f>1/0</f><v>#DIV/0!</v>", ' t="e"')),
        (
            'returns/bolton.xlsx, Scenario A!D9: "#DIV/0!" is the error of a formula. Mend the formula, or type the number.',
        ),
        None,
    ),
    Case(
        "a truth",
        typed("Scenario A", D9=True),
        ('returns/bolton.xlsx, Scenario A!D9: "TRUE" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "a negative number",
        typed("Scenario A", D9=-3),
        ("returns/bolton.xlsx, Scenario A!D9: -3 is below 0. Enter whole-time equivalents, 0 or more.",),
        None,
    ),
    Case(
        "a printer's minus",
        typed("Scenario A", D9="\u22123"),
        ('returns/bolton.xlsx, Scenario A!D9: "−3" begins with a printer\'s minus. Write -3.',),
        None,
    ),
    Case(
        "the nation instead",
        typed("Scenario A", D9=46009),
        (
            "returns/bolton.xlsx, Scenario A!D9: 46,009 is more than 10 times the whole typical organisation (90). Enter whole-time equivalents of the typical organisation, not of the nation.",
        ),
        None,
    ),
    Case(
        "digits of another script",
        typed("Scenario A", D9="\u0661\u0660"),
        ('returns/bolton.xlsx, Scenario A!D9: "١٠" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "formula without a stored value",
        typed("Scenario A", D9="=B9*2"),
        (
            'returns/bolton.xlsx, Scenario A!D9: the formula "=B9*2" has no stored value. Open the workbook in Excel or LibreOffice and save it, or type the number.',
        ),
        None,
    ),
    Case(
        "two numbers in one cell",
        typed("Scenario A", D9="7 8"),
        ('returns/bolton.xlsx, Scenario A!D9: "7 8" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "several at once",
        typed("Scenario A", C9="ten", D9="x", C10=-1),
        (
            'returns/bolton.xlsx, Scenario A!C9: "ten" is not a number. Enter whole-time equivalents, 0 or more.',
            'returns/bolton.xlsx, Scenario A!D9: "x" is not a number. Enter whole-time equivalents, 0 or more.',
            "returns/bolton.xlsx, Scenario A!C10: -1 is below 0. Enter whole-time equivalents, 0 or more.",
        ),
        None,
    ),
    Case(
        "share or per cent",
        typed("Scenario A", C16=0.8),
        (
            "returns/bolton.xlsx, Scenario A!C16: 0.8 may mean 0.8 per cent or 80%. Enter per cent from 0 to 100, such as 80.",
        ),
        None,
    ),
    Case(
        "more than all per cent",
        typed("Scenario A", C16=120),
        (
            "returns/bolton.xlsx, Scenario A!C16: 120 is not between 0 and 100. Enter per cent from 0 to 100, such as 80.",
        ),
        None,
    ),
    Case(
        "lowest above highest",
        typed("Scenario A", C14=9),
        (
            "returns/bolton.xlsx, Scenario A!C14: 9 is above 8.5, which stands for the highest. Mend whichever is wrong.",
        ),
        None,
    ),
    Case(
        "total outside its range",
        typed("Scenario A", C14=7),
        ("returns/bolton.xlsx, Scenario A!C14: 7 is above the total itself, 6. Mend whichever is wrong.",),
        None,
    ),
    Case(
        "total that does not fit",
        typed("Scenario A", C13=17),
        (
            "returns/bolton.xlsx, Scenario A!C13: the total 17 is not the sum of its levels, 6. Mend the total or the levels.",
        ),
        None,
    ),
    Case(
        "comment that is a formula",
        typed("Scenario A", E9="=SUM(C9:D9)"),
        (
            'returns/bolton.xlsx, Scenario A!E9: "=SUM(C9:D9)" stands in the place of a comment. Type the comment again, and begin it with a word.',
        ),
        None,
    ),
    Case(
        "comment with a letter that cannot be shown",
        part(SHEET_A, stored("E9", "<is><t>so_x000B_what</t></is>", ' t="inlineStr"')),
        ("returns/bolton.xlsx, Scenario A!E9: it holds the control character U+000B. Delete that character.",),
        None,
    ),
    Case(
        "comment longer than can be kept",
        typed("Scenario A", E9="a" * 10_001),
        (
            'returns/bolton.xlsx, Scenario A!E9: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..." has 10,001 characters, more than 10,000. Shorten it.',
        ),
        None,
    ),
    Case(
        "role that is a formula",
        typed("Sign-off", B5='=HYPERLINK("x")'),
        (
            "told: returns/bolton.xlsx, Sign-off!B7: it is signed off, but by no role. Ask for the sheet Sign-off; it is read and counted as unsigned.",
        ),
        unsigned,
    ),
    Case(
        "signed off in two ways",
        edited(copy_sheet("Sign-off", B7="no")),
        (
            "told: returns/bolton.xlsx, Sign-off!B7: it is signed off in two ways. Ask for the sheet Sign-off; it is read and counted as unsigned.",
        ),
        unsigned,
    ),
    Case(
        "a question with a word",
        typed("Questions with an answer", C5="many"),
        (
            'returns/bolton.xlsx, Questions with an answer!C5: "many" is not a number. Enter a number.',
            "told: returns/bolton.xlsx: 1 of 2 questions with a known answer is not answered. It is read without.",
            "told: returns/bolton.xlsx, Questions with an answer!A5: a point of this question is missing, so its answer was left out. Fill in all three.",
        ),
        None,
    ),
    Case(
        "seed points that do not rise",
        typed("Questions with an answer", B5=2000),
        (
            "returns/bolton.xlsx, Questions with an answer!A5: its three points, 2000, 1100 and 1500, do not rise. The 5 per cent point is the lowest and the 95 per cent point the highest.",
        ),
        None,
    ),
    Case(
        "CSV of another country with two meanings",
        csv_as("bolton_nhs_foundation_trust.csv", "utf-8", ";", comma=True, number="1,234"),
        (
            'returns/bolton_nhs_foundation_trust.csv, D9: "1,234" may mean 1234 or a number with three decimals. Send the workbook itself, or write the number with another count of decimals.',
            "told: returns/bolton_nhs_foundation_trust.csv: it is text, in which numbers are as the sheet showed them, perhaps rounded. The workbook itself has them whole.",
            "told: returns/bolton_nhs_foundation_trust.csv: semicolons separate its cells, so a comma in a number was read as the decimal mark. Send the workbook itself if that is not meant.",
            "told: returns/bolton_nhs_foundation_trust.csv: nothing in it names an organisation; the name of the file means Bolton NHS Foundation Trust. Rename the file if that is not so.",
            "told: returns/bolton_nhs_foundation_trust.csv: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/bolton_nhs_foundation_trust.csv: 2 of 2 questions with a known answer are not answered. It is read without.",
        ),
        None,
    ),
    Case(
        "CSV with points between thousands",
        csv_as("bolton_nhs_foundation_trust.csv", "utf-8", ";", number="1.234"),
        (
            'returns/bolton_nhs_foundation_trust.csv, D9: "1.234" may mean 1234 or a number with three decimals. Send the workbook itself, or write the number with another count of decimals.',
            "told: returns/bolton_nhs_foundation_trust.csv: it is text, in which numbers are as the sheet showed them, perhaps rounded. The workbook itself has them whole.",
            "told: returns/bolton_nhs_foundation_trust.csv: nothing in it names an organisation; the name of the file means Bolton NHS Foundation Trust. Rename the file if that is not so.",
            "told: returns/bolton_nhs_foundation_trust.csv: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/bolton_nhs_foundation_trust.csv: 2 of 2 questions with a known answer are not answered. It is read without.",
        ),
        None,
    ),
    Case(
        "CSV with thousands",
        csv_as("bolton_nhs_foundation_trust.csv", "utf-8", ",", number="1,234"),
        (
            'returns/bolton_nhs_foundation_trust.csv, D9: "1,234" has a separator between thousands. Write 1234.',
            "told: returns/bolton_nhs_foundation_trust.csv: it is text, in which numbers are as the sheet showed them, perhaps rounded. The workbook itself has them whole.",
            "told: returns/bolton_nhs_foundation_trust.csv: nothing in it names an organisation; the name of the file means Bolton NHS Foundation Trust. Rename the file if that is not so.",
            "told: returns/bolton_nhs_foundation_trust.csv: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/bolton_nhs_foundation_trust.csv: 2 of 2 questions with a known answer are not answered. It is read without.",
        ),
        None,
    ),
    Case(
        "cells of a column deleted, those below moved up",
        on_sheet("Scenario A", lambda sheet: sheet.move_range("C10:C28", rows=-1)),
        (
            'returns/bolton.xlsx, Scenario A!C12: the formula "=IF(COUNT(C9:C12)=0,"",SUM(C9:C12))" has no stored value. Open the workbook in Excel or LibreOffice and save it, or type the number.',
            'returns/bolton.xlsx, Scenario A!C20: "13" heads this column, and no column of the table is headed 2025. Write 2025 there if that is meant, or clear the column.',
        ),
        None,
    ),
    Case(
        "answers of a row moved to the right",
        on_sheet("Scenario A", lambda sheet: sheet.move_range("C10:D10", cols=1)),
        (
            "returns/bolton.xlsx, Scenario A!D14: 22.5 is above the total itself, 19.5. Mend whichever is wrong.",
            "told: returns/bolton.xlsx, Scenario A!E10: the comment is a number. Ask its author if it belongs into another cell of the row.",
        ),
        None,
    ),
    # ---- tables and sheets that cannot be placed
    Case(
        "a year's head overwritten",
        typed("Scenario A", D8=2035),
        (
            'returns/bolton.xlsx, Scenario A!D8: "2035" heads this column, and no column of the table is headed 2030. Write 2030 there if that is meant, or clear the column.',
        ),
        None,
    ),
    Case(
        "a year's head deleted",
        cleared("Scenario A", "D8"),
        (
            "returns/bolton.xlsx, Scenario A!D8: this column has no head, and no column of the table is headed 2030. Write 2030 there if that is meant, or clear the column.",
        ),
        None,
    ),
    Case(
        "a year twice",
        typed("Scenario A", D8=2025),
        (
            "returns/bolton.xlsx, Scenario A!D8: 2025 heads 2 columns of one table (C8 and D8). Keep one of them, or write the year that each is for.",
        ),
        None,
    ),
    Case(
        "a level's name overwritten",
        typed("Scenario A", A10="Band 7s"),
        (
            'returns/bolton.xlsx, Scenario A!A10: "Band 7s" heads this row, and no row of the table is headed Managers. Write Managers there if that is meant, or clear the row.',
        ),
        None,
    ),
    Case(
        "a level's name deleted",
        cleared("Scenario A", "A10"),
        (
            "returns/bolton.xlsx, Scenario A!A10: this row has no head, and no row of the table is headed Managers. Write Managers there if that is meant, or clear the row.",
        ),
        None,
    ),
    Case(
        "a level twice",
        typed("Scenario A", A10="Professionals"),
        (
            'returns/bolton.xlsx, Scenario A!A11: "Professionals" heads 2 rows of one table (A10 and A11). Keep one of them; if a second table begins there, write its area and its heads above it.',
        ),
        None,
    ),
    Case(
        "an area's heading deleted",
        cleared("Scenario A", "A6"),
        (
            "returns/bolton.xlsx, Scenario A!A8: no area's heading stands above this table. Write its code and name there, such as 1.1 Clinical coding.",
        ),
        None,
    ),
    Case(
        "an area's heading misspelt",
        typed("Scenario A", A6="1.1 Clinical codng"),
        (
            "returns/bolton.xlsx, Scenario A!A8: no area's heading stands above this table. Did you mean 1.1 Clinical coding?",
        ),
        None,
    ),
    Case(
        "an area's heading of two areas",
        typed("Scenario A", A6="1.1 Health records"),
        (
            "returns/bolton.xlsx, Scenario A!A8: the heading above this table names two areas, Clinical coding and Health records. Write the code and name of one.",
        ),
        None,
    ),
    Case(
        "an area's heading of another",
        typed("Scenario A", A18="1.1 Clinical coding"),
        (
            "returns/bolton.xlsx, Scenario A!A20: 1.1 Clinical coding stands here a second time, with other answers than at Scenario A!A8. Keep one of the two.",
            "told: returns/bolton.xlsx, Scenario A!B22: the typical organisation was changed here, which is no answer (3 cells; this is the first). Ask whether the answers are meant for the typical organisation as the exercise has it.",
        ),
        None,
    ),
    Case(
        "an area that is not asked about",
        typed("Scenario A", A18="2.1 Information and communications technology"),
        (
            "told: returns/bolton.xlsx, Scenario A!A20: 2.1 Information and communications technology is not asked about, and was not read. Nothing needs to be done.",
            "told: returns/bolton.xlsx: 8 of 16 answers are missing in Scenario A: Data Driven Future (1.2: 8). It is read as a partial return.",
        ),
        without_area("driven", "health_records"),
    ),
    Case(
        "heads of a table deleted",
        cleared("Scenario A", "A20:E20"),
        (
            "returns/bolton.xlsx, Scenario A!A21: this row of a job level stands in no table, since no row of heads is above it. Write the heads of its table again: Job level, 2025, 2030.",
        ),
        None,
    ),
    Case(
        "heading and heads of a table deleted",
        cleared("Scenario A", "A18:E20"),
        (
            'returns/bolton.xlsx, Scenario A!A21: "Senior leaders" heads 2 rows of one table (A9 and A21), as do 6 other words. Keep one of them; if a second table begins there, write its area and its heads above it.',
        ),
        None,
    ),
    Case(
        "sheet sorted by its first column",
        on_sheet("Scenario A", sort_rows),
        (
            "returns/bolton.xlsx, Scenario A!A17: this row of a job level stands in no table, since no row of heads is above it. Write the heads of its table again: Job level, 2025, 2030.",
            "returns/bolton.xlsx, Scenario A!A8: no area's heading stands above this table. Write its code and name there, such as 1.1 Clinical coding.",
        ),
        None,
    ),
    Case(
        "answers merged across years",
        edited(lambda book: book["Scenario A"].merge_cells("C9:D9")),
        (
            "returns/bolton.xlsx, Scenario A!C9: C9 to D9 are merged into one cell, so what its number answers cannot be told. Unmerge them, and fill in each.",
        ),
        None,
    ),
    Case(
        "an answer hidden below a merged cell",
        part(
            SHEET_A,
            lambda xml: re.sub(
                rb'<mergeCells count="\d+">', rb'\g<0><mergeCell ref="B9:C9"/><mergeCell ref="D10:E10"/>', xml
            ),
        ),
        (
            "returns/bolton.xlsx, Scenario A!C9: B9 to C9 are merged into one cell, so what its number answers cannot be told. Unmerge them, and fill in each.",
        ),
        None,
    ),
    Case(
        "heads merged across years",
        edited(lambda book: book["Scenario A"].merge_cells("C8:D8")),
        (
            "returns/bolton.xlsx, Scenario A!D8: this column has no head, and no column of the table is headed 2030. Write 2030 there if that is meant, or clear the column.",
        ),
        None,
    ),
    Case(
        "scenario lost",
        together(cleared("Scenario A", "A1"), edited(rename("Scenario A", "Sheet1"))),
        (
            'returns/bolton.xlsx, Sheet1: neither a heading nor the tab says which scenario this sheet answers. Write the scenario above its tables: "Scenario A: Data Driven Future" or "Scenario B: Data Desert Future".',
        ),
        None,
    ),
    Case(
        "heading of the other scenario",
        typed("Scenario A", A1="Scenario B: Data Desert Future"),
        (
            'returns/bolton.xlsx, Scenario A: its heading and its tab name more than one scenario. Write the scenario above its tables: "Scenario A: Data Driven Future" or "Scenario B: Data Desert Future".',
        ),
        None,
    ),
    Case(
        "heading of two scenarios",
        typed("Scenario A", A1="Scenario A: Data Desert Future"),
        (
            'returns/bolton.xlsx, Scenario A: its heading and its tab name more than one scenario. Write the scenario above its tables: "Scenario A: Data Driven Future" or "Scenario B: Data Desert Future".',
        ),
        None,
    ),
    Case(
        "copied sheet that says otherwise",
        edited(copy_sheet("Scenario A", C9=4)),
        (
            "returns/bolton.xlsx, Scenario A (2)!A8: 1.1 Clinical coding stands here a second time, with other answers than at Scenario A!A8. Keep one of the two.",
        ),
        None,
    ),
    Case(
        "two organisations named",
        typed("Sign-off", B4=LEEDS),
        (
            'returns/bolton.xlsx, cadreworks!B3: it names two organisations: "Bolton NHS Foundation Trust" and, on Sign-off, "Leeds Teaching Hospitals". Write the one whose answers these are in both places, or copy the answers into its own toolkit.',
        ),
        None,
    ),
    Case(
        "an organisation that was not invited",
        edited(named_everywhere("Bolton NHS Fundation Trust")),
        (
            'returns/bolton.xlsx, Start here!B3: "Bolton NHS Fundation Trust" was not invited. Did you mean Bolton NHS Foundation Trust? Write the name as the exercise has it, or add the organisation to those invited.',
        ),
        None,
    ),
    Case(
        "file named after another",
        renamed("truro_community_health.xlsx"),
        (
            "returns/truro_community_health.xlsx, Start here!B3: it names Bolton NHS Foundation Trust, and the file is named after Truro Community Health. Rename the file, or mend the name within it: whose answers these are cannot be told.",
        ),
        None,
    ),
    Case(
        "no organisation at all",
        together(edited(keep_only("Scenario A", "Scenario B")), renamed("return.xlsx")),
        (
            "returns/return.xlsx: whose return this is cannot be told. Fill in Organisation on the sheet Sign-off, or name the file after it.",
            "told: returns/return.xlsx: it is not signed off. Ask for the sheet Sign-off; it is read and counted as unsigned.",
            "told: returns/return.xlsx: 2 of 2 questions with a known answer are not answered. It is read without.",
        ),
        None,
    ),
    Case(
        "an older copy that says otherwise",
        together(copied("bolton old.xlsx"), typed("Scenario A", C9=4)),
        (
            'returns/bolton.xlsx: "Bolton NHS Foundation Trust" answered otherwise in returns/bolton old.xlsx. Leave out the one that no longer holds.',
        ),
    ),
    # ---- files that are no workbooks
    Case(
        "empty file", instead(b"", name=NAME), ("returns/bolton.xlsx: the file is empty. Ask for it once more.",), None
    ),
    Case(
        "only spaces and ends of lines",
        instead(b" \r\n\r\n", name="bolton.csv"),
        ("returns/bolton.csv: the file is empty. Ask for it once more.",),
        None,
    ),
    Case(
        "cut off",
        raw(lambda content: content[: len(content) // 2]),
        (
            "returns/bolton.xlsx: the file is damaged (it is cut off, or is no whole zip). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "cut off at its end",
        raw(lambda content: content[:-30]),
        (
            "returns/bolton.xlsx: the file is damaged (it is cut off, or is no whole zip). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "behind a password",
        saved("locked.xlsx", NAME),
        (
            "returns/bolton.xlsx: the file is protected by a password, so it cannot be read. Open it, take the password off (File, Info, Protect Workbook, Encrypt with Password: leave it empty), and save it again.",
        ),
        None,
    ),
    Case(
        "a PDF",
        instead(b"%PDF-1.7\n", name=NAME),
        ("returns/bolton.xlsx: this is a PDF, not a workbook. Send the workbook itself, as .xlsx.",),
        None,
    ),
    Case(
        "a page of the web",
        instead(b"<html><table><tr><td>1</td></tr></table></html>", name=NAME),
        ("returns/bolton.xlsx: this is a page of the web (HTML), not a workbook. Send the workbook itself, as .xlsx.",),
        None,
    ),
    Case(
        "a Word document",
        instead(zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), name="bolton.xlsx"),
        ("returns/bolton.xlsx: this is a Word document, not a workbook. Send the workbook itself, as .xlsx.",),
        None,
    ),
    Case(
        "an old Word document",
        instead(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), name="bolton.xls"),
        ("returns/bolton.xls: this is a Word document, not a workbook. Send the workbook itself, as .xlsx.",),
        None,
    ),
    Case(
        "a broken old workbook",
        instead(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), name="bolton.xls"),
        (
            "returns/bolton.xls: the file is damaged (it cannot be read as a workbook of Excel before 2007). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "a binary workbook",
        instead(zipped({"xl/workbook.bin": b"\x83"}), name="bolton.xlsb"),
        ('returns/bolton.xlsb: this is a binary workbook (.xlsb). Save it again as "Excel Workbook (.xlsx)".',),
        None,
    ),
    Case(
        "a Numbers document",
        instead(zipped({"Index/Document.iwa": b"\x00"}), name="bolton.numbers"),
        ("returns/bolton.numbers: this is a Numbers document. In Numbers, choose File, Export To, Excel; send that.",),
        None,
    ),
    Case(
        "an archive of workbooks",
        instead(zipped({"bolton.xlsx": b"PK"}), name="bolton.xlsx"),
        ("returns/bolton.xlsx: this is an archive of files. Unpack it, and name the workbooks.",),
        None,
    ),
    Case(
        "another CSV",
        instead(b"name,age\nAnn,7\n", name="bolton.csv"),
        (
            "returns/bolton.csv: it holds no table of the toolkit. Check that the right file is named; save the sheet again, or send the workbook itself.",
        ),
        None,
    ),
    Case(
        "noise",
        instead(bytes(range(256)) * 8, name=NAME),
        (
            'returns/bolton.xlsx: it is neither a workbook nor text. Save the sheet again as "CSV UTF-8", or send the workbook itself.',
        ),
        None,
    ),
    Case(
        "another workbook",
        instead(another_workbook(), name=NAME),
        (
            "returns/bolton.xlsx: it holds no table of this exercise. Check that the right file is named, and the right exercise.",
        ),
        None,
    ),
    # ---- files that are broken or made to hurt
    Case(
        "sheet that is no XML",
        part(SHEET_A, lambda xml: xml[:-40]),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/worksheets/sheet4.xml is no XML). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "sheet missing",
        without_part(SHEET_A),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/worksheets/sheet4.xml is missing). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "texts missing",
        without_part("xl/sharedStrings.xml"),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/sharedStrings.xml is missing). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "texts cut short",
        part("xl/sharedStrings.xml", lambda xml: xml[: xml.index(b"<si>")] + b"</sst>"),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/worksheets/sheet1.xml points at a text that is not there). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "formats broken",
        part("xl/styles.xml", lambda xml: xml.replace(b"<cellXfs", b"<lost", 1)),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/styles.xml is no XML). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "formats emptied",
        part(
            "xl/styles.xml",
            lambda _: b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
        ),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/worksheets/sheet2.xml points at a format that is not there). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "number that is none",
        part(SHEET_A, stored("C9", "<v>NaN</v>")),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/worksheets/sheet4.xml holds a number that is none). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "numbers of five thousand digits",
        part(SHEET_A, lambda xml: xml.replace(b'<row r="9"', b'<row r="' + b"9" * 5000 + b'"', 1)),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/worksheets/sheet4.xml numbers a row wrongly). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "number beyond numbers",
        part(SHEET_A, stored("C9", "<v>1e999</v>")),
        ('returns/bolton.xlsx, Scenario A!C9: "1e999" is not a number. Enter whole-time equivalents, 0 or more.',),
        None,
    ),
    Case(
        "cell twice",
        part(SHEET_A, lambda xml: re.sub(rb'(<c r="C9"[^>]*><v>)3(</v></c>)', rb"\g<1>3\g<2>\g<1>4\g<2>", xml)),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/worksheets/sheet4.xml has one cell twice). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "entities",
        part(
            SHEET_A,
            lambda xml: xml.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>', 1),
        ),
        (
            "returns/bolton.xlsx: its part xl/worksheets/sheet4.xml defines entities, which no workbook does and which could be made to harm. Copy the answers into a fresh toolkit, and send that.",
        ),
        None,
    ),
    Case(
        "a billion laughs",
        part("xl/sharedStrings.xml", lambda xml: xml.replace(b"?>", LAUGHS, 1)),
        (
            "returns/bolton.xlsx: its part xl/sharedStrings.xml defines entities, which no workbook does and which could be made to harm. Copy the answers into a fresh toolkit, and send that.",
        ),
        None,
    ),
    Case(
        "zip bomb",
        more_parts({"xl/media/image1.png": bytes(80 << 20)}),
        (
            "returns/bolton.xlsx: its part xl/media/image1.png unpacks to 1,028 times its size. Copy the answers into a fresh toolkit, and send that.",
        ),
        None,
    ),
    Case(
        "sheet as a bomb",
        part(SHEET_A, lambda xml: xml.replace(b"</sheetData>", b'<row r="900"/>' * 2_000_000 + b"</sheetData>")),
        (
            "returns/bolton.xlsx: its part xl/worksheets/sheet4.xml unpacks to 491 times its size. Copy the answers into a fresh toolkit, and send that.",
        ),
        None,
    ),
    Case(
        "thousands of parts",
        more_parts({f"xl/media/{n}.png": b"" for n in range(3000)}),
        (
            "returns/bolton.xlsx: it holds 3,023 parts, more than 2,000. Copy the answers into a fresh toolkit, and send that.",
        ),
        None,
    ),
    Case(
        "thousands of sheets",
        part("xl/workbook.xml", many_sheets),
        (
            "returns/bolton.xlsx: it holds 3,009 sheets, more than 100. Copy the answers into a fresh toolkit, and send that.",
        ),
        None,
    ),
    Case(
        "a part twice",
        raw(lambda content: zipped([*parts_of(content).items(), (SHEET_A, b"<worksheet/>")])),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/worksheets/sheet4.xml is there twice). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
    Case(
        "a huge cell",
        part(
            SHEET_A,
            lambda xml: re.sub(
                rb'<c r="A2"[^>]*>.*?</c>', b'<c r="A2" t="inlineStr"><is><t>' + b"a" * 40_000 + b"</t></is></c>", xml
            ),
        ),
        (
            "returns/bolton.xlsx: one of its cells holds more than 32,767 characters. Copy the answers into a fresh toolkit, and send that.",
        ),
        None,
    ),
    Case(
        "nested without end",
        part(SHEET_A, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + b"<a>" * 500 + b"</a>" * 500)),
        (
            "returns/bolton.xlsx: the file is damaged (its part xl/worksheets/sheet4.xml nests without end). Open it in Excel or LibreOffice, let it be repaired, and save it again; or ask for it once more.",
        ),
        None,
    ),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("good") / NAME
    write_toolkit(path, small_exercise(), BOLTON, good_return())
    return path.read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_damaged_return(case: Case, good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "returns"
    folder.mkdir()
    (folder / NAME).write_bytes(good)
    case.damage(folder)
    monkeypatch.chdir(tmp_path)
    found = find_files(["returns"])
    returned = read_returned(found, small_exercise(), progress=no_progress)
    said = (*map(str, returned.problems), *(f"told: {notice}" for notice in returned.notices))
    assert said == case.says
    assert list(returned.returns) == ([] if case.read is None else [case.read(good_return())])


def test_there_are_enough_kinds_of_damage() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
