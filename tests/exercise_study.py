"""The small study with a demand exercise: exercise.toml, and the workbooks that three of five invited sent back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cadreworks.demand.answers import Range, Return, SeedAnswer
from cadreworks.demand.exercise import Exercise, read_exercise
from cadreworks.demand.returned.write import write_returns, write_seeds
from cadreworks.demand.toolkit.write import write_toolkit
from cadreworks.vocabulary import LEVEL_IDS
from small_study import ANSWERS, edit, write_small_study

EXERCISE_TOML = """\
title = "Digital staff of Anyshire"
owner = "Anyshire workforce team"
contact = "the workforce mailbox"
deadline = 2021-03-31
base_year = 2020
points = [2021, 2022]
questions = "range"
areas = ["clinical_coding", "ict"]

[[scenarios]]
id = "future"
name = "Bright Future"
drivers = ["better tools"]
narrative = "By 2022 everything has come true."

[inputs.typical_organisation]
file = "typical_organisation.csv"
status = ["assumed"]
source = "Anyshire workforce team"

[inputs.invited]
file = "invited.csv"
status = ["collected"]
source = "Anyshire workforce team"

[inputs.seed_questions]
file = "seed_questions.csv"
status = ["published"]
source = "annual report"
"""
INVITED = """\
organisation,organisation_type,region,size_wte,status,source
North trust,acute,North,6000,collected,list
South trust,mental_health,South,2000,collected,list
West trust,acute,South,1000,collected,list
East trust,community,North,1500,collected,list
Coast trust,mental_health,North,2500,collected,list
"""
SEED_QUESTIONS = """\
question,text,unit,answer,status,source
beds,How many beds were there?,beds,100,published,report
staff,How many staff were there?,people,1000,published,report
trusts,How many trusts were there?,trusts,10,published,report
"""
SEEDS = {"North trust": (1.0, 1.3), "South trust": (1.1, 1.3), "West trust": (4.0, 1.1)}
"""By organisation: how many times the truth its best answer is, and how far its bounds lie from that."""

IN_STUDY = """
[inputs.exercise]
file = "exercise.toml"
status = ["collected"]
source = "Anyshire workforce team"
"""
IN_STUDY_AS_SEEDS = """
[inputs.seeds]
file = "seeds.csv"
status = ["collected"]
source = "Anyshire demand exercise"
"""


def write_exercise_study(folder: Path, *, workbooks: bool = True, method: str = "mean_sd") -> Path:
    """Write the study into `folder`. workbooks: the returns as a folder of them; otherwise as returns.csv, with
    seeds.csv beside it.
    """
    write_small_study(folder)
    for name, text in (
        ("exercise.toml", EXERCISE_TOML),
        ("invited.csv", INVITED),
        ("seed_questions.csv", SEED_QUESTIONS),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    exercise = read_exercise(folder)
    returns = returns_of(exercise)
    edit(folder, "study.toml", 'method = "mean_sd"', f'method = "{method}"')
    (folder / "returns.csv").unlink()
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write(IN_STUDY if workbooks else IN_STUDY + IN_STUDY_AS_SEEDS)
    if workbooks:
        edit(folder, "study.toml", 'file = "returns.csv"', 'file = "returns"')
        write_workbooks(folder, returns)
    else:
        write_returns(folder / "returns.csv", returns, exercise)
        write_seeds(folder / "seeds.csv", returns, exercise)
    return folder


def returns_of(exercise: Exercise) -> tuple[Return, ...]:
    """Each organisation scales the typical one; managers in coding are new. All is answered and signed off."""
    return tuple(_return_of(exercise, name, factors) for name, factors in ANSWERS.items())


def _return_of(exercise: Exercise, organisation: str, factors: tuple[float, ...]) -> Return:
    wte = {
        ("future", year, area, level): round(float(exercise.typical[a, i]) * factor + _new(area, level, year), 2)
        for year, factor in zip(exercise.points, factors, strict=True)
        for a, area in enumerate(exercise.areas)
        for i, level in enumerate(LEVEL_IDS)
    }
    bare = Return(organisation, wte)
    totals = {("future", year, area): bare.total("future", year, area) or 0.0 for _, year, area, _ in wte}
    best, width = SEEDS[organisation]
    return replace(
        bare,
        ranges={key: Range(round(0.8 * all_, 2), round(1.3 * all_, 2), 0.8) for key, all_ in totals.items()},
        comments={("future", "ict"): "Cloud takes some of the load."},
        seeds={
            question.id: SeedAnswer(*(round(question.answer * best * width**side, 2) for side in (-1, 0, 1)))
            for question in exercise.seed_questions
        },
        signed_off_by="director",
    )


def _new(area: str, level: str, year: int) -> float:
    return 1.0 if (area, level, year) == ("clinical_coding", "manager", 2022) else 0.0


def write_workbooks(folder: Path, returns: Iterable[Return]) -> None:
    """A workbook of each return into the folder `returns` of the study."""
    exercise = read_exercise(folder)
    (folder / "returns").mkdir(exist_ok=True)
    for one in returns:
        write_toolkit(folder / "returns" / file_of(one.organisation), exercise, one.organisation, one)


def file_of(organisation: str) -> str:
    return f"{organisation.lower().replace(' ', '_')}.xlsx"


def rewrite(folder: Path, organisation: str, **changed: object) -> None:
    """Write the workbook of one organisation again, with parts of its return changed."""
    exercise = read_exercise(folder)
    (own,) = (one for one in returns_of(exercise) if one.organisation == organisation)
    write_workbooks(folder, [replace(own, **changed)])  # type: ignore[arg-type]


def without_area(folder: Path, organisation: str, area: str) -> None:
    """The same, with nothing said of an area."""
    (own,) = (one for one in returns_of(read_exercise(folder)) if one.organisation == organisation)
    rewrite(
        folder,
        organisation,
        wte={key: value for key, value in own.wte.items() if key[2] != area},
        ranges={key: value for key, value in own.ranges.items() if key[2] != area},
        comments={key: value for key, value in own.comments.items() if key[1] != area},
    )


def drop_input(folder: Path, role: str) -> None:
    text = (folder / "study.toml").read_text(encoding="utf-8")
    kept = re.sub(rf"\[inputs\.{role}\]\n(.+\n)+\n?", "", text)
    assert kept != text
    (folder / "study.toml").write_text(kept, encoding="utf-8")
