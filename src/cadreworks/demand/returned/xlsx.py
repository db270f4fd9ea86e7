"""What stands in a workbook of Excel? The parts of .xlsx or .xlsm -> sheets of cells.

Cells are read straight from the parts, in one pass that gives formula and stored value side by side: openpyxl needs
two passes for that, each of which also parses charts, styles and drawings, so that damage in a chart would lose the
answers; python-calamine is fast but does not say which values are formulas without one. Formulas are never worked
out, links never followed, macros never run. Tests hold what is read here against openpyxl.
Source: ECMA-376, part 1, 18.2 (workbook), 18.3 (sheets), 18.4 (shared strings), 18.8 (styles).
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from cadreworks.demand.returned import limits
from cadreworks.demand.returned.cells import Opened, Sheet
from cadreworks.demand.returned.number_formats import Shows, shows
from cadreworks.demand.returned.unreadable import damaged, too_much
from cadreworks.demand.returned.xlsx_sheet import SharedWords, SheetReader
from cadreworks.demand.returned.xml_events import read_xml
from cadreworks.demand.returned.zip_parts import Parts

_RELATIONS = "_rels/.rels"
_MACROS = (
    "it holds macros, which were not run",
    "Its answers were read as they were saved; ask its author if they look wrong.",
)


@dataclass(frozen=True)
class _Tab:
    name: str
    relation: str
    hidden: bool


def read_xlsx(parts: Parts) -> Opened:
    """The worksheets of a workbook, in order of its tabs. Raises Unreadable."""
    workbook = _part_of_workbook(parts)
    tabs = _tabs(parts, workbook)
    if len(tabs) > limits.MOST_SHEETS:
        raise too_much(f"it holds {len(tabs):,} sheets, more than {limits.MOST_SHEETS}")
    targets = _relations(parts, workbook)
    types = {kind: target for target, kind in targets.values()}
    words = SharedWords(parts, types.get("sharedStrings", ""))
    formats = _formats(parts, types.get("styles", ""))
    sheets: list[Sheet] = []
    cells = 0
    for tab in tabs:
        if tab.relation not in targets:
            raise damaged(f"the sheet {tab.name} is missing")
        target, kind = targets[tab.relation]
        if kind == "worksheet":
            sheet = SheetReader(words, formats, most=limits.MOST_CELLS - cells).read(
                parts.read(target), target, name=tab.name, hidden=tab.hidden
            )
            cells += len(sheet.cells)
            sheets.append(sheet)
    macros = any(name.endswith("vbaProject.bin") for name in parts.names)
    return Opened(tuple(sheets), "an Excel workbook", (_MACROS,) if macros else ())


def _part_of_workbook(parts: Parts) -> str:
    for target, kind in _relations(parts, "").values():
        if kind == "officeDocument":
            return target
    raise damaged("it does not say where its workbook is")


def _relations(parts: Parts, of: str) -> dict[str, tuple[str, str]]:
    """By id: the part that is meant, and what it is (`worksheet`, `styles`)."""
    folder, name = posixpath.split(of)
    part = posixpath.join(folder, "_rels", f"{name}.rels") if of else _RELATIONS
    found: dict[str, tuple[str, str]] = {}

    def begin(element: str, given: Mapping[str, str]) -> None:
        if element == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[given.get("Id", "")] = (whole, given.get("Type", "").rpartition("/")[2])

    read_xml(parts.read(part), part, begin=begin)
    return found


def _tabs(parts: Parts, workbook: str) -> list[_Tab]:
    tabs: list[_Tab] = []

    def begin(element: str, given: Mapping[str, str]) -> None:
        if element == "sheet":
            tabs.append(_Tab(given.get("name", ""), given.get("id", ""), given.get("state", "visible") != "visible"))

    read_xml(parts.read(workbook), workbook, begin=begin)
    return tabs


def _formats(parts: Parts, part: str) -> list[Shows]:
    """What each style of a cell shows, by its number."""
    if not part:
        return []
    codes: dict[int, str] = {}
    numbers: list[int] = []
    inside: list[str] = []

    def begin(element: str, given: Mapping[str, str]) -> None:
        inside.append(element)
        try:
            if element == "numFmt" and "numFmts" in inside:
                codes[int(given.get("numFmtId", ""))] = given.get("formatCode", "")
            elif element == "xf" and "cellXfs" in inside:
                numbers.append(int(given.get("numFmtId", "0")))
        except ValueError as error:
            raise damaged(f"its part {part} numbers a format wrongly") from error

    def end(_: str) -> None:
        inside.pop()

    read_xml(parts.read(part), part, begin=begin, end=end)
    return [shows(number, codes.get(number)) for number in numbers]
