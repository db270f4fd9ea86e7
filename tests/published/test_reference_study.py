"""The reference study is what it says: its made-up inputs are made by the tool that says how, and said to be so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import make_up_reference_inputs
from cadreworks.cli import main
from cadreworks.demand.answers import Return
from cadreworks.demand.exercise import read_exercise
from cadreworks.demand.returned import read_loaded
from cadreworks.demand.returned.write import write_returns
from cadreworks.demand.themes import VIEWPOINTS_TABLE, read_viewpoints
from cadreworks.problems import ProblemList
from cadreworks.settings_file import LoadedFile
from cadreworks.tables import read_table
from make_up_viewpoints import CODEBOOK, FOUND

STUDY = Path(make_up_reference_inputs.STUDY)
TABLES = ("growth.csv", "invited.csv", "viewpoints.csv", "themes/codebook.csv", "themes/codings.csv")
WORKBOOKS = tuple(f"returns/example_organisation_{number}.xlsx" for number in range(1, 9))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder into which the tool wrote."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.argv", ["make_up_reference_inputs.py", str(folder)])
        make_up_reference_inputs.main()
    return folder


@pytest.fixture(scope="module")
def returns() -> tuple[Return, ...]:
    """What the study's workbooks say, as the study reads them."""
    files = [LoadedFile(path.name, path.read_bytes()) for path in sorted((STUDY / "returns").iterdir())]
    returned = read_loaded(files, read_exercise(STUDY))
    assert [str(problem) for problem in returned.problems] == []
    return returned.returns


def test_the_tool_makes_what_is_made_up_and_nothing_else(made):
    files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    assert files == sorted((*TABLES, *WORKBOOKS))
    assert sorted(f"returns/{path.name}" for path in (STUDY / "returns").iterdir()) == sorted(WORKBOOKS)


@pytest.mark.parametrize("name", [*TABLES, *WORKBOOKS])
def test_a_made_up_input_is_what_the_tool_makes(name, made):
    assert (made / name).read_bytes() == (STUDY / name).read_bytes()


def test_returns_are_entered_to_hundredths_by_eight_organisations(returns):
    assert len(returns) == 8
    for one in returns:
        assert len(one.wte) == 2 * 2 * 9 * 4
        assert all(wte == round(wte, 2) for wte in one.wte.values())
        assert one.signed_off_by
    assert any(one.comments for one in returns)


def test_every_total_lies_in_the_range_that_its_expert_gave(returns):
    for one in returns:
        assert len(one.ranges) == 2 * 2 * 9
        for key, asked in one.ranges.items():
            total = one.total(*key)
            assert total is not None
            assert asked.low is not None
            assert asked.high is not None
            assert asked.low - 1e-9 <= total <= asked.high + 1e-9


def test_no_made_up_answer_is_put_into_the_mouth_of_a_real_organisation(returns):
    named = {one.organisation for one in returns} | {one.organisation for one in read_exercise(STUDY).invited}
    assert len(named) == 53
    assert all(name.startswith("Example organisation ") for name in named)


def test_every_comment_is_coded_by_themes_of_the_codebook(returns):
    assert {key for one in returns for key in one.comments} == FOUND.keys()
    assert {found.theme for coded in FOUND.values() for found in coded} == CODEBOOK.keys()


def test_viewpoints_of_eight_experts_show_no_number_and_no_name():
    problems = ProblemList()
    raw = (STUDY / "viewpoints.csv").read_bytes()
    viewpoints = read_viewpoints(read_table(raw, VIEWPOINTS_TABLE, problems, file="viewpoints.csv"), problems)
    assert [str(problem) for problem in problems] == []
    assert len(viewpoints) == 9
    assert all(one.organisations is one.comments is None for of_area in viewpoints.values() for one in of_area)
    assert all(any(one.quotations for one in of_area) for of_area in viewpoints.values())
    assert "organisation " not in raw.decode()


def test_the_command_makes_the_same_viewpoints_of_the_same_codings(tmp_path, returns, capsys):
    write_returns(tmp_path / "returns.csv", returns, read_exercise(STUDY))
    given = [f"--{name}={STUDY / 'themes' / f'{name}.csv'}" for name in ("codebook", "codings")]
    with pytest.raises(SystemExit) as ended:
        main(["returns", "themes", "count", str(tmp_path / "returns.csv"), *given, "--out", str(tmp_path / "coded")])
    assert ended.value.code == 0
    assert "50 comments: 50 coded, 3 to be resolved." in capsys.readouterr().out
    assert (tmp_path / "coded" / "viewpoints.csv").read_bytes() == (STUDY / "viewpoints.csv").read_bytes()


def test_words_on_which_coders_still_differ_are_not_quoted():
    assert "Cloud takes some of the load" not in (STUDY / "viewpoints.csv").read_text(encoding="utf-8")
    assert "Cloud takes some of the load" in (STUDY / "themes" / "codings.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("role", "file"),
    [
        ("growth", "growth.csv"),
        ("viewpoints", "viewpoints.csv"),
        *(("returns", name) for name in WORKBOOKS),
    ],
)
def test_what_is_made_up_is_said_in_the_manifest_and_on_the_page(role, file, reference_results):
    manifest = json.loads((reference_results / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"][file]["status"] == ["made_up"]
    page = (reference_results / "report.html").read_text(encoding="utf-8")
    assert "<strong>Made up</strong>" in page
    assert role in page[page.index("<strong>Made up</strong>") :][:300]


def test_what_is_made_up_is_said_in_the_readme():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert "made up" in readme
    assert "three years of growth" in readme
    assert "eight returns" in readme
