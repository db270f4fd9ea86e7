"""The act behind `cadre sensitivity`: results of a run in, what drives its gap out, as a folder.

Same results and options give the same bytes in every file but the log, on one process or many.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from cadreworks.json_files import write_json
from cadreworks.manifest import RunRecord
from cadreworks.problems import ProblemList, UsageFault
from cadreworks.progress import Progress, no_progress
from cadreworks.reports.sensitivity.publish import SENSITIVITY_PAGE, publish_sensitivity
from cadreworks.results_folder import (
    INPUTS_FOLDER,
    LOG_FILE,
    MANIFEST_FILE,
    check_replaceable,
    new_results,
    place_of,
    recover,
)
from cadreworks.review.results import TABLES_FOLDER, check_records_named, check_unchanged, read_record
from cadreworks.review.sensitivity.grid import DEFAULT_SAMPLES
from cadreworks.review.sensitivity.result import Sensitivity, estimate_sensitivity
from cadreworks.run import RunLog, digests_of_results
from cadreworks.sensitivity.tables import summary_of, tables_of
from cadreworks.settings_file import load_file
from cadreworks.study import Study, give_records, read_study
from cadreworks.supply.track_record import SCORES_TABLE, Score, read_scores
from cadreworks.tables import read_table, write_table

SUMMARY_FILE = "summary.json"
__all__ = ["SENSITIVITY_PAGE", "SensitivityOptions", "analyse_run"]


@dataclass(frozen=True)
class SensitivityOptions:
    """How a run is analysed. records: staff records that the run rests on; samples: draws of each group; jobs:
    processes that draw charts
    """

    records: str | None = None
    samples: int = DEFAULT_SAMPLES
    jobs: int = 1


def analyse_run(results: Path, out: Path, options: SensitivityOptions, progress: Progress = no_progress) -> Sensitivity:
    """Say what drives the gap of the run in `results`, and write it into `out`.

    Raises InputProblems with all problems of the results, UsageFault where staff records are lacking or not wanted, or
    `out` must not be replaced.
    """
    log = _begin(results, out, progress)
    log.stage("Reading the results", 0, 0)
    record = read_record(results)
    check_unchanged(results, record, INPUTS_FOLDER, TABLES_FOLDER)
    check_records_named(results, record, options.records)
    study = read_study(results / INPUTS_FOLDER)
    study = give_records(study, options.records, log.stage, digest=record.records)
    scores = _scores(results, study)
    found = estimate_sensitivity(study, scores, seed=record.seed, samples=options.samples, progress=log.stage)
    _write(found, record, out, options=options, log=log, results=results)
    return found


def _begin(results: Path, out: Path, progress: Progress) -> RunLog:
    """Whether findings may be written there; neither may the results be lost by it, nor something be put into them."""
    place, read = place_of(out), results.resolve()
    if read.is_relative_to(place):
        raise UsageFault(f"{out}: what is read lies there. Name a folder of its own for the findings.")
    if place.is_relative_to(read):
        raise UsageFault(f"{out}: it lies inside the results, which hold the run alone. Name a folder outside of them.")
    check_replaceable(out)
    recover(out)
    return RunLog(progress)


def _scores(results: Path, study: Study) -> tuple[Score, ...]:
    """The back-test that the run published, which a study of records would otherwise have to make again."""
    path = results / TABLES_FOLDER / f"{SCORES_TABLE.name}.csv"
    if not path.is_file():
        return study.track_record
    problems = ProblemList()
    file = load_file(path, path.name, problems)
    table = read_table(file.raw, SCORES_TABLE, problems, file=path.name) if file else None
    problems.stop_if_any()
    return read_scores(table) if table else ()


def _write(
    found: Sensitivity, record: RunRecord, out: Path, *, options: SensitivityOptions, log: RunLog, results: Path
) -> None:
    made_from = _made_from(record, options)
    with new_results(out, private=found.study.small_cells > 0) as workspace:
        log.stage("Writing tables", 0, 0)
        for spec, rows in tables_of(found):
            write_table(workspace / f"{spec.name}.csv", spec.names, rows)
        write_json(workspace / SUMMARY_FILE, summary_of(found) | made_from)
        publish_sensitivity(found, workspace, jobs=options.jobs, progress=log.stage)
        manifest = made_from | {
            "title": found.study.settings.title,
            "records_digest": record.records,
            "not_for_publication": found.study.small_cells > 0,
            "inputs": {},
            "files": dict(sorted(digests_of_results(workspace).items())),
        }
        write_json(workspace / MANIFEST_FILE, manifest)
        log.stage("Done", 0, 0)
        said = log.text(results, out, options.jobs)
        (workspace / LOG_FILE).write_text(said, encoding="utf-8", errors="backslashreplace")


def _made_from(record: RunRecord, options: SensitivityOptions) -> dict[str, Any]:
    """What was made of what: enough to do it again. It holds no clock time, host or path."""
    return {
        "version": metadata.version("cadreworks"),
        "sensitivity_of": record.study_digest,
        "seed": record.seed,
        "samples": options.samples,
    }
