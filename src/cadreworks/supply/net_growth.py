"""How large will the workforce be if it goes on growing as it did? Stock and yearly net growth -> future stock.

For each area, g is the mean of the last few years' net growth, and S(t + 1) = S(t) x (1 + g). Levels keep
their share of the area, unless growth is given by level. This is the report's own projection (section 5,
stage 4); fed the rates that Table 3.2 implies, it returns Table 3.2.

Draws resample the years, the same ones for all areas at once, since a year that is good for one area is often
good for others (docs/adr/0004).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cadreworks.assumptions import Assumption, AssumptionSpec, Origin, Register
from cadreworks.bands import Array, mean_over_first, resampled_weights, weighted_deviations
from cadreworks.periods import Horizon
from cadreworks.progress import Progress, no_progress
from cadreworks.randomness import stream
from cadreworks.supply.carry import Carry, FlowChanges
from cadreworks.supply.groups_in_place import add_groups, carry_in_place
from cadreworks.supply.growth_history import LEAST_GROWTH, MOST_GROWTH, GrowthHistory
from cadreworks.supply.identity import check_stock_identity
from cadreworks.supply.method import Supply
from cadreworks.vocabulary import ALL, LEVEL_IDS, area_of_work, job_level

GROWTH_PREFIX = "net_growth_per_year."
BASE_YEARS = AssumptionSpec(
    id="supply_base_years",
    title="Years on which supply rests",
    unit="years",
    means="from how many of the last years growth, or rates of leaving, moving and joining, are taken",
    least=1,
    most=30,
    whole=True,
    varies=False,
)


@dataclass(frozen=True)
class GrowthRate:
    """One rate that is carried forward: of an area as a whole (level `all`), or of one of its levels."""

    area: str
    level: str
    cells: tuple[int, int | slice]
    """Where it stands in an array of (area, level)."""

    @property
    def name(self) -> str:
        """`ICT`, or `ICT, managers` where levels have rates of their own."""
        area = area_of_work(self.area).name
        return area if self.level == ALL else f"{area}, {job_level(self.level).in_a_sentence}"

    @property
    def spec(self) -> AssumptionSpec:
        whole = self.level == ALL
        return AssumptionSpec(
            id=f"{GROWTH_PREFIX}{self.area}" + ("" if whole else f".{self.level}"),
            title=f"Net growth carried forward, {self.name}",
            unit="share of stock per year",
            means="the growth rate that is applied in every year of the projection",
            least=LEAST_GROWTH,
            most=MOST_GROWTH,
        )


def growth_rates(history: GrowthHistory) -> list[GrowthRate]:
    """The rates that the history gives: one for each area, or for each level of an area."""
    rates = []
    for index, area in enumerate(history.areas):
        if area in history.by_level:
            rates += [GrowthRate(area, level, (index, at)) for at, level in enumerate(LEVEL_IDS)]
        else:
            rates.append(GrowthRate(area, ALL, (index, slice(None))))
    return rates


def estimate_growth(history: GrowthHistory, base_years: int, *, source: str, owner: str) -> list[Assumption]:
    """The mean growth of the last `base_years` years, as assumptions; the lowest and highest year are the range."""
    recent = history.last(base_years)
    mean = mean_over_first(recent)
    return [
        Assumption(
            id=rate.spec.id,
            title=rate.spec.title,
            value=float(np.max(mean[rate.cells])),
            unit=rate.spec.unit,
            low=float(np.min(recent[(slice(None), *rate.cells)])),
            high=float(np.max(recent[(slice(None), *rate.cells)])),
            source=source,
            owner=owner,
            date="",
            note="Low and high are the lowest and highest of the years; draws resample the years together.",
            origin=Origin.WORKED_OUT,
        )
        for rate in growth_rates(history)
    ]


def growth_in_use(register: Register, history: GrowthHistory) -> Array:
    """The growth rates of the central run, shape (area, level)."""
    growth = np.zeros(history.net_growth.shape[1:])
    for rate in growth_rates(history):
        growth[rate.cells] = register[rate.spec.id].in_use
    return growth


def draw_growth(register: Register, history: GrowthHistory, seed: int, draws: int) -> Array:
    """The growth rates of `draws` draws, shape (draw, area, level).

    An overridden rate has no years behind it: it follows its own range, or stands still where it has none.
    """
    recent = history.last(int(register[BASE_YEARS.id].in_use))
    weights = resampled_weights(stream(seed, "growth_years"), recent.shape[0], draws)
    growth = growth_in_use(register, history) + weighted_deviations(recent, weights)
    for rate in growth_rates(history):
        entry = register[rate.spec.id]
        if entry.override is not None:
            drawn = entry.draw(seed, draws)
            growth[(slice(None), *rate.cells)] = drawn if rate.level != ALL else drawn[:, np.newaxis]
    return growth


def project_supply(stock: Array, growth: Array, horizon: Horizon) -> Array:
    """Future stock, shape (..., area, level, year), from stock (area, level) and growth (..., area, level).

    Multiplied year by year: a power function may differ in its last bit between processors. Where a draw lets
    growth fall below -1 nobody is left, rather than fewer than nobody. Raises ArithmeticError where the stock does
    not add up after a step.
    """
    now = np.broadcast_to(stock, growth.shape)
    years = [now]
    for _ in horizon.years[1:]:
        opening, now = now, np.maximum(now * (1.0 + growth), 0.0)
        check_stock_identity(opening, opening * np.maximum(growth, -1.0), now)
        years.append(now)
    return np.stack(years, axis=-1)


@dataclass(frozen=True)
class NetGrowth:
    """This method with the history that a study gives it; a `SupplyMethod`."""

    history: GrowthHistory

    def assumptions(self, declared: Register, *, source: str, owner: str) -> list[Assumption]:
        base_years = int(declared[BASE_YEARS.id].in_use)
        return estimate_growth(self.history, base_years, source=source, owner=owner)

    def project(self, register: Register, stock: Array, horizon: Horizon) -> Array:
        return project_supply(stock, growth_in_use(register, self.history), horizon)

    def simulate(
        self,
        register: Register,
        stock: Array,
        horizon: Horizon,
        *,
        seed: int,
        draws: int,
        progress: Progress = no_progress,  # noqa: ARG002 - takes no time worth telling of
    ) -> Supply:
        growth = draw_growth(register, self.history, seed, draws)
        return Supply(self.project(register, stock, horizon), project_supply(stock, growth, horizon))

    def simulate_crossed(
        self,
        register: Register,
        stock: Array,
        horizon: Horizon,
        *,
        seed: int,
        rates: int,
        chances: int,  # noqa: ARG002 - a rate of growth knows no chance for people
    ) -> Array:
        growth = draw_growth(register, self.history, seed, rates)
        return project_supply(stock, growth, horizon)[:, np.newaxis]

    def carry(self, register: Register, horizon: Horizon, leaving: Array) -> Carry:  # noqa: ARG002 - rates are of stock
        return carry_in_place(leaving, horizon.last - horizon.base)

    def project_with(
        self, register: Register, stock: Array, horizon: Horizon, *, changes: FlowChanges, carry: Carry
    ) -> Array:
        return add_groups(self.project(register, stock, horizon), changes, carry.leaving)
