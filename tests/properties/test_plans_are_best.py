"""The optimiser finds what another solver finds for the same rules, written the slow way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cadreworks.plan.cells import FROM_NOBODY
from cadreworks.plan.levers import Milestone, SharedLimit
from cadreworks.plan.optimise import (
    Budget,
    Status,
    choose_least_cost,
    choose_least_loss,
    choose_under_budget,
    frame_case,
)
from made_up_levers import BASE, cell, made_up_basis, made_up_goal, made_up_lever, made_up_set, outside, steady
from naive_plans import NaivePlans, area_sums, least_cost_by_hand, least_missing_by_hand

pytestmark = pytest.mark.slow

YEARS = 3


@st.composite
def small_plans(draw: st.DrawFn, draws: int = 4) -> NaivePlans:
    """Two areas, three years, up to four levers of all acts, limits that may bind, four draws."""
    number = np.random.default_rng(draw(st.integers(0, 10_000)))
    supply = np.repeat(number.integers(20, 60, (2, 4, 1)).astype(float), YEARS + 1, axis=-1)
    demand = supply + number.integers(-10, 25, (2, 4, 1)) * np.arange(YEARS + 1) / YEARS
    stays = np.round(number.uniform(0.7, 0.95, draws), 3)
    sure = (0.5, 0.8, 1.0)
    levers = [
        made_up_lever("hiring", "external_recruitment", outside(*[cell(a, v) for a in (0, 1) for v in range(4)]),
                      steady(float(number.integers(20, 120))), per_start=8000, effect=sure),
        made_up_lever("graduates", "graduate_scheme", outside(cell(0, 1), cell(1, 1)),
                      steady(float(number.integers(5, 60))), lead=1, per_start=3000, per_year=9000, deadweight=0.2),
        made_up_lever("reskilling", "reskilling", [(cell(0, 0), cell(1, 0)), (cell(1, 1), cell(0, 1))],
                      steady(float(number.integers(2, 20))), lead=int(number.integers(0, 2)), per_start=2000, drop_out=0.1),
        made_up_lever("pay_premium", "retention_pay", [(cell(0, 0), cell(0, 0)), (cell(1, 2), cell(1, 2))],
                      steady(float(number.integers(5, 90))), per_year=900, effect=(0.1, 0.3, 0.5)),
        made_up_lever("contractors", "contractors", outside(cell(0, 2), cell(1, 3)), steady(15.0), lasts=1, per_year=90_000),
        made_up_lever("automation", "automation", [(FROM_NOBODY, cell(0, 0))], steady(9.0), lead=1, per_start=40_000),
    ]  # fmt: skip
    goal = made_up_goal(
        ("driven",),
        confidence=0.5,
        level_share=draw(st.sampled_from([0.0, 0.9])),
        growth_per_year=draw(st.sampled_from([0.1, 100.0])),
        growth_wte=draw(st.sampled_from([15.0, 25.0])),
        moving_share=draw(st.sampled_from([0.02, 1.0])),
        milestones=draw(st.sampled_from([(), (Milestone(BASE + 2, 0.4),)])),
    )
    limit = SharedLimit(
        "market", "Market", ("hiring", "graduates"), (), steady(float(number.integers(30, 150))), "made up"
    )
    widths = 1 + number.normal(0, 0.05, (draws, 1, 1, 1)) * np.arange(YEARS + 1)
    basis = made_up_basis(
        supply,
        {"driven": demand},
        supply_drawn=supply * widths,
        demand_drawn={"driven": np.broadcast_to(demand, (draws, *demand.shape))},
        stays=0.85,
        stays_drawn=stays,
        pay=30_000.0,
    )
    return NaivePlans(made_up_set(levers, goal, [limit]), basis, 0.85, stays)


@pytest.mark.slow
@settings(max_examples=12)
@given(small_plans())
def test_least_cost_is_what_another_solver_finds(plans: NaivePlans) -> None:
    by_hand = least_cost_by_hand(plans, "driven", worst=2)
    chosen = choose_least_cost(frame_case(plans.levers, plans.basis), rounds=1)
    assert (by_hand is None) == bool(chosen.solves > 1)
    assume(by_hand is not None)
    assert chosen.objective == pytest.approx(by_hand, rel=1e-6, abs=1e-3)


@pytest.mark.slow
@settings(max_examples=8)
@given(small_plans(), st.sampled_from([0.0, 1e5, 1e6, 1e7, 1e9]))
def test_least_shortfall_under_a_budget_is_what_another_solver_finds(plans: NaivePlans, budget: float) -> None:
    by_hand = least_missing_by_hand(plans, "driven", budget)
    case = frame_case(plans.levers, plans.basis)
    chosen = choose_under_budget(case, Budget(in_all=budget))
    amounts = [chosen.sizes[route, year] for route, _, year in plans.starts]
    missing = np.maximum(plans.hinges("driven", amounts), 0).sum() / plans.basis.draws
    assert missing == pytest.approx(by_hand, rel=1e-6, abs=1e-4)
    assert plans.cost(amounts) <= budget * (1 + 1e-6) + 0.01
    assert max(plans.rules(amounts)) <= 1e-5


@pytest.mark.slow
@settings(max_examples=8)
@given(small_plans(), st.sampled_from([10_000.0, 60_000.0, 200_000.0]))
def test_least_loss_is_what_another_solver_finds(plans: NaivePlans, price: float) -> None:
    levers = made_up_set(plans.levers.levers, plans.levers.goal, plans.levers.limits, shortfall_gbp=price)
    chosen = choose_least_loss(frame_case(levers, plans.basis), ("driven",))
    assert chosen.objective == pytest.approx(least_missing_by_hand(plans, "driven", 0.0, price), rel=2e-5)


@pytest.mark.slow
@settings(max_examples=8)
@given(small_plans(draws=9))
def test_a_plan_keeps_all_rules_and_what_it_promises_is_what_comes(plans: NaivePlans) -> None:
    case = frame_case(plans.levers, plans.basis, 4)
    chosen = choose_least_cost(case)
    amounts = [chosen.sizes[route, year] for route, _, year in plans.starts]
    assert max(plans.rules(amounts)) <= 1e-5
    promise = chosen.promises["driven"]
    assert np.allclose(promise.gap.ravel(), plans.gap("driven", amounts)[:, -1], rtol=0, atol=1e-6)
    gaps = np.array([area_sums(plans.gap("driven", amounts, draw)[:, -1]) for draw in range(plans.basis.draws)])
    assert np.allclose(promise.confidence, (gaps >= -1e-6).mean(axis=0))
    if chosen.status is Status.BEST:
        assert (promise.confidence >= plans.levers.goal.confidence).all()
        first = choose_least_cost(case, rounds=1)
        assert first.status is not Status.BEST or chosen.objective <= first.objective * (1 + 1e-9)
    else:
        assert chosen.lacking
