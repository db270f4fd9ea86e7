"""How many posts are funded? The establishment table -> posts in wte by area, level and year.

A limit on who may come in, for a method of supply that knows people (`microsimulation.limits`). Staff in post are no
part of it: establishment minus staff in post is the vacancy, which is never called the gap.
"""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.problems import ProblemList
from cadreworks.tables import Column, Kind, Table, TableSpec
from cadreworks.vocabulary import LEVEL_IDS
from cadreworks.vocabulary.columns import AREA, ENTER_WTE, SOURCE, STATUS

PUSH, PULL = "push", "pull"
"""How people rise: by their rates as far as there is room, or into vacancies alone."""
REPLICATES = 100
"""Runs behind the central run where posts limit who may come: its error is a tenth of what chance does to one run."""

LEVERS_UNDER_LIMITS = "levers cannot act yet where posts limit who may come"
WITHOUT_LEVERS = "Leave out the levers and their plan, or the establishment."

ESTABLISHMENT_TABLE = TableSpec(
    name="establishment",
    means=(
        "Funded posts, which limit who may come in: one row for each area of work, job level and year in which their "
        "number changes. It stays so until the next year named; what has no row has no limit."
    ),
    columns=(
        AREA,
        Column("level", Kind.TEXT, "the job level", "Name the level.", one_of=LEVEL_IDS),
        Column(
            "year",
            Kind.WHOLE,
            "the first year up to 31 March in which there are so many posts",
            "Enter a year from the base year to the horizon.",
        ),
        Column("posts_wte", Kind.NUMBER, "funded posts, whole-time equivalents", ENTER_WTE, low=0, high=2_000_000),
        STATUS,
        SOURCE,
    ),
    key=("area", "level", "year"),
)


def read_establishment(table: Table, areas: tuple[str, ...], horizon: Horizon, problems: ProblemList) -> Array:
    """Posts in wte, shape (area, level, year), the base year first; not a number where there is no limit.

    Problems: a year before the base year or after the horizon.
    """
    years = [*horizon.years]
    posts = np.full((len(areas), len(LEVEL_IDS), len(years)), np.nan)
    for row in sorted(table.rows, key=lambda row: row.number("year")):
        year = int(row.number("year"))
        if year not in years:
            problems.add(
                table.where(row, "year"),
                f"{year} lies outside {horizon.base} to {horizon.last}, the years of the study",
                "Enter the first of these years in which there are so many posts, or leave the row out.",
                kind="year outside",
            )
            continue
        posts[areas.index(row.text("area")), LEVEL_IDS.index(row.text("level")), years.index(year) :] = row.number(
            "posts_wte"
        )
    return posts
