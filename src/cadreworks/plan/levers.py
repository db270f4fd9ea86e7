"""What can be done about a gap? Levers, the limits that they share, and the goal: levers.toml, once it has been read.

A lever is a named act on flows. One wte that starts in a year (the year up to 31 March Y) on one of its routes makes,
after `lead_years`,

    effect x completion x (1 - drop_out) x (1 - deadweight)

of a wte where it gives, and takes effect x completion x (1 - deadweight) of one where it takes. What a lever keeps is
that times the share who leave. Estimates have a range, over which draws are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from cadreworks.assumptions import Assumption, Register
from cadreworks.plan.cells import Cell
from cadreworks.plan.kinds import Act, Kind

LEVERS_FILE = "levers.toml"
MOST_WTE = 1_000_000
"""More than this is the wrong unit, wherever wte are told."""


class Funder(Enum):
    """Who pays for the measure itself. The pay of staff whom it adds falls to their employers (LOCAL)."""

    LEVY = "levy"
    CENTRAL = "central"
    LOCAL = "local"


class Evidence(Enum):
    """How well an effect is known, best first."""

    TRIAL = "A"
    COMPARISON = "B"
    BEFORE_AND_AFTER = "C"
    OPINION = "D"
    ASSUMED = "E"


@dataclass(frozen=True)
class Route:
    """One way from where a lever takes to where it gives. Amounts of a plan are decided for each route and year."""

    lever: str
    origin: Cell
    target: Cell


@dataclass(frozen=True)
class Costs:
    """What a lever costs, in pounds of `price_year` (the year to 31 March).

    set_up: once, in the first year that it is used at all; per_start: for each wte that starts, in the year it starts;
    per_year: for each wte and year while it is under way: `lead_years` from the start (at least one), for KEEP each
    year covered, for STAND_IN each year present. Draws take each from its range.
    """

    price_year: int
    set_up: Assumption
    per_start: Assumption
    per_year: Assumption


@dataclass(frozen=True)
class Lever:
    """A lever. estimates by name: effect, completion, drop_out, deadweight (shares of one).

    capacity: by year, the most wte that may start on all its routes together, in every year that it may start in;
    minimum: fewer than this a year are not started, 0 where any number may be; lasts_years: for STAND_IN and RELIEVE,
    how long it works (None: to the horizon); sizes: the plan that the file itself proposes, wte by route and year;
    recommendations: ids of recommendations that it answers
    """

    id: str
    name: str
    kind: Kind
    owner: str
    funder: Funder
    evidence: Evidence
    source: str
    note: str
    routes: tuple[Route, ...]
    lead_years: int
    lasts_years: int | None
    completion: Assumption
    drop_out: Assumption
    deadweight: Assumption
    effect: Assumption
    costs: Costs
    capacity: Mapping[int, float]
    minimum: float
    sizes: Mapping[tuple[Route, int], float]
    recommendations: tuple[str, ...]

    @property
    def act(self) -> Act:
        return self.kind.act

    @property
    def takes(self) -> bool:
        """Whether it takes staff from where they are, so that somebody is missing there."""
        return self.act is Act.MOVE


@dataclass(frozen=True)
class SharedLimit:
    """A capacity that several levers share: so many wte may start on them together in a year, by year.

    areas: only starts that give to these areas count; empty means all
    """

    id: str
    name: str
    levers: tuple[str, ...]
    areas: tuple[str, ...]
    most: Mapping[int, float]
    source: str


@dataclass(frozen=True)
class Milestone:
    """By this year the plan closes at least this share of each area's shortfall of the central run."""

    year: int
    closes: float


@dataclass(frozen=True)
class Goal:
    """What a plan is for.

    closes: scenarios in which it must close the gap; confidence: in this share of draws each area as a whole has
    enough staff at the horizon; level_share: each level of each area has at least this share of its central demand
    there; weights: of each scenario, in expected cost and shortfall; decide_in: decisions of years before it are the
    same in all scenarios, later ones may differ; growth_per_year, growth_wte: an area may grow by no more than this
    share of its stock, or this many wte if that is more, in a year; moving_share: no more than this share of a cell's
    staff move away by levers in a year, since nobody is made to; budgets: pounds a year, of which it is told what they
    would buy
    """

    closes: tuple[str, ...]
    confidence: float
    level_share: float
    weights: Mapping[str, float]
    first_year: int
    decide_in: int
    milestones: tuple[Milestone, ...]
    growth_per_year: float
    growth_wte: float
    moving_share: float
    budgets: tuple[float, ...] = ()


@dataclass(frozen=True)
class LeverSet:
    """levers.toml, checked against the study's areas, scenarios and horizon.

    leaving: the share of people brought by a lever who leave the NHS in a year, by area, where the method of supply
    cannot tell (net growth); shortfall_gbp: what a missing wte costs the service in a year, in pounds of
    `price_year`; price_growth: by which all prices of the file grow each year
    """

    title: str
    owner: str
    goal: Goal
    levers: tuple[Lever, ...]
    limits: tuple[SharedLimit, ...]
    leaving: Mapping[str, Assumption]
    shortfall_gbp: Assumption
    price_year: int
    price_growth: Assumption
    register: Register

    @property
    def routes(self) -> tuple[Route, ...]:
        """All routes, lever by lever, in the order of the file."""
        return tuple(route for lever in self.levers for route in lever.routes)

    def with_routes(self) -> Iterator[tuple[int, Lever, slice]]:
        """Each lever with its place, and the places of its routes among all."""
        start = 0
        for place, lever in enumerate(self.levers):
            yield place, lever, slice(start, start + len(lever.routes))
            start += len(lever.routes)

    def lever(self, lever_id: str) -> Lever:
        """The lever called `lever_id`. Raises KeyError where there is none."""
        return {lever.id: lever for lever in self.levers}[lever_id]


def shown_wte(amount: float) -> str:
    """A number of whole-time equivalents as problems name it: to a millionth, without zeros at the end."""
    return f"{amount:,.6f}".rstrip("0").rstrip(".")
