"""What are the right figures, and what gives them? Cadreworks' own parameters and results, for others to meet.

    python -m spine.reference FOLDER DRAWS...

Reads FOLDER/study; writes the inputs of the central run with so many draws, those of the few cases that are
checked, and Cadreworks' figures of these cases.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from cadreworks.study import ModelRun, Study, central_run, draw_runs, read_study
from cadreworks.vocabulary import LEVEL_IDS
from spine.cadreworks_model import STUDY_FOLDER, figures_of
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
        inputs_of(study, _drawn(study, draws)).save(folder / inputs_file(draws))
    checked = _drawn(study, CHECKED_DRAWS)
    inputs_of(study, checked).save(folder / CHECKED_FILE)
    _first_and_others(figures_of(_with_cases(central_run(study))), figures_of(checked)).save(folder / REFERENCE_FILE)


def _drawn(study: Study, draws: int) -> ModelRun:
    return draw_runs(study, seed=study.settings.seed, draws=draws)


def inputs_of(study: Study, drawn: ModelRun) -> Inputs:
    """The central run's parameters and then the draws', and the study's constants."""
    central, register = _parameters(_with_cases(central_run(study))), study.register
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


def _with_cases(run: ModelRun) -> ModelRun:
    """A central run as one draw."""
    rates = type(run.rates)(run.rates.multiplier[np.newaxis], run.rates.discount[np.newaxis])
    returns = {scenario: values[np.newaxis] for scenario, values in run.returns.items()}
    return ModelRun(run.study, run.growth[np.newaxis], returns, rates)


def _parameters(run: ModelRun) -> dict[str, Array]:
    """Pay growth and on-cost are read back from their product, which is all that a run keeps of them."""
    multiplier = run.rates.multiplier
    return {
        "growth": run.growth,
        "returns": np.stack([run.returns[scenario.id] for scenario in run.study.settings.scenarios], axis=1),
        "on_cost": multiplier[:, 0] - 1.0,
        "pay_growth": multiplier[:, 1] / multiplier[:, 0] - 1.0,
    }


def _first_and_others(first: Figures, others: Figures) -> Figures:
    return Figures(**{name: np.concatenate([getattr(first, name), values]) for name, values in vars(others).items()})


if __name__ == "__main__":
    main()
