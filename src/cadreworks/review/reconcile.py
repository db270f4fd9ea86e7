"""Do the results agree with what was published? Result tables and a list of published figures -> a verdict on each.

    agrees   equal at the precision printed
    rounds   within half the step to which the figure was rounded
    differs  further away; explained where the audit of the report found the same difference, and only then

A percentage of a rounded base is compared as an interval: the results' own percentage is worked out from the
lowest and from the highest base that the report's rounding allows.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from cadreworks.problems import ProblemList
from cadreworks.published import inconsistencies
from cadreworks.tables import Column, Kind, Measure, Row, Table, TableSpec, read_table
from cadreworks.vocabulary import ALL

ResultRows = Sequence[Mapping[str, str]]
"""The rows of a result table as they stand in its file."""

_UNITS = {"wte": 1.0, "gbp": 1.0, "gbp_million": 1e6, "share": 1.0, "per_cent": 0.01, "": 1.0}
_KEYS = ("scenario", "year", "area", "level", "method", "measure", "id", "assumption")

FIGURES_TABLE = TableSpec(
    name="figures",
    means="Published figures, one row each, with the place of their counterpart in the results.",
    columns=(
        Column("table", Kind.TEXT, "the result table, such as `gap` for tables/gap.csv", "Name the table."),
        Column(
            "row",
            Kind.TEXT,
            "the row: its scenario, year, area and level as far as the table has them, such as `driven 2030 ict all`",
            "Name the row.",
        ),
        Column("column", Kind.TEXT, "the column of that table", "Name the column."),
        Column("published", Kind.NUMBER, "the figure as printed", "Enter the figure as a plain number."),
        Column(
            "unit",
            Kind.TEXT,
            "the unit in which it is printed",
            "Name the unit.",
            one_of=("wte", "gbp", "gbp_million", "share", "per_cent"),
        ),
        Column(
            "tolerance",
            Kind.NUMBER,
            "half the step to which it was rounded; half of its last digit if left out",
            required=False,
            low=0,
        ),
        Column("place", Kind.TEXT, "where it is printed", required=False),
        Column("source_row", Kind.TEXT, "where it stands in the transcription", required=False),
        Column("base_low", Kind.NUMBER, "the lowest base that rounding allows", required=False),
        Column("base_high", Kind.NUMBER, "the highest base that rounding allows", required=False),
        Column("issue_id", Kind.TEXT, "a known inconsistency of the report", required=False),
        Column("recomputed", Kind.NUMBER, "what the figure should have been", required=False),
        Column("recomputed_tolerance", Kind.NUMBER, "how far that may be off", required=False),
    ),
)


class Verdict(Enum):
    AGREES = "agrees"
    ROUNDS = "rounds"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Reconciled:
    """A published figure beside ours, both in the printed unit. explained: the difference is a known one."""

    table: str
    row: str
    column: str
    unit: str
    place: str
    published: float
    ours: float
    verdict: Verdict
    issue_id: str = ""
    explanation: str = ""

    @property
    def difference(self) -> float:
        return self.ours - self.published

    @property
    def explained(self) -> bool:
        return self.verdict is not Verdict.DIFFERS or bool(self.issue_id)


def read_figures(raw: bytes, problems: ProblemList, *, file: str) -> Table:
    """A list of published figures; problems are collected."""
    return read_table(raw, FIGURES_TABLE, problems, file=file)


def reconcile(figures: Table, tables: Mapping[str, ResultRows], problems: ProblemList) -> list[Reconciled]:
    """Every figure with its verdict, in the order of the list.

    A figure whose table, row or column the results do not have is a problem, not a difference.
    """
    known = known_inconsistencies()
    lookups = {name: _Lookup(name, rows) for name, rows in tables.items()}
    results = []
    for figure in figures.rows:
        lookup = lookups.get(figure.text("table"))
        where = figures.where(figure, "table")
        if lookup is None:
            problems.add(
                where,
                f'the results have no table "{figure.text("table")}"',
                f"Use one of: {', '.join(sorted(tables))}.",
                kind="unknown table",
            )
            continue
        try:
            results.append(_judge(figure, lookup, known))
        except LookupError as error:
            problems.add(where, str(error.args[0]), "Mend the table, row or column.", kind="unknown figure")
    return results


def known_inconsistencies() -> dict[str, str]:
    """What each inconsistency of the reports is about, by its id."""
    rows = csv.DictReader(inconsistencies().read_text(encoding="utf-8").splitlines())
    return {
        row["issue_id"]: f"{row['subject']}: stated {row['stated']}, recomputed {row['recomputed']}" for row in rows
    }


def _judge(figure: Row, lookup: _Lookup, known: Mapping[str, str]) -> Reconciled:
    unit = _UNITS[figure.text("unit")]
    published = figure.number("published")
    ours = lookup.value(figure.text("row"), figure.text("column")) / unit
    low, high = _interval(figure, lookup, ours)
    half_digit = 0.5 * 10.0 ** -_decimals(published)
    tolerance = figure.optional_number("tolerance")
    half_step = half_digit if tolerance is None else tolerance
    slack = 1e-9 * max(1.0, abs(published))
    verdict = Verdict.DIFFERS
    if abs(ours - published) <= half_digit + slack:
        verdict = Verdict.AGREES
    elif low <= published + half_step + slack and high >= published - half_step - slack:
        verdict = Verdict.ROUNDS
    issue = figure.text("issue_id") if verdict is Verdict.DIFFERS and _is_known(figure, ours) else ""
    return Reconciled(
        table=lookup.table,
        row=figure.text("row"),
        column=figure.text("column"),
        unit=figure.text("unit"),
        place=figure.text("place"),
        published=published,
        ours=ours,
        verdict=verdict,
        issue_id=issue,
        explanation=known.get(issue, ""),
    )


def _interval(figure: Row, lookup: _Lookup, ours: float) -> tuple[float, float]:
    """Our figure as an interval, where the base it rests on is known only between two bounds."""
    bounds = (figure.optional_number("base_low"), figure.optional_number("base_high"))
    if bounds[0] is None or bounds[1] is None:
        return ours, ours
    row, column = figure.text("row"), figure.text("column")
    unit = _UNITS[figure.text("unit")]
    if column == "demand_change_share":
        demand = lookup.value(row, "demand_wte")
        ends = [(demand / base - 1) / unit for base in bounds if base]
    else:
        of_area = lookup.value(row, "base_wte") / lookup.value(row, column)
        ends = [base / of_area / unit for base in bounds if base]
    return min(ends), max(ends)


def _is_known(figure: Row, ours: float) -> bool:
    """Whether our figure is the one that the audit of the report recomputed: no other difference is excused."""
    recomputed = figure.optional_number("recomputed")
    if recomputed is None:
        return False
    return abs(ours - recomputed) <= (figure.optional_number("recomputed_tolerance") or 0.0) + 1e-9


def _decimals(number: float) -> int:
    text = repr(number)
    return 0 if text.endswith(".0") or "e" in text else len(text.partition(".")[2])


class _Lookup:
    """Finds a number in a result table by the words that name its row, such as `driven 2030 ict all`."""

    def __init__(self, table: str, rows: ResultRows) -> None:
        self.table = table
        self._keys = [key for key in _KEYS if rows and key in rows[0]]
        self._rows = {tuple(row[key] for key in self._keys): row for row in rows}

    def value(self, row: str, column: str) -> float:
        """The number, summed where a word joins ids with `+`. Raises LookupError where there is none."""
        total = 0.0
        for key in self._keys_of(row):
            if key not in self._rows:
                raise LookupError(f'the table {self.table} has no row "{row}"; its rows go by {self._order()}')
            cell = self._rows[key].get(column)
            if cell is None:
                raise LookupError(f'the table {self.table} has no column "{column}"')
            if cell == "":
                raise LookupError(f'the table {self.table} holds nothing in column {column} of row "{row}"')
            try:
                total += float(cell)
            except ValueError:
                raise LookupError(f"the column {column} of the table {self.table} holds no numbers") from None
        return total

    def _keys_of(self, row: str) -> Iterable[tuple[str, ...]]:
        """The keys meant. The measure is wte; trailing parts that are left out mean the total."""
        words = [word.rpartition("=")[2] for word in re.split(r"[\s,;/]+", row.strip())]
        named = [key for key in self._keys if key != "measure"]
        if words == [""] or len(words) > len(named):
            raise LookupError(f'"{row}" does not name a row of {self.table}, whose rows go by {self._order()}')
        wanted = dict(zip(named, words + [ALL] * (len(named) - len(words)), strict=True))
        wanted["measure"] = Measure.WTE.value
        return itertools.product(*(wanted[key].split("+") for key in self._keys))

    def _order(self) -> str:
        return ", ".join(key for key in self._keys if key != "measure")
