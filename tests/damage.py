"""What people, programs and faults do to workbooks: each takes the folder of a good one and leaves it damaged."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

NAME = "bolton.xlsx"
Damage = Callable[[Path], None]


def edited(edit: Callable[[Workbook], Any], *, to: str = NAME) -> Damage:
    """Opened, edited and saved by a program that works out no formulas."""

    def damage(folder: Path) -> None:
        book = openpyxl.load_workbook(folder / NAME)
        edit(book)
        book.save(folder / to)

    return damage


def typed(sheet: str, **cells: object) -> Damage:
    """Something else typed into cells: `typed("Scenario A", D9="ten")`."""

    def edit(book: Workbook) -> None:
        for cell, value in cells.items():
            book[sheet][cell] = value

    return edited(edit)


def formatted(sheet: str, cell: str, value: object, code: str) -> Damage:
    """Typed into a cell that has that number format."""

    def edit(book: Workbook) -> None:
        book[sheet][cell] = value
        book[sheet][cell].number_format = code

    return edited(edit)


def cleared(sheet: str, *areas: str) -> Damage:
    """Emptied cells: `cleared("Scenario A", "A9:E16")`."""

    def edit(book: Workbook) -> None:
        for area in areas:
            cells = book[sheet][area]
            for row in cells if isinstance(cells, tuple) else ((cells,),):
                for cell in row:
                    if type(cell).__name__ != "MergedCell":
                        cell.value = None

    return edited(edit)


def on_sheet(sheet: str, edit: Callable[[Worksheet], Any]) -> Damage:
    """A sheet with its merged cells taken apart, which would not move with rows and columns here, then edited."""

    def change(book: Workbook) -> None:
        for area in list(book[sheet].merged_cells.ranges):
            book[sheet].unmerge_cells(str(area))
        edit(book[sheet])

    return edited(change)


def together(*damages: Damage) -> Damage:
    def damage(folder: Path) -> None:
        for each in damages:
            each(folder)

    return damage


def raw(change: Callable[[bytes], bytes], *, to: str = NAME) -> Damage:
    """The bytes of the file changed."""
    return lambda folder: (folder / to).write_bytes(change((folder / NAME).read_bytes())) and None


def instead(content: bytes, *, name: str) -> Damage:
    """Another file in its place."""

    def damage(folder: Path) -> None:
        (folder / NAME).unlink()
        (folder / name).write_bytes(content)

    return damage


def beside(content: bytes, *, name: str) -> Damage:
    """Another file beside it."""
    return lambda folder: (folder / name).write_bytes(content) and None


def renamed(name: str) -> Damage:
    return lambda folder: (folder / NAME).rename(folder / name) and None


def copied(name: str) -> Damage:
    return lambda folder: (folder / name).write_bytes((folder / NAME).read_bytes()) and None


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two parts of one name are meant
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def part(name: str, change: Callable[[bytes], bytes]) -> Damage:
    """One part within the workbook changed."""

    def whole(content: bytes) -> bytes:
        parts = parts_of(content)
        before = parts[name]
        parts[name] = change(before)
        assert parts[name] != before, name
        return zipped(parts)

    return raw(whole)


def without_part(name: str) -> Damage:
    return raw(lambda content: zipped({key: part for key, part in parts_of(content).items() if key != name}))


def more_parts(parts: dict[str, bytes]) -> Damage:
    return raw(lambda content: zipped({**parts_of(content), **parts}))
