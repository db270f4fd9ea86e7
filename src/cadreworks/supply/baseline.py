"""How large is the workforce at the base year? The stock table -> wte by area and level.

The stock is counted as at 31 March of the base year.
"""

from __future__ import annotations

from cadreworks.bands import Array
from cadreworks.problems import ProblemList
from cadreworks.tables import Table, read_grid
from cadreworks.vocabulary import ALL, LEVEL_IDS
from cadreworks.vocabulary.columns import staff_table

STOCK_TABLE = staff_table(
    "stock",
    "Staff in post at the base year, one row for each area of work and job level.",
    most_wte=2_000_000,
)


def read_stock(table: Table, areas: tuple[str, ...], problems: ProblemList) -> Array:
    """wte in post at the base year, shape (area, level); stated totals of an area are checked."""
    return read_grid(table, {"area": areas, "level": LEVEL_IDS}, "wte", problems, total=ALL, total_over="level")
