"""The tables of people one by one as they are published: ages of levels, careers, first roles, events and places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cadreworks.bands import Uncertain
from cadreworks.reports import wording
from cadreworks.reports.notes import source_of
from cadreworks.reports.one_by_one.figures import MEANS, MERGED
from cadreworks.reports.one_by_one.sentences import CAREERS_NOTE
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value
from cadreworks.study import Projection
from cadreworks.supply import EVENTS, OTHER_PLACES, ByAge, Careers, Promotions
from cadreworks.vocabulary import LEVELS, ORGANISATION_TYPES, area_of_work

_ROLES_SHOWN = 12
_CAREER_YEARS = (1, 3, 5)
"""Years since coming to a level that the page tells, beside the last; the workbook has all."""
_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth")


def tables_of_page(projection: Projection, careers: Careers) -> list[PublishedTable]:
    """The tables of the page, in its order, as far as they can be told; the long ones are for the workbook."""
    found = [_retirements_by_age(projection, careers.retirements_by_age)] if careers.retirements_by_age else []
    found.append(_careers(projection, careers.promotions, _CAREER_YEARS))
    if careers.roles:
        found.append(_first_roles(projection, careers))
    return [*found, _events(projection, careers)]


def long_tables(projection: Projection, careers: Careers) -> list[PublishedTable]:
    """Those too long for a page."""
    found = [_of_levels(projection, careers.ages_of_levels)] if careers.ages_of_levels else []
    found.append(_careers(projection, careers.promotions, range(1, careers.promotions.risen.shape[1])))
    return [*found, *([_places(projection, careers, careers.places)] if careers.places else [])]


def _of_levels(projection: Projection, ages: ByAge) -> PublishedTable:
    horizon = projection.study.settings.horizon
    rows: list[tuple[Value, ...]] = [
        (level.name, wording.sentence_case(band.name), *_ends(ages.counts, at_level, at))
        for at_level, level in enumerate(LEVELS)
        for at, band in enumerate(ages.bands)
    ]
    return PublishedTable(
        id="age-of-levels",
        title=f"Age of people in post by job level, {horizon.base} and {horizon.last}",
        headings=(Heading("Job level"), Heading("Age"), *_headings_of_ends(projection)),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(
            "All levels share their bands of age, each a sum of whole bands of the workforce, merged until each holds "
            "nobody or at least five people of each level in every year.",
            MEANS,
        ),
        row_headings=2,
    )


def _ends(values: Uncertain, *index: int) -> tuple[Value, ...]:
    """At the base year, and at the horizon with its band."""
    parts = ((values.central, 0), (values.central, -1), (values.p05, -1), (values.p95, -1))
    return tuple(float(part[(*index, at)]) for part, at in parts)


def _headings_of_ends(projection: Projection) -> tuple[Heading, ...]:
    horizon = projection.study.settings.horizon
    return (
        Heading(f"People in {horizon.base}", Shown.WTE),
        Heading(f"People in {horizon.last}", Shown.WTE),
        Heading("5th percentile", Shown.WTE),
        Heading("95th percentile", Shown.WTE),
    )


def _retirements_by_age(projection: Projection, retirements: ByAge) -> PublishedTable:
    years = projection.study.settings.horizon.years[1:]
    counts = retirements.counts.central
    return PublishedTable(
        id="retirements-by-age",
        title=f"Retirements by age, {years[0]} to {years[-1]}",
        headings=(
            Heading("Year to 31 March", Shown.YEAR),
            *(Heading(wording.sentence_case(band.name), Shown.WTE) for band in retirements.bands),
            Heading("All", Shown.WTE),
        ),
        rows=tuple((year, *counts[:, at].tolist(), float(counts[:, at].sum())) for at, year in enumerate(years)),
        source=source_of(projection),
        notes=("By age at the beginning of the year.", MERGED, MEANS),
    )


def _careers(projection: Projection, promotions: Promotions, years: Sequence[int]) -> PublishedTable:
    """After those of the years that can be told, and after the last."""
    rows: list[tuple[Value, ...]] = []
    for at, level in enumerate(LEVELS):
        told = np.flatnonzero(~np.isnan(promotions.risen[at]))[1:].tolist()
        for since in [year for year in told if year in years or year == told[-1]]:
            risen, gone, people = (
                float(part[at, since]) for part in (promotions.risen, promotions.gone, promotions.followed)
            )
            rows.append((level.name, since, risen, gone, 1.0 - risen - gone, people))
    return PublishedTable(
        id="careers" if years is _CAREER_YEARS else "careers-by-year",
        title="What becomes of people who come to a job level",
        headings=(
            Heading("Job level"),
            Heading("Years since coming to it", Shown.YEAR),
            Heading("Have risen", Shown.PER_CENT),
            Heading("Have left or stepped down", Shown.PER_CENT),
            Heading("Are still there", Shown.PER_CENT),
            Heading("People a draw who were there a year before", Shown.WTE),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(CAREERS_NOTE,),
        row_headings=2,
    )


def _role(role: tuple[str, str]) -> str:
    area, level = role
    (of_level,) = [entry for entry in LEVELS if entry.id == level]
    return f"{area_of_work(area).name}, {of_level.in_a_sentence}"


def _first_roles(projection: Projection, careers: Careers) -> PublishedTable:
    """The commonest first roles; all of them stand in the result table."""
    first = projection.study.settings.horizon.years[1]
    told = careers.roles[:_ROLES_SHOWN]
    most = max(len(held) for held, _ in told)
    rows: list[tuple[Value, ...]] = [
        (*(_role(role) for role in held), *[""] * (most - len(held)), people, people / careers.joined)
        for held, people in told
    ]
    others = careers.joined - sum(people for _, people in told)
    rows.append(("All others", *[""] * (most - 1), others, others / careers.joined))
    return PublishedTable(
        id="first-roles",
        title=f"The first roles of people who join in the year to 31 March {first}",
        headings=(
            *(Heading(f"{name} role") for name in _ORDINALS[:most]),
            Heading("People", Shown.WTE),
            Heading("Share of those who join", Shown.PER_CENT),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(
            "A role is an area of work at a job level. Roles are followed up to "
            f"{projection.study.settings.horizon.last} or until somebody leaves, five at most; who leaves within the "
            "first year is left out. Among all others are those that fewer than five people a draw have. Figures are "
            "means of draws.",
        ),
    )


def _events(projection: Projection, careers: Careers) -> PublishedTable:
    years = projection.study.settings.horizon.years[1:]

    def known(value: float) -> float | None:
        return None if np.isnan(value) else value

    return PublishedTable(
        id="work-events",
        title=f"Events that yearly records show only in part, {years[0]} to {years[-1]}",
        headings=(Heading("Year to 31 March", Shown.YEAR), *(Heading(said, Shown.WTE) for said in EVENTS.values())),
        rows=tuple(
            (year, *(known(float(careers.events[name].central[at])) for name in EVENTS))
            for at, year in enumerate(years)
        ),
        source=source_of(projection),
        notes=(
            "Events, each counted when it happens, so that somebody may count twice; yearly records show only where "
            "people are on 31 March. Numbers of fewer than five are not shown. Figures are means of draws.",
        ),
    )


def _places(projection: Projection, careers: Careers, places: Uncertain) -> PublishedTable:
    horizon = projection.study.settings.horizon
    rows = tuple((*_place(*name), *_ends(places, at)) for at, name in enumerate(careers.place_names))
    return PublishedTable(
        id="places",
        title=f"People in post by type of organisation and region, {horizon.base} and {horizon.last}",
        headings=(Heading("Type of organisation"), Heading("Region"), *_headings_of_ends(projection)),
        rows=rows,
        source=source_of(projection),
        notes=(
            "Of everybody in the staff records, also in areas of work that the study does not cover. Nobody is moved "
            "from one organisation to another; who joins comes to where people of the same work are. Places of fewer "
            "than five people in any year, and whichever hides a single one of them, stand together as all others.",
            MEANS,
        ),
        row_headings=2,
    )


def _place(kind: str, region: str) -> tuple[str, str]:
    if (kind, region) == OTHER_PLACES:
        return "All others", ""
    names = {entry.id: entry.name for entry in ORGANISATION_TYPES}
    return names.get(kind, kind) or "not stated", region or "not stated"
