"""The commands end to end: what they print, what they leave behind, and the code they end with."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from command import cadre

from cadreworks.cli import VERBS

OTHER = "net_growth_per_year.ict"
FILES = {
    "report.html",
    "tables.xlsx",
    "manifest.json",
    "run.log",
    *(
        f"tables/{name}.csv"
        for name in (
            "supply",
            "demand",
            "gap",
            "gap_chance",
            "composition",
            "cost",
            "cost_by_level",
            "cost_by_method",
            "change",
            "pool",
            "assumptions",
            "overrides",
        )
    ),
}
WORKBOOKS_FIXED_TIME = b"00:00:00"
CONTRACT = {
    "supply": "year,area,level,measure,mean,p05,p50,p95",
    "demand": "scenario,year,area,level,measure,mean,sd,p05,p50,p95",
    "gap": "scenario,year,area,level,supply,demand,gap,p05,p50,p95",
    "gap_chance": "scenario,year,area,threshold,chance,sooner_than_not",
    "composition": "scenario,year,area,level,share",
    "cost": "scenario,year,area,wte,cost_gbp,baseline_cost_gbp",
    "cost_by_level": "scenario,year,area,level,wte,cost_gbp,p05,p50,p95",
    "assumptions": "id,value,unit,low,high,source,owner,date,note,overridden_by",
}


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_in(folder) if name != "run.log"}


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb, capsys):
    ended = cadre(capsys, verb, "--help")
    assert ended.code == 0
    assert f"Example:  cadre {verb}" in ended.out
    assert "--json" in ended.out or "Commands:" in ended.out  # verbs below it have their own


def test_help_names_every_verb_and_the_exit_codes(capsys):
    ended = cadre(capsys, "--help")
    assert all(verb in ended.out for verb in VERBS)
    assert "Exit codes: 0 done; 1 the input has problems" in ended.out
    assert "130 interrupted" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["runn"], "No such command 'runn'"),
        (["run", "x"], "Missing option '--out'"),
        (["run", "x", "--out", "y", "--draws", "0"], "0 is not in the range"),
        (["run", "x", "--out", "y", "--draws", "many"], "'many' is not a valid integer"),
        (["run", "x", "--out", "y", "--seed", "-1"], "-1 is not in the range"),
        (["check"], "Missing argument 'STUDY'"),
        (["check", "x", "--nonsense"], "No such option"),
    ],
)
def test_wrong_usage_ends_with_2(arguments, said, capsys):
    ended = cadre(capsys, *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_a_run_leaves_what_the_contract_names(small_results):
    found = files_in(small_results)
    charts = {name for name in found if name.startswith("charts/")}
    inputs = {name for name in found if name.startswith("inputs/")}
    assert found - charts - inputs == FILES
    assert len(charts) == 2 * (5 * 3 + 1)  # two forms of five figures of two areas and of the whole, and of chances
    assert inputs == {
        f"inputs/{name}"
        for name in (
            "study.toml",
            "stock.csv",
            "growth.csv",
            "typical_organisation.csv",
            "returns.csv",
            "pay_points.csv",
            "pay_bands.csv",
            "assumptions.csv",
            "overrides.csv",
        )
    }


@pytest.mark.parametrize("table", CONTRACT)
def test_tables_begin_with_the_columns_of_the_contract(table, small_results):
    raw = (small_results / "tables" / f"{table}.csv").read_bytes()
    assert raw.decode("utf-8").startswith(CONTRACT[table])
    assert b"\r" not in raw


@pytest.mark.parametrize("table", ["supply", "demand", "gap", "composition", "cost", "cost_by_level"])
def test_every_year_has_a_row_for_every_area_and_total(table, small_results):
    with (small_results / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["year"] for row in rows} == {"2020", "2021", "2022"}
    assert {row["area"] for row in rows} == {"clinical_coding", "ict", "all"}
    if "level" in rows[0]:
        levels = {"support", "professional", "manager", "senior_leader"}
        assert {row["level"] for row in rows} == (levels if table == "composition" else {*levels, "all"})


def readable(folder: Path) -> dict[str, bytes]:
    """The contents of all files but the log, those of a workbook unpacked."""
    found = contents(folder)
    with zipfile.ZipFile(io.BytesIO(found.pop("tables.xlsx"))) as workbook:
        return found | {f"tables.xlsx/{name}": workbook.read(name) for name in workbook.namelist()}


@pytest.mark.slow
def test_no_output_but_the_log_holds_a_path_or_a_time(small_folder, tmp_path, capsys):
    cadre(capsys, "run", small_folder, "--out", tmp_path / "out")
    clock = re.compile(rb"\d\d:\d\d:\d\d")
    found = readable(tmp_path / "out")
    assert b"A small study" in found["tables.xlsx/docProps/core.xml"]
    for name, raw in found.items():
        assert str(tmp_path).encode() not in raw, name
        if not name.endswith(".png"):
            assert set(clock.findall(raw)) <= {WORKBOOKS_FIXED_TIME if "docProps" in name else b""}, name
    assert str(tmp_path) in (tmp_path / "out" / "run.log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_jobs_do_not_change_a_byte(small_folder, tmp_path, capsys):
    for jobs in (1, 2):
        assert cadre(capsys, "run", small_folder, "--out", tmp_path / f"out{jobs}", "--jobs", jobs).code == 0
    assert contents(tmp_path / "out1") == contents(tmp_path / "out2")


@pytest.mark.slow
def test_seed_and_draws_move_bands_and_no_central_figure(small_folder, tmp_path, capsys):
    for name, more in (("one", ()), ("two", ("--seed", "99")), ("three", ("--draws", "55"))):
        assert cadre(capsys, "run", small_folder, "--out", tmp_path / name, *more).code == 0

    def column(name: str, column: str) -> list[str]:
        with (tmp_path / name / "tables" / "gap.csv").open(encoding="utf-8", newline="") as stream:
            return [row[column] for row in csv.DictReader(stream)]

    assert column("one", "gap") == column("two", "gap") == column("three", "gap")
    assert len({tuple(column(name, "p95")) for name in ("one", "two", "three")}) == 3
    manifest = json.loads((tmp_path / "three" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["draws"]) == (7, 55)


@pytest.mark.slow
def test_run_prints_the_headline_and_where_the_report_is(small_folder, tmp_path, capsys):
    ended = cadre(capsys, "run", small_folder, "--out", tmp_path / "out")
    assert ended.out == (
        "A small study (Anyshire, 2020 to 2022)\n"
        "  Supply in 2022             310 WTE  (90% band 294 to 327)\n"
        "  Bright Future: demand      370 WTE  (90% band 331 to 480)\n"
        "  Bright Future: gap         -60 WTE  (90% band -162 to -14)\n"
        "  Bright Future: cost    £17 million\n"
        "  Bands: 5th to 95th percentile of draws, which cover about 69 per cent with three returns and 69 per cent with "
        "three years of growth, and leave out disagreement between other experts.\n"
        f"Report: {tmp_path / 'out' / 'report.html'}\n"
    )


@pytest.mark.slow
def test_run_as_json(small_folder, tmp_path, capsys):
    said = json.loads(cadre(capsys, "run", small_folder, "--out", tmp_path / "out", "--json").out)
    assert said["report"] == str(tmp_path / "out" / "report.html")
    assert said["headline"]["future"]["supply_wte"] == pytest.approx(100 * 1.05**2 + 200)
    assert said["headline"]["future"]["gap_wte"] == pytest.approx(310.25 - 370)


def test_check_of_a_good_study(small_folder, capsys):
    assert cadre(capsys, "check", small_folder).out == (
        f"{small_folder}: no problems. 2 areas of work, one scenario, three returns, 2020 to 2022.\n"
    )


def test_check_notes_what_may_not_be_meant(small_folder, capsys):
    (small_folder / "retuns.csv").write_text("x", encoding="utf-8")
    change(small_folder / "stock.csv", "ict,senior_leader,10,", "ict,senior_leader,3,")
    change(small_folder / "returns.csv", "director\n", "\n")
    assert cadre(capsys, "check", small_folder).out.splitlines()[1:] == [
        "Note: retuns.csv is not named in study.toml, so it is not used.",
        "Note: One return is not signed off.",
        "Note: The stock holds one cell above zero and below five; the results will be marked as not for publication.",
    ]


def test_check_knows_levers_beside_a_study(small_folder, capsys):
    for name in ("levers.toml", "recommendation_levers.csv", "lever.toml"):
        (small_folder / name).write_text("x", encoding="utf-8")
    notes = cadre(capsys, "check", small_folder).out.splitlines()[1:]
    assert notes == ["Note: lever.toml is not named in study.toml, so it is not used."]


@pytest.mark.parametrize(("base_year", "noted"), [(2020, False), (2021, True)])
def test_check_notes_growth_and_pay_of_other_years_than_the_base_year(base_year, noted, small_folder, capsys):
    change(small_folder / "study.toml", "base_year = 2020\nhorizon = 2022", f"base_year = {base_year}\nhorizon = 2022")
    if noted:
        change(small_folder / "study.toml", "points = [2021, 2022]", "points = [2022]")
        returns = small_folder / "returns.csv"
        lines = returns.read_text(encoding="utf-8").splitlines(keepends=True)
        returns.write_text("".join(line for line in lines if ",2021," not in line), encoding="utf-8")
    notes = [
        "Note: The last year of growth, 2018-19, closes two years before the base year, 31 March 2021; supply rests on it "
        "all the same.",
        "Note: Pay points are taken for those of 2021-22, which begins in the base year, but their source names 2020-21.",
    ]
    assert cadre(capsys, "check", small_folder).out.splitlines()[1:] == notes * noted


@pytest.mark.slow
def test_a_stock_of_few_people_marks_the_page(small_folder, tmp_path, capsys):
    assert "Not for publication" not in _page(small_folder, tmp_path / "large", capsys)
    change(small_folder / "stock.csv", "ict,senior_leader,10,", "ict,senior_leader,3,")
    assert "Not for publication" in _page(small_folder, tmp_path / "few", capsys)


def _page(study: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert cadre(capsys, "run", study, "--out", out).code == 0
    return (out / "report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_names_of_a_study_are_text_and_never_code(small_folder, tmp_path, capsys):
    """A page and its drawings show markup in a name as it stands."""
    for old, new in (("Bright Future", "<script>x</script> & <b>y"), ("A small study", "</title><script>z</script>")):
        change(small_folder / "study.toml", old, new)
    page = _page(small_folder, tmp_path / "out", capsys)
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;y" in page
    for chart in (tmp_path / "out" / "charts").glob("*.svg"):
        assert "<script" not in chart.read_text(encoding="utf-8")


@pytest.mark.slow
def test_areas_that_are_left_out_change_nothing_of_the_others(small_folder, small_results, tmp_path, capsys):
    change(small_folder / "study.toml", '["clinical_coding", "ict"]', '["ict"]')
    (small_folder / "overrides.csv").write_text(
        "assumption,value,low,high,who,when,why\nsupply_base_years,3,,,board,2021-05-01,as it is\n", encoding="utf-8"
    )
    assert cadre(capsys, "run", small_folder, "--out", tmp_path / "out").code == 0

    def rows_about_ict(results: Path) -> list[str]:
        lines = (results / "tables" / "gap.csv").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if ",ict," in line]

    assert rows_about_ict(tmp_path / "out") == rows_about_ict(small_results)


@pytest.mark.slow
def test_inputs_may_lie_in_folders_and_serve_twice(small_folder, tmp_path, capsys):
    (small_folder / "tables").mkdir()
    (small_folder / "typical_organisation.csv").rename(small_folder / "tables" / "staff.csv")
    change(small_folder / "study.toml", '"typical_organisation.csv"', '"./tables/staff.csv"')
    change(small_folder / "study.toml", '"stock.csv"', "'tables\\staff.csv'")
    change(small_folder / "study.toml", 'status = ["collected"]', 'status = ["assumed"]')
    ended = cadre(capsys, "run", small_folder, "--out", tmp_path / "out")
    assert ended.code == 0
    assert "Note: stock.csv is not named in study.toml, so it is not used." in ended.out
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["tables/staff.csv"]["roles"] == ["stock", "typical_organisation"]
    assert cadre(capsys, "replicate", tmp_path / "out").code == 0


@pytest.mark.slow
def test_check_notes_growth_that_looks_like_a_percentage(small_folder, tmp_path, capsys):
    change(small_folder / "growth.csv", "ict,all,2018-19,0.05", "ict,all,2018-19,1.5")
    change(small_folder / "overrides.csv", ",0.05,,,workforce", ",0.5,,,workforce")
    notes = [
        "Note: Growth of Information and communications technology in 2018-19 is 150 per cent a year; if 1.5 per cent is meant, "
        "write 0.015.",
        "Note: The override of net_growth_per_year.clinical_coding is 50 per cent a year; if 0.5 per cent is meant, write 0.005.",
    ]
    assert cadre(capsys, "check", small_folder).out.splitlines()[1:] == notes
    ran = cadre(capsys, "run", small_folder, "--out", tmp_path / "out").out.splitlines()
    assert [line for line in ran if line.startswith("Note")] == notes


@pytest.mark.parametrize(
    ("file", "old", "new", "note"),
    [
        (
            "study.toml",
            "pay scales 2020/21",
            "pay scales 2018/19 and 2019-20",
            "Pay points are taken for those of 2020-21, which begins in the base year, but their source names 2018-19 and "
            "2019-20.",
        ),
        (
            "overrides.csv",
            "net_growth_per_year.clinical_coding,0.05",
            "typical_organisations.ict,1000000",
            "The override of typical_organisations.ict puts 1,000,000 in the place of 10.",
        ),
        (
            "overrides.csv",
            "net_growth_per_year.clinical_coding,0.05",
            "typical_organisations.ict,0",
            "The override of typical_organisations.ict puts 0 in the place of 10.",
        ),
        (
            "overrides.csv",
            "2021-05-01",
            "2999-01-01",
            "The override of net_growth_per_year.clinical_coding is dated 2999-01-01, after the last year of the projection.",
        ),
        (
            "returns.csv",
            "director\n",
            "director",
            "returns.csv does not end with the end of a line; check that its last row is whole.",
        ),
        (
            "study.toml",
            "draws = 40",
            "draws = 1",
            "One draw can give no band from the 5th to the 95th percentile; ask for 1,000 or more.",
        ),
    ],
)
def test_check_notes_a_likely_slip(file, old, new, note, small_folder, capsys):
    text = (small_folder / file).read_text(encoding="utf-8")
    head, found, tail = text.rpartition(old)
    assert found
    (small_folder / file).write_text(head + new + tail, encoding="utf-8")
    assert cadre(capsys, "check", small_folder).out.splitlines()[1:] == [f"Note: {note}"]


@pytest.mark.slow
def test_run_notes_that_few_draws_make_no_band(small_folder, tmp_path, capsys):
    ended = cadre(capsys, "run", small_folder, "--out", tmp_path / "out", "--draws", 2)
    assert "Note: Two draws can give no band from the 5th to the 95th percentile; ask for 1,000 or more.\n" in ended.out


# the place of results


@pytest.mark.slow
def test_results_replace_earlier_results(small_folder, tmp_path, capsys):
    out = tmp_path / "out"
    cadre(capsys, "run", small_folder, "--out", out)
    assert cadre(capsys, "run", small_folder, "--out", out, "--seed", "3").code == 0
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["seed"] == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "small"]


def test_a_folder_with_files_of_others_is_not_replaced(small_folder, tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work", encoding="utf-8")
    ended = cadre(capsys, "run", small_folder, "--out", out)
    assert ended.code == 2
    assert ended.err == (
        "cadre: out: it holds thesis.docx, which no run wrote and which would be lost. Move it away, or name another folder.\n"
    )
    assert (out / "thesis.docx").read_text(encoding="utf-8") == "years of work"


def test_a_note_put_among_results_is_not_lost(small_folder, small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    ended = cadre(capsys, "run", small_folder, "--out", out)
    assert ended.code == 2
    assert "it holds notes.txt" in ended.err


def test_results_do_not_replace_the_study_they_come_from(small_folder, capsys):
    for out in (small_folder, small_folder.parent):
        ended = cadre(capsys, "run", small_folder, "--out", out)
        assert ended.code == 2
        assert "the study itself lies there" in ended.err
    assert (small_folder / "study.toml").is_file()


def test_results_do_not_replace_a_file(small_folder, tmp_path, capsys):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    ended = cadre(capsys, "run", small_folder, "--out", tmp_path / "out")
    assert (ended.code, ended.err) == (2, "cadre: out: this is a file. Name a folder for the results.\n")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("nowhere", "there is no such folder. Check the name; `cadre demo` makes a study to start from."),
        ("small/stock.csv", "this is a file, not a study folder. Name the folder that holds study.toml."),
        ("out", "these are the results of a run, not a study. Name out/inputs, which is its study."),
    ],
)
@pytest.mark.usefixtures("small_folder")
def test_what_is_no_study_is_said(named, said, small_results, tmp_path, capsys):
    shutil.copytree(small_results, tmp_path / "out")
    ended = cadre(capsys, "check", tmp_path / named)
    assert ended.code == 1
    assert ended.err.splitlines()[0] == f"{tmp_path / named}: {said}"


# demo


@pytest.mark.slow
def test_demo_runs_twice_and_keeps_what_its_user_changed(tmp_path, capsys):
    folder = tmp_path / "study"
    first = cadre(capsys, "demo", folder)
    assert first.code == 0
    assert first.out.endswith(f"Report: {folder / 'out' / 'report.html'}\n")
    assert "Of 477 published figures 291 agree, 166 round and 20 differ, each by a known inconsistency." in first.out
    assert cadre(capsys, "demo", folder).code == 0
    change(folder / "assumptions.csv", "0.027", "0.030")
    again = cadre(capsys, "demo", folder)
    assert again.code == 2
    assert "assumptions.csv there differ from the reference study and were not overwritten" in again.err
    assert "0.030" in (folder / "assumptions.csv").read_text(encoding="utf-8")


def test_demo_does_not_write_into_results_or_over_a_file(small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    before = files_in(out)
    for folder, said in (
        (out, "the results of a run stand there. Name another folder for the study."),
        (out / "run.log", "this is a file. Name a folder for the study."),
    ):
        ended = cadre(capsys, "demo", folder)
        assert (ended.code, ended.err) == (2, f"cadre: {folder}: {said}\n")
    assert files_in(out) == before


# replicate


@pytest.mark.slow
def test_replicate_of_a_run_is_identical(small_results, capsys):
    ended = cadre(capsys, "replicate", small_results)
    assert (ended.code, ended.out) == (0, f"{small_results}: identical, all 56 files, byte for byte.\n")
    assert json.loads(cadre(capsys, "replicate", small_results, "--json").out)["identical"] is True


@pytest.mark.slow
def test_replicate_uses_the_seed_and_draws_of_the_run(small_folder, tmp_path, capsys):
    cadre(capsys, "run", small_folder, "--out", tmp_path / "out", "--seed", "12345", "--draws", "33")
    assert cadre(capsys, "replicate", tmp_path / "out").code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("tables/gap.csv", "was changed since the run"),
        ("report.html", "was changed since the run"),
        ("inputs/stock.csv", "was changed since the run"),
    ],
)
def test_replicate_finds_a_changed_file(file, said, small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    (out / file).write_text(
        (out / file).read_text(encoding="utf-8").replace("clinical", "critical", 1) + "\n", encoding="utf-8"
    )
    ended = cadre(capsys, "replicate", out)
    assert ended.code == 1
    assert ended.out.splitlines()[0] == f"{out / file}: {said}."


@pytest.mark.slow
def test_replicate_finds_a_changed_manifest(small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    change(out / "manifest.json", "Anyshire", "Othershire")
    ended = cadre(capsys, "replicate", out)
    assert (ended.code, ended.out.splitlines()[0]) == (1, f"{out / 'manifest.json'}: differs when run again.")


@pytest.mark.slow
def test_replicate_finds_missing_and_added_files(small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    (out / "charts" / "ict-cost.svg").unlink()
    (out / "extra.csv").write_text("x", encoding="utf-8")
    ended = cadre(capsys, "replicate", out)
    assert ended.code == 1
    assert set(ended.out.splitlines()[:-1]) == {
        f"{out / 'charts/ict-cost.svg'}: is missing.",
        f"{out / 'extra.csv'}: is not made by running again.",
    }


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (None, "there is no manifest.json, so these are no results. Name the folder that `cadre run --out` wrote."),
        ("{", "this is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "version, study_digest, seed, draws, methods, inputs, records, files cannot be read"),
        ('{"version": 1}', "version, study_digest, seed, draws, methods, inputs, files cannot be read"),
    ],
)
def test_results_without_a_good_manifest_are_refused(manifest, said, small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    (out / "manifest.json").unlink()
    if manifest is not None:
        (out / "manifest.json").write_text(manifest, encoding="utf-8")
    for verb, *more in (("replicate", out), ("reconcile", out), ("compare", small_results, out)):
        ended = cadre(capsys, verb, *more)
        assert ended.code == 1
        assert said in ended.err


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../small/stock.csv", "tables/../../x", "a:b", "..\\x", "", "x" * 5_000, "a\nb"]
)
@pytest.mark.parametrize("part", ["files", "inputs"])
def test_a_manifest_that_names_files_elsewhere_is_refused(part, name, small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    manifest[part][name] = "0" * 64 if part == "files" else {"sha256": "0" * 64}
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    ended = cadre(capsys, "replicate", out)
    assert (ended.code, ended.out) == (1, "")
    assert "is no file of these results. Run the study again." in ended.err
    assert len(ended.err) < 1_000


def test_a_manifest_may_not_be_nested_beyond_reading(small_folder, small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    (out / "manifest.json").write_text("[" * 100_000, encoding="utf-8")
    assert cadre(capsys, "replicate", out).code == 1
    assert cadre(capsys, "run", small_folder, "--out", out).code == 2


def test_a_stray_file_among_the_tables_is_said(small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    (out / "tables" / "x.csv").write_bytes(b"\xff\x00")
    (tmp_path / "figures.csv").write_text("table,row,column,published,unit\nsupply,2022,mean,1,wte\n", encoding="utf-8")
    ended = cadre(capsys, "reconcile", out, "--to", tmp_path / "figures.csv")
    assert ended.code == 1
    assert "x.csv: it is no CSV in UTF-8" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [("check", "x"), ("run", "x", "--out", "y"), ("replicate", "x"), ("reconcile", "x"), ("compare", "x", "x")],
    ids=lambda arguments: arguments[0],
)
def test_problems_are_json_for_every_verb_that_is_asked_for_it(arguments, capsys):
    ended = cadre(capsys, *arguments, "--json")
    assert (ended.code, ended.err) == (1, "")
    (problem, *_) = json.loads(ended.out)["problems"]
    assert problem.keys() == {"where", "what", "remedy"}


# reconcile


def test_reconcile_of_the_reference_study_prints_each_figure(reference_results, capsys):
    ended = cadre(capsys, "reconcile", reference_results)
    lines = ended.out.splitlines()
    assert ended.code == 0
    assert len(lines) == 478
    assert lines[-1] == "477 figures: 291 agree, 166 round, 20 differ, 0 of them without explanation."
    assert (
        "agrees  change driven all all gap_wte: published -17,688 WTE, ours -17,688.44, difference -0.44; Table 3.2, section 3, "
        "pages 21 to 34"
    ) in lines
    assert (
        "differs cost driven 2030 all cost_gbp: published 5,220 £m, ours 5,202.30, difference -17.70; Table 3.3, section 3, "
        "pages 21 to 34  I01: Total 2030 cost: stated £5,220m, recomputed sum of printed rows £5,202m; unrounded recomputation "
        "£5,202.3m"
    ) in lines


def test_reconcile_excuses_only_the_difference_that_was_found(reference_results, tmp_path, capsys):
    """Were our total 5,300 and not 5,202, the misprint of 5,220 would be no excuse."""
    out = tmp_path / "out"
    shutil.copytree(reference_results, out)
    table = out / "tables" / "cost.csv"
    text = table.read_text(encoding="utf-8")
    (row,) = (line for line in text.splitlines() if line.startswith("driven,2030,all,"))
    table.write_text(text.replace(row, row.replace(row.split(",")[4], "5300000000.0")), encoding="utf-8")
    sign(out, "tables/cost.csv")
    ended = cadre(capsys, "reconcile", out, "--differing")
    assert ended.code == 1
    assert "published 5,220 £m, ours 5,300.00, difference +80.00" in ended.out
    assert [line for line in ended.out.splitlines() if line.endswith("not explained")]


def sign(results: Path, file: str) -> None:
    """Enter the digest of a file into the manifest, as if the run had written it so."""
    manifest = json.loads((results / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][file] = hashlib.sha256((results / file).read_bytes()).hexdigest()
    (results / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("verb", "file"),
    [("reconcile", "tables/gap.csv"), ("compare", "tables/gap.csv"), ("compare", "inputs/pay_points.csv")],
)
def test_a_file_that_was_edited_is_not_taken_for_the_runs_own(verb, file, small_results, tmp_path, capsys):
    out = tmp_path / "out"
    shutil.copytree(small_results, out)
    with (out / file).open("ab") as stream:
        stream.write(b"\xff")
    ended = cadre(capsys, verb, *([small_results] if verb == "compare" else []), out)
    assert ended.code == 1
    assert ended.err.splitlines()[0] == (
        f"{out / file}: it was changed since the run. Put it back, or run the study again."
    )


def test_reconcile_takes_a_figure_by_the_digits_that_are_printed(small_results, tmp_path, capsys):
    """Ours are 200 WTE, a gap of -59.75 and a share of 0.4: trailing zeros count as digits, and 0.00005 is not a whole number."""
    (tmp_path / "figures.csv").write_text(
        "table,row,column,published,unit,tolerance\n"
        + "".join(f"supply,2022 ict,mean,{printed},wte,\n" for printed in ("200", "200.00", "2e2"))
        + "".join(f"gap,future 2022,gap,{printed},wte,\n" for printed in ("-59.7", "-59.70", "-59.75", "-6e1"))
        + "composition,future 2022 ict support,share,0.40,share,\n"
        "composition,future 2022 ict support,share,0.00005,share,\n"
        "composition,future 2022 ict support,share,5e-05,share,\n"
        "supply,2022 ict,mean,1.6e2,wte,\n"
        "supply,2022 ict,mean,0e400,wte,\n",
        encoding="utf-8",
    )
    ended = cadre(capsys, "reconcile", small_results, "--to", tmp_path / "figures.csv")
    verdicts = [line.split()[0] for line in ended.out.splitlines()[:-1]]
    assert verdicts == [*["agrees"] * 4, "differs", *["agrees"] * 3, *["differs"] * 4]


def test_reconcile_with_figures_of_ones_own(small_results, tmp_path, capsys):
    (tmp_path / "figures.csv").write_text(
        "table,row,column,published,unit,tolerance\n"
        "supply,2022 ict,mean,200,wte,\n"
        "supply,year=2022 area=ict level=support,mean,80,wte,0.5\n"
        "gap,future 2022,gap,-50,wte,25\n"
        "change,future all support+professional,base_share_of_area,90,per_cent,0.5\n"
        "cost,future 2022 all,cost_gbp,15.9,gbp_million,\n",
        encoding="utf-8",
    )
    ended = cadre(capsys, "reconcile", small_results, "--to", tmp_path / "figures.csv")
    assert ended.code == 1
    assert ended.out.splitlines() == [
        "agrees  supply 2022 ict mean: published 200 WTE, ours 200.00, difference +0.00",
        "agrees  supply year=2022 area=ict level=support mean: published 80 WTE, ours 80.00, difference +0.00",
        "rounds  gap future 2022 gap: published -50 WTE, ours -59.75, difference -9.75",
        "agrees  change future all support+professional base_share_of_area: published 90 %, ours 90.00, difference +0.00",
        "differs cost future 2022 all cost_gbp: published 15.9 £m, ours 16.55, difference +0.65  not explained",
        "5 figures: 3 agree, 1 round, 1 differ, 1 of them without explanation.",
    ]


def test_reconcile_says_what_is_wrong_with_a_list_of_figures(small_results, tmp_path, capsys):
    (tmp_path / "figures.csv").write_text(
        "table,row,column,published,unit,tolerance\n"
        "suply,2022 ict,mean,200,wte,\n"
        "supply,2042 ict,mean,200,wte,\n"
        "supply,2022 ict,median,200,wte,\n"
        "supply,2022 ict all more,mean,200,wte,\n"
        "assumptions,supply_base_years,unit,3,wte,\n",
        encoding="utf-8",
    )
    ended = cadre(capsys, "reconcile", small_results, "--to", tmp_path / "figures.csv")
    where = tmp_path / "figures.csv"
    example = "such as `2020 clinical_coding support`."
    order = f"Rows go by year, area, level, {example}"
    assert ended.code == 1
    assert ended.err.splitlines()[:-1] == [
        f'{where}, line 2, column table: the results have no table "suply". Did you mean supply? Use one of: assumptions, '
        "change, composition, cost, cost_by_level, cost_by_method, demand, gap, gap_chance, overrides, pool, supply.",
        f'{where}, line 3, column row: the table supply has no year "2042". Did you mean 2022? Use one of: 2020, 2021, '
        f"2022. {order}",
        f'{where}, line 4, column column: the table supply has no column "median". Did you mean mean? Use one of: mean, p05, '
        "p50, p95.",
        f'{where}, line 5, column row: "2022 ict all more" does not name a row of supply, whose rows go by year, area, level. '
        f"Write one id for each, {example}",
        f"{where}, line 6, column column: the column unit of the table assumptions holds no numbers. Name a column of numbers.",
    ]


BASE = "table,row,column,published,unit,tolerance,base_low,base_high,issue_id,recomputed,recomputed_tolerance\n"
NO_BASE = (
    "is no base that rounding leaves open. Enter the lowest and the highest base that is printed as the same figure."
)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (
            "gap,Bright Future 2022,gap,1,wte,,,,,,",
            'column row: the table gap has no scenario "Bright". Use one of: future. Rows go by scenario, year, area, level, '
            "such as `future 2020 clinical_coding support`.",
        ),
        (
            "gap,2022 future,gap,1,wte,,,,,,",
            'column row: the table gap has no scenario "2022". Use one of: future. Rows go by scenario, year, area, level, such '
            "as `future 2020 clinical_coding support`.",
        ),
        (
            "supply,2022 ict,mean,0.0002,gbp_million,,,,,,",
            "column unit: the column mean of supply is not in gbp_million. Use one of: wte.",
        ),
        (
            "cost,future 2022,p05,17,wte,,,,,,",
            "column unit: the column p05 of cost is not in wte. Use one of: gbp, gbp_million.",
        ),
        (
            "composition,future 2022 ict support,p05,0.4,wte,,,,,,",
            "column unit: the column p05 of composition is not in wte. Use one of: share, per_cent.",
        ),
        (
            "composition,future 2022 ict support,share,672%,per_cent,,,,,,",
            'column published: "672%" is printed with its unit. Write 672, and per_cent in the column unit.',
        ),
        (
            "gap,future 2022,gap,\u221260,wte,,,,,,",
            'column published: "\u221260" begins with a printer\'s minus. Write -60.',
        ),
        (
            "gap,future 2022,gap,1e400,wte,,,,,,",
            "column published: 1e400 is too large to be counted with. Enter it as a plain number.",
        ),
        (
            "change,future all,demand_change_share,5,share,,0,0,,,",
            f"column base_low: 0 to 0 {NO_BASE}",
        ),
        (
            "change,future all,demand_change_share,5,share,,1,1e9,,,",
            f"column base_low: 1 to 1e+09 {NO_BASE}",
        ),
        (
            "change,future all,demand_change_share,5,share,,-5,1e-300,,,",
            f"column base_low: -5 to 1e-300 {NO_BASE}",
        ),
        (
            "change,future all,demand_change_share,5,share,,5,,,,",
            "column base_high: the cell is empty. Enter both bounds, or none.",
        ),
        (
            "gap,future 2022,gap,1,wte,,,,anything,0,",
            'column issue_id: the audit of the report has no inconsistency "anything". Name one that it has, or none.',
        ),
        (
            "gap,future 2022,gap,1,wte,,,,I01,0,1e9",
            "column recomputed_tolerance: 1e+09 is no less than the difference that it would excuse. Enter how far the "
            "recomputed figure itself may be off.",
        ),
    ],
)
def test_reconcile_refuses_a_figure_that_cannot_be(figure, said, small_results, tmp_path, capsys):
    (tmp_path / "figures.csv").write_text(f"{BASE}{figure}\n", encoding="utf-8")
    ended = cadre(capsys, "reconcile", small_results, "--to", tmp_path / "figures.csv")
    assert ended.code == 1
    assert ended.err.splitlines()[0] == f"{tmp_path / 'figures.csv'}, line 2, {said}"


def test_a_share_of_nobody_has_no_interval(small_results, tmp_path, capsys):
    """Ours is 0, so no base makes it anything else."""
    figure = "change,future clinical_coding manager,base_share_of_area,0,share,,5,6,,,\n"
    (tmp_path / "figures.csv").write_text(BASE + figure, encoding="utf-8")
    ended = cadre(capsys, "reconcile", small_results, "--to", tmp_path / "figures.csv")
    assert (ended.code, ended.out.split()[0]) == (0, "agrees")


def test_reconcile_of_another_study_asks_for_its_own_figures(small_results, capsys):
    ended = cadre(capsys, "reconcile", small_results)
    assert ended.code == 1
    assert ended.err.splitlines()[0] == (
        f"{small_results}: the study behind them does not set out to reproduce the 2030 report (reconcile_to in study.toml). "
        "Name your own list of figures with --to."
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.csv", "there is no such file. Check the name."),
        ("tables", "this is a folder. Name the CSV file that lists the figures."),
    ],
)
def test_reconcile_to_what_is_no_file(name, said, small_results, capsys):
    ended = cadre(capsys, "reconcile", small_results, "--to", small_results / name)
    assert (ended.code, ended.err.splitlines()[0]) == (1, f"{small_results / name}: {said}")
