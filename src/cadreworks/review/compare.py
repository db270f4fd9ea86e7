"""What changed between two runs, and which change moved the results? Two results folders in, a comparison out.

The figures compared are those that the runs published. Both runs carry their inputs, so the method can be run on any
mix of them; the change of each figure is shared out over groups of changes, and within groups over single changes, so
that the parts add up and depend on no order (docs/adr/0021). Where supply rests on staff records, these are needed too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cadreworks.manifest import RunRecord
from cadreworks.progress import Progress, no_progress
from cadreworks.results_folder import INPUTS_FOLDER
from cadreworks.review.change import Change, Group, Step
from cadreworks.review.changes import changes_of_runs, changes_that_move, other_changes
from cadreworks.review.headline import HeadlineFigure, published_headline
from cadreworks.review.results import (
    TABLES_FOLDER,
    ResultRows,
    check_records_named,
    check_unchanged,
    read_record,
    read_result_tables,
)
from cadreworks.review.waterfall import Movement, Shared, bind_steps, share_out_change
from cadreworks.study import Study, give_records, read_study

RECORDS_OF_SECOND = "--records-of-second"


@dataclass(frozen=True)
class Compared:
    """One of the two runs. areas, scenarios: ids and names; year: the horizon; records: digest of its staff records"""

    title: str
    edition: str
    year: int
    areas: tuple[str, ...]
    scenarios: dict[str, str]
    study_digest: str
    version: str
    seed: int
    draws: int
    records: str
    not_for_publication: bool


@dataclass(frozen=True)
class Comparison:
    """Two runs compared.

    runs, changes: what differs; before, after: the figures that they published, also of each area; movements: by how
    much each change moved them, of scenarios that both have; notes: how the change was shared out; cannot_mix: why
    it was not, and movements are then none
    """

    first: Compared
    second: Compared
    runs: tuple[Change, ...]
    changes: tuple[Change, ...]
    before: tuple[HeadlineFigure, ...]
    after: tuple[HeadlineFigure, ...]
    movements: tuple[Movement, ...]
    notes: tuple[str, ...] = ()
    cannot_mix: str = ""


@dataclass(frozen=True)
class RecordsNamed:
    """Staff records as they are named on the command line: of the first run, or of both, and of the second."""

    first: str | None = None
    second: str | None = None


@dataclass(frozen=True)
class _Run:
    record: RunRecord
    study: Study
    tables: dict[str, ResultRows]
    results: Path

    def published(self, study: Study) -> list[HeadlineFigure]:
        """The figures of a study with scenarios of this run."""
        return published_headline(study, self.tables, where=str(self.results / TABLES_FOLDER))


def compare_runs(
    first: Path, second: Path, named: RecordsNamed | None = None, progress: Progress = no_progress
) -> Comparison:
    """What changed from the run in `first` to that in `second`, and what each change moved.

    Raises InputProblems where a folder holds no results, its inputs or tables were changed since the run, or staff
    records are not the run's; UsageFault where records are lacking or not wanted.
    """
    one, two = _with_records(_read_run(first), _read_run(second), named or RecordsNamed(), progress)
    obstacle = _obstacle(one.study, two.study)
    ours, theirs = (one.study, two.study) if obstacle else _of_shared_scenarios(one.study, two.study)
    steps = list(changes_that_move(ours, theirs))
    shared = Shared(())
    if not obstacle:
        steps = bind_steps(ours, steps)
        shared, obstacle = _shared((one, ours), (two, theirs), steps, progress)
    return Comparison(
        _about(one),
        _about(two),
        tuple(changes_of_runs(one.record, two.record)),
        (*_listed(steps), *other_changes(one.study, two.study)),
        tuple(one.published(one.study)),
        tuple(two.published(two.study)),
        shared.movements,
        () if obstacle else tuple(_notes(steps, shared)),
        obstacle,
    )


def _shared(
    first: tuple[_Run, Study], second: tuple[_Run, Study], steps: Sequence[Step], progress: Progress
) -> tuple[Shared, str]:
    """The change of what runs published of studies with the same scenarios, or why it cannot be shared out."""
    (one, ours), (two, theirs) = first, second
    try:
        shared = share_out_change(ours, theirs, steps, (one.published(ours), two.published(theirs)), progress=progress)
    except ArithmeticError as error:
        return Shared(()), f"a mix of the two studies cannot be run: {error}"
    return shared, "something moved it that this version knows no change for" if shared.unknown else ""


def _listed(steps: Sequence[Step]) -> Iterator[Change]:
    """Every change that moves results, with the group and the name under which movements tell of it."""
    for step in steps:
        yield from (replace(change, group=step.group.id, part=step.name) for change in step.changes)


def _read_run(results: Path) -> _Run:
    record = read_record(results)
    check_unchanged(results, record, INPUTS_FOLDER, TABLES_FOLDER)
    return _Run(record, read_study(results / INPUTS_FOLDER), read_result_tables(results / TABLES_FOLDER), results)


def _about(run: _Run) -> Compared:
    settings, record = run.study.settings, run.record
    return Compared(
        title=settings.title,
        edition=settings.edition,
        year=settings.horizon.last,
        areas=settings.areas,
        scenarios={scenario.id: scenario.name for scenario in settings.scenarios},
        study_digest=record.study_digest,
        version=record.version,
        seed=record.seed,
        draws=record.draws,
        records=record.records,
        not_for_publication=record.not_for_publication,
    )


def _with_records(one: _Run, two: _Run, named: RecordsNamed, progress: Progress) -> tuple[_Run, _Run]:
    """Both with their staff records, where any are named; those of the first do for both where they are the same."""
    if named.first is None and named.second is None:
        return one, two
    same = one.record.records == two.record.records
    of_second = named.first if named.second is None and same else named.second
    check_records_named(one.results, one.record, named.first)
    check_records_named(two.results, two.record, of_second, option=RECORDS_OF_SECOND)
    return _given(one, named.first, progress), _given(two, of_second, progress)


def _given(run: _Run, records: str | None, progress: Progress) -> _Run:
    return replace(run, study=give_records(run.study, records, progress, digest=run.record.records))


def _of_shared_scenarios(first: Study, second: Study) -> tuple[Study, Study]:
    """Both with the scenarios that they share, in the first one's order: no scenario acts on another."""
    theirs = {scenario.id for scenario in second.settings.scenarios}
    shared = [scenario.id for scenario in first.settings.scenarios if scenario.id in theirs]
    return _with_scenarios(first, shared), _with_scenarios(second, shared)


def _with_scenarios(study: Study, ids: Sequence[str]) -> Study:
    known = {scenario.id: scenario for scenario in study.settings.scenarios}
    if list(known) == list(ids):
        return study
    answers = study.returns
    of_these = replace(
        answers,
        wte={name: answers.wte[name] for name in ids},
        ranges={name: ranges for name, ranges in answers.ranges.items() if name in ids},
    )
    settings = replace(study.settings, scenarios=tuple(known[name] for name in ids))
    return replace(study, settings=settings, returns=of_these)


def _obstacle(first: Study, second: Study) -> str:
    """Why the inputs of one study cannot stand in for those of the other, or nothing."""
    ours, theirs = (study.settings for study in (first, second))
    apart = not {item.id for item in ours.scenarios} & {item.id for item in theirs.scenarios}
    pairs = (
        ("years", ours.horizon != theirs.horizon),
        ("areas of work", ours.areas != theirs.areas),
        ("scenarios", apart),
    )
    differing = [name for name, differs in pairs if differs]
    if differing:
        return f"the two runs differ in their {' and '.join(differing)}"
    if any(study.settings.from_records and study.records is None for study in (first, second)):
        return (
            "supply rests on staff records, which results do not hold. Name them with --records, and with "
            f"{RECORDS_OF_SECOND} where the second run rests on others"
        )
    return ""


def _notes(steps: Sequence[Step], shared: Shared) -> list[str]:
    """What the reader of the parts must know of them."""
    bound = [
        f"{step.name} cannot be made one without the other, so they are one change, of the group {step.group.id}."
        for step in steps
        if len(step.changes) > 1
    ]
    alone = [
        f"The changes of the group {group.id} are too many to be told apart; the group is told as a whole."
        for group in shared.alone
    ]
    another = any(movement.group == Group.VERSION.id for movement in shared.movements)
    version = "What this version does not explain of what the runs published is told as the group version."
    return [*bound, *alone, *([version] if another else [])]
