"""`python -m demand.made_up_returns FOLDER NUMBER`: returns and seed answers, made up, of so many organisations.

They answer the exercise of the reference study, with a range of each area's total: returns.csv and seeds.csv.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from cadreworks.demand.answers import Range, Return, returns_rows
from cadreworks.demand.exercise import Exercise, reference_exercise
from cadreworks.demand.pooling import SEEDS_TABLE
from cadreworks.demand.returns import RETURNS_TABLE
from cadreworks.tables import Cell, write_table
from cadreworks.vocabulary import LEVEL_IDS

CONFIDENCE = 0.8


def make_return(exercise: Exercise, name: str, rng: np.random.Generator) -> Return:
    """One organisation that scales every area by a factor of its own, and its levels a little apart."""
    wte, ranges = {}, {}
    taste = rng.normal(0.1, 0.2)
    for scenario in exercise.scenario_ids:
        for year in exercise.points:
            for at, area in enumerate(exercise.areas):
                factors = np.exp(taste + rng.normal(0, 0.15) + rng.normal(0, 0.1, len(LEVEL_IDS)))
                answers = np.round(exercise.typical[at] * factors, 2)
                total = float(answers.sum())
                wte |= {(scenario, year, area, level): float(answers[i]) for i, level in enumerate(LEVEL_IDS)}
                low, high = total * rng.uniform(0.6, 0.95), total * rng.uniform(1.05, 1.7)
                ranges[scenario, year, area] = Range(round(low, 2), round(high, 2), CONFIDENCE)
    return Return(name, wte, ranges, signed_off_by="director")


def seed_rows(exercise: Exercise, names: list[str], rng: np.random.Generator) -> Iterator[Mapping[str, Cell]]:
    """Answers to the seed questions, by experts with biases and widths of their own."""
    for name in names:
        bias, width = rng.normal(0, 0.2), rng.uniform(0.1, 0.6)
        for question in exercise.seed_questions:
            best = question.answer * float(np.exp(bias + rng.normal(0, 0.3)))
            yield {
                "organisation": name,
                "question": question.id,
                "low": best * float(np.exp(-1.6 * width)),
                "best": best,
                "high": best * float(np.exp(1.7 * width)),
                "answer": question.answer,
            }


def main() -> None:
    """Write both files."""
    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    exercise, rng = reference_exercise(), np.random.default_rng(number)
    names = [f"Made-up organisation {index + 1}" for index in range(number)]
    asked = {"scenarios": exercise.scenario_ids, "points": exercise.points, "areas": exercise.areas}
    made = [make_return(exercise, name, rng) for name in names]
    write_table(
        folder / "returns.csv", RETURNS_TABLE.names, (row for entry in made for row in returns_rows(entry, **asked))
    )
    write_table(folder / "seeds.csv", SEEDS_TABLE.names, seed_rows(exercise, names, rng))


if __name__ == "__main__":
    main()
