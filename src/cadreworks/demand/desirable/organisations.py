"""Which organisations are the most digitally mature, and whom do they employ? Two tables -> scored organisations.

Maturity (organisation, score) and staff (organisation, type, all its staff, and its digital staff by area and level).
The staff table has a row for each area and level of each organisation, with 0 where there is nobody: a row that is
missing is a problem, since nobody can tell whether it holds nobody or was not counted. An area without a row of any
organisation was not counted anywhere, and is left out of what is worked out. The highest are the `top` with the highest
scores; whoever ties with the last of them is one of them too, since nothing tells them apart, so that they may be more
than asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.problems import ProblemList, counted, quoted
from cadreworks.tables import Column, Kind, Row, Table, TableSpec
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS, ORGANISATION_TYPE_IDS
from cadreworks.vocabulary.columns import AREA, ENTER_WTE

TOP = 30
"""How many organisations the report took (section 5, stage 3): an assumption, since nothing in the scores marks it."""

FEWEST = 2
"""Of one organisation nothing can be learnt about how organisations differ."""

_KEY = ("organisation", "area", "level")
MATURITY_TABLE = TableSpec(
    name="maturity",
    means="The score of each organisation on a digital maturity assessment, one row for each.",
    columns=(
        Column("organisation", Kind.TEXT, "the organisation", "Name the organisation."),
        Column("score", Kind.NUMBER, "its score; higher is more mature", "Enter the score as a number."),
    ),
    key=("organisation",),
)
ORGANISATION_STAFF_TABLE = TableSpec(
    name="staff by organisation",
    means="Digital staff of each organisation by area of work and job level, 0 where there is nobody.",
    columns=(
        Column("organisation", Kind.TEXT, "the organisation", "Name the organisation."),
        Column(
            "organisation_type", Kind.TEXT, "the type of organisation", "Enter the type.", one_of=ORGANISATION_TYPE_IDS
        ),
        Column(
            "all_staff_wte",
            Kind.NUMBER,
            "all staff of the organisation, of whatever occupation; the same in each of its rows",
            "Enter whole-time equivalents above 0.",
            low=0.001,
            high=1e6,
        ),
        AREA,
        Column("level", Kind.TEXT, "the job level", "Name the level.", one_of=LEVEL_IDS),
        Column("wte", Kind.NUMBER, "whole-time equivalents in post", ENTER_WTE, low=0, high=1e6),
    ),
    key=_KEY,
)


@dataclass(frozen=True)
class Organisation:
    """One organisation. wte: digital staff, shape (area, level), of the areas that were counted"""

    name: str
    type: str
    score: float
    all_staff_wte: float
    wte: Array


@dataclass(frozen=True)
class Scored:
    """What both tables say. organisations: those with a score, in order of name; areas: that their staff were counted
    in, which are the rows of their wte; unscored: how many organisations with staff have no score
    """

    organisations: tuple[Organisation, ...]
    areas: tuple[str, ...]
    unscored: int

    @property
    def left_out(self) -> tuple[str, ...]:
        """Areas in which nobody's staff were counted."""
        return tuple(area for area in AREA_IDS if area not in self.areas)


@dataclass(frozen=True)
class Ranked:
    """The highest and the others, each from the highest score down (equal scores by name).

    asked: how many highest were asked for; unscored: organisations with staff and no score, which are neither
    """

    highest: tuple[Organisation, ...]
    others: tuple[Organisation, ...]
    asked: int
    unscored: int

    @property
    def tied_in(self) -> int:
        """How many more than asked for are among the highest, for they tie with the last."""
        return len(self.highest) - self.asked


def read_organisations(maturity: Table, staff: Table, problems: ProblemList) -> Scored:
    """The scored organisations.

    Problems: a score of an organisation without staff; two sizes or types of one organisation; an area and level of a
    scored organisation without a row.
    """
    rows: dict[str, list[Row]] = {}
    for row in staff.rows:
        rows.setdefault(row.text("organisation"), []).append(row)
    _check_one_size(staff, rows, problems)
    spoilt = {row.text("organisation") for row in staff.spoilt}
    scores: dict[str, float] = {}
    for row in maturity.rows:
        name = row.text("organisation")
        scores[name] = row.number("score")
        if name not in rows and name not in spoilt:
            what = f"{quoted(name)} has a score and no row in {staff.file}"
            remedy = "Add its staff, or take its score out; write its name alike in both."
            problems.add(maturity.where(row, "organisation"), what, remedy, kind="no staff")
    scored = {name: rows[name] for name in sorted(scores) if name in rows}
    counted_in = {row.text("area") for of_one in scored.values() for row in of_one}
    areas = tuple(area for area in AREA_IDS if area in counted_in)
    _check_all_rows(staff, scored, areas, problems)
    found = tuple(_organisation(name, scores[name], of_one, areas) for name, of_one in scored.items())
    return Scored(found, areas, len(set(rows) - set(scores)))


def _check_all_rows(
    staff: Table, scored: Mapping[str, Sequence[Row]], areas: Sequence[str], problems: ProblemList
) -> None:
    """A problem for each organisation and area with a level that has no row. Rows with a bad cell were reported."""
    spoilt = {tuple(str(row.cells.get(name) or "") for name in _KEY) for row in staff.spoilt}
    if any("" in key for key in spoilt):
        return  # what such a row was meant for cannot be told, so neither which is missing
    for name, of_one in scored.items():
        there = {(row.text("area"), row.text("level")) for row in of_one}
        for area in areas:
            missing = [at for at in LEVEL_IDS if (area, at) not in there and (name, area, at) not in spoilt]
            if missing:
                levels = f"level{'s' if len(missing) > 1 else ''} {', '.join(missing)}"
                what = f"{quoted(name)} has no row for area {area}, {levels}"
                remedy = f"Add {'it' if len(missing) == 1 else 'them'}; enter 0 where there is nobody."
                problems.add(staff.file, what, remedy, kind="missing row")


def _check_one_size(staff: Table, rows: Mapping[str, Sequence[Row]], problems: ProblemList) -> None:
    for of_one in rows.values():
        for row in of_one[1:]:
            for column in ("all_staff_wte", "organisation_type"):
                if row.cells[column] != of_one[0].cells[column]:
                    what = f"{row.text(column)} is not the {of_one[0].text(column)} of line {of_one[0].line}"
                    remedy = "An organisation has one size and one type; mend whichever row is wrong."
                    problems.add(staff.where(row, column), what, remedy, kind="two sizes")


def _organisation(name: str, score: float, rows: Sequence[Row], areas: tuple[str, ...]) -> Organisation:
    wte = np.zeros((len(areas), len(LEVEL_IDS)))
    for row in rows:
        wte[areas.index(row.text("area")), LEVEL_IDS.index(row.text("level"))] = row.number("wte")
    return Organisation(name, rows[0].text("organisation_type"), score, rows[0].number("all_staff_wte"), wte)


def choose_highest(
    organisations: Sequence[Organisation], problems: ProblemList, *, top: int = TOP, unscored: int = 0, file: str = ""
) -> Ranked:
    """The highest `top` by score, with whoever ties with the last. Fewer than that, or nobody in post among them, is
    a problem.
    """
    ranked = sorted(organisations, key=lambda one: (-one.score, one.name))
    if len(ranked) < max(top, FEWEST):
        problems.add(
            file or "the maturity table",
            f"only {counted(len(ranked), 'organisation')} {'has' if len(ranked) == 1 else 'have'} a score and staff, "
            f"and the highest {top} are wanted",
            f"Add organisations, or choose fewer with --top, {FEWEST} or more.",
            kind="too few",
        )
        return Ranked((), (), top, unscored)
    last = ranked[top - 1].score
    highest = tuple(one for one in ranked if one.score >= last)
    if not any(one.wte.any() for one in highest):
        what = f"the {counted(len(highest), 'organisation')} with the highest scores have no digital staff"
        problems.add(file or "the maturity table", what, "Check that the staff table is the right one.", kind="nobody")
    return Ranked(highest, tuple(one for one in ranked if one.score < last), top, unscored)
