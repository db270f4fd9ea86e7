"""How far does each assumption move the gap and the cost by itself? Its low and its high value, all else central.

Besides single assumptions: those of one kind in all areas at once, and what is drawn as a whole (growth or rates, the
experts), from the 5th to the 95th percentile of its draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from cadreworks.assumptions import Assumption
from cadreworks.bands import Array
from cadreworks.cost import cost_by_area, pay_rates
from cadreworks.review.sensitivity.centre import Centre, Outcome
from cadreworks.review.sensitivity.grid import EXPERTS, RATES, Grids, without_chance

SINGLE, TOGETHER, DRAWN = "assumption", "together", "draws"


@dataclass(frozen=True)
class Swing:
    """What one thing does to the whole workforce at the horizon, at its low and at its high end.

    kind: SINGLE, TOGETHER or DRAWN; id: of the assumption, of its kind, or of the group; value, low, high: None where
    several stand together; gap, cost: by scenario at the low and at the high end
    """

    kind: str
    id: str
    title: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    gap: Mapping[str, tuple[float, float]]
    cost: Mapping[str, tuple[float, float]]

    def swing(self, scenario: str) -> float:
        """How far apart the two gaps lie, wte."""
        low, high = self.gap[scenario]
        return abs(high - low)

    def cost_swing(self, scenario: str) -> float:
        """How far apart the two costs lie, pounds."""
        low, high = self.cost[scenario]
        return abs(high - low)


def compare_low_and_high(centre: Centre, grids: Grids) -> list[Swing]:
    """A swing of everything that has a range, in the order of the register; what moves nothing included."""
    return [*_single(centre), *_together(centre), *_drawn(centre, grids)]


def has_range(entry: Assumption) -> bool:
    """Whether an assumption may lie elsewhere than at its value."""
    low, high = entry.range_in_use
    return low < high


def _single(centre: Centre) -> Iterator[Swing]:
    specs = centre.specs
    for entry in centre.study.register.entries:
        if has_range(entry):
            low, high = entry.range_in_use
            spec = specs.get(entry.id)
            title = entry.title or (spec.title if spec else entry.id)
            ends = [centre.outcome({entry.id: end}) for end in (low, high)]
            yield _swing((SINGLE, entry.id, title, entry.unit), (entry.in_use, low, high), ends)


def _together(centre: Centre) -> Iterator[Swing]:
    for kind, entries in centre.families.items():
        if any(map(has_range, entries)):
            ends = [centre.outcome({entry.id: entry.range_in_use[end] for entry in entries}) for end in (0, 1)]
            title = f"{entries[0].title.rsplit(', ', 1)[0]}, all areas together"
            yield _swing((TOGETHER, kind, title, entries[0].unit), (None, None, None), ends)


def _swing(
    what: tuple[str, str, str, str], values: tuple[float | None, float | None, float | None], ends: list[Outcome]
) -> Swing:
    low, high = ends
    return Swing(
        *what,
        *values,
        gap={scenario: (low.gap(scenario), high.gap(scenario)) for scenario in low.demand},
        cost={scenario: (low.cost[scenario], high.cost[scenario]) for scenario in low.demand},
    )


def _drawn(centre: Centre, grids: Grids) -> Iterator[Swing]:
    """What is drawn as a whole by the methods in use."""
    now = centre.outcome()
    supply = np.quantile(without_chance(grids.supply[0, :, :, -1, -1]), (0.05, 0.95))
    yield Swing(
        DRAWN,
        RATES,
        "Growth" if centre.study.growth is not None else "Rates of the records",
        "5th and 95th percentile of draws",
        None,
        None,
        None,
        gap={scenario: _pair(supply - needed) for scenario, needed in now.demand.items()},
        cost={scenario: (cost, cost) for scenario, cost in now.cost.items()},
    )
    demand = np.quantile(grids.demand[0, :, 0, :, -1, -1], (0.05, 0.95), axis=0)
    cost = np.quantile(_costs_of_experts(centre, grids), (0.05, 0.95), axis=0)
    yield Swing(
        DRAWN,
        EXPERTS,
        "Experts' answers",
        "5th and 95th percentile of draws",
        None,
        None,
        None,
        gap={scenario: _pair(now.supply - demand[:, at]) for at, scenario in enumerate(grids.scenarios)},
        cost={scenario: _pair(cost[:, at]) for at, scenario in enumerate(grids.scenarios)},
    )


def _pair(values: Array) -> tuple[float, float]:
    return float(values[0]), float(values[1])


def _costs_of_experts(centre: Centre, grids: Grids) -> Array:
    """Pounds at the horizon of each draw of experts, (draw, scenario), at the pay of the central run."""
    study = centre.study
    rates = pay_rates(study.register, study.pay, study.settings.horizon)
    by_area = cost_by_area(grids.demand[0, :, 0, :, :-1, :], study.pay, rates)
    total: Array = by_area[..., -1].sum(axis=-1)
    return total
