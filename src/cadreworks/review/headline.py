"""The few figures by which a study is judged at its horizon, from the central run alone.

Comparing two runs, and saying what an override did, both ask: which of these moved, and by how much?
"""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.gap import gap
from cadreworks.study import Study, central_run


@dataclass(frozen=True)
class HeadlineFigure:
    """One figure for the whole workforce at the horizon. unit: wte or gbp"""

    scenario: str
    figure: str
    unit: str
    value: float


def headline(study: Study) -> list[HeadlineFigure]:
    """Supply, demand, gap and cost of each scenario, in that order."""
    run = central_run(study)
    supply = run.supply()[-1, -1, -1]
    figures = []
    for scenario in study.settings.scenarios:
        demand = run.demand(scenario.id)
        total = demand[-1, -1, -1]
        figures += [
            HeadlineFigure(scenario.id, "supply", "wte", float(supply)),
            HeadlineFigure(scenario.id, "demand", "wte", float(total)),
            HeadlineFigure(scenario.id, "gap", "wte", float(gap(supply, total))),
            HeadlineFigure(scenario.id, "cost", "gbp", float(run.cost_by_area(demand)[-1, -1])),
        ]
    return figures
