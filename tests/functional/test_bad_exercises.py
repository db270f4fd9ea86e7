"""Every way in which an exercise was seen to be broken, as one table: what is changed in a good one, and the exact words
that answer. No workbook is written.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import cadre

from exercise_study import EXERCISE_TOML, INVITED, SEED_QUESTIONS
from small_study import FILES, edit

Change = Callable[[Path], None]
EXERCISE = "exercise.toml"
GOOD = {
    EXERCISE: EXERCISE_TOML,
    "invited.csv": INVITED,
    "seed_questions.csv": SEED_QUESTIONS,
    "typical_organisation.csv": FILES["typical_organisation.csv"],
}
BASELINES = """
[inputs.baselines]
file = "baselines.csv"
status = ["collected"]
source = "records"
"""
SCENARIO = '[[scenarios]]\nid = "{id}"\nname = "{name}"\n\n'
TYPICAL = "[inputs.typical_organisation]"
TYPES = "Did you mean acute? Use one of: commissioning, community, mental_health, ambulance, acute, other."
SETTINGS = "Use one of: title, owner, contact, deadline, base_year, points, questions, areas, inputs, scenarios."
CONTACT = "Add where help is found and returns are sent: a shared mailbox rather than a person."
DEADLINE = "Enter the last day for returns, as 2020-10-31, without quotation marks."
YEARS = "Enter the years that are asked about, the earliest first."
IN_ORDER = "exercise.toml, points: the years are not in order. List each year once, the earliest first."
STAFF = "Enter whole-time equivalents of all staff."


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("exercise").mkdir()
    for name, text in GOOD.items():
        Path("exercise", name).write_text(text, encoding="utf-8")


def edited(old: str, new: str, name: str = EXERCISE) -> Change:
    return lambda folder: edit(folder, name, old, new)


def invited(old: str, new: str) -> Change:
    return edited(old, new, "invited.csv")


def seeds(old: str, new: str) -> Change:
    return edited(old, new, "seed_questions.csv")


def write(name: str, text: str) -> Change:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8") and None


def delete(name: str) -> Change:
    return lambda folder: (folder / name).unlink()


def scenarios(*named: tuple[str, str]) -> Change:
    """These beside the one that is there."""
    more = "".join(SCENARIO.format(id=id_, name=name) for id_, name in named)
    return edited(TYPICAL, more + TYPICAL)


def baselines(row: str) -> Change:
    def change(folder: Path) -> None:
        (folder / "baselines.csv").write_text(f"organisation,area,level,wte,status,source\n{row}", encoding="utf-8")
        edit(folder, EXERCISE, TYPICAL, BASELINES + TYPICAL)

    return change


def all_of(*changes: Change) -> Change:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


CASES: dict[str, tuple[Change, tuple[str, ...]]] = {
    # exercise.toml
    "no exercise": (
        delete(EXERCISE),
        (
            "exercise/exercise.toml: there is no such file. Name an exercise file; `cadre demo` makes one to start from.",
        ),
    ),
    "empty": (write(EXERCISE, ""), ("exercise.toml: the file is empty. Put its contents back.",)),
    "not TOML": (
        edited('"Digital staff of Anyshire"', "Digital staff"),
        ("exercise.toml: this is not TOML: Invalid value (at line 1, column 9). Mend the line that is named.",),
    ),
    "curly quotation marks": (
        edited('"Digital staff of Anyshire"', "“Digital staff”"),
        (
            'exercise.toml: this is not TOML: Invalid value (at line 1, column 9). Write straight quotation marks, ", in '
            "place of the curly ones in that line.",
        ),
    ),
    "everything missing": (
        write(EXERCISE, "asked = 1\n"),
        (
            f"exercise.toml, asked: no such setting is known here. {SETTINGS}",
            "exercise.toml, title: the setting is missing. Add the title of the exercise.",
            "exercise.toml, owner: the setting is missing. Add the body that asks.",
            f"exercise.toml, contact: the setting is missing. {CONTACT}",
            f"exercise.toml, deadline: the setting is missing. {DEADLINE.replace('Enter', 'Add')}",
            "exercise.toml, base_year: the setting is missing. Add the year of the typical organisation, as at 31 March.",
            f"exercise.toml, points: the setting is missing. {YEARS.replace('Enter', 'Add')}",
            "exercise.toml, questions: the setting is missing. Add what is asked: the `level` only; or a `range` of each "
            "area's total too; or its `tertiles`.",
            "exercise.toml, scenarios: no scenario is named. Add a section [[scenarios]] with id and name for each.",
            "exercise.toml, [inputs.typical_organisation]: the input is missing. Name the file that holds the organisation "
            "that is asked about.",
            "exercise.toml, [inputs.invited]: the input is missing. Name the file that holds who is invited, with type, "
            "region and size.",
        ),
    ),
    "setting misspelt": (
        edited("contact", "contacts"),
        (
            f"exercise.toml, contacts: no such setting is known here. Did you mean contact? {SETTINGS}",
            f"exercise.toml, contact: the setting is missing. {CONTACT}",
        ),
    ),
    "deadline as text": (
        edited("2021-03-31", '"31 March"'),
        (f'exercise.toml, deadline: "31 March" is not a date. {DEADLINE}',),
    ),
    "deadline with a time": (
        edited("2021-03-31", "2021-03-31T12:00:00"),
        (f"exercise.toml, deadline: 2021-03-31 12:00:00 is not a date. {DEADLINE}",),
    ),
    "deadline that is no day": (
        edited("2021-03-31", "2021-02-30"),
        (
            "exercise.toml: this is not TOML: Invalid date or datetime (at line 4, column 12). Mend the line that is named.",
        ),
    ),
    "base year out of range": (
        edited("base_year = 2020", "base_year = 1900"),
        ("exercise.toml, base_year: 1900 is out of range. Enter 1948 to 2200.",),
    ),
    "points out of order": (edited("[2021, 2022]", "[2022, 2021]"), (IN_ORDER,)),
    "point twice": (edited("[2021, 2022]", "[2021, 2021]"), (IN_ORDER,)),
    "point before the base year": (
        edited("[2021, 2022]", "[2019, 2022]"),
        ("exercise.toml, points: 2019 does not lie after the base year 2020. Ask about later years.",),
    ),
    "too many points": (
        edited("[2021, 2022]", "[2021, 2022, 2023, 2024, 2025, 2026, 2027]"),
        ("exercise.toml, points: 7 years are more than 6. Ask about fewer, so that people answer.",),
    ),
    "no points": (edited("[2021, 2022]", "[]"), (f"exercise.toml, points: the list is empty. {YEARS}",)),
    "points as text": (
        edited("[2021, 2022]", '["2021"]'),
        (f"exercise.toml, points: this is not a list of whole numbers. {YEARS}",),
    ),
    "one point": (
        edited("[2021, 2022]", "2021"),
        (f"exercise.toml, points: 2021 is not a list of whole numbers. {YEARS}",),
    ),
    "other questions": (
        edited('"range"', '"ranges"'),
        ('exercise.toml, questions: "ranges" is not known. Did you mean range? Use one of: level, range, tertiles.',),
    ),
    "other area": (
        edited('"ict"', '"it"'),
        (
            'exercise.toml, areas: "it" is not known. Did you mean ict? Use one of: clinical_coding, health_records, '
            "information_management, ict, clinical_informatics, knowledge_management, it_programmes_projects, "
            "it_strategy_development, it_education_training.",
        ),
    ),
    # scenarios
    "scenario twice": (
        scenarios(("future", "Again")),
        ("exercise.toml, [[scenarios]] 2: id: future is named twice. Give each its own id.",),
    ),
    "two scenarios of one name": (
        scenarios(("second", "Bright Future")),
        (
            'exercise.toml, [[scenarios]] 2: name: "Bright Future" names two scenarios, which no table could tell apart. '
            "Give each its own name.",
        ),
    ),
    "too many scenarios": (
        scenarios(*((f"s{number}", f"Future {number}") for number in range(26))),
        ("exercise.toml, scenarios: 27 scenarios are more than 26. Leave some out.",),
    ),
    "scenario without a name": (
        edited('name = "Bright Future"\n', ""),
        ("exercise.toml, [[scenarios]] 1: name: the setting is missing. Add the name to print.",),
    ),
    "scenario of an id that is none": (
        edited('id = "future"', 'id = "The future!"'),
        (
            'exercise.toml, [[scenarios]] 1: id: "The future!" cannot name a scenario. Use small letters, digits and _, '
            "beginning with a letter; `all` means a total.",
        ),
    ),
    # who is invited
    "type unknown": (
        invited("North trust,acute", "North trust,acut"),
        (f'invited.csv, line 2, column organisation_type: "acut" is not a known organisation type. {TYPES}',),
    ),
    "type missing": (
        invited("North trust,acute", "North trust,"),
        ("invited.csv, line 2, column organisation_type: the cell is empty. Name the type.",),
    ),
    "organisation twice": (
        invited("South trust,", "North trust,"),
        ("invited.csv, line 3: this row repeats line 2 (organisation North trust). Keep one of the two.",),
    ),
    "organisation twice, spelt otherwise": (
        invited("South trust,", "north  trust,"),
        (
            'invited.csv, line 3, column organisation: "north  trust" and "North trust" are the same but for capitals and '
            "spaces. Keep one of the two.",
        ),
    ),
    "size below nobody": (
        invited("6000", "-6"),
        (f"invited.csv, line 2, column size_wte: -6 is below 0. {STAFF}",),
    ),
    "size of a nation": (
        invited("6000", "60000000"),
        (f"invited.csv, line 2, column size_wte: 60000000 is above 2,000,000. {STAFF}",),
    ),
    "size in words": (
        invited("6000", "many"),
        (f'invited.csv, line 2, column size_wte: "many" is not a number. {STAFF}',),
    ),
    "nobody invited": (
        write("invited.csv", INVITED.splitlines()[0] + "\n"),
        (
            "invited.csv: it has a heading but no rows. Add the rows. The organisations that are invited to the exercise, "
            "one row each.",
        ),
    ),
    "column misspelt": (
        invited("size_wte", "size"),
        ('invited.csv, line 1: "size" is not a column of this table. Did you mean size_wte? Use one of: size_wte.',),
    ),
    # seed questions and baselines
    "seed question without an answer": (
        seeds(",beds,100,", ",beds,,"),
        ("seed_questions.csv, line 2, column answer: the cell is empty. Enter the answer.",),
    ),
    "seed question answered in words": (
        seeds(",beds,100,", ",beds,hundred,"),
        ('seed_questions.csv, line 2, column answer: "hundred" is not a number. Enter the answer.',),
    ),
    "seed question twice": (
        seeds("staff,How", "beds,How"),
        ("seed_questions.csv, line 3: this row repeats line 2 (question beds). Keep one of the two.",),
    ),
    "baseline of somebody not invited": (
        baselines("Best trust,ict,support,3,collected,records\n"),
        (
            'baselines.csv, line 2, column organisation: "Best trust" is not among the invited. Write its name as the list '
            "of invited organisations has it.",
        ),
    ),
    "baseline below nobody": (
        baselines("North trust,ict,support,-3,collected,records\n"),
        ("baselines.csv, line 2, column wte: -3 is below 0. Enter whole-time equivalents, 0 or more.",),
    ),
    # files
    "file missing": (
        delete("invited.csv"),
        (
            'exercise.toml, [inputs.invited] file: the file "invited.csv" is not in the folder. Put it there, or mend the '
            "name; capitals count.",
        ),
    ),
    "file outside": (
        edited('"invited.csv"', '"../invited.csv"'),
        (
            'exercise.toml, [inputs.invited] file: "../invited.csv" leads out of the exercise folder. Put the file into the '
            "folder, and name it relative to that.",
        ),
    ),
    "file empty": (write("invited.csv", ""), ("invited.csv: the file is empty. Put its contents back.",)),
    "input misspelt": (
        edited("[inputs.invited]", "[inputs.invitees]"),
        (
            "exercise.toml, [inputs.invitees]: no such input is known. Did you mean invited? Use one of: "
            "typical_organisation, invited, seed_questions, baselines.",
            "exercise.toml, [inputs.invited]: the input is missing. Name the file that holds who is invited, with type, "
            "region and size.",
        ),
    ),
    "status unknown": (
        edited('["published"]', '["guessed"]'),
        (
            'exercise.toml, [inputs.seed_questions] status: "guessed" is not known. Use one of: published, collected, '
            "derived, made_up, assumed.",
        ),
    ),
    "row of the typical organisation missing": (
        edited("ict,manager,2,assumed,team\n", "", "typical_organisation.csv"),
        (
            "typical_organisation.csv: there is no row for area ict, level manager. Add it; enter 0 where there is nobody.",
        ),
    ),
    "typical organisation with nobody in an area": (
        all_of(
            edited("coding,support,6", "coding,support,0", "typical_organisation.csv"),
            edited("coding,professional,4", "coding,professional,0", "typical_organisation.csv"),
        ),
        (
            "typical_organisation.csv: the typical organisation has nobody in clinical_coding, so returns for it cannot be "
            "scaled up. Enter its staff, or leave the area out of `areas` in exercise.toml.",
        ),
    ),
    "problems of several files": (
        all_of(
            edited("2021-03-31", '"soon"'),
            invited("North trust,acute", "North trust,acut"),
            seeds(",beds,100,", ",beds,,"),
        ),
        (
            f'exercise.toml, deadline: "soon" is not a date. {DEADLINE}',
            f'invited.csv, line 2, column organisation_type: "acut" is not a known organisation type. {TYPES}',
            "seed_questions.csv, line 2, column answer: the cell is empty. Enter the answer.",
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_broken_exercise_is_answered_in_exact_words_and_writes_nothing(name, capsys):
    change, said = CASES[name]
    change(Path("exercise"))
    ended = cadre(capsys, "toolkit", "write", "exercise/exercise.toml", "--out", "toolkits")
    number = f"{len(said)} problem{'s' * (len(said) != 1)} found; nothing was written."
    assert ended.err.splitlines() == [*said, number]
    assert (ended.code, ended.out) == (1, "")
    assert not Path("toolkits").exists()


def test_the_good_exercise_writes_a_workbook_for_each_of_the_invited(capsys):
    ended = cadre(capsys, "toolkit", "write", "exercise/exercise.toml", "--out", "toolkits")
    assert (ended.code, ended.err) == (0, "")
    assert len(list(Path("toolkits").glob("*.xlsx"))) == 5
