"""What do staff records say of supply? An extract or spells -> a cohort with its stock and rates, and its track record.

Problems name what the records lack for the study; nothing is filled in. No table of people leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from cadreworks.problems import InputProblems, Problem
from cadreworks.progress import Progress
from cadreworks.records.engine import DuckEngine, duck_engine
from cadreworks.records.extract import Extract, open_records
from cadreworks.records.store import Store
from cadreworks.supply.backtest import CohortHistory, compare_methods, compare_with_record
from cadreworks.supply.backtest.cohorts import NAMES
from cadreworks.supply.cohort import COUNT
from cadreworks.supply.cohort.method import CohortMethod
from cadreworks.supply.cohort.population import Tallies, read_tallies
from cadreworks.supply.track_record import Method, Score
from cadreworks.vocabulary import LEVEL_IDS

_GROWTH_TOLD = 0.01
BACKTEST_DRAWS = 200
"""Behind each interval of the back-test: enough for its scores, few enough to try every past year."""


@dataclass(frozen=True)
class Wanted:
    """What a study wants of records. areas: those that it covers; base_years: every number of years that it may rest
    its rates on, with and without overrides; in_use: that with them; recruitment: COUNT or RATIO; one_by_one: whether
    people are simulated
    """

    base_day: date
    areas: tuple[str, ...]
    base_years: tuple[int, ...]
    in_use: int
    recruitment: str
    one_by_one: bool = False


@dataclass(frozen=True)
class SupplyRecords:
    """What supply takes from staff records, and what may be said of them.

    notes: what the reader of results must know of the record; accepted: kind of problem -> rows
    """

    method: CohortMethod
    digest: str
    first_day: date
    last_day: date
    accepted: Mapping[str, int]
    notes: tuple[str, ...]


def read_supply_records(given: str, wanted: Wanted, progress: Progress) -> SupplyRecords:
    """Supply from the records that are named as they are on the command line.

    Raises InputProblems with all that is wrong with the records, or that they lack.
    """
    with duck_engine(progress) as engine:
        store = _open(engine, given)
        _check_lists(store, wanted)
        tallies = read_tallies(engine, store, wanted.base_day, max(wanted.base_years), whole=True)
        method = _method(engine, store, tallies, wanted)
    _check_stock(method, wanted)
    for years in wanted.base_years:
        method.cohort(years)  # which says what the record lacks for it
    said = (*method.cohort(wanted.in_use).notes, *_note_of_growth(method, wanted.in_use))
    return SupplyRecords(method, store.digest, store.first_day, store.last_day, store.accepted, said)


def _method(engine: DuckEngine, store: Store, tallies: Tallies, wanted: Wanted) -> CohortMethod:
    """The method that the study asks for."""
    if not wanted.one_by_one:
        return CohortMethod(tallies, wanted.areas, wanted.recruitment)
    from cadreworks.supply.microsimulation.method import MicrosimulationMethod  # others need not load a compiler
    from cadreworks.supply.microsimulation.read_staff import read_changed_hours, read_staff

    staff = read_staff(engine, store.lists, tallies)
    changed = read_changed_hours(engine, store.lists, tallies)
    return MicrosimulationMethod(tallies, wanted.areas, wanted.recruitment, staff=staff, changed_hours=changed)


def _note_of_growth(method: CohortMethod, years: int) -> Iterator[str]:
    """A workforce that grew by recruiting more every year stops growing where recruitment is a constant count."""
    people = method.tallies.people[[-1 - years, -1]].sum(axis=(1, 2, 3))
    growth = float(people[1] / people[0]) ** (1 / years) - 1.0 if people[0] else 0.0
    if method.recruitment == COUNT and growth > _GROWTH_TOLD:
        yield (
            f"Staff in post grew by {growth:.1%} a year in the {years} years before the base year. Recruitment is "
            "carried forward as a constant count, so that supply grows less and less; recruitment as a ratio goes on "
            "as growth did."
        )


def _open(engine: DuckEngine, given: str) -> Store:
    try:
        return open_records(engine, Extract(given))
    except InputProblems as error:
        if not any(problem.kind == "heading" for problem in error.problems):
            raise
        what = f"{given} holds neither spells nor an extract in our own columns"
        remedy = (
            "Draw it together first, with its map: cadre records spells EXTRACT --map MAP.toml --out spells.parquet."
        )
        raise InputProblems([Problem("the records", what, remedy)]) from None


def judge_by_the_past(method: CohortMethod, base_years: int, *, seed: int, progress: Progress) -> tuple[Score, ...]:
    """How a cohort with so many base years, and methods that need the stock alone, would have done in the past.

    All are judged from the past years from which the cohort could be tried, so that like is compared with like.
    """
    record = CohortHistory(method.tallies, "wte")
    tried = [Method(NAMES[method.recruitment], base_years)]
    further = record.forecasters(record.stock, tried, seed=seed, draws=BACKTEST_DRAWS)
    rows = list(compare_with_record(record.stock, seed=seed, draws=BACKTEST_DRAWS, further=further, progress=progress))
    shared = {(row.origin, row.horizon) for row in rows if row.method in tried and row.mean is not None}
    if not shared:
        return compare_methods(rows)
    return compare_methods(row for row in rows if (row.origin, row.horizon) in shared)


def _check_lists(store: Store, wanted: Wanted) -> None:
    problems = []
    unknown = [area for area in wanted.areas if area not in store.lists.areas]
    if unknown:
        what = f"they were read with a list of areas that lacks {', '.join(unknown)}, which the study covers"
        problems.append(Problem("the records", what, "Read them with our areas, or mend `areas` in study.toml."))
    if set(store.lists.levels) != set(LEVEL_IDS):
        what = f"they were read with the levels {', '.join(store.lists.levels)}, and a study has {', '.join(LEVEL_IDS)}"
        problems.append(Problem("the records", what, "Translate their levels under [values.level] of the map."))
    if problems:
        raise InputProblems(problems)


def _check_stock(method: CohortMethod, wanted: Wanted) -> None:
    empty = [area for area, stock in zip(wanted.areas, method.stock.sum(axis=-1), strict=True) if not np.any(stock > 0)]
    if empty:
        what = f"nobody is in post in {', '.join(empty)} on {wanted.base_day}, and the study covers it"
        raise InputProblems([Problem("the records", what, "Mend the records, or `areas` in study.toml.")])
