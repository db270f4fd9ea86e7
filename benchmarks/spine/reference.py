"""What are the right figures, and what gives them? Cadreworks' own parameters and results, for others to meet.

    python -m spine.reference FOLDER DRAWS...

Reads FOLDER/study; writes the inputs of the central run with so many draws, those of the few cases that are
checked, and Cadreworks' figures of these cases.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from cadreworks.cost import PayRates
from cadreworks.study import ModelRun, Study, central_run, read_study
from cadreworks.supply.net_growth import growth_in_use
from cadreworks.vocabulary import LEVEL_IDS
from spine.cadreworks_model import STUDY_FOLDER, Cases, drawn_cases, figures_of
from spine.figures import Figures
from spine.inputs import Array, Inputs
from spine.worker import CHECKED_FILE, figures_file, inputs_file

CHECKED_DRAWS = 5
REFERENCE_FILE = figures_file("reference")


def main() -> None:
    """Write the files that the models read."""
    folder = Path(sys.argv[1])
    study = read_study(folder / STUDY_FOLDER)
    for draws in map(int, sys.argv[2:]):
        inputs_of(study, drawn_cases(study, draws)).save(folder / inputs_file(draws))
    checked = drawn_cases(study, CHECKED_DRAWS)
    inputs_of(study, checked).save(folder / CHECKED_FILE)
    _first_and_others(figures_of(_central_case(study)), figures_of(checked)).save(folder / REFERENCE_FILE)


def inputs_of(study: Study, drawn: Cases) -> Inputs:
    """The central run's parameters and then the draws', and the study's constants."""
    central, register = _parameters(_central_case(study)), study.register
    return Inputs(
        areas=study.settings.areas,
        levels=LEVEL_IDS,
        scenarios=tuple(scenario.id for scenario in study.settings.scenarios),
        years=tuple(study.settings.horizon.years),
        points=study.settings.points,
        stock=study.stock,
        typical_organisations=np.array(
            [register[f"typical_organisations.{area}"].in_use for area in study.settings.areas]
        ),
        top_by_area=study.pay.by_area,
        top_by_level=study.pay.by_level,
        **{name: np.concatenate([central[name], values]) for name, values in _parameters(drawn).items()},
    )


def _central_case(study: Study) -> Cases:
    """The central run as one draw."""
    run = central_run(study)
    once = ModelRun(
        study,
        run.supply_wte[np.newaxis],
        run.scale[np.newaxis],
        {scenario: values[np.newaxis] for scenario, values in run.returns.items()},
        PayRates(run.rates.multiplier[np.newaxis], run.rates.discount[np.newaxis]),
    )
    return Cases(once, growth_in_use(study.register, study.growth)[np.newaxis])


def _parameters(cases: Cases) -> dict[str, Array]:
    """Pay growth and on-cost are read back from their product, which is all that a run keeps of them."""
    multiplier = cases.run.rates.multiplier
    scenarios = cases.run.study.settings.scenarios
    return {
        "growth": cases.growth,
        "returns": np.stack([cases.run.returns[scenario.id] for scenario in scenarios], axis=1),
        "on_cost": multiplier[:, 0] - 1.0,
        "pay_growth": multiplier[:, 1] / multiplier[:, 0] - 1.0,
    }


def _first_and_others(first: Figures, others: Figures) -> Figures:
    return Figures(**{name: np.concatenate([getattr(first, name), values]) for name, values in vars(others).items()})


if __name__ == "__main__":
    main()
