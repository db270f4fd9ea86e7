"""The acts behind `cadre plan`: results of a run and levers in, a plan judged or chosen, a folder of results out.

Same results, levers and options give the same bytes in every file but the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from cadreworks.bands import Array
from cadreworks.json_files import write_json
from cadreworks.plan.check_sizes import check_sizes
from cadreworks.plan.evaluate import check_takes, evaluate
from cadreworks.plan.result import PlanResult
from cadreworks.plan.sizes import PLAN_FILE, read_plan, sizes_in_file, write_plan
from cadreworks.planning.beside import Beside
from cadreworks.planning.choose import Asked, choose
from cadreworks.planning.footing import FOOTING_FILE, footing_text
from cadreworks.planning.start import Start, read_start
from cadreworks.planning.tables import summary_of, tables_of
from cadreworks.problems import InputProblems, Problem, ProblemList, UsageFault
from cadreworks.progress import Progress, no_progress
from cadreworks.reports.plan.publish import publish_plan
from cadreworks.results_folder import (
    INPUTS_FOLDER,
    LOG_FILE,
    MANIFEST_FILE,
    check_replaceable,
    new_results,
    place_of,
    recover,
)
from cadreworks.run import RunLog, digests_of_results
from cadreworks.settings_file import LoadedFile, digest_of, load_file
from cadreworks.tables import write_table
from cadreworks.whole_file import OWNER_ONLY

SUMMARY_FILE = "summary.json"


@dataclass(frozen=True)
class PlanOptions:
    """How a plan is made. plan: plan.csv to judge, or None for what the levers file proposes; records: staff records
    that the run rests on; jobs: processes that draw charts
    """

    plan: Path | None = None
    records: str | None = None
    jobs: int = 1


def evaluate_plan(
    results: Path, levers: Path, out: Path, options: PlanOptions, progress: Progress = no_progress
) -> PlanResult:
    """Judge a plan for the run in `results`, and write what is found into `out`.

    Raises InputProblems with all problems of results, levers and plan, UsageFault where `out` must not be replaced.
    """
    log = _begin(out, [results, levers, *([options.plan] if options.plan else [])], progress)
    start = read_start(results, levers, options.records, log.stage)
    sizes, files = _given_sizes(start, options.plan, levers)
    evaluation = evaluate(start.levers, start.basis, sizes, progress=log.stage)
    problems = ProblemList()
    check_takes(start.levers, start.basis, evaluation, problems, where=files[-1].name)
    problems.stop_if_any()
    beside = Beside.of(start.levers, start.basis, start.about)
    result = PlanResult(
        study=start.about,
        levers=start.levers,
        basis=start.basis,
        evaluation=evaluation,
        solved=None,
        adapted={},
        no_regret=None,
        regret=beside.regret(sizes, log.stage, hedged=False),
        bought=(),
        notices=start.notices,
    )
    _write(result, start, files, out, asked={"verb": "evaluate"}, options=options, log=log, results=results)
    return result


def optimise_plan(
    results: Path, levers: Path, out: Path, options: PlanOptions, asked: Asked, progress: Progress = no_progress
) -> PlanResult:
    """Choose the best plan for the run in `results`, and write it into `out`.

    Raises as `evaluate_plan` does, and EnvironmentFault where the solver gives up.
    """
    log = _begin(out, [results, levers], progress)
    start = read_start(results, levers, options.records, log.stage)
    result = choose(start, asked, log.stage)
    said = {"verb": "optimise", **asdict(asked)}
    _write(result, start, start.files, out, asked=said, options=options, log=log, results=results)
    return result


def _begin(out: Path, inputs: Iterable[Path], progress: Progress) -> RunLog:
    """Whether results may be written there; what is read must not be lost by it."""
    place = place_of(out)
    for read in inputs:
        if read.resolve().is_relative_to(place):
            raise UsageFault(f"{out}: what is read lies there. Name a folder of its own for the plan.")
    check_replaceable(out)
    recover(out)
    return RunLog(progress)


def _given_sizes(start: Start, plan: Path | None, levers: Path) -> tuple[Array, tuple[LoadedFile, ...]]:
    """The plan to judge, and the files that it stands in, its own last."""
    horizon = start.study.settings.horizon
    if plan is None:
        sizes = sizes_in_file(start.levers, horizon)
        if not sizes.any():
            remedy = "Name a plan with --plan, or propose one in [[levers.plan]]."
            raise InputProblems([Problem(levers.name, "it proposes no plan, so there is none to judge", remedy)])
        return sizes, start.files
    problems = ProblemList()
    if not plan.is_file():
        raise InputProblems([Problem(str(plan), "there is no such file", "Name a plan.csv.", "no plan")])
    file = load_file(plan, plan.name, problems)
    sizes = np.zeros(0)
    if file is not None:
        sizes = read_plan(file, start.levers, horizon, problems)
        check_sizes(sizes, start.levers, problems, horizon=horizon, where=file.name)
    problems.stop_if_any()
    if file is None:
        raise ValueError("a plan that cannot be read has no problem")
    return sizes, (*start.files, file)


def _write(
    result: PlanResult,
    start: Start,
    files: tuple[LoadedFile, ...],
    out: Path,
    *,
    asked: Mapping[str, Any],
    options: PlanOptions,
    log: RunLog,
    results: Path,
) -> None:
    with new_results(out, private=start.study.small_cells > 0) as workspace:
        log.stage("Writing tables", 0, 0)
        write_plan(
            workspace / PLAN_FILE,
            result.evaluation.sizes,
            result.evaluation.cost,
            levers=result.levers,
            horizon=result.basis.horizon,
        )
        for spec, rows in tables_of(result):
            write_table(workspace / f"{spec.name}.csv", spec.names, rows)
        summary = summary_of(result) | _made_from(start, files)
        write_json(workspace / SUMMARY_FILE, summary)
        footing = workspace / FOOTING_FILE
        footing.write_text(footing_text(result.basis, result.study, result.levers), encoding="utf-8", newline="\n")
        if start.study.settings.from_records:  # it holds rates of cells that are not published
            footing.chmod(OWNER_ONLY)
        publish_plan(result, workspace, jobs=options.jobs, progress=log.stage)
        (workspace / INPUTS_FOLDER).mkdir()
        for file in files:
            (workspace / INPUTS_FOLDER / file.name).write_bytes(file.raw)
        manifest = _manifest(start, files, asked) | {"files": dict(sorted(digests_of_results(workspace).items()))}
        write_json(workspace / MANIFEST_FILE, manifest)
        log.stage("Done", 0, 0)
        said = log.text(results, out, options.jobs)
        (workspace / LOG_FILE).write_text(said, encoding="utf-8", errors="backslashreplace")


def _made_from(start: Start, files: tuple[LoadedFile, ...]) -> dict[str, Any]:
    return {
        "version": metadata.version("cadreworks"),
        "study_digest": start.record.study_digest,
        "plan_digest": digest_of(files),
        "seed": start.record.seed,
        "draws": start.record.draws,
    }


def _manifest(start: Start, files: tuple[LoadedFile, ...], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was made of what: enough to do it again. It holds no clock time, host or path."""
    return {
        **_made_from(start, files),
        "title": start.study.settings.title,
        "asked": dict(asked),
        "records_digest": start.record.records,
        "not_for_publication": start.study.small_cells > 0,
        "inputs": {file.name: {"sha256": file.sha256} for file in files},
    }
