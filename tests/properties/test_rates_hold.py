"""What must hold of rates for any flows, and how often their intervals hold the truth."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cadreworks.randomness import stream
from cadreworks.rates import Flows, RateName, RateStatus, estimate_rates
from cadreworks.rates.exposure import NOTHING, count_events
from cadreworks.rates.pooling import estimate_pooled
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS
from flows_tables import flows_of

AGES = tuple(f"age_{number:02d}" for number in range(20))
INTENSITIES = (RateName.LEAVING, RateName.JOINING, RateName.PROMOTION, RateName.AREA_MOVE)


@st.composite
def flows_rows(draw: st.DrawFn) -> list[dict[str, object]]:
    """Rows by area and level in two years that have a year between them."""
    rows: list[dict[str, object]] = []
    for area in AREA_IDS[: draw(st.integers(1, 3))]:
        for level in LEVEL_IDS[: draw(st.integers(1, 4))]:
            for year in (2016, 2018):
                opening = draw(st.integers(0, 60))
                moved = draw(st.integers(0, opening))
                rows.append(
                    {
                        "area": area,
                        "level": level,
                        "from": year,
                        "opening": opening,
                        "closing": draw(st.integers(0, 60)),
                        "leavers": opening - moved,
                        "moves_out_area": draw(st.integers(0, moved)) if moved else 0,
                    }
                )
                rows.append({"area": area, "level": level, "from": year, "measure": "wte", "opening": opening * 0.75})
    return rows


@pytest.mark.slow
@settings(max_examples=30)
@given(flows_rows(), st.randoms(use_true_random=False))
def test_rates_do_not_depend_on_the_order_of_rows(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert estimate_rates(flows_of(shuffled, "area", "level")) == estimate_rates(flows_of(rows, "area", "level"))


@pytest.mark.slow
@settings(max_examples=30)
@given(flows_rows())
def test_empty_cells_change_nothing(rows):
    empty = [
        {"area": area, "level": level, "from": 2016, "opening": 0} for area in AREA_IDS[5:8] for level in LEVEL_IDS[:2]
    ]
    with_empty = {(rate.cell, rate.rate): rate for rate in estimate_rates(flows_of([*rows, *empty], "area", "level"))}
    for rate in estimate_rates(flows_of(rows, "area", "level")):
        if "hold one" not in rate.reason:  # a second area, even empty, is somewhere to move to
            assert with_empty[rate.cell, rate.rate] == rate
    for area in AREA_IDS[5:8]:
        assert with_empty[(area, "support"), RateName.LEAVING].status is RateStatus.NOT_ESTIMATED


@settings(max_examples=30)
@given(flows_rows(), st.data())
def test_rows_split_over_two_files_add_up_to_the_whole(rows, data):
    whole = flows_of(rows, "area", "level")
    chosen = data.draw(st.sets(st.sampled_from(range(len(whole.rows)))))
    parts = [
        Flows(whole.file, whole.by, tuple(row for at, row in enumerate(whole.rows) if (at in chosen) is inside))
        for inside in (True, False)
    ]
    for name in INTENSITIES:
        counted = [count_events(part, name) for part in parts]
        for cell, seen in count_events(whole, name).items():
            assert counted[0].get(cell, NOTHING) + counted[1].get(cell, NOTHING) == seen


@given(st.integers(0, 500), st.lists(st.integers(0, 12), min_size=12, max_size=12))
def test_a_year_split_into_months_has_the_same_exposure_and_events(stock, leavers):
    """With the stock level, twelve months are one year; nothing is lost to rounding."""
    days = [f"2016-{month:02d}-28" for month in range(3, 13)] + [f"2017-{month:02d}-28" for month in range(1, 4)]
    months = flows_of(
        {"from_date": days[at], "to_date": days[at + 1], "opening": stock, "leavers": leavers[at]} for at in range(12)
    )
    year = flows_of([{"from_date": days[0], "to_date": days[12], "opening": stock, "leavers": sum(leavers)}])
    for name in INTENSITIES:
        assert count_events(months, name) == count_events(year, name)
    assert count_events(year, RateName.LEAVING)[()].exposure == Fraction(stock)


CELLS = st.lists(st.tuples(st.integers(0, 3000), st.floats(0.01, 1e5), st.integers(0, 3)), min_size=2, max_size=25).map(
    lambda cells: sorted(cells, key=lambda cell: cell[2])
)


def arrays(cells: list[tuple[int, float, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, numbers = np.unique([area for _, _, area in cells], return_inverse=True)
    return np.array([float(d) for d, _, _ in cells]), np.array([e for _, e, _ in cells]), numbers


@given(CELLS, st.booleans())
@example([(0, 51668.0, 0), (0, 0.5, 0)], False)  # the mean lies above the mixture's own percentile
def test_an_estimate_lies_between_the_cells_own_and_what_it_is_pooled_towards(cells, by_area):
    d, e, area = arrays(cells)
    pooled = estimate_pooled(d, e, area if by_area else None)
    assert ((pooled.weight_of_own >= 0) & (pooled.weight_of_own <= 1)).all()
    mixed = pooled.weight_of_own * d / e + (1 - pooled.weight_of_own) * pooled.pooled_rate
    np.testing.assert_allclose(mixed, pooled.estimate, rtol=1e-9)
    assert (pooled.pooled_rate > 0).all()
    assert (pooled.estimate > 0).all()
    assert ((pooled.low >= 0) & (pooled.low < pooled.estimate) & (pooled.estimate <= pooled.high)).all()


@given(CELLS, st.booleans())
def test_more_exposure_never_lowers_the_weight_of_a_cells_own_events(cells, by_area):
    """Among siblings; so pooling shrinks the smaller of two cells with the same rate at least as far."""
    d, e, area = arrays(cells)
    pooled = estimate_pooled(d, e, area if by_area else None)
    for number in range(area.max() + 1):
        among = area == number if by_area else np.ones(len(area), dtype=bool)
        weights = pooled.weight_of_own[among][np.argsort(e[among], kind="stable")]
        assert (np.diff(weights) >= -1e-12).all()


@given(st.lists(st.floats(1, 5000), min_size=1, max_size=12))
def test_without_any_event_an_estimate_above_zero_comes_with_an_honest_interval(exposure):
    """Next to nothing at its low end; at its high end no less than half an event in all exposure taken as one."""
    e = np.array(exposure)
    pooled = estimate_pooled(np.zeros(len(e)), e, None)
    assert (pooled.estimate > 0).all()
    assert (pooled.low < 0.01 / e.sum()).all()
    assert (pooled.high > 2.3 / e.sum()).all()
    assert (pooled.high > 2 * pooled.estimate).all()


@given(st.floats(1e-3, 1e3))
def test_time_in_other_units_gives_the_same_rates(unit):
    d, e = np.array([0.0, 3.0, 20.0, 7.0]), np.array([2.0, 30.0, 400.0, 55.0])
    area = np.array([0, 0, 1, 1])
    years, units = estimate_pooled(d, e, area), estimate_pooled(d, e * unit, area)
    np.testing.assert_allclose(units.estimate * unit, years.estimate, rtol=1e-6)
    np.testing.assert_allclose(units.high * unit, years.high, rtol=1e-6)


def relative(rng: np.random.Generator, variation: float, count: int, kind: str) -> np.ndarray:
    """Rates over their mean, with a coefficient of variation."""
    if kind == "gamma":
        return rng.gamma(1 / variation**2, variation**2, count)
    sigma = np.sqrt(np.log1p(variation**2))
    return np.exp(rng.normal(-(sigma**2) / 2, sigma, count))


def coverage(kind: str, *, areas: int, cells: int, rate: float, variation: float, seeds: int) -> float:
    """The share of cells whose interval holds their true rate: cells of 0.5 to 5,000 person-years."""
    held = []
    for seed in range(seeds):
        rng = stream(seed, f"coverage/{kind}/{areas}")
        exposure = np.exp(rng.uniform(np.log(0.5), np.log(5000), areas * cells))
        area = np.repeat(np.arange(areas), cells)
        true = rate * relative(rng, 0.3, areas, kind)[area] * relative(rng, variation, areas * cells, kind)
        events = rng.poisson(true * exposure).astype(float)
        found = estimate_pooled(events, exposure, area if areas > 1 else None)
        held.append(((found.low <= true) & (true <= found.high)).mean())
    return float(np.mean(held))


@pytest.mark.parametrize("kind", ["gamma", "lognormal"])
@pytest.mark.parametrize(
    ("areas", "cells", "rate", "variation"),
    [
        (9, 16, 0.08, 0.5),
        (9, 16, 0.01, 0.5),
        (9, 16, 0.08, 0.9),
        (1, 60, 0.08, 0.5),
        (3, 5, 0.08, 0.3),
        (9, 16, 0.08, 0.2),
    ],
)
def test_intervals_cover_the_truth_in_95_of_100_cells(kind, areas, cells, rate, variation):
    """Also where rates differ as a lognormal does, which the model does not assume."""
    seeds = 60 if areas * cells > 50 else 300
    found = coverage(kind, areas=areas, cells=cells, rate=rate, variation=variation, seeds=seeds)
    assert 0.93 <= found <= 0.97


def test_intervals_of_few_siblings_are_too_wide_rather_than_too_narrow():
    """Four areas and nothing below them: what is not known of their spread is in the interval."""
    found = coverage("gamma", areas=1, cells=4, rate=0.08, variation=0.2, seeds=300)
    assert 0.95 <= found <= 1


@pytest.mark.slow
def test_intervals_from_flows_files_cover_true_intensities():
    """From rows of four years by area and age to rates; stocks of one to a thousand people.

    Ages differ here by chance alone, area by area, so that what is fitted to ages is noise: intervals are then a little
    narrow, most for the rarer event (94 and 91 per cent when this was written): the price of being right where ages do
    matter, as tests/published/test_rates_find_the_truth.py shows.
    """
    held: dict[RateName, list[bool]] = {RateName.LEAVING: [], RateName.AREA_MOVE: []}
    for seed in range(50):
        rng = stream(seed, "flows of known rates")
        rows, true = _simulated(rng)
        for rate in estimate_rates(flows_of(rows, "area", "age_band")):
            if rate.rate in held and rate.status is not RateStatus.NOT_ESTIMATED:
                held[rate.rate].append(rate.low <= true[rate.rate][rate.cell] <= rate.high)
    for name, least in ((RateName.LEAVING, 0.93), (RateName.AREA_MOVE, 0.90)):
        assert len(held[name]) > 4000
        assert least <= np.mean(held[name]) <= 0.97


def _simulated(
    rng: np.random.Generator,
) -> tuple[list[dict[str, object]], dict[RateName, dict[tuple[str, ...], float]]]:
    """Flows whose leavers and area moves are Poisson about rates of their own; stocks stay as they are."""
    rows: list[dict[str, object]] = []
    true: dict[RateName, dict[tuple[str, ...], float]] = {RateName.LEAVING: {}, RateName.AREA_MOVE: {}}
    for area, of_area in zip(AREA_IDS, relative(rng, 0.2, len(AREA_IDS), "gamma"), strict=True):
        for age in AGES[:10]:
            stock = int(np.ceil(np.exp(rng.uniform(0, np.log(1000)))))
            leaving, moving = np.array([0.09, 0.02]) * of_area * relative(rng, 0.5, 2, "lognormal")
            true[RateName.LEAVING][area, age], true[RateName.AREA_MOVE][area, age] = leaving, moving
            for year in range(2016, 2020):
                left, moved = rng.poisson([leaving * stock, moving * stock])
                cell = {"area": area, "age_band": age, "from": year, "opening": stock}
                rows.append({**cell, "leavers": left, "moves_out_area": moved})
                rows.append({**cell, "measure": "wte", "opening": round(stock * 0.8, 6)})
    return rows, true


def test_intervals_of_participation_cover_the_truth():
    """Ratios that vary between eight years, with stayers' wte that vary too."""
    held = []
    for seed in range(200):
        rng = stream(seed, "participation")
        rows: list[dict[str, object]] = []
        for year in range(2010, 2018):
            wte = round(float(rng.uniform(50, 150)), 6)
            change = round(wte * float(rng.normal(-0.01, 0.02)), 6)
            rows.append({"from": year, "measure": "wte", "opening": wte, "stayers": wte, "stayers_change": change})
            rows.append({"from": year, "opening": 100, "stayers": 100})
        rows = [row | {"from": 2010 + 2 * (int(str(row["from"])) - 2010)} for row in rows]
        rate = estimate_rates(flows_of(rows))[-1]
        held.append(rate.low <= 0.99 <= rate.high)
    assert 0.91 <= np.mean(held) <= 0.99


def test_the_same_flows_give_the_same_rates_whoever_asks():
    rows = [{"area": area, "opening": 10 * at, "leavers": at} for at, area in enumerate(AREA_IDS, start=1)]
    flows = flows_of(rows, "area")
    again = replace(flows, rows=tuple(reversed(flows.rows)))
    assert estimate_rates(flows) == estimate_rates(flows) == estimate_rates(again)
