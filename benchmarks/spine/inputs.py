"""What is every model given? The constants of the study, and the parameters of each case.

A case is one run of the model: the first is the central run, the others are draws. All models read the same
file, so that no one's figures depend on another's way of drawing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """Constants of the study, and parameters with a leading axis of cases.

    stock: wte at the base year (area, level); typical_organisations: that make up the stock (area,);
    top_by_area (area,), top_by_level (level,): pounds a year; growth: a year (case, area, level); returns: wte
    of the typical organisation (case, scenario, point, area, level); on_cost, pay_growth: shares (case,)
    """

    areas: tuple[str, ...]
    levels: tuple[str, ...]
    scenarios: tuple[str, ...]
    years: tuple[int, ...]
    points: tuple[int, ...]
    stock: Array
    typical_organisations: Array
    top_by_area: Array
    top_by_level: Array
    growth: Array
    returns: Array
    on_cost: Array
    pay_growth: Array

    @property
    def cases(self) -> int:
        """How many runs of the model these are."""
        return len(self.on_cost)

    def only(self, cases: slice) -> Inputs:
        """The same study with some of the cases."""
        kept = {name: getattr(self, name)[cases] for name in ("growth", "returns", "on_cost", "pay_growth")}
        return replace(self, **kept)

    def save(self, path: Path) -> None:
        """Write everything to one file."""
        np.savez(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> Inputs:
        """Read what `save` wrote."""
        with np.load(path) as stored:
            arrays = {name: stored[name] for name in stored.files}
        for name in ("areas", "levels", "scenarios", "years", "points"):
            arrays[name] = tuple(arrays[name].tolist())
        return cls(**arrays)
