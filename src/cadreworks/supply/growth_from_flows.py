"""How much did each area grow, by the staff records? Flows -> the growth table of a study.

Net growth of a financial year is (closing - opening) / opening in wte, over all cells of an area; its mean over the
last years is what `net_growth` projects with. Source: design of the method, Supply 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cadreworks.periods import FinancialYear
from cadreworks.problems import ProblemList
from cadreworks.rates import Flows, Interval
from cadreworks.supply.growth_history import GROWTH_TABLE
from cadreworks.tables import Cell, Measure
from cadreworks.vocabulary import ALL

COLUMNS = GROWTH_TABLE.names


@dataclass(frozen=True)
class AreaGrowth:
    """Net growth of one area in one financial year, a share of its opening stock."""

    area: str
    year: FinancialYear
    net_growth: float


def read_growth_of_flows(flows: Flows, years: int) -> tuple[AreaGrowth, ...]:
    """Net growth by area of the last `years` financial years, by area and year.

    Raises InputProblems where flows are not by area and by financial year, are too few, or begin with nobody.
    """
    problems = ProblemList()
    if "area" not in flows.by:
        problems.add(flows.file, "its flows are not counted by area", "Count them again with --by area.")
    for interval in flows.intervals:
        if not _is_financial_year(interval):
            problems.add(
                flows.file, f"{interval} is not a financial year", "Count flows again with --every year --at 03-31."
            )
    if len(flows.intervals) < years:
        problems.add(
            flows.file,
            f"it holds {len(flows.intervals)} years, and {years} are asked for",
            "Ask for fewer --years, or count flows over more of them.",
        )
    problems.stop_if_any()
    stock = _stock_by_area(flows)
    areas = list(dict.fromkeys(area for area, _ in stock))
    found = []
    for area in sorted(areas, key=lambda area: _place(flows, area)):
        for interval in flows.intervals[-years:]:
            opening, closing = stock.get((area, interval), (Decimal(0), Decimal(0)))
            if not opening:
                problems.add(
                    flows.file,
                    f"{area} has nobody on {interval.from_date}, so its growth cannot be told",
                    "Ask for fewer --years, or leave the area out of the study.",
                )
                continue
            found.append(AreaGrowth(area, _year_of(interval), float((closing - opening) / opening)))
    problems.stop_if_any()
    return tuple(found)


def _is_financial_year(interval: Interval) -> bool:
    opening, closing = interval.from_date, interval.to_date
    return (opening.month, opening.day) == (3, 31) and closing == opening.replace(year=opening.year + 1)


def _year_of(interval: Interval) -> FinancialYear:
    return FinancialYear(interval.from_date.year)


def _place(flows: Flows, area: str) -> tuple[tuple[int, str], ...]:
    column = flows.by.index("area")
    return flows.place_of(tuple(area if place == column else "" for place in range(len(flows.by))))


def _stock_by_area(flows: Flows) -> dict[tuple[str, Interval], tuple[Decimal, Decimal]]:
    """Opening and closing wte of each area in each interval."""
    column = flows.by.index("area")
    stock: dict[tuple[str, Interval], tuple[Decimal, Decimal]] = {}
    for row in flows.of(Measure.WTE):
        opening, closing = stock.get((row.cell[column], row.interval), (Decimal(0), Decimal(0)))
        key = (row.cell[column], row.interval)
        stock[key] = (opening + row.counts["opening"], closing + row.counts["closing"])
    return stock


def growth_rows(growth: tuple[AreaGrowth, ...], source: str) -> Iterator[dict[str, Cell]]:
    """The rows of a study's growth table."""
    for entry in growth:
        yield {
            "area": entry.area,
            "level": ALL,
            "year": entry.year,
            "net_growth": entry.net_growth,
            "status": "collected",
            "source": source,
        }
