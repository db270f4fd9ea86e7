"""The waterfall between studies whose supply rests on staff records: the stock of the one with the rates of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cadreworks.progress import no_progress
from cadreworks.records.synthetic import Request, write_extract
from cadreworks.review.change import Group, Step
from cadreworks.review.changes import changes_that_move
from cadreworks.review.headline import headline, headline_by_area
from cadreworks.review.waterfall import bind_steps, share_out_change
from cadreworks.review.waterfall.bound import make_steps
from cadreworks.study import Study, central_run, give_records, read_study
from small_study import edit, write_cohort_study, write_small_study

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def first(staff_records: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = write_cohort_study(tmp_path_factory.mktemp("first") / "study")
    return give_records(read_study(folder), str(staff_records), no_progress)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Other records, recruitment as a ratio, and another growth of pay."""
    folder = tmp_path_factory.mktemp("second")
    write_extract(folder / "extract", Request(900, 9, 6, every="year", calibrated=True), no_progress)
    study = write_cohort_study(folder / "study")
    edit(study, "study.toml", 'method = "cohort"', 'method = "cohort"\nrecruitment = "ratio"')
    edit(study, "assumptions.csv", "pay_growth_per_year,0.02,", "pay_growth_per_year,0.03,")
    return give_records(read_study(study), str(folder / "extract" / "extract.parquet"), no_progress)


def steps_between(first: Study, second: Study) -> list[Step]:
    return bind_steps(first, list(changes_that_move(first, second)))


def parts(first: Study, second: Study) -> Iterator[tuple[tuple[str, str, str, str], float]]:
    published = headline_by_area(first), headline_by_area(second)
    shared = share_out_change(first, second, steps_between(first, second), published, progress=no_progress)
    for item in shared.movements:
        yield (item.area, item.figure, item.group, item.change), item.by


def test_records_are_parted_into_stock_and_rates(first, second):
    steps = steps_between(first, second)
    assert [(step.group, step.name) for step in steps] == [
        (Group.PAY, "pay_growth_per_year"),
        (Group.DATA, "staff records, stock at the base day"),
        (Group.RATES, "staff records, rates of the years before"),
        (Group.METHOD, "recruitment"),
    ]
    there, back = dict(parts(first, second)), dict(parts(second, first))
    for before, after in zip(headline_by_area(first), headline_by_area(second), strict=True):
        moved = sum(by for key, by in there.items() if key[:2] == (after.area, after.figure))
        assert moved == pytest.approx(after.value - before.value, rel=1e-9, abs=1e-6)
    assert {key[2] for key in there if key[:2] == ("all", "supply")} == {"data", "rates", "method"}
    assert there.keys() == back.keys()
    for key, by in there.items():
        assert back[key] == pytest.approx(-by, rel=1e-9, abs=1e-6)


def test_a_mix_begins_with_the_stock_of_the_one_and_goes_on_by_the_rates_of_the_other(first, second):
    _, opening, rates, _ = steps_between(first, second)
    stock_only, rates_only = make_steps(first, [opening]), make_steps(first, [rates])
    for mix, begins in ((stock_only, second), (rates_only, first)):
        supply = central_run(mix).supply()
        assert supply[..., 0] == pytest.approx(central_run(begins).supply()[..., 0])
        assert mix.supply.stock == pytest.approx(begins.stock)
    both = make_steps(first, [rates, opening])
    assert headline(both) == headline(make_steps(first, [opening, rates]))
    taken = replace(second.records.method, recruitment=first.settings.recruitment)
    whole = replace(first, stock=second.stock, records=replace(second.records, method=taken))
    assert [figure.value for figure in headline(both)] == pytest.approx([figure.value for figure in headline(whole)])


def test_records_of_other_cells_are_one_change(first, second):
    tallies = second.records.method.tallies
    method = replace(second.records.method, tallies=replace(tallies, areas=tuple(f"{area}_" for area in tallies.areas)))
    other = replace(second, records=replace(second.records, method=method))
    names = [step.name for change in (changes_that_move(first, other),) for step in change]
    assert names == ["pay_growth_per_year", "staff records", "recruitment"]


def test_a_method_goes_with_what_it_alone_reads(first, tmp_path):
    folder = write_small_study(tmp_path / "tables")
    edit(folder, "study.toml", "horizon = 2022", "horizon = 2023")
    edit(folder, "study.toml", "points = [2021, 2022]", "points = [2021, 2023]")
    edit(folder, "returns.csv", ",2022,", ",2023,")
    edit(folder, "pay_points.csv", "4,24157", "4,26157")
    tables = read_study(folder)
    steps = steps_between(tables, first)
    assert [(step.group, step.name) for step in steps] == [
        (Group.RATES, "override of net_growth_per_year.clinical_coding"),
        (Group.METHOD, "method of supply and what it reads"),
        (Group.PAY, "pay points, bands and awards"),
    ]
    change = steps[1].changes[0]
    assert change.before.startswith("net_growth (stock.csv ")
    assert change.after == f"cohort (staff records {first.records.digest[:8]})"
    found = dict(parts(tables, first))
    before, after = (np.array([figure.value for figure in headline(study)]) for study in (tables, first))
    for at, figure in enumerate(("supply", "demand", "gap", "cost")):
        moved = sum(by for key, by in found.items() if key[:2] == ("all", figure))
        assert moved == pytest.approx(after[at] - before[at], rel=1e-9, abs=1e-6)
