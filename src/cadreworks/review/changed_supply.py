"""What differs in what supply rests on? Two studies -> a step each for stock, growth, records, recruitment, method.

A table of growth and staff records are read by different methods, so where the method of supply differs it goes with
all that it reads. Records that differ are parted into the stock at the base day and the rates of the years before it:
a mix takes the opening of the one cohort and the rates of the other, where both have the same cells and base day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cadreworks.assumptions import Register
from cadreworks.problems import InputProblems
from cadreworks.review.change import NONE, Change, Group, Step, Strand, digests_of
from cadreworks.review.same import same
from cadreworks.study import Study
from cadreworks.supply import BASE_YEARS

if TYPE_CHECKING:  # a study of tables need not load what reads records
    from cadreworks.supply.from_records import SupplyRecords

_SUPPLY = frozenset({Strand.SUPPLY})
RECORDS = "records"


def changed_supply(first: Study, second: Study) -> Iterator[Step]:
    """The steps from what the first study's supply rests on to what the second's does."""
    if first.settings.supply_method != second.settings.supply_method:
        yield _changed_method(first, second)
        return
    for field, group in (("stock", Group.DATA), ("growth", Group.RATES)):
        yield from _changed_table(first, second, field, group)
    if first.records and second.records:
        yield from _changed_records(first, second)
        yield from _changed_recruitment(first, second)
        yield from _changed_promotion(first, second)


def supply_settings_told(first: Study, second: Study) -> tuple[str, ...]:
    """The settings whose difference is a step of `changed_supply`."""
    if first.settings.supply_method != second.settings.supply_method or (first.records and second.records):
        return "supply_method", "recruitment", "promotion"
    return ()


def base_years_in_use(study: Study) -> int:
    """From how many years rates are taken; asked before anybody knows whether there are so many."""
    return int(Register.of(study.declared).overriding(study.overrides)[BASE_YEARS.id].in_use)


def has_its_years(study: Study) -> bool:
    """Whether supply has the years on which its rates are to rest."""
    years = base_years_in_use(study)
    if study.records is None:
        return study.growth is None or years <= len(study.growth.years)
    if years >= len(study.records.method.tallies.days):
        return False
    try:
        study.records.method.cohort(years)
    except InputProblems:
        return False
    return True


def _changed_method(first: Study, second: Study) -> Step:
    """Cohorts have no stock but that of their records, by age and service; growth is of no use to them."""
    before, after = (f"{study.settings.supply_method} ({_read_by_supply(study)})" for study in (first, second))
    change = Change("setting", "method of supply and what it reads", before, after, Group.METHOD.id)

    def make(study: Study) -> Study:
        settings = replace(
            study.settings,
            supply_method=second.settings.supply_method,
            recruitment=second.settings.recruitment,
            promotion=second.settings.promotion,
        )
        return replace(study, settings=settings, stock=second.stock, growth=second.growth, records=second.records)

    return Step((change,), Group.METHOD, make, _SUPPLY)


def _read_by_supply(study: Study) -> str:
    if study.settings.from_records:
        return f"staff records {_digest(study)}"
    return digests_of(study, "stock", "growth")


def _digest(study: Study) -> str:
    return study.records.digest[:8] if study.records else NONE


def _changed_table(first: Study, second: Study, field: str, group: Group) -> Iterator[Step]:
    before, after = digests_of(first, field), digests_of(second, field)
    if before != after and not same(getattr(first, field), getattr(second, field)):
        change = Change("input", field, before, after, group.id)
        strands = _SUPPLY if field == "growth" else frozenset[Strand]()
        yield Step((change,), group, lambda study: replace(study, **{field: getattr(second, field)}), strands)


def _changed_records(first: Study, second: Study) -> Iterator[Step]:
    ours, theirs = _records_of(first), _records_of(second)
    if ours.digest == theirs.digest:
        return
    if _cells(ours) != _cells(theirs):
        change = _of_records(first, second, "staff records", Group.DATA)
        yield Step((change,), Group.DATA, lambda study: _with_all_records(study, second), _SUPPLY)
        return
    stock = _of_records(first, second, "staff records, stock at the base day", Group.DATA)
    yield Step((stock,), Group.DATA, lambda study: _with_opening(study, second))
    rates = _of_records(first, second, "staff records, rates of the years before", Group.RATES)
    yield Step((rates,), Group.RATES, lambda study: _with_rates(study, second), _SUPPLY)


def _of_records(first: Study, second: Study, name: str, group: Group) -> Change:
    return Change(RECORDS, name, _digest(first), _digest(second), group.id)


def _cells(records: SupplyRecords) -> object:
    tallies = records.method.tallies
    return tallies.areas, tallies.levels, tallies.days[-1]


def _records_of(study: Study) -> SupplyRecords:
    if study.records is None:
        raise ValueError("staff records have not been given")
    return study.records


def _with_all_records(study: Study, other: Study) -> Study:
    records = _records_of(other)
    method = replace(records.method, recruitment=_records_of(study).method.recruitment)
    return replace(study, stock=other.stock, records=replace(records, method=method))


def _with_opening(study: Study, other: Study) -> Study:
    records = _records_of(study)
    method = records.method.with_opening_of(_records_of(other).method)
    return replace(study, stock=other.stock, records=replace(records, method=method))


def _with_rates(study: Study, other: Study) -> Study:
    """The stock stays where it was taken from, so that this and `_with_opening` may come in any order."""
    records = _records_of(study)
    method = records.method.with_rates_of(_records_of(other).method)
    return replace(study, records=replace(records, method=method))


def _changed_recruitment(first: Study, second: Study) -> Iterator[Step]:
    ours, theirs = first.settings.recruitment, second.settings.recruitment
    if ours == theirs:
        return
    change = Change("setting", "recruitment", ours, theirs, Group.METHOD.id)

    def make(study: Study) -> Study:
        records = _records_of(study)
        records = replace(records, method=replace(records.method, recruitment=theirs))
        return replace(study, settings=replace(study.settings, recruitment=theirs), records=records)

    yield Step((change,), Group.METHOD, make)


def _changed_promotion(first: Study, second: Study) -> Iterator[Step]:
    """How people rise, which an establishment alone makes different."""
    ours, theirs = first.settings.promotion, second.settings.promotion
    if ours != theirs:
        change = Change("setting", "promotion", ours, theirs, Group.METHOD.id)
        yield Step((change,), Group.METHOD, lambda study: _with_promotion(study, theirs))


def _with_promotion(study: Study, promotion: str) -> Study:
    return replace(study, settings=replace(study.settings, promotion=promotion))
