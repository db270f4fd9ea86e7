"""What is written reads back as itself, and what is shown is never far from what it shows."""

from __future__ import annotations

import csv
import io
import math
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cadreworks.periods import FinancialYear
from cadreworks.problems import ProblemList
from cadreworks.reports import wording
from cadreworks.reports.charts import spread_apart
from cadreworks.reports.published_table import Shown, show
from cadreworks.tables import Column, Kind, TableSpec, check_text, read_table, write_table
from cadreworks.tables.values import CONTROL, BadCell, read_cell
from cadreworks.tables.write import shown

SPEC = TableSpec(
    "any",
    "Any rows.",
    (
        Column("name", Kind.TEXT, "a name"),
        Column("size", Kind.NUMBER, "a size"),
        Column("day", Kind.DATE, "a day"),
        Column("year", Kind.FINANCIAL_YEAR, "a year"),
        Column("note", Kind.TEXT, "a note", required=False),
    ),
)
# what a cell may hold: any letters at all, but no formula, and no blanks at its ends, which reading takes away
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).filter(
    lambda text: (
        text.strip() == text and text[0] not in "=@+-\uff1d\uff20\uff0b\uff0d\ufeff" and not CONTROL.search(text)
    )
)
WRITTEN_NUMBERS = st.from_regex(r"[+-]?[0-9]{1,5}(\.[0-9]{0,3})?([eE][+-]?[0-9]{1,4})?", fullmatch=True)
ROW = st.fixed_dictionaries(
    {
        "name": TEXT,
        "size": st.floats(allow_nan=False, allow_infinity=False),
        "day": st.dates(),
        "year": st.integers(1000, 9998).map(FinancialYear),
        "note": st.none() | TEXT,
    }
)


@given(st.lists(ROW, min_size=1, max_size=20))
def test_a_written_table_reads_back_as_itself(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("tables") / "any.csv"
    write_table(path, SPEC.names, rows)
    problems = ProblemList()
    table = read_table(path.read_bytes(), SPEC, problems, file="any.csv")
    assert [str(problem) for problem in problems] == []
    assert [dict(row.cells) for row in table.rows] == rows


@given(st.binary(max_size=400))
@example(b",")
def test_any_bytes_give_problems_or_rows_and_never_an_error(raw):
    problems = ProblemList()
    table = read_table(raw, SPEC, problems, file="any.csv")
    assert table.rows or len(problems)


@given(st.text(max_size=30) | WRITTEN_NUMBERS, st.sampled_from(Kind))
@example("1e999", Kind.WHOLE)
@example("9999-00", Kind.FINANCIAL_YEAR)
def test_any_text_is_a_value_or_a_bad_cell_with_a_remedy(text, kind):
    try:
        value = read_cell(text, Column("any", kind, "anything", "Enter something.", required=False))
        assert not isinstance(value, float) or math.isfinite(value)
        assert not isinstance(value, FinancialYear) or value.closes.year == value.start + 1
    except BadCell as bad:
        assert bad.what
        assert bad.remedy.endswith(".")


@given(st.text(max_size=8), st.sampled_from("=@+-"))
def test_no_text_that_a_spreadsheet_would_run_is_taken(text, sign):
    """A sign alone, or before a plain number, is harmless."""
    given_text = f"{sign}{text}"
    try:
        check_text(given_text)
    except BadCell:
        return
    if given_text.strip() != sign:
        float(given_text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_unrounded(number):
    assert float(shown(number)) == number


@given(st.dates())
def test_a_day_reads_back_as_itself(day):
    assert read_cell(day.isoformat(), Column("day", Kind.DATE, "a day")) == day


@given(st.dates(date(1901, 1, 1), date(2150, 1, 1)))
def test_a_day_as_the_british_write_it_is_refused_with_the_day_they_mean(day):
    with pytest.raises(BadCell) as caught:
        read_cell(f"{day.day:02d}/{day.month:02d}/{day.year}", Column("day", Kind.DATE, "a day"))
    assert day.isoformat() in caught.value.remedy


@given(st.integers(1900, 2200))
def test_a_financial_year_reads_back_as_itself(start):
    assert FinancialYear.parse(str(FinancialYear(start))) == FinancialYear(start)


@given(st.floats(-1e6, 1e6))
def test_rounding_for_sentences_moves_a_figure_by_half_a_step_at_most(wte):
    step = 25 if abs(wte) >= 1000 else 10 if abs(wte) >= 200 else 5 if abs(wte) >= 20 else 1
    assert abs(wording.rounded_wte(wte) - wte) <= step / 2 + 1e-9


@given(st.floats(0, 1e11))
def test_pounds_said_are_within_half_their_last_digit(gbp):
    said = wording.pounds(gbp)
    number = float(said.split()[0].removeprefix("£").replace(",", ""))
    unit = 1e9 if said.endswith("billion") else 1e6 if said.endswith("million") else 1
    assert number * unit == pytest.approx(gbp, rel=0.055, abs=501)


@given(st.floats(-1e7, 1e7), st.sampled_from(Shown))
def test_every_shown_number_reads_as_one(value, shown_as):
    text = show(value, shown_as).replace("\u2212", "-").replace(",", "").rstrip("%").lstrip("<>")
    assert text != "-0"
    float(text)


LABELS = st.lists(st.tuples(st.floats(0, 1e5), st.floats(0.1, 1e4)), min_size=1, max_size=6)


@given(LABELS, st.floats(0, 1e5))
def test_labels_are_moved_apart_and_keep_their_order(labels, top):
    values, sizes = [value for value, _ in labels], [size for _, size in labels]
    placed = spread_apart(values, sizes, top=top)
    order = sorted(range(len(values)), key=lambda index: values[index])
    assert placed[order[0]] >= sizes[order[0]] / 2 * (1 - 1e-9)
    for lower, upper in pairwise(order):
        assert placed[upper] - placed[lower] >= (sizes[lower] + sizes[upper]) / 2 - 1e-6


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4))
def test_csv_of_others_is_split_as_they_meant(cells):
    """Python's own writer stands for theirs."""
    assume(any(cell.strip() for cell in cells))
    stream = io.StringIO()
    csv.writer(stream).writerow(cells)
    problems = ProblemList()
    read_table(stream.getvalue().encode(), SPEC, problems, file="any.csv")
    assert len(problems)  # whatever it is, it is not this table, and that is said
