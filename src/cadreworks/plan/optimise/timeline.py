"""Which decisions are the same in all scenarios, and which may differ? Routes and years -> columns of a program."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from cadreworks.bands import Array
from cadreworks.plan.optimise.case import Case
from cadreworks.plan.optimise.program import Entries, Places, Program, placed

NO_COLUMN = -1
EARLIER = 1e-6
"""By what share of its cost a start is dearer for each year that it is later: settles which of equal plans is taken."""


@dataclass(frozen=True)
class Timeline:
    """Columns of a program for what starts, (scenario, route, projected year); `NO_COLUMN` where nothing can start.

    shared: how many of the first years are decided for all scenarios alike
    """

    scenarios: tuple[str, ...]
    columns: Places
    shared: int

    def flat(self, scenario: int) -> Places:
        """The columns of one scenario as blocks of rows have them: routes x years."""
        flat: Places = self.columns[scenario].ravel()
        return flat

    def place(self, block: sparse.csr_array, years: Places, scenario: int) -> tuple[Entries, Places]:
        """A block's entries in one scenario, and which of its rows they are: those of shared years belong to the first.

        years: the projected year that each row is about
        """
        rows = np.flatnonzero(years >= (0 if scenario == 0 else self.shared))
        return placed(sparse.coo_array(block[rows]), self.flat(scenario)), rows

    def sizes(self, values: Array) -> Array:
        """The amounts of a solution, (scenario, route, projected year)."""
        there = self.columns >= 0
        found: Array = np.where(there, values[np.where(there, self.columns, 0)], 0.0)
        return found


def add_starts(program: Program, case: Case, scenarios: tuple[str, ...], *, one_plan: bool) -> Timeline:
    """Variables for all that can start: one copy of early years, and one for each scenario of later years unless it is
    one plan for all.
    """
    years = len(case.years)
    decide_in = case.levers.goal.decide_in
    shared = years if one_plan or len(scenarios) == 1 else sum(year < decide_in for year in case.years)
    possible = case.capacity[case.lever_of_route] > 0
    columns = np.full((len(scenarios), *possible.shape), NO_COLUMN, dtype=np.int64)
    early = possible & (np.arange(years) < shared)
    columns[:, early] = program.add_variables(int(early.sum()))
    for place in range(len(scenarios)):
        late = possible & (np.arange(years) >= shared)
        columns[place, late] = program.add_variables(int(late.sum()))
    return Timeline(scenarios, columns, shared)


def over_years(responses: Array) -> sparse.csr_array:
    """What starts do to cells, (cells x years, routes x years of start), from responses (route, cell, lag)."""
    routes, cells, years = responses.shape
    route, cell, lag = np.nonzero(responses)
    start = np.arange(years)
    which, started = np.nonzero(start + lag[:, None] < years)
    row = cell[which] * years + started + lag[which]
    column = route[which] * years + started
    value = responses[route[which], cell[which], lag[which]]
    return sparse.csr_array((value, (row, column)), shape=(cells * years, routes * years))


def earlier_first(years: int) -> Array:
    """The factor on the cost of starts by year that makes later ones a trifle dearer."""
    return 1.0 + EARLIER * np.arange(years, dtype=np.float64)
