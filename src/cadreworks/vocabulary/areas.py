"""The nine areas of work and the four role families they belong to (Table 5.5 of the 2030 report)."""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.vocabulary.shipped import rows_of

ALL = "all"
"""Stands for the total over a dimension: all areas, all levels."""


@dataclass(frozen=True)
class RoleFamily:
    id: str
    code: str
    name: str
    description: str
    source: str
    edition: str


@dataclass(frozen=True)
class AreaOfWork:
    """One area of work; `chapter` is its section of the 2030 report."""

    id: str
    code: str
    name: str
    chapter: str
    role_family: str
    description: str
    source: str
    edition: str


ROLE_FAMILIES = tuple(RoleFamily(**row) for row in rows_of("role_families"))
AREAS = tuple(AreaOfWork(**row) for row in rows_of("areas_of_work"))
AREA_IDS = tuple(area.id for area in AREAS)
_BY_ID = {area.id: area for area in AREAS}
_FAMILY_BY_ID = {family.id: family for family in ROLE_FAMILIES}


def area_of_work(area_id: str) -> AreaOfWork:
    """The area called `area_id`. Raises KeyError where there is none."""
    return _BY_ID[area_id]


def role_family(area_id: str) -> RoleFamily:
    """The role family of an area."""
    return _FAMILY_BY_ID[_BY_ID[area_id].role_family]
