"""The demand exercise: exercise.toml and its files -> who is asked what."""

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

__all__ = ["EXERCISE_FILE", "LEVEL_ONLY", "QUESTIONS", "RANGE", "TERTILES", "Exercise", "Invited", "SeedQuestion"]
