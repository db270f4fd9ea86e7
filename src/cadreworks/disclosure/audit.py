"""Can a reader of what is published find out a number that was withheld?

Equations among the items, which of them are hidden and the values of the others -> the items that are exposed.

By subtraction: take two sets of hidden values that satisfy all equations. Their difference v satisfies A v = 0
over the hidden items, and an item is determined exactly where every such v is 0. `find_determined` draws one v at
random by elimination in whole numbers and checks A v = 0. Where v is not 0 this proves the item safe: the true
values and the true values plus v fit equally well. Where v is 0 the item counts as exposed.

By bounds: counts are whole and not negative. `find_pinned` narrows the range of every hidden item, equation by
equation, until nothing changes; an item whose range has become one value is exposed.
Source: Willenborg and de Waal, Elements of Statistical Disclosure Control (2001), chapter on tabular data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from cadreworks.disclosure.elimination import kernel_vector, read_rows, solve_for
from cadreworks.randomness import stream

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]
_LARGEST_DRAW = 2**31


def find_determined(equal: sparse.csr_array, hidden: Mask, *, seed: int = 0) -> Mask:
    """The hidden items that the equations alone determine, shape (item,). Each connected part is solved apart.

    equal: each row sums to a known value over the items, so what is not hidden drops out.
    """
    determined = np.zeros(len(hidden), dtype=np.bool_)
    draws = stream(seed, "disclosure audit").integers(1, _LARGEST_DRAW, size=len(hidden))
    for part in read_parts(equal, hidden):
        places = np.arange(len(part.columns))
        vector = kernel_vector(read_rows(part.matrix, places), draws[part.columns].tolist())
        determined[part.columns] = [value == 0 for value in vector]
    return determined


@dataclass(frozen=True)
class Part:
    """Equations connected by hidden items: their rows, those items, and the matrix of the two."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    matrix: sparse.csr_array


def read_parts(equal: sparse.csr_array, hidden: Mask) -> Iterator[Part]:
    """Every connected part; an item that no row holds is in none. Sorted by part, the parts are blocks."""
    columns = np.flatnonzero(hidden)
    matrix = equal[:, columns]
    rows = np.flatnonzero(np.diff(matrix.indptr))
    if not len(rows):
        return
    matrix = matrix[rows]
    _, part = connected_components(sparse.block_array([[None, matrix], [matrix.T, None]]), directed=False)
    of_row, of_column = part[: len(rows)], part[len(rows) :]
    row_order, column_order = np.argsort(of_row, kind="stable"), np.argsort(of_column, kind="stable")
    matrix = matrix[row_order][:, column_order]
    rows, columns = rows[row_order], columns[column_order]
    names = np.unique(of_row)
    row_ends, column_ends = (
        np.searchsorted(np.sort(ends), np.stack([names, names + 1])) for ends in (of_row, of_column)
    )
    for first, last, left, right in np.concatenate([row_ends, column_ends]).T.tolist():
        start, end = int(matrix.indptr[first]), int(matrix.indptr[last])
        entries = (matrix.data[start:end], matrix.indices[start:end] - left, matrix.indptr[first : last + 1] - start)
        block = sparse.csr_array(entries, shape=(last - first, right - left))
        yield Part(rows[first:last], columns[left:right], block)


def find_ways(equal: sparse.csr_array, hidden: Mask, determined: Mask) -> list[list[int]]:
    """For each determined item, in order: it and the shown items from whose values the equations give it."""
    columns = np.concatenate([np.flatnonzero(hidden), np.flatnonzero(~hidden)])
    matrix = equal[np.flatnonzero(abs(equal) @ hidden.astype(np.int64))]
    place = np.argsort(columns)
    equations = read_rows(matrix, columns)
    wanted = np.flatnonzero(determined)
    found = solve_for(equations, int(hidden.sum()), place[wanted].tolist())
    return [[int(item), *sorted(columns[way].tolist())] for item, way in zip(wanted, found, strict=True)]


@dataclass(frozen=True)
class Ranges:
    """What is known beforehand of each item: its least and most value, both the value itself where it is shown."""

    least: Values
    most: Values


@dataclass(frozen=True)
class Pins:
    """Items whose range narrowed to one value.

    items:   in the order of finding
    causes:  for each item whose range was narrowed at all, the equations that gave it its bounds
    """

    items: tuple[int, ...]
    causes: dict[int, tuple[int, ...]]

    def without(self, items: set[int]) -> Pins:
        """The same, with some items left out that need not be widened."""
        return Pins(tuple(item for item in self.items if item not in items), self.causes)


def find_pinned(equal: sparse.csr_array, at_most: sparse.csr_array, hidden: Mask, ranges: Ranges) -> Pins:
    """The hidden items whose range narrows to one value, and by which equations (inequalities are not named).

    Equations sum to 0 and inequalities to 0 at most. All numbers are whole and below 2**53, so that the arithmetic
    is exact.
    """
    matrix = sparse.vstack([equal, -equal, at_most], format="csr")
    used = np.flatnonzero(abs(matrix) @ hidden.astype(np.int64))
    number = np.where(used < 2 * equal.shape[0], used % max(equal.shape[0], 1), -1)
    matrix = matrix[used]
    told = matrix @ np.where(hidden, 0.0, ranges.least)
    columns = np.flatnonzero(hidden)
    entries = matrix[:, columns].tocoo()
    now = Ranges(ranges.least[columns], ranges.most[columns])
    pinned = now.least >= now.most
    items = columns[pinned].tolist()
    cause = np.full((2, len(columns)), -1, dtype=np.int64)
    while True:
        room, bounded = _room(entries, told, now)
        then, now = now, _narrow(entries, room, bounded, now)
        if (now.least == then.least).all() and (now.most == then.most).all():
            break
        for end, gave in enumerate(_gave(entries, room, bounded, (then, now))):
            cause[end, entries.col[gave]] = number[entries.row[gave]]
        new = (now.least >= now.most) & ~pinned
        pinned |= new
        items += columns[new].tolist()
    narrowed = np.flatnonzero((cause >= 0).any(axis=0))
    named = zip(columns[narrowed].tolist(), cause[:, narrowed].T.tolist(), strict=True)
    return Pins(tuple(items), {item: tuple(one for one in both if one >= 0) for item, both in named})


def _room(entries: sparse.coo_array, told: Values, ranges: Ranges) -> tuple[Values, Mask]:
    """Each row is told + its entries <= 0: what the smallest others leave for an entry, and whether they are finite."""
    row, item = entries.row, entries.col
    smallest = np.where(entries.data > 0, ranges.least[item], -ranges.most[item])
    endless = np.isinf(smallest)
    finite = np.where(endless, 0.0, smallest)
    sums = told + np.bincount(row, weights=finite, minlength=len(told))
    gaps = np.bincount(row, weights=endless, minlength=len(told))
    return finite - sums[row], gaps[row] - endless == 0


def _narrow(entries: sparse.coo_array, room: Values, bounded: Mask, ranges: Ranges) -> Ranges:
    upper, lower = bounded & (entries.data > 0), bounded & (entries.data < 0)
    least, most = ranges.least.copy(), ranges.most.copy()
    np.minimum.at(most, entries.col[upper], room[upper])
    np.maximum.at(least, entries.col[lower], -room[lower])
    return Ranges(least, most)


def _gave(entries: sparse.coo_array, room: Values, bounded: Mask, change: tuple[Ranges, Ranges]) -> tuple[Mask, Mask]:
    """Which entries gave their item its new least value, and which its new most."""
    (then, now), item = change, entries.col
    new_least, new_most = now.least != then.least, now.most != then.most
    least = bounded & (entries.data < 0) & new_least[item] & (-room == now.least[item])
    most = bounded & (entries.data > 0) & new_most[item] & (room == now.most[item])
    return least, most
