"""Studies whose supply is held by an establishment: what a run makes of posts, under push and pull, and what it refuses."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from command import cadre

from cadreworks.run import RunOptions, run_study
from small_levers import LEVERS_TOML
from small_study import edit, write_cohort_study

pytestmark = [pytest.mark.slow, pytest.mark.full]

ESTABLISHMENT = """
[inputs.establishment]
file = "posts.csv"
status = ["made_up"]
source = "Anyshire finance"
"""
FROZEN, FREE = "ict", "clinical_coding"
ROUNDING_WTE = 0.01


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def supply_of(out: Path) -> dict[tuple[str, str, int], dict[str, float]]:
    """The figures of supply by area, level and year."""
    return {
        (row["area"], row["level"], int(row["year"])): {name: float(row[name]) for name in ("mean", "p05", "p95")}
        for row in rows(out, "supply")
    }


def write_study_with_posts(folder: Path, results: Path, promotion: str) -> Path:
    """ICT support has posts for nine in ten of its staff; its other levels have as many posts as staff."""
    write_cohort_study(folder)
    stated = f'method = "microsimulation"\npromotion = "{promotion}"'
    edit(folder, "study.toml", 'method = "cohort"', stated)
    edit(folder, "study.toml", "draws = 40", "draws = 12")
    stock = {
        level: of["mean"] for (area, level, year), of in supply_of(results).items() if (area, year) == (FROZEN, 2020)
    }
    lines = [
        f"{FROZEN},{level},2020,{wte * (0.9 if level == 'support' else 1.0):.2f}"
        for level, wte in stock.items()
        if level != "all"
    ]
    (folder / "posts.csv").write_text("\n".join(["area,level,year,posts_wte", *lines, ""]), encoding="utf-8")
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write(ESTABLISHMENT)
    return folder


@pytest.fixture(scope="module", params=["push", "pull"])
def held(request, staff_records, cohort_results, tmp_path_factory) -> tuple[Path, Path]:
    """The study and its results."""
    folder = tmp_path_factory.mktemp(request.param)
    study = write_study_with_posts(folder / "study", cohort_results, request.param)
    run_study(study, folder / "out", RunOptions(records=str(staff_records)))
    return study, folder / "out"


def test_supply_stays_within_posts_where_it_would_not_without(held, cohort_results):
    """Hours of those in post may follow participation up a little; nobody comes in above posts."""
    _, out = held
    free, found = supply_of(cohort_results), supply_of(out)
    posts = {(row["level"], int(row["year"])): row for row in rows(out, "vacancies") if row["area"] == FROZEN}
    levels = ("support", "professional", "manager")
    for level in levels:
        for year in (2021, 2022, 2023):
            limit = float(posts[level, year]["posts_wte"])
            most = limit if level != "support" else max(limit, found[FROZEN, level, 2020]["mean"])
            assert found[FROZEN, level, year]["mean"] <= limit + ROUNDING_WTE or level == "support"
            assert found[FROZEN, level, year]["p95"] <= 1.01 * most, (level, year)
    assert any(free[FROZEN, level, 2023]["p95"] > 1.05 * found[FROZEN, level, 2023]["p95"] for level in levels)
    assert found[FREE, "all", 2023]["p95"] > found[FREE, "all", 2023]["p05"]


def test_vacancies_are_posts_less_staff_and_are_told_of_cells_with_posts_alone(held):
    _, out = held
    told = rows(out, "vacancies")
    assert {row["area"] for row in told} == {FROZEN, "all"}
    supply = supply_of(out)
    for row in told:
        posts, wte, vacancy = (float(row[name]) for name in ("posts_wte", "wte", "vacancy_wte"))
        assert vacancy == pytest.approx(posts - wte, abs=1e-9)
        assert wte == pytest.approx(supply[FROZEN, row["level"], int(row["year"])]["mean"], abs=1e-9)
        assert bool(row["turned_away"]) == (row["level"] == "all" and row["year"] != "2020")
    over = next(row for row in told if (row["area"], row["level"], row["year"]) == (FROZEN, "support", "2020"))
    assert float(over["vacancy_wte"]) < 0
    assert sum(float(row["turned_away"] or 0) for row in told if row["area"] == FROZEN) > 5


def test_the_page_tells_of_vacancies_and_of_what_the_central_run_is(held):
    _, out = held
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "Funded posts and vacancies by area of work, 2020 and 2023" in page
    assert "central figures of supply are the mean of 100 runs under the central rates" in page


def test_the_same_study_gives_the_same_bytes(held, staff_records, tmp_path):
    study, out = held
    run_study(study, tmp_path / "again", RunOptions(records=str(staff_records)))
    for path in sorted((out / "tables").iterdir()):
        assert path.read_bytes() == (tmp_path / "again" / "tables" / path.name).read_bytes(), path.name


LEVERS = """
[inputs.levers]
file = "levers.toml"
status = ["made_up"]
source = "Anyshire"
"""


def test_levers_are_refused_where_posts_limit_who_may_come(capsys, cohort_results, tmp_path):
    folder = write_study_with_posts(tmp_path / "study", cohort_results, "push")
    (folder / "levers.toml").write_text(LEVERS_TOML, encoding="utf-8")
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write(LEVERS)
    ended = cadre(capsys, "check", folder)
    assert ended.code == 1
    assert (
        "study.toml, [inputs.levers]: levers cannot act yet where posts limit who may come. "
        "Leave out the levers and their plan, or the establishment."
    ) in re.sub(r"\s+", " ", ended.out + ended.err)
