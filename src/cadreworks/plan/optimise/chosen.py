"""What is a plan once it has been chosen? Its sizes, how sure its solver is, and what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from cadreworks.bands import Array
from cadreworks.plan.optimise.goals import Aim
from cadreworks.plan.optimise.limits import Limit


class Status(Enum):
    """What a plan is.

    BEST reaches its goals, and no plan does better by more than the gap; BEST_THERE_IS misses goals that no plan
    reaches, by as little as can be
    """

    BEST = "best"
    BEST_THERE_IS = "best_there_is"


@dataclass(frozen=True)
class Binding:
    """A limit that holds the plan back. worth: what one unit more of it is worth: pounds saved, wte-years of
    shortfall avoided, or wte less missed by all aims where not all are reached; a unit is a wte, or a pound of a budget
    """

    limit: Limit
    worth: float
    sentence: str


@dataclass(frozen=True)
class Lack:
    """An aim that no plan reaches. wte: by how much it is missed; clashes: limits that stand in its way; the worth of
    each is by how many wte less all aims would be missed with one unit more
    """

    aim: Aim
    wte: float
    clashes: tuple[Binding, ...]


@dataclass(frozen=True)
class Promise:
    """What the plan comes to in one scenario. gap: supply less demand at the horizon in the central run, (area, level);
    confidence: by area, the share of all draws without a shortfall there; cost: pounds that were counted
    """

    gap: Array
    confidence: Array
    cost: float


@dataclass(frozen=True)
class Chosen:
    """A plan that was chosen.

    sizes: wte that start, (route, projected year), of the one plan: the path of the first scenario;
    sizes_by_scenario: the same with later decisions as each scenario would have them; objective: pounds, wte-years of
    shortfall, or both in pounds, as the program reckons; gap: how far the objective may lie above the least there is,
    as a share of it; proven: whether the solver came to an end within its limit of nodes; solves, samples: how many
    """

    sizes: Array
    sizes_by_scenario: Mapping[str, Array]
    status: Status
    objective: float
    gap: float
    proven: bool
    promises: Mapping[str, Promise]
    binding: tuple[Binding, ...]
    lacking: tuple[Lack, ...]
    solves: int
    samples: int
