"""The one act that checks, projects, publishes and swaps: for the command and for every other caller alike.

    study folder -> read -> project -> publish -> manifest -> results folder

Same inputs, seed and draws give the same bytes in every file but the log, on one process or many.
"""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from cadreworks.manifest import InputRecord, Manifest, RecordsUsed
from cadreworks.problems import UsageFault
from cadreworks.progress import Progress, no_progress
from cadreworks.reports.notices import notices_of
from cadreworks.reports.page import Checks
from cadreworks.reports.publish import publish
from cadreworks.results_folder import (
    INPUTS_FOLDER,
    LOG_FILE,
    MANIFEST_FILE,
    check_replaceable,
    left_aside,
    new_results,
    place_of,
    recover,
)
from cadreworks.settings_file import digest_of
from cadreworks.study import (
    STUDY_FILE,
    Projection,
    Study,
    check_draws,
    give_records,
    judge_supply,
    plan_result,
    project,
    read_study,
)
from cadreworks.whole_file import OWNER_ONLY


@dataclass(frozen=True)
class RunOptions:
    """How a study is run. draws, seed: None takes the study's own; jobs: processes that draw charts; records: staff
    records, as they are named on the command line; records_digest: of those that alone will do, or nothing
    """

    draws: int | None = None
    seed: int | None = None
    jobs: int = 1
    records: str | None = None
    records_digest: str = ""


@dataclass(frozen=True)
class RunResult:
    """What a run made: the projection, what the checks of its results found, and what its owner should know."""

    projection: Projection
    checks: Checks
    notices: tuple[str, ...]


def run_study(folder: Path, out: Path, options: RunOptions, progress: Progress = no_progress) -> RunResult:
    """Run the study in `folder` and publish its results in `out`.

    Raises InputProblems with all problems of the study, UsageFault where `out` must not be replaced, and
    EnvironmentFault where the machine refuses; `out` is then as it was.
    """
    log = RunLog(progress)
    _check_apart(folder, out)
    check_replaceable(out)
    recover(out)
    log.stage("Reading the study", 0, 0)
    study = read_study(folder)
    seed = study.settings.seed if options.seed is None else options.seed
    draws = study.settings.draws if options.draws is None else options.draws
    check_draws(study.settings, draws)
    study = give_records(study, options.records, log.stage, digest=options.records_digest)
    study = judge_supply(study, seed, log.stage)
    log.stage("Projecting", 0, 0)
    projection = project(study, seed=seed, draws=draws, progress=log.stage)
    manifest = _manifest(projection)
    with new_results(out, private=study.small_cells > 0) as workspace:
        plan = plan_result(projection)
        checks = publish(projection, workspace, manifest, options.jobs, log.stage, plan=plan)
        _copy_inputs(study, workspace / INPUTS_FOLDER)
        complete = manifest.with_files(digests_of_results(workspace))
        (workspace / MANIFEST_FILE).write_text(complete.to_json(), encoding="utf-8", newline="\n")
        log.stage("Done", 0, 0)
        said = log.text(folder, out, options.jobs)
        (workspace / LOG_FILE).write_text(said, encoding="utf-8", errors="backslashreplace")
    notices = notices_of(folder, study, draws=projection.draws)
    return RunResult(projection, checks, (*notices, *_notices_of_place(out)))


def _check_apart(folder: Path, out: Path) -> None:
    """Results that replaced `out` would take the study with them if it lay inside."""
    if folder.resolve().is_relative_to(place_of(out)):
        raise UsageFault(f"{out}: the study itself lies there. Name a folder of its own for the results.")


def _notices_of_place(out: Path) -> list[str]:
    aside = left_aside(out)
    return [f"The earlier results could not be taken away; delete {aside.name} beside {out.name}."] if aside else []


def _manifest(projection: Projection) -> Manifest:
    study, settings = projection.study, projection.study.settings
    digests = {file.name: file.sha256 for file in study.files}
    inputs = {STUDY_FILE: InputRecord(digests[STUDY_FILE], ("study",), (), "")}
    for item in settings.inputs:
        for name in (name for name in digests if item.holds(name)):
            roles = inputs[name].roles if name in inputs else ()
            inputs[name] = InputRecord(digests[name], (*roles, item.role), item.status, item.source)
    return Manifest(
        version=metadata.version("cadreworks"),
        title=settings.title,
        coverage=settings.coverage,
        edition=settings.edition,
        study_digest=digest_of(study.files),
        seed=projection.seed,
        draws=projection.draws,
        methods=_methods(projection),
        scenarios=tuple(scenario.id for scenario in settings.scenarios),
        not_for_publication=study.small_cells > 0,
        inputs=inputs,
        records=_records_used(study),
    )


def _methods(projection: Projection) -> dict[str, str]:
    settings = projection.study.settings
    recruitment = {"recruitment": settings.recruitment} if settings.recruitment else {}
    promotion = {"promotion": settings.promotion} if settings.promotion else {}
    return {"supply": settings.supply_method, **recruitment, **promotion, "demand": settings.demand_method}


def _records_used(study: Study) -> RecordsUsed | None:
    found = study.records
    if found is None:
        return None
    return RecordsUsed(found.digest, found.first_day.isoformat(), found.last_day.isoformat(), dict(found.accepted))


_ANSWERS_BY_NAME = ("returns", "seeds", "baselines")


def _copy_inputs(study: Study, folder: Path) -> None:
    """Copy every file of the study. What organisations answered by name is for the owner of the results only."""
    by_name = [item for item in study.settings.inputs if item.role in _ANSWERS_BY_NAME]
    for file in study.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.raw)
        if any(
            item.holds(file.name) for item in by_name
        ):  # who answered what is not for everybody who may read the results
            path.chmod(OWNER_ONLY)


def digests_of_results(workspace: Path) -> Mapping[str, str]:
    """The SHA-256 of every file written so far, but the log and the copies of inputs."""
    return {
        path.relative_to(workspace).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in workspace.rglob("*")
        if path.is_file() and path.name != LOG_FILE and not path.is_relative_to(workspace / INPUTS_FOLDER)
    }


@dataclass
class RunLog:
    """Times, paths and versions: all that may differ between two runs of the same study."""

    progress: Progress
    began: float = field(default_factory=time.monotonic)
    lines: list[str] = field(default_factory=list)
    last: str = ""

    def stage(self, stage: str, done: int, of: int) -> None:
        """Tell the caller, and note the time at which each stage began."""
        if stage != self.last:
            self.lines.append(f"{time.monotonic() - self.began:8.2f} s  {stage}")
            self.last = stage
        self.progress(stage, done, of)

    def text(self, read: Path, out: Path, jobs: int, *, also: Path | None = None) -> str:
        """The log of an act that read one folder, and also another where it compares two."""
        versions = ", ".join(
            f"{name} {metadata.version(name)}"
            for name in ("cadreworks", "numpy", "vl-convert-python", "gptables", "jinja2")
        )
        head = [
            f"Ended {datetime.now(UTC).isoformat(timespec='seconds')}",
            *(f"Read {path.absolute()}" for path in (read, also) if path),
            f"Results {out.absolute()}",
            f"Python {platform.python_version()}, {versions}",
            f"Jobs {jobs}",
        ]
        return "\n".join([*head, *self.lines]) + "\n"
