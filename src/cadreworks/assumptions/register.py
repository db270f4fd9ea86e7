"""The assumption register: every number that is neither data nor result, with who stands behind it.

An assumption is *declared* in the study's own register, or *worked out* from its data by a method (a mean
growth rate that is carried forward ten years is an assumption, though data gave it). Either can be
overridden, by a named person, on a day, for a reason; the register then holds both values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from cadreworks.randomness import stream


class Origin(Enum):
    """Where the registered value comes from."""

    DECLARED = "declared"
    WORKED_OUT = "worked_out"


@dataclass(frozen=True)
class AssumptionSpec:
    """An assumption that a method needs.

    unit: the only unit in which it may be declared; least, most: limits beyond which a value is absurd;
    whole: whether only whole numbers make sense; varies: whether draws can take it from a range
    """

    id: str
    title: str
    unit: str
    means: str
    least: float
    most: float
    whole: bool = False
    varies: bool = True


@dataclass(frozen=True)
class Override:
    """A value put in the place of an assumption's own. Without a range of its own it is the same in every draw."""

    assumption: str
    value: float
    low: float
    high: float
    who: str
    when: str
    why: str

    def __str__(self) -> str:
        return f"{self.who}, {self.when}: {self.why}"


@dataclass(frozen=True)
class Assumption:
    """One entry of the register. `value`, `low` and `high` are as registered, before any override."""

    id: str
    value: float
    unit: str
    low: float
    high: float
    source: str
    owner: str
    date: str
    note: str = ""
    title: str = ""
    origin: Origin = Origin.DECLARED
    override: Override | None = None

    @property
    def in_use(self) -> float:
        """The value that the central run uses."""
        return self.value if self.override is None else self.override.value

    @property
    def range_in_use(self) -> tuple[float, float]:
        """The range from which draws are taken."""
        return (self.low, self.high) if self.override is None else (self.override.low, self.override.high)

    @property
    def note_in_use(self) -> str:
        """The note, which speaks of the registered value and range; nothing where an override takes their place."""
        return self.note if self.override is None else ""

    def draw(self, seed: int, draws: int) -> NDArray[np.float64]:
        """Values for `draws` draws, shape (draws,): triangular over the range in use, with its peak at the value.

        The triangle is the plainest shape that says no more than a lowest, a likeliest and a highest value.
        Each assumption has its own stream, so a new one moves no other.
        """
        low, high = self.range_in_use
        if low == high:
            return np.full(draws, self.in_use)
        return stream(seed, f"assumption/{self.id}").triangular(low, self.in_use, high, size=draws)


@dataclass(frozen=True)
class Register:
    """All assumptions of a study, by id, in the order in which they are listed."""

    assumptions: Mapping[str, Assumption] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, assumptions: Iterable[Assumption]) -> Register:
        return cls(MappingProxyType({assumption.id: assumption for assumption in assumptions}))

    def __getitem__(self, assumption_id: str) -> Assumption:
        return self.assumptions[assumption_id]

    @property
    def entries(self) -> tuple[Assumption, ...]:
        return tuple(self.assumptions.values())

    @property
    def overridden(self) -> tuple[Assumption, ...]:
        return tuple(entry for entry in self.entries if entry.override is not None)

    def overriding(self, overrides: Iterable[Override]) -> Register:
        """The same register with these overrides and no others."""
        by_id = {override.assumption: override for override in overrides}
        return Register.of(replace(entry, override=by_id.get(entry.id)) for entry in self.entries)
