"""How do all sources of doubt meet? A study -> draws of supply and of demand on grids on which each meets every other.

    supply  (method, draw of rates, draw of chance, subject, year)
    demand  (pooling method, draw of experts, draw of scale, scenario, subject, year)

in wte; subjects are the areas and, last, the whole workforce. The gap is the difference of any entry of the one and any
of the other, since supply does not depend on demand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cadreworks.bands import Array, with_totals
from cadreworks.demand import draw_scale, forecast_demand, scale_in_use, scale_specs
from cadreworks.demand.pooling import draw, pool
from cadreworks.progress import Progress
from cadreworks.review.sensitivity.choices import PoolingChoice, SupplyChoice, pooling_choices, supply_choices
from cadreworks.review.sensitivity.components import Group
from cadreworks.study import Study

RATES, CHANCE, SUPPLY_METHOD = "rates", "chance", "supply_method"
EXPERTS, SCALE, POOLING_METHOD, SCENARIO = "experts", "scale", "pooling_method", "scenario"
GROUPS = (RATES, CHANCE, SUPPLY_METHOD, EXPERTS, SCALE, POOLING_METHOD, SCENARIO)
DEFAULT_SAMPLES = 1_000
"""Enough for percentiles of growth that is drawn from three years, which has few values."""
CHANCES, RATES_SHARE = 2, 8
"""Where a method knows chance, whose draws take long: an eighth as many draws of rates, each meeting two of chance."""
_FEWEST_RATES = 10
SCALES = 12
"""Draws of the scale, where an override gives it a range."""
FEWEST_SAMPLES = 20


@dataclass(frozen=True)
class Grids:
    """The draws of a study, from its seed. supply, demand: as above; supply_centre (subject, year) and demand_centre
    (scenario, subject, year): the central run; untried: why a method of pooling was not tried, by name
    """

    study: Study
    seed: int
    supply_choices: tuple[SupplyChoice, ...]
    pooling_choices: tuple[PoolingChoice, ...]
    untried: dict[str, str]
    supply: Array
    demand: Array
    supply_centre: Array
    demand_centre: Array

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(scenario.id for scenario in self.study.settings.scenarios)

    @property
    def years(self) -> tuple[int, ...]:
        return self.study.settings.horizon.years

    @property
    def draws(self) -> dict[Group, int]:
        """How many draws each group of draws has."""
        rates, chances = self.supply.shape[1:3]
        experts, scales = self.demand.shape[1:3]
        return {RATES: rates, CHANCE: chances, EXPERTS: experts, SCALE: scales}

    @property
    def in_use(self) -> Grids:
        """The grids of the methods in use alone."""
        return replace(
            self,
            supply_choices=self.supply_choices[:1],
            pooling_choices=self.pooling_choices[:1],
            supply=self.supply[:1],
            demand=self.demand[:1],
        )

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that can make a difference in this study."""
        entries = dict(zip((SUPPLY_METHOD, RATES, CHANCE), self.supply.shape, strict=False))
        entries |= zip((POOLING_METHOD, EXPERTS, SCALE, SCENARIO), self.demand.shape, strict=False)
        return tuple(group for group in GROUPS if entries[group] > 1)


def draw_grids(study: Study, *, seed: int, samples: int, progress: Progress) -> Grids:
    """The grids of a study without a plan.

    samples: draws of rates and of experts for each method; fewer of rates where the method knows chance
    """
    progress("Drawing supply, method by method", 0, 0)
    choices = tuple(supply_choices(study))
    supply = _draw_supply(study, choices, seed=seed, samples=samples)
    progress("Drawing demand, method by method", 0, 0)
    pooled, untried = pooling_choices(study)
    demand = np.stack([_draw_demand(choice, seed=seed, samples=samples) for choice in pooled])
    settings = study.settings
    scale = scale_in_use(study.register, settings.areas)
    demand_centre = [
        _of_subjects(
            forecast_demand(
                study.demand_baseline,
                pool(settings.demand_method, study.weighed.judgements, scenario.id),
                scale,
                settings.points,
                settings.horizon,
            )
        )
        for scenario in settings.scenarios
    ]
    return Grids(
        study=study,
        seed=seed,
        supply_choices=choices,
        pooling_choices=tuple(pooled),
        untried=untried,
        supply=supply,
        demand=demand,
        supply_centre=_of_subjects(study.supply.project(study.register, study.stock, settings.horizon)),
        demand_centre=np.stack(demand_centre),
    )


def without_chance(supply: Array) -> Array:
    """Draws of rates alone, (draw, ...), from supply (rates, chance, ...): every draw drawn nearer to the centre, by as
    much as chance spreads them.

    The means over chance are too few, and still hold its noise; so all draws are kept with the spread that is left.
    """
    draws: Array = supply.reshape(-1, *supply.shape[2:])
    chances = supply.shape[1]
    if chances == 1:
        return draws
    centre, spread = draws.mean(axis=0), draws.var(axis=0)
    by_chance = supply.var(axis=1).mean(axis=0) * chances / (chances - 1)
    left = np.maximum(1.0 - np.divide(by_chance, spread, out=np.ones_like(spread), where=spread > 0), 0.0)
    nearer: Array = centre + np.sqrt(left) * (draws - centre)
    return nearer


def _of_subjects(wte: Array) -> Array:
    """(..., area, level, year) -> (..., subject, year)."""
    return with_totals(wte)[..., -1, :]


def _draw_supply(study: Study, choices: tuple[SupplyChoice, ...], *, seed: int, samples: int) -> Array:
    chances, rates = 1, samples
    if study.settings.from_records:
        chances, rates = CHANCES, max(samples // RATES_SHARE, _FEWEST_RATES)
    drawn = [
        _of_subjects(
            choice.method.simulate_crossed(
                choice.register,
                study.stock,
                study.settings.horizon,
                seed=seed,
                rates=rates,
                chances=chances,
            )
        )
        for choice in choices
    ]
    most = max(of_method.shape[1] for of_method in drawn)
    return np.stack([np.broadcast_to(one, (len(one), most, *one.shape[2:])) for one in drawn])


def _draw_demand(choice: PoolingChoice, *, seed: int, samples: int) -> Array:
    """(experts, scale, scenario, subject, year) of one method of pooling."""
    study = choice.study
    settings, register = study.settings, study.register
    varies = any(np.ptp(register[spec.id].range_in_use) > 0 for spec in scale_specs(settings.areas))
    scale = (
        draw_scale(register, settings.areas, seed, SCALES) if varies else scale_in_use(register, settings.areas)[None]
    )
    by_scenario = []
    for scenario in settings.scenarios:
        returns = draw(settings.demand_method, study.weighed.judgements, scenario.id, seed=seed, draws=samples)
        by_scale = [
            _of_subjects(forecast_demand(study.demand_baseline, returns, one, settings.points, settings.horizon))
            for one in scale
        ]
        by_scenario.append(np.stack(by_scale, axis=1))
    return np.stack(by_scenario, axis=2)
