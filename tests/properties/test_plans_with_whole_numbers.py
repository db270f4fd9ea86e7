"""Least intakes, costs of setting up and chance itself: what the optimiser finds is what trying everything finds."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadreworks.plan.levers import Lever
from cadreworks.plan.optimise import Budget, Status, choose_least_cost, choose_under_budget, frame_case
from made_up_levers import BASE, cell, made_up_basis, made_up_goal, made_up_lever, made_up_set, outside
from naive_plans import NaivePlans, least, lines_of

pytestmark = pytest.mark.slow

AMOUNTS = range(5)


@st.composite
def two_levers(draw: st.DrawFn) -> tuple[list[Lever], int]:
    """Two levers into one cell over two years, in whole numbers, and the staff wanted at the end."""
    levers = [
        made_up_lever(
            name,
            "external_recruitment",
            outside(cell(0)),
            {BASE + 1: draw(st.integers(3, 4)), BASE + 2: draw(st.integers(3, 4))},
            per_start=draw(st.integers(1, 9)) * 1000.0,
            set_up=draw(st.sampled_from([0.0, 5000.0, 12_000.0])),
            minimum=draw(st.sampled_from([0.0, 2.0, 3.0])),
        )
        for name in ("one", "two")
    ]
    return levers, draw(st.integers(0, 14))


def cost_by_hand(levers: list[Lever], amounts: tuple[int, ...]) -> float | None:
    """Pounds of so many starts by lever and year, or None where they are not allowed."""
    total = 0.0
    for place, lever in enumerate(levers):
        of_lever = amounts[2 * place : 2 * place + 2]
        for year, amount in zip((BASE + 1, BASE + 2), of_lever, strict=True):
            if amount > lever.capacity[year] or 0 < amount < lever.minimum:
                return None
        total += sum(of_lever) * lever.costs.per_start.value + (lever.costs.set_up.value if any(of_lever) else 0.0)
    return total


@settings(max_examples=30)
@given(two_levers())
def test_set_up_and_least_intakes_are_what_trying_everything_finds(case: tuple[list[Lever], int]) -> None:
    levers, wanted = case
    every = [(cost_by_hand(levers, amounts), amounts) for amounts in product(AMOUNTS, repeat=4)]
    allowed = [cost for cost, amounts in every if cost is not None and sum(amounts) >= wanted]
    supply = np.zeros((1, 4, 3))
    demand = supply.copy()
    demand[0, 0, -1] = wanted
    basis = made_up_basis(supply, {"driven": demand})
    chosen = choose_least_cost(frame_case(made_up_set(levers, made_up_goal(("driven",))), basis))
    assert (chosen.status is Status.BEST) == bool(allowed)
    if allowed:
        assert chosen.objective == pytest.approx(min(allowed), rel=1e-6, abs=1e-2)
        assert chosen.proven


@settings(max_examples=20)
@given(two_levers(), st.integers(0, 60))
def test_a_budget_with_set_up_buys_what_trying_everything_finds(case: tuple[list[Lever], int], thousands: int) -> None:
    levers, wanted = case
    budget = thousands * 1000.0
    supply = np.zeros((1, 4, 3))
    demand = supply + np.array([[wanted], [0], [0], [0]])
    basis = made_up_basis(supply, {"driven": demand})
    chosen = choose_under_budget(
        frame_case(made_up_set(levers, made_up_goal(("driven",))), basis), Budget(in_all=budget)
    )
    found = []
    for amounts in product(AMOUNTS, repeat=4):
        cost = cost_by_hand(levers, amounts)
        if cost is not None and cost <= budget:
            first, both = amounts[0] + amounts[2], sum(amounts)
            found.append(max(0, wanted - first) + max(0, wanted - both))
    # parts of a wte may be bought, so whole numbers are at most as good, and the rules hold what is bought
    assert chosen.objective <= min(found) + 1e-3
    of_levers = [chosen.sizes[place] for place in range(2)]
    spent = sum(
        amounts.sum() * lever.costs.per_start.value + (lever.costs.set_up.value if amounts.any() else 0.0)
        for lever, amounts in zip(levers, of_levers, strict=True)
    )
    assert spent <= budget * (1 + 1e-6) + 1e-3
    for lever, amounts in zip(levers, of_levers, strict=True):
        assert all(amount == 0 or amount >= lever.minimum - 1e-6 for amount in amounts)


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_chance_itself_is_what_trying_every_set_of_draws_finds(seed: int) -> None:
    number = np.random.default_rng(seed)
    draws, may_fail = 5, 2
    supply = np.full((2, 4, 3), 10.0)
    drawn = supply * number.uniform(0.8, 1.2, (draws, 2, 1, 1))
    demand = supply + np.array([0, 1, 2.0])
    levers = [
        made_up_lever("hiring", "external_recruitment", outside(cell(0), cell(1)), {BASE + 1: 60.0, BASE + 2: 60.0},
                      per_start=5000, effect=(0.4, 0.8, 1.0)),
        made_up_lever("reskilling", "reskilling", [(cell(0, 0), cell(1, 0))], {BASE + 1: 4.0, BASE + 2: 4.0}, per_start=500),
    ]  # fmt: skip
    basis = made_up_basis(
        supply, {"driven": demand}, supply_drawn=drawn, demand_drawn={"driven": np.repeat(demand[None], draws, axis=0)}
    )
    plans = NaivePlans(made_up_set(levers, made_up_goal(("driven",), confidence=0.6)), basis, 1.0, np.ones(draws))
    count = len(plans.starts)
    rules, constants = lines_of(plans.rules, count)
    cost, _ = lines_of(lambda amounts: [plans.cost(amounts)], count)
    short, at_nothing = lines_of(lambda amounts: plans.confident("driven", amounts, 1), count)
    sets = list(combinations(range(draws), draws - may_fail))
    costs = []
    for of_areas in product(sets, repeat=2):
        kept = [area * draws + draw for area, chosen in enumerate(of_areas) for draw in chosen]
        costs.append(least(cost[0], np.vstack([rules, short[kept]]), np.concatenate([constants, at_nothing[kept]])))
    by_hand = min(found for found in costs if found is not None)
    chosen = choose_least_cost(frame_case(plans.levers, basis), exact=True)
    assert chosen.objective == pytest.approx(by_hand, rel=1e-4, abs=0.1)
    safer = choose_least_cost(frame_case(plans.levers, basis), rounds=1)
    assert safer.status is Status.BEST_THERE_IS or chosen.objective <= safer.objective + 0.1
