"""Corners of reading that no broken study reaches."""

from __future__ import annotations

import pytest

from cadreworks.problems import Problem, ProblemList, problem_lines
from cadreworks.study.read_settings import read_settings
from cadreworks.tables import Column, Kind, TableSpec, read_table, suggestion

SPEC = TableSpec(
    "sizes",
    "Sizes of things.",
    (Column("thing", Kind.TEXT, "a thing"), Column("size", Kind.WHOLE, "a size", "Enter a whole number.", low=0)),
    key=("thing",),
)


def read(text: str) -> tuple[list[dict[str, object]], list[str]]:
    problems = ProblemList()
    table = read_table(text.encode(), SPEC, problems, file="sizes.csv")
    return [dict(row.cells) for row in table.rows], [str(problem) for problem in problems]


def test_a_byte_order_mark_windows_line_ends_blank_lines_and_spaces_are_no_problem():
    assert read("\ufeffthing , size\r\n\r\n a , 1 \r\n,\r\nb,2.0\r\n") == (
        [{"thing": "a", "size": 1}, {"thing": "b", "size": 2}],
        [],
    )


def test_columns_may_stand_in_any_order_and_empty_ones_behind_are_passed_over():
    assert read("size,thing,\n1,a,\n") == ([{"thing": "a", "size": 1}], [])


def test_a_cell_may_hold_a_comma_a_quotation_mark_and_a_line_end():
    rows, problems = read('thing,size\n"a, ""b""\nc",1\nd,x\n')
    assert rows == [{"thing": 'a, "b"\nc', "size": 1}]
    assert problems == ['sizes.csv, line 4, column size: "x" is not a number. Enter a whole number.']


def test_a_fraction_is_no_whole_number():
    assert read("thing,size\na,1.5\n")[1] == [
        'sizes.csv, line 2, column size: "1.5" is not a whole number. Enter a whole number.'
    ]


def test_digits_of_other_scripts_and_underscores_are_no_numbers():
    """Python would take them."""
    for text in ("\u0661\u0662", "1_000", "0x10", "inf"):
        assert read(f"thing,size\na,{text}\n")[1] == [
            f'sizes.csv, line 2, column size: "{text}" is not a number. Enter a whole number.'
        ]


@pytest.mark.parametrize("name", ["stock", "returns", "growth", "pay_points"])
def test_the_row_of_a_bad_cell_is_not_also_called_missing(name, small_folder):
    """One slip, one problem."""
    from cadreworks.problems import InputProblems
    from cadreworks.study import read_study

    path = small_folder / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    column = {"stock": 2, "returns": 5, "growth": 3, "pay_points": 1}[name]
    cells = lines[3].split(",")
    cells[column] = "oops"
    path.write_text("".join([*lines[:3], ",".join(cells), *lines[4:]]), encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        read_study(small_folder)
    assert len(caught.value.problems) == 1


def test_suggestions():
    assert suggestion("Clinical Coding", ("clinical_coding", "ict")).startswith("Did you mean clinical_coding?")
    assert suggestion("x", ()) == "None is expected here."
    assert "Use one of the 20" in suggestion("x", tuple(map(str, range(20))))


def test_many_problems_are_counted_by_file_and_kind():
    problems = [Problem(f"a.csv, line {line}", "bad", "Mend it.", "bad cell") for line in range(300)]
    problems.append(Problem("b.csv", "missing", "Add it.", "missing"))
    lines = problem_lines(problems)
    assert len(lines) == 12
    assert (
        lines[10] == "a.csv: 290 more problems of this kind. Mend the cause of the first ones; --json lists them all."
    )
    assert lines[11] == "b.csv: missing. Add it."
    assert len(problem_lines(problems[:200])) == 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("supply = 3", "study.toml, supply: this is a single value. Make it a section, [supply]."),
        ("inputs = []", "study.toml, inputs: this is a single value. Make it a section, [inputs]."),
        ("scenarios = [3]", "study.toml, [[scenarios]] 1: this is not a section. Write [[scenarios]]."),
        (
            "[inputs]\nstock = 'stock.csv'",
            "study.toml, [inputs.stock]: this is not a section. Write [inputs.stock] with file, status and source.",
        ),
        ("title = ''", "study.toml, title: the text is empty. Enter the study's title."),
        ("areas = []", "study.toml, areas: the list is empty. Enter the areas of work covered; all nine if left out."),
        (
            "base_year = true",
            "study.toml, base_year: True is not a whole number. Enter the year of the stock, as at 31 March.",
        ),
        (
            "base_year = 2020\nhorizon = 2090",
            "study.toml, horizon: 2090 lies more than 50 years after the base year 2020. Enter a nearer year.",
        ),
    ],
)
def test_odd_settings(text, said):
    problems = ProblemList()
    read_settings(text, problems)
    assert said in [str(problem) for problem in problems]
