"""The waterfall between two studies: every figure's parts add up, and what cannot be made alone is made as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import altair
import numpy as np
import pytest

from cadreworks.progress import no_progress
from cadreworks.reports import charts
from cadreworks.reports.charts import Fall
from cadreworks.review.change import Change, Group, Step
from cadreworks.review.changes import changes_that_move
from cadreworks.review.headline import headline_by_area
from cadreworks.review.waterfall import Shared, bind_steps, share_out_change
from cadreworks.review.waterfall.bound import make_steps
from cadreworks.settings_file import Input
from cadreworks.study import Study, read_study
from small_levers import LEVERS_TOML
from small_study import edit, write_small_study

LEVERS = """
[inputs.levers]
file = "levers.toml"
status = ["assumed"]
source = "Anyshire"
"""


def studied(folder: Path, *changes: Callable[[Path], object]) -> Study:
    write_small_study(folder)
    for make in changes:
        make(folder)
    return read_study(folder)


def more_stock(folder: Path) -> None:
    edit(folder, "stock.csv", "ict,support,80,", "ict,support,180,")


def dearer(folder: Path) -> None:
    edit(folder, "assumptions.csv", "pay_growth_per_year,0.02,", "pay_growth_per_year,0.03,")
    edit(folder, "pay_points.csv", "4,24157", "4,26157")


def other_rates(folder: Path) -> None:
    edit(folder, "overrides.csv", "0.05,,,workforce board", "0.02,,,workforce board")
    edit(folder, "growth.csv", "ict,all,2018-19,0.05", "ict,all,2018-19,0.25")


def more_asked_for(folder: Path) -> None:
    edit(folder, "returns.csv", "South trust,future,2022,ict,support,12.0", "South trust,future,2022,ict,support,30.0")


def pooled_otherwise(folder: Path) -> None:
    edit(folder, "study.toml", 'method = "mean_sd"', 'method = "random_effects"')


def with_plan(folder: Path) -> None:
    (folder / "levers.toml").write_text(LEVERS_TOML, encoding="utf-8")
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write(LEVERS)


def five_years(folder: Path) -> None:
    growth = (folder / "growth.csv").read_text(encoding="utf-8")
    for area in ("clinical_coding", "ict"):
        for year in ("2014-15", "2015-16"):
            growth += f"{area},all,{year},0.1,collected,records\n"
    (folder / "growth.csv").write_text(growth, encoding="utf-8")
    edit(folder, "assumptions.csv", "supply_base_years,3,years,3,3", "supply_base_years,5,years,5,5")


ALL_CHANGES = (more_stock, dearer, other_rates, more_asked_for, pooled_otherwise, with_plan)


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Study:
    return studied(tmp_path_factory.mktemp("first") / "small")


@pytest.fixture(scope="module")
def second(tmp_path_factory) -> Study:
    return studied(tmp_path_factory.mktemp("second") / "small", *ALL_CHANGES)


def shared(first: Study, second: Study, **more: int) -> Shared:
    steps = bind_steps(first, list(changes_that_move(first, second)))
    published = headline_by_area(first), headline_by_area(second)
    return share_out_change(first, second, steps, published, progress=no_progress, **more)


def by_figure(found: Shared) -> dict[tuple[str, str, str], float]:
    sums: dict[tuple[str, str, str], float] = {}
    for item in found.movements:
        key = item.scenario, item.area, item.figure
        sums[key] = sums.get(key, 0.0) + item.by
    return sums


def parts(found: Shared) -> dict[tuple[str, str, str, str, str], float]:
    return {(item.scenario, item.area, item.figure, item.group, item.change): item.by for item in found.movements}


def test_the_parts_of_every_figure_add_up(first, second):
    found = shared(first, second)
    assert {item.group for item in found.movements} == {"data", "rates", "returns", "pay", "method", "plan"}
    sums = by_figure(found)
    for before, after in zip(headline_by_area(first), headline_by_area(second), strict=True):
        moved = sums.get((after.scenario, after.area, after.figure), 0.0)
        assert moved == pytest.approx(after.value - before.value, rel=1e-9, abs=1e-6)
    for figure in ("supply", "demand", "gap", "cost"):
        assert sums["future", "all", figure] != 0.0


def test_gaps_of_areas_add_up_to_the_whole_in_every_part(first, second):
    found = parts(shared(first, second))
    for (scenario, area, figure, group, change), by in found.items():
        if (area, figure) == ("all", "gap"):
            areas = [found.get((scenario, name, figure, group, change), 0.0) for name in first.settings.areas]
            assert sum(areas) == pytest.approx(by, rel=1e-9, abs=1e-6)


def test_two_studies_swapped_give_the_negatives(first, second):
    there, back = parts(shared(first, second)), parts(shared(second, first))
    assert there.keys() == back.keys()
    for key, by in there.items():
        assert back[key] == pytest.approx(-by, rel=1e-9, abs=1e-6)


def test_the_order_of_steps_is_no_matter(first, second):
    steps = list(changes_that_move(first, second))
    figures = [figure.value for figure in headline_by_area(second)]
    for order in (steps, steps[::-1], steps[3:] + steps[:3]):
        assert [figure.value for figure in headline_by_area(make_steps(first, order))] == figures


def test_no_change_gives_an_empty_waterfall(first):
    assert shared(first, first) == Shared(())


def test_what_is_not_in_a_group_is_not_moved_by_it(first, second):
    moved = {(item.figure, item.group) for item in shared(first, second).movements}
    assert {group for figure, group in moved if figure == "supply"} == {"data", "rates", "plan"}
    assert "pay" not in {group for figure, group in moved if figure != "cost"}


def test_a_group_of_too_many_changes_is_told_as_a_whole(first, second):
    whole, single = shared(first, second, most_mixes=64), shared(first, second)
    assert whole.alone == (Group.RATES, Group.PAY)
    assert single.alone == ()
    for found in (whole, single):
        assert by_figure(found).keys() == by_figure(single).keys()
    pay = [item.by for item in single.movements if (item.group, item.figure) == ("pay", "cost")]
    (as_one,) = (item for item in whole.movements if (item.group, item.figure) == ("pay", "cost"))
    assert len(pay) == 2
    assert as_one.change == ""
    assert as_one.by == pytest.approx(sum(pay), rel=1e-9)


def test_years_that_a_mean_needs_come_with_it(first, tmp_path):
    """The first study has three years of growth, so five cannot be averaged without the second's table."""
    second = studied(tmp_path / "small", five_years)
    (step,) = bind_steps(first, list(changes_that_move(first, second)))
    assert (step.name, step.group) == ("supply_base_years and growth", Group.RATES)
    (back,) = bind_steps(second, list(changes_that_move(second, first)))
    assert back.name == step.name
    assert by_figure(shared(first, second))["future", "all", "supply"] != 0.0


def test_levers_are_taken_out_together_with_the_coming_of_posts(tmp_path):
    """No study may hold both, so no mix may."""
    planned = studied(tmp_path / "small", with_plan)
    posts = Input("establishment", "stock.csv", ("collected",), "Anyshire")
    kept = [item for item in planned.settings.inputs if item.role != "levers"]
    settings = replace(planned.settings, inputs=(*kept, posts))
    second = replace(planned, settings=settings, plan=None, establishment=np.ones((2, 4, 3)))
    alone = list(changes_that_move(planned, second))
    assert [step.name for step in alone] == ["establishment", "levers and plan"]
    (step,) = bind_steps(planned, alone)
    assert step.name == "establishment and levers and plan"
    made = step.make(planned)
    assert made.plan is None
    assert made.establishment is second.establishment


def test_what_the_published_figures_do_not_share_with_this_version_is_told(first):
    old = [
        replace(figure, value=figure.value + 7.0 * (figure.figure == "demand")) for figure in headline_by_area(first)
    ]
    found = share_out_change(first, first, [], (old, headline_by_area(first)), progress=no_progress)
    (movement,) = found.movements
    assert (movement.figure, movement.group, movement.by) == ("demand", "version", pytest.approx(-7.0))


def test_a_step_that_does_not_lead_to_the_second_study_is_found_out(first, second):
    steps = list(changes_that_move(first, second))[1:]
    published = headline_by_area(first), headline_by_area(second)
    assert share_out_change(first, second, steps, published, progress=no_progress).unknown


def test_a_mix_without_a_number_is_refused(first):
    def spoil(study: Study) -> Study:
        return replace(study, pay=replace(study.pay, by_area=study.pay.by_area * np.nan))

    step = Step((Change("input", "pay", "one", "two"),), Group.PAY, spoil)
    figures = headline_by_area(first)
    with pytest.raises(ArithmeticError, match="with pay alone a figure is no number"):
        share_out_change(first, first, [step], (figures, figures), progress=no_progress)


# the chart


def test_a_waterfall_runs_from_before_to_after_without_leaning_on_colour():
    falls = [Fall("Data", 30.0, "+30"), Fall("Rates", -10.0, "\u221210"), Fall("Returns", -50.0, "\u221250")]
    spec = charts.waterfall((-100.0, "\u2212100"), falls, (-130.0, "\u2212130"), unit="WTE")
    altair.Chart.from_dict(spec).to_dict()
    rows = spec["layer"][-1]["data"]["values"]
    assert [(row["name"], row["start"], row["end"], row["kind"]) for row in rows] == [
        ("Before", 0.0, -100.0, "whole"),
        ("Data", -100.0, -70.0, "up"),
        ("Rates", -70.0, -80.0, "down"),
        ("Returns", -80.0, -130.0, "down"),
        ("After", 0.0, -130.0, "whole"),
    ]
    assert [row["text"] for row in rows] == ["\u2212100", "+30", "\u221210", "\u221250", "\u2212130"]
    fills = {layer["mark"]["fill"] for layer in spec["layer"] if layer["mark"].get("type") == "rect"}
    assert len(fills) == 3
    assert spec["title"]["text"] == "grey: before and after; filled: adds; hollow: takes away"


def test_small_changes_of_a_large_gap_can_be_seen():
    falls = [Fall("Data", 30.0, "+30"), Fall("Rates", -10.0, "\u221210")]
    assert not charts.from_zero(-10_000.0, falls)
    spec = charts.waterfall((-10_000.0, ""), falls, (-9_980.0, ""), unit="WTE")
    altair.Chart.from_dict(spec).to_dict()
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert -10_010 < low < -10_000
    assert -9_970 < high < -9_960
    assert spec["title"]["text"].startswith("diamonds: before and after")


def test_names_and_numbers_of_a_long_waterfall_stand_apart():
    falls = [Fall(group.title, 1.0, "+1") for group in Group]
    rows = charts.waterfall((0.0, "0"), falls, (7.0, "7"), unit="WTE")["layer"][-1]["data"]["values"]
    middles = [row["middle"] for row in rows]
    assert len(middles) == 9
    assert {later - earlier for earlier, later in pairwise(middles)} == {30}
    assert max(len(row["name"]) for row in rows) <= 7  # what fits at the left of the bars
