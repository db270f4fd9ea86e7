"""What a chosen plan says of itself: what holds it back, what is lacking and why, what may wait, and what is regretted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cadreworks.bands import Array
from cadreworks.plan.cells import FROM_NOBODY
from cadreworks.plan.levers import Lever, LeverSet, SharedLimit
from cadreworks.plan.optimise import (
    Budget,
    Case,
    Chosen,
    GoalKind,
    Limit,
    LimitKind,
    SolverFault,
    Status,
    Tail,
    choose_least_cost,
    choose_least_loss,
    choose_least_regret,
    choose_under_budget,
    frame_case,
    loss_of,
)
from cadreworks.plan.optimise.explain import pounds, wte
from cadreworks.plan.optimise.program import Line, Program
from cadreworks.plan.optimise.regret import missing_gbp
from cadreworks.plan.optimise.solve import NothingMeetsIt, Solver
from cadreworks.plan.optimise.spending import counted_cost
from cadreworks.plan.response import changes_of
from made_up_levers import (
    BASE,
    cell,
    estimate,
    made_up_basis,
    made_up_goal,
    made_up_lever,
    made_up_set,
    outside,
    steady,
)

FLAT = np.full((2, 4, 5), 100.0)


def wanted(*more: float) -> Array:
    """Demand of two areas that grows evenly to so many wte more at the horizon, all in the lowest level."""
    demand = FLAT.copy()
    for area, rise in enumerate(more):
        demand[area, 0] += rise * np.arange(5) / 4
    return demand


def two_levers(cheap: float = 10.0, dear: float = 100.0) -> list[Lever]:
    return [
        made_up_lever("graduates", "graduate_scheme", outside(cell(0)), steady(cheap), per_start=10_000),
        made_up_lever("hiring", "external_recruitment", outside(cell(0), cell(1)), steady(dear), per_start=22_300),
    ]


def least_cost(levers: LeverSet, demand: Array, **told: object) -> Chosen:
    return choose_least_cost(frame_case(levers, made_up_basis(FLAT, {"driven": demand}, **told)))  # type: ignore[arg-type]


def bindings_of(chosen: Chosen, kind: LimitKind) -> dict[int, float]:
    return {
        each.limit.year: each.worth
        for each in chosen.binding
        if isinstance(each.limit, Limit) and each.limit.kind is kind
    }


def test_the_cheap_lever_is_filled_first_and_one_place_more_saves_the_difference():
    levers = made_up_set(two_levers(), made_up_goal(("driven",)))
    chosen = least_cost(levers, wanted(60.0))
    assert chosen.sizes.sum(axis=1) == pytest.approx([40, 20, 0])
    told = [
        each.sentence for each in chosen.binding if each.limit == Limit(LimitKind.CAPACITY, "graduates", year=BASE + 3)
    ]
    assert told == ["One more place in 2024 by Graduates would save £12,300."]


@pytest.mark.parametrize("year", [BASE + 1, BASE + 3])
def test_a_price_is_what_one_more_really_saves(year):
    levers = two_levers()
    goal = made_up_goal(("driven",), growth_per_year=0.0, growth_wte=18.0)
    before = least_cost(made_up_set(levers, goal), wanted(60.0), stays=0.9, pay=31_000.0)
    more = replace(levers[0], capacity={**levers[0].capacity, year: levers[0].capacity[year] + 0.01})
    after = least_cost(made_up_set([more, levers[1]], goal), wanted(60.0), stays=0.9, pay=31_000.0)
    saved = (before.objective - after.objective) / 0.01
    assert saved == pytest.approx(bindings_of(before, LimitKind.CAPACITY).get(year, 0.0), rel=1e-4, abs=1.0)
    wider = least_cost(made_up_set(levers, replace(goal, growth_wte=18.01)), wanted(60.0), stays=0.9, pay=31_000.0)
    told = sum(bindings_of(before, LimitKind.GROWTH).values())
    assert told > 0
    assert (before.objective - wider.objective) / 0.01 == pytest.approx(told, rel=1e-4)


def test_a_price_under_a_budget_is_what_more_really_avoids():
    levers = made_up_set(two_levers(), made_up_goal(("driven",)))
    case = frame_case(levers, made_up_basis(FLAT, {"driven": wanted(60.0, 30.0)}))
    before = choose_under_budget(case, Budget(in_all=317_000.0))
    after = choose_under_budget(case, Budget(in_all=317_100.0))
    budget = next(each for each in before.binding if each.limit.kind is LimitKind.BUDGET_IN_ALL)
    assert before.objective - after.objective == pytest.approx(100 * budget.worth, rel=1e-3)
    assert budget.sentence == f"£1 million more in all would avoid {wte(budget.worth * 1e6)}-years of shortfall."


@pytest.mark.parametrize(
    ("kind", "goal", "limits"),
    [
        (LimitKind.CAPACITY, {}, []),
        (LimitKind.GROWTH, {"growth_per_year": 0.0, "growth_wte": 7.0}, []),
        (
            LimitKind.SHARED,
            {},
            [SharedLimit("market", "The market", ("graduates", "hiring"), (), steady(5.0), "made up")],
        ),
    ],
)
def test_what_nothing_reaches_is_explained_by_the_limit_that_stands_in_the_way(kind, goal, limits):
    plenty = 1000.0 if kind is not LimitKind.CAPACITY else 6.0
    levers = made_up_set(two_levers(plenty, plenty), made_up_goal(("driven",), **goal), limits)
    chosen = least_cost(levers, wanted(60.0))
    brought = {LimitKind.CAPACITY: 48.0, LimitKind.GROWTH: 28.0, LimitKind.SHARED: 20.0}[kind]
    assert chosen.status is Status.BEST_THERE_IS
    (lack,) = [lack for lack in chosen.lacking if lack.aim.kind is GoalKind.CONFIDENCE]
    assert lack.wte == pytest.approx(60 - brought, rel=2e-3)
    assert {clash.limit.kind for clash in lack.clashes} == {kind}
    assert all(clash.worth == pytest.approx(1.0) for clash in lack.clashes)
    assert {clash.limit.year for clash in lack.clashes} == {BASE + 1, BASE + 2, BASE + 3, BASE + 4}
    assert "nearer by 1 WTE." in lack.clashes[0].sentence


def test_what_no_lever_brings_is_said_to_be_so():
    levers = made_up_set(two_levers()[:1], made_up_goal(("driven",)))
    chosen = least_cost(levers, wanted(0.0, 30.0))
    (lack,) = chosen.lacking
    assert lack.aim.area == made_up_basis(FLAT, {"driven": FLAT}).areas[1]
    assert lack.wte == pytest.approx(30.0)
    assert lack.clashes == ()


def test_where_not_all_is_reached_what_can_be_is_at_the_least_cost():
    levers = made_up_set(two_levers(10.0, 10.0), made_up_goal(("driven",)))
    chosen = least_cost(levers, wanted(20.0, 100.0))
    assert chosen.sizes.sum(axis=1) == pytest.approx([20.0, 0.0, 40.0], rel=2e-3)
    assert chosen.promises["driven"].gap.sum(axis=1) == pytest.approx([0.0, -60.0], rel=2e-3, abs=1e-3)


def test_a_level_is_not_filled_with_the_cheapest_of_others():
    levers = [
        made_up_lever("cheap", "school_leaver_scheme", outside(cell(0, 0)), steady(100.0), per_start=1000),
        made_up_lever("dear", "external_recruitment", outside(cell(0, 2)), steady(100.0), per_start=9000),
    ]
    demand = FLAT.copy()
    demand[0, 2, -1] = 200.0
    without = least_cost(made_up_set(levers, made_up_goal(("driven",))), demand)
    assert without.sizes.sum(axis=1) == pytest.approx([100.0, 0.0])
    with_share = least_cost(made_up_set(levers, made_up_goal(("driven",), level_share=0.9)), demand)
    assert with_share.sizes.sum(axis=1) == pytest.approx([20.0, 80.0])


def test_nothing_to_spend_buys_nothing_and_more_is_never_worse():
    levers = made_up_set(two_levers(), made_up_goal(("driven",)))
    case = frame_case(levers, made_up_basis(FLAT, {"driven": wanted(60.0, 30.0)}, stays=0.9, pay=30_000.0))
    assert not choose_under_budget(case, Budget(in_all=0.0)).sizes.any()
    assert not choose_under_budget(case, Budget(per_year=0.0)).sizes.any()
    for budgets in (
        [Budget(in_all=amount) for amount in (0.0, 2e5, 4e5, 2e6, 1e9)],
        [Budget(per_year=amount) for amount in (0.0, 1e5, 3e5, 1e6, 1e9)],
    ):
        found = [choose_under_budget(case, budget).objective for budget in budgets]
        assert found == sorted(found, reverse=True)
        assert found[-1] < found[1] < found[0]


def test_what_is_spent_in_a_year_stays_within_its_budget():
    levers = made_up_set(two_levers(), made_up_goal(("driven",)))
    case = frame_case(levers, made_up_basis(FLAT, {"driven": wanted(60.0, 30.0)}, pay=30_000.0))
    chosen = choose_under_budget(case, Budget(per_year=500_000.0))
    spent = (case.cost_of_start * chosen.sizes[..., None]).sum(axis=(0, 1))
    assert spent.max() == pytest.approx(500_000.0)


def test_more_capacity_is_never_dearer():
    costs = [
        least_cost(made_up_set(two_levers(cheap), made_up_goal(("driven",))), wanted(60.0)).objective
        for cheap in (0.0, 5.0, 10.0, 15.0, 30.0)
    ]
    assert costs == sorted(costs, reverse=True)
    assert costs[0] > costs[-1]


def drawn_case(**goal: object) -> tuple[LeverSet, dict[str, object]]:
    number = np.random.default_rng(5)
    spread = 1 + number.normal(0, 0.03, (200, 2, 1, 1))
    demands = {"driven": wanted(60.0, 30.0), "desert": wanted(20.0, 5.0)}
    drawn = {name: demand * spread for name, demand in demands.items()}
    levers = two_levers(30.0)
    levers[0] = replace(
        levers[0], effect=replace(levers[0].effect, low=0.6, value=0.8, high=0.9), completion=levers[0].completion
    )
    told: dict[str, object] = {"supply_drawn": np.broadcast_to(FLAT, (200, *FLAT.shape)), "demand_drawn": drawn}
    return made_up_set(levers, made_up_goal(("driven", "desert"), **goal)), {"demand": demands, **told}


def test_the_same_inputs_give_the_same_bytes():
    levers, told = drawn_case()
    first, second = (choose_least_cost(frame_case(levers, made_up_basis(FLAT, **told))) for _ in range(2))  # type: ignore[arg-type]
    assert first.sizes.tobytes() == second.sizes.tobytes()
    assert [each.sentence for each in first.binding] == [each.sentence for each in second.binding]


def test_confidence_is_just_met_on_all_draws():
    levers, told = drawn_case(confidence=0.8)
    case = frame_case(levers, made_up_basis(FLAT, **told), 25)  # type: ignore[arg-type]
    chosen = choose_least_cost(case)
    assert chosen.samples == 25
    for promise in chosen.promises.values():
        assert (promise.confidence >= 0.8).all()
    assert chosen.promises["driven"].confidence.min() < 0.83
    surer = choose_least_cost(
        frame_case(*[replace(levers, goal=replace(levers.goal, confidence=0.95)), case.basis], 25)
    )
    assert surer.objective > chosen.objective


def test_early_decisions_are_the_same_in_all_scenarios_and_later_ones_are_not():
    levers, told = drawn_case(decide_in=BASE + 3, first_year=BASE + 2)
    chosen = choose_least_cost(frame_case(levers, made_up_basis(FLAT, **told)))  # type: ignore[arg-type]
    driven, desert = chosen.sizes_by_scenario["driven"], chosen.sizes_by_scenario["desert"]
    assert not driven[:, 0].any()
    assert np.array_equal(driven[:, :2], desert[:, :2])
    assert driven[:, 2:].sum() > desert[:, 2:].sum()
    assert np.array_equal(chosen.sizes, driven)


def regrets(case: Case) -> tuple[dict[str, Array], Array]:
    """Plans by name, and what each loses beyond the best one in each scenario, (plan, scenario)."""
    scenarios = case.basis.scenarios
    best = {scenario: choose_least_loss(case, (scenario,)).sizes for scenario in scenarios}
    least = np.array([loss_of(case, scenario, sizes) for scenario, sizes in best.items()])
    hedged = choose_least_loss(case, scenarios, one_plan=True).sizes
    plans = {"nothing": np.zeros_like(hedged), **best, "hedged": hedged, "least": choose_least_regret(case, least)}
    loss = np.array([[loss_of(case, scenario, sizes) for scenario in scenarios] for sizes in plans.values()])
    return plans, loss - least


def test_regret_is_nothing_for_the_best_and_least_at_most_for_the_least_regretted():
    levers, told = drawn_case(decide_in=BASE + 2)
    case = frame_case(levers, made_up_basis(FLAT, **told), 20)  # type: ignore[arg-type]
    plans, regret = regrets(case)
    assert list(plans) == ["nothing", "driven", "desert", "hedged", "least"]
    assert (regret >= -1.0).all()
    assert regret[1, 0] == pytest.approx(0.0, abs=1.0)
    assert regret[2, 1] == pytest.approx(0.0, abs=1.0)
    assert regret[4].max() < regret[:4].max(axis=1).min()
    assert regret[3].mean() <= regret.mean(axis=1).min() + 1.0
    free = choose_least_loss(case, case.basis.scenarios)
    assert free.objective <= np.mean([loss_of(case, name, plans["hedged"]) for name in case.basis.scenarios]) + 1.0


def test_what_a_plan_loses_is_what_it_counts_for_and_what_is_missing():
    levers, told = drawn_case(decide_in=BASE + 2)
    case = frame_case(levers, made_up_basis(FLAT, **told), 20)  # type: ignore[arg-type]
    given = np.full_like(case.cost_of_start[..., 0], 1.0)
    gap = case.sample.before["driven"] + changes_of(case.sample.gap, given)
    missing = float((np.maximum(-gap, 0.0).sum(axis=1) @ case.shortfall_gbp).mean())
    assert missing_gbp(case, "driven", given) == pytest.approx(missing)
    assert loss_of(case, "driven", given) == pytest.approx(missing + counted_cost(case, given))


def test_regret_is_the_least_with_set_up_costs_too():
    levers, told = drawn_case(decide_in=BASE + 2)
    dear = [
        replace(lever, costs=replace(lever.costs, set_up=estimate(f"{lever.id}/set_up", 90_000.0)))
        for lever in levers.levers
    ]
    case = frame_case(made_up_set(dear, levers.goal), made_up_basis(FLAT, **told), 20)  # type: ignore[arg-type]
    _, regret = regrets(case)
    assert (regret >= -1.0).all()
    assert regret[4].max() <= regret.max(axis=1).min() + 1.0
    assert regret[4].max() < regret[:3].max(axis=1).min()


def test_the_worst_draws_can_be_made_to_count():
    levers, told = drawn_case()
    case = frame_case(levers, made_up_basis(FLAT, **told), 20)  # type: ignore[arg-type]
    budget = Budget(in_all=600_000.0)

    def worst(chosen: Chosen) -> float:
        totals = []
        for scenario, sizes in chosen.sizes_by_scenario.items():
            gap = case.sample.before[scenario] + changes_of(case.sample.gap, sizes)
            missing = np.sort(np.maximum(-gap, 0).sum(axis=(1, 2)))
            totals.append(missing[-4:].mean())
        return float(np.mean(totals))

    plain, wary = choose_under_budget(case, budget), choose_under_budget(case, budget, Tail(1.0, 0.8))
    assert worst(wary) <= worst(plain) + 1e-6
    assert wary.objective == pytest.approx(worst(wary), rel=1e-3)


def test_a_move_is_not_made_for_the_sake_of_those_who_drop_out():
    lever = made_up_lever("reskilling", "reskilling", [(cell(0), cell(1))], steady(20.0), per_start=1.0, drop_out=0.5)
    chosen = least_cost(made_up_set([lever], made_up_goal(("driven",))), FLAT - 50.0, pay=50_000.0)
    assert not chosen.sizes.any()
    case = frame_case(
        made_up_set([lever], made_up_goal(("driven",))), made_up_basis(FLAT, {"driven": FLAT - 50.0}, pay=50_000.0)
    )
    assert not choose_least_loss(case, ("driven",)).sizes.any()


def test_no_more_work_is_taken_off_than_any_scenario_has():
    lever = made_up_lever("automation", "automation", [(FROM_NOBODY, cell(0))], steady(500.0), lasts=1, per_start=1.0)
    demand, less = FLAT.copy(), FLAT.copy()
    demand[0, 0], less[0, 0] = 300.0, 120.0
    basis = made_up_basis(FLAT, {"driven": demand, "desert": less})
    chosen = choose_least_cost(frame_case(made_up_set([lever], made_up_goal(("driven",))), basis))
    assert chosen.status is Status.BEST_THERE_IS
    assert chosen.sizes[0, -1] == pytest.approx(120.0, rel=2e-3)
    assert chosen.lacking[0].clashes[0].limit.kind is LimitKind.WORK


def test_setting_up_early_is_no_bargain():
    lever = made_up_lever(
        "scheme", "external_recruitment", outside(cell(0)), steady(20.0), per_start=100.0, set_up=1_000_000.0
    )
    levers = made_up_set([lever], made_up_goal(("driven",)), price_growth=0.1)
    demand = FLAT.copy()
    demand[0, 0, -1] += 15.0
    chosen = least_cost(levers, demand, stays=0.5, pay=10_000.0)
    assert chosen.sizes[0] == pytest.approx([0, 0, 0, 15.0])
    assert chosen.proven


def test_the_solver_says_what_it_cannot_do():
    program = Program()
    one = program.add_variables(1, cost=1.0)
    program.add_line(Line(one, np.ones(1)), least=2.0)
    program.add_line(Line(one, np.ones(1)), most=1.0)
    with pytest.raises(NothingMeetsIt):
        Solver(program.finish()).solve()
    unbounded = Program()
    free = unbounded.add_variables(1, cost=1.0, least=-np.inf)
    unbounded.add_line(Line(free, np.ones(1)), most=1.0)
    with pytest.raises(SolverFault, match="not with an answer"):
        Solver(unbounded.finish()).solve()
    with pytest.raises(SolverFault, match="could not set solver"):
        Solver(program.finish(), method="guess")


def test_amounts_in_words():
    assert [pounds(amount) for amount in (12.345, 1234.5, 12_345, 1_234_567, 2.5e9)] == [
        "£12.30", "£1,230", "£12,300", "£1.23 million", "£2.5 billion",
    ]  # fmt: skip
    assert [wte(amount) for amount in (0.123, 3.21, 45.6, 1250.4)] == ["0.12 WTE", "3.2 WTE", "46 WTE", "1,250 WTE"]
