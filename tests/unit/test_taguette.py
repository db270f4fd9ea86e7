"""Codebooks to Taguette and back, and other tools' REFI-QDA codebooks; nothing in a file from outside does harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadreworks.demand.themes import Codebook, Theme
from cadreworks.demand.themes.taguette import (
    TAGUETTE_COLUMNS,
    check_paths,
    paths_of,
    read_highlights,
    read_qdc,
    read_tags,
    tag_rows,
    write_qdc,
)
from cadreworks.problems import ProblemList
from cadreworks.tables import BadCell, check_text, write_table

# as Taguette writes them: a flat list of paths (taguette/export.py, 1.x)
FLAT = b"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4.1"><Codes><Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" name="interesting" isCodable="true"/><Code guid="DFE5C38E-9449-5959-A1F7-E3D895CFA87F" name="people" isCodable="true"/><Code guid="725F0645-9CD3-598A-8D2B-EC3D39AB3C3F" name="interesting.places" isCodable="true"/></Codes><Sets/></CodeBook>"""
CSV = b"tag,description,number of highlights\r\ninteresting,Further review required,1\r\npeople,People of interest,2\r\ninteresting.places,,1\r\n"


def qdc(raw: bytes) -> tuple[tuple[Theme, ...], list[str]]:
    problems = ProblemList()
    return read_qdc(raw, problems, file="codebook.qdc"), [str(one) for one in problems]


def tags(raw: bytes) -> tuple[tuple[Theme, ...], list[str]]:
    problems = ProblemList()
    return read_tags(raw, problems, file="codebook.csv"), [str(one) for one in problems]


def test_the_codebooks_of_taguette_are_read():
    assert qdc(FLAT) == ((Theme("interesting"), Theme("people"), Theme("places", "interesting")), [])
    assert tags(CSV) == (
        (
            Theme("interesting", "", "Further review required"),
            Theme("people", "", "People of interest"),
            Theme("places", "interesting"),
        ),
        [],
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"tag,description\na,x\na.b,y\n",
        b"tag,parent,description,number of highlights\na,,x,3\nb,a,y,0\n",
        b"tag,description,number of highlights,number of documents\na,x,1,1\na.b,y,0,0\n",
    ],
)
def test_codebooks_of_other_editions_of_taguette_are_read_by_their_headings(raw):
    assert tags(raw) == ((Theme("a", "", "x"), Theme("b", "a", "y")), [])


def test_the_identifier_of_a_code_is_taguettes_own():
    written = write_qdc(Codebook(qdc(FLAT)[0]))
    for guid in (b"0D62985D-B147-5D01-A9B5-CAE5DCD98342", b"725F0645-9CD3-598A-8D2B-EC3D39AB3C3F"):
        assert guid in written


def test_a_nested_codebook_is_read_whatever_else_it_holds():
    """As ATLAS.ti and NVivo write them: colours, sets, descriptions, another prefix."""
    raw = b"""<?xml version="1.0"?><q:CodeBook xmlns:q="urn:QDA-XML:codebook:1.0" origin="X"><q:Codes>
      <q:Code guid="1" name="Work" isCodable="false" color="#46AA00"><q:Description>All of it</q:Description>
        <q:Code guid="2" name="Pay &lt;b&gt;" isCodable="true"/></q:Code></q:Codes>
      <q:Sets><q:Set guid="3" name="s"><q:MemberCode guid="2"/></q:Set></q:Sets></q:CodeBook>"""
    assert qdc(raw) == ((Theme("Work", "", "All of it"), Theme("Pay <b>", "Work")), [])


def test_last_parts_that_two_paths_share_keep_their_paths():
    themes, _ = tags(b"tag,description\na,\na.x,\nb,\nb.x,\n")
    assert themes == (Theme("a"), Theme("a.x", "a"), Theme("b"), Theme("b.x", "b"))
    assert list(paths_of(Codebook(themes)).values()) == ["a", "a.x", "b", "b.x"]


AGAIN = "Export the codebook again as REFI-QDA Codebook (.qdc)."


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", f"codebook.qdc: it is not XML that can be read. {AGAIN}"),
        (b"<CodeBook><Codes>", f"codebook.qdc: it is not XML that can be read. {AGAIN}"),
        (b'<?xml version="1.0" encoding="x-none"?><a/>', f"codebook.qdc: it is not XML that can be read. {AGAIN}"),
        (
            b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook>&b;</CodeBook>',
            f"codebook.qdc: it declares entities or a document type, which a codebook has no need of. {AGAIN}",
        ),
        (
            b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><CodeBook/>',
            f"codebook.qdc: it declares entities or a document type, which a codebook has no need of. {AGAIN}",
        ),
        (b"<html/>", f'codebook.qdc: its outermost element is "html", not CodeBook. {AGAIN}'),
        (
            b"<CodeBook><Codes/></CodeBook>",
            "codebook.qdc: the codebook holds no codes. Export it again with its codes.",
        ),
        (
            b'<CodeBook><Codes><Code name="a"/><Code name="a"/></Codes></CodeBook>',
            'codebook.qdc: the code "a" stands there twice. Give each code a name of its own in the tool that wrote it.',
        ),
        (
            b'<CodeBook><Codes><Code guid="1"/></Codes></CodeBook>',
            "codebook.qdc: a code has no name. Give each code a name of its own in the tool that wrote it.",
        ),
        (
            b'<CodeBook><Codes><Code name="=1+1"/></Codes></CodeBook>',
            'codebook.qdc, code "=1+1": "=1+1" begins as a spreadsheet formula does, and would run when the results are opened. Begin it with a word.',
        ),
    ],
)
def test_problems_of_a_qdc(raw, said):
    assert qdc(raw) == ((), [said])


def test_a_deeply_nested_codebook_is_read_without_a_fault():
    depth = 3000
    raw = b"<CodeBook><Codes>" + b'<Code name="a">' * depth + b"</Code>" * depth + b"</Codes></CodeBook>"
    themes, problems = qdc(raw)
    assert problems or themes


def test_a_name_with_a_dot_that_would_come_back_otherwise_is_refused():
    problems = ProblemList()
    check_paths(Codebook((Theme("v1"), Theme("v1.2"))), problems, file="codebook.csv")
    assert [str(one) for one in problems] == [
        'codebook.csv: "v1.2" would come back from Taguette as another theme, which takes a dot for a level. Take the dot out of its name, or of the name that it shares.'
    ]


def test_highlights_are_the_codings_of_one_coder():
    problems = ProblemList()
    raw = b"id,document,tag,content\r\n1,c123.txt,interesting.places,=here\r\n2,c123,,untagged\r\n3,c123,other,x\r\n"
    rows = read_highlights(raw, Codebook(qdc(FLAT)[0]), "A", problems, file="all_tags.csv")
    assert rows == ({"comment": "c123", "coder": "A", "theme": "places", "stretch": "'=here"},)
    assert [str(one) for one in problems] == [
        'all_tags.csv, line 4, column tag: the tag "other" is not in the codebook. Import the codebook of the same project first.'
    ]


def _may_be_said(text: str) -> bool:
    try:
        return bool(check_text(text)) and text == text.strip() and "\r" not in text
    except BadCell:
        return False


NAMES = st.text(alphabet=st.characters(exclude_categories=["C", "Z"], exclude_characters="."), min_size=1, max_size=8)
MEANS = st.text(max_size=30).filter(lambda text: not text or _may_be_said(text))


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    names = draw(
        st.lists(
            NAMES.filter(_may_be_said).filter(lambda one: one not in ("none", "all")),
            unique=True,
            min_size=1,
            max_size=6,
        )
    )
    themes = []
    for at, name in enumerate(names):
        parent = draw(st.sampled_from(["", *names[:at]]))
        themes.append(Theme(name, parent, draw(MEANS)))
    return Codebook(tuple(themes))


@given(codebooks())
def test_a_codebook_comes_back_from_both_formats_as_it_went(codebook):
    problems = ProblemList()
    check_paths(codebook, problems, file="codebook.csv")
    assert list(problems) == []
    themes, said = qdc(write_qdc(codebook))
    assert (set(themes), said) == (set(codebook.themes), [])


@given(codebooks())
def test_a_codebook_comes_back_from_taguettes_csv_as_it_went(codebook):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codebook.csv"
        write_table(path, TAGUETTE_COLUMNS, tag_rows(codebook))
        assert tags(path.read_bytes()) == (codebook.themes, [])
