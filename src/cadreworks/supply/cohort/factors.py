"""By what are an area's rates multiplied, where somebody puts a figure in the place of the observed one?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.supply.cohort.intensities import UP, Rates
from cadreworks.supply.rate_specs import KINDS


@dataclass(frozen=True)
class Factors:
    """Factors of each area, shape (..., area): of leaving and of promotion at all levels and ages, and of recruitment
    from all sources. 1 changes nothing.
    """

    leaving: Array
    promotion: Array
    joining: Array

    @classmethod
    def none(cls, areas: int) -> Factors:
        """Those that change nothing."""
        return cls(np.ones(areas), np.ones(areas), np.ones(areas))

    def part(self, draws: slice) -> Factors:
        """Those of some of the draws; the same for all where there is no axis of draws."""
        return self if self.leaving.ndim == 1 else Factors(*(getattr(self, kind)[draws] for kind in KINDS))

    def on_rates(self, rates: Rates, levels: int) -> Rates:
        """Intensities with the factors of their area."""
        moving = rates.moving.copy()
        moving[..., UP, :] = moving[..., UP, :] * np.repeat(self.promotion, levels, axis=-1)
        leaving: Array = rates.leaving * np.repeat(self.leaving, levels, axis=-1)[..., None, None]
        return Rates(leaving, moving)

    def on_joiners(self, base: Array, levels: int) -> Array:
        """Expected joiners (..., source, cell) with the factors of their area."""
        joiners: Array = base * np.repeat(self.joining, levels, axis=-1)[..., None, :]
        return joiners
