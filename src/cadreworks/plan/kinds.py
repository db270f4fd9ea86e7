"""What kinds of levers are there, and what does each act on?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Act(Enum):
    """What a lever does to stock or demand for each wte that starts.

    JOIN      people from outside come into a cell and stay until they leave as others do
    MOVE      staff go from one cell to another
    KEEP      some of those who were about to leave a cell stay; a start is one wte covered for one year
    STAND_IN  people from outside fill a cell for a time, and are then gone
    RELIEVE   less work is there to do: the demand of a cell falls
    """

    JOIN = "join"
    MOVE = "move"
    KEEP = "keep"
    STAND_IN = "stand_in"
    RELIEVE = "relieve"


@dataclass(frozen=True)
class Kind:
    """A kind of lever. starts: what one unit of it is, as a reader would say it (`places`, `hires`, `WTE covered`)"""

    id: str
    name: str
    act: Act
    starts: str
    means: str


KINDS = (
    Kind("graduate_scheme", "Graduate scheme", Act.JOIN, "places", "graduates are recruited and trained on a scheme"),
    Kind(
        "school_leaver_scheme", "School-leaver scheme", Act.JOIN, "places", "school leavers are recruited and trained"
    ),
    Kind("apprenticeship", "Apprenticeship", Act.JOIN, "places", "apprentices earn while they learn, paid by the levy"),
    Kind("degree_expansion", "Degree expansion", Act.JOIN, "places", "universities open more places on courses"),
    Kind("management_trainee_scheme", "Management trainee scheme", Act.JOIN, "places", "future managers are trained"),
    Kind("external_recruitment", "External recruitment", Act.JOIN, "hires", "people are hired from other sectors"),
    Kind("international_recruitment", "International recruitment", Act.JOIN, "hires", "people are hired from abroad"),
    Kind("return_to_practice", "Return to practice", Act.JOIN, "returners", "people who left are brought back"),
    Kind(
        "retention_pay", "Retention: pay premium", Act.KEEP, "WTE covered", "those in hard-to-fill posts are paid more"
    ),
    Kind(
        "retention_working_life",
        "Retention: flexible working and development",
        Act.KEEP,
        "WTE covered",
        "working life is made better, so that fewer leave",
    ),
    Kind("reskilling", "Reskilling between areas", Act.MOVE, "places", "staff learn the work of another area"),
    Kind("upskilling", "Upskilling within an area", Act.MOVE, "places", "staff rise to the next level of their area"),
    Kind(
        "exchange_placement",
        "Exchange placements",
        Act.STAND_IN,
        "placements",
        "people come from other sectors for a time",
    ),
    Kind("shared_services", "Shared services", Act.RELIEVE, "WTE of work shared", "organisations do the work together"),
    Kind("contractors", "Contractors or outsourcing", Act.STAND_IN, "WTE bought", "work is bought in as a stop-gap"),
    Kind("automation", "Automation", Act.RELIEVE, "WTE of work automated", "machines take over part of the work"),
)
KIND_IDS = tuple(kind.id for kind in KINDS)
_BY_ID = {kind.id: kind for kind in KINDS}


def kind_of(kind_id: str) -> Kind:
    """The kind called `kind_id`. Raises KeyError where there is none."""
    return _BY_ID[kind_id]
