"""Studies whose supply rests on staff records: what a run makes of them, what it refuses, and what it gives away."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from command import cadre

from cadreworks.assumptions import Assumption, Register
from cadreworks.periods import Horizon
from cadreworks.records.engine import duck_engine
from cadreworks.records.extract import Extract, open_records
from cadreworks.supply import COUNT
from cadreworks.supply.cohort.method import CohortMethod
from cadreworks.supply.cohort.population import read_tallies
from small_study import edit, write_cohort_study, write_small_study

pytestmark = pytest.mark.slow

AREAS = ("clinical_coding", "ict")


def override(folder: Path, assumption: str, value: float) -> None:
    row = f"{assumption},{value!r},,,workforce board,2021-05-01,a scheme begins\n"
    (folder / "overrides.csv").write_text(f"assumption,value,low,high,who,when,why\n{row}", encoding="utf-8")
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[inputs.overrides]\nfile = "overrides.csv"\nstatus = ["assumed"]\nsource = "workforce board"\n')


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def value(out: Path, table: str, column: str, **where: str) -> float:
    (found,) = [row for row in rows(out, table) if all(row[name] == wanted for name, wanted in where.items())]
    return float(found[column])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "run.log"
    }


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_cohort_study(tmp_path / "study")


def test_the_stock_is_the_count_of_the_records_on_31_march(staff_records, cohort_results):
    counted = duckdb.sql(f"""
        SELECT area_of_work, level, sum(wte) FROM '{staff_records}'
        WHERE as_at = DATE '2020-03-31' AND area_of_work IN {AREAS}
          AND coalesce(contract_type, '') NOT IN ('bank', 'honorary')
        GROUP BY ALL
    """).fetchall()
    for area, level, wte in counted:
        found = value(cohort_results, "supply", "mean", year="2020", area=area, level=level)
        assert found == pytest.approx(float(wte), abs=1e-9), (area, level)
    assert len(counted) == 6  # no managers in coding, nor senior leaders


def test_every_cell_of_every_year_adds_up_in_people(cohort_results):
    stock = {
        (row["area"], row["level"], int(row["year"])): float(row["mean"])
        for row in rows(cohort_results, "supply_headcount")
    }
    flows: dict[tuple[str, str, int], dict[str, float]] = {}
    for row in rows(cohort_results, "supply_flows"):
        key = (row["area"], row["level"], int(row["year"]))
        flows.setdefault(key, {})[row["flow"]] = float(row["mean"] or "nan")
    came = ("joiners", "returners", "moves_in_area", "moves_in_level")
    for (area, level, year), flow in flows.items():
        change = sum(flow[name] for name in came)
        change -= flow["leavers"] + flow["moves_out_area"] + flow["moves_out_level"]
        assert stock[area, level, year] == pytest.approx(stock[area, level, year - 1] + change, abs=1e-6)
    assert sorted(flows) == [(area, "all", year) for area in ("all", *AREAS) for year in (2021, 2022, 2023)]
    whole = flows["all", "all", 2021]
    assert 0 < whole["retirements"] < whole["leavers"]


def test_the_manifest_knows_the_records_and_the_results_do_not_hold_them(staff_records, cohort_results):
    manifest = json.loads((cohort_results / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["methods"] == {"supply": "cohort", "recruitment": "count", "demand": "mean_sd"}
    assert re.fullmatch("[0-9a-f]{32}", manifest["records"]["digest"])
    assert (manifest["records"]["first_day"], manifest["records"]["last_day"]) == ("2011-03-31", "2020-03-31")
    ids = [row[0].encode() for row in duckdb.sql(f"SELECT DISTINCT person_id FROM '{staff_records}'").fetchall()]
    everything = b"\n".join(path.read_bytes() for path in cohort_results.rglob("*") if path.is_file())
    assert len(ids) > 1500
    assert not [person for person in ids if person in everything]
    assert b"extract.parquet" not in b"\n".join(contents(cohort_results).values())


def test_the_report_says_what_supply_rests_on_and_how_it_did_before(cohort_results):
    page = (cohort_results / "report.html").read_text(encoding="utf-8")
    assert "if people go on joining, moving and leaving as they did" in page
    assert "if growth goes on as it was" not in page
    assert "Recruitment by source is the same number of people every year" in page
    assert 'id="figure-track-record"' in page
    assert "People in post, and people who come, go and move" in page
    assert "supply grows less and less" in page
    (ours,) = [
        row
        for row in rows(cohort_results, "backtest")
        if (row["method"], row["horizon"], row["over"]) == ("cohort", "1", "cells")
    ]
    assert (ours["base_years"], ours["origins"]) == ("3", "6")
    assert 0.0 < float(ours["wape"]) < 0.2
    assert 0.6 < float(ours["coverage_80"]) <= 1.0
    naive = {row["method"] for row in rows(cohort_results, "backtest")}
    assert {"last_value", "last_growth", "net_growth"} < naive


@pytest.mark.slow
def test_the_same_bytes_however_the_records_are_stored(staff_records, cohort_results, study, tmp_path, capsys):
    csv_file = tmp_path / "extract.csv"
    duckdb.sql(f"COPY (SELECT * FROM '{staff_records}' ORDER BY hash(person_id, as_at)) TO '{csv_file}' (HEADER)")
    spells = tmp_path / "spells.parquet"
    assert cadre(capsys, "records", "spells", staff_records, "--out", spells).code == 0
    for given, jobs in ((csv_file, 2), (spells, 1)):
        out = tmp_path / "out"
        assert cadre(capsys, "run", study, "--out", out, "--records", given, "--jobs", jobs).code == 0
        assert contents(out) == contents(cohort_results)


@pytest.mark.slow
def test_a_run_is_repeated_with_its_records_and_with_no_others(staff_records, cohort_results, tmp_path, capsys):
    ended = cadre(capsys, "replicate", cohort_results, "--records", staff_records, "--jobs", 1)
    assert (ended.code, "identical" in ended.out) == (0, True)
    ended = cadre(capsys, "replicate", cohort_results)
    assert ended.code == 2
    assert ended.err == (
        f"cadre: {cohort_results}: this run rests on staff records, which its results do not hold. Name them with --records.\n"
    )
    other = tmp_path / "other.parquet"
    one = f"(SELECT min(person_id) FROM '{staff_records}')"
    duckdb.sql(f"COPY (SELECT * FROM '{staff_records}' WHERE person_id <> {one}) TO '{other}' (FORMAT parquet)")
    ended = cadre(capsys, "replicate", cohort_results, "--records", other)
    digest = json.loads((cohort_results / "manifest.json").read_text(encoding="utf-8"))["records"]["digest"]
    assert ended.code == 1
    assert ended.err.splitlines()[0] == (
        f"{other}: they are not the records of the run. Give those whose spells have the digest {digest}."
    )


REFUSED: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "no statement of where the records come from": (
        lambda study: edit(
            study, "study.toml", '[records]\nstatus = ["made_up"]\nsource = "Anyshire staff records"', ""
        ),
        (
            "study.toml, [records] status: the setting is missing. Add where its figures come from.",
            "study.toml, [records] source: the setting is missing. Add the document or system, and the place in it.",
        ),
    ),
    "stock from two sources": (
        lambda study: edit(
            study,
            "study.toml",
            "[inputs.returns]",
            '[inputs.stock]\nfile = "stock.csv"\nstatus = ["collected"]\nsource = "records"\n\n[inputs.returns]',
        ),
        (
            "study.toml, [inputs.stock]: with the method cohort, the stock comes from the staff records. "
            "Leave the input out.",
        ),
    ),
    "recruitment unknown": (
        lambda study: edit(study, "study.toml", 'method = "cohort"', 'method = "cohort"\nrecruitment = "number"'),
        ('study.toml, [supply] recruitment: "number" is not known. Use one of: count, ratio.',),
    ),
    "a base year that the records lack": (
        lambda study: (
            edit(study, "study.toml", "base_year = 2020", "base_year = 2021"),
            edit(study, "study.toml", "points = [2021, 2023]", "points = [2022, 2023]"),
            edit(study, "returns.csv", ",2021,", ",2022,"),
        )[0],
        (
            "the records: they have no day 2021-03-31, on which the projection is to begin. They tell of 2011-03-31 to "
            "2020-03-31.",
        ),
    ),
    "one base year": (
        lambda study: edit(study, "assumptions.csv", "supply_base_years,3,years,3,3", "supply_base_years,1,years,1,1"),
        (
            "the records: rates are to rest on 1 year, and it takes 2 to see how years differ. Ask for at least 2 years.",
        ),
    ),
    "more base years than there are": (
        lambda study: edit(
            study, "assumptions.csv", "supply_base_years,3,years,3,3", "supply_base_years,12,years,12,12"
        ),
        (
            "the records: they hold 9 years before 2020-03-31 without a gap, and rates are to rest on 12. Add snapshots "
            "of 31 March in earlier years, or let rates rest on fewer years.",
        ),
    ),
    "an override of a rate of net growth": (
        lambda study: override(study, "net_growth_per_year.ict", 0.1),
        (
            'overrides.csv, line 2, column assumption: "net_growth_per_year.ict" is no assumption of this study. '
            "Did you mean pay_growth_per_year? Use one of the 13 that the reference pages list.",
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_study_that_the_records_cannot_serve_is_refused_in_these_words(case, study, staff_records, tmp_path, capsys):
    change, said = REFUSED[case]
    change(study)
    ended = cadre(capsys, "run", study, "--out", tmp_path / "out", "--records", staff_records)
    assert ended.code == 1
    assert tuple(line for line in ended.err.splitlines()[:-1] if not line.startswith(("Finding", "Opening"))) == said
    assert not (tmp_path / "out").exists()


def test_records_are_asked_for_where_they_are_needed_and_refused_where_not(study, staff_records, tmp_path, capsys):
    ended = cadre(capsys, "run", study, "--out", tmp_path / "out")
    assert ended.code == 2
    assert ended.err == "cadre: The supply of this study rests on staff records. Name them with --records.\n"
    plain = write_small_study(tmp_path / "plain")
    ended = cadre(capsys, "run", plain, "--out", tmp_path / "out", "--records", staff_records)
    assert ended.code == 2
    assert ended.err == "cadre: study.toml asks for the method net_growth, which reads no records.\n"
    edit(plain, "study.toml", 'method = "net_growth"', 'method = "net_growth"\nrecruitment = "ratio"\n\n[records]')
    ended = cadre(capsys, "check", plain)
    assert ended.code == 1
    assert ended.err.splitlines()[:2] == [
        "study.toml, [supply] recruitment: the method net_growth tells no joiners from leavers. "
        "Leave it out, or choose the method cohort or microsimulation.",
        "study.toml, [records]: the method net_growth reads no staff records. "
        "Leave the section out, or choose the method cohort or microsimulation.",
    ]


def test_the_check_says_what_it_could_not_check(study, staff_records, capsys):
    ended = cadre(capsys, "check", study)
    assert ended.code == 0
    assert "Note: Supply rests on staff records, which this says nothing of; give them with --records.\n" in ended.out
    ended = cadre(capsys, "check", study, "--records", staff_records)
    assert ended.code == 0
    assert "says nothing of" not in ended.out
    assert "Note: Staff in post grew by" in ended.out


def test_methods_are_judged_from_the_same_past_years_and_the_page_says_who_came_nearer(cohort_results):
    page = (cohort_results / "report.html").read_text(encoding="utf-8")
    by_horizon = {}
    for row in rows(cohort_results, "backtest"):
        if row["over"] == "cells" and row["wape"]:
            by_horizon.setdefault(row["horizon"], {})[row["method"], row["base_years"]] = row
    for ahead, horizon in (("One year", "1"), ("Three years", "3"), ("Five years", "5")):
        scores = by_horizon[horizon]
        ours = scores["cohort", "3"]
        same = {key: row for key, row in scores.items() if row["origins"] == ours["origins"]}
        assert ("last_value", "0") in same
        shown = [row for (name, _), row in same.items() if name in ("last_value", "net_growth")]
        assert all(row["cells"] == ours["cells"] for row in shown)
        best = min(float(row["wape"]) for row in shown)
        verdict = "nearer than any other" if float(ours["wape"]) < best else "further off"
        assert f"{ahead} ahead, from" in page
        assert f"was {verdict}: an error of {float(ours['wape']):.1%}, against {best:.1%} of" in page
    assert "The longest test is five years ahead, and the projection runs three years." in page


def test_a_record_too_short_to_be_tried_on_the_past_says_so(study, staff_records, tmp_path, capsys):
    short = tmp_path / "short.parquet"
    duckdb.sql(f"COPY (SELECT * FROM '{staff_records}' WHERE as_at >= DATE '2017-03-31') TO '{short}' (FORMAT parquet)")
    out = tmp_path / "out"
    assert cadre(capsys, "run", study, "--out", out, "--records", short).code == 0
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "and the record is too short to try the method on the past" in page
    assert "stands under Track record" not in page
    assert "The method could not be tried on the past: 3 base years are asked for" in page


def test_an_extract_that_needs_a_map_is_sent_where_maps_are_read(study, staff_records, tmp_path, capsys):
    theirs = tmp_path / "theirs.csv"
    duckdb.sql(f"COPY (SELECT * RENAME (person_id AS staff_number) FROM '{staff_records}') TO '{theirs}' (HEADER)")
    ended = cadre(capsys, "run", study, "--out", tmp_path / "out", "--records", theirs)
    assert ended.code == 1
    assert ended.err.splitlines()[-2] == (
        f"the records: {theirs} holds neither spells nor an extract in our own columns. Draw it together first, with its "
        "map: cadre records spells EXTRACT --map MAP.toml --out spells.parquet."
    )


def test_an_area_without_staff_is_refused(study, staff_records, tmp_path, capsys):
    fewer = tmp_path / "fewer.parquet"
    duckdb.sql(f"COPY (SELECT * FROM '{staff_records}' WHERE area_of_work <> 'ict') TO '{fewer}' (FORMAT parquet)")
    ended = cadre(capsys, "run", study, "--out", tmp_path / "out", "--records", fewer)
    assert ended.code == 1
    assert (
        "the records: nobody is in post in ict on 2020-03-31, and the study covers it. "
        "Mend the records, or `areas` in study.toml." in ended.err
    )


def test_levels_of_ones_own_are_refused(study, staff_records, tmp_path, capsys):
    (tmp_path / "map.toml").write_text(
        '[levels]\nids = ["lower", "higher"]\n[values.level]\n"support" = "lower"\n"professional" = "lower"\n'
        '"manager" = "higher"\n"senior_leader" = "higher"\n',
        encoding="utf-8",
    )
    spells = tmp_path / "spells.parquet"
    made = cadre(capsys, "records", "spells", staff_records, "--map", tmp_path / "map.toml", "--out", spells)
    assert made.code == 0, made.err
    ended = cadre(capsys, "run", study, "--out", tmp_path / "out", "--records", spells)
    assert ended.code == 1
    assert (
        "the records: they were read with the levels lower, higher, and a study has support, professional, manager, "
        "senior_leader. Translate their levels under [values.level] of the map." in ended.err
    )


def test_what_few_joined_cannot_be_told_from_what_is_published(staff_records):
    """A cell, an area or a source that fewer than five joined has no row of flows, and none that would give it away."""
    with duck_engine() as engine:
        store = open_records(engine, Extract(str(staff_records)))
        tallies = read_tallies(engine, store, date(2020, 3, 31), 3, whole=True)
    joined = tallies.telling_returners_alike().joined[-3:].sum(axis=(0, 1)).reshape(9, 4).sum(axis=1)
    few = [area for area, number in zip(tallies.areas, joined, strict=True) if 0 < number < 5]
    assert len(few) >= 1
    method = CohortMethod(tallies, tallies.areas, COUNT)
    register = Register.of([Assumption("supply_base_years", 3, "years", 3, 3, "", "", "")])
    horizon = Horizon(2020, 2022)
    people = method.simulate(register, method.stock, horizon, seed=1, draws=5).people
    hidden = [at for at in range(9) if np.isnan(people.flows["joiners"].central[at, -1]).all()]
    assert {tallies.areas.index(area) for area in few} <= set(hidden)
    assert len(hidden) >= 2
    for flow in people.flows.values():
        assert np.isnan(flow.central[hidden]).all()
        assert np.isnan(flow.central[:, :4]).all()
    shown = {rate.area for rate in method.rates(3) if rate.kind == "joining"}
    assert shown == {area for at, area in enumerate(tallies.areas) if at not in hidden}


def test_an_override_of_what_was_hardly_seen_is_refused(study, staff_records, tmp_path, capsys):
    """Of 1,500 people, the few of IT education and training make no five promotions in three years."""
    edit(
        study,
        "study.toml",
        'areas = ["clinical_coding", "ict"]',
        'areas = ["clinical_coding", "ict", "it_education_training"]',
    )
    for name in ("typical_organisation.csv",):
        lines = [
            f"it_education_training,{level},1,assumed,team"
            for level in ("support", "professional", "manager", "senior_leader")
        ]
        with (study / name).open("a", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
    with (study / "pay_bands.csv").open("a", encoding="utf-8") as stream:
        stream.write("area,it_education_training,6,assumed,team\n")
    answers = [
        f"{organisation},future,{year},it_education_training,{level},1,,,,,director"
        for organisation in ("North trust", "South trust", "West trust")
        for year in (2021, 2023)
        for level in ("support", "professional", "manager", "senior_leader")
    ]
    with (study / "returns.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n".join(answers) + "\n")
    override(study, "promotion_rate.it_education_training", 0.2)
    ended = cadre(capsys, "run", study, "--out", tmp_path / "out", "--records", staff_records)
    assert ended.code == 1
    assert ended.err.splitlines()[-2] == (
        "overrides.csv: promotion_rate.it_education_training is overridden, and too few people did so in the years that "
        "rates rest on. Leave it out: what was observed is not shown below 5, so it cannot be replaced."
    )


@pytest.mark.slow
def test_an_override_moves_the_rate_of_its_area_and_is_shown_beside(
    study, staff_records, cohort_results, tmp_path, capsys
):
    (observed,) = [row for row in rows(cohort_results, "assumptions") if row["id"] == "leaver_rate.ict"]
    override(study, "leaver_rate.ict", float(observed["value"]) / 2)
    out = tmp_path / "out"
    assert cadre(capsys, "run", study, "--out", out, "--records", staff_records).code == 0
    left = [
        value(folder, "supply_flows", "mean", year="2021", area="ict", level="all", flow="leavers")
        for folder in (cohort_results, out)
    ]
    assert left[1] == pytest.approx(left[0] / 2, rel=0.05)  # people compete for fewer ways out, hence not exactly half
    same = [
        value(folder, "supply_flows", "mean", year="2021", area="clinical_coding", level="all", flow="leavers")
        for folder in (cohort_results, out)
    ]
    assert same[0] == same[1]
    effects = [
        row for row in rows(out, "overrides") if (row["assumption"], row["figure"]) == ("leaver_rate.ict", "supply")
    ]
    without = value(cohort_results, "supply", "mean", year="2023", area="all", level="all")
    assert float(effects[0]["without_override"]) == pytest.approx(without)
    assert float(effects[0]["with_override"]) > without


@pytest.mark.slow
def test_a_ratio_recruits_more_where_more_are_in_post(study, staff_records, cohort_results, tmp_path, capsys):
    edit(study, "study.toml", 'method = "cohort"', 'method = "cohort"\nrecruitment = "ratio"')
    out = tmp_path / "out"
    assert cadre(capsys, "run", study, "--out", out, "--records", staff_records).code == 0
    first, second = (
        value(folder, "supply", "mean", year="2023", area="all", level="all") for folder in (cohort_results, out)
    )
    assert second > first
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "so many for each person in post" in page
    assert "supply grows less and less" not in page
    ended = cadre(capsys, "compare", cohort_results, out)
    assert ended.code == 0
    assert "  setting recruitment: count -> ratio" in ended.out
    assert (
        "What moved it cannot be told apart, since supply rests on staff records, which results do not hold. Name them "
        "with --records, and with --records-of-second where the second run rests on others.\n"
    ) in ended.out
    told = cadre(capsys, "compare", cohort_results, out, "--records", staff_records).out.splitlines()
    supply = told[told.index("  supply") :][:4]
    assert [line.partition(":")[0] for line in supply] == [
        "  supply",
        "    before",
        "    method (recruitment)",
        "    after",
    ]
    assert not [line for line in told if line.startswith("    data")]


def test_compare_wants_the_records_of_each_run_that_rests_on_some(cohort_results, small_results, staff_records, capsys):
    ended = cadre(capsys, "compare", small_results, cohort_results, "--records", staff_records)
    assert (ended.code, ended.err) == (
        2,
        f"cadre: {small_results}: this run rests on no staff records. Leave out --records.\n",
    )
    ended = cadre(capsys, "compare", cohort_results, small_results, "--records-of-second", staff_records)
    assert (ended.code, ended.err) == (
        2,
        f"cadre: {cohort_results}: this run rests on staff records, which its results do not hold. Name them with "
        "--records.\n",
    )


def test_rates_of_few_events_do_not_stand_in_the_register(cohort_results):
    shown = [
        row
        for row in rows(cohort_results, "assumptions")
        if row["id"].startswith(("leaver_rate", "promotion_rate", "joiners"))
    ]
    counts = [int(re.search(r": ([\d,]+) \w+ in 3 years$", row["source"])[1].replace(",", "")) for row in shown]
    assert counts
    assert min(counts) >= 5
    for row in shown:
        assert float(row["low"]) < float(row["value"]) < float(row["high"])


def test_scores_of_a_back_test_are_shown_beside_net_growth(staff_records, tmp_path, capsys):
    """Growth from staff records reaches a study of net growth as a table; its back-test comes along."""
    assert cadre(capsys, "records", "backtest", staff_records, "--out", tmp_path / "b.csv", "--draws", 50).code == 0
    study = write_small_study(tmp_path / "study")
    out = tmp_path / "out"
    assert cadre(capsys, "run", study, "--out", out).code == 0
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "no back-test came with it" in page
    assert 'id="figure-track-record"' not in page
    shutil.copy(tmp_path / "b.summary.csv", study / "backtest.csv")
    edit(
        study,
        "study.toml",
        "[inputs.returns]",
        '[inputs.backtest]\nfile = "backtest.csv"\nstatus = ["derived"]\nsource = "staff records"\n\n[inputs.returns]',
    )
    assert cadre(capsys, "run", study, "--out", out).code == 0
    page = (out / "report.html").read_text(encoding="utf-8")
    assert 'id="figure-track-record"' in page
    assert "Net growth of three years" in page
    ours = [row for row in rows(out, "backtest") if row["method"] == "net_growth"]
    with (tmp_path / "b.summary.csv").open(encoding="utf-8", newline="") as stream:
        theirs = [row for row in csv.DictReader(stream) if row["method"] == "net_growth"]
    assert ours == [{name: row[name] for name in ours[0]} for row in theirs]
