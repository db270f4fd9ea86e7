"""Which solutions has a sparse system of whole-number equations? Exact elimination, in whole numbers throughout.

Equations as mappings from column to coefficient, each summing to 0 -> a solution whose free entries were drawn, or
the terms that give one column. Most equations are short and most columns stand in one or two of them, so a column
that stands in one equation only is always eliminated first, for that changes no other equation; then the shortest
equation, by its rarest column with a coefficient of 1 or -1 (Markowitz, Management Science 3, 1957).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Equation = dict[int, int]


def read_rows(rows: sparse.csr_array, columns: NDArray[np.int64]) -> list[Equation]:
    """The rows of a matrix as equations over the places of `columns`, which hold all that the rows use."""
    place = np.full(rows.shape[1], -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    items, signs = place[rows.indices].tolist(), rows.data.tolist()
    return [
        dict(zip(items[first:last], signs[first:last], strict=True)) for first, last in pairwise(rows.indptr.tolist())
    ]


def kernel_vector(equations: Sequence[Equation], draws: Sequence[int]) -> list[int]:
    """A whole-number solution, its free entries drawn. Shape (column,), as `draws`.

    Raises AssertionError where the solution does not satisfy the equations, so that a fault here publishes nothing.
    """
    vector = _back_substitute(_Elimination(len(draws), equations).pivots(), draws)
    for equation in equations:
        if sum(sign * vector[at] for at, sign in equation.items()):
            raise AssertionError("the audit's own solution does not satisfy the equations")
    return vector


def solve_for(equations: Sequence[Equation], unknown: int, wanted: Sequence[int]) -> list[list[int]]:
    """For each wanted column the columns not below `unknown` in whose terms the equations give it."""
    pivots = _Elimination(unknown, equations).pivots()
    order = {pivot.column: at for at, pivot in enumerate(pivots)}
    return [_terms(column, pivots, order) for column in wanted]


def _terms(column: int, pivots: Sequence[_Pivot], order: dict[int, int]) -> list[int]:
    """Put pivots in, first to last, until only known columns and free ones, which cancel, are left."""
    terms: dict[int, Fraction] = {column: Fraction(1)}
    waiting = [order[column]] if column in order else []
    while waiting:
        pivot = pivots[heapq.heappop(waiting)]
        factor = terms.pop(pivot.column, Fraction(0)) / pivot.coefficient
        if not factor:
            continue
        for one, value in (*pivot.others.items(), *pivot.known.items()):
            if one in order and one not in terms:
                heapq.heappush(waiting, order[one])
            terms[one] = terms.get(one, Fraction(0)) - factor * value
    return [one for one, value in terms.items() if value]


@dataclass(frozen=True)
class _Pivot:
    """coefficient * column + the sum over `others` + the sum over `known` = 0."""

    column: int
    coefficient: int
    others: Equation
    known: Equation


class _Elimination:
    """Gauss elimination of sparse rows in whole numbers, columns in one row only first, then the shortest row."""

    def __init__(self, unknown: int, equations: Sequence[Equation]) -> None:
        """Columns below `unknown` are eliminated; the others are known and only carried along."""
        self.rows = {
            number: {column: value for column, value in equation.items() if column < unknown}
            for number, equation in enumerate(equations)
        }
        self.known = {
            number: {column: value for column, value in equation.items() if column >= unknown}
            for number, equation in enumerate(equations)
        }
        self.rows_of: list[set[int]] = [set() for _ in range(unknown)]
        for number, row in self.rows.items():
            for column in row:
                self.rows_of[column].add(number)
        self.alone = [column for column in range(unknown - 1, -1, -1) if len(self.rows_of[column]) == 1]
        self.shortest = [(len(row), number) for number, row in self.rows.items()]
        heapq.heapify(self.shortest)

    def pivots(self) -> list[_Pivot]:
        """In the order of elimination: a pivot's others are free or pivots of later ones."""
        found: list[_Pivot] = []
        while self.rows:
            number, column = self._next()
            if column is None:
                del self.rows[number]  # the row was a sum of others
                continue
            row = self.rows.pop(number)
            self._leave(number, row)
            coefficient = row.pop(column)
            pivot = _Pivot(column, coefficient, row, self.known.pop(number))
            for other in sorted(self.rows_of[column]):
                self._subtract(other, pivot)
            found.append(pivot)
        return found

    def _next(self) -> tuple[int, int | None]:
        while self.alone:
            column = self.alone.pop()
            if len(self.rows_of[column]) == 1:
                return next(iter(self.rows_of[column])), column
        while True:
            length, number = heapq.heappop(self.shortest)
            if number in self.rows and len(self.rows[number]) == length:
                break
        row = self.rows[number]
        if not row:
            return number, None
        return number, min(row, key=lambda one: (abs(row[one]) != 1, len(self.rows_of[one]), one))

    def _leave(self, number: int, row: dict[int, int]) -> None:
        for column in row:
            rows_of = self.rows_of[column]
            rows_of.discard(number)
            if len(rows_of) == 1:
                self.alone.append(column)

    def _subtract(self, number: int, pivot: _Pivot) -> None:
        """Take the pivot's column out of row `number`: coefficient * row - factor * pivot row."""
        row, known = self.rows[number], self.known[number]
        factor = row.pop(pivot.column)
        self.rows_of[pivot.column].discard(number)
        if pivot.coefficient in (1, -1):
            factor *= pivot.coefficient
        else:
            for part in (row, known):
                for one in part:
                    part[one] *= pivot.coefficient
        for one, value in pivot.known.items():
            known[one] = known.get(one, 0) - factor * value
        for one, value in pivot.others.items():
            changed = row.get(one, 0) - factor * value
            if changed:
                row[one] = changed
                self.rows_of[one].add(number)
            elif one in row:
                del row[one]
                self.rows_of[one].discard(number)
                if len(self.rows_of[one]) == 1:
                    self.alone.append(one)
        heapq.heappush(self.shortest, (len(row), number))


def _back_substitute(pivots: Sequence[_Pivot], draws: Sequence[int]) -> list[int]:
    vector: list[int | Fraction] = list(draws)
    for pivot in reversed(pivots):
        total = -sum(value * vector[column] for column, value in pivot.others.items())
        if pivot.coefficient in (1, -1):
            vector[pivot.column] = total * pivot.coefficient
        else:
            vector[pivot.column] = Fraction(total) / pivot.coefficient
    scale = lcm(*(Fraction(value).denominator for value in vector if isinstance(value, Fraction)))
    return [int(value * scale) for value in vector]
