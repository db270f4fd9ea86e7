"""`cadre replicate OUT`: run again from the manifest, and say whether every file is the same."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.terminal import StderrProgress, say_json
from cadreworks.replication import Replication, replicate


@click.command("replicate")
@click.argument("results", metavar="OUT", type=click.Path(path_type=Path))
@options.jobs
@options.records
@options.as_json
def command(results: Path, jobs: int, records: str | None, as_json: bool) -> int:
    """Run the results in OUT again from their manifest and inputs, and compare every file byte for byte.

    Only run.log may differ. Exit code 1 where anything else does, or where a file was changed since the run.

    \b
    Example:  cadre replicate digital-2030/out
    """
    progress = StderrProgress()
    try:
        found = replicate(results, jobs, records, progress)
    finally:
        progress.end()
    version = metadata.version("cadreworks")
    if as_json:
        say_json(
            {
                "identical": not found.differences,
                "files": found.files,
                "made_by": found.made_by,
                "run_by": version,
                "differences": [{"file": item.file, "what": item.what} for item in found.differences],
            }
        )
    else:
        _tell(results, found, version)
    return 1 if found.differences else 0


def _tell(results: Path, found: Replication, version: str) -> None:
    if not found.differences:
        click.echo(f"{results}: identical, all {found.files} files, byte for byte.")
        return
    for item in found.differences:
        click.echo(f"{results / item.file}: {item.what}.")
    click.echo(f"{results}: not identical, {len(found.differences)} files differ.")
    if found.made_by != version:
        click.echo(
            f"They were made by Cadreworks {found.made_by}, and run again by {version}; "
            f"install {found.made_by} to compare."
        )
    elif found.only_drawings:
        click.echo("Only drawings differ, as they do where a machine has other fonts; the figures are the same.")
