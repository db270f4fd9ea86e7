"""The rows of a plan's tables, and its summary; what each table holds stands in table_specs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from cadreworks.bands import Array, with_totals
from cadreworks.plan.evaluate import from_base_year
from cadreworks.plan.levers import Funder, Lever
from cadreworks.plan.result import PlanResult, Regret
from cadreworks.planning.table_specs import ADAPTED, BOUGHT, COST, OUTCOME, PEOPLE, REGRET, SHARED
from cadreworks.tables import Cell, TableSpec
from cadreworks.vocabulary import ALL, LEVEL_IDS

Rows = Iterator[dict[str, Cell]]


def tables_of(result: PlanResult) -> list[tuple[TableSpec, Rows]]:
    """Every table of a plan but plan.csv, those that only a chosen plan has where it was chosen."""
    tables = [(OUTCOME, _outcome(result)), (COST, _cost(result)), (PEOPLE, _people(result))]
    if result.adapted:
        tables.append((ADAPTED, _adapted(result)))
    if result.regret is not None:
        tables.append((REGRET, _regret(result.regret)))
        tables.append((SHARED, _shared(result.regret)))
    if result.bought:
        tables.append((BOUGHT, _bought(result)))
    return tables


def _outcome(result: PlanResult) -> Rows:
    basis, evaluation = result.basis, result.evaluation
    added, relieved = (
        with_totals(from_base_year(part)) for part in (evaluation.change.supply, evaluation.change.relief)
    )
    places = [
        (area, level, (at_area, at_level))
        for at_area, area in enumerate((*basis.areas, ALL))
        for at_level, level in enumerate((*LEVEL_IDS, ALL))
    ]
    for scenario, found in evaluation.outcomes.items():
        adapted = result.adapted.get(scenario)
        of_adapted = adapted.outcomes[scenario].gap_after if adapted else None
        for at_year, year in enumerate(basis.horizon.years):
            for area, level, cell in places:
                at = (*cell, at_year)
                row: dict[str, Cell] = {
                    "scenario": scenario,
                    "year": year,
                    "area": area,
                    "level": level,
                    "gap_before": float(found.gap_before.central[at]),
                    "gap_after": float(found.gap_after.central[at]),
                    "p05": float(found.gap_after.p05[at]),
                    "p95": float(found.gap_after.p95[at]),
                    "p50": float(found.gap_after.p50[at]),
                    "staff_added": float(added[at]),
                    "demand_relieved": float(relieved[at]),
                }
                if of_adapted is not None:
                    row |= {
                        "gap_after_adapted": float(of_adapted.central[at]),
                        "adapted_p05": float(of_adapted.p05[at]),
                        "adapted_p95": float(of_adapted.p95[at]),
                    }
                yield row


def _cost_by_lever(result: PlanResult) -> Iterator[tuple[Lever, Mapping[str, Array]]]:
    """Pounds by projected year: measures, set_up, pay."""
    cost = result.evaluation.cost
    for place, lever, routes in result.levers.with_routes():
        yield (
            lever,
            {
                "measures": cost.measures[routes].sum(axis=(0, 1)),
                "set_up": cost.set_up[place],
                "pay": cost.pay[routes].sum(axis=(0, 1)),
            },
        )


def _cost(result: PlanResult) -> Rows:
    for lever, parts in _cost_by_lever(result):
        for at, year in enumerate(result.basis.projected):
            row: dict[str, Cell] = {"lever": lever.id, "funder": lever.funder.value, "year": year}
            row |= {f"{name}_gbp": float(values[at]) for name, values in parts.items()}
            yield row | {"cost_gbp": float(sum(values[at] for values in parts.values()))}


def _people(result: PlanResult) -> Rows:
    for lever, people in zip(result.levers.levers, result.evaluation.people, strict=True):
        for at, year in enumerate(result.basis.projected):
            yield {
                "lever": lever.id,
                "year": year,
                "started": float(people.started[at]),
                "gave": float(people.gave[at]),
                "took": float(people.took[at]),
                "wasted": float(people.wasted[at]),
            }


def _adapted(result: PlanResult) -> Rows:
    later = [year >= result.levers.goal.decide_in for year in result.basis.projected]
    for scenario, evaluation in result.adapted.items():
        for route, of_route in zip(result.levers.routes, evaluation.sizes, strict=True):
            for year, amount, is_later in zip(result.basis.projected, of_route.tolist(), later, strict=True):
                if is_later and amount > 0:
                    yield {
                        "scenario": scenario,
                        "lever": route.lever,
                        "from_area": route.origin.area,
                        "from_level": route.origin.level,
                        "to_area": route.target.area,
                        "to_level": route.target.level,
                        "year": year,
                        "amount_wte": amount,
                    }


def _regret(regret: Regret) -> Rows:
    for at, plan in enumerate(regret.plans):
        for column, scenario in enumerate(regret.scenarios):
            yield {
                "plan": plan,
                "scenario": scenario,
                "loss_gbp": float(regret.losses[at, column]),
                "regret_gbp": float(regret.regrets[at, column]),
            }


def _shared(regret: Regret) -> Rows:
    for move in regret.shared:
        yield {
            "lever": move.lever,
            "to_area": move.target.area,
            "to_level": move.target.level,
            "year": move.year,
            "amount_wte": move.amount_wte,
        }


def _bought(result: PlanResult) -> Rows:
    for bought in result.bought:
        yield {
            "budget_gbp_per_year": bought.budget_gbp,
            "cost_gbp": bought.cost_gbp,
            "shortfall_years": bought.shortfall_years,
            "gap_wte": bought.gap_wte,
        }


def summary_of(result: PlanResult) -> dict[str, Any]:
    """What the plan comes to, for summary.json. Shortfall-years and cost are of the central run, bands of the draws."""
    evaluation, basis = result.evaluation, result.basis
    outcomes = evaluation.outcomes
    totals = {name: sum(float(parts[name].sum()) for _, parts in _cost_by_lever(result)) for name in _PARTS}
    return {
        "title": result.study.title,
        "aim": result.solved.aim if result.solved else "a plan that was given",
        "cost_gbp": float(evaluation.cost.total),
        "cost_p05_gbp": _percentile(evaluation.cost_drawn, 5),
        "cost_p95_gbp": _percentile(evaluation.cost_drawn, 95),
        **{f"{name}_gbp": total for name, total in totals.items()},
        "cost_by_year_gbp": dict(zip(map(str, basis.projected), evaluation.cost.by_year.tolist(), strict=True)),
        "cost_by_funder_gbp": _by_funder(result),
        "shortfall_years_before": {name: found.shortfall_years_before for name, found in outcomes.items()},
        "shortfall_years_after": {name: found.shortfall_years_after for name, found in outcomes.items()},
        "shortfall_years_after_p05": {
            name: _percentile(found.shortfall_years_after_drawn, 5) for name, found in outcomes.items()
        },
        "shortfall_years_after_p95": {
            name: _percentile(found.shortfall_years_after_drawn, 95) for name, found in outcomes.items()
        },
        "overshoot_years": {name: found.overshoot_years for name, found in outcomes.items()},
        "gap_at_horizon": {
            name: {
                "before": float(found.gap_before.central[-1, -1, -1]),
                "after": float(found.gap_after.central[-1, -1, -1]),
            }
            for name, found in outcomes.items()
        },
        "confidence": {
            name: dict(zip((*basis.areas, ALL), found.confident_after.tolist(), strict=True))
            for name, found in outcomes.items()
        },
        "regret_gbp": _regret_of_first(result.regret),
        "solver_status": result.solved.status if result.solved else "not asked",
        "solver": _solver(result),
        "straight_line_error_wte": evaluation.straight_line_error,
    }


_PARTS = ("measures", "set_up", "pay")


def _percentile(values: Array, percent: int) -> float:
    return float(np.percentile(values, percent))


def _by_funder(result: PlanResult) -> dict[str, float]:
    """Measures by who pays for them; pay falls to employers."""
    found = {funder.value: 0.0 for funder in Funder}
    for lever, parts in _cost_by_lever(result):
        found[lever.funder.value] += float(parts["measures"].sum() + parts["set_up"].sum())
        found[Funder.LOCAL.value] += float(parts["pay"].sum())
    return found


def _regret_of_first(regret: Regret | None) -> dict[str, float]:
    """Of the plan itself, which stands first."""
    if regret is None:
        return {}
    return dict(zip(regret.scenarios, regret.regrets[0].tolist(), strict=True))


def _solver(result: PlanResult) -> dict[str, Any] | None:
    solved = result.solved
    if solved is None:
        return None
    areas = result.basis.areas
    return {
        "status": solved.status,
        "objective": solved.objective,
        "gap": solved.gap,
        "samples": solved.samples,
        "confidence_asked": solved.confidence,
        "confidence_promised": dict(zip(areas, solved.promised.tolist(), strict=True)),
        "confidence_verified": dict(zip(areas, solved.verified.tolist(), strict=True)),
        "prices": list(solved.prices),
        "clashes": list(solved.clashes),
        "lacking": [
            {"area": areas[area], "level": LEVEL_IDS[level], "wte": float(solved.lacking[area, level])}
            for area, level in np.argwhere(solved.lacking > 0).tolist()
        ],
    }
