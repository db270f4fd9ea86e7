"""Made-up organisations whose staffing is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.desirable import Organisation, Ranked
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

SHAPE = (len(AREA_IDS), len(LEVEL_IDS))


def organisation(name: str, score: float, rate: Array, *, size: float = 1000.0, kind: str = "acute") -> Organisation:
    """rate: digital staff per member of staff, by area and level."""
    return Organisation(name, kind, score, size, rate * size)


def some(number: int, draw: Callable[[int], Array], *, first: int = 0, score: float = 1.0) -> tuple[Organisation, ...]:
    return tuple(organisation(f"o{first + at:03}", score, draw(at), size=1000.0 + 37 * at) for at in range(number))


def random_ranked(rng: np.random.Generator, highest: int, others: int) -> Ranked:
    """Nothing sets the highest apart: all organisations come from one source."""

    def draw(_: int) -> Array:
        return rng.gamma(2.0, 0.0005, size=SHAPE)

    return Ranked(some(highest, draw, score=2.0), some(others, draw, first=highest), highest, 0)


def tables_of(organisations: tuple[Organisation, ...]) -> tuple[str, str]:
    """maturity.csv and staff.csv."""
    maturity, staff = "organisation,score\n", "organisation,organisation_type,all_staff_wte,area,level,wte\n"
    for one in organisations:
        maturity += f"{one.name},{one.score}\n"
        for row, area in enumerate(AREA_IDS):
            for column, level in enumerate(LEVEL_IDS):
                staff += f"{one.name},{one.type},{one.all_staff_wte},{area},{level},{one.wte[row, column]!r}\n".replace(
                    "np.float64(", ""
                ).replace(")", "")
    return maturity, staff
