"""Cohorts for tests: tallies drawn as small tables, the same in every year."""

from __future__ import annotations

from datetime import date

import numpy as np

from cadreworks.records.transitions import LOOK_BACK_YEARS
from cadreworks.supply.cohort import Tallies
from cadreworks.supply.cohort.classes import (
    AGES,
    LONGEST_SERVICE,
    OLDEST,
    SERVICES,
    UNKNOWN_AGE,
    UNKNOWN_SERVICE,
    YOUNGEST,
)
from cadreworks.supply.cohort.population import SOURCES
from text_tables import Grid, parse

GROUPS = 3


def drawn_tallies(
    *,
    stock: str,
    leavers: str = "",
    moves: str = "",
    joiners: str = "",
    returners: str = "",
    wte_per_head: float = 0.8,
    stayers_change_per_head: float = 0.0,
    areas: tuple[str, ...] = ("ict",),
    levels: tuple[str, ...] = ("support", "professional"),
    years: int = 3,
) -> Tallies:
    """Five years before and `years` years of rates, all alike.

    stock, leavers: level, age, service, people (and area); moves: from, to (levels, or area/level), people; joiners:
    level, source, age, people; returners, all in the year after they left: level, group, age, people
    """
    intervals, cells = years + 5, len(areas) * len(levels)

    def cell(row: dict[str, str], name: str = "level") -> int:
        area, _, level = row[name].rpartition("/")
        return areas.index(area or row.get("area", areas[0])) * len(levels) + levels.index(level)

    people = np.zeros((cells, AGES, SERVICES), dtype=np.int64)
    left = np.zeros_like(people)
    for counts, drawn in ((people, stock), (left, leavers)):
        for row in rows(drawn):
            counts[cell(row), age_of(row), service_of(row)] += int(row["people"])
    moved = np.zeros((cells, cells), dtype=np.int64)
    for row in rows(moves):
        moved[cell(row, "from"), cell(row, "to")] += int(row["people"])
    joined = np.zeros((len(SOURCES), cells, AGES), dtype=np.int64)
    for row in rows(joiners):
        joined[SOURCES.index(row.get("source", "unknown")), cell(row), age_of(row)] += int(row["people"])
    by_level = joined.reshape(len(SOURCES), -1, len(levels), AGES).sum(axis=1)
    back = np.zeros((GROUPS, cells, AGES), dtype=np.int64)
    for row in rows(returners):
        back[("under_55", "55_plus", "unknown").index(row["group"]), cell(row), age_of(row)] += int(row["people"])
    at_service = np.zeros(SERVICES, dtype=np.int64)
    at_service[0] = 1
    heads = people.sum(axis=(1, 2))
    stay = heads - left.sum(axis=(1, 2)) - moved.sum(axis=1)

    def every(value: np.ndarray, times: int = intervals) -> np.ndarray:
        return np.repeat(value[None], times, axis=0)

    def away(value: np.ndarray) -> np.ndarray:
        """All in the year after they left, nobody later."""
        return np.stack([value, *[np.zeros_like(value)] * (LOOK_BACK_YEARS - 1)])

    return Tallies(
        areas=areas,
        levels=levels,
        days=tuple(date(2020 - back, 3, 31) for back in range(intervals, -1, -1)),
        years=years,
        people=every(people, intervals + 1),
        wte=every(heads * wte_per_head, intervals + 1),
        wte_squared=every(heads * wte_per_head**2, intervals + 1),
        leavers=every(left),
        leavers_wte=every(left.sum(axis=(1, 2)) * wte_per_head),
        retired=np.zeros((intervals, AGES), dtype=np.int64),
        reasoned=every(left.sum(axis=(0, 2))),
        moved=every(moved),
        moved_wte=every(moved * wte_per_head),
        moved_change=np.zeros((intervals, cells, cells)),
        stay_change=every(stay * stayers_change_per_head),
        stay_change_squared=every(stay * stayers_change_per_head**2),
        joined=every(joined.sum(axis=-1)),
        joined_age=every(by_level),
        joined_service=every(joined.sum(axis=(1, 2))[:, None] * at_service),
        joined_wte=every(joined.sum(axis=(0, 2)) * wte_per_head),
        returned=every(away(back.sum(axis=-1))),
        returned_age=every(
            away(np.stack([back[:, at :: len(levels)].sum(axis=1) for at in range(len(levels))], axis=1))
        ),
        returned_service=every(away(back.sum(axis=(1, 2))[:, None] * at_service)),
        returned_wte=every(away(back.sum(axis=(0, 2)) * wte_per_head)),
    )


def rows(drawn: str) -> Grid:
    return parse(drawn) if drawn.strip() else []


def age_of(row: dict[str, str]) -> int:
    return UNKNOWN_AGE if row["age"] == "unknown" else min(int(row["age"]), OLDEST) - YOUNGEST


def service_of(row: dict[str, str]) -> int:
    service = row.get("service", "0")
    return UNKNOWN_SERVICE if service == "unknown" else min(int(service), LONGEST_SERVICE)
