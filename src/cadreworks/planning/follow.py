"""How far has a plan come? A plan's folder and actual figures in, progress out."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from cadreworks.json_files import write_json
from cadreworks.plan.actuals import read_actuals
from cadreworks.plan.basis import Footing
from cadreworks.plan.levers import LeverSet
from cadreworks.plan.levers_file import load_levers
from cadreworks.plan.progress_table import PROGRESS_TABLE, progress_rows, progress_summary
from cadreworks.plan.result import PlanFor
from cadreworks.plan.sizes import PLAN_FILE, read_plan
from cadreworks.plan.track import Progressed, track
from cadreworks.planning.footing import FOOTING_FILE, read_footing
from cadreworks.problems import InputProblems, Problem, ProblemList
from cadreworks.progress import Progress, no_progress
from cadreworks.reports.plan.progress_page import publish_progress
from cadreworks.results_folder import INPUTS_FOLDER, LOG_FILE, MANIFEST_FILE, check_replaceable, new_results, recover
from cadreworks.review.results import differing_files
from cadreworks.run import RunLog, digests_of_results
from cadreworks.settings_file import LoadedFile, load_file
from cadreworks.tables import write_table

PROGRESS_FILE, SUMMARY_FILE = "progress.csv", "summary.json"


@dataclass(frozen=True)
class Followed:
    """A plan held against what happened. actuals: the file that told it; plan_digest: as the plan's manifest has it"""

    about: PlanFor
    footing: Footing
    levers: LeverSet
    progressed: Progressed
    actuals: LoadedFile
    plan_digest: str

    @property
    def summary(self) -> dict[str, Any]:
        """Sums to date."""
        return progress_summary(self.progressed, self.footing.areas)


def follow_plan(folder: Path, actuals: Path) -> Followed:
    """Hold the plan in `folder` against actual figures.

    Raises InputProblems with all problems of the plan's folder, which must be as it was written, and of the figures.
    """
    manifest = _read_manifest(folder)
    problems = ProblemList()
    levers_name = next(iter(manifest["inputs"]))
    _check_unchanged(folder, manifest, levers_name)
    held = read_footing((folder / FOOTING_FILE).read_text(encoding="utf-8"), str(folder / FOOTING_FILE))
    if isinstance(held, Problem):
        raise InputProblems([held])
    footing, about = held.footing, held.about
    levers = load_levers(
        LoadedFile(levers_name, (folder / INPUTS_FOLDER / levers_name).read_bytes()),
        areas=footing.areas,
        scenarios=tuple(about.scenarios),
        horizon=footing.horizon,
        problems=problems,
    )
    problems.stop_if_any()
    if levers is None:
        raise ValueError("levers that cannot be read have no problem")
    levers = replace(levers, register=levers.register.overriding(held.overrides))
    plan = LoadedFile(PLAN_FILE, (folder / PLAN_FILE).read_bytes())
    sizes = read_plan(plan, levers, footing.horizon, problems)
    if not actuals.is_file():
        raise InputProblems([Problem(str(actuals), "there is no such file", "Name the actual figures.", "no actuals")])
    file = load_file(actuals, actuals.name, problems)
    told = read_actuals(file, levers, footing.horizon, problems) if file else ()
    problems.stop_if_any()
    if file is None:
        raise ValueError("a file that is too large has no problem")
    return Followed(about, footing, levers, track(levers, footing, sizes, told), file, manifest["plan_digest"])


def write_progress(followed: Followed, out: Path, *, jobs: int, progress: Progress = no_progress) -> None:
    """Write progress into `out`: the table, the page with its charts, and the sums.

    Raises UsageFault where `out` must not be replaced.
    """
    log = RunLog(progress)
    check_replaceable(out)
    recover(out)
    with new_results(out) as workspace:
        write_table(workspace / PROGRESS_FILE, PROGRESS_TABLE.names, progress_rows(followed.progressed))
        write_json(workspace / SUMMARY_FILE, followed.summary)
        publish_progress(
            followed.about, followed.footing, followed.progressed, workspace, jobs=jobs, progress=log.stage
        )
        (workspace / INPUTS_FOLDER).mkdir()
        (workspace / INPUTS_FOLDER / followed.actuals.name).write_bytes(followed.actuals.raw)
        manifest = {
            "version": metadata.version("cadreworks"),
            "plan_digest": followed.plan_digest,
            "inputs": {followed.actuals.name: {"sha256": followed.actuals.sha256}},
            "files": dict(sorted(digests_of_results(workspace).items())),
        }
        write_json(workspace / MANIFEST_FILE, manifest)
        said = log.text(Path(followed.actuals.name), out, jobs)
        (workspace / LOG_FILE).write_text(said, encoding="utf-8", errors="backslashreplace")


def _read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a plan. Raises InputProblems where the folder holds no plan."""
    path = folder / MANIFEST_FILE
    remedy = "Name the folder that `cadre plan evaluate` or `cadre plan optimise` wrote."
    if not path.is_file():
        what = f"there is no {MANIFEST_FILE}, so this is no plan"
        raise InputProblems([Problem(str(folder), what, remedy, "no plan")])
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if {PLAN_FILE, FOOTING_FILE} <= set(raw["files"]) and raw["inputs"] and isinstance(raw["plan_digest"], str):
            return dict(raw)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise InputProblems([Problem(str(path), "this is not the manifest of a plan", remedy, "no plan")])


def _check_unchanged(folder: Path, manifest: dict[str, Any], levers_name: str) -> None:
    """Whether the files that a plan rests on are as they were written. Raises InputProblems naming each other one."""
    digests = {name: manifest["files"][name] for name in (PLAN_FILE, FOOTING_FILE)}
    digests[f"{INPUTS_FOLDER}/{levers_name}"] = manifest["inputs"][levers_name]["sha256"]
    problems = [
        Problem(str(folder / item.file), f"it {item.what}", "Put it back, or make the plan again.", "changed file")
        for item in differing_files(folder, digests, since="the plan was made")
    ]
    if problems:
        raise InputProblems(problems)
