"""What came back altogether? Files and an exercise -> one return for each organisation, and who is still missing.

Two files of one organisation are one return only where they say the same, or answer different scenarios (sheets that
were saved one by one); otherwise which is meant cannot be told.

One process reads a thousand workbooks in about half a minute (benchmarks/demand), once or twice in an exercise; the few
seconds that a second one would save are not worth the care that processes need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cadreworks.demand.answers import Return
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.returned.find_files import FoundFiles
from cadreworks.demand.returned.from_table import is_table_of_returns, read_table_of_returns
from cadreworks.demand.returned.open_file import read_bytes
from cadreworks.demand.returned.read import ReadFile, questions_asked, read_return
from cadreworks.demand.returned.unreadable import Unreadable
from cadreworks.demand.returned.write import without_list_mark
from cadreworks.problems import Problem, ProblemList, quoted
from cadreworks.progress import Progress
from cadreworks.settings_file import LoadedFile


@dataclass(frozen=True)
class Returned:
    """All that came back. returns: in the exercise's order of those invited, then by name; asked: how many answers
    the exercise asks of each
    """

    exercise: Exercise
    files: tuple[ReadFile, ...]
    returns: tuple[Return, ...]
    asked: int
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]

    @property
    def complete(self) -> int:
        return sum(len(answers.wte) == self.asked for answers in self.returns)

    @property
    def unsigned(self) -> int:
        return sum(not answers.signed_off_by for answers in self.returns)

    @property
    def untouched(self) -> int:
        """Files in which nothing was filled in."""
        return sum(file.answers is None and not file.problems for file in self.files)

    @property
    def unread(self) -> int:
        """Files with problems."""
        return sum(bool(file.problems) for file in self.files)

    @property
    def missing(self) -> tuple[str, ...]:
        """Those invited of whom nothing came back that could be read."""
        came = {answers.organisation for answers in self.returns}
        return tuple(invited.organisation for invited in self.exercise.invited if invited.organisation not in came)


def read_returned(found: FoundFiles, exercise: Exercise, *, progress: Progress) -> Returned:
    """Read all files. Problems and notices are those of the files, in their order, then those between them."""
    problems, notices = ProblemList(), ProblemList()
    problems.extend(found.problems)
    notices.extend(found.notices)
    files: list[ReadFile] = []
    for number, path in enumerate(found.paths, start=1):
        progress("Reading returns", number, len(found.paths))
        files += _read(path, exercise)
    return _altogether(files, exercise, problems, notices)


def read_loaded(loaded: Sequence[LoadedFile], exercise: Exercise) -> Returned:
    """The same of files whose bytes are at hand."""
    files = [read for file in loaded for read in _read_raw(file.raw, exercise, file=file.name)]
    return _altogether(files, exercise, ProblemList(), ProblemList())


def _altogether(files: Sequence[ReadFile], exercise: Exercise, problems: ProblemList, notices: ProblemList) -> Returned:
    for file in files:
        problems.extend(file.problems)
        notices.extend(file.notices)
    returns = _one_of_each(files, problems, notices)
    order = {invited.organisation: number for number, invited in enumerate(exercise.invited)}
    returns.sort(key=lambda answers: (order.get(answers.organisation, len(order)), answers.organisation))
    return Returned(exercise, tuple(files), tuple(returns), questions_asked(exercise), tuple(problems), tuple(notices))


def _read(path: Path, exercise: Exercise) -> list[ReadFile]:
    """What a file says: a workbook says it of one organisation, a table of returns of many."""
    file = path.as_posix()
    try:
        raw = read_bytes(path, file=file)
    except Unreadable as fault:
        return [ReadFile(file, problems=(Problem(file, fault.what, fault.remedy, fault.kind),))]
    return _read_raw(raw, exercise, file=file)


def _read_raw(raw: bytes, exercise: Exercise, *, file: str) -> list[ReadFile]:
    if not is_table_of_returns(raw):
        return [read_return(raw, exercise, file=file)]
    problems, notices = ProblemList(), ProblemList()
    returns = read_table_of_returns(raw, exercise, problems, notices, file=file)
    if len(problems):
        return [ReadFile(file, problems=tuple(problems), notices=tuple(notices))]
    return [
        ReadFile(file, answers.organisation, answers, asked=questions_asked(exercise), notices=tuple(notices))
        for answers in returns
    ]


def _one_of_each(files: Sequence[ReadFile], problems: ProblemList, notices: ProblemList) -> list[Return]:
    kept: dict[str, tuple[Return, str]] = {}
    for file in files:
        if file.answers is None:
            continue
        name = file.organisation
        if name not in kept:
            kept[name] = (file.answers, file.file)
            continue
        first, where = kept[name]
        if _same(first, file.answers):
            kept[name] = (_one_of_two(first, file.answers), where)
            what = f"{quoted(name)} said the same in {where}, and is counted once"
            notices.add(file.file, what, "Nothing needs to be done.", kind="the same twice")
        elif _apart(first, file.answers):
            kept[name] = (_together(first, file.answers), where)
            what = f"{quoted(name)} answered other scenarios in {where}; the two are read as one return"
            notices.add(file.file, what, "Nothing needs to be done.", kind="in parts")
        else:
            what = f"{quoted(name)} answered otherwise in {where}"
            problems.add(file.file, what, "Leave out the one that no longer holds.", kind="organisation twice")
    return [answers for answers, _ in kept.values()]


def _same(one: Return, other: Return) -> bool:
    """Whether both give the same answers. A table of returns holds no answers to seed questions, and has comments as
    they were written there.
    """
    seeds_agree = one.seeds == other.seeds or not one.seeds or not other.seeds
    return seeds_agree and _answers_of(one) == _answers_of(other)


def _answers_of(answers: Return) -> tuple[object, ...]:
    comments = {key: without_list_mark(text) for key, text in answers.comments.items()}
    return answers.wte, answers.ranges, comments


def _one_of_two(one: Return, other: Return) -> Return:
    """The first, with what only the second has besides its answers."""
    return replace(one, seeds=one.seeds or other.seeds, signed_off_by=one.signed_off_by or other.signed_off_by)


def _scenarios(answers: Return) -> set[str]:
    return {key[0] for key in answers.wte} | {key[0] for key in answers.ranges} | {key[0] for key in answers.comments}


def _apart(one: Return, other: Return) -> bool:
    """Whether the two answer different scenarios, and seed questions only in one of them."""
    return not (_scenarios(one) & _scenarios(other)) and not (one.seeds and other.seeds)


def _together(one: Return, other: Return) -> Return:
    """Signed off where both are by the same role: who signs one sheet has not signed the other."""
    return Return(
        one.organisation,
        {**one.wte, **other.wte},
        {**one.ranges, **other.ranges},
        {**one.comments, **other.comments},
        {**one.seeds, **other.seeds},
        one.signed_off_by if one.signed_off_by == other.signed_off_by else "",
    )
