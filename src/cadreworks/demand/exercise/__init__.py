"""The demand exercise: exercise.toml and its files -> who is asked what."""

from cadreworks.demand.exercise.read import (
    EXERCISE_ROLES,
    EXERCISE_SETTINGS,
    EXERCISE_TABLES,
    load_exercise,
    read_exercise,
    reference_exercise,
)
from cadreworks.demand.exercise.settings import (
    EXERCISE_FILE,
    LEVEL_ONLY,
    QUESTIONS,
    RANGE,
    TERTILES,
    Exercise,
    Invited,
    SeedQuestion,
)

__all__ = [
    "EXERCISE_FILE",
    "EXERCISE_ROLES",
    "EXERCISE_SETTINGS",
    "EXERCISE_TABLES",
    "LEVEL_ONLY",
    "QUESTIONS",
    "RANGE",
    "TERTILES",
    "Exercise",
    "Invited",
    "SeedQuestion",
    "load_exercise",
    "read_exercise",
    "reference_exercise",
]
