"""The act behind `cadre compare`: two results folders in, what changed between them out, as a folder if asked for.

Same results and records give the same bytes in every file but the log.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from cadreworks.problems import UsageFault
from cadreworks.progress import Progress, no_progress
from cadreworks.reports.comparison import publish_comparison
from cadreworks.results_folder import LOG_FILE, MANIFEST_FILE, check_replaceable, new_results, place_of, recover
from cadreworks.review.compare import Comparison, RecordsNamed, compare_runs
from cadreworks.run import RunLog, digests_of_results


@dataclass(frozen=True)
class CompareOptions:
    """How runs are compared. records, records_of_second: staff records of the first run, or of both, and of the second,
    as they are named on the command line; jobs: processes that draw charts
    """

    records: str | None = None
    records_of_second: str | None = None
    jobs: int = 1


def compare(first: Path, second: Path, options: CompareOptions, progress: Progress = no_progress) -> Comparison:
    """What changed from the run in `first` to that in `second`.

    Raises InputProblems and UsageFault as `review.compare.compare_runs` does.
    """
    return compare_runs(first, second, RecordsNamed(options.records, options.records_of_second), progress)


def write_comparison(
    first: Path, second: Path, out: Path, options: CompareOptions, progress: Progress = no_progress
) -> Comparison:
    """The same, written into `out`. Raises UsageFault too where `out` must not be replaced."""
    place = place_of(out)
    for read in (first, second):
        if read.resolve().is_relative_to(place):
            raise UsageFault(f"{out}: what is compared lies there. Name a folder of its own for the comparison.")
    check_replaceable(out)
    recover(out)
    log = RunLog(progress)
    log.stage("Reading the two runs", 0, 0)
    comparison = compare(first, second, options, log.stage)
    with new_results(out, private=_is_private(comparison)) as workspace:
        publish_comparison(comparison, workspace, jobs=options.jobs, progress=log.stage)
        manifest = _manifest(comparison) | {"files": dict(sorted(digests_of_results(workspace).items()))}
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        (workspace / MANIFEST_FILE).write_text(text, encoding="utf-8", newline="\n")
        log.stage("Done", 0, 0)
        said = log.text(first, out, options.jobs, also=second)
        (workspace / LOG_FILE).write_text(said, encoding="utf-8", errors="backslashreplace")
    return comparison


def _is_private(comparison: Comparison) -> bool:
    return comparison.first.not_for_publication or comparison.second.not_for_publication


def _manifest(comparison: Comparison) -> dict[str, object]:
    """What was compared. It holds no clock time, host or path, and copies no inputs."""
    runs = (asdict(comparison.first), asdict(comparison.second))
    return {
        "version": metadata.version("cadreworks"),
        "compared": [{**run, "areas": list(run["areas"])} for run in runs],
        "not_for_publication": _is_private(comparison),
        "inputs": {},
    }
