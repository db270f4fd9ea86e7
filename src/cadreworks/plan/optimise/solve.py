"""How is a program solved? By HiGHS, on one thread and with one seed, so that the same program has the same answer.

There is no limit of time, only of nodes and of the gap of a mixed-integer program, both of which are told. A linear
program is solved by interior point with crossover to a vertex; once that is known, another objective or other bounds
go on from there by simplex. Of a mixed-integer program the whole numbers are then fixed and the rest
is solved once more, which gives dual prices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from cadreworks.bands import Array
from cadreworks.plan.optimise.program import Matrices, Places
from cadreworks.problems import EnvironmentFault

MIP_GAP = 1e-4
MIP_NODES = 20_000
_NOTHING_MEETS_IT = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
_STOPPED = (highspy.HighsModelStatus.kSolutionLimit,)


class SolverFault(EnvironmentFault):
    """The solver ended in a way that gives no answer: named, since a plan must not rest on it."""


class NothingMeetsIt(Exception):
    """No values of the variables keep to all rows."""


@dataclass(frozen=True)
class Answer:
    """values: of the variables; prices: by how much the objective would rise if the bound of a row rose by one; bound:
    no values have a lower objective; gap: how far the objective may lie above the least there is, as a share of it;
    proven: whether the solver came to an end, rather than to its limit of nodes
    """

    values: Array
    prices: Array
    objective: float
    bound: float
    gap: float
    proven: bool


def _done(what: str, status: highspy.HighsStatus) -> None:
    if status != highspy.HighsStatus.kOk:
        raise SolverFault(f"HiGHS could not {what}: it answered {status.name}")


class Solver:
    """One program in HiGHS, whose costs and bounds may be changed between solves."""

    def __init__(self, program: Matrices, *, method: str = "ipm") -> None:
        self.program = program
        self._method = method
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._set(output_flag=False, threads=1, parallel="off", random_seed=0)
        self._set(mip_rel_gap=MIP_GAP, mip_max_nodes=MIP_NODES, solver=method)
        self._whole = np.flatnonzero(program.whole)
        self._cost = program.cost.copy()
        self._pass()
        self._vertex_known = False
        self.solves = 0

    def _set(self, **options: Any) -> None:
        for name, value in options.items():
            _done(f"set {name}", self._highs.setOptionValue(name, value))

    def _pass(self) -> None:
        of, rows = self.program, self.program.rows
        status = self._highs.passModel(
            *(len(of.cost), len(of.row_least), rows.nnz, int(highspy.MatrixFormat.kRowwise)),
            *(int(highspy.ObjSense.kMinimize), of.offset, of.cost, of.least, of.most, of.row_least, of.row_most),
            *(rows.indptr.astype(np.int32), rows.indices.astype(np.int32), rows.data, of.whole.astype(np.int32)),
        )
        _done("take the program", status)

    def set_costs(self, cost: Array, offset: float) -> None:
        """Another objective."""
        columns = np.arange(len(cost), dtype=np.int32)
        _done("change costs", self._highs.changeColsCost(len(cost), columns, cost))
        _done("change the offset", self._highs.changeObjectiveOffset(offset))

    def set_row_bounds(self, rows: Places, least: Array | float, most: Array | float) -> None:
        """Other bounds of some rows."""
        low, high = (np.broadcast_to(np.asarray(bound, float), len(rows)).copy() for bound in (least, most))
        _done(
            "change bounds of rows",
            self._highs.changeRowsBounds(len(rows), np.asarray(rows, dtype=np.int32), low, high),
        )

    def set_bounds(self, columns: Places, least: Array | float, most: Array | float) -> None:
        """Other bounds of some variables."""
        low, high = (np.broadcast_to(np.asarray(bound, float), len(columns)).copy() for bound in (least, most))
        _done(
            "change bounds", self._highs.changeColsBounds(len(columns), np.asarray(columns, dtype=np.int32), low, high)
        )

    @property
    def has_whole(self) -> bool:
        """Whether any variable must be whole."""
        return len(self._whole) > 0

    def solve(self) -> Answer:
        """The best values. Raises NothingMeetsIt where there are none, SolverFault where HiGHS comes to no end."""
        if not self.has_whole:
            return self._solve_once()
        self._set_whole(True)
        found = self._solve_once()
        final = self.solve_fixed(found.values[self._whole])
        return replace(final, gap=share_above(final.objective, found.bound), proven=found.proven)

    def relax(self) -> Answer:
        """The best values if none had to be whole: the objective can be no better than theirs."""
        self._set_whole(False)
        return self._solve_once()

    def solve_fixed(self, whole: Array) -> Answer:
        """The best values with these in place of those that must be whole."""
        self._set_whole(False)
        self.set_bounds(self._whole, np.round(whole), np.round(whole))
        return self._solve_once()

    def whole_of(self, values: Array) -> Array:
        """Those of the values that must be whole."""
        found: Array = values[self._whole]
        return found

    def _set_whole(self, whole: bool) -> None:
        if not self.has_whole:
            return
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        kinds = np.full(len(self._whole), int(kind), dtype=np.uint8)
        _done(
            "change what is whole",
            self._highs.changeColsIntegrality(len(self._whole), self._whole.astype(np.int32), kinds),
        )
        self.set_bounds(self._whole, self.program.least[self._whole], self.program.most[self._whole])

    def _solve_once(self) -> Answer:
        if self._vertex_known:
            self._set(solver="simplex")
        self.solves += 1
        status = self._highs.run()
        found = self._highs.getModelStatus()
        if found in _NOTHING_MEETS_IT:
            raise NothingMeetsIt
        info = self._highs.getInfo()
        stopped = found in _STOPPED and info.primal_solution_status == highspy.kSolutionStatusFeasible
        if not stopped and (found != highspy.HighsModelStatus.kOptimal or status != highspy.HighsStatus.kOk):
            raise SolverFault(f"HiGHS ended with {self._highs.modelStatusToString(found)}, not with an answer")
        solution = self._highs.getSolution()
        self._vertex_known = True
        objective = float(info.objective_function_value)
        bound = float(info.mip_dual_bound) if info.mip_node_count >= 0 else objective
        return Answer(
            np.array(solution.col_value),
            np.array(solution.row_dual),
            objective,
            bound,
            share_above(objective, bound),
            not stopped,
        )


def share_above(objective: float, bound: float) -> float:
    """By what share of itself an objective lies above a bound."""
    return max(0.0, objective - bound) / max(abs(objective), 1e-9)
