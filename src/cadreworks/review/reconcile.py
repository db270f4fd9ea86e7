"""Do the results agree with what was published? Result tables and a list of published figures -> a verdict on each.

    agrees   equal at the precision printed
    rounds   within half the step to which the figure was rounded
    differs  further away; explained where the audit of the report found the same difference, and only then

A percentage of a rounded base is compared as an interval: the results' own percentage is worked out from the
lowest and from the highest base that the report's rounding allows.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path

from cadreworks.problems import EnvironmentFault, InputProblems, Problem, ProblemList, quoted
from cadreworks.published import inconsistencies, published_figures
from cadreworks.results_folder import INPUTS_FOLDER
from cadreworks.review.lookup import NoSuchFigure, TableLookup
from cadreworks.review.results import TABLES_FOLDER, ResultRows, check_unchanged, read_record, read_result_tables
from cadreworks.study import read_study
from cadreworks.tables import Column, Kind, Row, Table, TableSpec, read_table, suggestion

_UNITS = {"wte": 1.0, "gbp": 1.0, "gbp_million": 1e6, "share": 1.0, "per_cent": 0.01}
_NAME_YOUR_OWN = "Name your own list of figures with --to."
_WIDEST_BASE = 2.0
"""How many times its lowest value a rounded base may reach; the report's widest is 1.3 times (25, which may be 22)."""

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
        Column("published", Kind.PRINTED, "the figure with all digits that are printed", "Enter it as a plain number."),
        Column(
            "unit",
            Kind.TEXT,
            "the unit in which it is printed",
            "Name the unit.",
            one_of=tuple(_UNITS),
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


class BadFigure(Exception):
    """A row of the list that says what cannot be: its column, what, and the remedy."""

    def __init__(self, column: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.column, self.what, self.remedy = column, what, remedy


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


def reconcile_results(results: Path, figures_file: Path | None = None) -> list[Reconciled]:
    """The results in a folder beside a list of figures, or beside those of the 2030 report.

    Raises InputProblems where the folder or the list cannot be used, the study does not set out to reproduce the
    report, or a file was changed since the run.
    """
    check_unchanged(results, read_record(results), INPUTS_FOLDER, TABLES_FOLDER)
    tables = read_result_tables(results / TABLES_FOLDER)
    if figures_file is None:
        _check_meant(results)
        return reconcile_to_report(tables, where=str(results), remedy=_NAME_YOUR_OWN)
    problems = ProblemList()
    figures = read_figures(_read_file(figures_file), problems, file=str(figures_file))
    problems.stop_if_any()
    compared = reconcile(figures, tables, problems)
    problems.stop_if_any()
    return compared


def _check_meant(results: Path) -> None:
    """A region's figures beside England's would differ in each line, and say nothing."""
    if not read_study(results / INPUTS_FOLDER).settings.reconcile_to:
        what = "the study behind them does not set out to reproduce the 2030 report (reconcile_to in study.toml)"
        raise InputProblems([Problem(str(results), what, _NAME_YOUR_OWN, "not meant")])


def _read_file(figures: Path) -> bytes:
    try:
        return figures.read_bytes()
    except FileNotFoundError:
        raise InputProblems([Problem(str(figures), "there is no such file", "Check the name.")]) from None
    except IsADirectoryError:
        remedy = "Name the CSV file that lists the figures."
        raise InputProblems([Problem(str(figures), "this is a folder", remedy)]) from None
    except OSError as error:
        raise EnvironmentFault(f"{figures}: it cannot be read ({error.strerror}). Check its permissions.") from error


def reconcile_to_report(tables: Mapping[str, ResultRows], *, where: str, remedy: str) -> list[Reconciled]:
    """Result tables beside the figures of the 2030 report. Raises InputProblems where they lack any of them."""
    problems = ProblemList()
    figures = read_figures(published_figures().read_bytes(), problems, file="figures.csv")
    compared = reconcile(figures, tables, problems)
    if len(problems):
        what = (
            f"the results lack {len(problems)} of the {len(figures.rows)} figures of the 2030 report, "
            "so this is not a run of the reference study"
        )
        raise InputProblems([Problem(where, what, remedy, "no such figures")])
    return compared


def read_figures(raw: bytes, problems: ProblemList, *, file: str) -> Table:
    """A list of published figures; problems are collected."""
    return read_table(raw, FIGURES_TABLE, problems, file=file)


def reconcile(figures: Table, tables: Mapping[str, ResultRows], problems: ProblemList) -> list[Reconciled]:
    """Every figure with its verdict, in the order of the list.

    A figure whose table, row or column the results do not have is a problem, not a difference.
    """
    known = known_inconsistencies()
    lookups = {name: TableLookup(name, rows) for name, rows in tables.items()}
    results = []
    for figure in figures.rows:
        lookup = lookups.get(figure.text("table"))
        if lookup is None:
            what = f"the results have no table {quoted(figure.text('table'))}"
            remedy = suggestion(figure.text("table"), tuple(sorted(tables)))
            problems.add(figures.where(figure, "table"), what, remedy, kind="unknown table")
            continue
        try:
            _check(figure, lookup.table, known)
            results.append(_judge(figure, lookup, known))
        except NoSuchFigure as bad:
            problems.add(figures.where(figure, bad.part), bad.what, bad.remedy, kind="unknown figure")
        except BadFigure as bad:
            problems.add(figures.where(figure, bad.column), bad.what, bad.remedy, kind="bad figure")
    return results


def known_inconsistencies() -> dict[str, str]:
    """What each inconsistency of the reports is about, by its id."""
    rows = csv.DictReader(inconsistencies().read_text(encoding="utf-8").splitlines())
    return {
        row["issue_id"]: f"{row['subject']}: stated {row['stated']}, recomputed {row['recomputed']}" for row in rows
    }


def _check(figure: Row, table: str, known: Mapping[str, str]) -> None:
    """Whether a row may be judged: by a unit that its column has, by a base that rounding explains, and with no more
    excuse than the audit of the report gives. Raises BadFigure.
    """
    unit, units = figure.text("unit"), _units_of(table, figure.text("column"))
    if unit not in units:
        what = f"the column {figure.text('column')} of {table} is not in {unit}"
        raise BadFigure("unit", what, f"Use one of: {', '.join(units)}.")
    low, high = figure.optional_number("base_low"), figure.optional_number("base_high")
    if (low is None) != (high is None):
        raise BadFigure("base_low" if low is None else "base_high", "the cell is empty", "Enter both bounds, or none.")
    if low is not None and high is not None and not 0 < low <= high <= _WIDEST_BASE * low:
        what = f"{low:g} to {high:g} is no base that rounding leaves open"
        raise BadFigure("base_low", what, "Enter the lowest and the highest base that is printed as the same figure.")
    issue, recomputed = figure.text("issue_id"), figure.optional_number("recomputed")
    if issue and issue not in known:
        what = f"the audit of the report has no inconsistency {quoted(issue)}"
        raise BadFigure("issue_id", what, "Name one that it has, or none.")
    tolerance = figure.optional_number("recomputed_tolerance") or 0.0
    if recomputed is not None and not 0 <= tolerance < abs(figure.number("published") - recomputed):
        what = f"{tolerance:g} is no less than the difference that it would excuse"
        raise BadFigure("recomputed_tolerance", what, "Enter how far the recomputed figure itself may be off.")


def _units_of(table: str, column: str) -> tuple[str, ...]:
    """The units in which a column of a result table may be printed."""
    if table in ("assumptions", "overrides"):  # each row has its own
        return tuple(_UNITS)
    if "gbp" in column or (table.startswith("cost") and column != "wte"):
        return "gbp", "gbp_million"
    return ("share", "per_cent") if "share" in column or table == "composition" else ("wte",)


def _judge(figure: Row, lookup: TableLookup, known: Mapping[str, str]) -> Reconciled:
    unit = _UNITS[figure.text("unit")]
    published = figure.number("published")
    ours = lookup.value(figure.text("row"), figure.text("column")) / unit
    low, high = _interval(figure, lookup, ours)
    half_digit = 0.5 * _last_digit(figure.printed("published"))
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


def _interval(figure: Row, lookup: TableLookup, ours: float) -> tuple[float, float]:
    """Our figure as an interval, where the base it rests on is known only between two bounds."""
    bounds = (figure.optional_number("base_low"), figure.optional_number("base_high"))
    if bounds[0] is None or bounds[1] is None or not ours:
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


def _last_digit(printed: Decimal) -> float:
    """What one step of the last printed digit is worth: 0.01 of 0.20, 1 of 200, 1,000 of 18e3."""
    exponent = printed.as_tuple().exponent
    if not isinstance(exponent, int):  # no number, which reading the table has refused
        return 0.0
    return float(f"1e{exponent if printed else min(exponent, 0)}")
