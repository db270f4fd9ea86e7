"""`cadre plan` from end to end: a run and levers in, a plan judged or chosen, and the study that acts on it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from command import Ended, cadre

from cadreworks.run import RunOptions, run_study
from cadreworks.vocabulary import ALL
from small_levers import LEVERS_TOML, write_small_levers
from small_study import edit, write_small_study

FILES = {
    "plan.csv",
    "outcome.csv",
    "summary.json",
    "cost.csv",
    "people.csv",
    "action-plan.html",
    "action-plan.docx",
    "action-plan.xlsx",
    "manifest.json",
    "run.log",
    "inputs/levers.toml",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small study, its results in `out`, and levers."""
    folder = tmp_path_factory.mktemp("plans")
    study = write_small_study(folder / "study")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        from cadreworks.cli import main

        with pytest.raises(SystemExit) as ended:
            main(["run", str(study), "--out", str(folder / "out"), "--jobs", "1"])
        assert not ended.value.code
    write_small_levers(folder / "levers.toml")
    return folder


def plan(capsys: pytest.CaptureFixture[str], verb: str, run: Path, out: Path, *more: object) -> Ended:
    levers = () if "--levers" in more else ("--levers", run / "levers.toml")
    return cadre(capsys, "plan", verb, run / "out", *levers, "--out", out, "--jobs", 1, *more)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run.log"
    }


@pytest.fixture(scope="module")
def judged(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from cadreworks.planning import PlanOptions, evaluate_plan

    out = tmp_path_factory.mktemp("judged") / "P"
    evaluate_plan(run / "out", run / "levers.toml", out, PlanOptions())
    return out


@pytest.fixture(scope="module")
def chosen(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from cadreworks.planning import PlanOptions, optimise_plan
    from cadreworks.planning.choose import Asked

    out = tmp_path_factory.mktemp("chosen") / "P"
    optimise_plan(run / "out", run / "levers.toml", out, PlanOptions(), Asked(samples=10))
    return out


@pytest.fixture(scope="module")
def overridden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of the small study where it acts on the levers, and its board trusts in fewer graduates."""
    folder = tmp_path_factory.mktemp("overridden")
    study = write_small_study(folder / "study")
    write_small_levers(study / "levers.toml")
    with (study / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[inputs.levers]\nfile = "levers.toml"\nstatus = ["assumed"]\nsource = "Anyshire"\n')
    with (study / "overrides.csv").open("a", encoding="utf-8") as stream:
        for setting, value in (("completion", 0.2), ("per_start_gbp", 30000)):
            stream.write(f"lever.graduate_scheme.{setting},{value},,,workforce board,2021-05-01,the first intake\n")
    run_study(study, folder / "out", RunOptions(jobs=1))
    return folder / "out"


@pytest.mark.slow
def test_what_the_levers_propose_is_judged(capsys, run, tmp_path):
    ended = plan(capsys, "evaluate", run, tmp_path / "P")
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert lines[0] == "A small study (Anyshire, 2020 to 2022)"
    assert lines[-1] == f"Action plan: {tmp_path / 'P' / 'action-plan.html'}"
    assert any(line.startswith("  Bright Future: gap in 2022 ") for line in lines)


@pytest.mark.slow
def test_the_folder_holds_what_the_contract_says(judged, chosen):
    assert set(files(judged)) | {"run.log"} >= FILES
    assert list(rows(judged / "plan.csv")[0])[:8] == [
        *("lever", "from_area", "from_level", "to_area", "to_level", "year", "amount_wte", "cost_gbp")
    ]
    assert list(rows(judged / "outcome.csv")[0])[:8] == [
        *("scenario", "year", "area", "level", "gap_before", "gap_after", "p05", "p95")
    ]
    for folder in (judged, chosen):
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        assert {"cost_gbp", "shortfall_years_before", "shortfall_years_after", "regret_gbp", "solver_status"} <= set(
            summary
        )
        assert set(summary["regret_gbp"]) == {"future"}


@pytest.mark.slow
def test_cost_is_the_same_by_row_by_lever_by_year_and_in_all(judged, chosen):
    for folder in (judged, chosen):
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        total = pytest.approx(summary["cost_gbp"], rel=1e-9, abs=1e-3)
        assert sum(float(row["cost_gbp"]) for row in rows(folder / "plan.csv")) == total
        assert sum(float(row["cost_gbp"]) for row in rows(folder / "cost.csv")) == total
        assert sum(summary["cost_by_year_gbp"].values()) == total
        assert sum(summary["cost_by_funder_gbp"].values()) == total
        assert summary["measures_gbp"] + summary["set_up_gbp"] + summary["pay_gbp"] == total


@pytest.mark.slow
def test_gaps_of_areas_are_the_sums_of_their_levels(judged):
    found = {(row["year"], row["area"], row["level"]): float(row["gap_after"]) for row in rows(judged / "outcome.csv")}
    for year in ("2020", "2021", "2022"):
        whole = sum(value for (at, area, level), value in found.items() if at == year and ALL not in (area, level))
        assert found[year, ALL, ALL] == pytest.approx(whole)


@pytest.mark.slow
def test_the_same_plan_makes_the_same_files(judged, chosen, capsys, run, tmp_path):
    again = plan(capsys, "evaluate", run, tmp_path / "P", "--jobs", 2)
    assert again.code == 0
    assert files(tmp_path / "P") == files(judged)
    assert plan(capsys, "optimise", run, tmp_path / "C", "--samples", 10).code == 0
    assert files(tmp_path / "C") == files(chosen)


@pytest.mark.slow
def test_a_chosen_plan_judged_on_its_own_comes_to_the_same(chosen, capsys, run, tmp_path):
    assert plan(capsys, "evaluate", run, tmp_path / "P", "--plan", chosen / "plan.csv").code == 0
    for name in ("plan.csv", "cost.csv", "people.csv"):
        assert (tmp_path / "P" / name).read_bytes() == (chosen / name).read_bytes()
    ours, theirs = rows(tmp_path / "P" / "outcome.csv"), rows(chosen / "outcome.csv")
    assert [row["gap_after"] for row in ours] == [row["gap_after"] for row in theirs]


@pytest.mark.slow
def test_a_study_that_holds_the_plan_has_the_gap_that_the_plan_promised(chosen, run, capsys, tmp_path):
    """Also where somebody would later decide otherwise: a plan in a study applies to all scenarios alike."""
    study = write_small_study(tmp_path / "study")
    (study / "levers.toml").write_text(LEVERS_TOML, encoding="utf-8")
    (study / "plan.csv").write_bytes((chosen / "plan.csv").read_bytes())
    with (study / "study.toml").open("a", encoding="utf-8") as stream:
        for role, file in (("levers", "levers.toml"), ("plan", "plan.csv")):
            stream.write(f'\n[inputs.{role}]\nfile = "{file}"\nstatus = ["assumed"]\nsource = "Anyshire"\n')
    assert cadre(capsys, "run", study, "--out", tmp_path / "out", "--jobs", 1).code == 0
    promised = {(row["scenario"], row["year"], row["area"], row["level"]): row for row in rows(chosen / "outcome.csv")}
    found = rows(tmp_path / "out" / "tables" / "gap.csv")
    assert len(found) == len(promised)
    for row in found:
        there = promised[row["scenario"], row["year"], row["area"], row["level"]]
        for ours, theirs in (("gap", "gap_after"), ("p05", "p05"), ("p95", "p95")):
            assert float(row[ours]) == pytest.approx(float(there[theirs]), abs=1e-6)
    again = cadre(capsys, "replicate", tmp_path / "out", "--jobs", 1)
    assert again.code == 0, again.out
    moved = cadre(capsys, "compare", run / "out", tmp_path / "out")
    assert "  input levers and plan: none -> levers.toml " in moved.out
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "nobody acts" not in report
    assert "with the plan, and else if growth goes on as it was" in report
    assert '<h2 id="plan">The plan</h2>' in report


@pytest.mark.slow
def test_an_estimate_can_be_overridden_in_a_study(capsys, tmp_path):
    study = write_small_study(tmp_path / "study")
    (study / "levers.toml").write_text(LEVERS_TOML, encoding="utf-8")
    with (study / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[inputs.levers]\nfile = "levers.toml"\nstatus = ["assumed"]\nsource = "Anyshire"\n')
    with (study / "overrides.csv").open("a", encoding="utf-8") as stream:
        stream.write("lever.graduate_scheme.completion,0.2,,,workforce board,2021-05-01,the first intake\n")
    assert cadre(capsys, "run", study, "--out", tmp_path / "out", "--jobs", 1).code == 0
    register = {row["id"]: row for row in rows(tmp_path / "out" / "tables" / "assumptions.csv")}
    assert register["lever.graduate_scheme.completion"]["overridden_by"].startswith("workforce board")
    effects = rows(tmp_path / "out" / "tables" / "overrides.csv")
    named = [row for row in effects if "lever.graduate_scheme.completion" in row.values()]
    assert named, "the effect of the override is told"


def test_an_override_that_the_levers_file_could_not_say_is_refused(capsys, tmp_path):
    """Prices in pounds as shares of one, each by its own setting."""
    study = write_small_study(tmp_path / "study")
    write_small_levers(study / "levers.toml")
    with (study / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[inputs.levers]\nfile = "levers.toml"\nstatus = ["assumed"]\nsource = "Anyshire"\n')
    (study / "overrides.csv").write_text(
        "assumption,value,low,high,who,when,why\n"
        "lever.graduate_scheme.per_start_gbp,2000000,,,board,2021-05-01,the first intake\n"
        "lever.graduate_scheme.per_start_gbp.low,2,,,board,2021-05-01,the first intake\n"
        "lever.graduate_scheme.completion,20,,,board,2021-05-01,the first intake\n"
        "levers.price_growth_per_year,2,,,board,2021-05-01,the first intake\n",
        encoding="utf-8",
    )
    ended = cadre(capsys, "check", study)
    assert ended.code == 1
    for said in (
        "line 2: 2000000 is no possible lever.graduate_scheme.per_start_gbp (-100000 to 1000000 pounds of 2019 per "
        "wte). Check the number and its unit.",
        'line 3, column assumption: "lever.graduate_scheme.per_start_gbp.low" is no assumption of this study.',
        "line 4: 20 is no possible lever.graduate_scheme.completion (0 to 1 share of those who start). Check the unit: "
        "a share of one, not a percentage.",
        "line 5: 2 is no possible levers.price_growth_per_year (-0.1 to 0.25 share per year). Check the unit: a share "
        "of one, not a percentage.",
    ):
        assert f"overrides.csv, {said}" in ended.err


BAD = {
    "no results": (("study", "levers.toml"), 1, "study: there is no manifest.json, so these are no results."),
    "no levers": (("out", "other.toml"), 1, "other.toml: there is no such file. Name a levers file"),
    "out of nothing": (("out", "nothing.toml"), 1, "it proposes no plan, so there is none to judge."),
}


@pytest.mark.parametrize("case", BAD)
def test_wrong_folders_and_files_are_named(capsys, run, tmp_path, monkeypatch, case):
    (results, levers), code, said = BAD[case]
    text = "\n".join(
        line for block in LEVERS_TOML.split("\n\n") if not block.startswith("[[levers.plan]]") for line in (block, "")
    )
    (run / "nothing.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(run)
    ended = cadre(capsys, "plan", "evaluate", results, "--levers", levers, "--out", tmp_path / "P")
    assert (ended.code, said in ended.err) == (code, True), ended.err
    assert not (tmp_path / "P").exists()


def test_a_plan_that_cannot_be_is_refused_and_nothing_is_written(capsys, run, tmp_path):
    (tmp_path / "plan.csv").write_text(
        "lever,from_area,from_level,to_area,to_level,year,amount_wte\n"
        "hiring,outside,outside,ict,manager,2021,400\n"
        "hiring,outside,outside,ict,support,2021,1\n"
        "hirring,outside,outside,ict,manager,2021,4\n",
        encoding="utf-8",
    )
    ended = plan(capsys, "evaluate", run, tmp_path / "P", "--plan", tmp_path / "plan.csv")
    assert ended.code == 1
    assert ended.err.splitlines()[:3] == [
        "plan.csv, line 3: no route of hiring leads from outside to ict, support. "
        "Name areas and levels between which it gives.",
        'plan.csv, line 4, column lever: "hirring" is no lever of the file of levers. Did you mean hiring? '
        "Use one of: graduate_scheme, hiring, reskilling, upskilling, working_life, contractors, automation.",
        "plan.csv, hiring in 2021: 400 wte would start, more than its capacity of 10. "
        "Start fewer, or raise its capacity.",
    ]
    assert not (tmp_path / "P").exists()


@pytest.mark.slow
def test_a_plan_may_be_rounded_to_whole_people(capsys, run, tmp_path):
    """Two rows of 10.5 of a capacity of 20 and a half, rounded up, are one over; by a whole row more they are refused."""
    text = LEVERS_TOML.replace("capacity = { 2021 = 20, 2022 = 30 }", "capacity = { 2021 = 21, 2022 = 30 }")
    assert text != LEVERS_TOML
    (tmp_path / "levers.toml").write_text(text, encoding="utf-8")
    for amounts, code in (((11, 11), 0), ((11, 12), 1), ((11.5, 10.5), 1)):
        rows_of_plan = "".join(
            f"graduate_scheme,outside,outside,{area},professional,2021,{amount}\n"
            for area, amount in zip(("clinical_coding", "ict"), amounts, strict=True)
        )
        head = "lever,from_area,from_level,to_area,to_level,year,amount_wte\n"
        (tmp_path / "plan.csv").write_text(head + rows_of_plan, encoding="utf-8")
        more = ("--plan", tmp_path / "plan.csv", "--levers", tmp_path / "levers.toml")
        assert plan(capsys, "evaluate", run, tmp_path / "P", *more).code == code


@pytest.mark.slow
def test_what_starts_only_late_is_written_down_too(capsys, run, tmp_path):
    """Nothing starts before later steps are decided, so a table of the first years has no rows."""
    (tmp_path / "plan.csv").write_text(
        "lever,from_area,from_level,to_area,to_level,year,amount_wte\nhiring,outside,outside,ict,manager,2022,4\n",
        encoding="utf-8",
    )
    assert plan(capsys, "evaluate", run, tmp_path / "P", "--plan", tmp_path / "plan.csv").code == 0


def test_nobody_is_taken_who_is_not_there(capsys, run, tmp_path):
    """Managers in coding: there are none, and two are to be moved."""
    text = LEVERS_TOML.replace('to_levels = ["support", "professional"]', 'to_levels = ["manager"]').replace(
        'from_area = "clinical_coding"\nto_area = "ict"\nto_level = "support"\nyear = 2022',
        'from_area = "clinical_coding"\nto_area = "ict"\nto_level = "manager"\nyear = 2021',
    )
    assert text != LEVERS_TOML
    (tmp_path / "levers.toml").write_text(text, encoding="utf-8")
    ended = plan(capsys, "evaluate", run, tmp_path / "P", "--levers", tmp_path / "levers.toml")
    assert ended.code == 1
    assert (
        "levers.toml: reskilling takes more staff from clinical_coding, manager than are there in 2022. "
        "Lower their amounts up to that year." in ended.err
    )
    assert not (tmp_path / "P").exists()


@pytest.mark.slow
def test_what_is_read_is_never_replaced(capsys, run):
    before = files(run / "out")
    for out in (run, run / "out"):
        ended = plan(capsys, "evaluate", run, out)
        assert ended.code == 2
        assert "Name a folder of its own for the plan." in ended.err
    assert files(run / "out") == before


@pytest.mark.slow
def test_a_plan_is_not_replaced_by_what_is_found_of_it(capsys, run, judged, tmp_path):
    shutil.copytree(judged, tmp_path / "P")
    before = files(tmp_path)
    ended = plan(capsys, "evaluate", run, tmp_path / "P", "--plan", tmp_path / "P" / "plan.csv")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"cadre: {tmp_path / 'P'}: what is read lies there. Name a folder of its own for the plan.\n"
    assert files(tmp_path) == before


@pytest.mark.slow
def test_a_run_that_acts_on_a_plan_is_planned_for_as_if_it_did_not(capsys, run, judged, overridden, tmp_path):
    """The planner is told; the gap before is that of the run without a plan."""
    notice = "The run holds a plan of its own, which is left out here."
    for verb, more in (("evaluate", ()), ("optimise", ("--samples", 5))):
        asked = ("plan", verb, overridden, "--levers", run / "levers.toml", "--out", tmp_path / verb, "--jobs", 1)
        ended = cadre(capsys, *asked, *more)
        assert ended.code == 0
        assert ended.out.splitlines()[-2:] == [
            f"Note: {notice}",
            f"Action plan: {tmp_path / verb / 'action-plan.html'}",
        ]
        told = [(row["gap_before"]) for row in rows(tmp_path / verb / "outcome.csv")]
        assert told == [row["gap_before"] for row in rows(judged / "outcome.csv")]
    ended = cadre(capsys, *asked, *more, "--json")
    assert json.loads(ended.out)["notices"] == [notice]
    ended = plan(capsys, "evaluate", run, tmp_path / "without", "--json")
    assert json.loads(ended.out)["notices"] == []


def test_an_edited_input_of_the_run_is_not_taken_for_its_own(capsys, run, tmp_path):
    shutil.copytree(run / "out", tmp_path / "out")
    edit(tmp_path / "out" / "inputs", "stock.csv", "80", "81")
    ended = cadre(
        capsys, "plan", "evaluate", tmp_path / "out", "--levers", run / "levers.toml", "--out", tmp_path / "P"
    )
    assert ended.code == 1
    assert "it was changed since the run. Put it back, or run the study again." in ended.err


def test_records_are_refused_where_none_are_read(capsys, run, tmp_path):
    ended = plan(capsys, "evaluate", run, tmp_path / "P", "--records", "records.parquet")
    assert ended.code == 2
    assert "this run rests on no staff records. Leave out --records." in ended.err


ACTUALS = "lever,year,started_wte,arrived_wte,cost_gbp\ngraduate_scheme,2021,6,,500000\n"


@pytest.mark.slow
def test_progress_is_told_from_the_plan_alone(capsys, judged, tmp_path):
    """Six of twelve graduates started; neither the run nor the study is at hand."""
    (tmp_path / "actuals.csv").write_text(ACTUALS, encoding="utf-8")
    ended = cadre(
        capsys, "plan", "track", judged, "--actuals", tmp_path / "actuals.csv", "--out", tmp_path / "T", "--jobs", 1
    )
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "A small study, up to 31 March 2021",
        "  Graduate scheme  6 of 12: behind; too few start; dearer than its starts explain",
        "  So far this means 4 WTE fewer in 2022 than planned, if all else goes as planned.",
        f"Progress: {tmp_path / 'T' / 'progress.html'}",
    ]
    assert {"progress.csv", "progress.html", "summary.json", "manifest.json", "inputs/actuals.csv"} <= set(
        files(tmp_path / "T")
    )
    told = rows(tmp_path / "T" / "progress.csv")
    assert [(row["lever"], row["year"], row["share"], row["status"]) for row in told] == [
        ("graduate_scheme", "2021", "0.5", "behind")
    ]
    again = cadre(
        capsys, "plan", "track", judged, "--actuals", tmp_path / "actuals.csv", "--out", tmp_path / "T", "--jobs", 2
    )
    assert again.code == 0


@pytest.mark.slow
def test_progress_rests_on_the_estimates_that_the_plan_rests_on(capsys, judged, overridden, run, tmp_path):
    """The levers file of the plan has not what the study's board changed in it; the plan's folder holds it."""
    asked = ("plan", "evaluate", overridden, "--levers", run / "levers.toml", "--out", tmp_path / "P", "--jobs", 1)
    assert cadre(capsys, *asked).code == 0
    assert (tmp_path / "P" / "inputs" / "levers.toml").read_bytes() == (judged / "inputs" / "levers.toml").read_bytes()
    text = "lever,year,started_wte\ngraduate_scheme,2021,12\ngraduate_scheme,2022,0\nreskilling,2022,2\n"
    (tmp_path / "actuals.csv").write_text(text, encoding="utf-8")
    expected = {}
    for name, folder in (("theirs", tmp_path / "P"), ("file's", judged)):
        out = tmp_path / f"T-{name}"
        asked = ("plan", "track", folder, "--actuals", tmp_path / "actuals.csv", "--out", out, "--jobs", 1)
        assert cadre(capsys, *asked).code == 0
        cost = {(row["lever"], row["year"]): row for row in rows(folder / "cost.csv")}
        people = {(row["lever"], row["year"]): row for row in rows(folder / "people.csv")}
        told = {(row["lever"], row["year"]): row for row in rows(out / "progress.csv")}
        assert {("graduate_scheme", "2021"), ("graduate_scheme", "2022"), ("reskilling", "2022")} == set(told)
        for key, row in told.items():
            measures = float(cost[key]["measures_gbp"]) + float(cost[key]["set_up_gbp"])
            assert float(row["planned_cost_gbp"]) == pytest.approx(measures)
            assert float(row["planned_arrivals_wte"]) == pytest.approx(float(people[key]["gave"]))
        expected[name] = told
    first, second = ("graduate_scheme", "2021"), ("graduate_scheme", "2022")
    theirs, files_own = expected["theirs"], expected["file's"]
    assert float(theirs[first]["planned_cost_gbp"]) > float(files_own[first]["planned_cost_gbp"]) + 12 * 18000
    assert float(theirs[second]["planned_arrivals_wte"]) == pytest.approx(
        float(files_own[second]["planned_arrivals_wte"]) * 0.2 / 0.85
    )


@pytest.mark.slow
def test_progress_on_a_plan_that_was_edited_is_refused(capsys, judged, tmp_path):
    (tmp_path / "actuals.csv").write_text(ACTUALS.replace("graduate_scheme", "gradate_scheme"), encoding="utf-8")
    ended = cadre(capsys, "plan", "track", judged, "--actuals", tmp_path / "actuals.csv")
    assert ended.code == 1
    assert ended.err.startswith(
        'actuals.csv, line 2, column lever: "gradate_scheme" is not a known lever. Did you mean'
    )
    shutil.copytree(judged, tmp_path / "P")
    (tmp_path / "P" / "plan.csv").write_text("lever\n", encoding="utf-8")
    ended = cadre(capsys, "plan", "track", tmp_path / "P", "--actuals", tmp_path / "actuals.csv")
    assert (ended.code, "it was changed since the plan was made." in ended.err) == (1, True)
    ended = cadre(capsys, "plan", "track", tmp_path, "--actuals", tmp_path / "actuals.csv")
    assert (ended.code, "there is no manifest.json, so this is no plan." in ended.err) == (1, True)


@pytest.mark.slow
def test_a_plan_for_a_study_from_staff_records(capsys, staff_records, cohort_results, tmp_path):
    """The records are asked for, people are carried on by their rates, and following the plan up needs them no more."""
    levers = tmp_path / "levers.toml"
    levers.write_text(LEVERS_TOML, encoding="utf-8")
    asked = ("plan", "evaluate", cohort_results, "--levers", levers, "--out", tmp_path / "P", "--jobs", 1)
    without = cadre(capsys, *asked)
    assert (without.code, "Name them with --records." in without.err) == (2, True)
    assert cadre(capsys, *asked, "--records", staff_records).code == 0
    summary = json.loads((tmp_path / "P" / "summary.json").read_text(encoding="utf-8"))
    assert summary["straight_line_error_wte"] < 0.1, "nobody is kept by what the levers propose"
    footing = tmp_path / "P" / "footing.json"
    assert footing.stat().st_mode & 0o077 == 0, "rates of cells are for the owner only"
    outcome = {(row["year"], row["area"], row["level"]): row for row in rows(tmp_path / "P" / "outcome.csv")}
    added = float(outcome["2023", "ict", ALL]["staff_added"])
    assert 0 < added < 12, "of twelve graduates and two coders"
    (tmp_path / "actuals.csv").write_text(ACTUALS, encoding="utf-8")
    assert cadre(capsys, "plan", "track", tmp_path / "P", "--actuals", tmp_path / "actuals.csv").code == 0
