"""Which workbooks came back? A folder of returns within a study -> its files, and the answers that they hold.

The study reads them as `cadre returns read` does, so that nothing stands between an expert's workbook and the
forecast; digests of the workbooks stand in the manifest of a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cadreworks.demand.answers import Return, returns_rows
from cadreworks.demand.exercise import Exercise
from cadreworks.demand.pooling import Seeds, seeds_of
from cadreworks.demand.returned import Returned, find_files, read_loaded
from cadreworks.demand.returns import PARTIAL_RETURNS_TABLE
from cadreworks.problems import Problem, ProblemList, counted
from cadreworks.settings_file import Input, LoadedFile, lies_within, load_file
from cadreworks.study.settings import STUDY_FILE, StudySettings
from cadreworks.tables import Cell, Row, Table


@dataclass(frozen=True)
class Workbooks:
    """What the workbooks of a study say. seeds: None where none was asked for; told: what is no problem"""

    table: Table
    seeds: Seeds | None
    told: tuple[Problem, ...]


@dataclass(frozen=True)
class Came:
    """What lies in the folder. files: to be read; told: of what else is there"""

    files: tuple[LoadedFile, ...] = ()
    told: tuple[Problem, ...] = ()


def is_folder_of_returns(folder: Path, named: Input) -> bool:
    """Whether a study names a folder within its own in the place of a table of returns."""
    path = folder / named.file
    return named.role == "returns" and path.is_dir() and lies_within(path, folder)


def load_workbooks(folder: Path, named: Input, problems: ProblemList) -> Came:
    """The workbooks in the folder, each read once. A link that leads out of the study is a problem, since a run could
    not hand the file on; what is no workbook is passed over, and said.
    """
    found = find_files([str(folder / named.file)])
    if not found.paths:
        problems.add(named.file, "there are no returns in this folder", "Put the workbooks there.", kind="missing file")
    loaded = []
    for path in found.paths:
        name = path.relative_to(folder).as_posix()
        if lies_within(path, folder):
            loaded.append(load_file(path, name, problems))
        else:
            what = "it is a link that leads out of the study folder"
            problems.add(name, what, "Put the workbook itself into the folder.", kind="outside folder")
    told = (replace(one, where=Path(one.where).relative_to(folder).as_posix()) for one in found.notices)
    return Came(tuple(file for file in loaded if file is not None), tuple(told))


def read_workbooks(
    came: Came, named: Input, exercise: Exercise, settings: StudySettings, problems: ProblemList
) -> Workbooks:
    """Their answers as the returns table. A return with answers missing is a problem unless the study takes those."""
    returned = read_loaded(came.files, exercise)
    problems.extend(returned.problems)
    if not settings.partial_returns:
        _check_complete(returned, problems)
    rows = tuple(Row(line, cells) for line, cells in enumerate(_rows(returned.returns, exercise, settings), start=2))
    known = {question.id: question.answer for question in exercise.seed_questions}
    seeds = seeds_of(returned.returns, known) if known else None
    return Workbooks(Table(PARTIAL_RETURNS_TABLE, named.file, rows), seeds, (*came.told, *returned.notices))


def _rows(returns: tuple[Return, ...], exercise: Exercise, settings: StudySettings) -> Iterator[Mapping[str, Cell]]:
    scenarios = tuple(scenario.id for scenario in settings.scenarios if scenario.id in exercise.scenario_ids)
    areas = tuple(area for area in settings.areas if area in exercise.areas)
    points = tuple(year for year in exercise.points if year in settings.points)
    for answers in returns:
        yield from returns_rows(answers, scenarios=scenarios, points=points, areas=areas)


def _check_complete(returned: Returned, problems: ProblemList) -> None:
    for file in returned.files:
        missing = file.asked - file.answered
        if file.answers is not None and missing > 0:
            problems.add(
                file.file,
                f"{counted(missing, 'answer')} of {file.asked} {'is' if missing == 1 else 'are'} missing",
                f"Ask for them, or write partial_returns = true under [demand] in {STUDY_FILE}.",
                kind="partial return",
            )


def ask_for_exercise(named: Input, problems: ProblemList) -> None:
    """Say that workbooks cannot be read without knowing what was asked."""
    problems.add(
        f"{STUDY_FILE}, [inputs.returns] file",
        f'"{named.file}" is a folder of workbooks, and nothing says what they were asked',
        "Name the exercise, as [inputs.exercise].",
        kind="missing setting",
    )
