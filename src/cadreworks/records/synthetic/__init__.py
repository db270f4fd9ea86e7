"""What does an extract look like whose true rates are known? A request -> made-up staff records, and their truth.

Into a folder go `extract.parquet` (or `extract-001.parquet` and on), one row for each post and snapshot with every
column of staff records; `truth.csv`, the true rates; `README.txt`, which says that all is made up, and how; and for
messy extracts `mess.csv`, which mess was made in how many rows. The same request gives the same bytes.

Clean extracts have natural types; messy ones hold text in every column, as spreadsheets and old systems send it.
The truth of a messy extract is that of the clean one beneath it.
"""

from __future__ import annotations

from pathlib import Path

from cadreworks.problems import EnvironmentFault, UsageFault
from cadreworks.progress import Progress
from cadreworks.records.synthetic.calendar import Snapshots, snapshots_of
from cadreworks.records.synthetic.careers import Careers, simulate_careers
from cadreworks.records.synthetic.mess import make_mess, messy_rows, register_mess, write_mess
from cadreworks.records.synthetic.notes import write_notes
from cadreworks.records.synthetic.people import MOST_IDS, Organisations, draw_ids, draw_organisations
from cadreworks.records.synthetic.request import Request, check_request
from cadreworks.records.synthetic.rows import ExtractDatabase, extract_database, number_runs
from cadreworks.records.synthetic.rules import make_rules
from cadreworks.records.synthetic.truth import write_truth

__all__ = ["Request", "check_request", "write_extract"]


def write_extract(folder: Path, request: Request, progress: Progress) -> None:
    """Write a made-up extract and its truth into `folder`, which is made where it is missing.

    Raises UsageFault where the request cannot be meant or the folder holds an extract already, EnvironmentFault
    where the machine has too little room.
    """
    check_request(request)
    _check_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_all(folder, request, progress)
    except BaseException as error:
        _take_away(folder)
        if not isinstance(error, OSError):
            raise
        raise EnvironmentFault(
            f"{folder.name}: the extract cannot be written ({error.strerror}). "
            "Check the free space and the permissions of the folder."
        ) from error


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageFault(f"{folder.name}: this is a file. Name a folder for the extract.")
    if any(folder.glob("extract*.parquet")):
        raise UsageFault(f"{folder.name}: it holds an extract already. Name another folder, or take that one away.")


def _take_away(folder: Path) -> None:
    """What was written of an extract that did not come to its end; there was none before."""
    for path in folder.glob("extract*.parquet"):
        path.unlink()


def _write_all(folder: Path, request: Request, progress: Progress) -> None:
    snapshots = snapshots_of(request.years, request.every)
    organisations = draw_organisations(request.people, request.seed)
    careers = _careers_of(folder, request, progress, snapshots=snapshots, organisations=organisations)
    ids = draw_ids(request.seed)
    runs = number_runs(careers, ids, request.seed)
    spare_ids = ids[len(careers.people["birth_year"]) :]
    mess = None
    if request.messy:
        mess = make_mess(runs, spare_ids, snapshots, organisations=organisations, seed=request.seed)
        runs = mess.runs
        write_mess(folder / "mess.csv", mess)
    write_notes(folder / "README.txt", request, runs=runs)
    progress("preparing the rows", 0, 0)
    with extract_database(runs, organisations, snapshots) as database:
        if mess is not None:
            register_mess(database, mess)
        _write_parquet(folder, request, progress, database=database)


def _careers_of(
    folder: Path, request: Request, progress: Progress, *, snapshots: Snapshots, organisations: Organisations
) -> Careers:
    """The careers, once their truth is written."""
    rules = make_rules(calibrated=request.calibrated, step_years=snapshots.step_years)
    careers = simulate_careers(
        rules, snapshots, organisations, people=request.people, seed=request.seed, progress=progress
    )
    write_truth(folder / "truth.csv", careers, rules=rules, snapshots=snapshots)
    return careers


def _write_parquet(folder: Path, request: Request, progress: Progress, *, database: ExtractDatabase) -> None:
    """Each file holds the people whose numbers lie in one part of the range; ids are spread evenly over it."""
    bounds = [MOST_IDS * part // request.files for part in range(request.files + 1)]
    for part in range(request.files):
        name = "extract.parquet" if request.files == 1 else f"extract-{part + 1:03d}.parquet"
        low, high = bounds[part], bounds[part + 1]
        query = messy_rows(database, low, high) if request.messy else database.clean_rows(low, high)
        database.write(query, folder / name, progress)
