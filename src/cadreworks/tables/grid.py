"""From a long table to an array: one number for each combination of ids, none missing, totals checked.

A table may carry rows that give a total (level `all`). They are checked against the sum of their parts and
then left out, since a total is a result.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cadreworks.problems import ProblemList
from cadreworks.tables.spec import Row, Table

TOTALS_AGREE_WITHIN = 0.05
"""How far a stated total may lie from the sum of its parts: they may be rounded to hundredths."""


def read_grid(
    table: Table,
    dimensions: dict[str, tuple[str, ...]],
    value: str,
    problems: ProblemList,
    *,
    total: str,
    total_over: str,
    within: str = "",
    where_nobody: str = "enter 0 where there is nobody",
    partial: bool = False,
) -> NDArray[np.float64]:
    """The numbers of column `value`, with one axis for each of `dimensions` (column -> ids, in order).

    Rows whose column `total_over` holds `total` are checked against the sum over that dimension. A missing
    combination and a total that does not fit are problems; the array then holds 0 there. `within` is added to
    what a problem says, where the table is but a part of its file (` in scenario driven`); `where_nobody` to what is
    to be done about a missing row. Of a `partial` table nothing is missing: it is not a number there.
    """
    position = {name: {item: index for index, item in enumerate(ids)} for name, ids in dimensions.items()}
    grid = np.full([len(ids) for ids in dimensions.values()], np.nan)
    totals: list[Row] = []
    for row in table.rows:
        if row.text(total_over) == total:
            totals.append(row)
        else:
            grid[tuple(position[name][row.text(name)] for name in dimensions)] = row.number(value)
    if not partial:
        _check_complete(table, grid, dimensions, problems, within=within, where_nobody=where_nobody)
    for row in totals:
        index = tuple(slice(None) if name == total_over else position[name][row.text(name)] for name in dimensions)
        parts = float(np.nansum(grid[index]))
        if not np.isnan(grid[index]).any() and abs(parts - row.number(value)) > TOTALS_AGREE_WITHIN:
            problems.add(
                table.where(row, value),
                f"the total {row.number(value):g} is not the sum of its {total_over}s, {parts:g}",
                "Mend the total or the parts, or leave the total out.",
                kind="wrong total",
            )
    complete: NDArray[np.float64] = grid if partial else np.nan_to_num(grid)
    return complete


def _check_complete(
    table: Table,
    grid: NDArray[np.float64],
    dimensions: dict[str, tuple[str, ...]],
    problems: ProblemList,
    *,
    within: str,
    where_nobody: str,
) -> None:
    """One problem for each missing combination, or one for a whole entry of the first dimension."""
    missing = np.isnan(grid)
    for row in table.spoilt:
        at = _position(row, dimensions)
        if at is not None:
            missing[at] = False
    nameless = sum(_position(row, dimensions) is None for row in table.spoilt)
    if np.count_nonzero(missing) <= nameless:
        return  # rows whose own place is misspelt account for them, and were reported
    first, *others = dimensions
    for index, item in enumerate(dimensions[first]):
        if missing[index].all():
            problems.add(
                table.file,
                f"there is no row for {first} {item}{within}",
                f"Add its rows; {where_nobody}.",
                kind="missing row",
            )
            continue
        for place_of in np.argwhere(missing[index]):
            named = ", ".join(
                f"{name} {dimensions[name][position]}" for name, position in zip(others, place_of, strict=True)
            )
            problems.add(
                table.file,
                f"there is no row for {first} {item}, {named}{within}",
                f"Add it; {where_nobody}.",
                kind="missing row",
            )


def _position(row: Row, dimensions: dict[str, tuple[str, ...]]) -> tuple[int, ...] | None:
    """Where the row belongs in the grid, or None where it does not say."""
    if any(row.text(name) not in ids for name, ids in dimensions.items()):
        return None
    return tuple(ids.index(row.text(name)) for name, ids in dimensions.items())
