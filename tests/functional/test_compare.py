"""What `cadre compare` says and writes: what changed between two runs, and whose doing it is."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from command import cadre
from test_commands import OTHER, change, sign

from cadreworks.run import RunOptions, run_study
from small_study import write_small_study

# By hand, supply of ICT: 200 before, 300 with the stock, 200 x 1.05 x 1.05 = 220.5 with the growth, 330.75 with both. So
# the stock has (100 + 110.25) / 2 and the growth (20.5 + 30.75) / 2; coding falls from 110.25 to 100 by the override.
TOLD = [
    "What moved it, in parts that add up in any order",
    "  supply",
    "    before: 310.2 WTE",
    "    data (stock): +105.1 WTE",
    "    rates: +15.4 WTE",
    "      override of net_growth_per_year.clinical_coding: -10.2 WTE",
    "      growth: +25.6 WTE",
    "    after: 430.8 WTE, which is what was before and all groups",
    "  future demand",
    "    before: 370.0 WTE",
    "    data (stock): +120.0 WTE",
    "    after: 490.0 WTE, which is what was before and all groups",
    "  future gap",
    "    before: -59.8 WTE",
    "    data (stock): -14.9 WTE",
    "    rates: +15.4 WTE",
    "      override of net_growth_per_year.clinical_coding: -10.2 WTE",
    "      growth: +25.6 WTE",
    "    after: -59.2 WTE, which is what was before and all groups",
    "  future cost",
    "    before: £16.55 million",
    "    data (stock): +£6.21 million",
    "    pay (pay_growth_per_year): +£0.39 million",
    "    after: £23.14 million, which is what was before and all groups",
    "  discount_rate_per_year: moves no central figure; it may move bands or what is printed",
]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run.log"
    }


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of the small study with changes of three groups, and one that moves bands alone."""
    folder = write_small_study(tmp_path_factory.mktemp("changed") / "small")
    change(folder / "assumptions.csv", "pay_growth_per_year,0.02,", "pay_growth_per_year,0.03,")
    change(folder / "stock.csv", "ict,support,80,", "ict,support,180,")
    change(folder / "growth.csv", "ict,all,2018-19,0.05", "ict,all,2018-19,0.2")
    change(folder / "overrides.csv", "0.05,,,workforce board", "0,,,workforce board")
    change(folder / "assumptions.csv", "discount_rate_per_year,0.05", "discount_rate_per_year,0.06")
    change(folder / "assumptions.csv", "0.05,0.05,team,finance", "0.05,0.07,team,finance")
    run_study(folder, folder.parent / "out", RunOptions(seed=8))
    return folder.parent / "out"


def test_compare_of_a_run_with_itself(small_results, capsys):
    ended = cadre(capsys, "compare", small_results, small_results)
    assert ended.code == 0
    assert ended.out.splitlines()[0] == "Nothing changed: the two runs have the same inputs, settings, seed and draws."


@pytest.mark.slow
def test_compare_says_which_assumption_moved_what(small_folder, small_results, tmp_path, capsys):
    change(small_folder / "assumptions.csv", "pay_growth_per_year,0.02,", "pay_growth_per_year,0.03,")
    cadre(capsys, "run", small_folder, "--out", tmp_path / "out")
    ended = cadre(capsys, "compare", small_results, tmp_path / "out")
    assert ended.out.splitlines() == [
        "What changed",
        "  assumption pay_growth_per_year: 0.02 (0.01 to 0.03) -> 0.03 (0.01 to 0.03)",
        "  file assumptions.csv: 8f00c33f -> d8f5012b",
        "What moved, whole workforce at the horizon, central run",
        "  future cost: £16.55 million -> £16.87 million (+£0.33 million)",
        "What moved it, in parts that add up in any order",
        "  future cost",
        "    before: £16.55 million",
        "    pay (pay_growth_per_year): +£0.33 million",
        "    after: £16.87 million, which is what was before and all groups",
    ]


@pytest.mark.slow
def test_compare_tells_groups_and_single_changes(small_results, changed, capsys):
    lines = cadre(capsys, "compare", small_results, changed).out.splitlines()
    assert [
        line.partition(":")[0]
        for line in lines[: lines.index("What moved, whole workforce at the horizon, central run")]
    ] == [
        "What changed",
        "  run seed",
        "  assumption pay_growth_per_year",
        "  assumption discount_rate_per_year",
        "  override net_growth_per_year.clinical_coding",
        "  input stock",
        "  input growth",
        "  file assumptions.csv",
        "  file growth.csv",
        "  file overrides.csv",
        "  file stock.csv",
    ]
    assert lines[lines.index(TOLD[0]) :] == TOLD


@pytest.mark.slow
def test_compare_as_json_tells_every_part(small_results, changed, capsys):
    said = json.loads(cadre(capsys, "compare", small_results, changed, "--json").out)
    before, after = (
        {(figure["scenario"], figure["area"], figure["figure"]): figure["value"] for figure in said[when]}
        for when in ("before", "after")
    )
    assert len(before) == 6  # four figures, and the gaps of two areas
    moved = dict.fromkeys(before, 0.0)
    for movement in said["movements"]:
        moved[movement["scenario"], movement["area"], movement["figure"]] += movement["by"]
    for figure, value in moved.items():
        assert before[figure] + value == pytest.approx(after[figure], rel=1e-9)
    assert {(item["group"], item["part"]) for item in said["changes"] if item["group"]} == {
        ("pay", "pay_growth_per_year"),
        ("pay", "discount_rate_per_year"),
        ("rates", "override of net_growth_per_year.clinical_coding"),
        ("rates", "growth"),
        ("data", "stock"),
    }
    assert (said["first"]["seed"], said["second"]["seed"], said["cannot_mix"]) == (7, 8, "")


@pytest.mark.slow
def test_compare_writes_a_folder_that_is_the_same_each_time(small_results, changed, tmp_path, capsys):
    one, two = tmp_path / "one", tmp_path / "two"
    ended = cadre(capsys, "compare", small_results, changed, "--out", one)
    assert (ended.code, ended.out.splitlines()[-1]) == (0, f"Comparison: {one / 'comparison.html'}")
    assert cadre(capsys, "compare", small_results, changed, "--out", two, "--jobs", 2).code == 0
    assert contents(one) == contents(two)
    assert set(contents(one)) == {
        "comparison.html",
        "comparison.xlsx",
        "movements.csv",
        "changes.csv",
        "figures.csv",
        "manifest.json",
        "charts/moved-gap--future.svg",
        "charts/moved-gap--future.png",
    }
    with (one / "movements.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["scenario", "area", "figure", "unit", "group", "change", "by"]
    with (one / "figures.csv").open(encoding="utf-8", newline="") as stream:
        figures = list(csv.DictReader(stream))
    for figure in figures:
        key = [figure[name] for name in ("scenario", "area", "figure")]
        by = sum(float(row["by"]) for row in rows if [row[name] for name in ("scenario", "area", "figure")] == key)
        assert by == pytest.approx(float(figure["after"]) - float(figure["before"]), rel=1e-9, abs=1e-6)
    page = (one / "comparison.html").read_text(encoding="utf-8")
    assert "<h1>What changed: A small study</h1>" in page
    assert 'id="figure-moved-gap--future"' in page
    assert "In words: Waterfall chart. Before, the gap was" in page
    assert "Not for publication" not in page
    assert set(re.findall(r"https?://[^\s\"]+", page)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    again = cadre(capsys, "compare", one, changed)
    assert (again.code, again.err.splitlines()[0]) == (
        1,
        f"{one / 'manifest.json'}: this is the manifest of a comparison, not of a run. Name the folder that "
        "`cadre run --out` wrote.",
    )


@pytest.mark.slow
def test_compare_shares_out_what_scenarios_in_both_runs_moved(small_folder, small_results, tmp_path, capsys):
    change(
        small_folder / "study.toml",
        'name = "Bright Future"',
        'name = "Bright Future"\n\n[[scenarios]]\nid = "dawn"\nname = "Dawn"',
    )
    answers = (small_folder / "returns.csv").read_text(encoding="utf-8")
    of_dawn = [line.replace(",future,", ",dawn,") for line in answers.splitlines()[1:]]
    (small_folder / "returns.csv").write_text(answers + "\n".join(of_dawn) + "\n", encoding="utf-8")
    change(small_folder / "stock.csv", "ict,support,80,", "ict,support,180,")
    assert cadre(capsys, "run", small_folder, "--out", tmp_path / "out").code == 0
    lines = cadre(capsys, "compare", small_results, tmp_path / "out").out.splitlines()
    assert "  only one of the two runs has dawn, which cannot be compared" in lines
    assert "  setting scenarios: future -> future, dawn" in lines
    assert not [line for line in lines if line.startswith("  input returns")]  # those of the shared scenario are alike
    told = lines[lines.index(TOLD[0]) :]
    assert [line for line in told if line.startswith("    data")] == [line for line in told if "stock" in line]
    assert len([line for line in told if line.startswith("    data (stock): ")]) == 4


def test_compare_refuses_records_that_no_run_rests_on(small_results, capsys):
    ended = cadre(capsys, "compare", small_results, small_results, "--records", "spells.parquet")
    assert ended.code == 2
    assert "this run rests on no staff records. Leave out --records." in ended.err


def test_compare_does_not_write_over_what_it_reads(small_results, capsys):
    ended = cadre(capsys, "compare", small_results, small_results, "--out", small_results.parent)
    assert ended.code == 2
    assert "what is compared lies there. Name a folder of its own for the comparison." in ended.err


def test_compare_writes_what_differs_where_nothing_can_be_shared_out(
    small_results, reference_results, tmp_path, capsys
):
    out = tmp_path / "out"
    assert cadre(capsys, "compare", small_results, reference_results, "--out", out).code == 0
    page = (out / "comparison.html").read_text(encoding="utf-8")
    assert "What moved the results cannot be told apart, since the two runs differ in their years" in page
    assert not (out / "charts").exists()
    assert (out / "movements.csv").read_text(encoding="utf-8") == "scenario,area,figure,unit,group,change,by\n"


@pytest.mark.slow
def test_compare_lists_words_settings_and_files_that_differ(small_folder, small_results, tmp_path, capsys):
    change(small_folder / "study.toml", "seed = 7", 'limitations = ["Staff are few."]\nseed = 7')
    change(small_folder / "study.toml", 'name = "Bright Future"', 'name = "Dim Future"\ndrivers = ["cost"]')
    change(small_folder / "study.toml", "Anyshire demand exercise", "another exercise")
    change(small_folder / "assumptions.csv", "team,finance,2021-04-01,", "team,people board,2021-05-01,as agreed")
    change(small_folder / "returns.csv", ",,,,,director", ",,,,not sure,director")
    cadre(capsys, "run", small_folder, "--out", tmp_path / "out")
    lines = cadre(capsys, "compare", small_results, tmp_path / "out").out.splitlines()
    assert [line.rpartition(": ")[0] if line.startswith("  file") else line for line in lines] == [
        "What changed",
        "  assumption pay_growth_per_year, owner: finance -> people board",
        "  assumption pay_growth_per_year, date: 2021-04-01 -> 2021-05-01",
        "  assumption pay_growth_per_year, note: none -> as agreed",
        "  setting limitations: none -> Staff are few.",
        "  setting scenario future, name: Bright Future -> Dim Future",
        "  setting scenario future, drivers: none -> cost",
        "  setting input returns, source: Anyshire demand exercise -> another exercise",
        "  file assumptions.csv",
        "  file returns.csv",
        "  file study.toml",
        "What moved, whole workforce at the horizon, central run",
        "  nothing",
        "What moved it, in parts that add up in any order",
        *(
            f"  {name}: moves no central figure; it may move bands or what is printed"
            for name in (
                "pay_growth_per_year, owner",
                "pay_growth_per_year, date",
                "pay_growth_per_year, note",
                "limitations",
                "scenario future, name",
                "scenario future, drivers",
                "input returns, source",
            )
        ),
    ]


def test_compare_goes_by_what_another_version_published(small_results, tmp_path, capsys):
    """Inputs and code of today would give the same figures twice; the tables do not."""
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    table = out / "tables" / "gap.csv"
    (row,) = (
        line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("future,2022,all,all,")
    )
    change(table, row, row.replace(row.split(",")[5], "300.0", 1))
    sign(out, "tables/gap.csv")
    change(out / "manifest.json", '"version": "0.1.0"', '"version": "0.0.9"')
    assert cadre(capsys, "compare", out, small_results).out.splitlines() == [
        "What changed",
        "  run version: 0.0.9 -> 0.1.0",
        "What moved, whole workforce at the horizon, central run",
        "  future demand: 300.0 WTE -> 370.0 WTE (+70.0 WTE)",
        "What moved it, in parts that add up in any order",
        "  future demand",
        "    before: 300.0 WTE",
        "    version (what another version gave): +70.0 WTE",
        "    after: 370.0 WTE, which is what was before and all groups",
        "  What this version does not explain of what the runs published is told as the group version.",
    ]


def test_compare_of_studies_that_cannot_be_mixed_says_so(small_results, reference_results, capsys):
    ended = cadre(capsys, "compare", small_results, reference_results)
    assert ended.code == 0
    assert (
        "What moved it cannot be told apart, since the two runs differ in their years and areas of work and scenarios."
    ) in ended.out
    assert "  supply: 310.2 WTE -> 60,235.0 WTE (+59,924.8 WTE)" in ended.out
    assert (
        "  demand, gap and cost cannot be compared: the two runs have no scenario in common (future; driven, desert)"
    ) in ended.out


@pytest.mark.slow
def test_compare_of_other_scenarios_and_areas_of_the_same_files(small_folder, small_results, tmp_path, capsys):
    change(small_folder / "study.toml", '["clinical_coding", "ict"]', '["ict"]')
    change(small_folder / "study.toml", 'id = "future"', 'id = "dawn"')
    for file in ("returns.csv", "overrides.csv"):
        text = (small_folder / file).read_text(encoding="utf-8").replace(",future,", ",dawn,")
        (small_folder / file).write_text(text.replace("net_growth_per_year.clinical_coding", OTHER), encoding="utf-8")
    assert cadre(capsys, "run", small_folder, "--out", tmp_path / "out").code == 0
    lines = cadre(capsys, "compare", small_results, tmp_path / "out").out.splitlines()
    changed = [line for line in lines if " -> " in line]
    assert [line.split(":")[0] for line in changed if line.startswith("  input ")] == ["  input returns"]
    assert all(line.rpartition(": ")[2].split(" -> ")[0] != line.rpartition(" -> ")[2] for line in changed)
    assert "  supply: 310.2 WTE -> 220.5 WTE (-89.7 WTE)" in lines
