"""Makes up what the reference study needs and no report prints: growth, who was invited, returns and viewpoints.

    python tools/make_up_reference_inputs.py [FOLDER]

The report prints where supply and demand arrive in 2030, not the three years of growth nor the eight returns
behind them. This invents both, so that their means arrive where the report does. Nothing here was observed, and
nobody said it. FOLDER is where growth.csv, invited.csv, the eight workbooks in returns/, viewpoints.csv and what it was
made from in themes/ are written: the reference study, if left out. How comments were coded: make_up_viewpoints.py.

Growth. The rate that leads from Table 3.1 to Table 3.2 in ten years is the mean of three made-up years.

Returns. For each scenario and area the 2030 demand by level is chosen inside what the report's rounded figures
allow: half a rounding step around each level, whole percentages of change, whole percentages of share, and the
area's total. That demand, put into whole-time equivalents of the typical organisation, is the sum of eight
answers in hundredths, spread by made-up optimism of each organisation. 2025 lies on the way there. The total of an
area has a made-up range, and the seed questions have made-up answers of very unequal skill.

Invited. The report says that 53 leads were invited and eight organisations answered, of which five were acute trusts,
one a mental health trust, and two neither. Types of the others, regions and sizes are made up.
"""

from __future__ import annotations

import csv
import math
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cadreworks.demand.answers import AnswerKey, Range, Return, SeedAnswer
from cadreworks.demand.exercise import read_exercise
from cadreworks.demand.toolkit.write import write_toolkit
from cadreworks.randomness import stream
from make_up_viewpoints import make_up_viewpoints
from transcribe_reference_study import LEVELS, STUDY, hundredths_summing_to

FIGURES = STUDY.parent / "figures.csv"
SCENARIOS = ("driven", "desert")
ORGANISATIONS = tuple(f"Example organisation {number}" for number in range(1, 9))
INVITED = 53
TYPES_OF_THOSE_WHO_ANSWERED = ("acute", "acute", "other", "acute", "acute", "mental_health", "other", "acute")
TYPES_OF_THE_OTHERS = {"acute": 0.55, "community": 0.1, "mental_health": 0.2, "ambulance": 0.05, "commissioning": 0.1}
USUAL_SIZE = {
    "acute": 6500.0,
    "community": 2500.0,
    "mental_health": 4000.0,
    "ambulance": 3500.0,
    "commissioning": 500.0,
    "other": 1500.0,
}
"""A typical acute trust has 6,500 staff by the report; the others are made up."""
REGIONS = (
    "East of England",
    "London",
    "Midlands",
    "North East and Yorkshire",
    "North West",
    "South East",
    "South West",
)
ERROR_OF_EXPERTS = (0.10, 0.25, 0.6, 0.15, 0.4, 0.3, 0.5, 0.2)
CLAIMED_ERROR_OF_EXPERTS = (0.12, 0.25, 0.15, 0.10, 0.1, 0.5, 0.5, 0.15)
YEARS = ("2016-17", "2017-18", "2018-19")
SEED = 2030
WAY_TO_2030 = {"driven": 0.42, "desert": 0.55}
"""How much of the change to 2030 has happened by 2025, but for clinical coding."""
CODING_2025 = {
    "driven": {"support": 1700.0, "professional": 2010.0, "manager": 110.0, "senior_leader": 0.0},
}
"""The report says that coding first grows, as more data is captured, and then shrinks as machines code it."""
COMMENTS = {
    ("driven", "clinical_coding"): "More to code at first; later software codes and people audit it.",
    ("driven", "health_records"): "Paper goes; fewer clerks, more people who keep digital records in order.",
    ("driven", "information_management"): "Data engineering, governance and architecture all need to grow.",
    ("driven", "ict"): "Cloud takes some of the load; security and integration take more.",
    ("driven", "clinical_informatics"): "Analysts and clinician-informaticians in every specialty.",
    ("driven", "knowledge_management"): "Librarians work inside clinical and management teams.",
    ("driven", "it_programmes_projects"): "A standing change function, not projects one at a time.",
    ("driven", "it_strategy_development"): "Strategy needs a team of its own, led from the board.",
    ("driven", "it_education_training"): "Trainers for a far wider range of tools.",
    ("desert", "clinical_coding"): "Little automation, so coders are still needed, with fewer clerks.",
    ("desert", "health_records"): "Records offices merge between neighbours.",
    ("desert", "information_management"): "Reporting is kept up; everything else waits.",
    ("desert", "ict"): "Infrastructure is contracted out.",
    ("desert", "clinical_informatics"): "Analysis is the one thing that saves money, so it still grows.",
    ("desert", "knowledge_management"): "A small growth, to help services save.",
    ("desert", "it_programmes_projects"): "Few programmes are begun.",
    ("desert", "it_strategy_development"): "Strategy is shared across a region.",
    ("desert", "it_education_training"): "Training is bought by the day.",
}

Answered = dict[AnswerKey, float]
"""The answers of one organisation."""


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def grid_of(name: str) -> dict[str, dict[str, float]]:
    """wte by area and level, totals left out, from an input of the study."""
    grid: dict[str, dict[str, float]] = {}
    for row in rows_of(STUDY / name):
        if row["level"] != "all":
            grid.setdefault(row["area"], {})[row["level"]] = float(row["wte"])
    return grid


def printed(column: str, scenario: str, area: str, level: str = "all") -> list[dict[str, str]]:
    """The figures that the report prints for one cell."""
    return figures_by_cell().get((f"{scenario} {area} {level}", column), [])


@cache
def figures_by_cell() -> dict[tuple[str, str], list[dict[str, str]]]:
    cells: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows_of(FIGURES):
        if row["table"] == "change":
            cells.setdefault((row["row"], row["column"]), []).append(row)
    return cells


def make_up_growth() -> list[dict[str, object]]:
    rng = stream(SEED, "made-up growth")
    rows: list[dict[str, object]] = []
    for area, levels in grid_of("stock.csv").items():
        supply = float(printed("supply_wte", "driven", area)[0]["published"])
        mean = (supply / round(sum(levels.values()))) ** 0.1 - 1
        spread = 0.2 * abs(mean) + 0.004
        first, second = (shift * spread + rng.normal() * spread / 3 for shift in (-1.0, 0.2))
        growth = [round(mean + first, 6), round(mean + second, 6)]
        growth.append(round(3 * mean - sum(growth), 6))
        for year, value in zip(YEARS, growth, strict=True):
            source = "made up: the three years' mean is the growth from Table 3.1 (2020) to Table 3.2 (supply in 2030)"
            rows.append(
                {
                    "area": area,
                    "level": "all",
                    "year": year,
                    "net_growth": f"{value:.6f}",
                    "status": "made_up",
                    "source": source,
                }
            )
    return rows


@dataclass
class Span:
    """How many units a level's 2030 demand may be, and the number it should stay near."""

    low: int
    high: int
    printed: int


def spans(scenario: str, area: str, total: float, unit: float) -> list[Span]:
    """The span of each level, in units of `unit` wte, that agrees with every figure printed of it."""
    found = []
    for level in LEVELS:
        figure = printed("demand_wte", scenario, area, level)[0]
        value, half = float(figure["published"]), float(figure["tolerance"])
        low, high = (value - half, value + half) if value else (0.0, 0.0)
        for change in printed("demand_change_share", scenario, area, level):
            if change["base_low"]:
                low = max(low, (1 + (float(change["published"]) - 0.5) / 100) * float(change["base_low"]))
                high = min(high, (1 + (float(change["published"]) + 0.5) / 100) * float(change["base_high"]))
        for share in printed("demand_share_of_area", scenario, area, level):
            low = max(low, (float(share["published"]) - 0.5) / 100 * total)
            high = min(high, (float(share["published"]) + 0.5) / 100 * total)
        found.append(Span(math.ceil(low / unit), math.floor(high / unit), round(value / unit)))
    return found


def nearest_split(options: list[Span], count: int) -> list[int] | None:
    """The split of `count` units that keeps each level in its span, near print; None where there is none."""
    if any(span.low > span.high for span in options):
        return None
    if not sum(span.low for span in options) <= count <= sum(span.high for span in options):
        return None
    units = [min(max(span.printed, span.low), span.high) for span in options]
    while sum(units) != count:
        step = 1 if sum(units) < count else -1
        room = [span.high - now if step > 0 else now - span.low for span, now in zip(options, units, strict=True)]
        units[room.index(max(room))] += step
    return units


def demand_2030(scenario: str, area: str, unit: float) -> list[int]:
    """2030 demand by level in units of `unit` wte.

    The area's total is the one that agrees with most of what the report prints of it (the total itself, its
    change in wte and per cent, the gap), known misprints apart, and of these the nearest to the printed total.
    """
    value = float(printed("demand_wte", scenario, area)[0]["published"])
    base = float(printed("base_wte", "driven", area)[0]["published"])
    supply = float(printed("supply_wte", "driven", area)[0]["published"])
    candidates = range(math.floor((value - 25) / unit), math.ceil((value + 25) / unit) + 1)

    def disagreements(total: float) -> int:
        worked_out = {
            "demand_wte": total,
            "demand_change_wte": total - base,
            "demand_change_share": (total / base - 1) * 100,
            "gap_wte": supply - total,
        }
        return sum(
            abs(ours - float(figure["published"])) > float(figure["tolerance"])
            for column, ours in worked_out.items()
            for figure in printed(column, scenario, area)
            if not figure["issue_id"]
        )

    for count in sorted(candidates, key=lambda count: (disagreements(count * unit), abs(count * unit - value))):
        units = nearest_split(spans(scenario, area, count * unit, unit), count)
        if units is not None:
            return units
    raise SystemExit(f"nothing agrees with the figures of {area} in {scenario}")


def spread_over_returns(total: int, cell: str, optimism: list[float]) -> list[int]:
    """Eight answers in hundredths that sum to `total`; a cell of next to nobody is answered by half of them."""
    if total == 0:
        return [0] * len(ORGANISATIONS)
    rng = stream(SEED, f"made-up return/{cell}")
    weights = [math.exp(shift + 0.10 * rng.normal()) for shift in optimism]
    if total < 25 * len(ORGANISATIONS):
        silent = rng.permutation(len(ORGANISATIONS))[: len(ORGANISATIONS) // 2]
        weights = [0.0 if index in silent else weight for index, weight in enumerate(weights)]
    return hundredths_summing_to(total, weights)


def make_up_returns() -> list[Return]:
    stock, typical = grid_of("stock.csv"), grid_of("typical_organisation.csv")
    general = [0.10 * value for value in stream(SEED, "made-up optimism").normal(size=len(ORGANISATIONS))]
    answered: list[Answered] = [{} for _ in ORGANISATIONS]
    for scenario in SCENARIOS:
        for area, levels in stock.items():
            in_area = stream(SEED, f"made-up optimism/{scenario}/{area}").normal(size=len(ORGANISATIONS))
            optimism = [shared + 0.12 * own for shared, own in zip(general, in_area, strict=True)]
            unit = sum(levels.values()) / sum(typical[area].values()) / (100 * len(ORGANISATIONS))
            target = demand_2030(scenario, area, unit)
            on_the_way = [
                CODING_2025.get(scenario, {}).get(level, -1.0) if area == "clinical_coding" else -1.0
                for level in LEVELS
            ]
            way = WAY_TO_2030[scenario]
            units = {
                2025: [
                    round((known if known >= 0 else levels[level] + way * (goal * unit - levels[level])) / unit)
                    for known, level, goal in zip(on_the_way, LEVELS, target, strict=True)
                ],
                2030: target,
            }
            answer_area(scenario, area, units, optimism, answered=answered)
    return [with_ranges(own, index) for index, own in enumerate(answered)]


def answer_area(
    scenario: str, area: str, units: dict[int, list[int]], optimism: list[float], *, answered: list[Answered]
) -> None:
    """Enter everybody's answers about one area, in hundredths."""
    for year, by_level in units.items():
        damped = optimism if year == 2030 else [0.6 * shift for shift in optimism]
        for level, total in zip(LEVELS, by_level, strict=True):
            cell = f"{scenario}/{area}/{level}/{year}"
            for index, answer in enumerate(spread_over_returns(total, cell, damped)):
                answered[index][scenario, year, area, level] = answer / 100


def with_ranges(answered: Answered, index: int) -> Return:
    """The made-up return of one organisation: its answers, the ranges of its totals, its comments and seed answers."""
    bare = Return(ORGANISATIONS[index], wte=answered)
    totals = {(scenario, year, area): 0.0 for scenario, year, area, _ in answered}
    totals = {key: bare.total(*key) or 0.0 for key in totals}
    return replace(
        bare,
        ranges={
            key: Range(
                low=math.floor(round(total * 85, 6)) / 100,
                high=math.ceil(round(total * 120, 6)) / 100,
                confidence=round(0.6 + 0.05 * (index % 5), 2),
            )
            for key, total in totals.items()
        },
        comments={key: text for key, text in COMMENTS.items() if (index + len(key[1])) % 3 == 0},
        seeds=seed_answers(index),
        signed_off_by="Chief information officer",
    )


def seed_answers(index: int) -> dict[str, SeedAnswer]:
    """Answers of one expert to the seed questions: some experts are near the truth and know how near, others not."""
    found = {}
    for row in rows_of(STUDY / "seed_questions.csv"):
        rng = stream(SEED, f"made-up seed answer/{index}/{row['question']}")
        error, claimed = ERROR_OF_EXPERTS[index], CLAIMED_ERROR_OF_EXPERTS[index]
        best = float(row["answer"]) * math.exp(error * rng.normal())
        points = [best * math.exp(side * 1.645 * claimed) for side in (-1, 0, 1)]
        found[row["question"]] = SeedAnswer(*(float(f"{point:.2g}") for point in points))
    return found


def make_up_invited() -> list[dict[str, object]]:
    rng = stream(SEED, "made-up invited")
    rows: list[dict[str, object]] = []
    for number in range(1, INVITED + 1):
        kind = (
            TYPES_OF_THOSE_WHO_ANSWERED[number - 1]
            if number <= len(ORGANISATIONS)
            else str(rng.choice(list(TYPES_OF_THE_OTHERS), p=list(TYPES_OF_THE_OTHERS.values())))
        )
        usual = USUAL_SIZE[kind]
        rows.append(
            {
                "organisation": f"Example organisation {number}",
                "organisation_type": kind,
                "region": str(rng.choice(REGIONS)),
                "size_wte": round(usual * math.exp(0.35 * rng.normal()), -1),
                "status": "made_up",
                "source": "made up",
            }
        )
    return rows


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else STUDY
    write(folder / "growth.csv", make_up_growth())
    write(folder / "invited.csv", make_up_invited())
    exercise = read_exercise(STUDY)
    (folder / "returns").mkdir(exist_ok=True)
    returns = make_up_returns()
    for answers in returns:
        name = f"{answers.organisation.lower().replace(' ', '_')}.xlsx"
        write_toolkit(folder / "returns" / name, exercise, answers.organisation, answers)
    with tempfile.TemporaryDirectory() as scratch:
        make_up_viewpoints(folder, returns, exercise, scratch=Path(scratch) / "returns.csv")


if __name__ == "__main__":
    main()
