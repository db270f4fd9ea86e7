"""A study whose people are simulated one by one: what its results tell, what they hide, and what its report shows."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from cadreworks.disclosure import SMALLEST_PUBLISHED
from cadreworks.run import RunOptions, run_study
from small_study import edit, write_cohort_study

pytestmark = pytest.mark.slow

OF_PEOPLE = ("age_pyramid", "retirement_wave", "careers", "first_roles", "work_events", "places")


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Path:
    folder = write_cohort_study(tmp_path_factory.mktemp("one-by-one") / "study")
    edit(folder, "study.toml", 'method = "cohort"', 'method = "microsimulation"')
    return folder


@pytest.fixture(scope="module")
def results(study, staff_records, tmp_path_factory) -> Path:
    """To be read and never changed."""
    out = tmp_path_factory.mktemp("one-by-one-results") / "out"
    run_study(study, out, RunOptions(records=str(staff_records), jobs=1))
    return out


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def numbers(out: Path, table: str, *columns: str) -> list[float]:
    return [float(row[column]) for row in rows(out, table) for column in columns if row[column]]


def test_the_same_bytes_with_two_processes(study, results, staff_records, tmp_path):
    out = tmp_path / "out"
    run_study(study, out, RunOptions(records=str(staff_records), jobs=2))
    for path in sorted(results.rglob("*")):
        if path.is_file() and path.name != "run.log":
            assert (out / path.relative_to(results)).read_bytes() == path.read_bytes(), path.name


def test_nothing_below_five_people_is_told(results):
    shares = [row for row in rows(results, "retirement_wave") if row["measure"] != "aged_55_and_over_share"]
    told = [float(row["mean"]) for row in shares if row["mean"]]
    for table, column in (
        ("age_pyramid", "mean"),
        ("places", "mean"),
        ("work_events", "mean"),
        ("first_roles", "people"),
        ("careers", "people"),
    ):
        found = numbers(results, table, column)
        assert found, table
        told += found
    assert not [value for value in told if 0 < value < SMALLEST_PUBLISHED]


def test_ages_add_up_to_people_in_post_in_every_year(results):
    heads = {
        row["year"]: row for row in rows(results, "supply_headcount") if (row["area"], row["level"]) == ("all", "all")
    }
    by_year: dict[str, float] = {}
    for row in rows(results, "age_pyramid"):
        if row["level"] == "all":
            by_year[row["year"]] = by_year.get(row["year"], 0.0) + float(row["mean"])
    assert sorted(by_year) == ["2020", "2021", "2022", "2023"]
    assert by_year["2020"] == float(heads["2020"]["mean"])
    for year, people in by_year.items():
        assert float(heads[year]["p05"]) <= people <= float(heads[year]["p95"])


def test_first_roles_are_shares_of_all_who_join(results):
    found = rows(results, "first_roles")
    assert sum(float(row["share"]) for row in found) == pytest.approx(1.0)
    assert found[-1]["role_1"] == "others"
    assert {row["role_1"].partition("/")[0] for row in found[:-1]} <= {"clinical_coding", "ict"}


def test_the_report_has_the_chapter_its_figures_and_a_table_behind_each(results):
    page = (results / "report.html").read_text(encoding="utf-8")
    assert '<h2 id="one-by-one">People one by one</h2>' in page
    assert '<a href="#one-by-one">' in page
    for figure in ("age-pyramid", "retirement-wave", "aged-55-and-over", "all-gap-chance--future"):
        assert f'id="figure-{figure}"' in page, figure
        assert (results / "charts" / f"{figure}.svg").stat().st_size
        assert (results / "charts" / f"{figure}.png").stat().st_size
    assert "Sides are years, not women and men" in page
    assert "Figures are means of draws" in page
    for sentence in (
        r"About [\d,]+ people would retire in the year to March 2021",
        r"Of those who come to be support staff",
    ):
        assert re.search(sentence, page), sentence


def test_a_study_of_another_method_has_none_of_it_but_the_chance_of_a_shortfall(small_results):
    names = {path.stem for path in (small_results / "tables").iterdir()}
    assert "gap_chance" in names
    assert not names.intersection(OF_PEOPLE)
    page = (small_results / "report.html").read_text(encoding="utf-8")
    assert 'id="figure-all-gap-chance--future"' in page
    assert "one-by-one" not in page
