"""A comparison by hand: two scenarios, two areas, and every group with its part of every figure."""

from __future__ import annotations

from cadreworks.review.change import Change, Group
from cadreworks.review.compare import Compared, Comparison
from cadreworks.review.headline import HeadlineFigure
from cadreworks.review.waterfall import Movement

SCENARIOS = {"future": "Bright Future", "dawn": "A dawn with a name that needs a line of its own"}
AREAS = ("clinical_coding", "ict")
BY = dict(zip(Group, (900.0, -400.0, -250.0, 40.0, 600.0, 1200.0, -90.0), strict=True))
_FIGURES = (("supply", "wte", "all"), ("demand", "wte", "all"), ("gap", "wte", "all"), ("cost", "gbp", "all"))
_ALL_FIGURES = (*_FIGURES, *(("gap", "wte", area) for area in AREAS))


def run(edition: str, *, not_for_publication: bool = False) -> Compared:
    return Compared(
        "A small study", edition, 2030, AREAS, dict(SCENARIOS), "ab" * 32, "0.1.0", 7, 1000, "", not_for_publication
    )


def made_up_comparison(*, not_for_publication: bool = False) -> Comparison:
    before = [
        HeadlineFigure(scenario, figure, unit, -3000.0 if unit == "wte" else 2e9, area)
        for scenario in SCENARIOS
        for figure, unit, area in _ALL_FIGURES
    ]
    movements = [
        Movement(item.scenario, item.area, item.figure, item.unit, group.id, f"what {group.id} is", by * _size(item))
        for item in before
        for group, by in BY.items()
    ]
    after = [
        HeadlineFigure(item.scenario, item.figure, item.unit, item.value + sum(BY.values()) * _size(item), item.area)
        for item in before
    ]
    changes = [
        Change("input", f"what {group.id} is", "one.csv 12345678", "two.csv 87654321", group.id, f"what {group.id} is")
        for group in Group
    ]
    return Comparison(
        run("first"),
        run("second", not_for_publication=not_for_publication),
        (Change("run", "draws", "40", "1000"),),
        tuple(changes),
        tuple(before),
        tuple(after),
        tuple(movements),
        ("Growth and base years cannot be made one without the other, so they are one change, of the group rates.",),
    )


def _size(figure: HeadlineFigure) -> float:
    return 1e5 if figure.unit == "gbp" else 1.0 if figure.area == "all" else 0.5
