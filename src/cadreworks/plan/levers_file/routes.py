"""Which ways lead through a lever? Its kind and the areas and levels that it names -> routes, in the study's order.

JOIN, STAND_IN   outside -> each area and level
MOVE             reskilling: an area -> another, at the same level; upskilling: a level -> a higher one, in an area
KEEP             each area and level -> itself
RELIEVE          nobody -> each area and level
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from cadreworks.plan.cells import FROM_NOBODY, FROM_OUTSIDE, Cell
from cadreworks.plan.kinds import Act, Kind
from cadreworks.plan.levers import Route
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

RESKILLING, UPSKILLING = "reskilling", "upskilling"


@dataclass(frozen=True)
class Ends:
    """Where a lever takes from and gives to, as its section says; the first two are empty where it does not say."""

    from_areas: tuple[str, ...]
    from_levels: tuple[str, ...]
    to_areas: tuple[str, ...]
    to_levels: tuple[str, ...]


def routes_of(lever_id: str, kind: Kind, ends: Ends, *, areas: tuple[str, ...] = AREA_IDS) -> tuple[Route, ...]:
    """The routes of a lever among these areas; none where nothing that it names is among them."""
    return tuple(Route(lever_id, origin, target) for origin, target in _pairs(kind, ends, areas))


def _pairs(kind: Kind, ends: Ends, areas: tuple[str, ...]) -> Iterable[tuple[Cell, Cell]]:
    targets = [Cell(*at) for at in product(_in_order(ends.to_areas, areas), _in_order(ends.to_levels, LEVEL_IDS))]
    if kind.act is Act.KEEP:
        return [(cell, cell) for cell in targets]
    if kind.act is not Act.MOVE:
        origin = FROM_NOBODY if kind.act is Act.RELIEVE else FROM_OUTSIDE
        return [(origin, cell) for cell in targets]
    if kind.id == UPSKILLING:
        return [
            (Cell(cell.area, level), cell)
            for cell in targets
            for level in LEVEL_IDS
            if level in (ends.from_levels or _below(cell.level))
            and LEVEL_IDS.index(level) < LEVEL_IDS.index(cell.level)
        ]
    return [
        (Cell(area, cell.level), cell)
        for area in _in_order(ends.from_areas, areas)
        for cell in targets
        if area != cell.area and cell.level in (ends.from_levels or ends.to_levels)
    ]


def _in_order(named: tuple[str, ...], order: tuple[str, ...]) -> list[str]:
    return [item for item in order if item in named]


def _below(level: str) -> tuple[str, ...]:
    """The level one below, as a list of one; nothing below the lowest."""
    return LEVEL_IDS[: LEVEL_IDS.index(level)][-1:]
