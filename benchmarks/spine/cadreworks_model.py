"""The model in Cadreworks: all draws at once, as a leading axis of arrays.

project      everything that a run needs: parameters drawn, then the five quantities that the peers give,
             and totals, composition, no-change demand, baseline and present value, with their percentiles
quantities   only what the peers do: parameters as given, the five quantities, their percentiles
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cadreworks.cost import cost_by_area, cost_by_level
from cadreworks.demand import forecast_demand
from cadreworks.gap import gap
from cadreworks.study import ModelRun, Projection, Study, draw_runs, project, read_study
from cadreworks.supply import project_supply
from cadreworks.supply.net_growth import draw_growth
from spine.figures import Figures
from spine.inputs import Array, Inputs
from spine.worker import Way, main

STUDY_FOLDER = "study"


@dataclass(frozen=True)
class Cases:
    """Runs with a leading axis of cases. growth: a year, (case, area, level); a run keeps only the supply it makes."""

    run: ModelRun
    growth: Array


def project_whole(inputs: Inputs, folder: Path) -> Callable[[], Projection]:
    """The act of `cadre run` between reading and writing."""
    study = read_study(folder / STUDY_FOLDER)
    return lambda: project(study, seed=study.settings.seed, draws=inputs.cases)


def give_quantities(inputs: Inputs, folder: Path) -> Callable[[], Figures]:
    """The five quantities, from parameters that were drawn before."""
    drawn = drawn_cases(read_study(folder / STUDY_FOLDER), inputs.cases)
    return lambda: figures_of(drawn)


def drawn_cases(study: Study, draws: int) -> Cases:
    """So many draws of all parameters. The study is one whose supply rests on net growth."""
    settings = study.settings
    growth = draw_growth(study.register, study.growth, settings.seed, draws)
    supply = project_supply(study.stock, growth, settings.horizon)
    return Cases(draw_runs(study, supply, seed=settings.seed), growth)


def figures_of(cases: Cases) -> Figures:
    """The five quantities, without the totals that the peers do not give. Supply is projected anew."""
    run, study, settings = cases.run, cases.run.study, cases.run.study.settings
    supply = project_supply(study.stock, cases.growth, settings.horizon)
    demands = [
        forecast_demand(study.demand_baseline, run.returns[scenario.id], run.scale, settings.points, settings.horizon)
        for scenario in settings.scenarios
    ]
    return Figures(
        supply=supply,
        demand=np.stack(demands, axis=1),
        gap=np.stack([gap(supply, demand) for demand in demands], axis=1),
        cost_by_area=np.stack([cost_by_area(demand.sum(axis=-2), study.pay, run.rates) for demand in demands], axis=1),
        cost_by_level=np.stack([cost_by_level(demand, study.pay, run.rates) for demand in demands], axis=1),
    )


WAYS = {"project": Way(project_whole, whole=False), "quantities": Way(give_quantities, whole=True)}

if __name__ == "__main__":
    main(WAYS, ("cadreworks", "numpy"))
