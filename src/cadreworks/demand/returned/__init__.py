"""Returned workbooks, whatever people did to them -> what each organisation answered."""

from cadreworks.demand.returned.all_files import Returned, read_loaded, read_returned
from cadreworks.demand.returned.find_files import FoundFiles, find_files
from cadreworks.demand.returned.read import ReadFile, read_file, read_return
from cadreworks.demand.returned.write import write_returns, write_seeds

__all__ = [
    "FoundFiles",
    "ReadFile",
    "Returned",
    "find_files",
    "read_file",
    "read_loaded",
    "read_return",
    "read_returned",
    "write_returns",
    "write_seeds",
]
