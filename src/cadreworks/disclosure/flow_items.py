"""Which numbers of a release are one and the same? The closing of an interval is the opening of the next.

Flow files -> `FlowItems`: every different number once, with its head count and its wte, and where it stands in
each file. Files of the same by columns, whatever their order, are parts of one grouping. A stock is told apart
by cell and date, a flow by cell and interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.disclosure.flow_files import AT, HIDDEN, MEASURES, Cell, Counts, FlowFile
from cadreworks.problems import ProblemList
from cadreworks.vocabulary.flow_parts import FLOW_PARTS

Mask = NDArray[np.bool_]
_OPENING, _CLOSING, _CHANGE = AT["opening"], AT["closing"], AT["participation_change"]
_SAME_RECORDS = "Count all flows of a release again from the same records with `cadre records flows`."


@dataclass(frozen=True)
class Grouping:
    """All cells told apart by one set of columns.

    by:         the columns, in alphabetical order
    cells:      from_date, to_date and the by-values of each cell, sorted
    intervals:  shape (cell,): the number of the cell's interval in the release
    dates:      shape (cell, 2): the numbers of its dates
    codes:      shape (cell, by column): the numbers of its by-values
    items:      shape (cell, column of FLOW_PARTS): which item stands there
    """

    by: tuple[str, ...]
    cells: tuple[Cell, ...]
    intervals: Counts
    dates: Counts
    codes: Counts
    items: Counts

    def named(self, cell: int) -> str:
        """`2020-03-31 to 2021-03-31, area ict`, for a person."""
        first, last, *values = self.cells[cell]
        parts = [f"{column} {value}" for column, value in zip(self.by, values, strict=True)]
        return ", ".join([f"{first} to {last}", *parts])

    def columns(self, names: Sequence[str]) -> Counts:
        """The codes of some of the by columns, shape (cell, name)."""
        return self.codes[:, [self.by.index(name) for name in names]]


@dataclass(frozen=True)
class FlowItems:
    """Every different number of a release.

    headcount, wte_millionths:  shape (item,); HIDDEN where no file says it
    withheld:                   shape (item,): suppressed in a file already
    changes:                    shape (cell, 3): the items of a cell's participation change, opening and closing
    groupings:                  the tables, coarsest first
    places:                     one array for each file, shape (cell, column): which item stands there
    """

    headcount: Counts
    wte_millionths: Counts
    withheld: Mask
    changes: Counts
    groupings: tuple[Grouping, ...]
    places: tuple[Counts, ...]


def read_items(files: Sequence[FlowFile], problems: ProblemList) -> FlowItems:
    """The items of the files; where two places disagree about one item, that is a problem."""
    every = sorted({_by_and_cell(file, cell) for file in files for cell in file.cells})
    coded = _codes(every)
    groupings: list[Grouping] = []
    used = 0
    for by in sorted({by for by, _ in every}, key=lambda names: (len(names), names)):
        grouping = _grouping(by, tuple(cell for one, cell in every if one == by), coded, first_item=used)
        used = int(grouping.items.max()) + 1
        groupings.append(grouping)
    places = tuple(_places(file, groupings) for file in files)
    values, withheld = _values(files, places, used)
    for file, place in zip(files, places, strict=True):
        _check_agreement(file, place, values, problems)
    for grouping in groupings:
        _check_absent_cells(grouping, values["headcount"], withheld, problems)
    changes = np.concatenate([one.items[:, [_CHANGE, _OPENING, _CLOSING]] for one in groupings])
    return FlowItems(values["headcount"], values["wte"], withheld, changes, tuple(groupings), places)


def _by_and_cell(file: FlowFile, cell: Cell) -> tuple[tuple[str, ...], Cell]:
    """The by columns and values in alphabetical order of the columns."""
    order = sorted(range(len(file.by)), key=lambda at: file.by[at])
    return tuple(file.by[at] for at in order), (*cell[:2], *(cell[2 + at] for at in order))


def _codes(every: Sequence[tuple[tuple[str, ...], Cell]]) -> dict[tuple[str, str], int]:
    """A number for each value of each column, for each date and for each interval, the same in all groupings."""
    values = {(column, value) for by, cell in every for column, value in zip(by, cell[2:], strict=True)}
    dates = {("date", day) for _, cell in every for day in cell[:2]}
    intervals = {("interval", " ".join(cell[:2])) for _, cell in every}
    kinds = (values, dates, intervals)
    return {value: number for kind in kinds for number, value in enumerate(sorted(kind))}


def _grouping(
    by: tuple[str, ...], cells: tuple[Cell, ...], coded: dict[tuple[str, str], int], *, first_item: int
) -> Grouping:
    intervals = np.array([coded["interval", " ".join(cell[:2])] for cell in cells], dtype=np.int64)
    dates = np.array([[coded["date", day] for day in cell[:2]] for cell in cells], dtype=np.int64)
    codes = np.array(
        [[coded[column, value] for column, value in zip(by, cell[2:], strict=True)] for cell in cells], dtype=np.int64
    ).reshape(len(cells), len(by))
    stocks = np.concatenate([np.column_stack([dates[:, end], codes]) for end in (0, 1)])
    _, stock_of = np.unique(stocks, axis=0, return_inverse=True)
    stock_of = stock_of.reshape(2, len(cells))
    flows = [at for at in range(len(FLOW_PARTS)) if at not in (_OPENING, _CLOSING)]
    items = np.empty((len(cells), len(FLOW_PARTS)), dtype=np.int64)
    items[:, _OPENING], items[:, _CLOSING] = first_item + stock_of
    first_flow = first_item + int(stock_of.max()) + 1
    items[:, flows] = first_flow + np.arange(len(cells) * len(flows)).reshape(len(cells), len(flows))
    return Grouping(by, cells, intervals, dates, codes, items)


def _places(file: FlowFile, groupings: Sequence[Grouping]) -> Counts:
    by = tuple(sorted(file.by))
    grouping = next(one for one in groupings if one.by == by)
    row_of = {cell: row for row, cell in enumerate(grouping.cells)}
    return grouping.items[[row_of[_by_and_cell(file, cell)[1]] for cell in file.cells]]


def _values(files: Sequence[FlowFile], places: Sequence[Counts], count: int) -> tuple[dict[str, Counts], Mask]:
    values = {measure: np.full(count, HIDDEN, dtype=np.int64) for measure in MEASURES}
    withheld = np.zeros(count, dtype=np.bool_)
    for file, place in zip(files, places, strict=True):
        for measure, told in zip(MEASURES, (file.headcount, file.wte_millionths), strict=True):
            known = told != HIDDEN
            values[measure][place[known]] = told[known]
            withheld[place[~known]] = True
    return values, withheld


def _check_agreement(file: FlowFile, place: Counts, values: dict[str, Counts], problems: ProblemList) -> None:
    """One number that stands in two places must be the same in both; wte is only where there are people."""
    for measure, told in zip(MEASURES, (file.headcount, file.wte_millionths), strict=True):
        for row, column in np.argwhere((told != HIDDEN) & (values[measure][place] != told)):
            problems.add(
                f"{file.name}, {_named(file, row)}, {measure}",
                f"{FLOW_PARTS[column]} is not what another row of the release says of the same cell and date",
                f"A closing is the opening of the next interval. {_SAME_RECORDS}",
                kind="closing and opening",
            )
    nobody = (file.headcount == 0) & (file.wte_millionths != 0)
    nobody[:, _CHANGE] = False
    for row, column in np.argwhere(nobody):
        problems.add(
            f"{file.name}, {_named(file, row)}",
            f"{FLOW_PARTS[column]} has wte where its headcount is 0",
            f"The wte of a person belongs to the cell that counts the person. {_SAME_RECORDS}",
            kind="wte of nobody",
        )


def _check_absent_cells(grouping: Grouping, headcount: Counts, withheld: Mask, problems: ProblemList) -> None:
    """A cell without a row in an interval is empty there, so its neighbours must end and begin with nobody."""
    pairs = np.unique(np.column_stack([grouping.intervals, grouping.dates]), axis=0)
    touching = np.bincount(pairs[:, 1:].ravel())
    stocks = grouping.items[:, [_OPENING, _CLOSING]]
    told = np.bincount(stocks.ravel())
    for end, column in enumerate(("opening", "closing")):
        item = stocks[:, end]
        absent = (told[item] < touching[grouping.dates[:, end]]) & ((headcount[item] != 0) | withheld[item])
        for row in np.flatnonzero(absent):
            problems.add(
                grouping.named(int(row)),
                f"{column} is not 0, yet the interval beside it has no row for the cell",
                f"A cell without a row is empty. {_SAME_RECORDS}",
                kind="cell missing",
            )


def _named(file: FlowFile, row: int) -> str:
    first, last, *values = file.cells[row]
    parts = [f"{column} {value}" for column, value in zip(file.by, values, strict=True)]
    return ", ".join([f"{first} to {last}", *parts])
