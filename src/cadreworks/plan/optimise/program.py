"""How is a linear or mixed-integer program put together? Variables and rows as sparse arrays, blind to any solver.

    minimise cost . x + offset   subject to   row_least <= A x <= row_most,  least <= x <= most,  some x whole

Rows may carry a mark: the limit or goal that they stand for, so that a dual price can be told in words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cadreworks.bands import Array

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
SMALLEST = 1e-9
"""Entries of rows nearer to nothing than this are left out, as the solver would."""


@dataclass(frozen=True)
class Entries:
    """Entries of a block of rows: row within the block, column of the program, value."""

    row: Places
    column: Places
    value: Array

    def __add__(self, other: Entries) -> Entries:
        joined = [np.concatenate([getattr(self, name), getattr(other, name)]) for name in self.__dataclass_fields__]
        return Entries(*joined)


@dataclass(frozen=True)
class Line:
    """A linear expression of variables: value . x[column] + constant."""

    column: Places
    value: Array
    constant: float = 0.0

    def __add__(self, other: Line) -> Line:
        return Line(
            np.concatenate([self.column, other.column]),
            np.concatenate([self.value, other.value]),
            self.constant + other.constant,
        )

    def times(self, factor: float) -> Line:
        """The same, so many times."""
        return Line(self.column, factor * self.value, factor * self.constant)

    def at(self, values: Array) -> float:
        """What it comes to."""
        return float(self.value @ values[self.column]) + self.constant


@dataclass(frozen=True)
class Matrices:
    """A program as the solver takes it; `marks` by row, None where a row has none."""

    cost: Array
    least: Array
    most: Array
    whole: Flags
    row_least: Array
    row_most: Array
    rows: sparse.csr_array
    offset: float
    marks: tuple[object, ...]


class Program:
    """Gathers variables and rows block by block."""

    def __init__(self) -> None:
        self._variables: list[tuple[Array, Array, Array, Flags]] = []
        self._entries: list[Entries] = []
        self._bounds: list[tuple[Array, Array]] = []
        self._marks: list[object] = []
        self._extra_cost: list[tuple[Places, Array]] = []
        self.columns = 0
        self.offset = 0.0

    def add_variables(
        self, count: int, *, cost: Array | float = 0.0, least: float = 0.0, most: float = np.inf, whole: bool = False
    ) -> Places:
        """New variables; their columns."""
        self._variables.append(
            (
                np.broadcast_to(np.asarray(cost, float), count),
                np.full(count, least),
                np.full(count, most),
                np.full(count, whole),
            )
        )
        first, self.columns = self.columns, self.columns + count
        return np.arange(first, self.columns)

    def add_cost(self, line: Line) -> None:
        """Adds to the objective."""
        self._extra_cost.append((line.column, line.value))
        self.offset += line.constant

    def add_line(
        self, line: Line, *, least: float | None = None, most: float | None = None, mark: object = None
    ) -> Places:
        """One row."""
        bounds = {
            name: np.array([bound - line.constant])
            for name, bound in (("least", least), ("most", most))
            if bound is not None
        }
        entries = Entries(np.zeros(len(line.column), dtype=np.int64), line.column, line.value)
        return self.add_rows(entries, **bounds, marks=(mark,))

    def add_rows(
        self, entries: Entries, *, least: Array | None = None, most: Array | None = None, marks: tuple[object, ...] = ()
    ) -> Places:
        """New rows, as many as there are bounds; their places."""
        count = len(least if least is not None else most if most is not None else ())
        first = len(self._marks)
        self._bounds.append(
            (
                np.full(count, -np.inf) if least is None else least,
                np.full(count, np.inf) if most is None else most,
            )
        )
        self._marks.extend(marks or (None,) * count)
        self._entries.append(Entries(entries.row + first, entries.column, entries.value))
        return np.arange(first, first + count)

    def finish(self) -> Matrices:
        """The program as arrays."""
        cost, least, most, whole = (
            np.concatenate([np.asarray(part[at]) for part in self._variables]) for at in range(4)
        )
        cost = cost.copy()
        for columns, extra in self._extra_cost:
            np.add.at(cost, columns, extra)
        value = np.concatenate([part.value for part in self._entries])
        row = np.concatenate([part.row for part in self._entries])
        column = np.concatenate([part.column for part in self._entries])
        rows = sparse.csr_array((value, (row, column)), shape=(len(self._marks), self.columns))
        rows.sum_duplicates()
        rows.data[np.abs(rows.data) < SMALLEST] = 0.0
        rows.eliminate_zeros()
        return Matrices(
            cost,
            least,
            most,
            whole.astype(bool),
            np.concatenate([part[0] for part in self._bounds]),
            np.concatenate([part[1] for part in self._bounds]),
            rows,
            self.offset,
            tuple(self._marks),
        )


def placed(matrix: sparse.coo_array, columns: Places) -> Entries:
    """The entries of a block whose columns are route-years, in the columns of a program; those that are none fall out.

    columns: the program's column of each route-year, or less than 0
    """
    column = columns[matrix.col]
    there = column >= 0
    return Entries(matrix.row[there].astype(np.int64), column[there], matrix.data[there])


def diagonal(columns: Places, value: Array | float) -> Entries:
    """One entry in each row of a block."""
    return Entries(np.arange(len(columns)), columns, np.broadcast_to(np.asarray(value, float), len(columns)).copy())
