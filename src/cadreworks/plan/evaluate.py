"""What does a plan do? Dated sizes of levers and the projection without them -> gap after, cost, people, confidence.

The central run goes through the method of supply itself (`Basis.engine`). Draws of the plan's effect are drawn from
the estimates' ranges and added to the draws of supply, as far as the plan's own people are concerned by the straight
lines of `response`; where the engine differs from these lines (leaving made rarer), the difference of the central run
is added to every draw, and its size is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array, Uncertain, with_totals
from cadreworks.plan.basis import Basis
from cadreworks.plan.cells import Cell
from cadreworks.plan.costs import PlanCosts, cost_by_year, cost_of, unit_costs
from cadreworks.plan.effects import arriving, flow_changes, straight_lines
from cadreworks.plan.estimates import Estimates, central_estimates, draw_estimates
from cadreworks.plan.kinds import Act
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.response import respond
from cadreworks.problems import ProblemList
from cadreworks.progress import Progress, no_progress
from cadreworks.vocabulary import LEVEL_IDS

AT_A_TIME = 100
"""Draws whose responses are held at once."""
ENOUGH_WTE = 1e-6
"""A shortfall smaller than this is the rounding of the machine."""


@dataclass(frozen=True)
class PlanChange:
    """What a plan adds to supply and takes off demand, (..., area, level, projected year)."""

    supply: Array
    relief: Array

    @property
    def gap(self) -> Array:
        both: Array = self.supply + self.relief
        return both


@dataclass(frozen=True)
class CentralChange:
    """What a plan does in the central run. bent: by how much the engine differs from the straight lines"""

    change: PlanChange
    bent: Array


@dataclass(frozen=True)
class Outcome:
    """What the plan makes of one scenario. Gaps are (area, level, year) with totals.

    shortfall_years: wte missing, summed over cells and projected years, of the central run and of each draw; overshoot:
    the same of wte beyond demand that the plan itself added; confident: the share of draws in which each area, and at
    the end the whole workforce, has enough staff at the horizon, before and after
    """

    gap_before: Uncertain
    gap_after: Uncertain
    shortfall_years_before: float
    shortfall_years_after: float
    shortfall_years_before_drawn: Array
    shortfall_years_after_drawn: Array
    overshoot_years: float
    confident_before: Array
    confident_after: Array


@dataclass(frozen=True)
class LeverPeople:
    """Of one lever, by projected year: started; gave, what came about where it gives; took; wasted, what started and
    came to nothing (not completed, not taken up, or would have come anyway). wte
    """

    started: Array
    gave: Array
    took: Array
    wasted: Array


@dataclass(frozen=True)
class Evaluation:
    """A plan, judged. sizes: wte that start, (route, projected year); supply: (area, level, year) with totals, after;
    cost: of the central run; cost_drawn: pounds in all, by draw; cost_by_year_drawn: (draw, year); people: by lever;
    straight_line_error: the largest difference in wte between the engine and the straight lines
    """

    sizes: Array
    change: PlanChange
    change_drawn: PlanChange
    supply: Uncertain
    outcomes: Mapping[str, Outcome]
    cost: PlanCosts
    cost_drawn: Array
    cost_by_year_drawn: Array
    people: tuple[LeverPeople, ...]
    straight_line_error: float


def central_change(levers: LeverSet, basis: Basis, sizes: Array) -> CentralChange:
    """What a plan of these sizes does in the central run, by the method of supply itself."""
    estimates = central_estimates(levers)
    parts = straight_lines(levers, estimates, sizes, basis=basis, carry=basis.carry)
    by_engine = basis.engine(flow_changes(levers, estimates, sizes, basis))
    bent = by_engine[..., 1:] - basis.supply[..., 1:] - parts.staff
    return CentralChange(PlanChange(parts.staff + bent + parts.standing_in, parts.relief), bent)


def evaluate(levers: LeverSet, basis: Basis, sizes: Array, *, progress: Progress = no_progress) -> Evaluation:
    """Judge a plan of these sizes, (route, projected year)."""
    centre = central_change(levers, basis, sizes)
    drawn, costs_drawn = _draw(levers, basis, sizes, bent=centre.bent, progress=progress)
    estimates = central_estimates(levers)
    responses = respond(levers, estimates, basis.carry, basis.areas)
    units = unit_costs(levers, estimates, responses, basis.pay, basis.horizon)
    return Evaluation(
        sizes=sizes,
        change=centre.change,
        change_drawn=drawn,
        supply=Uncertain.of(
            with_totals(after(basis.supply, centre.change.supply)),
            with_totals(after(basis.supply_drawn, drawn.supply)),
        ),
        outcomes={scenario: _outcome(basis, scenario, centre.change, drawn) for scenario in basis.scenarios},
        cost=cost_of(units, levers, sizes),
        cost_drawn=costs_drawn.sum(axis=-1),
        cost_by_year_drawn=costs_drawn,
        people=tuple(_people(levers, estimates, sizes, basis)),
        straight_line_error=float(np.max(np.abs(centre.bent), initial=0.0)),
    )


def _draw(levers: LeverSet, basis: Basis, sizes: Array, *, bent: Array, progress: Progress) -> tuple[PlanChange, Array]:
    """The plan's change by draw, and its cost, (draw, projected year)."""
    estimates = draw_estimates(levers, basis.seed, basis.draws)
    changes, costs = [], []
    for first in range(0, basis.draws, AT_A_TIME):
        part = slice(first, min(first + AT_A_TIME, basis.draws))
        of_part = estimates.part(part)
        parts = straight_lines(levers, of_part, sizes, basis=basis, carry=basis.carry_drawn.part(part))
        changes.append(PlanChange(parts.staff + bent + parts.standing_in, parts.relief))
        costs.append(
            cost_by_year(levers, of_part, sizes, staff=parts.staff, pay=basis.pay_drawn[part], horizon=basis.horizon)
        )
        progress("Drawing what the plan does", part.stop, basis.draws)
    whole = PlanChange(
        np.concatenate([change.supply for change in changes]), np.concatenate([change.relief for change in changes])
    )
    return whole, np.concatenate(costs)


def from_base_year(change: Array) -> Array:
    """A change by projected year as one by year of the horizon: nothing changes in the base year."""
    return np.concatenate([np.zeros_like(change[..., :1]), change], axis=-1)


def after(before: Array, change: Array) -> Array:
    """What was before, (..., year), with a change, (..., projected year)."""
    total: Array = before + from_base_year(change)
    return total


def _outcome(basis: Basis, scenario: str, change: PlanChange, drawn: PlanChange) -> Outcome:
    before, before_drawn = (
        supply - demand
        for supply, demand in (
            (basis.supply, basis.demand[scenario]),
            (basis.supply_drawn, basis.demand_drawn[scenario]),
        )
    )
    left, left_drawn = (after(gap, of.gap) for gap, of in ((before, change), (before_drawn, drawn)))
    added = np.maximum(change.gap, 0.0)
    return Outcome(
        gap_before=Uncertain.of(with_totals(before), with_totals(before_drawn)),
        gap_after=Uncertain.of(with_totals(left), with_totals(left_drawn)),
        shortfall_years_before=float(shortfall_years(before)),
        shortfall_years_after=float(shortfall_years(left)),
        shortfall_years_before_drawn=shortfall_years(before_drawn),
        shortfall_years_after_drawn=shortfall_years(left_drawn),
        overshoot_years=float(np.minimum(np.maximum(left[..., 1:], 0.0), added).sum()),
        confident_before=share_with_enough(before_drawn),
        confident_after=share_with_enough(left_drawn),
    )


def shortfall_years(gap: Array) -> Array:
    """wte missing, summed over cells and projected years, (...), from gap (..., area, level, year).

    An excess in one cell makes up for no shortfall in another.
    """
    missing: Array = np.maximum(-gap[..., 1:], 0.0).sum(axis=(-3, -2, -1))
    return missing


def share_with_enough(gap_drawn: Array) -> Array:
    """The share of draws in which an area has no shortfall at the horizon, (area,), the whole workforce last."""
    of_areas = with_totals(gap_drawn)[..., -1, -1]
    share: Array = (of_areas >= -ENOUGH_WTE).mean(axis=0)
    return share


def _people(levers: LeverSet, estimates: Estimates, sizes: Array, basis: Basis) -> Iterator[LeverPeople]:
    coming = arriving(levers, sizes)
    for place, lever, routes in levers.with_routes():
        gives = np.full(len(lever.routes), estimates.gives[place])
        if lever.act is Act.KEEP:
            gives = gives * basis.carry.leaving[[route.target.at(basis.areas) for route in lever.routes]]
        gave, came = gives @ coming[routes], coming[routes].sum(axis=0)
        wasted = came - gave if lever.act in (Act.JOIN, Act.MOVE) else np.zeros_like(came)
        yield LeverPeople(sizes[routes].sum(axis=0), gave, estimates.takes[place] * came, wasted)


def check_takes(levers: LeverSet, basis: Basis, evaluation: Evaluation, problems: ProblemList, *, where: str) -> None:
    """Whether the plan takes no more staff, and no more work, than are there in the central run."""
    supply = evaluation.supply.central[:-1, :-1]
    for cell, year in _below_nothing(supply, basis):
        taking = [lever.id for lever in levers.levers if lever.takes and any(r.origin == cell for r in lever.routes)]
        problems.add(
            where,
            f"{_together(taking)} more staff from {cell.area}, {cell.level} than are there in {year}",
            "Lower their amounts up to that year.",
            kind="takes too many",
        )
    for scenario, demand in basis.demand.items():
        for cell, year in _below_nothing(demand - from_base_year(evaluation.change.relief), basis):
            relieving = [
                lever.id
                for lever in levers.levers
                if lever.act is Act.RELIEVE and any(route.target == cell for route in lever.routes)
            ]
            problems.add(
                where,
                f"{_together(relieving)} more work off {cell.area}, {cell.level} than the scenario {scenario} "
                f"has in {year}",
                "Lower their amounts up to that year.",
                kind="takes too much",
            )


def _together(levers: list[str]) -> str:
    """`a and b take`."""
    return f"{' and '.join(levers)} {'takes' if len(levers) == 1 else 'take'}"


def _below_nothing(wte: Array, basis: Basis) -> Iterator[tuple[Cell, int]]:
    """Each cell in which there are less than nothing, with the first year."""
    for area, level in np.argwhere(wte.min(axis=-1) < -ENOUGH_WTE).tolist():
        year = basis.horizon.years[int(np.argmax(wte[area, level] < -ENOUGH_WTE))]
        yield Cell(basis.areas[area], LEVEL_IDS[level]), year
