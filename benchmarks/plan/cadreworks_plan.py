"""The plan in Cadreworks, through its own functions.

python -m plan.cadreworks_plan give FOLDER SAMPLES        writes what peers are given
python -m plan.cadreworks_plan optimise FOLDER SAMPLES    prints the objective and the seconds of each part
python -m plan.cadreworks_plan evaluate FOLDER DRAWS      prints the seconds that judging a plan takes
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from cadreworks.plan.evaluate import evaluate
from cadreworks.plan.kinds import Act
from cadreworks.plan.optimise import least_loss
from cadreworks.plan.optimise.case import Case, frame_case
from cadreworks.plan.optimise.frame import Budget
from cadreworks.plan.optimise.program import Matrices
from cadreworks.plan.optimise.solve import Answer, Solver
from cadreworks.plan.optimise.spending import GBP_A_UNIT
from cadreworks.plan.optimise.timeline import earlier_first
from cadreworks.vocabulary import LEVEL_IDS
from plan.clocks import Clocks, tell
from plan.given import Given
from plan.made_up import BUDGET_GBP, SCENARIO, make_basis, make_levers, make_sizes

DRAWS = 1000
"""Of the study, from which samples are taken, and on which a plan is verified."""
LIBRARIES = ("cadreworks", "highspy", "numpy", "scipy")


def main() -> None:
    """Do what was asked."""
    act, folder, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    {"give": _give, "optimise": _optimise, "evaluate": _evaluate}[act](folder, number)


def _give(folder: Path, samples: int) -> None:
    levers = make_levers()
    given_of(frame_case(levers, make_basis(levers, DRAWS), samples)).save(folder)


def given_of(case: Case) -> Given:
    """The numbers of the program under a budget."""
    levers, goal = case.levers.levers, case.levers.goal
    of_route = case.lever_of_route
    route, cell = np.nonzero((case.sample.gap != 0).any(axis=(0, 3)))
    by_name = [lever.id for lever in levers]
    counted = [
        np.isin(of_route, [by_name.index(lever) for lever in limit.levers])
        & np.array([not limit.areas or each.target.area in limit.areas for each in case.levers.routes])
        for limit in case.levers.limits
    ]
    return Given(
        effect_route=route,
        effect_cell=cell,
        effect_gap=np.ascontiguousarray(case.sample.gap[:, route, cell]),
        effect_staff=case.responses.staff[route, cell],
        effect_relief=case.responses.relief[route, cell],
        before=case.sample.before[SCENARIO],
        supply=case.supply,
        demand=case.demand(SCENARIO),
        area=np.arange(case.cells) // len(LEVEL_IDS),
        lever=of_route,
        origin=case.origins,
        target=case.targets,
        takes=case.estimates.takes[of_route],
        keeps=np.array([float(lever.act is Act.KEEP) for lever in levers])[of_route],
        lead=np.array([lever.lead_years for lever in levers])[of_route],
        possible=case.capacity[of_route] > 0,
        capacity=case.capacity,
        shared=np.array(counted),
        shared_most=np.array([[limit.most[year] for year in case.years] for limit in case.levers.limits]),
        cost=case.cost_of_start,
        price_of_start=case.cost_of_start.sum(axis=-1)
        * earlier_first(len(case.years))
        * (least_loss.TIE_COST / GBP_A_UNIT),
        budget=np.array(BUDGET_GBP),
        growth_per_year=np.array(goal.growth_per_year),
        growth_wte=np.array(goal.growth_wte),
        moving_share=np.array(goal.moving_share),
    )


def _optimise(_: Path, samples: int) -> None:
    """Chooses by the product's own function, with a solver that looks at the clock."""
    clocks, size = Clocks(), {}
    levers = make_levers()
    basis = make_basis(levers, DRAWS)

    class Timed(Solver):
        def __init__(self, program: Matrices) -> None:
            super().__init__(program)
            clocks.change("solve")
            rows, columns = program.rows.shape
            size.update(rows=rows, columns=columns, entries=program.rows.nnz)

        def solve(self) -> Answer:
            answer = super().solve()
            clocks.change("verify")
            return answer

    least_loss.Solver = Timed  # type: ignore[misc]
    clocks.change("draw")
    case = frame_case(levers, basis, samples)
    clocks.change("build")
    chosen = least_loss.choose_under_budget(case, Budget(per_year=BUDGET_GBP))
    tell(clocks, LIBRARIES, objective=chosen.objective, **size)


def _evaluate(_: Path, draws: int) -> None:
    clocks = Clocks()
    levers = make_levers()
    basis = make_basis(levers, draws)
    clocks.change("evaluate")
    evaluation = evaluate(levers, basis, make_sizes(levers))
    tell(clocks, LIBRARIES, cost_gbp=float(evaluation.cost.total))


if __name__ == "__main__":
    main()
