"""What does a reader of published flows know besides the numbers? Equations that tie them together.

`FlowItems` -> sparse matrices over the items, each row of which sums to 0, or to 0 at most. They are:
- a row's identity; joiners = four parts; leavers = three parts of age (the definition of a flow);
- a closing is the next opening: one item, so no equation is needed;
- in one interval, moves in of a kind = moves out of that kind, because both are the same moves. A move of level
  keeps the area, so this holds for each area too: each finest such block that holds in the release is taken;
- two groupings have the same people in every cell of the columns that they share: stocks, joiners, returners,
  leavers and participation change are equal there, because they are told of a person, not of a cell;
- moves of area are equal too where both groupings tell areas apart (likewise level, transfers), if they are;
- a move across coarse cells is one across fine cells: coarse moves are at most the moves of their parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from scipy import sparse

from cadreworks.disclosure.flow_files import (
    AT,
    HIDDEN,
    MEASURES,
    Counts,
)
from cadreworks.disclosure.flow_items import FlowItems, Grouping
from cadreworks.problems import ProblemList
from cadreworks.vocabulary.flow_parts import JOINER_PARTS, KINDS_OF_MOVE, LEAVER_AGE_PARTS

_PLUS = ("opening", "joiners", "returners", *(kind[0] for kind in KINDS_OF_MOVE.values()), "participation_change")
_MINUS = ("leavers", *(kind[1] for kind in KINDS_OF_MOVE.values()), "closing")
_SUMS = (
    ("the identity of the row", _PLUS, _MINUS),
    ("joiners as the sum of their parts", ("joiners",), JOINER_PARTS),
    ("leavers as the sum of their parts by age", ("leavers",), LEAVER_AGE_PARTS),
)
_OF_PERSONS = ("joiners", *JOINER_PARTS, "returners", "leavers", *LEAVER_AGE_PARTS, "participation_change")
_SAME_RECORDS = "Count all flows of a release again from the same records with `cadre records flows`."


@dataclass(frozen=True)
class Equations:
    """equal: each row sums to 0 over the items. at_most: each row sums to 0 or less. Both CSR, of +1 and -1."""

    equal: sparse.csr_array
    at_most: sparse.csr_array


@dataclass
class _Rows:
    """Rows of a matrix as they are gathered."""

    items: int
    made: int = 0
    row: list[Counts] = field(default_factory=list)
    item: list[Counts] = field(default_factory=list)
    sign: list[Counts] = field(default_factory=list)

    def add(self, row: Counts, item: Counts, sign: Counts) -> None:
        """Add equations numbered from 0 in `row`; an equation without items is passed over."""
        used, numbered = np.unique(row, return_inverse=True)
        self.row.append(numbered + self.made)
        self.item.append(item)
        self.sign.append(sign)
        self.made += len(used)

    def matrix(self) -> sparse.csr_array:
        if not self.row:
            return sparse.csr_array((0, self.items), dtype=np.int64)
        entries = (np.concatenate(self.row), np.concatenate(self.item))
        return sparse.csr_array((np.concatenate(self.sign), entries), shape=(self.made, self.items), dtype=np.int64)


def read_equations(items: FlowItems, problems: ProblemList) -> Equations:
    """All equations that hold among the items; a defining one that does not hold is a problem."""
    equal, at_most = (_Rows(len(items.headcount)) for _ in range(2))
    for grouping in items.groupings:
        _add_sums(equal, grouping, items, problems)
        _add_moves(equal, grouping, items, problems)
    for first, second, shared in _linked(items.groupings):
        _add_persons(equal, (first, second), shared, items, problems)
        _add_shared_moves(equal, (first, second), shared, items)
        if set(first.by) == set(shared):
            _add_fewer_moves(at_most, (first, second), items)
    return Equations(equal.matrix(), at_most.matrix())


def _add_sums(rows: _Rows, grouping: Grouping, items: FlowItems, problems: ProblemList) -> None:
    for what, plus, minus in _SUMS:
        columns = grouping.items[:, [AT[name] for name in (*plus, *minus)]]
        sign = np.broadcast_to(np.array([1] * len(plus) + [-1] * len(minus)), columns.shape)
        number = np.broadcast_to(np.arange(len(columns))[:, np.newaxis], columns.shape)
        entries = (number.ravel(), columns.ravel(), sign.ravel())
        _check(items, entries, what, grouping.named, problems)
        rows.add(*entries)


def _add_moves(rows: _Rows, grouping: Grouping, items: FlowItems, problems: ProblemList) -> None:
    first = np.unique(grouping.intervals, return_index=True)[1]

    def named(number: int) -> str:
        return " to ".join(grouping.cells[int(first[number])][:2])

    for kind, (into, out) in KINDS_OF_MOVE.items():
        total = _moves_in_blocks(grouping, (), into, out)
        if kind != "transfers":  # a transfer may come from an organisation outside the records
            _check(items, total, f"{into} as the total of {out}", named, problems)
        if kind != "transfers" or _holds(items, total):
            rows.add(*total)
        if items.headcount[total[1]].any():
            for block in _finest_blocks(grouping, into, out, items):
                rows.add(*block)


_Entries = tuple[Counts, Counts, Counts]


def _moves_in_blocks(grouping: Grouping, block: Sequence[str], into: str, out: str) -> _Entries:
    number = _numbered(np.column_stack([grouping.intervals, grouping.columns(block)]))
    pair = grouping.items[:, [AT[into], AT[out]]]
    ones = np.ones(len(number), dtype=np.int64)
    return np.tile(number, 2), pair.T.ravel(), np.concatenate([ones, -ones])


def _finest_blocks(grouping: Grouping, into: str, out: str, items: FlowItems) -> Iterator[_Entries]:
    """The finest blocks of cells within which moves in equal moves out; never single cells, which moves leave."""
    taken: list[set[str]] = []
    for size in range(len(grouping.by) - 1, 0, -1):
        for block in combinations(grouping.by, size):
            if any(set(block) < finer for finer in taken):
                continue
            entries = _moves_in_blocks(grouping, block, into, out)
            if _holds(items, entries):
                taken.append(set(block))
                yield entries


def _linked(groupings: Sequence[Grouping]) -> Iterator[tuple[Grouping, Grouping, tuple[str, ...]]]:
    """Pairs of groupings, coarser first, with the columns they share, unless a third grouping links them already."""
    for first, second in combinations(groupings, 2):
        shared = set(first.by) & set(second.by)
        both = np.intersect1d(first.intervals, second.intervals)
        linking = [
            set(one.by)
            for one in groupings
            if one is not first and one is not second and np.isin(both, one.intervals).all()
        ]
        finer = set(second.by)
        linked = any(shared < one < finer for one in linking) if shared == set(first.by) else shared in linking
        if not linked:
            yield first, second, tuple(sorted(shared))


def _add_persons(
    rows: _Rows,
    pair: tuple[Grouping, Grouping],
    shared: tuple[str, ...],
    items: FlowItems,
    problems: ProblemList,
) -> None:
    def check(entries: _Entries, what: str) -> None:
        names = " and ".join(", ".join(one.by) or "nation" for one in pair)
        _check(items, entries, f"{what} as one total in the tables by {names}", lambda _: "the release", problems)

    for name in _OF_PERSONS:
        entries = _equal_flows(pair, shared, (name,))
        if len(entries[0]):
            check(entries, name)
            rows.add(*entries)
    entries = _equal_stocks(pair, shared)
    if len(entries[0]):
        check(entries, "opening and closing")
        rows.add(*entries)


def _equal_flows(pair: tuple[Grouping, Grouping], shared: tuple[str, ...], names: Sequence[str]) -> _Entries:
    """First grouping minus second, over the columns `names`, in each shared cell of each interval of both."""
    both = np.intersect1d(pair[0].intervals, pair[1].intervals)
    keys, item, sign = [], [], []
    for one, signed in zip(pair, (1, -1), strict=True):
        kept = np.isin(one.intervals, both)
        for name in names:
            keys.append(np.column_stack([one.intervals, one.columns(shared)])[kept])
            item.append(one.items[kept, AT[name]])
            sign.append(np.full(len(item[-1]), signed, dtype=np.int64))
    return _numbered(np.concatenate(keys)), np.concatenate(item), np.concatenate(sign)


def _equal_stocks(pair: tuple[Grouping, Grouping], shared: tuple[str, ...]) -> _Entries:
    both = np.intersect1d(pair[0].dates, pair[1].dates)
    keys, item, sign = [], [], []
    for one, signed in zip(pair, (1, -1), strict=True):
        stocks, first = np.unique(one.items[:, [AT["opening"], AT["closing"]]].T.ravel(), return_index=True)
        date = one.dates.T.ravel()[first]
        kept = np.isin(date, both)
        keys.append(np.column_stack([date, np.tile(one.columns(shared), (2, 1))[first]])[kept])
        item.append(stocks[kept])
        sign.append(np.full(int(kept.sum()), signed, dtype=np.int64))
    return _numbered(np.concatenate(keys)), np.concatenate(item), np.concatenate(sign)


def _add_shared_moves(rows: _Rows, pair: tuple[Grouping, Grouping], shared: tuple[str, ...], items: FlowItems) -> None:
    """A move of area is one in every table that tells areas apart, where the order of precedence makes it so."""
    for kind, told_by in (("area", "area"), ("level", "level"), ("transfers", "organisation")):
        for name in KINDS_OF_MOVE[kind]:
            entries = _equal_flows(pair, shared, (name,))
            if told_by in shared and _holds(items, entries):
                rows.add(*entries)


def _add_fewer_moves(rows: _Rows, pair: tuple[Grouping, Grouping], items: FlowItems) -> None:
    for direction in (0, 1):
        names = [kind[direction] for kind in KINDS_OF_MOVE.values()]
        entries = _equal_flows(pair, pair[0].by, names)
        if _holds(items, entries, at_most=True):
            rows.add(*entries)


def _numbered(keys: Counts) -> Counts:
    """A number for each different row of `keys`."""
    return np.unique(keys, axis=0, return_inverse=True)[1].reshape(len(keys)).astype(np.int64)


def _sums(items: FlowItems, entries: _Entries, measure: str) -> tuple[Counts, Counts]:
    """What each equation sums to, and how many of its items are not known."""
    values = items.headcount if measure == "headcount" else items.wte_millionths
    row, item, sign = entries
    found = values[item]
    unknown = found == HIDDEN
    size = int(row.max()) + 1 if len(row) else 0
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, row, np.where(unknown, 0, found * sign))
    return sums, np.bincount(row, weights=unknown, minlength=size).astype(np.int64)


def _holds(items: FlowItems, entries: _Entries, *, at_most: bool = False) -> bool:
    """Whether equations that need not hold do so in both measures; not where a value is withheld."""
    for measure in MEASURES:
        sums, unknown = _sums(items, entries, measure)
        if unknown.any() or ((sums > 0) if at_most else (sums != 0)).any():
            return False
    return True


def _check(items: FlowItems, entries: _Entries, what: str, named: Callable[[int], str], problems: ProblemList) -> None:
    for measure in MEASURES:
        sums, unknown = _sums(items, entries, measure)
        for number in np.flatnonzero((sums != 0) & (unknown == 0)):
            problems.add(f"{named(int(number))}, {measure}", f"{what} does not hold", _SAME_RECORDS, kind=what)
