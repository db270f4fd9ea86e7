"""The few figures by which a study is judged at its horizon, from the central run or as a run published them.

Comparing two runs, and saying what an override did, both ask: which of these moved, and by how much?
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from cadreworks.gap import gap
from cadreworks.problems import InputProblems, Problem
from cadreworks.review.lookup import TableLookup
from cadreworks.review.results import ResultRows
from cadreworks.study import Study, central_run
from cadreworks.vocabulary import ALL


@dataclass(frozen=True)
class HeadlineFigure:
    """One figure at the horizon. unit: wte or gbp; area: ALL for the whole workforce"""

    scenario: str
    figure: str
    unit: str
    value: float
    area: str = ALL


def moved_by(before: HeadlineFigure, after: HeadlineFigure) -> float:
    """By how much a figure moved; nothing where it is no more than the rounding of additions in another order."""
    return 0.0 if math.isclose(before.value, after.value, rel_tol=1e-9, abs_tol=1e-9) else after.value - before.value


def headline(study: Study) -> list[HeadlineFigure]:
    """Supply, demand, gap and cost of each scenario, in that order."""
    return [figure for figure in headline_by_area(study) if figure.area == ALL]


def headline_by_area(study: Study) -> list[HeadlineFigure]:
    """The same, and behind those of each scenario its gap by area of work."""
    run = central_run(study)
    supply = run.supply()[:, -1, -1]
    figures = []
    for scenario in study.settings.scenarios:
        demand = run.demand(scenario.id)
        needed = demand[:, -1, -1]
        gaps = gap(supply, needed)
        figures += [
            HeadlineFigure(scenario.id, "supply", "wte", float(supply[-1])),
            HeadlineFigure(scenario.id, "demand", "wte", float(needed[-1])),
            HeadlineFigure(scenario.id, "gap", "wte", float(gaps[-1])),
            HeadlineFigure(scenario.id, "cost", "gbp", float(run.cost_by_area(demand)[-1, -1])),
        ]
        of_areas = zip(study.settings.areas, gaps[:-1], strict=True)
        figures += [HeadlineFigure(scenario.id, "gap", "wte", float(value), area) for area, value in of_areas]
    return figures


def published_headline(study: Study, tables: Mapping[str, ResultRows], *, where: str) -> list[HeadlineFigure]:
    """The figures of `headline_by_area` in the same order, from the result tables of a run of `study`.

    Raises InputProblems, naming `where`, if the tables lack one.
    """
    year = study.settings.horizon.last
    figures = []
    try:
        gaps, costs = TableLookup("gap", tables["gap"]), TableLookup("cost", tables["cost"])
        for scenario in study.settings.scenarios:
            row = f"{scenario.id} {year}"
            figures += [
                HeadlineFigure(scenario.id, figure, "wte", gaps.value(row, figure))
                for figure in ("supply", "demand", "gap")
            ]
            figures.append(HeadlineFigure(scenario.id, "cost", "gbp", costs.value(row, "cost_gbp")))
            figures += [
                HeadlineFigure(scenario.id, "gap", "wte", gaps.value(f"{row} {area}", "gap"), area)
                for area in study.settings.areas
            ]
    except LookupError as error:
        problem = Problem(where, f"a headline figure is missing: {error.args[0]}", "Run the study again.", "no figure")
        raise InputProblems([problem]) from None
    return figures
