"""The workbooks of the second round: each organisation's first answers, beside them what all said together.

returns of the first round, their pool, the exercise -> workbooks. What is shown must not tell what another answered:
below three returns a cell's pool is not shown, since one's own answer and the mean give the other's; below five it is
the mean alone, since a mean, a median and bounds together give single answers.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cadreworks.demand.answers import AnswerKey, Return
from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.second_round.change import Pooled
from cadreworks.demand.second_round.reasons import reasons_for
from cadreworks.demand.toolkit.feedback import Feedback
from cadreworks.demand.toolkit.folder import WrittenWorkbooks, write_workbooks
from cadreworks.demand.toolkit.write import toolkit_bytes
from cadreworks.problems import ProblemList, counted, quoted
from cadreworks.progress import Progress, no_progress
from cadreworks.vocabulary import ALL

FEWEST_FOR_A_MEAN, FEWEST_FOR_BOUNDS = 3, 5
FILE_ENDING = "_second_round"
TOO_FEW = "too few answers to show"


@dataclass(frozen=True)
class SecondRound:
    """What was written; reasons_left_out: comments that named somebody, each counted once."""

    written: WrittenWorkbooks
    returns: int
    reasons_left_out: int


def check_enough(returns: Sequence[Return], exercise: Exercise, problems: ProblemList, *, file: str) -> None:
    """Whether there may be a second round: three returns at least, all of invited organisations."""
    invited = {entry.organisation for entry in exercise.invited}
    for answers in returns:
        if answers.organisation not in invited:
            what = f"{quoted(answers.organisation)} is not among the invited"
            problems.add(file, what, "Write its name as the list of invited organisations has it.", kind="not invited")
    if len(returns) < FEWEST_FOR_A_MEAN:
        problems.add(
            file,
            f"{counted(len(returns), 'organisation')} answered, and a pool of fewer than {FEWEST_FOR_A_MEAN} shown "
            "beside one's own answer would tell what another answered",
            "Wait for more returns, or leave the second round out.",
            kind="too few returns",
        )


def write_second_round(
    folder: Path,
    exercise: Exercise,
    returns: Sequence[Return],
    *,
    change: Mapping[AnswerKey, Pooled],
    seed: int,
    progress: Progress = no_progress,
) -> SecondRound:
    """One workbook for each organisation that answered. Raises as `write_workbooks` does.

    Seed questions are left out: they were answered before anybody saw another's answer, and stay so.
    """
    asked = replace(exercise, seed_questions=())
    pool = pool_shown(returns, change)
    names = [entry.organisation for entry in exercise.invited]
    makers = {answers.organisation: _maker(asked, answers, returns, pool=pool, seed=seed) for answers in returns}
    every = reasons_for("", returns, names, seed=seed)
    written = write_workbooks(folder, makers, progress, ending=FILE_ENDING)
    return SecondRound(written, len(returns), every.left_out)


def _maker(
    exercise: Exercise, answers: Return, returns: Sequence[Return], *, pool: Mapping[AnswerKey, str], seed: int
) -> Callable[[], bytes]:
    def make() -> bytes:
        names = [entry.organisation for entry in exercise.invited]
        reasons = reasons_for(answers.organisation, returns, names, seed=seed)
        unsigned = replace(answers, signed_off_by="", seeds={})
        feedback = Feedback(len(returns), pool, reasons.by_area, reasons.left_out)
        return toolkit_bytes(exercise, answers.organisation, unsigned, feedback=feedback)

    return make


def pool_shown(returns: Sequence[Return], change: Mapping[AnswerKey, Pooled]) -> Mapping[AnswerKey, str]:
    """What may be shown of the pool of each cell, in words: `6.1 (2 to 9.5), median 6`."""
    return {key: _shown(pooled, answers_at(returns, key)) for key, pooled in change.items()}


def answers_at(returns: Sequence[Return], key: AnswerKey) -> list[float]:
    """What the returns say of a cell, or of an area's total where the level is `all`."""
    scenario, year, area, level = key
    if level == ALL:
        found = [answers.total(scenario, year, area) for answers in returns]
    else:
        found = [answers.wte.get(key) for answers in returns]
    return [value for value in found if value is not None]


def _shown(pooled: Pooled, answers: Sequence[float]) -> str:
    count = min(pooled.n, len(answers))
    if count < FEWEST_FOR_A_MEAN or pooled.mean is None:
        return TOO_FEW
    if count < FEWEST_FOR_BOUNDS or pooled.low is None or pooled.high is None:
        return _figure(pooled.mean)
    bounds = f"{_figure(pooled.low)} to {_figure(pooled.high)}"
    return f"{_figure(pooled.mean)} ({bounds}), median {_figure(statistics.median(answers))}"


def _figure(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 1000 else f"{value:,.0f}"
