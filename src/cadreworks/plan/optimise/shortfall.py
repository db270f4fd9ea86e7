"""How much is missing, over draws, cells and years? Hinges max(0, demand - supply) -> variables and rows.

Most hinges need neither. Where the levers' capacity cannot close a cell's shortfall in a year of a draw, what is
missing is a straight line; where they cannot open one, nothing is. Both are told from bounds on what a plan can do, so
the program is smaller and its answer the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.optimise.case import Case
from cadreworks.plan.optimise.program import Entries, Flags, Line, Places, Program, diagonal
from cadreworks.plan.optimise.timeline import Timeline

_SURELY = 1e-6
"""wte by which a bound must be clear, so that rounding decides nothing."""


@dataclass(frozen=True)
class Missing:
    """What is missing in one scenario, as a sum over draws: constant + worth . starts + price . hinges.

    constant: (draw); worth: of one start (draw, route, year of start); hinges: columns of what is missing in a cell and
    year of a draw, with the draw and the price of each
    """

    constant: Array
    worth: Array
    hinges: Places
    draw: Places
    price: Array

    def line(self, starts: Places) -> Line:
        """The mean over draws. starts: the columns of what starts, (route, projected year)"""
        draws = len(self.constant)
        worth = self.worth.mean(axis=0)
        there = (starts >= 0) & (worth != 0.0)
        return Line(
            np.concatenate([starts[there], self.hinges]),
            np.concatenate([worth[there], self.price / draws]),
            float(self.constant.mean()),
        )


def add_missing(program: Program, case: Case, timeline: Timeline, place: int, price: Array) -> Missing:
    """Variables and rows for what is missing in the scenario at `place`.

    price: of one wte missing for a year, by projected year
    """
    low, high = reach(case)
    before = case.sample.before[timeline.scenarios[place]]
    surely = before + high <= -_SURELY
    open_ = ~surely & (before + low < _SURELY)
    weight = np.where(surely, price, 0.0)
    hinges = program.add_variables(int(open_.sum()))
    entries = _entries(case.sample.gap, open_, timeline.columns[place])
    program.add_rows(entries + diagonal(hinges, 1.0), least=-before[open_])
    draw, _, year = np.nonzero(open_)
    return Missing(
        -(weight * before).sum(axis=(1, 2)), -_worth(case.sample.gap, weight), hinges, draw, np.asarray(price)[year]
    )


def reach(case: Case) -> tuple[Array, Array]:
    """The least and the most by which starts within capacity change a cell, (draw, cell, year)."""
    gap, years = case.sample.gap, len(case.years)
    firsts = np.flatnonzero(np.diff(case.lever_of_route, prepend=-1))
    capacity = case.capacity[case.lever_of_route[firsts]]
    low = np.minimum(np.minimum.reduceat(gap, firsts, axis=1), 0.0)
    high = np.maximum(np.maximum.reduceat(gap, firsts, axis=1), 0.0)
    found = np.zeros((2, gap.shape[0], gap.shape[2], years))
    for start in range(years):
        lasting = years - start
        for at, bound in enumerate((low, high)):
            found[at, ..., start:] += np.einsum("nlct,l->nct", bound[..., :lasting], capacity[:, start])
    return found[0], found[1]


def _worth(gap: Array, weight: Array) -> Array:
    """What one start is worth, (draw, route, year of start), at a weight by (draw, cell, year)."""
    years = gap.shape[-1]
    worth = np.zeros((*gap.shape[:2], years))
    for lag in range(years):
        worth[..., : years - lag] += gap[..., lag] @ weight[..., lag:]
    return worth


def _entries(gap: Array, wanted: Flags, columns: Places) -> Entries:
    """What starts do, in one row for each wanted (draw, cell, year)."""
    years = wanted.shape[-1]
    row_of = np.full(wanted.shape, -1, dtype=np.int64)
    row_of[wanted] = np.arange(int(wanted.sum()))
    route, cell, lag = np.nonzero((gap != 0).any(axis=0))
    which, start = np.nonzero(np.arange(years) + lag[:, None] < years)
    route, cell, lag = route[which], cell[which], lag[which]
    startable = columns[route, start] >= 0
    route, cell, lag, start = route[startable], cell[startable], lag[startable], start[startable]
    row = row_of[:, cell, start + lag]
    draw, at = np.nonzero(row >= 0)
    return Entries(row[draw, at], columns[route[at], start[at]], gap[draw, route[at], cell[at], lag[at]])
