"""Which other methods could the study's own data have been put through? A study -> alternatives of supply and pooling.

Of tables: net growth on other numbers of base years. Of staff records: cohorts by count and by ratio, and net growth.
Of returns: every method of pooling whose inputs the study has. What cannot be tried is told, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cadreworks.assumptions import Override, Register
from cadreworks.demand.pooling import COOKE, MEAN_SD, METHODS, NO_WEIGHTS
from cadreworks.periods import FinancialYear
from cadreworks.problems import InputProblems, UsageFault
from cadreworks.study import Study
from cadreworks.supply import BASE_YEARS, COHORT, COUNT, NET_GROWTH, RATIO, GrowthHistory, NetGrowth, SupplyMethod
from cadreworks.vocabulary import LEVEL_IDS

TRIED_BASE_YEARS = (1, 2, 3, 5, 10)
"""Those of the back-test; the years in use are tried beside them."""


@dataclass(frozen=True)
class SupplyChoice:
    """A method of supply that the study's data support. id: `net_growth, 3 years`; register: what it rests on"""

    id: str
    method: SupplyMethod
    register: Register
    in_use: bool


@dataclass(frozen=True)
class PoolingChoice:
    """A method of pooling that the returns support. study: the same study, pooled so"""

    id: str
    study: Study
    in_use: bool


def supply_choices(study: Study) -> list[SupplyChoice]:
    """The method in use first, then the others."""
    base_years = int(study.register[BASE_YEARS.id].in_use)
    name = study.settings.supply_method
    recruitment = f" by {study.settings.recruitment}" if study.settings.recruitment else ""
    in_use = SupplyChoice(_named(f"{name}{recruitment}", base_years), study.supply, study.register, in_use=True)
    if study.records is not None:
        return [in_use, *_of_records(study, base_years)]
    return [in_use, *_of_tables(study, base_years)]


def for_what_ifs(study: Study) -> tuple[Study, tuple[str, ...]]:
    """The study with an engine of supply that can be asked what if by the hundred, and what its reader should know."""
    method = study.records.method if study.records else None
    if study.records is None or method is None or method.yearly is method:
        return study, ()
    posts = study.establishment is not None
    held = " Posts limit nobody in them." if posts else ""
    said = (
        "What single assumptions do, and what would have to be true, was worked out with the yearly engine of the same "
        f"rates, whose central gap differs a little from that of people one by one.{held}"
    )
    records = replace(study.records, method=method.yearly)
    settings = replace(study.settings, supply_method=COHORT, promotion="")
    return replace(study, records=records, settings=settings, establishment=None), (said,)


def _named(method: str, base_years: int) -> str:
    return f"{method}, {base_years} {'year' if base_years == 1 else 'years'}"


def _of_tables(study: Study, in_use: int) -> Iterator[SupplyChoice]:
    if study.growth is None:
        return
    for base_years in TRIED_BASE_YEARS:
        if base_years <= len(study.growth.years) and base_years != in_use:
            method = NetGrowth(study.growth)
            register = _register(study, method, base_years)
            yield SupplyChoice(_named(NET_GROWTH, base_years), method, register, in_use=False)


def _of_records(study: Study, base_years: int) -> Iterator[SupplyChoice]:
    from cadreworks.supply.cohort.method import CohortMethod  # not to be loaded for studies of tables

    if study.records is None or not isinstance(study.records.method, CohortMethod):
        return
    cohort = study.records.method
    other = RATIO if cohort.recruitment == COUNT else COUNT
    by_other = replace(cohort, recruitment=other)
    name = f"{study.settings.supply_method} by {other}"
    yield SupplyChoice(_named(name, base_years), by_other, _register(study, by_other, base_years), in_use=False)
    if cohort.yearly is not cohort:
        name = f"{COHORT} by {cohort.recruitment}"
        yield SupplyChoice(_named(name, base_years), cohort.yearly, study.register, in_use=False)
    history = _growth_of(cohort, base_years)
    if history is not None:
        method = NetGrowth(history)
        register = _register(study, method, base_years)
        yield SupplyChoice(_named(f"{NET_GROWTH} of the records", base_years), method, register, in_use=False)


def _growth_of(cohort: object, base_years: int) -> GrowthHistory | None:
    """Net growth of the records by area; None where an area had nobody in one of the years."""
    from cadreworks.supply.cohort.method import CohortMethod

    if not isinstance(cohort, CohortMethod):
        return None
    tallies = cohort.tallies
    by_cell = tallies.wte[-1 - base_years :].reshape(base_years + 1, len(tallies.areas), len(tallies.levels))
    stock = cohort.for_study(by_cell, axis=1).sum(axis=-1)
    if not (stock > 0).all():
        return None
    growth = np.repeat((stock[1:] / stock[:-1] - 1.0)[..., np.newaxis], len(LEVEL_IDS), axis=-1)
    years = tuple(FinancialYear(day.year) for day in tallies.days[-1 - base_years : -1])
    return GrowthHistory(cohort.areas, years, growth, frozenset())


def _register(study: Study, method: SupplyMethod, base_years: int) -> Register:
    """The study's register as it would be with this method and so many base years; overrides of what it does not
    know are left out.
    """
    declared = Register.of(
        replace(entry, value=float(base_years), low=float(base_years), high=float(base_years))
        if entry.id == BASE_YEARS.id
        else entry
        for entry in study.declared
    )
    overrides = [override for override in study.overrides if override.assumption != BASE_YEARS.id]
    worked_out = method.assumptions(declared, source=study.settings.title, owner=study.settings.owner)
    return Register.of([*declared.entries, *worked_out]).overriding(overrides)


def pooling_choices(study: Study) -> tuple[list[PoolingChoice], dict[str, str]]:
    """The method in use first, then the others; and why each of the rest cannot be tried, by name."""
    mine = study.settings.demand_method
    choices, left_out = [PoolingChoice(mine, study, in_use=True)], {}
    for method in METHODS:
        if method == mine:
            continue
        if method == COOKE and study.seeds is None:
            left_out[method] = "there are no answers to questions with known answers"
            continue
        tried = _pooled_by(study, method)
        try:
            _ = tried.weighed
        except (InputProblems, UsageFault):
            left_out[method] = "these returns cannot be weighed so"
        else:
            choices.append(PoolingChoice(method, tried, in_use=False))
    return choices, left_out


def _pooled_by(study: Study, method: str) -> Study:
    """The study with another method of pooling, weighed as it is where the method takes weights."""
    settings = replace(study.settings, demand_method=method)
    if method in (MEAN_SD, COOKE):
        settings = replace(settings, weights=NO_WEIGHTS, post_stratify=False)
    return replace(study, settings=settings)


def overriding(study: Study, values: dict[str, float]) -> Register:
    """The study's register with these values in the place of assumptions' own, each the same in every draw."""
    others = [override for override in study.overrides if override.assumption not in values]
    tried = [Override(name, value, value, value, "", "", "") for name, value in values.items()]
    return study.register.overriding([*others, *tried])
