"""Columns that many tables share, so that an area, a level or a source is described and checked once."""

from __future__ import annotations

from cadreworks.tables import Column, Kind, TableSpec
from cadreworks.vocabulary.areas import ALL, AREA_IDS
from cadreworks.vocabulary.levels import LEVEL_IDS
from cadreworks.vocabulary.provenance import STATUS_IDS

AREA = Column("area", Kind.TEXT, "the area of work", "Name the area.", one_of=AREA_IDS)

LEVEL_OR_ALL = Column(
    "level",
    Kind.TEXT,
    "the job level, or `all` for the area as a whole",
    "Name the level, or write all.",
    one_of=(*LEVEL_IDS, ALL),
)

STATUS = Column(
    "status",
    Kind.TEXT,
    "where this row's figure comes from, where study.toml or exercise.toml does not say it of the whole file",
    required=False,
    one_of=STATUS_IDS,
)

SOURCE = Column(
    "source",
    Kind.TEXT,
    "the document or system, and the place in it, where study.toml or exercise.toml does not say it of the whole file",
    required=False,
)

ENTER_WTE = "Enter whole-time equivalents, 0 or more."


def staff_table(name: str, means: str, *, most_wte: float) -> TableSpec:
    """A table of staff by area and job level; a stated total of an area stands at level `all`."""
    return TableSpec(
        name=name,
        means=means,
        columns=(
            AREA,
            LEVEL_OR_ALL,
            Column("wte", Kind.NUMBER, "whole-time equivalents in post", ENTER_WTE, low=0, high=most_wte),
            STATUS,
            SOURCE,
        ),
        key=("area", "level"),
    )
