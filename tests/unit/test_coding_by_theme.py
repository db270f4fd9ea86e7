"""Comments, codebooks, codings and changes: what is read, and each problem in its own words."""

from __future__ import annotations

import csv
import io

import pytest

from cadreworks.demand.themes import (
    VIEWPOINTS_TABLE,
    Viewpoint,
    count_themes,
    estimate_agreement,
    gather_viewpoints,
    list_differences,
    read_viewpoints,
    viewpoint_rows,
    worksheet_rows,
)
from cadreworks.demand.themes.free_text import unwritten, written
from cadreworks.demand.themes.names import find_names
from cadreworks.problems import ProblemList
from cadreworks.tables import read_table, write_table
from small_coding import CODEBOOK, CODINGS, RETURNS, codebook_of, coded_of, codings_of, comments_of, returns_of

NHS = ("Bolton NHS Foundation Trust", "RBV", "Leeds Teaching Hospitals")


# ---- comments


def test_a_comment_has_the_same_id_whoever_made_it_and_in_whatever_order():
    one, _ = comments_of(returns_of(("Bolton", "driven", "ict", "Pay is low"), ("Leeds", "driven", "ict", "We hire")))
    other, _ = comments_of(returns_of(("York", "driven", "ict", "We hire"), ("Hull", "driven", "ict", "Pay  is\nlow")))
    assert [comment.id for comment in one] == [comment.id for comment in other]
    assert all(comment.id[0] == "c" for comment in one)


def test_the_same_words_of_two_organisations_are_two_comments():
    comments, _ = comments_of(returns_of(*((who, "driven", "ict", "No change") for who in ("A1", "B1", "C1"))))
    first = comments[0].id
    assert [comment.id for comment in comments] == [first, f"{first}-2", f"{first}-3"]
    assert {comment.organisation for comment in comments} == {"A1", "B1", "C1"}


def test_what_stands_at_several_years_and_levels_of_an_area_is_one_comment():
    raw = (
        RETURNS + "A1,driven,2030,ict,all,1,,,,later,role\nA1,driven,2025,ict,support,1,,,,sooner,role\n"
        "A1,driven,2025,ict,all,1,,,,later,role\n"
    ).encode()
    (comment,), problems = comments_of(raw)
    assert (comment.text, problems) == ("sooner\nlater", [])


def test_a_partial_return_has_comments_too():
    (comment,), problems = comments_of((RETURNS + "A1,driven,2030,ict,all,,,,,Ask us later,\n").encode())
    assert (comment.text, problems) == ("Ask us later", [])


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            returns_of(("A1", "driven", "ict", "")),
            "returns.csv: no return holds a comment, so there is nothing to code. Name the returns that `cadre returns read` wrote.",
        ),
        (
            returns_of(("A1", "driven", "ict", "x"), ("a1", "driven", "ict", "y")),
            'returns.csv, line 3, column organisation: "a1" is written "A1" elsewhere. Write it in one way.',
        ),
        (
            returns_of(("A1", "driven", "ict", "x" * 32_001)),
            "returns.csv, line 2, column comment: the text has 32,001 characters, more than 32,000. Shorten it.",
        ),
        (
            returns_of(("A1", "driven", "itc", "x")),
            'returns.csv, line 2, column area: "itc" is not a known area. Did you mean ict? Use one of: clinical_coding, '
            "health_records, information_management, ict, clinical_informatics, knowledge_management, "
            "it_programmes_projects, it_strategy_development, it_education_training.",
        ),
    ],
)
def test_problems_of_returns(raw, said):
    assert comments_of(raw)[1] == [said]


ODD = [
    "=cmd|' /C calc'!A0",
    "- a list\n- of things",
    "@SUM(1)",
    "+1",
    "'=1+1",
    "\uff1d1",
    "<b>&amp;</b>",
    'a "b", c',
    "\tx",
]


@pytest.mark.parametrize("text", [*ODD, "bell\x07 and \x1b[31m", "word " * 2000, "\u202eright to left"])
def test_a_comment_may_hold_anything_and_nothing_of_it_runs(text, tmp_path):
    comments, problems = comments_of(returns_of(("A1", "driven", "ict", text)))
    assert problems == []
    path = tmp_path / "worksheet.csv"
    write_table(path, ("comment", "text"), worksheet_rows(comments))
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    assert not row["text"].lstrip().startswith(("=", "+", "-", "@", "\uff1d"))
    assert "\x1b" not in row["text"]
    assert unwritten(row["text"]) == unwritten(text.strip()).replace("\x07", "\ufffd").replace("\x1b", "\ufffd")


def test_a_bad_cell_behind_a_comment_of_many_lines_is_named_by_its_own_line():
    raw = returns_of(("A1", "driven", "ict", "one\ntwo\r\nthree"), ("A1", "driven", "itc", "x"))
    raw = raw.replace(b"\nA1,driven,2030,itc", b"\n\n\nA1,driven,2030,itc")
    (problem,) = comments_of(raw)[1]
    assert problem.startswith("returns.csv, line 7, column area")


@pytest.mark.parametrize("text", ODD)
def test_what_is_written_reads_back(text):
    assert unwritten(written(text)) == text


# ---- codebook


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "theme\nnone\n",
            'codebook.csv, line 2, column theme: "none" has a meaning of its own in counts. Give the theme another name.',
        ),
        (
            "theme,parent\nPay,Work\n",
            'codebook.csv, line 2, column parent: "Work" is not a theme of this codebook. Use one of: Pay.',
        ),
        ("theme\nPay\nPay\n", "codebook.csv, line 3: this row repeats line 2 (theme Pay). Keep one of the two."),
    ],
)
def test_problems_of_a_codebook(text, said):
    assert codebook_of(text)[1] == [said]


def test_parents_that_lead_in_a_circle():
    assert codebook_of("theme,parent\nA,B\nB,A\nC,A\n")[1] == [
        'codebook.csv, line 2, column parent: the parents of "A" lead back to it. Let one of them stand at the top.',
        'codebook.csv, line 3, column parent: the parents of "B" lead back to it. Let one of them stand at the top.',
    ]


# ---- codings

SAID = returns_of(
    ("Bolton NHS Foundation Trust", "driven", "ict", "Pay is low, and we lose people to banks"),
    ("Leeds Teaching Hospitals", "driven", "ict", "We hire apprentices"),
)
COMMENTS = comments_of(SAID)[0]
PAY, HIRE = sorted(COMMENTS, key=lambda one: one.text)[0].id, sorted(COMMENTS, key=lambda one: one.text)[1].id


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            f"{PAY},A,Pya,,,",
            'codings.csv, line 2, column theme: "Pya" is not a theme of the codebook. Use one of: Workforce, Pay, Hiring, Automation, none.',
        ),
        (
            "c000000000000,A,Pay,,,",
            'codings.csv, line 2, column comment: no comment has the id "c000000000000". Copy the id from the worksheet; if the comment\'s words were changed, code it again.',
        ),
        (
            ",A,Pay,,,",
            "codings.csv, line 2: no comment is named by id, or by an organisation, scenario and area that has one. Copy the id from the worksheet into the column comment.",
        ),
        (
            f"{PAY},A,Pay,pay is high,,",
            "codings.csv, line 2, column stretch: these words are not in the comment. Copy them as they stand; write [...] where words are left out.",
        ),
        (
            f"{PAY},A,Pay,banks [...] Pay,,",
            "codings.csv, line 2, column stretch: these words are not in the comment. Copy them as they stand; write [...] where words are left out.",
        ),
        (
            f"{PAY},A,Pay,,,\n{PAY},A,Pay,,,yes",
            "codings.csv, line 3: the coder who resolves is one of those who coded the comment. Let another person decide.",
        ),
        (
            f"{PAY},C,Pay,,,yes\n{PAY},D,Hiring,,,yes",
            "codings.csv, line 3: two coders resolve the same comment. Keep one of them.",
        ),
        (
            f"{PAY},A,Pay,,,\n{PAY},A,none,,,",
            "codings.csv, line 3: the coder found none in this comment, and a theme too. Keep the one or the other.",
        ),
        (
            f"{PAY},A,none,,yes,",
            "codings.csv, line 2: words without a theme are marked for publication. Name the theme.",
        ),
        (
            f"{PAY},A,Pay,,maybe,",
            'codings.csv, line 2, column publish: "maybe" is not a known publish. Use one of: yes, no.',
        ),
    ],
)
def test_problems_of_codings(rows, said):
    assert codings_of(f"{CODINGS}{rows}\n", COMMENTS)[1] == [said]


def test_a_comment_may_be_named_by_whose_it_is():
    text = "organisation,scenario,area,coder,theme\nLeeds Teaching Hospitals,driven,ict,A,Hiring\n"
    (coding,), problems = codings_of(text, COMMENTS)
    assert (coding.comment, problems) == (HIRE, [])


# ---- changes

TWO = f"{CODINGS}{PAY},A,Pay,,,\n{PAY},B,Hiring,,,\n{HIRE},A,Hiring,,,\n"


def themes_after(changes: str, codings: str = TWO) -> list[tuple[str, str, str]]:
    coded, problems = coded_of(codings_of(codings, COMMENTS)[0], changes)
    assert problems == []
    return [(one.coding.comment, one.coding.coder, one.theme) for one in coded.codings]


def test_a_merge_is_followed_by_its_codings_and_split_back_exactly():
    before = themes_after("")
    merged = "2021-03-31,Chair,merge,Hiring,Pay,,,alike\n"
    assert {theme for _, _, theme in themes_after(merged)} == {"Pay"}
    assert themes_after(f"{merged}2021-04-01,Chair,split,Pay,Hiring,,,not alike\n") == before


def test_a_split_makes_a_theme_beside_the_one_it_comes_from():
    split = f"2021-03-31,Chair,split,Hiring,Apprentices,{HIRE},Hiring of apprentices,too broad\n"
    coded, _ = coded_of(codings_of(TWO, COMMENTS)[0], split)
    made = coded.codebook.by_name["Apprentices"]
    assert (made.parent, made.means) == ("Workforce", "Hiring of apprentices")
    assert (HIRE, "A", "Apprentices") in themes_after(split)
    assert (PAY, "B", "Hiring") in themes_after(split)


def test_an_assignment_moves_a_comment_and_leaves_agreement_as_it_was():
    moved = f"2021-03-31,Chair,assign,Hiring,Pay,{PAY},,misread\n"
    codings = codings_of(TWO, COMMENTS)[0]
    assert (PAY, "B", "Pay") in themes_after(moved)
    before, after = (estimate_agreement(coded_of(codings, changes)[0]) for changes in ("", moved))
    assert before == after


def test_a_comment_may_gain_or_lose_a_theme():
    codings = codings_of(f"{CODINGS}{PAY},A,Pay,,,\n{HIRE},A,none,,,\n", COMMENTS)[0]
    changes = f"2021-03-31,Chair,assign,,Automation,{HIRE},,missed\n2021-03-31,Chair,assign,Pay,,{PAY},,not so\n"
    tallies = count_themes(coded_of(codings, changes)[0], COMMENTS)
    assert {name: one.comments for (_, name), one in tallies.items()} == {"Automation": 1, "none": 1, "all": 2}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("merge,Pay,Pay,,,", '"Pay" is merged into itself. Name two themes.'),
        (
            "merge,Pay,Hirnig,,,",
            '"Hirnig" is not a theme at this point. Did you mean Hiring? Use one of: Workforce, Pay, Hiring, Automation.',
        ),
        (
            "merge,Pay,Hiring,c1,,",
            "a merge takes all comments, and names some. Split or assign those comments instead.",
        ),
        (
            "split,Pay,Hiring,,,",
            '"Hiring" was not merged into "Pay", so it cannot be split back. Name the comments that go to the new theme.',
        ),
        ("split,Pay,,c1,,", "it does not name the theme to be split off. Name it, other than the theme that is split."),
        (
            "split,Pay,New,c1,,",
            'the comment "c1" is not coded by "Pay". Copy the ids from the worksheet.',
        ),
        (
            "assign,Pay,Hiring,,,",
            "it does not say which comments go where. Name comments, and the theme they leave or go to.",
        ),
        ("assign,,Pay,c1,,", 'the comment "c1" is not coded. Copy the ids from the worksheet.'),
        ("merge,,Pay,,,", "it does not name the themes concerned. Name the theme to leave and the theme to go to."),
    ],
)
def test_problems_of_changes(changes, said):
    assert coded_of(codings_of(TWO, COMMENTS)[0], f"2021-03-31,Chair,{changes}why\n")[1] == [
        f"changes.csv, line 2: {said}"
    ]


def test_what_was_merged_cannot_be_merged_again():
    twice = "2021-03-31,C,merge,Pay,Hiring,,,x\n2021-03-31,C,merge,Pay,Automation,,,x\n"
    assert coded_of(codings_of(TWO, COMMENTS)[0], twice)[1] == [
        'changes.csv, line 3: "Pay" was merged into "Hiring" before. Name that theme, or split it back.'
    ]


def test_a_merge_that_nobody_recorded_is_a_problem():
    shown = "theme,merged_into\nPay,Hiring\nHiring,\n"
    _, problems = coded_of((), "", shown)
    assert problems == [
        'the codebook: "Pay" is shown as merged into "Hiring", and no change says so. Empty the cell, and merge with `cadre returns themes merge`, which says by whom and why.'
    ]
    assert coded_of((), "2021-03-31,C,merge,Pay,Hiring,,,x\n", shown)[1] == []


# ---- agreement, counts, viewpoints


def test_where_coders_differ_is_listed_until_a_third_decides():
    coded, _ = coded_of(codings_of(f"{CODINGS}{PAY},A,Pay,,,\n{PAY},B,Hiring,,,\n", COMMENTS)[0])
    assert [(one.theme, one.found_by, one.not_found_by) for one in list_differences(coded)] == [
        ("Pay", ("A",), ("B",)),
        ("Hiring", ("B",), ("A",)),
    ]
    decided = f"{CODINGS}{PAY},A,Pay,,,\n{PAY},B,Hiring,,,\n{PAY},C,Pay,,,yes\n"
    coded, _ = coded_of(codings_of(decided, COMMENTS)[0])
    assert list_differences(coded) == ()
    tallies = count_themes(coded, COMMENTS)
    assert {name: one.comments for (_, name), one in tallies.items()} == {
        "Workforce": 1,
        "Pay": 1,
        "not_coded": 1,
        "all": 2,
    }
    # the third is no second opinion: how far the two agreed stays what it was
    assert {one.agreement_share for one in estimate_agreement(coded) if one.theme == "Pay"} == {0.0}


def many(count: int):
    said = returns_of(*((f"Trust {at}", "driven", "ict", f"Pay is low, {at} say") for at in range(count)))
    comments = comments_of(said)[0]
    text = CODINGS + "".join(f"{one.id},A,Pay,,,\n" for one in comments)
    return coded_of(codings_of(text, comments)[0])[0], comments


@pytest.mark.parametrize(("count", "shown"), [(4, None), (5, 5)])
def test_one_to_four_organisations_are_withheld(count, shown):
    problems = ProblemList()
    viewpoints, _ = gather_viewpoints(*many(count), problems)
    assert viewpoints == {
        "ict": (
            Viewpoint("Workforce", "About people", shown, shown),
            Viewpoint("Pay", "Pay as a cause", shown, shown),
        )
    }


@pytest.mark.parametrize("count", [3, 6])
def test_viewpoints_are_read_back_as_they_were_written(count, tmp_path):
    problems = ProblemList()
    viewpoints, _ = gather_viewpoints(*many(count), problems)
    write_table(tmp_path / "v.csv", VIEWPOINTS_TABLE.names, viewpoint_rows(viewpoints))
    table = read_table((tmp_path / "v.csv").read_bytes(), VIEWPOINTS_TABLE, problems, file="viewpoints.csv")
    assert read_viewpoints(table, problems) == viewpoints
    assert list(problems) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "ict,Pay,,3,5,\n",
            "viewpoints.csv, line 2, column organisations: 3 is a number below 5, which may point to who answered. Write [c].",
        ),
        (
            "ict,Pay,,many,[c],\n",
            'viewpoints.csv, line 2, column organisations: "many" is neither a count nor [c]. Enter a whole number of 5 or more, or [c] where it is withheld.',
        ),
        (
            "ict,Pay,,5,6,one\nict,Pay,,5,7,two\n",
            'viewpoints.csv, line 3: the rows of "Pay" in ict do not say the same of it. Give each its meaning and its numbers once more.',
        ),
    ],
)
def test_problems_of_viewpoints(rows, said):
    problems = ProblemList()
    raw = f"area,theme,means,organisations,comments,quotation\n{rows}".encode()
    read_viewpoints(read_table(raw, VIEWPOINTS_TABLE, problems, file="viewpoints.csv"), problems)
    assert [str(one) for one in problems] == [said]


def quote(words: str) -> list[str]:
    comments, _ = comments_of(returns_of(("Bolton NHS Foundation Trust", "driven", "ict", words)))
    coding = f'{CODINGS}{comments[0].id},A,Pay,"{words}",yes,\n'
    codings, problems = codings_of(coding, comments)
    assert problems == []
    found = ProblemList()
    gather_viewpoints(coded_of(codings)[0], comments, found, organisations=NHS)
    return [str(one) for one in found]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("write to me@trust.nhs.uk", "an e-mail or web address"),
        ("ring 0161 496 0000 for more", "a telephone or NHS number"),
        ("as Dr Shah said", "the name of a person"),
        ("ask J. Okafor", "the name of a person"),
        ("Sarah runs the team", "the name of a person"),
        ("Mark Jones runs it", "the name of a person"),
        ("here in BOLTON we hire", "the name of an organisation that was asked"),
        ("we of RBV hire", "the name of an organisation that was asked"),
        ("the Leeds  Teaching Hospitals' way", "the name of an organisation that was asked"),
    ],
)
def test_a_quotation_with_a_name_is_refused_without_repeating_it(words, kind):
    assert quote(words) == [
        f"codings.csv, line 2, column stretch: the quotation seems to hold {kind}. Choose words without it, or leave it out and write [...] in its place."
    ]


@pytest.mark.parametrize(
    "words",
    [
        "From 2020 to 2025 and 2030 we expect 1,200 more",
        "Will this change? We mark it, and may hope for the best",
        "NHS England and the Data Driven Future",
        "the foundation trust, a teaching hospital of the NHS",
        "Electronic Patient Record systems take 2.5 WTE",
        "A. and B. agree",
    ],
)
def test_plain_words_are_not_taken_for_names(words):
    assert find_names(words, NHS) == ()


def test_a_quotation_that_runs_or_never_ends_is_refused():
    assert quote("=SUM(A1)") == [
        "codings.csv, line 2, column stretch: the quotation begins as a spreadsheet formula does, and would run when the results are opened. Choose words that begin with a letter."
    ]
    assert quote("word " * 500) == [
        "codings.csv, line 2, column stretch: the quotation has 2,499 characters, more than 2,000. Choose a shorter stretch."
    ]


def test_a_name_may_be_left_out_of_a_quotation():
    comments, _ = comments_of(returns_of(("York", "driven", "ict", "Ask Sarah, since pay is low")))
    codings, problems = codings_of(
        f'{CODINGS}{comments[0].id},A,Pay,"Ask [a colleague], since pay is low",yes,\n', comments
    )
    assert problems == []
    viewpoints, waiting = gather_viewpoints(coded_of(codings)[0], comments, found := ProblemList())
    assert (list(found), waiting) == ([], 0)
    assert viewpoints["ict"][-1].quotations == ("Ask [a colleague], since pay is low",)


def test_a_quotation_waits_until_coders_agree_on_its_theme():
    text = f"{CODINGS}{PAY},A,Pay,Pay is low,yes,\n{PAY},B,Hiring,,,\n"
    viewpoints, waiting = gather_viewpoints(coded_of(codings_of(text, COMMENTS)[0])[0], COMMENTS, ProblemList())
    assert (viewpoints, waiting) == ({}, 1)
    decided = f"{text}{PAY},C,Pay,,,yes\n"
    viewpoints, waiting = gather_viewpoints(coded_of(codings_of(decided, COMMENTS)[0])[0], COMMENTS, ProblemList())
    assert (viewpoints["ict"][-1].quotations, waiting) == (("Pay is low",), 0)


def test_the_codebook_of_the_tests_is_good():
    assert codebook_of(CODEBOOK)[1] == []
