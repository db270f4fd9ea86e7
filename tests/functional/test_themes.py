"""`cadre returns themes` end to end: exact words, the files it leaves, and the code it ends with."""

from __future__ import annotations

import csv
import json
import random
import stat
from pathlib import Path

import pytest
from command import cadre

from cadreworks.demand.exercise import read_exercise
from small_coding import CODEBOOK, csv_of, returns_of

SAID = [
    ("Bolton NHS Foundation Trust", "driven", "ict", "- Pay is low\n- banks take our people"),
    ("Leeds Teaching Hospitals", "driven", "ict", "=HYPERLINK(1) we hire apprentices"),
    ("Wigan Trust", "driven", "ict", "Pay, again. Ask Sarah."),
    ("Wigan Trust", "desert", "clinical_coding", "No change"),
]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("returns.csv").write_bytes(returns_of(*SAID))
    Path("codebook.csv").write_text(CODEBOOK, encoding="utf-8")


def rows_of(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def start(capsys, *more: object) -> dict[str, str]:
    """Writes the worksheet; the ids by the words of the comments."""
    ended = cadre(capsys, "returns", "themes", "start", "returns.csv", "--out", "coding", *more)
    assert ended.code == 0, ended.err
    return {row["text"]: row["comment"] for row in rows_of("coding/worksheet.csv")}


def code(*rows: tuple[str, str, str, str, str, str]) -> None:
    heading = ("comment", "coder", "theme", "stretch", "publish", "resolves")
    Path("codings.csv").write_text(csv_of([heading, *rows]), encoding="utf-8")


def good(capsys) -> tuple[str, str, str]:
    ids = start(capsys)
    pay, hire, ask = (next(ids[text] for text in ids if word in text) for word in ("banks", "apprentices", "Sarah"))
    code(
        (pay, "A", "Pay", "banks take our people", "yes", ""),
        (pay, "B", "Pay", "", "", ""),
        (hire, "A", "Hiring", "we hire apprentices", "yes", ""),
        (hire, "B", "Pay", "", "", ""),
        (ask, "A", "Pay", "", "", ""),
    )
    return pay, hire, ask


FILES = ("--codebook", "codebook.csv", "--codings", "codings.csv")
BY = ("--changes", "changes.csv", "--who", "Chair", "--date", "2021-03-31", "--reason", "alike")


def test_start_writes_a_worksheet_that_names_nobody_and_runs_nothing(capsys):
    ended = cadre(capsys, "returns", "themes", "start", "returns.csv", "--out", "coding", "--taguette")
    assert ended.out == "4 comments from 3 organisations. Not for publication. Worksheet: coding/worksheet.csv\n"
    text = Path("coding/worksheet.csv").read_text(encoding="utf-8")
    assert not any(name in text for name, *_ in SAID)
    assert all(row["text"][0] not in "=-+@" for row in rows_of("coding/worksheet.csv"))
    assert Path("coding/codebook.csv").read_text(encoding="utf-8") == "theme,parent,means,merged_into\n"
    assert len(list(Path("coding/documents").iterdir())) == 4
    assert stat.S_IMODE(Path("coding/worksheet.csv").stat().st_mode) == 0o600


def test_start_leaves_what_coders_wrote(capsys):
    start(capsys)
    Path("coding/codebook.csv").write_text("mine", encoding="utf-8")
    start(capsys)
    assert Path("coding/codebook.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("verb", [(), ("count",)])
def test_count_writes_what_may_be_published_beside_what_may_not(capsys, verb):
    good(capsys)
    ended = cadre(capsys, "returns", "themes", *verb, "returns.csv", *FILES, "--out", "coded")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "4 comments: 3 coded, 1 to be resolved. 1 quotation chosen.\n"
        "1 more quotation marked for publication: left out until coders agree on the theme.\n"
        "For publication: coded/viewpoints.csv\n"
    )
    assert Path("coded/viewpoints.csv").read_text(encoding="utf-8") == (
        "area,theme,means,organisations,comments,quotation\n"
        "ict,Workforce,About people,[c],[c],\n"
        "ict,Pay,Pay as a cause,[c],[c],banks take our people\n"
    )
    assert Path("coded/counts.csv").read_text(encoding="utf-8") == (
        "area,theme,parent,organisations,comments\n"
        "clinical_coding,not_coded,,1,1\nclinical_coding,all,,1,1\n"
        "ict,Workforce,,2,2\nict,Pay,Workforce,2,2\nict,unresolved,,1,1\nict,all,,3,3\n"
    )
    assert [row["theme"] for row in rows_of("coded/to_resolve.csv")] == ["Pay", "Hiring"]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in Path("coded").iterdir()}
    assert {name for name, mode in modes.items() if mode == 0o644} == {"viewpoints.csv"}


def test_a_changed_order_of_rows_changes_no_byte(capsys):
    good(capsys)
    cadre(capsys, "returns", "themes", "returns.csv", *FILES, "--out", "one")
    for name in ("returns.csv", "codings.csv"):
        with Path(name).open(encoding="utf-8", newline="") as stream:
            heading, *rows = csv.reader(stream)
        random.Random(1).shuffle(rows)  # noqa: S311 - an order, not a secret
        Path(name).write_text(csv_of([heading, *rows]), encoding="utf-8")
    cadre(capsys, "returns", "themes", "returns.csv", *FILES, "--out", "two")
    for path in Path("one").iterdir():
        assert path.read_bytes() == (Path("two") / path.name).read_bytes(), path.name


def test_all_problems_of_all_files_come_at_once(capsys):
    start(capsys)
    Path("codebook.csv").write_text("theme,parent\nPay,Work\n", encoding="utf-8")
    code(("c0", "A", "Pay", "", "", ""))
    ended = cadre(capsys, "returns", "themes", "returns.csv", *FILES, "--out", "coded")
    assert ended.code == 1
    assert ended.err == (
        'codebook.csv, line 2, column parent: "Work" is not a theme of this codebook. Use one of: Pay.\n'
        'codings.csv, line 2, column comment: no comment has the id "c0". Copy the id from the worksheet; if the '
        "comment's words were changed, code it again.\n2 problems found; nothing was written.\n"
    )
    assert not Path("coded").exists()


def test_a_quotation_with_a_name_stops_the_count(capsys):
    _, _, ask = good(capsys)
    code((ask, "A", "Pay", "", "yes", ""))
    ended = cadre(capsys, "returns", "themes", "returns.csv", *FILES, "--out", "coded")
    assert ended.code == 1
    assert ended.err == (
        "codings.csv, line 2, column stretch: the quotation seems to hold the name of a person. Choose words without it, "
        "or leave it out and write [...] in its place.\n1 problem found; nothing was written.\n"
    )


def test_agreement_is_said(capsys):
    good(capsys)
    ended = cadre(capsys, "returns", "themes", "agreement", "returns.csv", *FILES)
    assert ended.out.splitlines()[1] == "Pay, A and B: agree on 50% of 2 comments; kappa 0.00, alpha 0.00"
    assert ended.out.splitlines()[-1] == "1 comment to be resolved."
    said = json.loads(cadre(capsys, "returns", "themes", "agreement", "returns.csv", *FILES, "--json").out)
    assert [row["comments"] for row in said["agreement"]] == [2] * 5


def test_changes_are_recorded_one_after_the_other_and_the_inputs_stay(capsys):
    pay, hire, _ = good(capsys)
    before = [Path(name).read_bytes() for name in ("codebook.csv", "codings.csv", "returns.csv")]
    themes = ("returns", "themes")
    merged = cadre(capsys, *themes, "merge", "returns.csv", "--theme", "Hiring", "--into", "Pay", *FILES, *BY)
    assert (merged.code, merged.out) == (0, "1 coding moved. Recorded in changes.csv\n")
    back = cadre(capsys, *themes, "split", "returns.csv", "--theme", "Pay", "--into", "Hiring", *FILES, *BY)
    assert (back.code, back.out) == (0, "1 coding moved. Recorded in changes.csv\n")
    ended = cadre(
        capsys, *themes, "assign", "returns.csv", "--comment", hire, "--theme", "Pay", "--into", "Hiring", *FILES, *BY
    )
    assert (ended.code, ended.out) == (0, "1 coding moved. Recorded in changes.csv\n")
    assert Path("changes.csv").read_text(encoding="utf-8") == (
        "date,who,action,theme,into,comments,means,reason\n"
        "2021-03-31,Chair,merge,Hiring,Pay,,,alike\n"
        "2021-03-31,Chair,split,Pay,Hiring,,,alike\n"
        f"2021-03-31,Chair,assign,Pay,Hiring,{hire},,alike\n"
    )
    assert before == [Path(name).read_bytes() for name in ("codebook.csv", "codings.csv", "returns.csv")]
    counted = cadre(capsys, *themes, "returns.csv", *FILES, "--changes", "changes.csv", "--out", "coded")
    assert "0 to be resolved. 2 quotations chosen." in counted.out
    assert pay not in Path("coded/viewpoints.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "code_", "said"),
    [
        (
            ("--date", "31/3/21"),
            2,
            'cadre: --date "31/3/21" is not a day. Write the year, month and day, as 2021-03-31.\n',
        ),
        (
            ("--reason", "=1"),
            1,
            'changes.csv, line 2, column reason: "=1" begins as a spreadsheet formula does, and would run when the '
            "results are opened. Begin it with a word.\n1 problem found; nothing was written.\n",
        ),
        (
            ("--theme", "Hirnig"),
            1,
            'the new change: "Hirnig" is not a theme at this point. Did you mean Hiring? Use one of: Workforce, Pay, '
            "Hiring, Automation.\n1 problem found; nothing was written.\n",
        ),
    ],
)
def test_a_change_that_cannot_be_meant_is_not_recorded(capsys, more, code_, said):
    good(capsys)
    given = ("--theme", "Hiring", "--into", "Pay", *FILES, *BY, *more)
    ended = cadre(capsys, "returns", "themes", "merge", "returns.csv", *given)
    assert (ended.code, ended.err) == (code_, said)
    assert not Path("changes.csv").exists()


@pytest.mark.parametrize("name", ["codebook.qdc", "tags.csv"])
def test_a_codebook_goes_out_and_comes_back(capsys, name):
    taken = cadre(capsys, "returns", "themes", "take", "codebook.csv", "--out", name)
    assert (taken.code, taken.out) == (0, f"4 themes. Written: {name}\n")
    brought = cadre(capsys, "returns", "themes", "bring", name, "--out", "back.csv")
    assert (brought.code, brought.out) == (0, "4 themes. Written: back.csv\n")
    assert [list(row.values())[:3] for row in rows_of("back.csv")] == [
        list(row.values()) for row in rows_of("codebook.csv")
    ]


def test_highlights_of_taguette_become_codings(capsys):
    ids = start(capsys, "--taguette")
    comment = next(iter(ids.values()))
    words = Path(f"coding/documents/{comment}.txt").read_text(encoding="utf-8").strip()
    Path("all_tags.csv").write_text(
        csv_of([("id", "document", "tag", "content"), ("1", f"{comment}.txt", "Workforce.Pay", words)]),
        encoding="utf-8",
    )
    ended = cadre(
        capsys,
        "returns",
        "themes",
        "bring",
        "all_tags.csv",
        "--coder",
        "A",
        "--codebook",
        "codebook.csv",
        "--out",
        "codings.csv",
    )
    assert (ended.code, ended.out) == (0, "1 coding. Written: codings.csv\n")
    assert cadre(capsys, "returns", "themes", "returns.csv", *FILES, "--out", "coded").code == 0


def test_wrong_usage_is_said(capsys):
    Path("file").write_text("", encoding="utf-8")
    themes = ("returns", "themes")
    good(capsys)
    for given, said in (
        (
            ("take", "codebook.csv", "--out", "a.xls"),
            "cadre: a.xls: this name says no format. End it in .qdc or .csv.\n",
        ),
        (
            ("bring", "codebook.csv", "--coder", "A", "--out", "x"),
            "cadre: --coder and --codebook belong together: highlights are codings by one coder and codebook.\n",
        ),
        (("start", "returns.csv", "--out", "file"), "cadre: file: this is a file. Name a folder.\n"),
        (("returns.csv", *FILES, "--out", "file"), "cadre: file: this is a file. Name a folder.\n"),
    ):
        ended = cadre(capsys, *themes, *given)
        assert (ended.code, ended.err) == (2, said)


@pytest.mark.parametrize("verb", ["start", "count", "agreement", "merge", "split", "assign", "bring", "take"])
def test_every_verb_has_help_with_an_example(capsys, verb):
    ended = cadre(capsys, "returns", "themes", verb, "--help")
    assert ended.code == 0
    assert f"Example:  cadre returns themes {verb}" in ended.out


def test_no_quotation_names_whom_the_exercise_invited(capsys, reference_folder):
    exercise = read_exercise(reference_folder)
    words = f"as they do at {exercise.invited[-1].organisation}"
    Path("returns.csv").write_bytes(returns_of(("Elsewhere", "driven", "ict", words)))
    (comment,) = start(capsys).values()
    code((comment, "A", "Pay", "", "yes", ""))
    ended = cadre(capsys, "returns", "themes", "returns.csv", *FILES, "--out", "coded")
    assert ended.code == 0
    ended = cadre(capsys, "returns", "themes", "returns.csv", *FILES, "--exercise", reference_folder, "--out", "coded")
    assert ended.code == 1
    assert "the quotation seems to hold the name of an organisation that was asked" in ended.err
