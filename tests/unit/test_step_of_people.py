"""The compiled step of people: what it counts on the way is what the people, looked at one by one, say at the end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cadreworks.supply.cohort.classes import AGES
from cadreworks.supply.cohort.factors import Factors
from cadreworks.supply.cohort.population import SOURCES
from cadreworks.supply.method import COUNT, RATIO
from cadreworks.supply.microsimulation.chance import bits_of
from cadreworks.supply.microsimulation.expectation import Expected, expect_months
from cadreworks.supply.microsimulation.lives import (
    CHANGED_HOURS,
    EVER_LEFT,
    IN_POST,
    LEFT,
    MICRO,
    RETURNED,
    ROSE,
    UNSEEN,
    Counted,
    nothing_counted,
)
from cadreworks.supply.microsimulation.people import live
from cadreworks.supply.microsimulation.rules import Hours, Model, Rules, central_rules, make_model
from cadreworks.supply.microsimulation.simulate import Request, Simulated, draw_people, simulate_people, start_of_staff
from cadreworks.supply.microsimulation.staff import away_of_tallies, staff_of_tallies
from cadreworks.supply.microsimulation.tables import tables_of
from made_up_cohorts import busy_cohort, busy_tallies

pytestmark = pytest.mark.slow

YEARS, PLACES = 5, 3


def _model(basis: str = COUNT, places: int = PLACES) -> Model:
    tallies, cohort = busy_tallies(), busy_cohort()
    staff = staff_of_tallies(tallies)
    at = (np.arange(len(staff)) % places).astype(np.uint8)
    staff = replace(staff, place=at, places=tuple(("type", f"region_{number}") for number in range(places)))
    hours = Hours(np.tile([0.5, 1.0, 1.5], (4, 1)), np.full(4, 0.2))
    away = away_of_tallies(tallies, cohort)
    return make_model(cohort, staff, away, hours, basis=basis, factors=Factors.none(len(cohort.areas)))


def _ready(model: Model) -> tuple[Model, Rules, Expected]:
    rules = central_rules(model)
    return model, rules, expect_months(model, rules, YEARS)


def _simulated(model: Model) -> Simulated:
    return simulate_people(*_ready(model), YEARS, seed=7, chance_of=0)


def _in_post(simulated: Simulated, name: str) -> np.ndarray:
    """A part of those in post at the end."""
    return np.concatenate([getattr(lives, name)[lives.status == IN_POST] for lives in simulated.lives])


@pytest.mark.parametrize("basis", [COUNT, RATIO])
def test_heads_carried_on_are_the_people_in_post_at_the_end(basis):
    simulated = _simulated(_model(basis))
    cell, age, place = (_in_post(simulated, name).astype(np.int64) for name in ("cell", "age", "place"))
    found = np.zeros((4, AGES), dtype=np.int64)
    np.add.at(found, (cell, age), 1)
    assert np.array_equal(simulated.counted.stock[-1], found)
    assert np.array_equal(simulated.counted.places[-1], np.bincount(place, minlength=PLACES))


@pytest.mark.parametrize("places", [1, PLACES])
def test_hours_are_those_of_the_people_by_cell_and_by_place(places):
    simulated = _simulated(_model(places=places))
    exact = (_in_post(simulated, "wte") * MICRO + 0.5).astype(np.int64)
    for counted, of in ((simulated.counted.wte, "cell"), (simulated.counted.places_wte, "place")):
        found = np.zeros(counted.shape[1], dtype=np.int64)
        np.add.at(found, _in_post(simulated, of), exact)
        assert np.array_equal(counted[-1], found)
    assert np.array_equal(simulated.counted.wte.sum(axis=1), simulated.counted.places_wte.sum(axis=1))


def test_years_one_by_one_are_the_same_as_years_together():
    model, rules, expected = _ready(_model())
    tables = tables_of(model, rules, expected)

    def after(spans: list[tuple[int, int]]) -> tuple[Counted, list[np.ndarray]]:
        counted = nothing_counted(YEARS, model.cells, len(model.cohort.levels), PLACES)
        lives = start_of_staff(model, np.uint64(5), counted)
        for first, last in spans:
            live(lives, tables, counted, np.uint64(5), first, last)
        return counted, list(lives)

    together, lives = after([(0, YEARS)])
    one_by_one, same_lives = after([(year, year + 1) for year in range(YEARS)])
    assert all(np.array_equal(a, b) for a, b in zip(together, one_by_one, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(lives, same_lives, strict=True))


def test_stock_follows_from_flows_and_everything_happens():
    counted = _simulated(_model()).counted
    came = counted.of_year[:, : RETURNED + 1].sum(axis=1) + counted.moved.sum(axis=1)
    went = counted.of_year[:, LEFT] + counted.moved.sum(axis=2)
    stock = counted.stock.sum(axis=2)
    assert np.array_equal(stock[1:] - stock[:-1], came - went)
    for what in (SOURCES.index("international"), RETURNED, LEFT, EVER_LEFT, ROSE, CHANGED_HOURS, UNSEEN):
        assert counted.of_year[:, what].sum() > 0
    assert counted.of_year[:, EVER_LEFT].sum() == counted.of_year[:, [LEFT, UNSEEN]].sum()
    assert counted.rose.sum() <= counted.of_year[:, ROSE].sum()


def test_threads_leave_no_trace():
    model, _, expected = _ready(_model())
    nothing = Factors.none(len(model.cohort.areas))
    found = [
        [b"".join(part.tobytes() for part in draw.counted) for draw in draw_people(model, expected, asked)]
        for asked in (Request(YEARS, 3, 1, threads, nothing) for threads in (1, 2))
    ]
    assert found[0] == found[1]
    assert len(set(found[0])) == 3


def test_chances_as_bits_are_sure_at_one_and_never_at_nought():
    assert bits_of(np.array([0.0, 0.5, 1.0, 2.0])).tolist() == [0, 2**52, 2**53, 2**53]
    assert bits_of(np.array([1e-300]))[0] == 1
