"""The model in Cadreworks: all draws at once, as a leading axis of arrays.

project      everything that a run needs: parameters drawn, then the five quantities that the peers give,
             and totals, composition, no-change demand, baseline and present value, with their percentiles
quantities   only what the peers do: parameters as given, the five quantities, their percentiles
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from cadreworks.cost import cost_by_area, cost_by_level
from cadreworks.demand import forecast_demand
from cadreworks.gap import gap
from cadreworks.study import ModelRun, Projection, draw_runs, project, read_study
from cadreworks.supply import project_supply
from spine.figures import Figures
from spine.inputs import Inputs
from spine.worker import Way, main

STUDY_FOLDER = "study"


def project_whole(inputs: Inputs, folder: Path) -> Callable[[], Projection]:
    """The act of `cadre run` between reading and writing."""
    study = read_study(folder / STUDY_FOLDER)
    return lambda: project(study, seed=study.settings.seed, draws=inputs.cases)


def give_quantities(inputs: Inputs, folder: Path) -> Callable[[], Figures]:
    """The five quantities, from parameters that were drawn before."""
    study = read_study(folder / STUDY_FOLDER)
    drawn = draw_runs(study, seed=study.settings.seed, draws=inputs.cases)
    return lambda: figures_of(drawn)


def figures_of(run: ModelRun) -> Figures:
    """The quantities of a run that has a leading axis of draws, without the totals that the peers do not give."""
    study, settings = run.study, run.study.settings
    scale = np.array([study.register[f"typical_organisations.{area}"].in_use for area in settings.areas])
    supply = project_supply(study.stock, run.growth, settings.horizon)
    demands = [
        forecast_demand(study.stock, run.returns[scenario.id], scale, settings.points, settings.horizon)
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
