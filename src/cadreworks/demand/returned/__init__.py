"""Returned workbooks, whatever people did to them -> what each organisation answered."""

from cadreworks.demand.returned.read import ReadFile, read_file, read_return

__all__ = ["ReadFile", "read_file", "read_return"]
