"""What does a study ask of a method of supply? Its assumptions, its central run, and its draws.

`net_growth` answers from tables in the study's folder, `cohort` and `microsimulation` from staff records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cadreworks.assumptions import Assumption, Register
from cadreworks.bands import Array, Uncertain
from cadreworks.periods import Horizon
from cadreworks.progress import Progress
from cadreworks.supply.careers import Careers
from cadreworks.supply.carry import Carry, FlowChanges

NET_GROWTH, COHORT, MICROSIMULATION = "net_growth", "cohort", "microsimulation"
OF_RECORDS = (COHORT, MICROSIMULATION)
"""The methods that rest on staff records."""
COUNT, RATIO = "count", "ratio"
"""Recruitment of a cohort: so many people a year, or so many for each person in post."""


@dataclass(frozen=True)
class People:
    """Supply counted in people, with totals over areas and levels.

    headcount: (area, level, year), the base year first; flows: by name, (area, level, projected year), told of whole
    areas only (not a number for single levels), and of none that few joined
    """

    headcount: Uncertain
    flows: Mapping[str, Uncertain]


@dataclass(frozen=True)
class Vacancies:
    """Funded posts and what stands empty, where posts limit who may come: (area, level, year) with totals, the base
    year first. A cell without a limit has no numbers, and a total is of the cells that have a limit.

    posts_wte; wte: in post in them, central; vacancy: posts less wte, below 0 where staff exceed posts
    turned_away: joiners and returners who found no room, in people, (area, level, projected year); told of whole areas
    only (not a number for single levels), and of none that few joined
    """

    posts_wte: Array
    wte: Array
    vacancy: Uncertain
    turned_away: Uncertain


@dataclass(frozen=True)
class Supply:
    """Projected wte in post, without totals.

    central: (area, level, year), the base year first; drawn: the same behind a leading axis of draws; people: where
    the method tells of them; careers: where people are simulated one by one; vacancies: where posts limit who may come
    """

    central: Array
    drawn: Array
    people: People | None = None
    careers: Careers | None = None
    vacancies: Vacancies | None = None


class SupplyMethod(Protocol):
    """A method of supply with all that it rests on, but what the assumption register holds."""

    def assumptions(self, declared: Register, *, source: str, owner: str) -> list[Assumption]:
        """What the method works out and carries forward, each of which may be overridden."""

    def project(self, register: Register, stock: Array, horizon: Horizon) -> Array:
        """The central run, (area, level, year), from stock (area, level)."""

    def simulate(
        self, register: Register, stock: Array, horizon: Horizon, *, seed: int, draws: int, progress: Progress
    ) -> Supply:
        """The central run, and draws of it."""

    def simulate_crossed(
        self, register: Register, stock: Array, horizon: Horizon, *, seed: int, rates: int, chances: int
    ) -> Array:
        """Draws of what is not known, each with draws of what chance does to people: wte, (draw of rates, draw of
        chance, area, level, year). The first of chance are the draws of `simulate`, where it draws as many rates. A
        method that knows no chance for people has one draw of it, whatever is asked.
        """

    def carry(self, register: Register, horizon: Horizon, leaving: Array) -> Carry:
        """What becomes of people whom a plan brings, moves or keeps, under the rates of the central run.

        leaving: (..., cell), the share of such people who leave in a year, where the method tells no leavers; a method
        that does takes its own. With a leading axis of draws it gives a Carry of draws, where it is used at all.
        """

    def project_with(
        self, register: Register, stock: Array, horizon: Horizon, *, changes: FlowChanges, carry: Carry
    ) -> Array:
        """The central run with a plan's changes of flows, (area, level, year); without any it is that of `project`.

        Where more is taken from a cell than is there, it is below 0: whether a plan can be is not asked here. Raises
        ArithmeticError where opening + in - out is not closing after a step.
        """
