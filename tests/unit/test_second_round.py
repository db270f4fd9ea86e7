"""The second round: what may be shown of others, what must not, and who moved."""

from __future__ import annotations

import statistics
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from cadreworks.demand.answers import Return, returns_rows
from cadreworks.demand.answers_of_rows import answers_of_rows
from cadreworks.demand.second_round.change import Pooled, read_change
from cadreworks.demand.second_round.feedback import (
    TOO_FEW,
    answers_at,
    check_enough,
    pool_shown,
    write_second_round,
)
from cadreworks.demand.second_round.movement import Moved, in_one_round_only, movement
from cadreworks.demand.second_round.reasons import reasons_for
from cadreworks.demand.toolkit import layout
from cadreworks.problems import ProblemList
from cadreworks.tables import Row
from cadreworks.vocabulary import ALL
from toolkit_returns import a_return, an_exercise, part_of_a_return

NAMES = tuple(f"{place} NHS Trust" for place in ("Anytown", "Otherton", "Thirdham", "Fourthing", "Fifthwick"))
KEY = ("driven", 2025, "ict", "manager")
ABOUT = ("driven", "ict")


def said(**comments: str) -> tuple[Return, ...]:
    return tuple(Return(name.replace("_", " "), {}, {}, {ABOUT: text}) for name, text in comments.items())


def the_pool(returns, n=None):
    keys = [*returns[0].wte, *((s, y, a, ALL) for s, y, a in {key[:3] for key in returns[0].wte})]
    values = {key: answers_at(returns, key) for key in keys}
    return {key: Pooled(statistics.fmean(v), min(v), max(v), n or len(v)) for key, v in values.items()}


@pytest.mark.parametrize("questions", ["level", "range"])
@pytest.mark.parametrize("make", [a_return, part_of_a_return])
def test_rows_of_returns_lead_back_to_the_answers(questions, make):
    exercise = an_exercise(questions)
    answers = replace(make(exercise), seeds={})
    rows = returns_rows(answers, scenarios=exercise.scenario_ids, points=exercise.points, areas=exercise.areas)
    assert answers_of_rows(Row(number, cells) for number, cells in enumerate(rows)) == (answers,)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([4.0], TOO_FEW),
        ([4.0, 8.0], TOO_FEW),
        ([4.0, 8.0, 9.0], "7"),
        ([4.0, 8.0, 9.0, 9.25], "7.6"),
        ([4.0, 8.0, 9.0, 9.0, 10.25], "8.1 (4 to 10.2), median 9"),
        ([0.0] * 5, "0 (0 to 0), median 0"),
    ],
)
def test_of_few_answers_less_is_shown_so_that_no_single_one_can_be_told(values, shown):
    returns = [Return(f"{number}", {KEY: value}) for number, value in enumerate(values)]
    pooled = Pooled(statistics.fmean(values), min(values), max(values), len(values))
    assert pool_shown(returns, {KEY: pooled}) == {KEY: shown}


def test_a_cell_that_few_answered_is_not_shown_though_many_returned():
    returns = [Return(f"{number}", {KEY: 1.0} if number < 2 else {}) for number in range(9)]
    assert pool_shown(returns, {KEY: Pooled(1.0, 1.0, 1.0, 9)}) == {KEY: TOO_FEW}


def test_fewer_than_three_returns_make_no_second_round():
    problems = ProblemList()
    check_enough([Return(NAMES[0]), Return("Nowhere")], an_exercise(organisations=NAMES), problems, file="returns.csv")
    assert [str(problem) for problem in problems] == [
        'returns.csv: "Nowhere" is not among the invited. Write its name as the list of invited organisations has it.',
        "returns.csv: 2 organisations answered, and a pool of fewer than 3 shown beside one's own answer would tell what "
        "another answered. Wait for more returns, or leave the second round out.",
    ]


def test_ones_own_reasons_are_not_told_and_those_of_others_without_names():
    returns = said(Anytown="Mine.", Otherton="Because.", Thirdham="Why not?")
    reasons = reasons_for("Anytown", returns, ("Anytown", "Otherton", "Thirdham"), seed=1)
    assert {about: sorted(told) for about, told in reasons.by_area.items()} == {ABOUT: ["Because.", "Why not?"]}
    assert reasons.left_out == 0


@pytest.mark.parametrize(
    "comment",
    [
        "At Bolton NHS Foundation Trust we do.",
        "at  BOLTON we do",
        "We do (Bolton).",
        "St. Mary’s does too",
        "As in Château-Neuf",
        "As in CHATEAU NEUF",
        "Ask someone@example.org",
        "Ask Dr Patel or John Smith, 07700 900123.",
        "Ask Dr Patel.",
        "As John says",
        "Call 0161 496 0000",
        "See www.example.org",
    ],
)
def test_a_reason_that_names_an_invited_organisation_or_a_person_is_left_out_and_counted(comment):
    invited = ("Bolton NHS Foundation Trust", "St Mary's Hospital", "Château-Neuf", "Other")
    reasons = reasons_for("Other", said(Bolton_NHS_Foundation_Trust=comment), invited, seed=1)
    assert (reasons.by_area, reasons.left_out) == ({}, 1)


@pytest.mark.parametrize("comment", ["-", "n/a", "N/A.", "None", "Nothing to add.", "?", "  no comment "])
def test_a_cell_that_was_only_filled_gives_no_reason(comment):
    reasons = reasons_for("Other", said(Bolton=comment, Leeds="None can be hired."), ("Bolton", "Leeds"), seed=1)
    assert (reasons.by_area, reasons.left_out) == ({ABOUT: ("None can be hired.",)}, 0)


@pytest.mark.parametrize(
    "comment", ["Digital health care will grow.", "The trust and its hospital change.", "Boltonian ideas", "24 staff"]
)
def test_everyday_words_of_names_give_nobody_away(comment):
    invited = ("Bolton NHS Foundation Trust", "NHS Digital", "University Hospital Trust", "NHS 24")
    assert reasons_for("x", said(y=comment), invited, seed=1).left_out == 0


def test_the_order_of_reasons_is_each_readers_own_and_not_that_of_returns():
    returns = said(**{f"Org {number}": f"Reason {number}" for number in range(12)})
    invited = tuple(answers.organisation for answers in returns)
    orders = {reader: reasons_for(reader, returns, invited, seed=1).by_area[ABOUT] for reader in ("a", "b")}
    assert sorted(orders["a"]) == sorted(orders["b"])
    assert orders["a"] != orders["b"]
    assert reasons_for("a", returns[::-1], invited, seed=1).by_area[ABOUT] == orders["a"]
    assert reasons_for("a", returns, invited, seed=2).by_area[ABOUT] != orders["a"]


def test_the_same_words_of_several_are_told_once():
    assert reasons_for("x", said(a="So.", b="So."), ("a", "b"), seed=1).by_area == {ABOUT: ("So.",)}


@pytest.fixture
def workbooks(tmp_path):
    exercise = replace(an_exercise(organisations=NAMES), digest="ab12")
    returns = [a_return(exercise, name, more=float(number)) for number, name in enumerate(NAMES)]
    returns[1] = replace(returns[1], comments={ABOUT: "As Thirdham knows."})
    returns[2] = replace(returns[2], comments={ABOUT: "=1+1", ("desert", "ict"): "Less money."})
    done = write_second_round(tmp_path, exercise, returns, change=the_pool(returns), seed=1)
    return exercise, returns, done


def test_a_workbook_of_the_second_round_holds_ones_own_answers_and_the_pool(workbooks):
    _, returns, done = workbooks
    assert {path.name for path in done.written.paths.values()} == {
        f"{name.lower().replace(' ', '_')}_second_round.xlsx" for name in NAMES
    }
    book = load_workbook(done.written.paths[NAMES[1]])
    assert layout.SEEDS_SHEET not in book.sheetnames
    assert {row[0]: row[1] for row in book[layout.KEY_SHEET].iter_rows(values_only=True)} == {
        "format": "1",
        "exercise": "ab12",
        "organisation": NAMES[1],
        "round": "2",
    }
    sheet = book["Scenario A"]
    top = next(row for row in range(1, 200) if sheet.cell(row, 1).value == "1.2 Health records")
    assert [cell.value for cell in sheet[top]] == [
        "1.2 Health records",
        *[None] * 5,
        "What all returns say together",
        None,
    ]
    assert [cell.value for cell in sheet[top + 2]][6:] == ["The pool in 2025", "The pool in 2030"]
    values = [cell.value for cell in sheet[top + 3]]
    assert values[2:4] == [returns[1].wte["driven", year, "health_records", "senior_leader"] for year in (2025, 2030)]
    assert values[6:] == ["12.8 (10.8 to 14.8), median 12.8", "13.8 (11.8 to 15.8), median 13.8"]
    assert [cell.value for cell in sheet[top + 7]][6] == "49.5 (41.5 to 57.5), median 49.5"
    assert all(cell.protection.locked for row in sheet["G1:H200"] for cell in row)
    assert not sheet.cell(top + 3, 3).protection.locked
    assert book[layout.SIGN_OFF_SHEET]["B5"].value is None  # what was changed is signed off anew


def test_reasons_of_others_stand_on_a_sheet_of_their_own_and_name_nobody(workbooks):
    _, _, done = workbooks
    assert done.reasons_left_out == 1
    book = load_workbook(done.written.paths[NAMES[0]])
    rows = [cell for (cell,) in book[layout.REASONS_SHEET].iter_rows()]
    told = [cell.value for cell in rows if cell.value]
    assert "=1+1" in told
    assert {cell.data_type for cell in rows if cell.value} == {"s"}
    assert "Less money." in told
    assert not [text for text in told if "Thirdham" in text]
    assert "1 reason that pointed to a person or an organisation is left out." in told[1]
    for other in NAMES[1:]:
        place = other.removesuffix(" NHS Trust")
        assert not [
            cell.value for sheet in book for row in sheet.iter_rows() for cell in row if place in str(cell.value or "")
        ]


def test_the_same_answers_make_the_same_second_round(workbooks, tmp_path):
    exercise, returns, done = workbooks
    again = write_second_round(tmp_path / "again", exercise, returns, change=the_pool(returns), seed=1)
    for name in NAMES:
        assert again.written.paths[name].read_bytes() == done.written.paths[name].read_bytes()


CHANGE = "scenario,year,area,level,mean,sd,p05,p50,p95,n\n"


def changed(rows: str, returns: int = 8):
    problems = ProblemList()
    found = read_change((CHANGE + rows).encode(), an_exercise(), problems, file="change.csv", returns=returns)
    return found, [str(problem) for problem in problems]


def test_the_pool_is_read_by_cell_and_totals_over_areas_are_left_out():
    found, problems = changed(
        "driven,2025,ict,manager,3,1,2,3,4,8\ndriven,2025,all,all,3,1,2,3,4,8\ndriven,2025,ict,all,,,,,,0\n"
    )
    assert found == {KEY: Pooled(3, 2, 4, 8), ("driven", 2025, "ict", ALL): Pooled(None, None, None, 0)}
    assert not problems


def test_a_pool_of_other_returns_or_of_another_exercise_is_said():
    assert changed("driven,2025,ict,manager,3,1,2,3,4,9\n")[1] == [
        "change.csv, line 2, column n: 9 returns were pooled, but 8 organisations answered. "
        "Pool the same returns that are named here."
    ]
    assert changed("else,2025,ict,manager,3,1,2,3,4,8\n")[1] == [
        "change.csv: none of its scenarios, years and areas is asked about in this exercise. "
        "Pool the returns of this exercise."
    ]


def test_movement_counts_who_moved_and_whither():
    """The mean of the first round is 6: a moves towards it, b away, c to the other side as far, d stays, e is new."""
    first = [Return(name, {KEY: value}) for name, value in (("a", 2.0), ("b", 8.0), ("c", 7.0), ("d", 5.0), ("z", 8.0))]
    second = [
        Return(name, {KEY: value}) for name, value in (("a", 4.0), ("b", 9.0), ("c", 5.0), ("d", 5.0), ("e", 1.0))
    ]
    assert movement(first, second) == (
        Moved(
            KEY,
            n=4,
            moved=3,
            towards=1,
            away=1,
            mean=(5.5, 5.75),
            sd=(statistics.stdev([2, 8, 7, 5]), statistics.stdev([4, 9, 5, 5])),
        ),
    )
    (cell,) = movement(first, second)
    assert cell.as_far == 1
    assert in_one_round_only(first, second) == ("e", "z")


def test_totals_of_areas_move_only_where_all_levels_were_answered():
    exercise = an_exercise("level")
    whole, part = a_return(exercise), part_of_a_return(exercise)
    cells = movement([whole, replace(whole, organisation="b")], [part])
    keys = [cell.key for cell in cells]
    assert ("driven", 2025, "clinical_coding", ALL) in keys
    assert ("driven", 2025, "ict", "support") in keys
    assert ("driven", 2025, "ict", ALL) not in keys
    assert {cell.sd for cell in cells} == {(None, None)}
    assert {cell.moved for cell in cells} == {0}
