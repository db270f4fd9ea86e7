"""Could a plan send staff round and round for nothing? Moving levers -> rounds in which nobody is lost and that cost
nothing, or earn.

A lever that moves staff takes effect x completion x (1 - deadweight) of one for each start and gives 1 - drop_out of
that. Where every lever of a round has no drop-out, all who set out come back; where the round costs nothing besides, an
optimiser could ask for any number of rounds. Rounds of negative length are found after Bellman and Ford.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cadreworks.plan.cells import Cell
from cadreworks.plan.levers import Lever
from cadreworks.plan.levers_file.check_lever import cost_of_start
from cadreworks.plan.levers_file.scope import Scope
from cadreworks.settings_file import SettingsFile

_NOTHING_GBP = 1e-4
"""A move that costs no more than this is free: it makes a free round one of negative length."""


@dataclass(frozen=True)
class _Move:
    """One wte moved, and what that costs, in pounds of the base year."""

    lever: str
    origin: Cell
    target: Cell
    cost: float


def check_cycles(levers: Iterable[Lever], file: SettingsFile, *, price_growth: float, scope: Scope) -> None:
    """Add a problem for each group of levers by which staff go round without loss and without cost."""
    moves = [move for lever in levers for move in _moves(lever, price_growth, scope)]
    while found := _free_round(moves):
        _add(found, file)
        named = {move.lever for move in found}
        moves = [move for move in moves if move.lever not in named]


def _moves(lever: Lever, price_growth: float, scope: Scope) -> list[_Move]:
    taken = lever.effect.value * lever.completion.value * (1.0 - lever.deadweight.value)
    if not lever.takes or lever.drop_out.value > 0 or taken == 0:
        return []
    index = (1.0 + price_growth) ** (scope.horizon.base - lever.costs.price_year)
    cost = cost_of_start(lever, scope) * index / taken
    return [_Move(lever.id, route.origin, route.target, cost) for route in lever.routes]


def _free_round(moves: list[_Move]) -> list[_Move]:
    """The moves of one round that costs nothing or earns, in order; empty where there is none."""
    cells = sorted({cell for move in moves for cell in (move.origin, move.target)})
    length = dict.fromkeys(cells, 0.0)
    came_by: dict[Cell, _Move] = {}
    shortened = None
    for _ in range(len(cells) + 1):
        shortened = None
        for move in moves:
            by_move = length[move.origin] + move.cost - _NOTHING_GBP
            if by_move < length[move.target]:
                length[move.target], came_by[move.target] = by_move, move
                shortened = move.target
        if shortened is None:
            return []
    return _round_behind(shortened, came_by) if shortened else []


def _round_behind(cell: Cell, came_by: dict[Cell, _Move]) -> list[_Move]:
    """Going back from a cell that is shortened for ever leads into the round that shortens it."""
    for _ in came_by:
        cell = came_by[cell].origin
    found = [came_by[cell]]
    while found[-1].origin != cell:
        found.append(came_by[found[-1].origin])
    return found[::-1]


def _add(found: list[_Move], file: SettingsFile) -> None:
    levers = " and ".join(dict.fromkeys(move.lever for move in found))
    first = min(range(len(found)), key=lambda place: found[place].origin)
    in_order = found[first:] + found[:first]
    way = " to ".join([*(move.origin.area for move in in_order), in_order[0].origin.area])
    earned = -round(sum(move.cost for move in found))
    gain = f"and earn £{earned:,} a round" if earned > 0 else "and at no cost"
    level = in_order[0].origin.level
    file.add_problem(
        f"[[levers]] {levers}: drop_out, per_start_gbp, per_year_gbp",
        f"staff could go round, from {way} at level {level}, with nobody lost, {gain}",
        "Say how many drop out, or what a move costs.",
        kind="profits",
    )
