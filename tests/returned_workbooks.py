"""A small exercise and a good return of it, to be damaged: two areas, two scenarios, ranges, two seed questions."""

from __future__ import annotations

from dataclasses import replace

from cadreworks.demand.answers import Range, Return, SeedAnswer
from cadreworks.demand.exercise import RANGE, Exercise, Invited, SeedQuestion, reference_exercise
from cadreworks.vocabulary import LEVEL_IDS

BOLTON, LEEDS, TRURO = "Bolton NHS Foundation Trust", "Leeds Teaching Hospitals", "Truro Community Health"
AREAS = ("clinical_coding", "health_records")


def small_exercise(questions: str = RANGE) -> Exercise:
    """Three are invited; the typical organisation has 17 in clinical coding and 73 in health records."""
    reference = reference_exercise()
    rows = [reference.areas.index(area) for area in AREAS]
    return replace(
        reference,
        questions=questions,
        areas=AREAS,
        typical=reference.typical[rows],
        invited=tuple(Invited(name, "acute", "North West", 6500.0) for name in (BOLTON, LEEDS, TRURO)),
        seed_questions=(
            SeedQuestion("staff", "How many staff had the service?", "people", 1200.0),
            SeedQuestion("share", "Which share of them was digital?", "per cent", 3.5),
        ),
        baselines={},
    )


def good_return(organisation: str = BOLTON) -> Return:
    """Every question answered, each by a number of its own."""
    wte, ranges, comments = {}, {}, {}
    for s, scenario in enumerate(("driven", "desert")):
        for a, area in enumerate(AREAS):
            for p, year in enumerate((2025, 2030)):
                for index, level in enumerate(LEVEL_IDS):
                    wte[scenario, year, area, level] = 20.0 * s + 10 * a + 4.5 * p + index
                total = sum(wte[scenario, year, area, level] for level in LEVEL_IDS)
                ranges[scenario, year, area] = Range(total - 1.5, total + 2.5, 0.8)
            comments[scenario, area] = f"Why {area} in {scenario}:\nsoftware."
    seeds = {"staff": SeedAnswer(900.0, 1100.0, 1500.0), "share": SeedAnswer(1.0, 2.5, 4.0)}
    return Return(organisation, wte, ranges, comments, seeds, "Chief digital information officer")
