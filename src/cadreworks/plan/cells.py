"""Where does a lever take from, and where does it give to? An area of work and a job level, or outside."""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.vocabulary import LEVEL_IDS

OUTSIDE = "outside"
"""Stands for area and level where people come from outside the NHS."""
NONE = "none"
"""Stands for area and level where nobody is taken: a lever that lowers demand."""


@dataclass(frozen=True, order=True)
class Cell:
    """One area of work at one job level, or `OUTSIDE`, or `NONE`; both fields are then the same word."""

    area: str
    level: str

    def at(self, areas: tuple[str, ...]) -> int:
        """Its place among areas x levels, flat. Raises ValueError where the study does not cover it."""
        return areas.index(self.area) * len(LEVEL_IDS) + LEVEL_IDS.index(self.level)


FROM_OUTSIDE = Cell(OUTSIDE, OUTSIDE)
FROM_NOBODY = Cell(NONE, NONE)
