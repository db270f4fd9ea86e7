"""What changed between two runs, and which change moved the results? Two results folders in, a comparison out.

The figures compared are those that the runs published. Both runs carry their inputs, so the method can be run on any
mixture of them: each change (one assumption, one input) is made alone to the first study, and the movement it causes
is read off the central run. Movements of single changes need not add up to the whole; what is left over is printed
as their interplay, and, where another version made one of the runs, as the work of the version too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from cadreworks.manifest import RunRecord
from cadreworks.results_folder import INPUTS_FOLDER
from cadreworks.review.change import Change
from cadreworks.review.changes import changes_of_runs, changes_that_move, other_changes
from cadreworks.review.headline import HeadlineFigure, headline, moved_by, published_headline
from cadreworks.review.results import TABLES_FOLDER, check_unchanged, read_record, read_result_tables
from cadreworks.study import Study, read_study


@dataclass(frozen=True)
class Movement:
    """By how much one change alone moves a headline figure of the first run."""

    cause: str
    scenario: str
    figure: str
    unit: str
    by: float


@dataclass(frozen=True)
class Comparison:
    """Two runs compared. movements is empty where the two cannot be mixed, and `cannot_mix` then says why."""

    runs: tuple[Change, ...]
    changes: tuple[Change, ...]
    before: tuple[HeadlineFigure, ...]
    after: tuple[HeadlineFigure, ...]
    movements: tuple[Movement, ...]
    cannot_mix: str = ""


INTERPLAY = "interplay of the changes"
OTHER_VERSION = "change of version, and interplay of the changes"


@dataclass(frozen=True)
class _Run:
    record: RunRecord
    study: Study
    published: tuple[HeadlineFigure, ...]


def compare_runs(first: Path, second: Path) -> Comparison:
    """What changed from the run in `first` to that in `second`, and what each change alone would move.

    Raises InputProblems where a folder holds no results, or its inputs or tables were changed since the run.
    """
    one, two = _read_run(first), _read_run(second)
    steps = list(changes_that_move(one.study, two.study))
    changes = (*(change for change, _ in steps), *other_changes(one.study, two.study))
    runs = tuple(changes_of_runs(one.record, two.record))
    obstacle = _obstacle(one.study, two.study)
    if obstacle:
        return Comparison(runs, changes, one.published, two.published, (), obstacle)
    central = headline(one.study)
    movements = [movement for change, mixed in steps for movement in _movements(change.name, central, headline(mixed))]
    ours = metadata.version("cadreworks")
    rest = INTERPLAY if one.record.version == two.record.version == ours else OTHER_VERSION
    movements += _left_over(rest, movements, one.published, two.published)
    return Comparison(runs, changes, one.published, two.published, tuple(movements))


def _read_run(results: Path) -> _Run:
    record = read_record(results)
    check_unchanged(results, record, INPUTS_FOLDER, TABLES_FOLDER)
    study = read_study(results / INPUTS_FOLDER)
    tables = read_result_tables(results / TABLES_FOLDER)
    return _Run(record, study, tuple(published_headline(study, tables, where=str(results / TABLES_FOLDER))))


def _obstacle(first: Study, second: Study) -> str:
    """Why the inputs of one study cannot stand in for those of the other, or nothing."""
    pairs = (
        ("years", first.settings.horizon, second.settings.horizon),
        ("years asked about", first.settings.points, second.settings.points),
        ("areas of work", first.settings.areas, second.settings.areas),
        (
            "scenarios",
            [scenario.id for scenario in first.settings.scenarios],
            [scenario.id for scenario in second.settings.scenarios],
        ),
    )
    if any(study.settings.from_records for study in (first, second)):
        return "supply rests on staff records, which results do not hold"
    differing = [name for name, one, other in pairs if one != other]
    return f"the two runs differ in their {' and '.join(differing)}" if differing else ""


Figures = list[HeadlineFigure] | tuple[HeadlineFigure, ...]


def _movements(cause: str, before: Figures, after: Figures) -> Iterator[Movement]:
    for one, two in zip(before, after, strict=True):
        yield Movement(cause, one.scenario, one.figure, one.unit, moved_by(one, two))


def _left_over(cause: str, movements: list[Movement], before: Figures, after: Figures) -> list[Movement]:
    """What the movements of single changes leave unexplained; nothing where it is no more than rounding."""
    rest = []
    for whole in _movements(cause, before, after):
        single = sum(
            movement.by
            for movement in movements
            if (movement.scenario, movement.figure) == (whole.scenario, whole.figure)
        )
        scale = max(abs(figure.value) for figure in before if figure.unit == whole.unit)
        if abs(whole.by - single) > 1e-9 * max(scale, 1.0):
            rest.append(replace(whole, by=whole.by - single))
    return rest
