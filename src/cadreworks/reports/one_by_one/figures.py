"""The figures of people one by one: age pyramid, retirement wave, staff of 55 and over, and time to promotion."""

from __future__ import annotations

import numpy as np

from cadreworks.bands import Uncertain
from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Line, Tier
from cadreworks.reports.figures import Figure
from cadreworks.reports.notes import source_of
from cadreworks.reports.one_by_one import sentences
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, show
from cadreworks.study import Projection
from cadreworks.supply import ByAge, Careers, Promotions
from cadreworks.vocabulary import LEVELS

MEANS = (
    "Figures are means of draws, not of the central run, and bands run from the 5th to the 95th percentile of draws."
)
MERGED = (
    "Bands of age are merged with their neighbours until each holds nobody or at least five people in every year, so "
    "that no figure is of one to four people and none can be had by taking one from another."
)
_FEWEST_YEARS = 3
"""A level is drawn where its careers can be told for so many years."""


def figures_of_people(projection: Projection, careers: Careers) -> list[Figure]:
    """The figures that can be told."""
    found: list[Figure] = []
    if careers.ages is not None:
        found.append(age_pyramid(projection, careers.ages))
    if careers.retirements is not None and not np.isnan(careers.retirements.central).any():
        found.append(retirement_wave(projection, careers.retirements))
    if careers.aged_55 is not None and careers.aged_55_share is not None:
        found.append(aged_55(projection, careers.aged_55, careers.aged_55_share))
    if _drawn_levels(careers.promotions):
        found.append(time_to_promotion(projection, careers.promotions))
    return found


def age_pyramid(projection: Projection, ages: ByAge) -> Figure:
    """The whole workforce by band of age: the base year at the left, the horizon at the right."""
    horizon = projection.study.settings.horizon
    tiers, rows = [], []
    for at, band in enumerate(ages.bands):
        name = wording.sentence_case(band.name)
        before, after, low, high = (
            float(part[at, year])
            for part, year in (
                (ages.counts.central, 0),
                (ages.counts.central, -1),
                (ages.counts.p05, -1),
                (ages.counts.p95, -1),
            )
        )
        tiers.append(Tier(name, before, after, (low, high)))
        rows.append((name, before, after, low, high))
    title = f"Age of people in post, {horizon.base} and {horizon.last}{sentences.largest_bands(projection, ages)}"
    said = "; ".join(f"{row[0]} {show(row[1], Shown.WTE)} and {show(row[2], Shown.WTE)}" for row in rows)
    return Figure(
        id="age-pyramid",
        title=title,
        spec=charts.pyramid(tiers, (str(horizon.base), str(horizon.last)), "People in post"),
        in_words=f"Age pyramid. People in {horizon.base} and in {horizon.last} by age: {said}.",
        table=PublishedTable(
            id="age-pyramid",
            title=title,
            headings=(
                Heading("Age"),
                Heading(f"People in {horizon.base}", Shown.WTE),
                Heading(f"People in {horizon.last}", Shown.WTE),
                Heading("5th percentile", Shown.WTE),
                Heading("95th percentile", Shown.WTE),
            ),
            rows=tuple(rows),
            source=source_of(projection),
            notes=(MERGED, MEANS),
        ),
        notes=(
            f"The left side is {horizon.base}, as counted, and the right side {horizon.last}, on the same scale, with "
            "its 90 per cent band. Sides are years, not women and men: sex is not projected.",
            MERGED,
        ),
    )


def retirement_wave(projection: Projection, retirements: Uncertain) -> Figure:
    """Retirements of each projected year."""
    years = projection.study.settings.horizon.years[1:]
    return _by_year(
        projection,
        years,
        retirements,
        id="retirement-wave",
        title=f"Retirements, {years[0]} to {years[-1]}: {sentences.wave_in_short(retirements)}",
        unit="People who retire in a year",
        across="Year to 31 March",
        shown=(Shown.WTE, Shown.WTE),
        name="Retirements",
    )


def aged_55(projection: Projection, people: Uncertain, share: Uncertain) -> Figure:
    """Staff of 55 and over as a share of all."""
    years = projection.study.settings.horizon.years
    before, after = (show(float(share.central[at]), Shown.WHOLE_PER_CENT) for at in (0, -1))
    said = f"stays at {before}" if before == after else f"goes from {before} to {after}"
    return _by_year(
        projection,
        years,
        share,
        id="aged-55-and-over",
        title=f"Of an age to retire: the share of staff of 55 and over {said}, {years[0]} to {years[-1]}",
        unit="Share of people in post",
        across="As at 31 March",
        shown=(Shown.WHOLE_PER_CENT, Shown.PER_CENT),
        name="55 and over",
        also=("People of 55 and over", people),
    )


def _by_year(
    projection: Projection,
    years: tuple[int, ...],
    values: Uncertain,
    *,
    id: str,  # noqa: A002 - the name of the figure's own part
    title: str,
    unit: str,
    across: str,
    shown: tuple[Shown, Shown],
    name: str,
    also: tuple[str, Uncertain] | None = None,
) -> Figure:
    """One line with its band. shown: how it is written in the chart, and in the table; also: a further column there"""
    low, central, high = values.p05.tolist(), values.central.tolist(), values.p95.tolist()
    rows: list[tuple[Value, ...]] = [
        (year, *((float(also[1].central[at]),) if also else ()), central[at], low[at], high[at])
        for at, year in enumerate(years)
    ]
    by_year = ", ".join(f"{year} {show(value, shown[0])}" for year, value in zip(years, central, strict=True))
    return Figure(
        id=id,
        title=title,
        spec=charts.lines(
            years,
            sorted({years[0], years[len(years) // 2], years[-1]}),
            [Line(name, central, low, high)],
            unit,
            across=across,
            shown=shown[0],
        ),
        in_words=f"Line chart. {unit}: {by_year}.",
        table=PublishedTable(
            id=id,
            title=title,
            headings=(
                Heading(across if across.startswith("Year") else "Year, as at 31 March", Shown.YEAR),
                *((Heading(also[0], Shown.WTE),) if also else ()),
                Heading(unit, shown[1]),
                Heading("5th percentile", shown[1]),
                Heading("95th percentile", shown[1]),
            ),
            rows=tuple(rows),
            source=source_of(projection),
            notes=(MEANS,),
        ),
        notes=(MEANS,),
    )


def _drawn_levels(promotions: Promotions) -> list[int]:
    """Levels from which some rise, and whose careers can be told for some years."""
    told = (~np.isnan(promotions.risen)).sum(axis=1) - 1
    rises = np.nanmax(np.where(np.isnan(promotions.risen), 0.0, promotions.risen), axis=1) > 0
    return [at for at in range(len(LEVELS)) if rises[at] and told[at] >= _FEWEST_YEARS]


def time_to_promotion(projection: Projection, promotions: Promotions) -> Figure:
    """The share that has risen by whole years since coming to a level, one line a level."""
    levels = _drawn_levels(promotions)
    last = int(min((~np.isnan(promotions.risen[at])).sum() for at in levels)) - 1
    since = range(last + 1)
    shares = {at: promotions.risen[at, : last + 1] for at in levels}
    title = f"Time to promotion: {sentences.promotion_in_short(promotions, levels, last)}"
    said = "; ".join(
        f"{LEVELS[at].in_a_sentence} {show(float(of_level[-1]), Shown.WHOLE_PER_CENT)}"
        for at, of_level in shares.items()
    )
    return Figure(
        id="time-to-promotion",
        title=title,
        spec=charts.lines(
            since,
            since,
            [Line(LEVELS[at].name, of_level.tolist()) for at, of_level in shares.items()],
            "Share that has risen",
            across="Years since coming to the level",
            shown=Shown.WHOLE_PER_CENT,
        ),
        in_words=f"Line chart. Share that has risen {wording.count(last, 'year')} after coming to a level: {said}.",
        table=PublishedTable(
            id="time-to-promotion",
            title=title,
            headings=(
                Heading("Years since coming to the level", Shown.YEAR),
                *(Heading(LEVELS[at].name, Shown.PER_CENT) for at in levels),
            ),
            rows=tuple((year, *(float(of_level[year]) for of_level in shares.values())) for year in since),
            source=source_of(projection),
            notes=(sentences.CAREERS_NOTE,),
        ),
        notes=(sentences.CAREERS_NOTE,),
    )
