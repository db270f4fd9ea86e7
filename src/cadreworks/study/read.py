"""A study folder in, a checked Study out, or every problem that the folder has.

Reading goes on past each problem, so that one check names all of them. What a bad file would only repeat (a
total that cannot fit because a cell is bad) is not said twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cadreworks.assumptions import (
    OVERRIDES_TABLE,
    REGISTER_TABLE,
)
from cadreworks.cost import (
    PAY_AWARDS_TABLE,
    PAY_BANDS_TABLE,
    PAY_POINTS_TABLE,
)
from cadreworks.demand import (
    RETURNS_TABLE,
    TYPICAL_ORGANISATION_TABLE,
)
from cadreworks.demand.desirable import DEMAND_BASELINE_TABLE
from cadreworks.demand.pooling import (
    SEEDS_TABLE,
)
from cadreworks.demand.returns import PARTIAL_RETURNS_TABLE
from cadreworks.demand.themes import VIEWPOINTS_TABLE
from cadreworks.problems import InputProblems, ProblemList, counted
from cadreworks.published import reference_study
from cadreworks.settings_file import Input, LoadedFile, load_file, load_input
from cadreworks.study.assemble import Assembly, count_status
from cadreworks.study.exercise import load_exercise_of
from cadreworks.study.folder import find_study_file
from cadreworks.study.plan import read_study_plan
from cadreworks.study.publication import (
    PRIORITIES_TABLE,
    RECOMMENDATIONS_TABLE,
)
from cadreworks.study.read_settings import read_settings
from cadreworks.study.returned import Came, ask_for_exercise, is_folder_of_returns, load_workbooks, read_workbooks
from cadreworks.study.settings import EXERCISE, LEVERS, PLAN, STUDY_FILE, StudySettings
from cadreworks.study.study import Study
from cadreworks.supply import (
    GROWTH_TABLE,
    STOCK_TABLE,
)
from cadreworks.supply.establishment import ESTABLISHMENT_TABLE
from cadreworks.supply.track_record import SCORES_FILE
from cadreworks.tables import Table, TableSpec, read_table, read_text
from cadreworks.vocabulary import AREA_IDS

INPUT_TABLES: Mapping[str, TableSpec] = {
    "stock": STOCK_TABLE,
    "growth": GROWTH_TABLE,
    "demand_baseline": DEMAND_BASELINE_TABLE,
    "backtest": SCORES_FILE,
    "establishment": ESTABLISHMENT_TABLE,
    "typical_organisation": TYPICAL_ORGANISATION_TABLE,
    "returns": RETURNS_TABLE,
    "seeds": SEEDS_TABLE,
    "viewpoints": VIEWPOINTS_TABLE,
    "pay_points": PAY_POINTS_TABLE,
    "pay_bands": PAY_BANDS_TABLE,
    "pay_awards": PAY_AWARDS_TABLE,
    "assumptions": REGISTER_TABLE,
    "overrides": OVERRIDES_TABLE,
    "priorities": PRIORITIES_TABLE,
    "recommendations": RECOMMENDATIONS_TABLE,
}


def read_study(folder: Path) -> Study:
    """Read and check the study in `folder`.

    Raises InputProblems with every problem found, EnvironmentFault where the machine refuses to read.
    """
    problems = ProblemList()
    study_file = load_file(find_study_file(folder), STUDY_FILE, problems)
    text = read_text(study_file.raw, problems, file=STUDY_FILE) if study_file else None
    settings = read_settings(text, problems) if text is not None else None
    if study_file is None or settings is None:
        raise InputProblems(problems)
    of_returns = next((item for item in settings.inputs if is_folder_of_returns(folder, item)), None)
    loaded = {
        item.role: load_input(folder, item, problems, settings_file=STUDY_FILE)
        for item in settings.inputs
        if item is not of_returns
    }
    files = {role: file for role, file in loaded.items() if file is not None}
    exercise = load_exercise_of(folder, files.get(EXERCISE), problems)
    came = load_workbooks(folder, of_returns, problems) if of_returns else Came()
    tables = {
        item.role: _read_input(item, files[item.role], settings, problems)
        for item in settings.inputs
        if item.role in files and item.role in INPUT_TABLES
    }
    workbooks = None
    if of_returns and exercise:
        workbooks = read_workbooks(came, of_returns, exercise, settings, problems)
    elif of_returns and EXERCISE not in [item.role for item in settings.inputs]:
        ask_for_exercise(of_returns, problems)
    asked = exercise.files if exercise else ()
    every = {
        file.name: file for file in (study_file, *files.values(), *asked, *came.files)
    }  # one file may have two roles
    plan = read_study_plan(files.get(LEVERS), files.get(PLAN), settings, problems)
    study = Assembly(settings, tables, exercise, workbooks, plan, problems).study(tuple(every.values()))
    if settings.reconcile_to and not len(problems):
        _check_published_figures(study, problems)
    problems.stop_if_any()
    _ = study.weighed  # what cannot be weighed is a problem of the study, and no surprise of its run
    return study


def _read_input(item: Input, file: LoadedFile, settings: StudySettings, problems: ProblemList) -> Table:
    """The table of one input. Rows about areas that the study does not cover are kept out of it."""
    described = INPUT_TABLES[item.role]
    if item.role == "returns" and settings.partial_returns:
        described = PARTIAL_RETURNS_TABLE
    spec = described.allowing({"scenario": tuple(scenario.id for scenario in settings.scenarios)})
    table = read_table(file.raw, spec, problems, file=file.name)
    elsewhere = set(AREA_IDS) - set(settings.areas)
    rows, spoilt = (
        tuple(row for row in part if row.text("area") not in elsewhere) for part in (table.rows, table.spoilt)
    )
    if table.rows and not rows and not spoilt:
        problems.add(
            file.name,
            f"no row is about an area of work that this study covers ({', '.join(settings.areas)})",
            "Add rows for them, or mend `areas` in study.toml.",
            kind="missing row",
        )
    _check_status(table, item, problems)
    return replace(table, rows=rows, spoilt=spoilt)


def _check_status(table: Table, item: Input, problems: ProblemList) -> None:
    """Whether study.toml lists every status that a row has: it is what the report says of the whole input."""
    if not item.status:
        return  # that it is missing was reported
    for unlisted, rows in count_status(table).items():
        if unlisted not in item.status:
            first = next(row for row in table.rows if row.text("status") == unlisted)
            problems.add(
                table.where(first, "status"),
                f"{STUDY_FILE} does not list {unlisted}, which {counted(rows, 'row')} of this file "
                f"{'has' if rows == 1 else 'have'}, among the status of its {item.role} ({', '.join(item.status)})",
                f"Mend the rows, or status and source of [inputs.{item.role}] in {STUDY_FILE}.",
                kind="unlisted status",
            )


def _check_published_figures(study: Study, problems: ProblemList) -> None:
    """Whether the study has what the published figures are about, which is what the reference study has."""
    (text,) = (raw.decode() for name, raw in reference_study() if name == STUDY_FILE)
    theirs, ours = read_settings(text, ProblemList()), study.settings
    if theirs is None:
        raise ValueError(f"the reference study's {STUDY_FILE} is not TOML")
    scenarios = {scenario.id for scenario in ours.scenarios}
    if study.plan is not None:
        problems.add(
            f"{STUDY_FILE}, reconcile_to",
            "the figures of the 2030 report are those of a workforce for which nothing is done, and this study has a "
            "plan",
            "Leave the setting out, or the plan.",
            kind="no such figures",
        )
    lacking = [f"scenario {item.id}" for item in theirs.scenarios if item.id not in scenarios]
    lacking += [f"area {area}" for area in theirs.areas if area not in ours.areas]
    if ours.horizon != theirs.horizon:
        lacking.append(f"years {theirs.horizon.base} to {theirs.horizon.last}")
    if study.pay.whole is None:
        lacking.append("one band for the whole workforce")
    if lacking:
        problems.add(
            f"{STUDY_FILE}, reconcile_to",
            f"the figures of the 2030 report need what this study lacks: {', '.join(lacking)}",
            "Leave the setting out, or add what is lacking.",
            kind="no such figures",
        )
