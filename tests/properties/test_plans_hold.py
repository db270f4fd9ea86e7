"""Whatever a plan is: costs add up, nobody is conjured, two plans do together what each does alone, and the straight
lines on which plans are chosen are what the projection finds.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadreworks.bands import Array
from cadreworks.plan.basis import Basis
from cadreworks.plan.costs import cost_by_year, cost_of, unit_costs
from cadreworks.plan.effects import straight_lines
from cadreworks.plan.estimates import central_estimates
from cadreworks.plan.evaluate import Evaluation, central_change, evaluate, shortfall_years
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.response import changes_of, respond
from cadreworks.plan.sizes import plan_rows
from cadreworks.progress import no_progress
from cadreworks.study import basis_without_plan, read_study
from cadreworks.vocabulary import LEVEL_IDS
from small_levers import small_levers
from small_study import edit, write_small_study

LEVERS = small_levers()


@pytest.fixture(scope="module")
def basis(tmp_path_factory: pytest.TempPathFactory) -> Basis:
    """The small study, five draws."""
    folder = write_small_study(tmp_path_factory.mktemp("plans") / "study")
    edit(folder, "study.toml", "draws = 40", "draws = 5")
    return basis_without_plan(read_study(folder), LEVERS, seed=7, draws=5, progress=no_progress)


def plans(levers: LeverSet = LEVERS) -> st.SearchStrategy[Array]:
    """Sizes of any route in any year that a lever may start in, within its capacity."""
    bounds = [
        (lever.capacity.get(year, 0.0) / len(lever.routes))
        for lever in levers.levers
        for _ in lever.routes
        for year in (2021, 2022)
    ]
    return st.tuples(*(st.just(0.0) | st.floats(0, max(bound, 0.0)) for bound in bounds)).map(
        lambda values: np.array(values).reshape(-1, 2)
    )


def net_people(evaluation: Evaluation) -> float:
    """What levers gave, less what they took."""
    return float(sum(people.gave.sum() - people.took.sum() for people in evaluation.people))


@settings(max_examples=25)
@given(sizes=plans())
def test_the_cost_is_the_sum_over_levers_and_years_and_rows(basis, sizes):
    found = evaluate(LEVERS, basis, sizes)
    cost = found.cost
    rows = plan_rows(sizes, cost, LEVERS, horizon=basis.horizon)
    assert sum(float(row["cost_gbp"]) for row in rows) == pytest.approx(float(cost.total), rel=1e-9, abs=1e-3)
    assert float(cost.by_year.sum()) == pytest.approx(float(cost.total))
    estimates = central_estimates(LEVERS)
    parts = straight_lines(LEVERS, estimates, sizes, basis=basis, carry=basis.carry)
    again = cost_by_year(LEVERS, estimates, sizes, staff=parts.staff, pay=basis.pay, horizon=basis.horizon)
    assert again == pytest.approx(cost.by_year, rel=1e-9, abs=1e-3)


@settings(max_examples=25)
@given(sizes=plans())
def test_no_more_people_come_than_levers_gave(basis, sizes):
    """Only what stands in, and people who came, add to supply; who came leaves, and brings nobody."""
    found = evaluate(LEVERS, basis, sizes)
    standing_in = sum(
        people.gave.sum()
        for lever, people in zip(LEVERS.levers, found.people, strict=True)
        if lever.act is Act.STAND_IN
    )
    relieved = sum(
        people.gave.sum() for lever, people in zip(LEVERS.levers, found.people, strict=True) if lever.act is Act.RELIEVE
    )
    added = found.change.supply[..., -1].sum()
    moved_away = sum(people.took.sum() for people in found.people)
    assert added <= net_people(found) + moved_away - relieved + 1e-9
    assert (
        found.supply.central[-1, -1, 1:].sum()
        <= basis.supply[..., 1:].sum() + 2 * (net_people(found) + moved_away) + standing_in + 1e-6
    )


@settings(max_examples=25)
@given(one=plans(), two=plans())
def test_two_plans_do_together_what_each_does_alone(basis, one, two):
    alone = [central_change(LEVERS, basis, sizes).change for sizes in (one, two)]
    together = central_change(LEVERS, basis, one + two).change
    assert together.supply == pytest.approx(alone[0].supply + alone[1].supply, abs=1e-9)
    assert together.relief == pytest.approx(alone[0].relief + alone[1].relief, abs=1e-9)


@settings(max_examples=25)
@given(sizes=plans())
def test_the_straight_lines_are_what_the_projection_finds(basis, sizes):
    """Under net growth every lever is a straight line, so an optimiser's promise is what comes of it."""
    estimates = central_estimates(LEVERS)
    responses = respond(LEVERS, estimates, basis.carry, basis.areas)
    change = central_change(LEVERS, basis, sizes)
    promised = changes_of(responses.gap, sizes).reshape(len(basis.areas), len(LEVEL_IDS), -1)
    assert promised == pytest.approx(change.change.gap, abs=1e-9)
    assert np.abs(change.bent).max() <= 1e-9


@settings(max_examples=25)
@given(sizes=plans())
def test_a_plan_that_does_more_in_no_cell_leaves_no_less_missing(basis, sizes):
    """Shortfall-years fall by no more than what was added."""
    found = evaluate(LEVERS, basis, sizes).outcomes["future"]
    added = np.maximum(evaluate(LEVERS, basis, sizes).change.gap, 0.0).sum()
    assert found.shortfall_years_before - found.shortfall_years_after <= added + 1e-6


def test_nothing_done_changes_and_costs_nothing(basis):
    found = evaluate(LEVERS, basis, np.zeros((len(LEVERS.routes), 2)))
    outcome = found.outcomes["future"]
    assert float(found.cost.total) == 0
    assert np.array_equal(outcome.gap_before.central, outcome.gap_after.central)
    assert np.array_equal(outcome.shortfall_years_before_drawn, outcome.shortfall_years_after_drawn)


def test_each_missing_wte_counts_where_it_is_missing():
    """An excess of three in one cell makes up for no shortfall of two in another."""
    gap = np.zeros((1, 4, 3))
    gap[0, 0, 1:], gap[0, 1, 1:] = 3.0, -2.0
    assert float(shortfall_years(gap)) == 4.0


def test_what_one_start_costs_is_what_a_plan_of_one_costs(basis):
    estimates = central_estimates(LEVERS)
    responses = respond(LEVERS, estimates, basis.carry, basis.areas)
    units = unit_costs(LEVERS, estimates, responses, basis.pay, basis.horizon)
    for route in range(len(LEVERS.routes)):
        sizes = np.zeros((len(LEVERS.routes), 2))
        sizes[route, 0] = 1.0
        cost = cost_of(units, LEVERS, sizes)
        assert float(cost.total - cost.set_up.sum()) == pytest.approx(float(units.of_start[route, 0]))
