"""What stands beside a plan: moves that nobody would regret, and how they are told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cadreworks.plan.cells import Cell
from cadreworks.plan.result import PlanFor, SharedMove
from cadreworks.planning.beside import Beside
from cadreworks.progress import no_progress
from cadreworks.reports.plan.choice_tables import shared_table
from cadreworks.study import basis_without_plan, read_study
from small_levers import small_levers
from small_plan import plan_result
from small_study import edit, write_small_study


@pytest.fixture
def beside(tmp_path):
    """The small study, four draws; later steps are decided in 2022."""
    folder = write_small_study(tmp_path / "study")
    edit(folder, "study.toml", "draws = 40", "draws = 4")
    levers = small_levers()
    basis = basis_without_plan(read_study(folder), levers, seed=7, draws=4, progress=no_progress)
    return Beside.of(levers, basis, PlanFor("", "", "", "", {"future": "Future"}, ""))


def test_what_two_plans_start_alike_is_shared_wherever_people_come_from(beside):
    """Hiring of managers: six and four in 2021; in 2022 each plan decides by itself."""
    routes = [(route.lever, route.target) for route in beside.chosen_on.levers.routes]
    at = routes.index(("hiring", Cell("ict", "manager")))
    one, two = np.zeros((2, len(routes), 2))
    one[at], two[at] = (6.0, 5.0), (4.0, 5.0)
    one[routes.index(("contractors", Cell("ict", "professional")))] = 3.0
    assert list(beside.shared([one, two])) == [SharedMove("hiring", Cell("ict", "manager"), 2021, 4.0)]


def test_one_scenario_has_nothing_to_share(beside):
    assert beside.regret(np.zeros((len(beside.chosen_on.levers.routes), 2)), no_progress, hedged=True).shared == ()


def test_shared_moves_are_told_by_lever_and_area():
    result = plan_result()
    lever, target = result.levers.routes[0].lever, result.levers.routes[0].target
    year = result.levers.goal.first_year
    moves = (SharedMove(lever, target, year, 10.0), SharedMove(lever, target, year, 2.5))
    table = shared_table(result, replace(result.regret, shared=moves))
    (row,) = table.rows
    assert row[0] == result.levers.lever(lever).name
    assert [value for value in row[2:] if value] == [12.5]
