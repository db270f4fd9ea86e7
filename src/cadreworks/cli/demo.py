"""`cadre demo [DIR]`: the reference study, copied and run."""

from __future__ import annotations

from pathlib import Path

import click

from cadreworks.cli import options
from cadreworks.cli.run import run_and_tell
from cadreworks.problems import EnvironmentFault, UsageFault
from cadreworks.published import REFERENCE_STUDY, reference_study
from cadreworks.results_folder import MANIFEST_FILE
from cadreworks.run import RunOptions

RESULTS = "out"


@click.command("demo")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=REFERENCE_STUDY)
@options.jobs
@options.as_json
def command(folder: Path, jobs: int, as_json: bool) -> None:
    """Copy the reference study into DIR (digital-2030 if left out) and run it into DIR/out.

    A file of yours that differs from the reference study is never overwritten.

    \b
    Example:  cadre demo my-study
    """
    copy_reference_study(folder)
    run_and_tell(folder, folder / RESULTS, RunOptions(jobs=jobs), as_json=as_json)


def copy_reference_study(folder: Path) -> None:
    """Write the reference study into `folder`.

    Raises UsageFault where it is a file, holds the results of a run, or has other files of these names.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise UsageFault(f"{folder}: this is a file. Name a folder for the study.")
        if (folder / MANIFEST_FILE).is_file():
            raise UsageFault(f"{folder}: the results of a run stand there. Name another folder for the study.")
        changed = [
            name for name, raw in reference_study() if (folder / name).exists() and (folder / name).read_bytes() != raw
        ]
        if changed:
            raise UsageFault(
                f"{folder}: {', '.join(changed)} there differ from the reference study and were not overwritten. "
                f"Name another folder, or run what is there with: cadre run {folder} --out {folder / RESULTS}"
            )
        folder.mkdir(parents=True, exist_ok=True)
        for name, raw in reference_study():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(raw)
    except OSError as error:
        raise EnvironmentFault(f"{folder}: the study cannot be written there ({error.strerror}).") from error
