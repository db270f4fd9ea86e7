"""What drives the gap: shares against cases that are known, grids against the run's own draws, and what-ifs."""

from __future__ import annotations

from dataclasses import replace

import altair
import numpy as np
import pytest

from cadreworks.assumptions import Assumption, Register
from cadreworks.manifest import read_manifest
from cadreworks.periods import Horizon
from cadreworks.progress import no_progress
from cadreworks.reports import charts
from cadreworks.reports.charts import Band, Span
from cadreworks.reports.sensitivity.document import findings
from cadreworks.reports.sensitivity.thresholds_section import times_its_range
from cadreworks.review.sensitivity.choices import overriding, pooling_choices, supply_choices
from cadreworks.review.sensitivity.components import add_effects, estimate_components, move_noise
from cadreworks.review.sensitivity.effects import ANY, IN_USE
from cadreworks.review.sensitivity.fans import SHARES, percentiles_of_difference
from cadreworks.review.sensitivity.grid import CHANCE, EXPERTS, RATES, SCALE, draw_grids, without_chance
from cadreworks.review.sensitivity.information import HELD, bins_of, explained_share
from cadreworks.review.sensitivity.result import Sensitivity, estimate_sensitivity
from cadreworks.study import Study, central_run, draw_runs, read_study
from cadreworks.supply import BASE_YEARS
from cadreworks.supply.cohort.method import CohortMethod
from cadreworks.vocabulary import LEVEL_IDS
from small_cohort import drawn_tallies
from small_study import edit, write_small_study

FUTURE = "future"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return read_study(write_small_study(tmp_path_factory.mktemp("study") / "small"))


@pytest.fixture(scope="module")
def found(study: Study) -> Sensitivity:
    return estimate_sensitivity(study, (), seed=7, samples=60)


def test_a_straight_line_with_interplay_is_parted_as_algebra_says():
    """y = 3 a + 2 b + c a b of a and b at -1 and 1: components 9, 4 and c squared; Shapley shares the last in halves."""
    a, b = np.meshgrid([-1.0, 1.0], [-1.0, 1.0], indexing="ij")
    effects = add_effects(estimate_components(3 * a + 2 * b + 1.5 * a * b, ("a", "b")), ("a", "b"))
    assert (float(effects.alone["a"]), float(effects.alone["b"])) == pytest.approx((9, 4))
    assert (float(effects.in_all["a"]), float(effects.in_all["b"])) == pytest.approx((9 + 2.25, 4 + 2.25))
    assert (float(effects.shapley["a"]), float(effects.shapley["b"])) == pytest.approx((9 + 1.125, 4 + 1.125))


def test_the_function_of_ishigami_and_homma_is_parted_as_they_say():
    """sin x1 + 7 sin(x2)^2 + 0.1 x3^4 sin x1, uniform on -pi to pi (Ishigami and Homma 1990), on a fine grid."""
    x = np.pi * (2 * (np.arange(60) + 0.5) / 60 - 1)
    x1, x2, x3 = np.meshgrid(x, x, x, indexing="ij")
    values = np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)
    found = estimate_components(values, ("x1", "x2", "x3"))
    wanted = {
        frozenset({"x1"}): 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2,
        frozenset({"x2"}): 7**2 / 8,
        frozenset({"x1", "x3"}): 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50),
    }
    for members, part in found.items():
        assert float(part) == pytest.approx(wanted.get(members, 0.0), rel=0.01, abs=1e-9)


def test_noise_of_a_mean_over_few_draws_is_not_taken_for_rates():
    noise = np.random.default_rng(1).standard_normal((400, 2))
    parts = estimate_components(noise, (RATES, CHANCE))
    as_found = float(parts[frozenset({RATES})])
    moved = move_noise(parts, CHANCE, 2)
    assert as_found > 0.4
    assert float(moved[frozenset({RATES})]) < 0.1
    assert sum(map(float, moved.values())) == pytest.approx(noise.var())


def test_rates_alone_have_the_spread_that_chance_leaves():
    rng = np.random.default_rng(2)
    supply = 10 * rng.standard_normal((2000, 1)) + 5 * rng.standard_normal((2000, 2))
    assert without_chance(supply).std() == pytest.approx(10, rel=0.05)
    assert without_chance(supply[:, :1]).tolist() == supply[:, 0].tolist()


def test_what_values_explain_is_nothing_on_average_where_they_have_nothing_to_do_with_it():
    rng = np.random.default_rng(3)
    values, figure = rng.standard_normal((2, 300))
    assert explained_share(values, figure) < 0.06
    assert explained_share(values, 2 * values) > 0.95
    assert explained_share(np.repeat([1.0, 2.0, 3.0], 20), np.repeat([5.0, 9.0, 2.0], 20)) == pytest.approx(1)
    assert set(bins_of(values)) == set(range(16))


def test_percentiles_of_many_differences_are_counted_as_those_of_few_are_made():
    rng = np.random.default_rng(4)
    ours, theirs = rng.standard_normal((700, 2)), 3 * rng.standard_normal((600, 2))
    made = np.stack([np.quantile(np.subtract.outer(ours[:, at], theirs[:, at]), SHARES) for at in range(2)], axis=-1)
    assert percentiles_of_difference(ours, theirs) == pytest.approx(made, abs=1e-4)
    same = percentiles_of_difference(np.full((700, 1), 5.0), np.full((600, 1), 3.0))
    assert same == pytest.approx(np.full((5, 1), 2.0))


def test_net_growth_crossed_is_the_run_itself(study):
    horizon, method = study.settings.horizon, study.supply
    crossed = method.simulate_crossed(study.register, study.stock, horizon, seed=7, rates=9, chances=3)
    drawn = method.simulate(study.register, study.stock, horizon, seed=7, draws=9).drawn
    assert crossed.shape == (9, 1, *drawn.shape[1:])
    assert np.array_equal(crossed[:, 0], drawn)


def test_a_cohort_crossed_begins_with_the_draws_of_the_run_and_goes_on_with_other_luck():
    method = CohortMethod(
        drawn_tallies(
            stock="""
            | level        | age | service | people |
            | support      | 40  | 5       | 300    |
            | professional | 45  | 8       | 200    |
            """,
            leavers="""
            | level        | age | service | people |
            | support      | 40  | 5       | 30     |
            | professional | 45  | 8       | 10     |
            """,
            levels=LEVEL_IDS,
        ),
        ("ict",),
        "count",
    )
    base_years = Assumption(BASE_YEARS.id, 3.0, "years", 3.0, 3.0, "test", "test", "2020-01-01")
    register, horizon = Register.of([base_years]), Horizon(2020, 2023)
    crossed = method.simulate_crossed(register, method.stock, horizon, seed=5, rates=25, chances=2)
    drawn = method.simulate(register, method.stock, horizon, seed=5, draws=25).drawn
    assert np.array_equal(crossed[:, 0], drawn)
    assert not np.array_equal(crossed[:, 1], drawn)
    assert np.array_equal(crossed[:, 1, ..., 0], drawn[..., 0])  # nothing has happened yet in the base year


def test_every_method_that_the_data_support_is_tried(study):
    assert [choice.id for choice in supply_choices(study)] == [
        "net_growth, 3 years",
        "net_growth, 1 year",
        "net_growth, 2 years",
    ]
    choices, left_out = pooling_choices(study)
    assert [choice.id for choice in choices] == ["mean_sd", "linear", "quantile", "random_effects"]
    assert left_out == {"cooke": "there are no answers to questions with known answers"}


def test_the_band_of_rates_and_experts_is_that_of_the_runs_own_draws(study, found):
    """The grid meets every draw with every other; the run pairs them. Both are the same band but for noise."""
    drawn = draw_runs(
        study,
        study.supply.simulate(study.register, study.stock, study.settings.horizon, seed=7, draws=4000).drawn,
        seed=7,
    )
    gap = (drawn.supply() - drawn.demand(FUTURE))[:, -1, -1, -1]
    (fan,) = (fan for fan in found.fans if (fan.quantity, fan.scenario) == ("gap", FUTURE))
    low, high = np.quantile(gap, (0.05, 0.95))
    layer = fan.layers[EXPERTS]
    assert (layer[0, -1], layer[-1, -1]) == pytest.approx((low, high), abs=0.15 * (high - low))


def test_shares_add_up_and_variances_are_those_of_the_grid(found):
    for effects in found.effects:
        parts = effects.effects
        assert sum(parts.shapley.values()) == pytest.approx(parts.variance, rel=1e-9)
    mine = found.grids.in_use
    (in_use,) = (one for one in found.effects if one.methods == IN_USE)
    whole = mine.supply[..., -1, -1].var() + mine.demand[..., -1, -1].var()
    assert float(in_use.effects.variance[-1, -1]) == pytest.approx(whole, rel=1e-9)
    assert in_use.groups == (RATES, EXPERTS)
    assert 0 < float(in_use.noise[RATES][-1, -1]) < 0.3


def test_one_scenario_is_no_group_and_has_no_words_of_others(found):
    assert {effects.scenario for effects in found.effects} == {FUTURE}
    assert {effects.methods for effects in found.effects} == {IN_USE, ANY}
    assert not [one for one in found.worth if one.scenario is None]
    said = " ".join(line for part in findings(found).opening for line in part.sentences)
    assert "equally likely" not in said


def test_low_and_high_are_what_an_override_would_give(study, found):
    (swing,) = (swing for swing in found.swings if swing.id == "net_growth_per_year.ict")
    assert (swing.low, swing.high) == (-0.05, 0.05)
    for end, gap in zip((swing.low, swing.high), swing.gap[FUTURE], strict=True):
        register = overriding(study, {swing.id: end})
        (override,) = (entry.override for entry in register.overridden if entry.id == swing.id)
        run = central_run(replace(study, overrides=(*study.overrides, override)))
        assert gap == pytest.approx(float((run.supply() - run.demand(FUTURE))[-1, -1, -1]))
    pay = next(swing for swing in found.swings if swing.id == "pay_growth_per_year")
    assert pay.swing(FUTURE) == 0
    assert pay.cost_swing(FUTURE) > 0
    assert "net_growth_per_year.clinical_coding" not in {swing.id for swing in found.swings}  # overridden, no range


def test_thresholds_close_and_halve_the_gap_when_they_are_put_in(found):
    now = found.centre.outcome().gap(FUTURE)
    reached = [one for one in found.thresholds if one.needed is not None]
    assert {one.knob.id for one in reached} >= {"experts", "rates", "net_growth_per_year.ict"}
    for one in reached:
        left = 0.0 if one.target == "closed" else now / 2
        assert one.knob.outcome(one.needed).gap(FUTURE) == pytest.approx(left, abs=0.01)
    (returns,) = (one for one in reached if one.knob.id == "experts" and one.target == "closed")
    outcome = found.centre.outcome()
    assert returns.needed == pytest.approx(outcome.supply / outcome.demand[FUTURE])


def test_what_no_value_can_do_is_said_and_what_lies_in_range_is_told_apart(found):
    closed = {one.knob.id: one for one in found.thresholds if one.target == "closed"}
    for one in closed.values():
        times = times_its_range(one)
        if times is not None:
            assert one.within_range == (times <= 1 + 1e-6)
    none = [one for one in found.thresholds if one.needed is None]
    assert all(one.within_range is None for one in none)


def test_knowing_all_rates_is_worth_at_least_as_much_as_knowing_one(found):
    worth = {one.id: one for one in found.worth_of(FUTURE, IN_USE)}
    assert worth[RATES].variance_share == pytest.approx(1 - worth[EXPERTS].variance_share)
    one = worth["net_growth_per_year.ict"]
    assert one.how == HELD
    # the other area is overridden without a range, so that this rate is all that is not known of supply
    assert one.variance_share == pytest.approx(worth[RATES].variance_share, rel=0.02)
    assert one.band_known == pytest.approx(worth[RATES].band_known, rel=0.02)


def test_an_override_with_a_range_is_a_group_of_its_own(tmp_path):
    folder = write_small_study(tmp_path / "study")
    row = "typical_organisations.ict,11,8,14,workforce board,2021-05-01,hospitals merge\n"
    edit(folder, "overrides.csv", "a recruitment freeze is planned\n", f"a recruitment freeze is planned\n{row}")
    grids = draw_grids(read_study(folder), seed=7, samples=20, progress=no_progress)
    assert SCALE in grids.groups
    found = estimate_sensitivity(grids.study, (), seed=7, samples=20)
    (worth,) = (one for one in found.worth_of(FUTURE, IN_USE) if one.id == "typical_organisations.ict")
    assert (worth.how, worth.variance_share > 0.02) == ("straight_line", True)


@pytest.mark.parametrize("key", ["sensitivity_of", "plan_digest"])
def test_a_manifest_of_something_else_is_known(key):
    problem = read_manifest(f'{{"{key}": "x"}}', "manifest.json")
    assert "not of a run" in str(problem)


@pytest.mark.slow
def test_charts_of_findings_are_good_vega_lite(found):
    document = findings(found)
    kinds = {figure.id.split("--")[0]: figure.spec for figure in document.figures}
    assert {"fan", "effects", "effects-by-area", "tornado", "tornado-cost", "worth"} <= set(kinds)
    kinds["coverage"] = charts.spans([Span("One", "80%", 0.8)], "key", line=0.0, unit=None)
    for spec in kinds.values():
        altair.Chart.from_dict(spec).to_dict()


def test_letters_of_a_fan_tell_bands_apart_and_the_widest_is_drawn_first():
    bands = [Band("one", [0.0, -1.0], [0.0, 1.0]), Band("other", [0.0, -3.0], [0.0, 2.0])]
    spec = charts.fan([2020, 2021], [2020], bands, [0.0, 0.5], Band("", [0.0, -1.0], [0.0, 1.0]), unit="WTE")
    assert spec["title"]["subtitle"] == ["A  one", "B  other"]
    areas = [layer for layer in spec["layer"] if layer["mark"].get("type") == "area"]
    assert [layer["data"]["values"][-1]["high"] for layer in areas] == [2.0, 1.0]
    assert [row["text"] for row in spec["layer"][-1]["data"]["values"]] == ["0", "A", "A", "B", "B"]


def test_a_part_that_no_bar_has_keeps_its_letter_and_leaves_the_legend():
    spec = charts.shares([("All", [0.6, 0.0, 0.4])], ["one", "two", "three"])
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["A  one", "C  three"]
    assert len(scale["range"]) == 2


def test_no_organisation_is_named_anywhere(found):
    document = findings(found)
    text = repr(document)
    for name in found.study.returns.organisations:
        assert name not in text
