"""Charts: every specification is good Vega-Lite, and what stands in it is what was asked for."""

from __future__ import annotations

import altair
import pytest

from cadreworks.reports import charts
from cadreworks.reports.charts import CostBar, Line, Order, StaffBar, draw, draw_all
from cadreworks.reports.figures import figures_of, subjects
from cadreworks.reports.page import all_figures
from cadreworks.study import project

YEARS = list(range(2020, 2031))


def texts_of(spec: object) -> list[str]:
    """Every text that the data of a specification would put into the picture."""
    if isinstance(spec, dict):
        found = [spec["text"]] if isinstance(spec.get("text"), str) else []
        return found + [text for value in spec.values() for text in texts_of(value)]
    if isinstance(spec, list):
        return [text for value in spec for text in texts_of(value)]
    return []


@pytest.mark.slow
def test_every_figure_of_the_reference_study_is_good_vega_lite(reference_study):
    figures = all_figures(project(reference_study, seed=1, draws=20))
    assert sum(len(of_subject) for of_subject in figures.values()) == 52
    for of_subject in figures.values():
        for figure in of_subject:
            altair.Chart.from_dict(figure.spec).to_dict()  # raises where the schema does not hold


def test_every_kind_of_figure_is_good_vega_lite(reference_study):
    projection = project(reference_study, seed=1, draws=20)
    for figure in figures_of(projection, subjects(projection)[0]):
        altair.Chart.from_dict(figure.spec).to_dict()


def test_lines_are_told_apart_without_colour():
    series = [Line(name, [1.0] * 11, [0.5] * 11, [1.5] * 11) for name in ("Supply", "One future", "Another future")]
    layers = charts.lines(YEARS, (2020, 2030), series, "WTE")["layer"]
    thick = [layer["mark"] for layer in layers if layer["mark"].get("strokeWidth") == 2.5]
    assert len({tuple(mark["strokeDash"]) for mark in thick}) == 3
    labels = layers[-1]["data"]["values"]
    assert [label["text"] for label in labels] == [["Supply", "1"], ["One future", "1"], ["Another", "future", "1"]]


def test_the_axis_of_lines_begins_at_nobody():
    layer = charts.lines(YEARS, (2020, 2030), [Line("Supply", [90.0] * 11, [90.0] * 11, [90.0] * 11)], "WTE")["layer"][
        0
    ]
    assert layer["encoding"]["y"]["scale"]["domain"][0] == 0


def test_staffing_parts_those_who_stay_are_gained_and_are_lost():
    bars = [StaffBar("Support", 100, 60), StaffBar("Managers", 10, 25), StaffBar("Leaders", 0, 0)]
    (panel,) = charts.staffing([("A future", bars)])["vconcat"]
    kept, gained, lost, texts = (layer["data"]["values"] for layer in panel["layer"])
    assert [row["kept"] for row in kept] == [60, 10, 0]
    assert [(row["label"], row["kept"], row["most"]) for row in gained] == [("Managers", 10, 25)]
    assert [(row["label"], row["kept"], row["most"]) for row in lost] == [("Support", 60, 100)]
    assert [row["text"] for row in texts] == ["60 (\u221240)", "25 (+15)", "0 (0)"]


def test_composition_letters_tell_levels_apart_without_colour():
    levels = ["Support staff", "Professionals", "Managers", "Senior leaders"]
    spec = charts.composition([("A future", [("2020", [0.5, 0.3, 0.2, 0.0])])], levels)
    rows = spec["vconcat"][0]["layer"][0]["data"]["values"]
    assert [row["level"] for row in rows] == [
        "S  Support staff",
        "P  Professionals",
        "M  Managers",
        "L  Senior leaders",
    ]
    assert [row["text"] for row in rows] == ["S 50%", "P 30%", "M 20%", ""]
    assert [row["to"] for row in rows] == pytest.approx([0.5, 0.8, 1.0, 1.0])


def test_costs_carry_their_numbers():
    spec = charts.cost([CostBar("2020", 116e6, 117e6), CostBar("2030", 1.5e6, 1.4e6, (1e6, 2e6))])
    assert set(texts_of(spec)) >= {"£116m / £117m", "£1.50m / £1.40m"}
    assert [row["by_level"] for row in spec["layer"][0]["data"]["values"]] == [117, 1.4]


def test_a_band_without_width_has_no_whisker():
    spec = charts.cost(
        [CostBar("2020", 2e6, 2e6, (1e6, 3e6)), CostBar("2030", 2e6, 2e6, (2e6, 2e6)), CostBar("x", 1, 1)]
    )
    assert [row["name"] for row in spec["layer"][1]["data"]["values"]] == [["2020"]]


def test_axes_end_where_the_longest_bar_or_band_does():
    bars = [CostBar("2020", 5202e6, 4899e6, (4585e6, 5898e6)), CostBar("2030", 1e6, 1e6)]
    assert charts.cost(bars)["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 5898]
    (panel,) = charts.staffing([("A future", [StaffBar("Support", 100, 60), StaffBar("Managers", 10, 25)])])["vconcat"]
    assert panel["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 100]


def test_a_long_name_of_a_scenario_is_broken_and_never_cut():
    name = "A national service with regional hubs and shared services"
    spec = charts.cost([CostBar(f"2030, {name}", 2e6, 2e6)])
    assert " ".join(spec["layer"][0]["data"]["values"][0]["name"]) == f"2030, {name}"
    labels = charts.lines(YEARS, (2020, 2030), [Line(name, [1.0] * 11, [1.0] * 11, [1.0] * 11)], "WTE")["layer"][-1]
    assert " ".join(labels["data"]["values"][0]["text"]) == f"{name} 1"


@pytest.mark.parametrize(
    ("values", "placed"),
    [
        ([50, 20], [50, 20]),
        ([50, 50], [45, 55]),
        ([0, 1], [5, 15]),
        ([99, 100], [85, 95]),
        ([50, 52, 48, 90], [50, 60, 40, 90]),
        ([10] * 12, [5 + 10 * rank for rank in range(12)]),
    ],
)
def test_labels_are_moved_apart_as_little_as_may_be(values, placed):
    assert charts.spread_apart(values, [10.0] * len(values), top=100) == pytest.approx(placed)


@pytest.fixture(scope="module")
def order() -> Order:
    spec = charts.cost([CostBar("2020", 116e6, 117e6), CostBar("2030", 132e6, 195e6)])
    return Order("any", "Pay & on-costs, a title long enough to need a second line in the picture", "A <source>", spec)


def test_a_picture_file_carries_title_and_source_and_the_page_draws_bare(order):
    drawing = draw(order)
    assert drawing.png.startswith(b"\x89PNG")
    assert "Pay &amp; on-costs" in drawing.svg
    assert "Source: A &lt;source&gt;" in drawing.svg
    assert "Source" not in drawing.bare_svg
    assert "£116m / £117m" in drawing.bare_svg


def test_drawings_leave_speaking_to_the_page(order):
    drawing = draw(order)
    assert "aria-" not in drawing.bare_svg
    assert "role=" not in drawing.bare_svg


def test_drawings_are_the_same_on_one_process_or_two(order):
    told = []
    one, two = draw_all([order], 1, told.append), draw_all([order], 2, told.append)
    assert one == two
    assert told == [1, 1]
