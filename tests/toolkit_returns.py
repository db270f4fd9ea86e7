"""Made-up returns to fill toolkits with: the same each time, with every kind of answer that an exercise asks for."""

from __future__ import annotations

from dataclasses import replace

from cadreworks.demand.answers import THIRD, Range, Return, SeedAnswer
from cadreworks.demand.exercise import LEVEL_ONLY, RANGE, Exercise, Invited, SeedQuestion, reference_exercise
from cadreworks.vocabulary import LEVEL_IDS

SEED_ANSWER = 987654.321
"""Of every seed question here: a number that stands nowhere by accident."""


def an_exercise(questions: str = RANGE, organisations: tuple[str, ...] = ("Anytown NHS Trust",)) -> Exercise:
    """The reference exercise, with other questions and other guests, of whom the first has a baseline."""
    reference = reference_exercise()
    return replace(
        reference,
        questions=questions,
        invited=tuple(Invited(name, "acute", "North West", 6500.0) for name in organisations),
        seed_questions=(
            SeedQuestion("staff", "How many staff had the service?", "people", SEED_ANSWER),
            SeedQuestion("share", "Which share of them was digital?", "per cent", SEED_ANSWER),
        ),
        baselines={organisations[0]: reference.typical + 0.25},
    )


def a_return(exercise: Exercise, organisation: str = "Anytown NHS Trust", *, more: float = 0.0) -> Return:
    """Every question answered, each by a number of its own; more: added to every answer."""
    wte, ranges, comments = {}, {}, {}
    for s, scenario in enumerate(exercise.scenario_ids):
        for a, area in enumerate(exercise.areas):
            for p, year in enumerate(exercise.points):
                for index, level in enumerate(LEVEL_IDS):
                    wte[scenario, year, area, level] = 10 * a + 5 * s + p + index / 4 + more
                total = sum(wte[scenario, year, area, level] for level in LEVEL_IDS)
                confidence = (50 + a) / 100 if exercise.questions == RANGE else THIRD
                ranges[scenario, year, area] = Range(total - 0.5, total + 1.5, confidence)
            comments[scenario, area] = f"Because of {area} in {scenario}.\nAnd because \u201cso\u201d: 5 < 6 & 7 > 6."
    seeds = {question.id: SeedAnswer(1.0, 2.5, 40.0) for question in exercise.seed_questions}
    given = {} if exercise.questions == LEVEL_ONLY else ranges
    return Return(organisation, wte, given, comments, seeds, "Chief digital information officer")


def part_of_a_return(exercise: Exercise) -> Return:
    """A return that somebody began: a finished area, a range that its total is outside of, one half, one cell."""
    whole = a_return(exercise)
    scenario, (first, second, third, fourth, *_) = exercise.scenario_ids[0], exercise.areas
    year, *others = exercise.points
    wte = {
        key: value
        for key, value in whole.wte.items()
        if key[0] == scenario
        and (key[2] in (first, second) or (key[2] == third and key[1] == year) or key[1:] == (year, fourth, "support"))
    }
    ranges = {key: value for key, value in whole.ranges.items() if key[0] == scenario and key[2] == first}
    if ranges:
        ranges[scenario, year, second] = Range(500.0, None, None)
        ranges[scenario, others[-1], second] = Range(None, 1e6, None)
    return Return("Anytown NHS Trust", wte, ranges, {(scenario, first): "Why not?"})
