"""What do the files of an exercise hold? Who is invited, seed questions, and what organisations have now."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.exercise.settings import Invited, SeedQuestion
from cadreworks.problems import ProblemList, quoted
from cadreworks.tables import Column, Kind, Row, Table, TableSpec
from cadreworks.vocabulary import ALL, LEVEL_IDS, ORGANISATION_TYPE_IDS
from cadreworks.vocabulary.columns import AREA, ENTER_WTE, LEVEL_OR_ALL, SOURCE, STATUS

OTHER_TYPE = "other"
"""An organisation of none of the listed types: a national body, a shared service."""
_MOST_STAFF = 2_000_000

ORGANISATION = Column("organisation", Kind.TEXT, "the name of the organisation", "Name the organisation.")

INVITED_TABLE = TableSpec(
    name="invited",
    means="The organisations that are invited to the exercise, one row each.",
    columns=(
        ORGANISATION,
        Column(
            "organisation_type",
            Kind.TEXT,
            "the type of organisation; returns are weighted by it",
            "Name the type.",
            one_of=(*ORGANISATION_TYPE_IDS, OTHER_TYPE),
        ),
        Column("region", Kind.TEXT, "the region, by the name that this exercise uses", "Name the region."),
        Column(
            "size_wte",
            Kind.NUMBER,
            "whole-time equivalents of all its staff, digital or not",
            "Enter whole-time equivalents of all staff.",
            low=0,
            high=_MOST_STAFF,
        ),
        STATUS,
        SOURCE,
    ),
    key=("organisation",),
)

SEED_QUESTIONS_TABLE = TableSpec(
    name="seed_questions",
    means="Questions whose answers are known, which show how well an expert judges; answers never leave this file.",
    columns=(
        Column("question", Kind.TEXT, "a short name of the question", "Name the question."),
        Column("text", Kind.TEXT, "the question, as it is put", "Write the question."),
        Column("unit", Kind.TEXT, "the unit of the answer", "Name the unit."),
        Column("answer", Kind.NUMBER, "the true answer, in that unit", "Enter the answer."),
        STATUS,
        SOURCE,
    ),
    key=("question",),
)

BASELINES_TABLE = TableSpec(
    name="baselines",
    means="Staff that an invited organisation has now, for its own eyes, by area of work and job level.",
    columns=(
        ORGANISATION,
        AREA,
        LEVEL_OR_ALL,
        Column("wte", Kind.NUMBER, "whole-time equivalents in post", ENTER_WTE, low=0, high=100_000),
        STATUS,
        SOURCE,
    ),
    key=("organisation", "area", "level"),
)


def read_invited(table: Table, problems: ProblemList) -> tuple[Invited, ...]:
    """The invited organisations, in order of the file. Two names that differ by case or spaces only are a problem."""
    known: dict[str, str] = {}
    for row in table.rows:
        name = row.text("organisation")
        letters = " ".join(name.casefold().split())
        if letters in known:
            what = f"{quoted(name)} and {quoted(known[letters])} are the same but for capitals and spaces"
            problems.add(table.where(row, "organisation"), what, "Keep one of the two.", kind="spelling")
        known.setdefault(letters, name)
    return tuple(
        Invited(row.text("organisation"), row.text("organisation_type"), row.text("region"), row.number("size_wte"))
        for row in table.rows
    )


def read_seed_questions(table: Table) -> tuple[SeedQuestion, ...]:
    """The seed questions, in order of the file."""
    return tuple(
        SeedQuestion(row.text("question"), row.text("text"), row.text("unit"), row.number("answer"))
        for row in table.rows
    )


def read_baselines(
    table: Table, invited: tuple[Invited, ...], areas: tuple[str, ...], problems: ProblemList
) -> Mapping[str, Array]:
    """wte (area, level) of each organisation that has rows; a level without a row has nobody.

    Rows at level `all` are left out: a total is a result. An organisation that is not invited is a problem.
    """
    names = {item.organisation for item in invited}
    baselines: dict[str, Array] = {}
    for row in table.rows:
        if row.text("organisation") not in names:
            _add_uninvited(table, row, problems)
        elif row.text("level") != ALL and row.text("area") in areas:
            own = baselines.setdefault(row.text("organisation"), np.zeros((len(areas), len(LEVEL_IDS))))
            own[areas.index(row.text("area")), LEVEL_IDS.index(row.text("level"))] = row.number("wte")
    return baselines


def _add_uninvited(table: Table, row: Row, problems: ProblemList) -> None:
    problems.add(
        table.where(row, "organisation"),
        f"{quoted(row.text('organisation'))} is not among the invited",
        "Write its name as the list of invited organisations has it.",
        kind="not invited",
    )
