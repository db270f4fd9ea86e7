"""exercise.toml and the files that it names -> a checked Exercise, or every problem that they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from cadreworks.demand.exercise.settings import EXERCISE_FILE, QUESTIONS, Exercise
from cadreworks.demand.exercise.tables import (
    BASELINES_TABLE,
    INVITED_TABLE,
    SEED_QUESTIONS_TABLE,
    read_baselines,
    read_invited,
    read_seed_questions,
)
from cadreworks.demand.scenarios import read_scenarios
from cadreworks.demand.typical_organisation import TYPICAL_ORGANISATION_TABLE, read_typical_organisation
from cadreworks.problems import InputProblems, Problem, ProblemList
from cadreworks.published import REFERENCE_STUDY
from cadreworks.settings_file import (
    Input,
    LoadedFile,
    Of,
    Role,
    Setting,
    SettingsFile,
    digest_of,
    load_file,
    load_input,
)
from cadreworks.tables import Table, TableSpec, read_table, read_text
from cadreworks.vocabulary import AREA_IDS, LEVEL_IDS

MOST_SCENARIOS = 26
"""One for each letter by which a workbook names them."""
MOST_POINTS = 6
"""More columns than this fit no page, and no patience."""

EXERCISE_SETTINGS = (
    Setting("title", Of.TEXT, "the title of the exercise"),
    Setting("owner", Of.TEXT, "the body that asks"),
    Setting("contact", Of.TEXT, "where help is found and returns are sent: a shared mailbox rather than a person"),
    Setting("deadline", Of.DATE, "the last day for returns, as 2020-10-31, without quotation marks"),
    Setting("base_year", Of.WHOLE, "the year of the typical organisation, as at 31 March", least=1948, most=2200),
    Setting("points", Of.WHOLES, "the years that are asked about, the earliest first", least=1949, most=2250),
    Setting(
        "questions",
        Of.TEXT,
        "what is asked: the `level` only; or a `range` of each area's total too; or its `tertiles`",
        one_of=QUESTIONS,
    ),
    Setting("areas", Of.TEXTS, "the areas of work asked about; all nine if left out", required=False, one_of=AREA_IDS),
)
EXERCISE_ROLES = (
    Role("typical_organisation", "the organisation that is asked about"),
    Role("invited", "who is invited, with type, region and size"),
    Role("seed_questions", "questions with known answers, by which experts are weighted", required=False),
    Role("baselines", "what invited organisations have now, for their own eyes", required=False),
)
EXERCISE_TABLES: Mapping[str, TableSpec] = {
    "typical_organisation": TYPICAL_ORGANISATION_TABLE,
    "invited": INVITED_TABLE,
    "seed_questions": SEED_QUESTIONS_TABLE,
    "baselines": BASELINES_TABLE,
}


def reference_exercise() -> Exercise:
    """The exercise of the reference study, as the package ships it."""
    with resources.as_file(resources.files("cadreworks.published").joinpath(REFERENCE_STUDY)) as folder:
        return read_exercise(folder / EXERCISE_FILE)


def read_exercise(path: Path) -> Exercise:
    """The exercise in the file `path`, or in the folder `path`.

    Raises InputProblems with every problem found, EnvironmentFault where the machine refuses to read.
    """
    path = path / EXERCISE_FILE if path.is_dir() else path
    if not path.is_file():
        remedy = "Name an exercise file; `cadre demo` makes one to start from."
        raise InputProblems([Problem(str(path), "there is no such file", remedy, "no exercise")])
    problems = ProblemList()
    exercise = load_exercise(path.parent, path.name, problems)
    problems.stop_if_any()
    if exercise is None:
        raise ValueError("an exercise that cannot be read has no problem")
    return exercise


def load_exercise(folder: Path, name: str, problems: ProblemList) -> Exercise | None:
    """The exercise `name` in `folder`, with problems for all that is wrong; None where it is not settings at all."""
    loaded = load_file(folder / name, name, problems)
    text = read_text(loaded.raw, problems, file=name) if loaded else None
    file = SettingsFile.parse(text, name, problems) if text is not None else None
    if loaded is None or file is None:
        return None
    before = len(problems)
    top = file.read_section(file.raw, EXERCISE_SETTINGS, also=("inputs", "scenarios"))
    scenarios = read_scenarios(file)
    _check_points(top, file)
    if len(scenarios) > MOST_SCENARIOS:
        what = f"{len(scenarios)} scenarios are more than {MOST_SCENARIOS}"
        file.add_problem("scenarios", what, "Leave some out.", kind="too many")
    inputs = file.read_inputs(EXERCISE_ROLES, {})
    files, tables = _read_inputs(folder, inputs, file)
    exercise = _exercise(top, tables, problems, asked_in=name)
    if len(problems) > before:
        return None
    every = (loaded, *{item.name: item for item in files}.values())
    return replace(exercise, scenarios=scenarios, inputs=inputs, files=every, digest=digest_of(every))


def _read_inputs(
    folder: Path, inputs: tuple[Input, ...], file: SettingsFile
) -> tuple[list[LoadedFile], dict[str, Table]]:
    files: list[LoadedFile] = []
    tables: dict[str, Table] = {}
    for item in inputs:
        loaded = load_input(folder, item, file.problems, settings_file=file.name)
        if loaded:
            files.append(loaded)
            tables[item.role] = read_table(loaded.raw, EXERCISE_TABLES[item.role], file.problems, file=loaded.name)
    return files, tables


def _exercise(top: Mapping[str, Any], tables: Mapping[str, Table], problems: ProblemList, *, asked_in: str) -> Exercise:
    """The exercise as far as it can be read; what could not be read was reported, and it is then not used."""
    areas = tuple(area for area in AREA_IDS if area in (top["areas"] or AREA_IDS))
    typical, listed, baselines = (tables.get(role) for role in ("typical_organisation", "invited", "baselines"))
    invited = read_invited(listed, problems) if listed else ()
    if typical:
        typical = replace(typical, rows=tuple(row for row in typical.rows if row.text("area") in areas))
    return Exercise(
        title=top["title"],
        owner=top["owner"],
        contact=top["contact"],
        deadline=top["deadline"],
        base_year=top["base_year"],
        points=top["points"],
        questions=top["questions"],
        areas=areas,
        scenarios=(),
        typical=read_typical_organisation(typical, areas, problems, asked_in=asked_in)
        if typical
        else np.zeros((len(areas), len(LEVEL_IDS))),
        invited=invited,
        seed_questions=read_seed_questions(tables["seed_questions"]) if "seed_questions" in tables else (),
        baselines=read_baselines(baselines, invited, areas, problems) if baselines else {},
    )


def _check_points(top: Mapping[str, Any], file: SettingsFile) -> None:
    points = top["points"] or ()
    if list(points) != sorted(set(points)):
        file.add_problem(
            "points", "the years are not in order", "List each year once, the earliest first.", kind="points"
        )
    if len(points) > MOST_POINTS:
        what = f"{len(points)} years are more than {MOST_POINTS}"
        file.add_problem("points", what, "Ask about fewer, so that people answer.", kind="points")
    for point in points:
        if top["base_year"] is not None and point <= top["base_year"]:
            what = f"{point} does not lie after the base year {top['base_year']}"
            file.add_problem("points", what, "Ask about later years.", kind="points")
