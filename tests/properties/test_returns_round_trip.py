"""Writing a toolkit and reading it back is the identity, whatever was answered and wherever the tables then stand."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from cadreworks.demand.answers import THIRD, Range, Return, SeedAnswer
from cadreworks.demand.exercise import LEVEL_ONLY, QUESTIONS, RANGE, TERTILES, Exercise
from cadreworks.demand.returned import ReadFile, find_files, read_return, read_returned, write_returns
from cadreworks.demand.returned.write import without_list_mark
from cadreworks.demand.toolkit.write import toolkit_bytes
from cadreworks.progress import no_progress
from cadreworks.tables import BadCell, check_text
from cadreworks.vocabulary import LEVEL_IDS
from returned_workbooks import AREAS, BOLTON, good_return, small_exercise

WTE = st.one_of(
    st.just(0.0),
    st.integers(0, 225).map(float),
    st.decimals(0, 225, places=2).map(float),
    st.floats(0, 225, allow_subnormal=False),
)
SEED_VALUE = st.floats(-1e9, 1e9, allow_subnormal=False)
SHARE = st.integers(2, 100).map(lambda per_cent: per_cent / 100)


def _may_be_kept(text: str) -> bool:
    try:
        check_text(without_list_mark(text))
    except BadCell:
        return False
    return True


LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t")
COMMENT = st.text(LETTERS, min_size=1, max_size=300).map(lambda text: text.strip()).filter(bool).filter(_may_be_kept)


@st.composite
def returns(draw: st.DrawFn, questions: str = RANGE) -> Return:
    """Any return of the small exercise: partial, with zeros and decimals, some ranges, some comments."""
    wte, ranges, comments = {}, {}, {}
    for scenario in ("driven", "desert"):
        for area in AREAS:
            for year in (2025, 2030):
                levels = {level: draw(st.none() | WTE) for level in LEVEL_IDS}
                wte |= {(scenario, year, area, level): n for level, n in levels.items() if n is not None}
                if questions != LEVEL_ONLY and (given := draw(st.none() | ranges_around(levels, questions))):
                    ranges[scenario, year, area] = given
            if text := draw(st.none() | COMMENT):
                comments[scenario, area] = text
    seeds = {name: SeedAnswer(*sorted(draw(st.tuples(SEED_VALUE, SEED_VALUE, SEED_VALUE)))) for name in ("staff",)}
    return Return(BOLTON, wte, ranges, comments, seeds, draw(st.sampled_from(["", "Director of Informatics"])))


@st.composite
def ranges_around(draw: st.DrawFn, levels: dict[str, float | None], questions: str) -> Range:
    """A range that the total of the levels, where all are answered, lies in."""
    total = sum(n or 0.0 for n in levels.values())
    low = draw(st.none() | st.floats(0, total, allow_subnormal=False))
    high = draw(st.none() | st.floats(total, 900, allow_subnormal=False))
    if questions == TERTILES:
        return Range(low if high is not None else low or 0.0, high, THIRD)
    return Range(low, high, draw(SHARE))


def read(raw: bytes, exercise: Exercise) -> ReadFile:
    return read_return(raw, exercise, file="bolton.xlsx")


@pytest.mark.slow
@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_written_is_read_back(data: st.DataObject) -> None:
    exercise = small_exercise(data.draw(st.sampled_from(QUESTIONS)))
    answers = data.draw(returns(exercise.questions))
    file = read(toolkit_bytes(exercise, BOLTON, answers), exercise)
    assert file.problems == ()
    assert file.answers == answers


@given(returns())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_read_makes_a_table_that_is_read_alike(answers: Return) -> None:
    exercise = small_exercise()
    with tempfile.TemporaryDirectory() as folder:
        write_returns(Path(folder) / "returns.csv", [answers], exercise)
        again = read_returned(find_files([folder]), exercise, progress=no_progress)
    if not answers.wte and not answers.ranges and not answers.comments:
        assert not again.returns
        return
    assert again.problems == ()
    (found,) = again.returns
    kept = {key: without_list_mark(text) for key, text in answers.comments.items()}
    assert (found.wte, found.ranges, found.comments) == (answers.wte, answers.ranges, kept)


GOOD = toolkit_bytes(small_exercise(), BOLTON, good_return())
TABLE_ROWS, TABLE_COLUMNS = 30, 6


def _move(sheet: Worksheet, rows: list[int], columns: list[int]) -> None:
    """Empty rows and columns put in before those numbered, and merged cells taken apart as Excel would move them."""
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    for row in rows:
        sheet.insert_rows(row)
    for column in columns:
        sheet.insert_cols(column)


@pytest.mark.slow
@given(
    rows=st.lists(st.integers(1, TABLE_ROWS), max_size=6),
    columns=st.lists(st.integers(1, TABLE_COLUMNS), max_size=3),
    names=st.lists(st.text("abc XYZ19()&", min_size=1, max_size=20), min_size=9, max_size=9, unique_by=str.casefold),
    order=st.permutations(range(9)),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_hangs_on_where_a_table_stands(
    rows: list[int], columns: list[int], names: list[str], order: list[int]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    for name in ("Scenario A", "Scenario B", "Sign-off", "Questions with an answer"):
        _move(book[name], rows, columns)
    for sheet, name in zip(book.worksheets, names, strict=True):
        if not name.startswith("'") and not name.endswith("'"):
            sheet.title = name
    book._sheets = [book._sheets[index] for index in order]
    stream = io.BytesIO()
    book.save(stream)
    file = read(stream.getvalue(), small_exercise())
    assert file.problems == ()
    assert file.answers == good_return()
