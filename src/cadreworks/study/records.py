"""Staff records for a study whose supply rests on them: the study and the records in, the study with its supply out."""

from __future__ import annotations

from dataclasses import replace

from cadreworks.assumptions import Register
from cadreworks.disclosure import SMALLEST_PUBLISHED
from cadreworks.periods import as_at
from cadreworks.problems import InputProblems, Problem, ProblemList, UsageFault
from cadreworks.progress import Progress
from cadreworks.study.settings import STUDY_FILE
from cadreworks.study.study import Study
from cadreworks.supply import BASE_YEARS, MICROSIMULATION


def give_records(study: Study, given: str | None, progress: Progress, *, digest: str = "") -> Study:
    """The study with stock and rates from the records, or as it is where it needs none.

    given: a file, a folder or a glob; digest: that of the records which alone will do, or nothing. Raises UsageFault
    where records are lacking or not wanted, InputProblems where they are not what the study needs.
    """
    if not study.settings.from_records:
        if given is not None:
            raise UsageFault(
                f"{STUDY_FILE} asks for the method {study.settings.supply_method}, which reads no records."
            )
        return study
    if given is None:
        raise UsageFault("The supply of this study rests on staff records. Name them with --records.")
    from cadreworks.supply.from_records import Wanted, read_supply_records  # not to be loaded for studies of tables

    entry = Register.of(study.declared).overriding(study.overrides)[BASE_YEARS.id]
    both = tuple(sorted({int(entry.value), int(entry.in_use)}))  # since results are worked out without overrides too
    settings = study.settings
    wanted = Wanted(
        as_at(settings.horizon.base),
        settings.areas,
        both,
        int(entry.in_use),
        settings.recruitment,
        one_by_one=settings.supply_method == MICROSIMULATION,
    )
    records = read_supply_records(given, wanted, progress)
    if digest and records.digest != digest:
        what = "they are not the records of the run"
        raise InputProblems([Problem(given, what, f"Give those whose spells have the digest {digest}.")])
    supplied = replace(study, records=records, stock=records.method.stock)
    _check_overrides(supplied)
    return supplied


def judge_supply(study: Study, seed: int, progress: Progress) -> Study:
    """The study with the track record of its method of supply, where records let it be tried on the past."""
    if study.records is None:
        return study
    from cadreworks.supply.from_records import judge_by_the_past

    base_years = int(study.register[BASE_YEARS.id].in_use)
    scores = judge_by_the_past(study.records.method, base_years, seed=seed, progress=progress)
    return replace(study, track_record=scores)


def _check_overrides(study: Study) -> None:
    """An override multiplies what was observed, so there must be enough of it to say what that is."""
    problems = ProblemList()
    known = study.register.assumptions
    file = next((item.file for item in study.settings.inputs if item.role == "overrides"), "")
    for override in study.overrides:
        if override.assumption not in known:
            problems.add(
                file,
                f"{override.assumption} is overridden, and too few people did so in the years that rates rest on",
                f"Leave it out: what was observed is not shown below {SMALLEST_PUBLISHED}, so it cannot be replaced.",
                kind="too little observed",
            )
    problems.stop_if_any()
