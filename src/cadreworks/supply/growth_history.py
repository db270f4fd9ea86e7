"""How much did each area of work grow in the years behind us? The growth table -> net growth by year.

Net growth of a financial year is (closing stock - opening stock) / opening stock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.periods import FinancialYear, as_at, consecutive
from cadreworks.problems import ProblemList, counted
from cadreworks.tables import Column, Kind, Table, TableSpec
from cadreworks.vocabulary import ALL, LEVEL_IDS
from cadreworks.vocabulary.columns import AREA, LEVEL_OR_ALL, SOURCE, STATUS

LEAST_GROWTH, MOST_GROWTH = -0.9, 2.0

GROWTH_TABLE = TableSpec(
    name="growth",
    means="Net growth of the workforce in each financial year, one row for each area and year.",
    columns=(
        AREA,
        LEVEL_OR_ALL,
        Column("year", Kind.FINANCIAL_YEAR, "the financial year", "Write the year as 2016-17."),
        Column(
            "net_growth",
            Kind.NUMBER,
            "(closing stock - opening stock) / opening stock, a share of one",
            "Enter net growth as a share of the opening stock, between -0.9 and 2.",
            low=LEAST_GROWTH,
            high=MOST_GROWTH,
        ),
        STATUS,
        SOURCE,
    ),
    key=("area", "level", "year"),
)


@dataclass(frozen=True)
class GrowthHistory:
    """Net growth by year, shape (year, area, level).

    An area outside `by_level` has one rate for the whole of it, which stands at each of its levels.
    """

    areas: tuple[str, ...]
    years: tuple[FinancialYear, ...]
    net_growth: Array
    by_level: frozenset[str]

    def last(self, count: int) -> Array:
        """The last `count` years, shape (year, area, level). Raises ValueError where it holds fewer."""
        if not 0 < count <= len(self.years):
            raise ValueError(f"the last {count} of {len(self.years)} years of growth are asked for")
        return self.net_growth[-count:]


def read_growth(table: Table, areas: tuple[str, ...], base_year: int, problems: ProblemList) -> GrowthHistory:
    """The history of growth.

    Problems: a year that closes after the base year, years that do not follow each other, an area that lacks
    one, growth both for the whole area and by level.
    """
    _check_years(table, base_year, problems)
    years = tuple(sorted({row.financial_year("year") for row in table.rows}))
    growth = np.zeros((len(years), len(areas), len(LEVEL_IDS)))
    by_level = set()
    for position, area in enumerate(areas):
        rows = [row for row in table.rows if row.text("area") == area]
        given = {(row.text("level"), row.financial_year("year")): row.number("net_growth") for row in rows}
        levels = {level for level, _ in given}
        if ALL in levels and len(levels) > 1:
            problems.add(
                table.file,
                f"{area} has growth both for the whole area and by level",
                "Keep the rows of level all, or those of the four levels.",
                kind="two sorts of growth",
            )
        if levels - {ALL}:
            by_level.add(area)
        wanted = LEVEL_IDS if area in by_level else (ALL,)
        if not any(row.text("area") in (area, "") for row in table.spoilt):
            _check_complete(table, area, wanted, given, years, problems)
        for year_index, year in enumerate(years):
            for level_index, level in enumerate(LEVEL_IDS):
                key = (level if area in by_level else ALL, year)
                growth[year_index, position, level_index] = given.get(key, 0.0)
    return GrowthHistory(areas, years, growth, frozenset(by_level))


def _check_complete(
    table: Table,
    area: str,
    levels: tuple[str, ...],
    given: dict[tuple[str, FinancialYear], float],
    years: tuple[FinancialYear, ...],
    problems: ProblemList,
) -> None:
    for year in years:
        for level in levels:
            if (level, year) not in given:
                problems.add(
                    table.file,
                    f"there is no growth for area {area}, level {level}, year {year}",
                    "Add the row; growth is never filled in from other areas or years.",
                    kind="missing row",
                )


def _check_years(table: Table, base_year: int, problems: ProblemList) -> None:
    for row in table.rows:
        year = row.financial_year("year")
        if year.closes > as_at(base_year):
            problems.add(
                table.where(row, "year"),
                f"{year} closes after the base year, which is 31 March {base_year}",
                "Leave the year out, or move the base year.",
                kind="year outside",
            )
    years = sorted({row.financial_year("year") for row in table.rows})
    if years and not consecutive(years):
        problems.add(
            table.file,
            f"the years {', '.join(map(str, years))} do not follow each other",
            "Add the years between, or leave out those before.",
            kind="missing year",
        )


def check_base_years(history: GrowthHistory, base_years: int, problems: ProblemList, *, file: str) -> None:
    """Whether the history holds the `base_years` years that are to be averaged."""
    if 0 < len(history.years) < base_years:
        held = counted(len(history.years), "year")
        problems.add(
            file,
            f"it holds {held} of growth, and supply_base_years asks for the last {base_years}",
            "Add years, or lower the assumption.",
            kind="missing year",
        )
