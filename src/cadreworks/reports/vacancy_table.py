"""What posts stand empty? A projection whose study has an establishment -> a table by area, year and horizon."""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array
from cadreworks.reports.notes import area_names, band_notes, source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value
from cadreworks.study import Projection
from cadreworks.supply import Vacancies
from cadreworks.supply.establishment import REPLICATES


def vacancy_tables(projection: Projection) -> list[PublishedTable]:
    """The table; none where the study has no establishment."""
    found = projection.vacancies
    return [] if found is None else [vacancies_by_area(projection, found)]


def vacancies_by_area(projection: Projection, found: Vacancies) -> PublishedTable:
    """Each area with posts: what stands empty at the base year and at the horizon, and who was turned away."""
    horizon = projection.study.settings.horizon
    rows: list[tuple[Value, ...]] = []
    for at, area in enumerate(area_names(projection)):
        at_base, at_last = (at, -1, 0), (at, -1, -1)
        if not np.isnan(found.posts_wte[at_last]):
            people = _sum_of_years(found.turned_away.central[at, -1])
            values = (
                found.posts_wte[at_base],
                found.vacancy.central[at_base],
                found.posts_wte[at_last],
                found.wte[at_last],
                found.vacancy.central[at_last],
                found.vacancy.p05[at_last],
                found.vacancy.p95[at_last],
                people,
            )
            rows.append((area, *(None if np.isnan(value) else float(value) for value in values)))
    return PublishedTable(
        id="vacancies",
        title=f"Funded posts and vacancies by area of work, {horizon.base} and {horizon.last}",
        headings=(
            Heading("Area of work"),
            Heading(f"Posts in {horizon.base}, WTE", Shown.WTE),
            Heading(f"Vacancies in {horizon.base}, WTE", Shown.WTE_CHANGE),
            Heading(f"Posts in {horizon.last}, WTE", Shown.WTE),
            Heading(f"Staff in post in {horizon.last}, WTE", Shown.WTE),
            Heading(f"Vacancies in {horizon.last}, WTE", Shown.WTE_CHANGE),
            Heading("5th percentile", Shown.WTE_CHANGE),
            Heading("95th percentile", Shown.WTE_CHANGE),
            Heading("People turned away in all years", Shown.WTE),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(
            "Vacancies are funded posts less staff in post, and say nothing of the gap between supply and demand. They "
            "are below 0 where staff exceed posts. Levels without a limit are left out. Turned away are joiners and "
            "returners who found no room; they are not shown for an area that few joined.",
            f"Where posts limit who may come, central figures of supply are the mean of {REPLICATES} runs under the "
            "central rates.",
            *band_notes(projection),
        ),
        totals=True,
    )


def _sum_of_years(people: Array) -> float:
    """Over the years in which there are posts; not a number where none of them is told."""
    told = people[~np.isnan(people)]
    return float(told.sum()) if told.size else np.nan
