"""What is the central run if an assumption is another? Values in the place of assumptions' own -> the figures they
move.

Only what an assumption can move is worked out again: supply is projected anew for its own assumptions alone, and
returns are pooled once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cadreworks.assumptions import Assumption, AssumptionSpec
from cadreworks.bands import Array
from cadreworks.cost import COST_ASSUMPTIONS, pay_rates
from cadreworks.demand import scale_in_use, scale_specs
from cadreworks.demand.pooling import pool
from cadreworks.review.sensitivity.choices import overriding
from cadreworks.study import ModelRun, Study
from cadreworks.supply import BASE_YEARS, growth_rates
from cadreworks.supply.rate_specs import rate_specs


@dataclass(frozen=True)
class Outcome:
    """The whole workforce at the horizon: supply, and by scenario demand (wte) and its cost (pounds)."""

    supply: float
    demand: Mapping[str, float]
    cost: Mapping[str, float]

    def gap(self, scenario: str) -> float:
        """wte; a shortfall is negative."""
        return self.supply - self.demand[scenario]


@dataclass(frozen=True)
class Centre:
    """The central run of a study without a plan, ready to be asked what if. returns: pooled, by scenario"""

    study: Study
    returns: Mapping[str, Array]
    _supply: dict[tuple[tuple[str, float], ...], Array] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, study: Study) -> Centre:
        """The centre of a study, with its returns pooled."""
        judgements, method = study.weighed.judgements, study.settings.demand_method
        return cls(study, {item.id: pool(method, judgements, item.id) for item in study.settings.scenarios})

    def outcome(self, values: Mapping[str, float] | None = None, *, returns_factor: float = 1.0) -> Outcome:
        """The figures with these values of assumptions, and all returns times a factor."""
        asked = dict(values or {})
        run = self._run(asked, returns_factor)
        scenarios = [scenario.id for scenario in self.study.settings.scenarios]
        demand = {scenario: run.demand(scenario) for scenario in scenarios}
        return Outcome(
            supply=float(run.supply()[-1, -1, -1]),
            demand={scenario: float(wte[-1, -1, -1]) for scenario, wte in demand.items()},
            cost={scenario: float(run.cost_by_area(wte)[-1, -1]) for scenario, wte in demand.items()},
        )

    def _run(self, values: dict[str, float], returns_factor: float) -> ModelRun:
        study, settings = self.study, self.study.settings
        register = overriding(study, values) if values else study.register
        key = tuple((name, value) for name, value in sorted(values.items()) if name in self.supply_assumptions)
        if key not in self._supply:
            self._supply[key] = study.supply.project(register, study.stock, settings.horizon)
        return ModelRun(
            study,
            self._supply[key],
            scale_in_use(register, settings.areas),
            {scenario: returns * returns_factor for scenario, returns in self.returns.items()},
            pay_rates(register, study.pay, settings.horizon),
        )

    @property
    def supply_assumptions(self) -> frozenset[str]:
        """Ids of those on which supply rests."""
        others = {spec.id for spec in (*COST_ASSUMPTIONS, *scale_specs(self.study.settings.areas))}
        return frozenset(self.study.register.assumptions) - others

    @property
    def specs(self) -> dict[str, AssumptionSpec]:
        """What each assumption of the study may be, by id."""
        study, settings = self.study, self.study.settings
        rates = (
            rate_specs(settings.areas, settings.recruitment)
            if study.growth is None
            else [rate.spec for rate in growth_rates(study.growth)]
        )
        return {spec.id: spec for spec in (BASE_YEARS, *COST_ASSUMPTIONS, *rates, *scale_specs(settings.areas))}

    @property
    def families(self) -> dict[str, list[Assumption]]:
        """Assumptions of supply of one kind in several areas, which may be moved together, by the beginning of their
        ids.
        """
        found: dict[str, list[Assumption]] = {}
        for entry in self.study.register.entries:
            if entry.id in self.supply_assumptions and "." in entry.id:
                found.setdefault(entry.id.split(".")[0], []).append(entry)
        return {kind: entries for kind, entries in found.items() if len(entries) > 1}
