"""Who stood where on each yearly day, and what became of them? Spells -> counts by cell, age and length of service.

A cell is an area of work and a level. People are counted where flows count them, and tallied here by single year of age
and completed year of service, which bands of flows do not tell. The tallies are held to what flows count in each cell.

A year opens and closes on the day of the year on which the projection begins, so that what is seen of one year (who
of those in post leaves, moves, comes) is what one step of the projection does.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cadreworks.problems import InputProblems, Problem, counted
from cadreworks.records.counted_people import YEARS_AWAY, CountedPeople
from cadreworks.records.dates import shift_years
from cadreworks.records.engine import DuckEngine
from cadreworks.records.flows import Flows, count_flows
from cadreworks.records.schema import JOINER_SOURCES, MICRO, Lists
from cadreworks.records.spells import age_sql
from cadreworks.records.states import Cells
from cadreworks.records.store import Store
from cadreworks.records.transitions import LOOK_BACK_YEARS, RETIREMENT_BOUNDARY
from cadreworks.supply.cohort.classes import (
    AGES,
    LONGEST_SERVICE,
    OLDEST,
    SERVICES,
    UNKNOWN_AGE,
    UNKNOWN_SERVICE,
    YOUNGEST,
)

Counts = NDArray[np.int64]

FEWEST_YEARS = 2
SOURCES = JOINER_SOURCES
_GROUPS = 3


@dataclass(frozen=True)
class Tallies:
    """What the record shows between yearly days; cell = area x levels + level.

    days: in order, the last being the base day; years: how many of the last intervals rates rest on
    people (day, cell, age, service) and wte, wte_squared (day, cell): in post on each day
    leavers (interval, cell, age, service), by age and service at opening; leavers_wte (interval, cell)
    retired, reasoned (interval, age): leavers who retired, and leavers whose reason is recorded
    moved, moved_wte, moved_change (interval, cell, cell): people, opening wte and change of wte, from a cell to a cell
    stay_change, stay_change_squared (interval, cell): change of wte of those who stay in their cell
    joined (interval, source, cell); joined_age (interval, source, level, age) and joined_service (interval, source,
    service), both at closing; joined_wte (interval, cell)
    returned (interval, years away, group of age when last seen, cell); returned_age (interval, years away, group,
    level, age) and returned_service (interval, years away, group, service), at closing; returned_wte (interval, years
    away, cell). Years away: 0 of those who left in the year that closed at opening, 1 in the year before, and so on
    """

    areas: tuple[str, ...]
    levels: tuple[str, ...]
    days: tuple[date, ...]
    years: int
    people: Counts
    wte: NDArray[np.float64]
    wte_squared: NDArray[np.float64]
    leavers: Counts
    leavers_wte: NDArray[np.float64]
    retired: Counts
    reasoned: Counts
    moved: Counts
    moved_wte: NDArray[np.float64]
    moved_change: NDArray[np.float64]
    stay_change: NDArray[np.float64]
    stay_change_squared: NDArray[np.float64]
    joined: Counts
    joined_age: Counts
    joined_service: Counts
    joined_wte: NDArray[np.float64]
    returned: Counts
    returned_age: Counts
    returned_service: Counts
    returned_wte: NDArray[np.float64]

    def ending(self, at: int, years: int) -> Tallies:
        """What would have been read with the day `at` as base day, and rates from the `years` years before it."""
        first = max(at - years - LOOK_BACK_YEARS, 0)
        on_days = {name: getattr(self, name)[first : at + 1] for name in _ON_DAYS}
        between = {
            field.name: getattr(self, field.name)[first:at]
            for field in fields(self)
            if field.name not in (*_ON_DAYS, "areas", "levels", "years")
        }
        return replace(self, years=years, **on_days, **between)

    @property
    def years_away_told(self) -> int:
        """After how many years away a returner is known as such in every year that rates rest on."""
        return min(len(self.days) - 1 - self.years, LOOK_BACK_YEARS)

    def telling_returners_alike(self) -> Tallies:
        """Those who return after more years away than `years_away_told` count as joiners in every year, since in the
        first of the years that rates rest on the record cannot tell them from joiners. Counted as both, in turn, they
        would come twice.
        """
        told, unknown = slice(self.years_away_told, None), SOURCES.index("unknown")
        joined, age, service = (counts.copy() for counts in (self.joined, self.joined_age, self.joined_service))
        joined[:, unknown] += self.returned[:, told].sum(axis=(1, 2))
        age[:, unknown] += self.returned_age[:, told].sum(axis=(1, 2))
        service[:, unknown] += self.returned_service[:, told].sum(axis=(1, 2))
        wte = self.joined_wte + self.returned_wte[:, told].sum(axis=1)
        kept = {}
        for name in ("returned", "returned_age", "returned_service", "returned_wte"):
            kept[name] = getattr(self, name).copy()
            kept[name][:, told] = 0
        return replace(self, joined=joined, joined_age=age, joined_service=service, joined_wte=wte, **kept)


_ON_DAYS = ("days", "people", "wte", "wte_squared")
"""What is told of each day; all else is told of the years between."""


def read_tallies(engine: DuckEngine, store: Store, base_day: date, rate_years: int, *, whole: bool = False) -> Tallies:
    """The tallies of the years before the base day, as far back as leavers may return from.

    whole: all earlier years too, as far as the record has them without a gap. Raises InputProblems where the record
    lacks the base day, or the years asked for.
    """
    days = _choose_days(store, base_day, rate_years, whole=whole)
    flows = count_flows(engine, store, Cells(("area", "level")), days)
    engine.begin("Tallying by age and length of service")
    tallies = _tally(CountedPeople(engine, store.lists, days), store.lists, days, rate_years)
    _check_against_flows(tallies, flows)
    return tallies


def _choose_days(store: Store, base_day: date, rate_years: int, *, whole: bool) -> list[date]:
    """The base day and the same day of earlier years, as far as the record has them without a gap."""
    has = set(store.snapshots)
    days: list[date] = []
    farthest = base_day.year - store.first_day.year if whole else rate_years + LOOK_BACK_YEARS
    for back in range(max(farthest, 0) + 1):
        day = shift_years(base_day, -back)
        if not (store.first_day <= day <= store.last_day if store.dated else day in has):
            break
        days.insert(0, day)
    found = max(len(days) - 1, 0)
    problems = []
    if rate_years < FEWEST_YEARS:
        what = (
            f"rates are to rest on {counted(rate_years, 'year')}, and it takes {FEWEST_YEARS} to see how years differ"
        )
        problems.append(Problem("the records", what, f"Ask for at least {FEWEST_YEARS} years."))
    if not days:
        what = f"they have no day {base_day}, on which the projection is to begin"
        problems.append(Problem("the records", what, f"They tell of {store.first_day} to {store.last_day}."))
    elif found < rate_years:
        what = (
            f"they hold {counted(found, 'year')} before {base_day} without a gap, and rates are to rest on {rate_years}"
        )
        remedy = f"Add snapshots of {base_day:%d %B} in earlier years, or let rates rest on fewer years."
        problems.append(Problem("the records", what, remedy))
    if problems:
        raise InputProblems(problems)
    return days


_LAST_SEEN_AGE = age_sql("last_seen_date", "birth_year")
_GROUP = f"CASE WHEN birth_year IS NULL THEN 2 WHEN {_LAST_SEEN_AGE} < {RETIREMENT_BOUNDARY} THEN 0 ELSE 1 END"


def place_of_age(day: str) -> str:
    """SQL of the place on the axis of ages."""
    age = age_sql(day, "birth_year")
    return (
        f"CASE WHEN birth_year IS NULL THEN {UNKNOWN_AGE} "
        f"ELSE least(greatest({age}, {YOUNGEST}), {OLDEST}) - {YOUNGEST} END"
    )


def place_of_service(day: str) -> str:
    """SQL of the place on the axis of service; a first day after `day` is not believed, and so unknown."""
    late = f"month({day}) * 100 + day({day}) < month(nhs_start_date) * 100 + day(nhs_start_date)"
    whole = f"year({day}) - year(nhs_start_date) - CASE WHEN {late} THEN 1 ELSE 0 END"
    return f"CASE WHEN {whole} >= 0 THEN least({whole}, {LONGEST_SERVICE}) ELSE {UNKNOWN_SERVICE} END"


def _filled(rows: list[tuple[Any, ...]], shape: tuple[int, ...], column: int = 0) -> Counts:
    """Rows of places and sums -> an array; column: which of the sums. Sums are whole, so their order is no matter."""
    found = np.zeros(shape, dtype=np.int64)
    for row in rows:
        found[row[: len(shape)]] += int(row[len(shape) + column])
    return found


def _wte(rows: list[tuple[Any, ...]], shape: tuple[int, ...], column: int = 0) -> NDArray[np.float64]:
    """The same of sums in millionths of a wte."""
    return _filled(rows, shape, column) / MICRO


def _squares(rows: list[tuple[Any, ...]], shape: tuple[int, ...], column: int) -> NDArray[np.float64]:
    """The same of sums of squares, which may be beyond whole numbers of 64 bits."""
    found = np.zeros(shape)
    for row in rows:
        found[row[: len(shape)]] = int(row[len(shape) + column]) / MICRO**2
    return found


_RETIRED, _WITH_REASON = "reason_part = 'leavers_retirement'", "reason_part <> 'leavers_reason_unknown'"
_SQUARES = "sum(CAST(wte AS HUGEINT) * wte)"


def _tally(people: CountedPeople, lists: Lists, days: list[date], rate_years: int) -> Tallies:
    intervals = len(days) - 1
    cells, levels = len(lists.areas) * len(lists.levels), len(lists.levels)
    age, service = place_of_age("on_day"), place_of_service("on_day")
    by_cell = people.in_post(f"sum(wte), {_SQUARES}")
    retired, reasoned = (f"count(*) FILTER (WHERE {which})" for which in (_RETIRED, _WITH_REASON))
    by_age = people.leavers(f"{retired}, {reasoned}", f", {age}")
    ages_only = [(row[0], *row[2:]) for row in by_age]
    moves, changes = people.moves(), people.changes()
    at_all, to = (len(days), cells), (intervals, cells)
    return Tallies(
        areas=lists.areas,
        levels=lists.levels,
        days=tuple(days),
        years=rate_years,
        people=_filled(people.in_post("count(*)", f", {age}, {service}"), (*at_all, AGES, SERVICES)),
        wte=_wte(by_cell, at_all),
        wte_squared=_squares(by_cell, at_all, 1),
        leavers=_filled(people.leavers("count(*)", f", {age}, {service}"), (*to, AGES, SERVICES)),
        leavers_wte=_wte(people.leavers("sum(wte)"), to),
        retired=_filled(ages_only, (intervals, AGES)),
        reasoned=_filled(ages_only, (intervals, AGES), 1),
        moved=_filled(moves, (*to, cells)),
        moved_wte=_wte(moves, (*to, cells), 1),
        moved_change=_wte(moves, (*to, cells), 2),
        stay_change=_wte(changes, to),
        stay_change_squared=_squares(changes, to, 1),
        **_joiners(people, intervals, cells, levels),
        **_returners(people, intervals, cells, levels),
    )


def _joiners(people: CountedPeople, intervals: int, cells: int, levels: int) -> dict[str, Any]:
    places = " ".join(f"WHEN '{source}' THEN {place}" for place, source in enumerate(SOURCES))
    source = f"CASE coalesce(joiner_source, 'unknown') {places} END"
    by_source = people.joiners("count(*), sum(wte)", source)
    by_cell = [(row[0], row[2], *row[3:]) for row in by_source]
    by_age = people.joiners("count(*)", f"{source} * 1000 + {place_of_age('on_day')}")
    by_service = people.joiners("count(*)", f"{source} * 1000 + {place_of_service('on_day')}")
    sources = len(SOURCES)
    return {
        "joined": _filled(by_source, (intervals, sources, cells)),
        "joined_age": _filled(
            [(at, code // 1000, cell % levels, code % 1000, people) for at, code, cell, people in by_age],
            (intervals, sources, levels, AGES),
        ),
        "joined_service": _filled(
            [(at, code // 1000, code % 1000, people) for at, code, _, people in by_service],
            (intervals, sources, SERVICES),
        ),
        "joined_wte": _wte(by_cell, (intervals, cells), 1),
    }


def _returners(people: CountedPeople, intervals: int, cells: int, levels: int) -> dict[str, Any]:
    away = f"greatest(least(coalesce({YEARS_AWAY}, {LOOK_BACK_YEARS}), {LOOK_BACK_YEARS - 1}), 0)"
    who = f"{away} * {_GROUPS} + {_GROUP}"
    by_group = people.returners("count(*), sum(wte)", who)
    by_age = people.returners("count(*)", f"({who}) * 1000 + {place_of_age('on_day')}")
    by_service = people.returners("count(*)", f"({who}) * 1000 + {place_of_service('on_day')}")
    shape = (intervals, LOOK_BACK_YEARS, _GROUPS)
    return {
        "returned": _filled([(at, *divmod(code, _GROUPS), *row) for at, code, *row in by_group], (*shape, cells)),
        "returned_age": _filled(
            [
                (at, *divmod(code // 1000, _GROUPS), cell % levels, code % 1000, number)
                for at, code, cell, number in by_age
            ],
            (*shape, levels, AGES),
        ),
        "returned_service": _filled(
            [(at, *divmod(code // 1000, _GROUPS), code % 1000, number) for at, code, _, number in by_service],
            (*shape, SERVICES),
        ),
        "returned_wte": _wte([(at, code // _GROUPS, *row) for at, code, *row in by_group], (*shape[:2], cells), 1),
    }


def _check_against_flows(tallies: Tallies, flows: Flows) -> None:
    """Whether the tallies are the flows' own counts, and add up. Raises ArithmeticError otherwise."""
    people = tallies.people.sum(axis=(2, 3))
    came = tallies.joined.sum(axis=1) + tallies.returned.sum(axis=(1, 2)) + tallies.moved.sum(axis=1)
    went = tallies.leavers.sum(axis=(2, 3)) + tallies.moved.sum(axis=2)
    counted = {name: flows.counts[name][0].sum(axis=0) for name in ("opening", "leavers", "joiners", "returners")}
    mine = {
        "opening": people[:-1],
        "leavers": tallies.leavers.sum(axis=(2, 3)),
        "joiners": tallies.joined.sum(axis=1),
        "returners": tallies.returned.sum(axis=(1, 2)),
    }
    same = all(np.array_equal(counted[name], values.sum(axis=1)) for name, values in mine.items())
    if not same or not np.array_equal(people[:-1] + came - went, people[1:]):
        raise ArithmeticError("the tallies by age and length of service are not the flows' counts")
