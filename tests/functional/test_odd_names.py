"""Names that mean something to the formats they are printed in, and results that may point to people."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from cadreworks.run import RunOptions, run_study
from cadreworks.vocabulary import LEVELS
from small_study import write_small_study

NAME = "A [x](http://example.org/a) future, $$x$$ <b>"
RECOMMENDATIONS = """\

[inputs.recommendations]
file = "recommendations.csv"
status = ["assumed"]
source = "Anyshire workforce board, minutes"
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study with one senior leader, an odd scenario, and a recommendation that names no source."""
    folder = write_small_study(tmp_path_factory.mktemp("odd") / "small")
    for file, old, new in (
        ("study.toml", 'id = "future"\nname = "Bright Future"', f'id = "by_method"\nname = "{NAME}"'),
        ("returns.csv", ",future,", ",by_method,"),
        ("stock.csv", "ict,senior_leader,10,", "ict,senior_leader,1,"),
    ):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write(RECOMMENDATIONS)
    (folder / "recommendations.csv").write_text(
        "id,heading,recommendation,owner,status,timing\n1,Pay,Review pay.,board,not stated,not stated\n",
        encoding="utf-8",
    )
    results = folder.parent / "out"
    run_study(folder, results, RunOptions())
    return results


@pytest.fixture(scope="module")
def workbook(out: Path) -> Workbook:
    return load_workbook(out / "tables.xlsx")


@pytest.fixture(scope="module")
def page(out: Path) -> str:
    return (out / "report.html").read_text(encoding="utf-8")


def test_ids_of_the_page_are_unique_whatever_a_scenario_is_called(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_name_makes_no_link_and_no_note_in_the_workbook(workbook):
    links = {link.target for sheet in workbook for row in sheet.iter_rows() for cell in row if (link := cell.hyperlink)}
    assert not any(target and "example.org" in target for target in links)
    titles = [str(sheet["A1"].value) for sheet in workbook.worksheets[3:]]
    assert any("A [x] (http://example.org/a) future, $ $x$ $ <b>" in title for title in titles)
    notes = [row[1].value for row in workbook["Notes"].iter_rows() if str(row[0].value).startswith("note ")]
    assert all(notes)


def test_every_sheet_of_results_that_may_point_to_people_says_so(workbook):
    cover = " ".join(str(cell.value) for row in workbook["Cover"].iter_rows() for cell in row if cell.value)
    assert "Not for publication. The stock holds one cell above zero and below five" in cover
    for sheet in workbook.worksheets[3:]:
        assert sheet["A2"].value == "Not for publication", sheet.title


def test_page_and_manifest_say_so_too(out, page):
    assert "<h2>Not for publication</h2>" in page
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["not_for_publication"] is True


def test_results_that_point_to_nobody_are_not_marked(small_results):
    assert json.loads((small_results / "manifest.json").read_text(encoding="utf-8"))["not_for_publication"] is False
    assert "Not for publication" not in (small_results / "report.html").read_text(encoding="utf-8")
    assert load_workbook(small_results / "tables.xlsx")["Table_1"]["A2"].value != "Not for publication"


def test_recommendations_name_the_source_of_their_file(page):
    assert "Source: Anyshire workforce board, minutes</p>" in page


def test_an_override_is_shown_with_its_title_and_in_readable_units(page):
    table = page[page.index('<table id="overrides"') :]
    table = table[: table.index("</table>")]
    assert "Net growth carried forward, Clinical coding" in table
    assert "£ million" in table
    assert "gbp" not in table
    assert not re.search(r"\de[+-]?\d|-\d", re.sub(r"\d{4}-\d{2}-\d{2}", "", table))


def test_what_returns_that_change_nothing_would_give_stands_beside_each_level(page):
    """Coding has 100 people and the typical organisation 10, 6 of them in support: 60 whatever the stock by level."""
    table = page[page.index('<table id="clinical_coding-staffing"') :]
    table = table[: table.index("</table>")]
    headings = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', table)
    assert headings[-1] == "Required if returns changed nothing, WTE"
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in table.split("<tr>")[2:]]
    assert [row[-1] for row in rows if row[1] == LEVELS[0].name] == ["60", "60"]


def test_an_assumption_that_was_worked_out_has_no_date(out):
    with (out / "tables" / "assumptions.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["origin"] for row in rows} == {"declared", "worked_out"}
    for row in rows:
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}" if row["origin"] == "declared" else "", row["date"]), row["id"]
