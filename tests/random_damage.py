"""Damage at random, the same each time for one seed; and an oracle that knows what a damaged file says where.

The oracle reads with other means (openpyxl, pandas' way of reading text is not needed: CSV by the csv module) and by
simpler rules than the reader: what it accepts stands in the file at the very place that the reader names.
"""

from __future__ import annotations

import csv
import io
import random
import re
import warnings
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from cadreworks.demand.answers import AnswerKey
from cadreworks.demand.returned import ReadFile
from cadreworks.demand.toolkit.layout import area_heading, level_label
from damage import parts_of, zipped

DATA = Path(__file__).parent / "data" / "returns"
JUNK = (
    *(
        "ten",
        "7,5",
        "1,234",
        "10 wte",
        "-",
        "n/a",
        "10-12",
        "~3",
        "10%",
        " 4 ",
        "\u00a05",
        "=1+1",
        "=C9",
        "#REF!",
        "x" * 400,
    ),
    *("Managers", "Support staff", "Total", "Job level", "Comment", "1.1 Clinical coding", "1.2 Health records"),
    *("Scenario A: Data Driven Future", "Scenario B: Data Desert Future", "2025", "2030", "Now, 2020", "Leeds", "yes"),
    *(2025, 2030, 2020, -1, 0, 0.1, 1e9, 1e300, 46009, 17, 3.25, True, False, None, None, None, None),
)
_SPLICES = (b"<", b">", b"/", b'"', b"0", b"9", b"&", b"\x00", b"<c", b"</row>", b'r="', b"&lt;", b"\xff", b"E", b".")


def flipped(raw: bytes, rng: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(rng.randint(1, 20)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut(raw: bytes, rng: random.Random) -> bytes:
    """A piece gone, doubled, or everything after it gone."""
    first, last = sorted((rng.randrange(len(raw)), rng.randrange(len(raw))))
    return rng.choice((raw[:first], raw[:first] + raw[last:], raw[:last] + raw[first:], raw[first:]))


def spliced(text: bytes, rng: random.Random) -> bytes:
    """A few places of a part changed: a digit made another, a piece gone or moved, a sign put in."""
    for _ in range(rng.randint(1, 4)):
        at, long = rng.randrange(len(text) + 1), rng.randint(1, 60)
        match rng.randrange(5):
            case 0:
                digits = [found.start() for found in re.finditer(rb"[0-9]", text)]
                if digits:
                    at = rng.choice(digits)
                    text = text[:at] + str(rng.randrange(10)).encode() + text[at + 1 :]
            case 1:
                text = text[:at] + text[at + long :]
            case 2:
                to = rng.randrange(len(text) + 1)
                text = text[:to] + text[at : at + long] + text[to:]
            case 3:
                text = text[:at] + rng.choice(_SPLICES) + text[at:]
            case _:
                elements = [
                    found.span() for found in re.finditer(rb"<(c|row|si|xf|sheet|mergeCell) [^>]*?(/>|>.*?</\1>)", text)
                ]
                if elements:
                    first, last = rng.choice(elements)
                    text = text[:first] + rng.choice((b"", text[first:last] * 2)) + text[last:]
    return text


def parts_spliced(raw: bytes, rng: random.Random) -> bytes:
    parts = parts_of(raw)
    told = [
        name for name in parts if re.search(r"sheet\d+\.xml$|sharedStrings|workbook\.xml|styles|content\.xml", name)
    ]
    for name in rng.sample(told, k=min(len(told), rng.randint(1, 2))):
        parts[name] = spliced(parts[name], rng)
    return zipped(parts)


def cells_changed(raw: bytes, rng: random.Random) -> bytes:
    """Cells overwritten, exchanged, moved, merged; rows and columns put in and taken out."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for _ in range(rng.randint(1, 6)):
        sheet = book[rng.choice(["Scenario A", "Scenario A", "Scenario B", "Sign-off", "cadreworks", "Start here"])]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        _change_cells(sheet, rng)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _change_cells(sheet: Worksheet, rng: random.Random) -> None:
    row, column = rng.randint(1, 30), rng.randint(1, 6)
    other = sheet.cell(rng.randint(1, 30), rng.randint(1, 6))
    match rng.randrange(9):
        case 0 | 1 | 2:
            sheet.cell(row, column).value = rng.choice(JUNK)
        case 3:
            cell = sheet.cell(row, column)
            cell.value, other.value = other.value, cell.value
        case 4:
            sheet.insert_rows(row, rng.randint(1, 3))
        case 5:
            sheet.delete_rows(row, rng.randint(1, 3))
        case 6:
            rng.choice((sheet.insert_cols, sheet.delete_cols))(column)
        case 7:
            area = f"{sheet.cell(row, column).coordinate}:{sheet.cell(row + rng.randint(0, 3), column + rng.randint(1, 2)).coordinate}"
            sheet.move_range(area, rows=rng.randint(0, 3), cols=rng.randint(0, 2))
        case _:
            area = f"{sheet.cell(row, column).coordinate}:{sheet.cell(row + rng.randint(0, 2), column + 1).coordinate}"
            sheet.merge_cells(area)


def random_damage(good: bytes, seed: int) -> tuple[str, bytes]:
    """A name and the bytes of a damaged file; what is damaged is a toolkit, or one of its forms in tests/data."""
    rng = random.Random(seed)  # noqa: S311 - damage, no secret
    ways: list[tuple[str, bytes, Callable[[bytes, random.Random], bytes]]] = [
        ("bolton.xlsx", good, flipped),
        ("bolton.xlsx", good, cut),
        *[("bolton.xlsx", good, parts_spliced)] * 3,
        *[("bolton.xlsx", good, cells_changed)] * 3,
        ("bolton.ods", (DATA / "saved.ods").read_bytes(), parts_spliced),
        ("bolton.xls", (DATA / "saved.xls").read_bytes(), rng.choice((flipped, cut))),
        (
            "bolton_nhs_foundation_trust.csv",
            (DATA / "scenario_a.csv").read_bytes(),
            rng.choice((flipped, cut, spliced)),
        ),
    ]
    name, raw, change = rng.choice(ways)
    return name, change(raw, rng)


# ---- what a damaged file says


class Said:
    """A damaged file by other means: the text of a cell, and what is written around it."""

    def __init__(self, name: str, raw: bytes) -> None:
        self.sheets: dict[str, dict[tuple[int, int], object]] = {}
        if name.endswith(".csv"):
            text = raw.decode("utf-8", errors="replace")
            rows = list(csv.reader(io.StringIO(text)))
            self.sheets[""] = {(r, c): cell for r, row in enumerate(rows, 1) for c, cell in enumerate(row, 1) if cell}
        elif name.endswith(".xlsx"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
            for sheet in book.worksheets:
                cells = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row}
                self.sheets[sheet.title] = {place: value for place, value in cells.items() if value is not None}

    def supports(self, key: AnswerKey, place: str, number: float) -> bool:
        """Whether the number stands at that place, under that year, beside that level, below that area."""
        tab, _, name = place.rpartition("!")
        cells = self.sheets.get(tab, {})
        row, column = _place(name)
        _, year, area, level = key
        above = [value for (r, c), value in sorted(cells.items()) if c == column and r < row]
        beside = {_plain(value) for (r, _), value in cells.items() if r == row}
        headings = [_plain(value) for (r, _), value in sorted(cells.items()) if r < row]
        areas = [text for text in headings if text in _HEADINGS]
        years = [text for text in map(_plain, above) if text in ("2025", "2030")]
        return (
            _number(cells.get((row, column))) == number
            and years[-1:] == [str(year)]
            and _plain(level_label(level)) in beside
            and bool(areas)
            and _HEADINGS[areas[-1]] == area
        )


_HEADINGS = {
    text: area
    for area in ("clinical_coding", "health_records")
    for text in (
        area_heading(area).casefold(),
        area_heading(area).casefold().partition(" ")[2],
        area_heading(area).partition(" ")[0],
    )
}


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).casefold().split()).rstrip(" :")


def _number(value: object) -> float | None:
    try:
        return None if value is None or isinstance(value, bool) else float(str(value).strip("\u00a0\u200b\ufeff \t\n"))
    except ValueError:
        return None


def _place(name: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z]+)(\d+)", name)
    assert found, name
    return int(found[2]), openpyxl.utils.column_index_from_string(found[1])


def wrong_numbers(name: str, raw: bytes, file: ReadFile, right: dict[AnswerKey, float]) -> list[str]:
    """Numbers that were read, are not those of the good return, and do not stand in the file as they were read."""
    if file.answers is None:
        return []
    changed = {key: number for key, number in file.answers.wte.items() if right.get(key) != number}
    if not changed:
        return []
    said = Said(name, raw)
    return [
        f"{key} {number} at {file.places[key]}, where {right.get(key)} was"
        for key, number in changed.items()
        if not said.supports(key, file.places[key], number)
    ]
