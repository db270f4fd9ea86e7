"""Tables: described once, then read, checked and written by that description."""

from cadreworks.tables.grid import read_grid
from cadreworks.tables.read import read_table, read_text, split_rows
from cadreworks.tables.spec import Cell, Column, Kind, Measure, Row, Table, TableSpec, place
from cadreworks.tables.values import BadCell, check_text, suggestion
from cadreworks.tables.write import number_or_empty, write_table

__all__ = [
    "BadCell",
    "Cell",
    "Column",
    "Kind",
    "Measure",
    "Row",
    "Table",
    "TableSpec",
    "check_text",
    "number_or_empty",
    "place",
    "read_grid",
    "read_table",
    "read_text",
    "split_rows",
    "suggestion",
    "write_table",
]
