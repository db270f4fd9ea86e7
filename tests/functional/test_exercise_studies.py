"""A study with its exercise and a folder of workbooks, end to end: what it says, and what comes of it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command import cadre

from cadreworks.demand.exercise import read_exercise
from cadreworks.demand.pooling.methods import METHODS
from cadreworks.demand.toolkit.write import write_toolkit
from cadreworks.run import RunOptions, run_study
from exercise_study import IN_STUDY_AS_SEEDS, drop_input, rewrite, without_area, write_exercise_study
from small_study import ANSWERS, edit

pytestmark = pytest.mark.slow

Change = Callable[[Path], None]
GOOD = "study: no problems. 2 areas of work, one scenario, three returns, 2020 to 2022.\n"
ALLOW_PARTIAL = ("[demand]", "[demand]\npartial_returns = true")
VIEWPOINTS = """\
area,theme,means,organisations,comments,quotation
ict,<b>Cloud</b>,Means & more,[c],[c],<script>alert(1)</script>
ict,<b>Cloud</b>,Means & more,[c],[c],second words
ict,People,,7,9,
"""
OTHER_INPUT = """
[inputs.{role}]
file = "{role}.csv"
status = ["collected"]
source = "Anyshire"
"""
DISAGREES = "Let both say the same, or leave the exercise out of the study."


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """results(method, workbooks=...): results of the study, made once, to be read and never changed."""
    made: dict[tuple[str, bool], Path] = {}

    def of(method: str = "mean_sd", *, workbooks: bool = True) -> Path:
        if (method, workbooks) not in made:
            folder = tmp_path_factory.mktemp("exercise")
            run_study(
                write_exercise_study(folder / "study", method=method, workbooks=workbooks), folder / "out", RunOptions()
            )
            made[method, workbooks] = folder / "out"
        return made[method, workbooks]

    return of


def study(*changes: Change, **options: object) -> Path:
    folder = write_exercise_study(Path("study"), **options)  # type: ignore[arg-type]
    for change in changes:
        change(folder)
    return folder


def edited(name: str, old: str, new: str) -> Change:
    return lambda folder: edit(folder, name, old, new)


def add_input(role: str, text: str) -> Change:
    def change(folder: Path) -> None:
        (folder / f"{role}.csv").write_text(text, encoding="utf-8")
        with (folder / "study.toml").open("a", encoding="utf-8") as stream:
            stream.write(OTHER_INPUT.format(role=role))

    return change


def rows_of(results: Path, table: str) -> list[dict[str, str]]:
    with (results / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def row_of(results: Path, table: str, **where: object) -> dict[str, str]:
    (row,) = (row for row in rows_of(results, table) if all(row[name] == str(value) for name, value in where.items()))
    return row


# what comes of it


@pytest.mark.parametrize("method", ["mean_sd", "cooke"])
def test_workbooks_give_the_same_tables_as_the_same_returns_in_a_file(method, results):
    """With `cooke` seed answers come from the workbooks in one study, from [inputs.seeds] in the other."""
    one, other = results(method), results(method, workbooks=False)
    names = sorted(path.name for path in (one / "tables").iterdir())
    assert names == sorted(path.name for path in (other / "tables").iterdir())
    for name in names:
        assert (one / "tables" / name).read_bytes() == (other / "tables" / name).read_bytes(), name


def test_workbooks_stand_in_the_manifest_and_among_the_inputs(results):
    out = results()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    workbooks = [name for name in manifest["inputs"] if name.startswith("returns/")]
    assert workbooks == ["returns/north_trust.xlsx", "returns/south_trust.xlsx", "returns/west_trust.xlsx"]
    assert all((out / "inputs" / name).is_file() for name in (*workbooks, "exercise.toml", "invited.csv"))


SAID_OF_BANDS = {
    "mean_sd": "With three returns",
    "linear": "what experts who did not answer would have said",
    "quantile": "how far other experts would have disagreed",
    "random_effects": "how far other experts would have disagreed",
    "cooke": "what experts who did not answer would have said",
}


@pytest.mark.parametrize("method", METHODS)
def test_each_method_says_what_its_bands_mean_and_runs_again_to_the_same_bytes(method, results, capsys):
    out = results(method)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert f"Returns are pooled by {method}: {METHODS[method].replace(chr(39), '&#39;')}." in page
    assert SAID_OF_BANDS[method].lower() in page.lower()
    ended = cadre(capsys, "replicate", out)
    assert ended.code == 0, ended.out + ended.err


def test_methods_differ(results):
    means = {
        method: row_of(results(method), "demand", scenario="future", year=2022, area="all", level="all")["mean"]
        for method in ("mean_sd", "quantile", "random_effects", "cooke")
    }
    assert len(set(means.values())) == 4


def test_an_expert_of_no_skill_is_told_by_number_in_the_report_and_by_name_nowhere(capsys):
    """West trust answers no seed question: whoever runs the exercise may know, readers of the report may not."""
    folder = study(lambda folder: rewrite(folder, "West trust", seeds={}), method="cooke")
    assert cadre(capsys, "run", folder, "--out", "out").code == 0
    page = Path("out/report.html").read_text(encoding="utf-8")
    assert "Without seed answers enough to be scored, and so without weight: 1 organisation." in page
    assert "West trust" not in page


def test_weights_by_size_and_type_follow_those_invited(capsys):
    """North trust has 6,000 staff, South 2,000, West 1,000; of the two mental health trusts invited South alone answered."""
    folder = study(method="linear", workbooks=False)
    means = {}
    for name, settings in {"equal": "", "size": 'weights = "size"', "types": "post_stratify = true"}.items():
        shutil.copytree(folder, name)
        edit(Path(name), "study.toml", "[demand]", f"[demand]\n{settings}")
        ended = cadre(capsys, "run", name, "--out", f"{name}_out")
        assert ended.code == 0, ended.err
        row = row_of(Path(f"{name}_out"), "pool", scenario="future", year=2021, area="ict", level="all")
        means[name] = float(row["mean"])
    assert means["size"] < means["equal"]  # North trust, the largest, sees the fewest
    page = Path("types_out/report.html").read_text(encoding="utf-8")
    assert "Nobody answered of the types community; their share went to the other types in proportion." in page
    assert "Types of organisation count as they do among the invited." in page
    assert means["types"] > means["equal"]  # South trust, which sees the most, stands for two


def test_a_partial_return_is_pooled_where_it_answers(capsys, results):
    folder = study(lambda folder: without_area(folder, "West trust", "ict"), edited("study.toml", *ALLOW_PARTIAL))
    ended = cadre(capsys, "run", folder, "--out", "out")
    assert ended.code == 0
    assert (
        "Note: returns/west_trust.xlsx: 8 of 16 answers are missing in Scenario A: Bright Future (2.1: 8). "
        "It is read as a partial return.\n"
    ) in ended.out
    of = {"scenario": "future", "year": 2022, "level": "all"}
    coding, ict = (row_of(Path("out"), "pool", area=area, **of) for area in ("clinical_coding", "ict"))
    assert (coding["n"], ict["n"]) == ("3", "2")
    assert float(ict["mean"]) == pytest.approx(20 * (0.9 + 1.5) / 2)
    demand, whole = (row_of(out, "demand", area="ict", measure="wte", **of) for out in (Path("out"), results()))
    assert float(demand["sd"]) == pytest.approx(200 * abs(1.5 - 0.9) / 2**0.5)
    assert float(whole["sd"]) == pytest.approx(200 * 0.3)
    response = Path("out/report.html").read_text(encoding="utf-8")
    assert "Partial returns" in response


def test_what_was_answered_of_an_area_in_part_counts_neither_in_the_mean_nor_in_the_spread(capsys):
    """Returns as a table, in which one organisation left out one cell of 2022: its answers for 2021 do not count."""
    folder = study(edited("study.toml", *ALLOW_PARTIAL), workbooks=False)
    returns = folder / "returns.csv"
    lines = returns.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [
        line
        for line in lines
        if not line.startswith(("West trust,future,2022,ict,support", "West trust,future,2022,ict,all"))
    ]
    assert len(lines) - len(kept) in (1, 2)
    returns.write_text("".join(kept), encoding="utf-8")
    ended = cadre(capsys, "run", folder, "--out", "out")
    assert ended.code == 0, ended.err
    for year in (2021, 2022):
        of = {"scenario": "future", "year": year, "area": "ict", "level": "all"}
        assert row_of(Path("out"), "pool", **of)["n"] == "2"
    without = study_without("West trust")
    assert cadre(capsys, "run", without, "--out", "without").code == 0
    for year in (2021, 2022):
        of = {"scenario": "future", "year": year, "area": "ict", "level": "all", "measure": "wte"}
        ours, theirs = (row_of(Path(out), "demand", **of) for out in ("out", "without"))
        assert (ours["mean"], ours["sd"]) == (theirs["mean"], theirs["sd"])


def study_without(organisation: str) -> Path:
    """The study with returns as a table, from which one organisation is gone."""
    folder = write_exercise_study(Path("without-one"), workbooks=False)
    for file in ("returns.csv", "seeds.csv"):
        lines = (folder / file).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{organisation},")]
        (folder / file).write_text("".join(kept), encoding="utf-8")
    return folder


def test_the_baseline_of_demand_moves_demand_at_the_base_year_and_leaves_supply(capsys, results):
    stock = (results() / "inputs" / "stock.csv").read_text(encoding="utf-8")
    folder = study(add_input("demand_baseline", stock.replace("ict,support,80", "ict,support,120")))
    ended = cadre(capsys, "run", folder, "--out", "out")
    assert ended.code == 0, ended.err
    base = {"scenario": "future", "year": 2020, "area": "ict", "level": "all", "measure": "wte"}
    assert float(row_of(Path("out"), "demand", **base)["mean"]) == pytest.approx(240)
    assert float(row_of(results(), "demand", **base)["mean"]) == pytest.approx(200)
    assert rows_of(Path("out"), "supply") == rows_of(results(), "supply")
    said = cadre(capsys, "compare", results(), "out").out.splitlines()
    assert any(line.startswith("  input demand baseline: none -> demand_baseline.csv ") for line in said)
    assert any(line.startswith("    data (demand baseline): +") for line in said)


def test_viewpoints_are_quoted_and_nothing_in_them_runs(capsys):
    folder = study(add_input("viewpoints", VIEWPOINTS))
    assert cadre(capsys, "run", folder, "--out", "out").code == 0
    page = Path("out/report.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Cloud&lt;/b&gt;" in page
    assert "“&lt;script&gt;alert(1)&lt;/script&gt;” “second words”" in page
    assert "Means &amp; more" in page
    assert "<script" not in page
    assert page.count(">Viewpoints</h4>") == 1  # nobody said anything of clinical coding
    assert "No words were chosen." in page


# what check says


def test_a_good_study(capsys):
    study()
    ended = cadre(capsys, "check", "study")
    assert (ended.code, ended.out, ended.err) == (0, GOOD, "")


def one_scenario_more(folder: Path) -> None:
    edit(folder, "study.toml", "[inputs.stock]", '[[scenarios]]\nid = "past"\nname = "Dim Past"\n\n[inputs.stock]')


def other_typical(folder: Path) -> None:
    text = (folder / "typical_organisation.csv").read_text(encoding="utf-8")
    (folder / "other.csv").write_text(text.replace("ict,support,8", "ict,support,7"), encoding="utf-8")
    edit(folder, "exercise.toml", "typical_organisation.csv", "other.csv")


def cut_off(folder: Path) -> None:
    path = folder / "returns" / "west_trust.xlsx"
    path.write_bytes(path.read_bytes()[:3000])


def no_workbooks(folder: Path) -> None:
    shutil.rmtree(folder / "returns")
    (folder / "returns").mkdir()


def folder_by_link(folder: Path) -> None:
    shutil.move(folder / "returns", folder.parent / "elsewhere")
    (folder / "returns").symlink_to(folder.parent.resolve() / "elsewhere")


def workbook_by_link(folder: Path) -> None:
    path = folder / "returns" / "west_trust.xlsx"
    shutil.move(path, folder.parent / "elsewhere.xlsx")
    path.symlink_to(folder.parent.resolve() / "elsewhere.xlsx")


def exercise_elsewhere(folder: Path) -> None:
    (folder / "sub").mkdir()
    shutil.move(folder / "exercise.toml", folder / "sub" / "exercise.toml")
    edit(folder, "study.toml", '"exercise.toml"', '"sub/exercise.toml"')


def second_saying(folder: Path) -> None:
    shutil.copy(folder / "returns" / "west_trust.xlsx", folder / "returns" / "copy.xlsx")
    rewrite(folder, "West trust", comments={})


DAMAGED = (
    "returns/west_trust.xlsx: the file is damaged (it is cut off, or is no whole zip). Open it in Excel or LibreOffice, "
    "let it be repaired, and save it again; or ask for it once more."
)
PROBLEMS: dict[str, tuple[Change, tuple[str, ...]]] = {
    "exercise without the scenario": (
        edited("exercise.toml", 'id = "future"', 'id = "other"'),
        (f"study.toml, [inputs.exercise]: it did not ask about the scenario future. {DISAGREES}",),
    ),
    "scenario renamed": (
        edited("exercise.toml", "Bright Future", "Dim Future"),
        (
            "study.toml, [inputs.exercise]: it names the scenario future Dim Future, this study Bright Future. "
            f"{DISAGREES}",
        ),
    ),
    "other years": (
        edited("exercise.toml", "points = [2021, 2022]", "points = [2022]"),
        (f"study.toml, [inputs.exercise]: it asks about 2020, 2022, this study about 2020, 2021, 2022. {DISAGREES}",),
    ),
    "other base year": (
        edited("exercise.toml", "base_year = 2020", "base_year = 2019"),
        (
            "study.toml, [inputs.exercise]: it asks about 2019, 2021, 2022, this study about 2020, 2021, 2022. "
            f"{DISAGREES}",
        ),
    ),
    "area left out": (
        edited("exercise.toml", '["clinical_coding", "ict"]', '["ict"]'),
        (f"study.toml, [inputs.exercise]: it did not ask about clinical_coding. {DISAGREES}",),
    ),
    "other typical organisation": (
        other_typical,
        (f"study.toml, [inputs.exercise]: its typical organisation is not that of this study. {DISAGREES}",),
    ),
    "exercise with problems of its own": (
        edited("exercise.toml", "deadline = 2021-03-31", 'deadline = "soon"'),
        (
            'exercise.toml, deadline: "soon" is not a date. Enter the last day for returns, as 2020-10-31, without '
            "quotation marks.",
        ),
    ),
    "exercise missing": (
        lambda folder: (folder / "exercise.toml").unlink(),
        (
            'study.toml, [inputs.exercise] file: the file "exercise.toml" is not in the folder. Put it there, or mend the '
            "name; capitals count.",
        ),
    ),
    "exercise in another folder": (
        exercise_elsewhere,
        (
            'study.toml, [inputs.exercise] file: "sub/exercise.toml" does not lie beside study.toml. Put it there, with the '
            "files that it names.",
        ),
    ),
    "workbooks without an exercise": (
        lambda folder: drop_input(folder, "exercise"),
        (
            'study.toml, [inputs.returns] file: "returns" is a folder of workbooks, and nothing says what they were asked. '
            "Name the exercise, as [inputs.exercise].",
        ),
    ),
    "empty folder": (no_workbooks, ("returns: there are no returns in this folder. Put the workbooks there.",)),
    "no folder": (
        lambda folder: shutil.rmtree(folder / "returns"),
        (
            'study.toml, [inputs.returns] file: the file "returns" is not in the folder. Put it there, or mend the name; '
            "capitals count.",
        ),
    ),
    "folder that is a link out": (
        folder_by_link,
        (
            'study.toml, [inputs.returns] file: "returns" leads out of the study folder. Put the file into the folder, and '
            "name it relative to that.",
        ),
    ),
    "workbook that is a link out": (
        workbook_by_link,
        (
            "returns/west_trust.xlsx: it is a link that leads out of the study folder. Put the workbook itself into the "
            "folder.",
        ),
    ),
    "folder outside": (
        edited("study.toml", 'file = "returns"', 'file = "../returns"'),
        (
            'study.toml, [inputs.returns] file: "../returns" leads out of the study folder. Put the file into the folder, '
            "and name it relative to that.",
        ),
    ),
    "damaged workbook": (cut_off, (DAMAGED,)),
    "two answers of one organisation": (
        second_saying,
        (
            'returns/west_trust.xlsx: "West trust" answered otherwise in returns/copy.xlsx. Leave out the one that no '
            "longer holds.",
        ),
    ),
    "partial return": (
        lambda folder: without_area(folder, "West trust", "ict"),
        (
            "returns/west_trust.xlsx: 8 answers of 16 are missing. Ask for them, or write partial_returns = true under "
            "[demand] in study.toml.",
        ),
    ),
    "organisation that was not invited": (
        edited("invited.csv", "West trust", "Best trust"),
        (
            'returns/west_trust.xlsx, Start here!B3: "West trust" was not invited. Did you mean East trust? Write the name '
            "as the exercise has it, or add the organisation to those invited.",
        ),
    ),
    "weights with the report's own method": (
        edited("study.toml", "[demand]", '[demand]\nweights = "size"'),
        (
            "study.toml, [demand] weights: the method mean_sd weighs all returns the same, as the report did. Leave the "
            "setting out, or choose another method.",
        ),
    ),
    "small number of organisations": (
        add_input("viewpoints", VIEWPOINTS.replace("7,9", "3,9")),
        (
            "viewpoints.csv, line 4, column organisations: 3 is a number below 5, which may point to who answered. "
            "Write [c].",
        ),
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_is_said_with_its_place_and_remedy(name, capsys):
    change, said = PROBLEMS[name]
    study(change)
    ended = cadre(capsys, "check", "study")
    number = f"{len(said)} problem{'s' * (len(said) != 1)} found."
    assert (ended.code, ended.err.splitlines()) == (1, [*said, number])


def test_problems_of_workbooks_and_tables_come_together(capsys):
    study(cut_off, edited("stock.csv", "ict,support,80", "ict,support,-80"))
    ended = cadre(capsys, "check", "study")
    assert ended.err.splitlines() == [
        "stock.csv, line 7, column wte: -80 is below 0. Enter whole-time equivalents, 0 or more.",
        DAMAGED,
        "2 problems found.",
    ]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"method": "cooke"},
            "study.toml, [demand] method: cooke weighs experts by questions with known answers, and the study has no answers "
            "to them. Name them as [inputs.seeds], or choose another method.",
        ),
        (
            {"method": "linear", "setting": 'weights = "size"'},
            "study.toml, [demand] weights: nothing says of what size and type the organisations are. Name the exercise, as "
            "[inputs.exercise].",
        ),
        (
            {"method": "linear", "setting": "post_stratify = true"},
            "study.toml, [demand] post_stratify: nothing says of what size and type the organisations are. Name the "
            "exercise, as [inputs.exercise].",
        ),
    ],
)
def test_a_choice_that_lacks_what_it_needs(settings, said, capsys):
    folder = study(
        edited("study.toml", "[demand]", f"[demand]\n{settings.get('setting', '')}"),
        workbooks=False,
        method=settings["method"],
    )
    edit(folder, "study.toml", IN_STUDY_AS_SEEDS, "")
    drop_input(folder, "exercise")
    assert cadre(capsys, "check", folder).err.splitlines()[0] == said


def test_an_area_that_nobody_answers(capsys):
    study(*(lambda folder, name=name: without_area(folder, name, "ict") for name in ANSWERS))
    edit(Path("study"), "study.toml", *ALLOW_PARTIAL)
    assert cadre(capsys, "check", "study").err.splitlines()[0] == (
        "returns: no return that weighs anything answers ict in full in scenario future. Ask for an answer, or leave the "
        "area or the scenario out of the study."
    )


def untouched(folder: Path) -> None:
    write_toolkit(folder / "returns" / "west_trust.xlsx", read_exercise(folder), "West trust")


def beside_the_returns(folder: Path) -> None:
    (folder / "returns" / "readme.txt").write_text("x", encoding="utf-8")
    (folder / "returns" / "~$west_trust.xlsx").write_text("x", encoding="utf-8")


def the_same_twice(folder: Path) -> None:
    shutil.copy(folder / "returns" / "west_trust.xlsx", folder / "returns" / "copy.xlsx")


@pytest.mark.parametrize(
    ("change", "returns", "notes"),
    [
        (
            lambda folder: rewrite(folder, "West trust", signed_off_by=""),
            "three returns",
            [
                "One return is not signed off.",
                "returns/west_trust.xlsx: it is not signed off. Ask for the sheet Sign-off; it is read and counted as "
                "unsigned.",
            ],
        ),
        (
            untouched,
            "two returns",
            ["returns/west_trust.xlsx: nothing is filled in. It is counted as not answered."],
        ),
        (
            beside_the_returns,
            "three returns",
            [
                "returns/readme.txt: this is no workbook, and was passed over. Name it if it is a return.",
                "returns/west_trust.xlsx: somebody has this workbook open, and may not have saved it. Close it, and read it "
                "again if it was changed.",
            ],
        ),
        (
            the_same_twice,
            "three returns",
            [
                'returns/west_trust.xlsx: "West trust" said the same in returns/copy.xlsx, and is counted once. Nothing needs '
                "to be done.",
            ],
        ),
    ],
    ids=["unsigned", "untouched", "other files", "twice"],
)
def test_what_is_no_problem_is_noted(change, returns, notes, capsys):
    study(change)
    ended = cadre(capsys, "check", "study")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == GOOD.replace("three returns", returns) + "".join(f"Note: {note}\n" for note in notes)


# compare


def test_compare_names_a_folder_of_workbooks_as_such(results, capsys):
    folder = study(lambda folder: rewrite(folder, "West trust", wte=dict.fromkeys(all_answers(folder), 1.0), ranges={}))
    assert cadre(capsys, "run", folder, "--out", "out").code == 0
    said = cadre(capsys, "compare", results(), "out").out.splitlines()
    assert [line.split(":")[0] for line in said if line.startswith("  file")] == ["  file returns/west_trust.xlsx"]
    (changed,) = (line for line in said if line.startswith("  input returns: "))
    before, _, after = changed.removeprefix("  input returns: ").partition(" -> ")
    assert before.rpartition(" ")[0] == after.rpartition(" ")[0] == "returns (a folder of 3 workbooks)"
    assert before != after
    assert any(line.startswith("    returns (returns): -") for line in said)


def all_answers(folder: Path) -> list[tuple[str, int, str, str]]:
    exercise = read_exercise(folder)
    return [
        ("future", year, area, level)
        for year in exercise.points
        for area in exercise.areas
        for level in ("support", "professional", "manager", "senior_leader")
    ]


def test_compare_says_what_another_method_moves(results, capsys):
    said = cadre(capsys, "compare", results(), results("cooke")).out.splitlines()
    assert said[1] == "  setting how returns are pooled: mean_sd -> cooke"
    assert any(line.startswith("    method (how returns are pooled): +") for line in said)


def test_compare_makes_together_what_cannot_be_made_alone(results, small_results, capsys):
    """The small study has no seed answers, so that `cooke` alone cannot weigh its returns."""
    said = cadre(capsys, "compare", small_results, results("cooke", workbooks=False)).out.splitlines()
    assert any(line.startswith("  setting how returns are pooled: mean_sd -> cooke") for line in said)
    assert any(line.startswith("  input seed answers: none -> seeds.csv ") for line in said)
    together = "seed answers and how returns are pooled"
    assert any(line.startswith(f"    method ({together}): +") for line in said)
    assert f"  {together} cannot be made one without the other, so they are one change, of the group method." in said


def test_compare_of_workbooks_with_the_same_returns_in_a_file_moves_nothing(results, capsys):
    said = cadre(capsys, "compare", results(), results(workbooks=False)).out
    assert "What moved, whole workforce at the horizon, central run\n  nothing\n" in said
    assert "  setting input returns, file: returns -> returns.csv\n" in said
    assert "  input returns:" not in said


# beside `cadre returns pool`


@pytest.mark.parametrize("method", METHODS)
def test_a_study_pools_as_the_command_does(method, results, capsys):
    """The same returns, seed and draws: the same centres and percentiles of every cell, and as many returns behind it."""
    folder = study(workbooks=False, method=method)
    seeds = ["--seeds", folder / "seeds.csv"] if method == "cooke" else []
    given = ["--method", method, "--exercise", folder / "exercise.toml", "--seed", 7, "--draws", 40, *seeds]
    ended = cadre(capsys, "returns", "pool", folder / "returns.csv", *given, "--out", "change.csv")
    assert ended.code == 0, ended.err
    with Path("change.csv").open(encoding="utf-8", newline="") as stream:
        pooled = {key_of(row): row for row in csv.DictReader(stream)}
    of_study = {key_of(row): row for row in rows_of(results(method), "pool")}
    assert pooled.keys() == of_study.keys()
    assert len(pooled) == 2 * 3 * 5  # years, areas and levels, with totals
    for key, row in pooled.items():
        for name in ("mean", "p05", "p50", "p95"):
            assert float(of_study[key][name]) == pytest.approx(float(row[name]), rel=1e-12, abs=1e-12), (key, name)
        assert of_study[key]["n"] == row["n"]


def key_of(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("scenario", "year", "area", "level"))
