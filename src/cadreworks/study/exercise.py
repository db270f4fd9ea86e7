"""Which exercise do the returns of a study answer? exercise.toml beside study.toml -> checked against the study.

A study that names its exercise knows who was invited and what was asked. Both name the scenarios; the exercise holds
their stories, and a study need not tell them again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.exercise import Exercise, load_exercise
from cadreworks.demand.scenarios import Scenario
from cadreworks.problems import ProblemList, quoted
from cadreworks.settings_file import LoadedFile
from cadreworks.study.settings import STUDY_FILE, StudySettings

_WHERE = f"{STUDY_FILE}, [inputs.exercise]"
_REMEDY = "Let both say the same, or leave the exercise out of the study."


def load_exercise_of(folder: Path, file: LoadedFile | None, problems: ProblemList) -> Exercise | None:
    """The exercise in the study's folder. It names its files beside itself, so it has to lie beside study.toml."""
    if file is None:
        return None
    if "/" in file.name:
        problems.add(
            f"{_WHERE} file",
            f"{quoted(file.name)} does not lie beside {STUDY_FILE}",
            "Put it there, with the files that it names.",
            kind="exercise elsewhere",
        )
        return None
    return load_exercise(folder, file.name, problems)


def settings_with_exercise(settings: StudySettings, exercise: Exercise) -> StudySettings:
    """The settings with what the exercise adds: the stories of scenarios, and the files that it names itself."""
    told = {scenario.id: scenario for scenario in exercise.scenarios}
    known = {item.role for item in settings.inputs}
    added = tuple(item for item in exercise.inputs if item.role not in known)
    return replace(
        settings,
        scenarios=tuple(_told(scenario, told.get(scenario.id)) for scenario in settings.scenarios),
        inputs=settings.inputs + added,
    )


def _told(scenario: Scenario, asked: Scenario | None) -> Scenario:
    if asked is None:
        return scenario
    return replace(scenario, drivers=scenario.drivers or asked.drivers, narrative=scenario.narrative or asked.narrative)


def check_exercise(exercise: Exercise, settings: StudySettings, typical: Array, problems: ProblemList) -> None:
    """Whether the study asks what the exercise asked: the same years, scenarios, areas and typical organisation."""
    asked = {scenario.id: scenario.name for scenario in exercise.scenarios}
    for scenario in settings.scenarios:
        if scenario.id not in asked:
            _add(problems, f"it did not ask about the scenario {scenario.id}")
        elif asked[scenario.id] != scenario.name:
            _add(problems, f"it names the scenario {scenario.id} {asked[scenario.id]}, this study {scenario.name}")
    if (exercise.base_year, *exercise.points) != (settings.horizon.base, *settings.points):
        theirs, ours = (
            (first, *rest)
            for first, rest in (
                (exercise.base_year, exercise.points),
                (settings.horizon.base, settings.points),
            )
        )
        _add(problems, f"it asks about {_listed(theirs)}, this study about {_listed(ours)}")
    lacking = [area for area in settings.areas if area not in exercise.areas]
    if lacking:
        _add(problems, f"it did not ask about {', '.join(lacking)}")
    elif typical.any() and not np.array_equal(
        exercise.typical[[exercise.areas.index(a) for a in settings.areas]], typical
    ):
        _add(problems, "its typical organisation is not that of this study")


def _listed(years: tuple[int, ...]) -> str:
    return ", ".join(map(str, years))


def _add(problems: ProblemList, what: str) -> None:
    problems.add(_WHERE, what, _REMEDY, kind="another exercise")
