"""What does one returned file say? Any file and an exercise -> a return, with problems and notices.

Opened by what it is, its tables found by their words, its cells read or refused. A return with answers missing is a
return; what is missing is told by scenario and area. Where there is a problem, nothing of the file is to be used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cadreworks.demand.answers import AnswerKey, Return, SeedAnswer
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.returned.answers_of_table import TableAnswers
from cadreworks.demand.returned.cells import Opened, place_in
from cadreworks.demand.returned.file_tables import read_tables
from cadreworks.demand.returned.labels import read_labels
from cadreworks.demand.returned.notes import HALF_A_RANGE, Notes, half_ranges
from cadreworks.demand.returned.open_file import open_bytes, read_bytes
from cadreworks.demand.returned.seeds import read_seeds, tell_missing_seeds
from cadreworks.demand.returned.unreadable import Unreadable
from cadreworks.demand.returned.who import Keys, read_keys, read_organisation, read_sign_off
from cadreworks.demand.returned.words import Words
from cadreworks.demand.toolkit import layout
from cadreworks.demand.toolkit.feedback import SECOND_ROUND
from cadreworks.problems import Problem, counted, quoted
from cadreworks.vocabulary import LEVEL_IDS, area_of_work

_PARTIAL = "It is read as a partial return."


@dataclass(frozen=True)
class ReadFile:
    """What one file said.

    organisation: empty where it cannot be told; answers: None where there are problems or nothing was filled in;
    places: the sheet and cell of each of its wte; asked: how many answers the exercise asks of each organisation
    """

    file: str
    organisation: str = ""
    answers: Return | None = None
    places: Mapping[AnswerKey, str] = field(default_factory=dict)
    asked: int = 0
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()

    @property
    def answered(self) -> int:
        return len(self.answers.wte) if self.answers else 0


def read_file(path: Path, exercise: Exercise, *, file: str) -> ReadFile:
    """Read the file at `path`, which problems call `file`. Raises nothing of its own."""
    try:
        return read_return(read_bytes(path, file=file), exercise, file=file)
    except Unreadable as fault:
        return _unread(file, fault)


def read_return(raw: bytes, exercise: Exercise, *, file: str) -> ReadFile:
    """Read the bytes of a file, which problems call `file`."""
    words = Words(exercise)
    try:
        opened = open_bytes(raw, known=words.known)
        return _read(opened, words, Notes(file))
    except Unreadable as fault:
        return _unread(file, fault)


def _unread(file: str, fault: Unreadable) -> ReadFile:
    notes = Notes(file)
    notes.problem(fault.what, fault.remedy, kind=fault.kind)
    return ReadFile(file, problems=notes.problems)


def _read(opened: Opened, words: Words, notes: Notes) -> ReadFile:
    exercise, sheets = words.exercise, opened.sheets
    for what, remedy in opened.told:
        notes.notice(what, remedy, kind="file")
    found = read_tables(sheets, words, notes)
    if not found.any and not notes.problems:
        remedy = "Check that the right file is named, and the right exercise."
        notes.problem("it holds no table of this exercise", remedy, kind="no table")
        return ReadFile(notes.file, problems=notes.problems, notices=notes.notices)
    labels = read_labels(sheets)
    organisation = read_organisation(labels, exercise, notes)
    keys = read_keys(labels)[0]
    _check_keys(keys, exercise, notes)
    seeds = read_seeds(sheets, exercise, notes)
    asked = questions_asked(exercise)
    if not notes.problems and not seeds and all(table.says_nothing for table in found.tables):
        notes.notice("nothing is filled in", "It is counted as not answered.", kind="untouched")
        return ReadFile(notes.file, organisation, asked=asked, notices=notes.notices)
    role = read_sign_off(labels, notes)
    if keys.round != str(SECOND_ROUND):  # a second round does not ask them
        tell_missing_seeds(seeds, exercise, notes)
    if not notes.problems:  # what is missing may stand where a problem is
        _tell_missing(found.tables, exercise, notes)
        _tell_half_ranges(found.tables, notes)
    answers = None if notes.problems else _joined(organisation, found.tables, seeds, role)
    return ReadFile(notes.file, organisation, answers, _places(found.tables), asked, notes.problems, notes.notices)


def questions_asked(exercise: Exercise) -> int:
    """How many best estimates the exercise asks of each organisation."""
    return len(exercise.scenarios) * len(exercise.points) * len(exercise.areas) * len(LEVEL_IDS)


def _joined(organisation: str, tables: Sequence[TableAnswers], seeds: Mapping[str, SeedAnswer], role: str) -> Return:
    return Return(
        organisation,
        wte={
            (table.scenario, year, table.area, level): number
            for table in tables
            for (year, level), number in table.wte.items()
        },
        ranges={(table.scenario, year, table.area): given for table in tables for year, given in table.ranges.items()},
        comments={(table.scenario, table.area): table.comment for table in tables if table.comment},
        seeds=seeds,
        signed_off_by=role,
    )


def _places(tables: Sequence[TableAnswers]) -> dict[AnswerKey, str]:
    return {
        (table.scenario, year, table.area, level): place_in("", table.table.sheet, place).removeprefix(", ")
        for table in tables
        for (year, level), place in table.places.items()
    }


def _check_keys(keys: Keys, exercise: Exercise, notes: Notes) -> None:
    if keys.exercise and exercise.digest and keys.exercise != exercise.digest:
        notes.notice(
            "it was made for another exercise, or for this one before it was changed; its words fit, so it was read",
            "Check that it answers the same questions.",
            kind="another exercise",
        )
    if keys.format and keys.format != str(layout.FORMAT):
        notes.notice(
            f"it was made by another version of the toolkit ({quoted(keys.format)}, where this is {layout.FORMAT})",
            "It was read by its words.",
            kind="another version",
        )


def _tell_half_ranges(tables: Sequence[TableAnswers], notes: Notes) -> None:
    if half := half_ranges(given for table in tables for given in table.ranges.values()):
        notes.notice(*half, kind=HALF_A_RANGE)


def _tell_missing(tables: Sequence[TableAnswers], exercise: Exercise, notes: Notes) -> None:
    """A line for each scenario with an answer missing: how many by area."""
    answered = {(table.scenario, table.area): len(table.wte) for table in tables}
    each = len(exercise.points) * len(LEVEL_IDS)
    total = each * len(exercise.areas)
    for sheet in layout.scenario_sheets(exercise):
        left = {area: each - answered.get((sheet.scenario, area), 0) for area in exercise.areas}
        missing = sum(left.values())
        if missing == total:
            notes.notice(f"nothing is answered in {sheet.heading}", _PARTIAL, kind="missing answers")
        elif missing:
            by_area = ", ".join(f"{area_of_work(area).code}: {number}" for area, number in left.items() if number)
            are = "is" if missing == 1 else "are"
            what = f"{missing} of {counted(total, 'answer')} {are} missing in {sheet.heading} ({by_area})"
            notes.notice(what, _PARTIAL, kind="missing answers")
