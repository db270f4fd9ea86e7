"""Which numbers must be withheld so that nothing small can be found out, at the least loss?

Counts, their wte and the equations among them -> the hidden items. First every count from 1 to 4 (primary); then,
as long as the audit finds an exposed item, one more count in the equations that expose it (complementary).

The count that loses least is taken: its size plus that of the smallest further count that it would force to be
hidden, both in bits (the loss of a number grows with its length, not with its value). Ties go to the smaller value,
then to the order of the items. A zero is never hidden, and need not be: with all other counts hidden, the hidden
values and their doubles satisfy the same equations. Readers may therefore know that a hidden count is at least 1.

The audit assumes more than is published: that readers know which hidden counts are primary, hence from 1 to 4. Some
counts would then be known however much is hidden (four parts of 1 in a total of 4). For these alone it is enough
that they are safe from readers of what is published.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from cadreworks.disclosure import SMALLEST_PUBLISHED
from cadreworks.disclosure.audit import Mask, Pins, Ranges, Values, find_determined, find_pinned, find_ways
from cadreworks.disclosure.feasible import find_forced
from cadreworks.disclosure.flow_equations import Equations
from cadreworks.disclosure.flow_files import HIDDEN, Counts
from cadreworks.problems import InputProblems, Problem


@dataclass(frozen=True)
class Cells:
    """What is to be protected.

    headcount:       shape (item,); HIDDEN where not known
    wte_millionths:  the same
    withheld:        shape (item,): hidden in the input, so never to be shown
    changes:         shape (row, 3): participation change, opening and closing of each row. In wte the change is
                     hidden where one of the two stocks is; in headcount it is always 0
    """

    headcount: Counts
    wte_millionths: Counts
    withheld: Mask
    changes: Counts

    @property
    def is_change(self) -> Mask:
        found = np.zeros(len(self.headcount), dtype=np.bool_)
        found[self.changes[:, 0]] = True
        return found

    @property
    def primary(self) -> Mask:
        """Counts above zero and below the smallest that is published."""
        small: Mask = (self.headcount > 0) & (self.headcount < SMALLEST_PUBLISHED)
        return small

    @property
    def live(self) -> Mask:
        """Counts that may be hidden: all that are not known to be zero."""
        found: Mask = (self.headcount != 0) & ~self.is_change
        return found

    def hidden_in_wte(self, hidden: Mask) -> Mask:
        """Where wte is hidden: with its headcount, and the participation change with its stocks."""
        found = hidden | self.withheld
        item, opening, closing = self.changes.T
        found[item] |= hidden[opening] | hidden[closing]
        return found


def choose_hidden(cells: Cells, equations: Equations) -> Mask:
    """The counts to hide, shape (item,). In wte see `Cells.hidden_in_wte`.

    They are given back only when every part of the audit has found nothing against this very choice. Raises
    InputProblems where what is withheld already cannot be protected any more.
    """
    search = _Search(cells, equations)
    unavoidable = set(_pinned_by_size(cells, equations, cells.live).items)
    while True:
        hidden = search.hidden
        if (determined := find_determined(equations.equal, hidden)).any():
            search.break_ways(find_ways(equations.equal, hidden, determined))
        elif (pins := _find_exposed(cells, equations, hidden, unavoidable)).items:
            search.widen(pins)
        else:
            return hidden


def _find_exposed(cells: Cells, equations: Equations, hidden: Mask, unavoidable: set[int]) -> Pins:
    """What can be had by bounds, or from the wte: of several audits, what the first finds that finds anything."""
    pins = _pinned_by_size(cells, equations, hidden).without(unavoidable)
    if not pins.items and unavoidable:
        pins = _pinned(cells.headcount, equations, hidden, at_least=1)
    if not pins.items:
        pins = find_forced(equations.equal, hidden, np.maximum(cells.headcount, 0).astype(np.float64))
    in_wte = cells.hidden_in_wte(hidden)
    if not pins.items:
        pins = Pins(tuple(np.flatnonzero(find_determined(equations.equal, in_wte)).tolist()), {})
    if not pins.items:
        pins = _pinned(cells.wte_millionths, equations, in_wte, at_least=0, free=cells.is_change)
    return pins


def _pinned_by_size(cells: Cells, equations: Equations, hidden: Mask) -> Pins:
    """Pinned for a reader who knows which counts are primary."""
    ranges = _ranges(cells.headcount, hidden, at_least=1)
    ranges.most[cells.primary] = SMALLEST_PUBLISHED - 1
    return find_pinned(equations.equal, equations.at_most, hidden, ranges)


def _pinned(values: Counts, equations: Equations, hidden: Mask, *, at_least: int, free: Mask | None = None) -> Pins:
    ranges = _ranges(values, hidden, at_least=at_least)
    if free is not None:
        ranges.least[free & hidden] = -np.inf
    return find_pinned(equations.equal, equations.at_most, hidden, ranges)


def _ranges(values: Counts, hidden: Mask, *, at_least: int) -> Ranges:
    least: Values = np.where(hidden, at_least, values).astype(np.float64)
    return Ranges(least, np.where(hidden, np.inf, least))


class _Search:
    """The hidden counts so far, and where one more would cost least."""

    def __init__(self, cells: Cells, equations: Equations) -> None:
        self.values = np.where(cells.headcount == HIDDEN, 0, cells.headcount).tolist()
        self.equations_of, self.items_of = _links(equations.equal, cells.live, self.values)
        self.live = cells.live
        self.stocks_of = {int(item): (int(opening), int(closing)) for item, opening, closing in cells.changes}
        self.hidden: Mask = cells.primary | (cells.withheld & cells.live)
        self.hidden_in = [0] * len(self.items_of)
        self.single: list[int] = []
        for item in np.flatnonzero(self.hidden).tolist():
            self._count(item)
        self._settle()

    def break_ways(self, ways: list[list[int]]) -> None:
        """Each way to an item is an equation more: it and shown items. It too must not be left with one hidden."""
        for way in ways:
            items = sorted((item for item in way if self.live[item]), key=lambda item: (self.values[item], item))
            number = len(self.items_of)
            self.items_of.append(items)
            self.hidden_in.append(sum(bool(self.hidden[item]) for item in items))
            for item in items:
                self.equations_of[item].append(number)
            if self.hidden_in[number] == 1:
                self._hide(self._nearest([number]))
                self._settle()

    def widen(self, exposed: Pins) -> None:
        """Hide one more count in the equations that exposed an item, the first item of each chain only.

        Where nothing is left to hide near an item, what was hidden for those before it may have helped it too: the next
        audit tells.
        """
        touched: set[int] = set()
        hidden_now = 0
        for item in exposed.items:
            start = list(exposed.causes.get(item, ())) or self._near(item)
            if touched.isdisjoint(one for equation in start for one in self.items_of[equation]):
                victim = self._behind(start, exposed.causes)
                victim = self._find_nearest(self._near(item)) if victim is None else victim
                if victim is not None:
                    touched.add(victim)
                    hidden_now += 1
                    self._hide(victim)
                    self._settle()
            touched.add(item)
        if not hidden_now:
            raise InputProblems([_beyond_protection()])

    def _near(self, item: int) -> list[int]:
        """The equations of an item; of a participation change, those of its stocks, with which it is hidden."""
        return sorted({one for start in self.stocks_of.get(item, (item,)) for one in self.equations_of[start]})

    def _behind(self, equations: list[int], causes: dict[int, tuple[int, ...]]) -> int | None:
        """The cheapest count to hide in these equations, or in those that gave their items bounds, and so on."""
        seen, wave = set(equations), equations
        while wave:
            if (victim := self._cheapest(wave)) is not None:
                return victim
            items = {item for equation in wave for item in self.items_of[equation]}
            wave = sorted({one for item in items for one in causes.get(item, ())} - seen)
            seen.update(wave)
        return None

    def _settle(self) -> None:
        """No equation is left with one hidden count alone, which would be the rest of the equation."""
        while self.single:
            equation = heapq.heappop(self.single)
            if self.hidden_in[equation] == 1:
                self._hide(self._nearest([equation]))

    def _hide(self, item: int) -> None:
        self.hidden[item] = True
        self._count(item)

    def _count(self, item: int) -> None:
        for equation in self.equations_of[item]:
            self.hidden_in[equation] += 1
            if self.hidden_in[equation] == 1:
                heapq.heappush(self.single, equation)

    def _nearest(self, start: list[int]) -> int:
        """As `_find_nearest`. Raises InputProblems where there is nothing left to hide."""
        found = self._find_nearest(start)
        if found is None:
            raise InputProblems([_beyond_protection()])
        return found

    def _find_nearest(self, start: list[int]) -> int | None:
        """The cheapest count to hide in these equations, or in those that share an item with them, and so on."""
        seen, wave = set(start), start
        while wave:
            if (victim := self._cheapest(wave)) is not None:
                return victim
            items = sorted({item for equation in wave for item in self.items_of[equation]})
            wave = sorted({one for item in items for one in self.equations_of[item]} - seen)
            seen.update(wave)
        return None

    def _cheapest(self, equations: Iterable[int]) -> int | None:
        best: tuple[int, int, int] | None = None
        for equation in equations:
            for item in self.items_of[equation]:
                if self.hidden[item]:
                    continue
                value = self.values[item]
                if best is not None and value.bit_length() > best[0]:
                    break  # the items of an equation are in order of size, and a cost is at least the size
                offer = (self._cost(item), value, item)
                best = offer if best is None else min(best, offer)
        return best[2] if best else None

    def _cost(self, item: int) -> int:
        cost: int = self.values[item].bit_length()
        for equation in self.equations_of[item]:
            if not self.hidden_in[equation]:
                cost += next((self.values[one].bit_length() for one in self.items_of[equation][:2] if one != item), 0)
        return cost


def _links(equal: sparse.csr_array, live: Mask, values: list[int]) -> tuple[list[list[int]], list[list[int]]]:
    """The equations of each item and the items of each equation, the smallest first; only items that can be hidden."""
    entries = equal.tocoo()
    kept = live[entries.col]
    equations_of: list[list[int]] = [[] for _ in range(equal.shape[1])]
    items_of: list[list[int]] = [[] for _ in range(equal.shape[0])]
    for equation, item in sorted(zip(entries.row[kept].tolist(), entries.col[kept].tolist(), strict=True)):
        equations_of[item].append(equation)
        items_of[equation].append(item)
    for items in items_of:
        items.sort(key=lambda item: (values[item], item))
    return equations_of, items_of


def _beyond_protection() -> Problem:
    return Problem(
        "the release",
        "a value that is suppressed already can be had from others, and hiding more does not prevent it",
        "Release the tables together from the working files that `cadre records flows` wrote.",
        "beyond protection",
    )
