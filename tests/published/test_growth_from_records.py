"""From made-up staff records to Table 3.2: growth counted from records projects what the report printed.

The extract is calibrated: each area's true growth leads from Table 3.1 (2020) to Table 3.2 (supply in 2030). With the
true growth a study comes to Table 3.2 exactly; with the growth that the records show, within its sampling error.
"""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from cadreworks.bands import with_totals
from cadreworks.cli import main
from cadreworks.cli.demo import copy_reference_study
from cadreworks.records.engine import duck_engine
from cadreworks.records.extract import Extract, open_records
from cadreworks.run import RunOptions, run_study
from cadreworks.supply.cohort import RATIO, project_cohort, read_cohort

pytestmark = pytest.mark.slow

YEARS = 3
STANDARD_ERRORS = 3.5


def cadre(*arguments: object) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert not ended.value.code


@pytest.fixture(scope="module")
def extract(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("extract")
    cadre(
        "records",
        "synth",
        folder / "S",
        "--people",
        50_000,
        "--years",
        20,
        "--seed",
        7,
        "--every",
        "year",
        "--calibrate",
        "reference",
    )
    cadre("records", "flows", folder / "S", "--by", "area", "--out", folder / "F.csv")
    cadre("records", "growth", folder / "F.csv", "--years", YEARS, "--out", folder / "growth.csv")
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def supply_2030(folder: Path, growth: list[dict[str, object]], tmp_path: Path) -> dict[str, float]:
    """The reference study with another growth table: supply in 2030 by area."""
    study = tmp_path / "study"
    copy_reference_study(study)
    with (study / "growth.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(growth[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(growth)
    text = (study / "study.toml").read_text(encoding="utf-8").replace('reconcile_to = "published"\n', "")
    before, named, after = text.partition('file = "growth.csv"\nstatus = ["made_up"]')
    assert named
    text = before + named.replace("made_up", str(growth[0]["status"])) + after
    (study / "study.toml").write_text(text, encoding="utf-8")
    run_study(study, folder, RunOptions(draws=50))
    return {
        row["area"]: float(row["mean"])
        for row in rows_of(folder / "tables" / "supply.csv")
        if row["year"] == "2030" and row["level"] == "all"
    }


@pytest.fixture(scope="module")
def printed(reference_results) -> dict[str, float]:
    """Supply in 2030 by area as the reference study has it, which reconciles to Table 3.2."""
    return {
        row["area"]: float(row["mean"])
        for row in rows_of(reference_results / "tables" / "supply.csv")
        if row["year"] == "2030" and row["level"] == "all"
    }


def test_the_true_growth_gives_table_3_2_exactly(extract, printed, tmp_path):
    truth = {
        row["area"]: float(row["value"]) for row in rows_of(extract / "S" / "truth.csv") if row["rate"] == "net_growth"
    }
    years = ("2016-17", "2017-18", "2018-19")
    growth = [
        {
            "area": area,
            "level": "all",
            "year": year,
            "net_growth": truth[area],
            "status": "made_up",
            "source": "the truth",
        }
        for area in printed
        if area != "all"
        for year in years
    ]
    found = supply_2030(tmp_path / "out", growth, tmp_path)
    for area in printed:
        assert found[area] == pytest.approx(printed[area], rel=1e-4), area


def test_the_growth_that_records_show_gives_table_3_2_within_sampling_error(extract, printed, tmp_path):
    growth = rows_of(extract / "growth.csv")
    found = supply_2030(tmp_path / "out", growth, tmp_path)
    flows = [row for row in rows_of(extract / "F.csv") if row["measure"] == "headcount"]
    for area in printed:
        if area == "all":
            continue
        last = [row for row in flows if row["area"] == area][-YEARS:]
        # joining and leaving are counts: the variance of a year's growth is their sum over the squared stock
        moved = ("joiners", "returners", "moves_in_area", "leavers", "moves_out_area")
        variance = sum(sum(float(row[part]) for part in moved) / float(row["opening"]) ** 2 for row in last) / YEARS**2
        allowed = 10 * STANDARD_ERRORS * variance**0.5
        assert found[area] / printed[area] - 1 == pytest.approx(0, abs=allowed), area


def test_growth_says_which_records_it_comes_from(extract):
    digest = json.loads((extract / "F.csv.manifest.json").read_text(encoding="utf-8"))["records_digest"]
    assert {row["source"] for row in rows_of(extract / "growth.csv")} == {f"staff records with digest {digest}"}
    assert {row["status"] for row in rows_of(extract / "growth.csv")} == {"collected"}


def test_a_cohort_of_the_same_records_leads_to_table_3_2_within_its_band(extract):
    """People carried forward by age and service, not growth: where recruitment is a ratio, growth goes on all the same.

    A cohort of 50,000 stands for the 46,009 of Table 3.1 in its ratio of 2030 to 2020.
    """
    with duck_engine() as engine:
        cohort = read_cohort(engine, open_records(engine, Extract(str(extract / "S"))), date(2020, 3, 31), YEARS)
    projected = project_cohort(cohort, 10, draws=200, seed=1, recruitment=RATIO)
    published = 60_235 / 46_009  # the totals of Tables 3.2 and 3.1
    central, drawn = (with_totals(wte)[..., -1, -1, :] for wte in (projected.wte.central, projected.wte_draws))
    assert central[-1] / central[0] == pytest.approx(published, rel=0.03)
    low, high = np.quantile(drawn[:, -1] / drawn[:, 0], (0.05, 0.95))
    assert low < published < high
