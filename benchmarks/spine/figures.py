"""What does every model answer? Five quantities by case and year, and their percentiles over the cases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from spine.inputs import Array

QUANTILES = (0.05, 0.50, 0.95)


@dataclass(frozen=True)
class Figures:
    """wte or pounds a year, with a leading axis of cases.

    supply: (case, area, level, year); demand, gap, cost_by_level: (case, scenario, area, level, year);
    cost_by_area: (case, scenario, area, year)
    """

    supply: Array
    demand: Array
    gap: Array
    cost_by_area: Array
    cost_by_level: Array

    def save(self, path: Path) -> None:
        """Write everything to one file."""
        np.savez(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> Figures:
        """Read what `save` wrote."""
        with np.load(path) as stored:
            return cls(**{name: stored[name] for name in stored.files})


def percentiles(figures: Figures) -> list[Array]:
    """p05, p50 and p95 of every quantity over the cases."""
    found = []
    for values in vars(figures).values():
        by_cell = np.ascontiguousarray(np.moveaxis(values, 0, -1))
        found.append(np.quantile(by_cell, QUANTILES, axis=-1, overwrite_input=True))
    return found
