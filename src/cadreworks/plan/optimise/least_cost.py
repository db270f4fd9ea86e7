"""Which plan reaches the goal at the least cost? Levers and a projection -> the plan, or the best there is.

The mean of the worst draws of a sample is at most nothing, which is safer than what is asked. The plan is verified on
all draws. Then the margin of each area whose row binds, or that fails, is moved by what the verification found to
spare or lacking, and the program is solved again: a few times, until confidence is just met. The cheapest plan that
met all goals is kept.

Where nothing reaches all goals, the sum of what is missed comes first, but for a thousandth of it, and cost second;
what doing nothing would not miss counts tenfold. The prices of the limits in the first step say what stands in the
way. Whole numbers come last, at margins found without them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from cadreworks.bands import Array
from cadreworks.plan.optimise import explain
from cadreworks.plan.optimise.case import Case, in_areas
from cadreworks.plan.optimise.chosen import Binding, Chosen, Lack, Promise, Status
from cadreworks.plan.optimise.frame import Frame, start_program
from cadreworks.plan.optimise.goals import Aim, GoalKind, GoalRows, add_goals
from cadreworks.plan.optimise.limits import Limit
from cadreworks.plan.optimise.program import Line, Places
from cadreworks.plan.optimise.solve import MIP_GAP, Answer, NothingMeetsIt, Solver
from cadreworks.plan.optimise.spending import GBP_A_UNIT, cost_line, counted_cost, settling_line
from cadreworks.plan.optimise.timeline import over_years
from cadreworks.plan.optimise.verify import Checks, all_missed, central_gap, confident_share, tail_of_sample
from cadreworks.vocabulary import LEVEL_IDS

MOST_ROUNDS = 8
REACHED_BEFORE = 10.0
"""How much a wte counts by which an aim is missed that doing nothing would reach."""
NEAREST = 1e-3
"""Share of what must be missed that a plan may miss beyond it, lest the last wte be bought at any price."""
MOST_WHOLE_ROUNDS = 4
MOST_IDLE = 2
"""Rounds in a row that may bring nothing better; one where goals are open."""
CLOSE_ENOUGH = 1e-3
"""Share of an area's demand that a plan may have to spare when its confidence is said to be just met."""
_MISSED = 1e-5
"""wte; less than this is not missed but rounded."""


@dataclass(frozen=True)
class _Asked:
    """A program ready to be solved: its goals can be opened, and its objective changed. weights: of what each aim
    misses
    """

    frame: Frame
    goals: GoalRows
    weights: Array
    solver: Solver
    total_missed: Places
    exact: bool


@dataclass(frozen=True)
class _Try:
    """One solution, verified. spare: by scenario and area; missed: by aim; weighed: the sum of it by weight; blame:
    prices when goals come first
    """

    answer: Answer
    sizes: dict[str, Array]
    cost: float
    spare: Array
    missed: Array
    weighed: float
    blame: Array | None

    @property
    def rank(self) -> tuple[float, float]:
        """Less is better: what is missed, then cost."""
        return (round(self.weighed, 4), self.cost)


def choose_least_cost(case: Case, *, exact: bool = False, rounds: int = MOST_ROUNDS) -> Chosen:
    """The plan of least expected cost that reaches the goal in each scenario that it is to close.

    exact: asks for the share of the sample's draws itself, by whole numbers, rather than for the mean of the worst;
    rounds: how often at most the program is solved and verified; 1 gives the plan that is safer than asked
    """
    asked = _ask(case, exact=exact)
    checks = Checks.of(case)
    margins = np.zeros(len(asked.goals.confidence))
    if asked.solver.has_whole and not exact and rounds > 1:
        margins = _settle(asked, checks, margins, asked.solver.relax, rounds)[0]
        rounds = min(rounds, MOST_WHOLE_ROUNDS)
    asked.solver.set_bounds(asked.goals.missed, 0.0, 0.0)
    margins, best = _settle(asked, checks, margins, asked.solver.solve, rounds)
    return _tell(asked, checks, best)


def _settle(
    asked: _Asked, checks: Checks, margins: Array, solve: Callable[[], Answer], rounds: int
) -> tuple[Array, _Try]:
    """Rounds of solving and verifying until confidence is just met: the margins that come of it, and the best try."""
    best, opened = _solve(asked, checks, margins, solve, opened=False)
    found, idle = best, 0
    for _ in range(rounds - 1):
        moved = _next_margins(asked, found, margins)
        if np.array_equal(moved, margins) or idle == (1 if opened else MOST_IDLE):
            break
        margins = moved
        found, opened = _solve(asked, checks, margins, solve, opened=opened)
        idle = 0 if _clearly_better(found, best) else idle + 1
        best = min(best, found, key=lambda each: each.rank)
    return margins, best


def _clearly_better(found: _Try, best: _Try) -> bool:
    """Whether less is missed, or cost is lower, by more than what a program may give away."""
    (missed, cost), (least_missed, least_cost) = found.rank, best.rank
    return missed < least_missed * (1.0 - NEAREST) or (missed <= least_missed and cost < least_cost * (1.0 - MIP_GAP))


def _ask(case: Case, *, exact: bool) -> _Asked:
    scenarios = case.levers.goal.closes
    frame = start_program(case, scenarios)
    goals = add_goals(frame.program, case, frame.timeline, exact=exact)
    weights = _weights_of_aims(case, goals)
    total_missed = frame.program.add_line(Line(goals.missed, weights), most=np.inf)
    shares = weights_of(case, scenarios)
    cost = Line(np.zeros(0, dtype=np.int64), np.zeros(0))
    for place, share in enumerate(shares):
        for line in (
            cost_line(case, frame.timeline, frame.switches, place),
            settling_line(case, frame.timeline, place),
        ):
            cost = cost + line.times(share)
    frame.program.add_cost(cost)
    return _Asked(frame, goals, weights, Solver(frame.program.finish()), total_missed, exact)


def _weights_of_aims(case: Case, goals: GoalRows) -> Array:
    """What is missed by an aim that doing nothing reaches counts for more, lest one area be emptied for another."""
    nothing = np.zeros((len(case.levers.routes), len(case.years)))
    scenarios = case.levers.goal.closes
    spare = {scenario: Checks.of(case).spare(scenario, nothing) for scenario in scenarios}
    without = all_missed(case, goals.aims, dict.fromkeys(scenarios, nothing), spare)
    return np.where(without > _MISSED, 1.0, REACHED_BEFORE)


def weights_of(case: Case, scenarios: tuple[str, ...]) -> Array:
    """The scenarios' weights among themselves, summing to one; equal where all of them have none."""
    told = np.array([case.levers.goal.weights.get(scenario, 0.0) for scenario in scenarios])
    shares: Array = told / told.sum() if told.sum() > 0 else np.full(len(scenarios), 1.0 / len(scenarios))
    return shares


def _solve(
    asked: _Asked, checks: Checks, margins: Array, solve: Callable[[], Answer], *, opened: bool
) -> tuple[_Try, bool]:
    """One round; once nothing has met all goals, they stay open."""
    asked.solver.set_row_bounds(asked.goals.confidence, -np.inf, margins)
    if not opened:
        asked.solver.set_costs(asked.solver.program.cost, asked.solver.program.offset)
        asked.solver.set_row_bounds(asked.total_missed, -np.inf, np.inf)
        try:
            return _verified(asked, checks, solve(), None), False
        except NothingMeetsIt:
            asked.solver.set_bounds(asked.goals.missed, 0.0, np.inf)
    program = asked.solver.program
    first = np.zeros(len(program.cost))
    first[asked.goals.missed] = asked.weights
    asked.solver.set_row_bounds(asked.total_missed, -np.inf, np.inf)
    asked.solver.set_costs(first, 0.0)
    nearest = solve()
    asked.solver.set_row_bounds(asked.total_missed, -np.inf, nearest.objective * (1.0 + NEAREST) + 1e-6)
    asked.solver.set_costs(program.cost, program.offset)
    return _verified(asked, checks, solve(), nearest.prices), True


def _verified(asked: _Asked, checks: Checks, answer: Answer, blame: Array | None) -> _Try:
    case, frame = asked.frame.case, asked.frame
    sizes = frame.sizes(answer.values)
    spare = {scenario: checks.spare(scenario, of) for scenario, of in sizes.items()}
    shares = weights_of(case, frame.timeline.scenarios)
    cost = sum(share * counted_cost(case, of) for share, of in zip(shares, sizes.values(), strict=True))
    missed = all_missed(case, asked.goals.aims, sizes, spare)
    weighed = float((missed * asked.weights)[missed > _MISSED].sum())
    return _Try(answer, sizes, float(cost), np.concatenate(list(spare.values())), missed, weighed, blame)


def _next_margins(asked: _Asked, found: _Try, margins: Array) -> Array:
    """Margins at which areas would be just confident, if the plan's effects were spread as they are now."""
    case = asked.frame.case
    tails = np.concatenate(
        [tail_of_sample(case, scenario, of, exact=asked.exact) for scenario, of in found.sizes.items()]
    )
    wanted = np.concatenate([in_areas(case.demand(scenario)[:, -1], 0) for scenario in found.sizes])
    window = CLOSE_ENOUGH * np.maximum(wanted, 1.0)
    binding = tails >= margins - 1e-6 * np.maximum(wanted, 1.0)
    amiss = (found.spare < -_MISSED) | (binding & (found.spare > window))
    moved: Array = np.where(amiss, tails + found.spare - window / 2.0, margins)
    return moved


def _tell(asked: _Asked, checks: Checks, best: _Try) -> Chosen:
    case, frame, program = asked.frame.case, asked.frame, asked.solver.program
    lacking = _lacks(asked, best)
    if lacking and best.blame is not None:
        binding = _blamed(asked, best.blame)
    else:
        binding = explain.binding_limits(
            case.levers, program.marks, best.answer.prices, explain.saves, unit=GBP_A_UNIT, least=1.0
        )
    return Chosen(
        sizes=best.sizes[frame.timeline.scenarios[0]],
        sizes_by_scenario=best.sizes,
        status=Status.BEST_THERE_IS if lacking else Status.BEST,
        objective=best.cost,
        gap=best.answer.gap,
        proven=best.answer.proven,
        promises=promises_of(case, checks, best.sizes),
        binding=binding,
        lacking=lacking,
        solves=asked.solver.solves,
        samples=case.sample.size,
    )


def promises_of(case: Case, checks: Checks, sizes: dict[str, Array]) -> dict[str, Promise]:
    """What a plan comes to in each scenario."""
    return {
        scenario: Promise(
            central_gap(case, scenario, of)[:, -1].reshape(len(case.basis.areas), len(LEVEL_IDS)),
            confident_share(checks.gaps(scenario, of)),
            counted_cost(case, of),
        )
        for scenario, of in sizes.items()
    }


def _lacks(asked: _Asked, best: _Try) -> tuple[Lack, ...]:
    if best.blame is None:
        blamed: tuple[Binding, ...] = ()
        rows = np.zeros(0, dtype=np.int64)
    else:
        blamed = _blamed(asked, best.blame)
        rows = np.array([asked.solver.program.marks.index(each.limit) for each in blamed], dtype=np.int64)
    found = []
    for aim, wte in zip(asked.goals.aims, best.missed, strict=True):
        if wte > _MISSED:
            clashes = _standing_in_the_way(asked, aim, blamed, rows)
            found.append(Lack(aim, float(wte), clashes))
    return tuple(sorted(found, key=lambda each: -each.wte))


def _blamed(asked: _Asked, prices: Array) -> tuple[Binding, ...]:
    """The limits on which it depends how much is missed, whatever it costs."""
    marks = [mark if isinstance(mark, Limit) else None for mark in asked.solver.program.marks]
    return explain.binding_limits(asked.frame.case.levers, marks, prices, explain.closes)


def _standing_in_the_way(asked: _Asked, aim: Aim, blamed: tuple[Binding, ...], rows: Places) -> tuple[Binding, ...]:
    """Of the limits with a price, those that hold back starts which would help this aim."""
    if not len(rows):
        return ()
    helping = _helping_columns(asked, aim)
    held = sparse.csr_array(asked.solver.program.rows[rows])
    touches = (held > 0) @ helping.astype(float) > 0
    return tuple(each for each, touched in zip(blamed, touches, strict=True) if touched)


def _helping_columns(asked: _Asked, aim: Aim) -> Array:
    """Which variables of starts bring staff where the aim wants them, by its year, in the central run."""
    case, timeline = asked.frame.case, asked.frame.timeline
    years, levels = len(case.years), len(LEVEL_IDS)
    at = case.years.index(aim.year) if aim.kind is GoalKind.MILESTONE else years - 1
    first = case.basis.areas.index(aim.area) * levels
    cells = range(first, first + levels) if not aim.level else [first + LEVEL_IDS.index(aim.level)]
    effects = over_years(case.responses.gap)[[cell * years + at for cell in cells]].sum(axis=0)
    columns = timeline.flat(timeline.scenarios.index(aim.scenario))
    helping = np.zeros(len(asked.solver.program.cost))
    helping[columns[(columns >= 0) & (np.asarray(effects).ravel() > 1e-9)]] = 1.0
    return helping
