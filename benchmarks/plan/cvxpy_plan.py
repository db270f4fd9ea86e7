"""The same program in CVXPY: variables as vectors, and what starts do as sparse matrices that SciPy puts together.

python -m plan.cvxpy_plan FOLDER SAMPLES    prints the objective and the seconds of building and of solving

Each block of rows is one expression, since CVXPY's own work grows with the number of expressions.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cvxpy as cp
import numpy as np
from scipy import sparse

from plan.clocks import Clocks, tell
from plan.given import Array, Given, Places, by_start_and_year

THOUSAND = 1000.0
OPTIONS = {"solver": "ipm", "threads": 1, "parallel": "off", "random_seed": 0}
"""Those with which Cadreworks calls HiGHS."""


def main() -> None:
    """Build, solve and tell."""
    folder, samples = Path(sys.argv[1]), int(sys.argv[2])
    given, clocks = Given.load(folder, samples), Clocks()
    clocks.change("build")
    problem = build(given)
    data, chain, inverse = problem.get_problem_data(cp.HIGHS, solver_opts=dict(OPTIONS))
    clocks.change("solve")
    raw = chain.solve_via_data(problem, data, solver_opts=dict(OPTIONS))
    problem.unpack_results(raw, chain, inverse)
    clocks.stop()
    if problem.status != cp.OPTIMAL:
        sys.exit(f"CVXPY ended with {problem.status}")
    matrix = data["A"]
    size = {"rows": matrix.shape[0], "columns": matrix.shape[1], "entries": matrix.nnz}
    tell(clocks, ("cvxpy", "highspy", "numpy", "scipy"), objective=float(problem.value), **size)


def build(given: Given) -> cp.Problem:
    """The program of `Given`."""
    starts = cp.Variable(given.possible.size, nonneg=True)
    missing = cp.Variable(given.before.size, nonneg=True)
    staff = _central(given, given.effect_staff)
    rows = [*_on_starts(given), *_on_staff(given, staff), _on_work(given), _budget(given)]
    limits = [matrix @ starts <= most for matrix, most in rows]
    limits += [starts[np.flatnonzero(~given.possible.ravel())] == 0]
    limits += [_all_draws(given) @ starts + missing >= -given.before.ravel()]
    objective = cp.sum(missing) / len(given.before) + given.price_of_start.ravel() @ starts
    return cp.Problem(cp.Minimize(objective), limits)


Row = tuple[sparse.csr_array, Array]
"""A matrix over (route, year of start), and what it may come to at most."""


def _matrix(given: Given, row: Places, rows: int, value: Array, route: Places, start: Places) -> sparse.csr_array:
    column = route * given.years + start
    return sparse.csr_array((value, (row, column)), shape=(rows, given.possible.size))


def _all_draws(given: Given) -> sparse.csr_array:
    """What starts do, rows (draw, cell, year)."""
    cells, years = given.before.shape[1:]
    value = by_start_and_year(given.effect_gap)
    draw, effect, start, year = np.nonzero(value)
    row = (draw * cells + given.effect_cell[effect]) * years + year
    entries = value[draw, effect, start, year]
    return _matrix(given, row, given.before.size, entries, given.effect_route[effect], start)


def _central(given: Given, by_lag: Array) -> sparse.csr_array:
    """Staff of the plan, or work that it takes off, rows (cell, year)."""
    value = by_start_and_year(by_lag)
    effect, start, year = np.nonzero(value)
    row = given.effect_cell[effect] * given.years + year
    rows = len(given.area) * given.years
    return _matrix(given, row, rows, value[effect, start, year], given.effect_route[effect], start)


def _by_group(given: Given, group: Places, amount: Array, lead: Places) -> sparse.csr_array:
    """amount x starts that come about, rows (group, year); routes of group -1 are in none."""
    years, groups = given.years, int(group.max()) + 1
    route, start = np.nonzero((group >= 0)[:, None] & (np.arange(years) + lead[:, None] < years))
    row = group[route] * years + start + lead[route]
    return _matrix(given, row, groups * years, amount[route], route, start)


def _on_starts(given: Given) -> list[Row]:
    ones, at_once = np.ones(len(given.lever)), np.zeros_like(given.lead)
    found = [(_by_group(given, given.lever, ones, at_once), given.capacity.ravel())]
    for counted, most in zip(given.shared, given.shared_most, strict=True):
        found.append((_by_group(given, np.where(counted, 0, -1), ones, at_once), most))
    return found


def _on_staff(given: Given, staff: sparse.csr_array) -> list[Row]:
    years, cells = given.years, len(given.area)
    shift = sparse.eye_array(years, k=-1)
    a_year_before = sparse.csr_array(sparse.kron(sparse.eye_array(cells), shift)) @ staff
    summing = sparse.csr_array((np.ones(cells), (given.area, np.arange(cells))))
    by_area = sparse.csr_array(sparse.kron(summing, sparse.eye_array(years)))
    share = given.growth_per_year * (summing @ given.supply[:, :-1])
    by_share = share >= given.growth_wte
    grown = by_area @ (staff - a_year_before) - (by_area @ a_year_before).multiply(
        (given.growth_per_year * by_share).reshape(-1, 1)
    )
    moved = _by_group(given, given.origin, given.takes, given.lead)
    losing = _rows(np.unique(given.origin[given.origin >= 0]), years)
    kept = _by_group(given, np.where(given.keeps > 0, given.target, -1), given.keeps, given.lead)
    keeping = _rows(np.unique(given.target[given.keeps > 0]), years)
    before = given.supply[:, :-1].ravel()
    return [
        (sparse.csr_array(grown), np.where(by_share, share, given.growth_wte).ravel()),
        (moved[losing] - given.moving_share * a_year_before[losing], given.moving_share * before[losing]),
        (-staff[losing], given.supply[:, 1:].ravel()[losing]),
        (kept[keeping] - a_year_before[keeping], before[keeping]),
    ]


def _on_work(given: Given) -> Row:
    relieved = _rows(np.unique(given.effect_cell[given.effect_relief.any(axis=-1)]), given.years)
    return _central(given, given.effect_relief)[relieved], given.demand.ravel()[relieved]


def _rows(cells: Places, years: int) -> Places:
    """The rows of some cells in matrices of (cell, year)."""
    return (cells[:, None] * years + np.arange(years)).ravel()


def _budget(given: Given) -> Row:
    """In thousands of pounds, so that numbers are of one size."""
    by_year = np.moveaxis(given.cost, -1, 0).reshape(given.years, -1) / THOUSAND
    return sparse.csr_array(by_year), np.full(given.years, given.budget / THOUSAND)


if __name__ == "__main__":
    main()
