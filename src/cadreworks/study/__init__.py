"""The study: a folder of inputs in, checked; its projection out."""

from cadreworks.study.folder import unused_files
from cadreworks.study.plan import plan_for
from cadreworks.study.project import (
    ModelRun,
    Projection,
    ScenarioProjection,
    basis_without_plan,
    central_run,
    check_draws,
    draw_runs,
    plan_result,
    project,
)
from cadreworks.study.read import INPUT_TABLES, read_study
from cadreworks.study.records import give_records, judge_supply
from cadreworks.study.settings import STUDY_FILE
from cadreworks.study.study import DECLARED_ASSUMPTIONS, Study

__all__ = [
    "DECLARED_ASSUMPTIONS",
    "INPUT_TABLES",
    "STUDY_FILE",
    "ModelRun",
    "Projection",
    "ScenarioProjection",
    "Study",
    "basis_without_plan",
    "central_run",
    "check_draws",
    "draw_runs",
    "give_records",
    "judge_supply",
    "plan_for",
    "plan_result",
    "project",
    "read_study",
    "unused_files",
]
