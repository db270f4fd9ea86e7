"""How is somebody's own extract read as ours? `MAP.toml` -> which of their columns and values stand for which of ours.

[columns]              # ours = "theirs"
[parse]                # how a column's days are written: as_at = "%d/%m/%Y"
[values.level]         # "theirs" = "ours"
[constants]            # the same for every row
[levels] ids = [...]   # the user's own list, lowest level first; likewise [areas]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cadreworks.problems import ProblemList
from cadreworks.records.schema import COLUMNS, Lists, Unreadable, Value, read_day
from cadreworks.tables import read_text, suggestion

_DAYS = tuple(name for name, column in COLUMNS.items() if column.type == "DATE")
_TABLES = ("columns", "parse", "values", "constants", "levels", "areas")


@dataclass(frozen=True)
class RecordMap:
    """The translation of an extract; without a map, their names and values are ours.

    columns: our name -> theirs; parse: our column of days -> the form of its days; values: our column -> their
    value -> ours; constants: our column -> the value of every row
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    parse: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    lists: Lists = field(default_factory=Lists)

    def theirs(self, ours: str) -> str:
        """What the extract calls our column."""
        return self.columns.get(ours, ours)

    def read(self, column: str, text: str) -> Value:
        """Our value for their text; None where it is blank. Raises Unreadable."""
        text = text.strip()
        text = self.values.get(column, {}).get(text, text)
        if not text:
            return None
        form = self.parse.get(column)
        if form is None:
            return COLUMNS[column].read(text, self.lists)
        try:
            return read_day(text, form)
        except ValueError:
            raise Unreadable(
                "bad_date" if column != "nhs_start_date" else "bad_start_date",
                f'"{text}" is not a day written as {form}',
                "Mend the day, or the form of it in the map, under [parse].",
            ) from None


def read_map(raw: bytes, problems: ProblemList, *, file: str) -> RecordMap:
    """Read the bytes of a map that problems call `file`; on problems the map holds what was good."""
    text = read_text(raw, problems, file=file)
    if text is None:
        return RecordMap()
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.add(file, f"this is not TOML ({error})", "Mend it there.", kind="not TOML")
        return RecordMap()
    for name in tables:
        if name not in _TABLES:
            problems.add(f"{file}, [{name}]", "a map has no such part", suggestion(name, _TABLES))
    return RecordMap(
        columns=_texts(tables.get("columns", {}), tuple(COLUMNS), problems, where=f"{file}, [columns]"),
        parse=_forms(tables.get("parse", {}), problems, where=f"{file}, [parse]"),
        values=_values(tables.get("values", {}), problems, where=f"{file}, [values"),
        constants=_texts(tables.get("constants", {}), tuple(COLUMNS), problems, where=f"{file}, [constants]"),
        lists=Lists(
            _ids(tables.get("areas"), Lists.areas, problems, where=f"{file}, [areas]"),
            _ids(tables.get("levels"), Lists.levels, problems, where=f"{file}, [levels]"),
        ),
    )


def _texts(table: Any, allowed: tuple[str, ...], problems: ProblemList, *, where: str) -> dict[str, str]:
    """A table whose keys are our columns and whose values become text."""
    if not isinstance(table, dict):
        problems.add(where, "this is not a table", 'Write one line for each column, as level = "rank".')
        return {}
    good = {}
    for name, value in table.items():
        if name not in allowed:
            what = "this column does not hold days" if name in COLUMNS else "this is not a column of staff records"
            problems.add(f"{where} {name}", what, suggestion(name, allowed))
        elif isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            good[name] = str(value).strip()
        else:
            problems.add(f"{where} {name}", "this is not a text", 'Write it in quotation marks, as "rank".')
    return good


def _forms(table: Any, problems: ProblemList, *, where: str) -> dict[str, str]:
    forms = _texts(table, _DAYS, problems, where=where)
    for name, form in forms.items():
        if "%" not in form:
            problems.add(f"{where} {name}", f'"{form}" is not the form of a day', "Write it as %d/%m/%Y.")
    return forms


def _values(table: Any, problems: ProblemList, *, where: str) -> dict[str, dict[str, str]]:
    if not isinstance(table, dict):
        problems.add(f"{where}]", "this is not a table", "Write a part for each column, as [values.level].")
        return {}
    good = {}
    for name, pairs in table.items():
        if name not in COLUMNS:
            problems.add(f"{where}.{name}]", "this is not a column of staff records", suggestion(name, tuple(COLUMNS)))
        elif not isinstance(pairs, dict) or not all(isinstance(ours, str) for ours in pairs.values()):
            problems.add(f"{where}.{name}]", "this is not a list of values", 'Write lines such as "theirs" = "ours".')
        else:
            good[name] = {theirs.strip(): ours for theirs, ours in pairs.items()}
    return good


def _ids(table: Any, ours: tuple[str, ...], problems: ProblemList, *, where: str) -> tuple[str, ...]:
    if table is None:
        return ours
    ids = table.get("ids") if isinstance(table, dict) else None
    if (
        isinstance(ids, list)
        and ids
        and all(isinstance(name, str) and name.strip() == name != "" for name in ids)
        and len(set(ids)) == len(ids)
    ):
        return tuple(ids)
    problems.add(where, "this is not a list of different ids", 'Write ids = ["first", "second"], lowest level first.')
    return ours
