"""What does a plan start from? The projection without it, what a wte costs, and how people are carried on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cadreworks.bands import Array
from cadreworks.periods import Horizon
from cadreworks.supply.carry import Carry, FlowChanges


@dataclass(frozen=True)
class Footing:
    """What is needed to say what a start does and costs: all that following a plan up takes.

    pay: pounds for a wte and year of the horizon, (level, year); carry: of the central run
    """

    areas: tuple[str, ...]
    horizon: Horizon
    pay: Array
    carry: Carry

    @property
    def projected(self) -> tuple[int, ...]:
        """The years in which a plan can act: all but the base year."""
        return self.horizon.years[1:]


@dataclass(frozen=True)
class Basis(Footing):
    """A study's projection as a plan needs it, without totals. Years are those of the horizon, the base year first.

    supply: (area, level, year); demand: the same by scenario; those with `_drawn` have a leading axis of draws.
    engine: supply of the central run with a plan's changes of flows, (area, level, year), by the method of supply
    itself
    """

    seed: int
    supply: Array
    supply_drawn: Array
    demand: Mapping[str, Array]
    demand_drawn: Mapping[str, Array]
    pay_drawn: Array
    carry_drawn: Carry
    engine: Callable[[FlowChanges], Array]

    @property
    def draws(self) -> int:
        return len(self.supply_drawn)

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(self.demand)
