"""Supply in people: who is in post, who comes and who goes, where the method of supply tells of them."""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Array, Uncertain
from cadreworks.reports.notes import area_names, band_notes, source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, share
from cadreworks.study import Projection
from cadreworks.supply import People

_YEARLY = (
    ("Joiners", ("joiners",)),
    ("Returners", ("returners",)),
    ("Leavers", ("leavers",)),
    ("of whom retire", ("retirements",)),
    ("Promotions", ("promotions",)),
    ("Moves between areas", ("moves_out_area",)),
)


def people_tables(projection: Projection) -> list[PublishedTable]:
    """Both tables; none where supply is not counted in people."""
    people = projection.people
    return [] if people is None else [people_by_year(projection, people), people_by_area(projection, people)]


def people_by_year(projection: Projection, people: People) -> PublishedTable:
    """The whole workforce year by year: in post, and the flows on the way to the next year."""
    years = projection.study.settings.horizon.years
    rows: list[tuple[Value, ...]] = []
    for at, year in enumerate(years):
        in_post = [float(part[-1, -1, at]) for part in _parts(people.headcount)]
        rows.append((year, *in_post, *(_flow(people, names, (-1, -1), at) for _, names in _YEARLY)))
    return PublishedTable(
        id="people_by_year",
        title=f"People in post, and people who come, go and move in the year from then, {years[0]} to {years[-1]}",
        headings=(
            Heading("Year, as at 31 March", Shown.YEAR),
            Heading("In post", Shown.WTE),
            Heading("5th percentile", Shown.WTE),
            Heading("95th percentile", Shown.WTE),
            *(Heading(name, Shown.WTE) for name, _ in _YEARLY),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(
            "In people, not whole-time equivalents. Where the records give no reasons for leaving, retirements are not "
            "told from other leaving. Moves between areas cancel in the whole workforce, but for those to and from "
            "areas that the study does not cover.",
            *band_notes(projection),
        ),
    )


def people_by_area(projection: Projection, people: People) -> PublishedTable:
    """Each area at the base year and the horizon, in people, with wte a head and the flows of all years."""
    horizon = projection.study.settings.horizon
    wte = projection.supply.central
    rows: list[tuple[Value, ...]] = []
    for at, area in enumerate(area_names(projection)):
        before, after = (float(people.headcount.central[at, -1, year]) for year in (0, -1))
        joined, back, left, moved_in, moved_out = (
            float(people.flows[name].central[at, -1].sum())
            for name in ("joiners", "returners", "leavers", "moves_in_area", "moves_out_area")
        )
        band = [float(part[at, -1, -1]) for part in (people.headcount.p05, people.headcount.p95)]
        heads = (share(float(wte[at, -1, 0]), before), share(float(wte[at, -1, -1]), after))
        rows.append(
            (area, before, *(_known(flow) for flow in (joined, back, moved_in - moved_out, left)), after, *band, *heads)
        )
    return PublishedTable(
        id="people_by_area",
        title=f"People in post by area of work, {horizon.base} and {horizon.last}",
        headings=(
            Heading("Area of work"),
            Heading(f"In post in {horizon.base}", Shown.WTE),
            Heading("Joiners in all years", Shown.WTE),
            Heading("Returners", Shown.WTE),
            Heading("Moves in less moves out", Shown.WTE_CHANGE),
            Heading("Leavers", Shown.WTE),
            Heading(f"In post in {horizon.last}", Shown.WTE),
            Heading("5th percentile", Shown.WTE),
            Heading("95th percentile", Shown.WTE),
            Heading(f"Average time worked in {horizon.base}, of full time", Shown.PER_CENT),
            Heading(f"Average time worked in {horizon.last}, of full time", Shown.PER_CENT),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(
            "In people, not whole-time equivalents. Who comes and goes is not shown for an area that few joined, nor "
            "for another from which they could be told.",
        ),
        totals=True,
    )


def _parts(values: Uncertain) -> tuple[Array, Array, Array]:
    return values.central, values.p05, values.p95


def _flow(people: People, names: tuple[str, ...], cell: tuple[int, int], at: int) -> float | None:
    """The flow of the year that begins there; none from the last year on, or where the record does not tell."""
    flows = [people.flows[name].central for name in names]
    if at >= flows[0].shape[-1]:
        return None
    return _known(float(sum(flow[(*cell, at)] for flow in flows)))


def _known(value: float) -> float | None:
    """Nothing where the record does not tell, or too few people would be told of."""
    return None if np.isnan(value) else value
