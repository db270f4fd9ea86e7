"""How unsure are the experts? Low, high and confidence of rows of returns -> the range of each area's total.

A row at level `all` carries the area's range. Where there is none, rows of its levels may: the lows and the highs
are summed, since the levels of an area are taken to move together, with the least of their confidences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.problems import ProblemList
from cadreworks.tables import Row, Table
from cadreworks.tables.grid import TOTALS_AGREE_WITHIN
from cadreworks.vocabulary import ALL, LEVEL_IDS

PARTS = ("low", "high", "confidence")


@dataclass(frozen=True)
class Ranges:
    """Between what the total of an area lies, as given: arrays of (organisation, point, area), not a number where a
    part was left out. low, high: in wte of the typical organisation; confidence: a share of one.
    """

    low: Array
    high: Array
    confidence: Array


def no_ranges(answers: Array) -> Ranges:
    """Ranges that nobody gave, for answers of (organisation, point, area, level)."""
    nothing = np.full(answers.shape[:-1], np.nan)
    return Ranges(nothing, nothing, nothing)


def read_ranges(table: Table, dimensions: dict[str, tuple[str, ...]], answers: Array, problems: ProblemList) -> Ranges:
    """The ranges in a table that holds one scenario. One that does not hold the answer is a problem.

    dimensions: the ids of organisation, year and area, in order; answers: (organisation, point, area, level)
    """
    position = {name: {item: index for index, item in enumerate(ids)} for name, ids in dimensions.items()}
    levels = {level: index for index, level in enumerate((*LEVEL_IDS, ALL))}
    found = np.full((*answers.shape[:-1], len(levels), len(PARTS)), np.nan)
    for row in table.rows:
        given = [row.optional_number(part) for part in PARTS]
        if given != [None, None, None]:
            at = (*(position[name][row.text(name)] for name in position), levels[row.text("level")])
            found[at] = [np.nan if part is None else part for part in given]
            if row.optional_number("wte") is None:
                _check_total(table, row, float(answers[at[:-1]].sum()), problems)
    whole, (low, high, confidence) = np.moveaxis(found[..., -1, :], -1, 0), np.moveaxis(found[..., :-1, :], -1, 0)
    of_area = ~np.isnan(whole[:2]).all(axis=0)
    least = np.where(np.isnan(confidence).all(axis=-1), np.nan, np.nan_to_num(confidence, nan=2.0).min(axis=-1))
    summed = (_sum_over_levels(low, answers), _sum_over_levels(high, answers), least)
    return Ranges(*(np.where(of_area, mine, theirs) for mine, theirs in zip(whole, summed, strict=True)))


def _check_total(table: Table, row: Row, total: float, problems: ProblemList) -> None:
    """Whether a range without a total of its own holds the sum of the levels, if they are all there."""
    low, high = row.optional_number("low"), row.optional_number("high")
    if (low is not None and low > total + TOTALS_AGREE_WITHIN) or (
        high is not None and high < total - TOTALS_AGREE_WITHIN
    ):
        what = (
            f"{total:g}, the sum of its levels, does not lie between its low {_shown(low)} and its high {_shown(high)}"
        )
        problems.add(table.where(row, "low"), what, "Mend whichever of the three is wrong.", kind="wrong range")


def _shown(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _sum_over_levels(given: Array, answers: Array) -> Array:
    """The sum, not a number where a level with somebody in it has no value, or where no level has one."""
    known = ~np.isnan(given)
    filled = np.where(known, given, np.where(answers == 0, 0.0, np.nan))
    summed: Array = np.where(known.any(axis=-1), filled.sum(axis=-1), np.nan)
    return summed
