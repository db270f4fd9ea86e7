"""`cadre replicate OUT`: run again from the manifest, and say whether every file is the same."""

from __future__ import annotations

import tempfile
from importlib import metadata
from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.results import find_manifest
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.results_folder import LOG_FILE
from cadreworks.review.replicate import Difference, check_against_manifest, differences_between
from cadreworks.run import INPUTS_FOLDER, RunOptions, run_study


@click.command("replicate")
@click.argument("results", metavar="OUT", type=click.Path(path_type=Path))
@options.jobs
@options.as_json
def command(results: Path, jobs: int, as_json: bool) -> int:
    """Run the results in OUT again from their manifest and inputs, and compare every file byte for byte.

    Only run.log may differ. Exit code 1 where anything else does, or where a file was changed since the run.

    \b
    Example:  cadre replicate digital-2030/out
    """
    record = find_manifest(results)
    differences = check_against_manifest(results, record)
    unusable = [item for item in differences if item.file.startswith(f"{INPUTS_FOLDER}/")]
    number = 0
    if not unusable:
        progress = StderrProgress()
        with tempfile.TemporaryDirectory(prefix="cadre-replicate-") as folder:
            again = Path(folder) / "again"
            run_study(results / INPUTS_FOLDER, again, RunOptions(record.draws, record.seed, jobs), progress)
            progress.end()
            found = differences_between(results, again, leaving_out=LOG_FILE)
            number = sum(path.is_file() for path in again.rglob("*")) - 1
        known = {item.file for item in differences}
        differences += [item for item in found if item.file not in known]
    version = metadata.version("cadreworks")
    if as_json:
        say_json(
            {
                "identical": not differences,
                "files": number,
                "made_by": record.version,
                "run_by": version,
                "differences": [{"file": item.file, "what": item.what} for item in differences],
            }
        )
    else:
        _tell(results, differences, number, record.version, version)
    return 1 if differences else 0


def _tell(results: Path, differences: list[Difference], number: int, made_by: str, version: str) -> None:
    if not differences:
        click.echo(f"{results}: identical, all {number} files, byte for byte.")
        return
    for item in differences:
        click.echo(f"{results / item.file}: {item.what}.")
    click.echo(f"{results}: not identical, {len(differences)} files differ.")
    if made_by != version:
        click.echo(f"They were made by Cadreworks {made_by}, and run again by {version}; install {made_by} to compare.")
    elif all(item.file.startswith("charts/") or item.file == "report.html" for item in differences):
        click.echo("Only drawings differ, as they do where a machine has other fonts; the figures are the same.")
