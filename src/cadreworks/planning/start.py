"""From where does a plan start? The results of a run and a levers file -> the study's projection without any plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from cadreworks.manifest import RunRecord
from cadreworks.plan.basis import Basis
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.levers_file import load_levers
from cadreworks.plan.result import PlanFor
from cadreworks.problems import InputProblems, Problem, ProblemList
from cadreworks.progress import Progress
from cadreworks.reports.notes import why_not_published
from cadreworks.results_folder import INPUTS_FOLDER
from cadreworks.review.results import check_records_named, check_unchanged, read_record
from cadreworks.settings_file import LoadedFile, load_file
from cadreworks.study import Study, basis_without_plan, give_records, plan_for, read_study


@dataclass(frozen=True)
class Start:
    """What a plan starts from. files: of the levers; notices: what the planner should know of it"""

    study: Study
    record: RunRecord
    levers: LeverSet
    basis: Basis
    files: tuple[LoadedFile, ...]
    notices: tuple[str, ...]

    @property
    def about(self) -> PlanFor:
        """The study in words."""
        why_not = why_not_published(self.study) or ""
        return replace(plan_for(self.study, self.files), not_for_publication=why_not)


def read_start(results: Path, levers: Path, records: str | None, progress: Progress) -> Start:
    """The study that was run into `results`, with the run's own seed and draws, and the levers, with overrides that the
    study has of their estimates.

    Raises InputProblems with all problems of the results and the levers, UsageFault where staff records are lacking or
    not wanted.
    """
    progress("Reading the results", 0, 0)
    record = read_record(results)
    check_unchanged(results, record, INPUTS_FOLDER)
    check_records_named(results, record, records)
    study = read_study(results / INPUTS_FOLDER)
    notices = ("The run holds a plan of its own, which is left out here.",) if study.plan else ()
    file, found = _read_levers(levers, study)
    found = replace(found, register=found.register.overriding(study.overrides))
    study = give_records(replace(study, plan=None), records, progress, digest=record.records)
    progress("Projecting without a plan", 0, 0)
    basis = basis_without_plan(study, found, seed=record.seed, draws=record.draws, progress=progress)
    return Start(study, record, found, basis, (file,), notices)


def _read_levers(path: Path, study: Study) -> tuple[LoadedFile, LeverSet]:
    if not path.is_file():
        remedy = "Name a levers file; `cadre demo` makes one to start from."
        raise InputProblems([Problem(str(path), "there is no such file", remedy, "no levers")])
    problems = ProblemList()
    settings = study.settings
    file = load_file(path, path.name, problems)
    scenarios = tuple(scenario.id for scenario in settings.scenarios)
    levers = None
    if file is not None:
        levers = load_levers(
            file, areas=settings.areas, scenarios=scenarios, horizon=settings.horizon, problems=problems
        )
    problems.stop_if_any()
    if file is None or levers is None:
        raise ValueError("levers that cannot be read have no problem")
    return file, levers
