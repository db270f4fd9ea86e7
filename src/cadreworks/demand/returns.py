"""What did the experts answer? The returns table -> wte of the typical organisation, by return.

One row for each organisation, scenario, year, area and level. The columns are those that reading back the
exercise's workbooks writes, so returns may come from there or from anywhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cadreworks.bands import Array
from cadreworks.demand.ranges import Ranges, no_ranges, read_ranges
from cadreworks.problems import ProblemList, quoted
from cadreworks.tables import Column, Kind, Row, Table, TableSpec, read_grid
from cadreworks.vocabulary import ALL, LEVEL_IDS
from cadreworks.vocabulary.columns import AREA, ENTER_WTE, LEVEL_OR_ALL

TIMES_TYPICAL = 10
"""A single answer above this many times the whole typical organisation is refused as a slip."""

RETURNS_TABLE = TableSpec(
    name="returns",
    means="What each organisation forecasts for the typical one, by scenario, year, area of work and job level.",
    columns=(
        Column("organisation", Kind.TEXT, "who answered", "Name the organisation."),
        Column("scenario", Kind.TEXT, "the scenario's id, as in study.toml or exercise.toml", "Name the scenario."),
        Column("year", Kind.WHOLE, "the year, as at 31 March", "Enter the year."),
        AREA,
        LEVEL_OR_ALL,
        Column("wte", Kind.NUMBER, "the best estimate, of the typical organisation", ENTER_WTE, low=0, high=1e6),
        Column("low", Kind.NUMBER, "the lowest plausible value", ENTER_WTE, required=False, low=0, high=1e6),
        Column("high", Kind.NUMBER, "the highest plausible value", ENTER_WTE, required=False, low=0, high=1e6),
        Column(
            "confidence",
            Kind.NUMBER,
            "how sure the expert is that the truth lies between low and high, a share of one",
            "Enter a share of one, such as 0.8.",
            required=False,
            low=0,
            high=1,
        ),
        Column("comment", Kind.TEXT, "what the expert said of it", required=False),
        Column("signed_off_by", Kind.TEXT, "the role that signed the return off", required=False),
    ),
    key=("organisation", "scenario", "year", "area", "level"),
    most_rows=1_000_000,  # several thousand returns
)

PARTIAL_RETURNS_TABLE = replace(
    RETURNS_TABLE,
    columns=tuple(
        replace(column, required=column.required and column.name != "wte") for column in RETURNS_TABLE.columns
    ),
)
"""The same, where an answer may be missing: a row at level `all` may then carry a range or a comment and no wte."""


@dataclass(frozen=True)
class Returns:
    """The answers: for each scenario an array of (organisation, point, area, level), in wte.

    points: the years asked about; unsigned: organisations with a row that nobody signed off; ranges: how unsure each
    is of each area's total, by scenario. An answer that a partial return lacks is not a number.
    """

    organisations: tuple[str, ...]
    points: tuple[int, ...]
    wte: Mapping[str, Array]
    unsigned: tuple[str, ...] = ()
    ranges: Mapping[str, Ranges] = field(default_factory=dict)

    def ranges_of(self, scenario: str) -> Ranges:
        """The ranges of a scenario; of no number where none were read."""
        return self.ranges.get(scenario) or no_ranges(self.wte[scenario])


def read_returns(
    table: Table,
    problems: ProblemList,
    *,
    scenarios: tuple[str, ...],
    points: tuple[int, ...],
    areas: tuple[str, ...],
    typical_wte: float,
    partial: bool = False,
    asked_in: str = "study.toml",
) -> Returns:
    """The returns of all scenarios. Every organisation must answer every cell of every scenario, unless returns may
    be `partial`; their table is then read as PARTIAL_RETURNS_TABLE.

    typical_wte: the size of the whole typical organisation, against which an absurd answer is known; asked_in: the
    file that says what was asked
    """
    table = _with_one_spelling(table, problems)
    organisations = tuple(dict.fromkeys(row.text("organisation") for row in table.rows))
    rows = tuple(row for row in table.rows if int(row.number("year")) in points)
    _check_years(table, points, problems, asked_in=asked_in)
    for row in table.rows:
        if row.optional_number("wte") is None:
            _check_left_empty(table, row, problems)
        else:
            _check_answer(table, row, problems, most=TIMES_TYPICAL * typical_wte)
    places = {"organisation": organisations, "year": tuple(map(str, points)), "area": areas}
    answers, ranges = {}, {}
    for scenario in scenarios:
        part = replace(
            table,
            rows=tuple(row for row in rows if row.text("scenario") == scenario),
            spoilt=tuple(row for row in table.spoilt if row.text("scenario") in (scenario, "")),
        )
        if not part.rows and not part.spoilt:
            problems.add(
                table.file,
                f"scenario {scenario} has no returns",
                f"Add returns for it, or take the scenario out of {asked_in}.",
                kind="no returns",
            )
            continue
        answers[scenario] = _read_answers(part, places, problems, scenario=scenario, partial=partial)
        ranges[scenario] = read_ranges(part, places, answers[scenario], problems)
    unsigned = tuple(dict.fromkeys(row.text("organisation") for row in table.rows if not row.text("signed_off_by")))
    return Returns(organisations, points, answers, unsigned, ranges)


def _read_answers(
    table: Table, places: dict[str, tuple[str, ...]], problems: ProblemList, *, scenario: str, partial: bool
) -> Array:
    """The answers to one scenario, (organisation, point, area, level)."""
    return read_grid(
        replace(table, rows=tuple(row for row in table.rows if row.optional_number("wte") is not None)),
        {**places, "level": LEVEL_IDS},
        "wte",
        problems,
        total=ALL,
        total_over="level",
        within=f" in scenario {scenario}",
        where_nobody="ask who answered, since 0 would be an answer too",
        partial=partial,
    )


def _check_left_empty(table: Table, row: Row, problems: ProblemList) -> None:
    """A row without wte may stand at level `all`, for its range and its comment; a level's must tell its answer."""
    if row.text("level") != ALL:
        remedy = f"{ENTER_WTE} Leave the row out where nobody answered."
        problems.add(table.where(row, "wte"), "the cell is empty", remedy, kind="empty cell")


def _check_years(table: Table, points: tuple[int, ...], problems: ProblemList, *, asked_in: str) -> None:
    for row in table.rows:
        if int(row.number("year")) not in points:
            problems.add(
                table.where(row, "year"),
                f"{int(row.number('year'))} is not a year of this study",
                f"Demand is asked for {' and '.join(map(str, points))}; mend the year, or `points` in {asked_in}.",
                kind="year outside",
            )


def _with_one_spelling(table: Table, problems: ProblemList) -> Table:
    """The table with each organisation by one name. Another spelling, by capitals or spaces, is a problem: it would
    make an organisation of its own, with hardly an answer.
    """
    times = Counter(row.text("organisation") for row in table.rows)
    usual: dict[str, str] = {}
    for name, _ in times.most_common():
        usual.setdefault(_letters(name), name)
    rows = []
    for row in table.rows:
        name, meant = row.text("organisation"), usual[_letters(row.text("organisation"))]
        if name != meant:
            what = f"{quoted(name)} is written {quoted(meant)} elsewhere"
            problems.add(table.where(row, "organisation"), what, f"Did you mean {meant}?", kind="spelling")
        rows.append(replace(row, cells={**row.cells, "organisation": meant}))
    return replace(table, rows=tuple(rows))


def _letters(name: str) -> str:
    return " ".join(name.casefold().split())


def _check_answer(table: Table, row: Row, problems: ProblemList, *, most: float) -> None:
    wte, low, high = row.number("wte"), row.optional_number("low"), row.optional_number("high")
    if wte > most > 0:
        problems.add(
            table.where(row, "wte"),
            f"{wte:,.6g} is more than {TIMES_TYPICAL} times the whole typical organisation ({most / TIMES_TYPICAL:g})",
            "Enter whole-time equivalents of the typical organisation, not of the nation.",
            kind="absurd number",
        )
    if (low is not None and low > wte) or (high is not None and high < wte):
        problems.add(
            table.where(row, "wte"),
            f"{wte:g} does not lie between its low {'' if low is None else f'{low:g}'} "
            f"and its high {'' if high is None else f'{high:g}'}",
            "Mend whichever of the three is wrong.",
            kind="wrong range",
        )
