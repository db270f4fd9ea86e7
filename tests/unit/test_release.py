"""What is withheld from small tables that can be checked by hand, and what the release refuses."""

from __future__ import annotations

import csv
import stat
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from cadreworks.disclosure.audit import Ranges, find_determined, find_pinned, find_ways
from cadreworks.disclosure.elimination import kernel_vector
from cadreworks.disclosure.release_flows import Release, ReleasedTable, release_flows, write_release
from cadreworks.problems import EnvironmentFault, InputProblems, UsageFault
from cadreworks.vocabulary.flow_parts import FLOW_PARTS

FIRST, SECOND = ("2020-03-31", "2021-03-31"), ("2021-03-31", "2022-03-31")
HIDDEN = "[c]"


def write_rows(
    path: Path, by: Sequence[str], rows: Sequence[tuple[tuple[str, str], tuple[str, ...], dict[str, int]]]
) -> Path:
    """Everybody full time, so that wte is headcount; columns that a row does not give are 0."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["from_date", "to_date", *by, "measure", *FLOW_PARTS, "stayers", "publication"])
        for interval, cell, values in rows:
            for measure in ("headcount", "wte"):
                numbers = [str(values.get(name, 0)) for name in FLOW_PARTS]
                writer.writerow([*interval, *cell, measure, *numbers, "9", "not for publication"])
    return path


def leaving(opening: int, leavers: int) -> dict[str, int]:
    return {"opening": opening, "leavers": leavers, "leavers_under_55": leavers, "closing": opening - leavers}


def hidden_in(table: ReleasedTable, row: int) -> set[str]:
    return {name for name, text in zip(table.header, table.rows[row], strict=True) if text == HIDDEN}


def test_one_small_count_hides_a_second_in_its_row_so_that_the_rest_does_not_give_it(tmp_path):
    path = write_rows(
        tmp_path / "F.csv", ["area"], [(FIRST, ("ict",), leaving(50, 2)), (SECOND, ("ict",), leaving(48, 0))]
    )
    release = release_flows([path])
    (table,) = release.tables
    assert hidden_in(table, 0) == {"leavers", "leavers_under_55", "opening"}
    assert hidden_in(table, 1) == {"leavers", "leavers_under_55", "opening", "participation_change"}
    assert hidden_in(table, 2) == hidden_in(table, 3) == set()
    assert (release.cells, release.hidden_primary, release.hidden_complementary, release.hidden_before) == (40, 2, 1, 0)


def test_a_hidden_closing_is_hidden_as_the_next_opening_and_the_next_row_pays_too(tmp_path):
    rows = [(FIRST, ("ict",), leaving(2000, 2)), (SECOND, ("ict",), {**leaving(1998, 0)})]
    third = (("2019-03-31", "2020-03-31"), ("ict",), leaving(2000, 0))
    (table,) = release_flows([write_rows(tmp_path / "F.csv", ["area"], [*rows, third])]).tables
    assert hidden_in(table, 0) == set()
    assert hidden_in(table, 2) == {"leavers", "leavers_under_55", "closing"}
    assert hidden_in(table, 4) == {"opening", "closing"}


def test_a_coarser_table_of_the_release_makes_a_second_cell_hidden(tmp_path):
    fine = [(FIRST, ("ict",), leaving(50, 2)), (FIRST, ("knowledge",), leaving(60, 20))]
    paths = [
        write_rows(tmp_path / "fine.csv", ["area"], fine),
        write_rows(tmp_path / "all.csv", [], [(FIRST, (), leaving(110, 22))]),
    ]
    alone = release_flows(paths[:1]).tables[0]
    together, nation = release_flows(paths).tables
    assert (hidden_in(alone, 0), hidden_in(alone, 2)) == ({"leavers", "leavers_under_55", "closing"}, set())
    assert hidden_in(together, 0) == hidden_in(together, 2) == {"leavers", "leavers_under_55", "closing"}
    assert hidden_in(nation, 0) == set()


def test_two_counts_of_one_are_not_left_in_a_total_of_two(tmp_path):
    """The subtraction alone says one equation of two unknowns; that counts are whole and above 0 says the rest."""
    values = {"opening": 40, "joiners": 1, "joiners_unknown": 1, "returners": 1, "closing": 42}
    (table,) = release_flows([write_rows(tmp_path / "F.csv", [], [(FIRST, (), values)])]).tables
    assert hidden_in(table, 0) == {"joiners", "joiners_unknown", "returners", "opening"}


def test_four_parts_of_one_are_released_though_a_reader_told_the_reason_would_know_them(tmp_path):
    parts = dict.fromkeys(FLOW_PARTS[2:6], 1)
    (table,) = release_flows(
        [write_rows(tmp_path / "F.csv", [], [(FIRST, (), {"joiners": 4, "closing": 4, **parts})])]
    ).tables
    assert hidden_in(table, 0) == {"joiners", "closing", *parts}


def test_working_columns_are_not_published_and_zeros_are(tmp_path):
    (table,) = release_flows([write_rows(tmp_path / "F.csv", ["area"], [(FIRST, ("ict",), leaving(50, 7))])]).tables
    assert table.header == ("from_date", "to_date", "area", "measure", *FLOW_PARTS)
    assert table.rows[0][4:] == tuple(str(leaving(50, 7).get(name, 0)) for name in FLOW_PARTS)


def test_a_release_cannot_be_made_by_hand():
    with pytest.raises(TypeError, match="made by release_flows"):
        Release((), 0, 0, 0, 0, None)


def test_one_table_is_written_to_a_file_and_several_to_a_folder_for_everybody_to_read(tmp_path):
    paths = [write_rows(tmp_path / f"{name}.csv", ["area"], [(FIRST, (name,), leaving(50, 2))]) for name in ("a", "b")]
    (alone,) = write_release(release_flows(paths[:1]), tmp_path / "P.csv")
    several = write_release(release_flows(paths), tmp_path / "P")
    assert [path.relative_to(tmp_path).as_posix() for path in (alone, *several)] == ["P.csv", "P/a.csv", "P/b.csv"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (alone, *several)} == {0o644}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["P", "P.csv", "a.csv", "b.csv"]
    assert alone.read_text(encoding="utf-8").splitlines()[1].endswith(",0,0,0,0,0,0,0,[c]")
    with pytest.raises(UsageFault, match="is a folder"):
        write_release(release_flows(paths[:1]), tmp_path / "P")
    with pytest.raises(UsageFault, match="is a file"):
        write_release(release_flows(paths), tmp_path / "P.csv")


def test_what_was_written_back_into_a_release_is_hidden_again_or_refused(tmp_path):
    """With opening 7 and closing 5 written back, the hidden leavers are what is left."""
    path = write_rows(tmp_path / "F.csv", [], [(FIRST, (), leaving(7, 2))])
    (published,) = write_release(release_flows([path]), tmp_path / "P.csv")
    assert published.read_text(encoding="utf-8").count(f",{HIDDEN}\n") == 2
    published.write_text(published.read_text(encoding="utf-8").replace(f",{HIDDEN}\n", ",5\n"), encoding="utf-8")
    again = release_flows([published])
    assert hidden_in(again.tables[0], 0) == {"leavers", "leavers_under_55", "closing"}
    everything = published.read_text(encoding="utf-8").replace("headcount,7", "headcount,0").replace("wte,7", "wte,0")
    published.write_text(everything.replace(",5\n", ",0\n"), encoding="utf-8")
    with pytest.raises(InputProblems, match="suppressed already can be had"):
        release_flows([published])


def test_every_problem_of_every_file_is_listed(tmp_path):
    good = write_rows(tmp_path / "good.csv", ["area"], [(FIRST, ("ict",), leaving(50, 7))]).read_text(encoding="utf-8")
    bad = tmp_path / "bad.csv"
    bad.write_text(
        good.replace("wte,50", "wte,-50").replace("headcount,50", "headcount,50.5") + "x\n", encoding="utf-8"
    )
    heading = tmp_path / "heading.csv"
    heading.write_text(good.replace("leavers_55_plus,", "").replace("joiners,", ""), encoding="utf-8")
    swapped = tmp_path / "swapped.csv"
    swapped.write_text(good.replace("opening,joiners,", "joiners,opening,"), encoding="utf-8")
    dates = tmp_path / "dates.csv"
    dates.write_text(good.replace("2021-03-31", "2019-03-31").replace("headcount,50", "heads,50"), encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        release_flows([bad, heading, swapped, dates])
    kinds = [problem.kind for problem in caught.value.problems]
    assert kinds == [
        "not a number",
        "not a number",
        "ragged row",
        "heading",
        "heading",
        "heading",
        "measure",
        "date",
        "date",
    ]


def test_flows_that_do_not_add_up_are_refused(tmp_path):
    wrong = {"opening": 50, "leavers": 7, "leavers_under_55": 6, "moves_in_area": 5, "closing": 50}
    rows = [(FIRST, ("ict",), wrong), (SECOND, ("ict",), leaving(49, 7)), (SECOND, ("it",), leaving(6, 0))]
    nation = write_rows(tmp_path / "nation.csv", [], [(FIRST, (), leaving(51, 7))])
    with pytest.raises(InputProblems) as caught:
        release_flows([write_rows(tmp_path / "F.csv", ["area"], rows)])
    assert {problem.kind for problem in caught.value.problems} == {"closing and opening", "cell missing"}
    with pytest.raises(InputProblems) as caught:
        release_flows([write_rows(tmp_path / "F.csv", ["area"], rows[:1]), nation])
    kinds = {problem.kind for problem in caught.value.problems}
    assert {
        "the identity of the row",
        "leavers as the sum of their parts by age",
        "moves_in_area as the total of moves_out_area",
    } < kinds
    assert "opening and closing as one total in the tables by nation and area" in kinds


def test_wte_of_nobody_is_refused(tmp_path):
    text = write_rows(tmp_path / "F.csv", [], [(FIRST, (), leaving(50, 0))]).read_text(encoding="utf-8")
    (tmp_path / "F.csv").write_text(
        text.replace("headcount,50", "headcount,0").replace(",50,9", ",0,9", 1), encoding="utf-8"
    )
    with pytest.raises(InputProblems, match="opening has wte where its headcount is 0"):
        release_flows([tmp_path / "F.csv"])


def test_files_that_cannot_be_released_together_or_read_are_told(tmp_path):
    with pytest.raises(UsageFault, match="at least one"):
        release_flows([])
    with pytest.raises(UsageFault, match="two of the files have this name"):
        release_flows([tmp_path / "F.csv", tmp_path / "other" / "F.csv"])
    with pytest.raises(EnvironmentFault, match="cannot be read"):
        release_flows([tmp_path / "F.csv"])


def test_elimination_is_exact_where_coefficients_are_not_one():
    assert kernel_vector([{0: 2, 1: 3}, {1: 5, 2: -7}], [1, 1, 1]) in ([21, -14, -10], [-21, 14, 10])
    assert kernel_vector([{0: 2, 1: 3}, {0: 2, 1: -3}], [5, 5]) == [0, 0]


def test_a_value_that_only_several_equations_together_give_is_found_with_its_way():
    """x + y = a and x - y = b give both; z stays open. The way names the shown items a and b."""
    equal = sparse.csr_array(np.array([[1, 1, 0, 0, -1, 0], [1, -1, 0, 0, 0, -1], [0, 0, 1, 1, -1, 0]]))
    hidden = np.array([True, True, True, True, False, False])
    determined = find_determined(equal, hidden)
    assert determined.tolist() == [True, True, False, False, False, False]
    assert find_ways(equal, hidden, determined) == [[0, 4, 5], [1, 4, 5]]


def test_bounds_pin_what_subtraction_leaves_open_and_inequalities_count():
    equal = sparse.csr_array(np.array([[1, 1, -1, 0]]))
    at_most = sparse.csr_array(np.array([[0, 0, 1, -1]]))
    least = np.array([1.0, 1.0, 1.0, 2.0])
    most = np.array([np.inf, np.inf, np.inf, 2.0])
    hidden = np.array([True, True, True, False])
    pins = find_pinned(equal, at_most, hidden, Ranges(least, most))
    assert (pins.items, pins.causes[0]) == ((2, 0, 1), (0,))
    assert find_pinned(equal, at_most[:0], hidden, Ranges(least, most)).items == ()
