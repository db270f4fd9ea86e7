"""The rows of the result tables of people one by one, made from what the method tells of careers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cadreworks.bands import Uncertain
from cadreworks.reports.one_by_one.specs import (
    AGE_PYRAMID,
    CAREERS,
    FIRST_ROLES,
    MOST_ROLES_HELD,
    PLACES,
    RETIREMENT_WAVE,
    WORK_EVENTS,
)
from cadreworks.study import Projection
from cadreworks.supply import Careers
from cadreworks.tables import Cell, TableSpec, number_or_empty
from cadreworks.vocabulary import ALL, LEVEL_IDS

Rows = Iterator[dict[str, Cell]]


def career_rows(projection: Projection, careers: Careers) -> Mapping[TableSpec, Rows]:
    """The rows of every table, in the order of TABLES_OF_CAREERS; a table of which nothing may be told has none."""
    years = projection.study.settings.horizon.years
    return {
        AGE_PYRAMID: _ages(years, careers),
        RETIREMENT_WAVE: _wave(years, careers),
        CAREERS: _careers(careers),
        FIRST_ROLES: _roles(careers),
        WORK_EVENTS: _events(years, careers),
        PLACES: _places(years, careers),
    }


def _of(values: Uncertain, index: tuple[int, ...]) -> dict[str, Cell]:
    return {
        name: number_or_empty(part[index])
        for name, part in (("mean", values.central), ("p05", values.p05), ("p50", values.p50), ("p95", values.p95))
    }


def _ages(years: tuple[int, ...], careers: Careers) -> Rows:
    for at_year, year in enumerate(years):
        if careers.ages_of_levels is not None:
            for at_level, level in enumerate(LEVEL_IDS):
                for at, band in enumerate(careers.ages_of_levels.bands):
                    of_band = _of(careers.ages_of_levels.counts, (at_level, at, at_year))
                    yield {"year": year, "level": level, "age_band": band.name, **of_band}
        if careers.ages is not None:
            for at, band in enumerate(careers.ages.bands):
                yield {"year": year, "level": ALL, "age_band": band.name, **_of(careers.ages.counts, (at, at_year))}


def _wave(years: tuple[int, ...], careers: Careers) -> Rows:
    for at_year, year in enumerate(years):
        if careers.retirements is not None and at_year:
            if careers.retirements_by_age is not None:
                for at, band in enumerate(careers.retirements_by_age.bands):
                    of_band = _of(careers.retirements_by_age.counts, (at, at_year - 1))
                    yield {"year": year, "measure": "retirements", "age_band": band.name, **of_band}
            total = _of(careers.retirements, (at_year - 1,))
            yield {"year": year, "measure": "retirements", "age_band": ALL, **total}
        for measure, values in (
            ("aged_55_and_over", careers.aged_55),
            ("aged_55_and_over_share", careers.aged_55_share),
        ):
            if values is not None:
                yield {"year": year, "measure": measure, "age_band": "55 and over", **_of(values, (at_year,))}


def _careers(careers: Careers) -> Rows:
    told = careers.promotions
    for at_level, level in enumerate(LEVEL_IDS):
        for since in range(1, told.risen.shape[1]):
            index = (at_level, since)
            yield {
                "level": level,
                "years_since": since,
                "risen": number_or_empty(told.risen[index]),
                "gone": number_or_empty(told.gone[index]),
                "there": number_or_empty(1.0 - told.risen[index] - told.gone[index]),
                "people": number_or_empty(told.followed[index]),
            }


def _roles(careers: Careers) -> Rows:
    if not careers.roles:
        return
    told = 0.0
    for held, people in careers.roles:
        told += people
        roles = [f"{area}/{level}" for area, level in held] + [""] * (MOST_ROLES_HELD - len(held))
        named = {f"role_{number}": role for number, role in enumerate(roles, start=1)}
        yield {**named, "people": people, "share": people / careers.joined}
    others = careers.joined - told
    named = {f"role_{number}": "others" if number == 1 else "" for number in range(1, MOST_ROLES_HELD + 1)}
    yield {**named, "people": others, "share": others / careers.joined}


def _events(years: tuple[int, ...], careers: Careers) -> Rows:
    for at, year in enumerate(years[1:]):
        for name, values in careers.events.items():
            yield {"year": year, "event": name, **_of(values, (at,))}


def _places(years: tuple[int, ...], careers: Careers) -> Rows:
    if careers.places is None:
        return
    for at_year, year in enumerate(years):
        for at, (kind, region) in enumerate(careers.place_names):
            of_place = _of(careers.places, (at, at_year))
            yield {"year": year, "organisation_type": kind, "region": region, **of_place}
