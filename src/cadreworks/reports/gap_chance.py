"""How likely is a shortfall, how large, and from when? A projection's draws -> figure, table and sentence."""

from __future__ import annotations

from cadreworks.bands import Array
from cadreworks.demand import Scenario
from cadreworks.gap import THRESHOLDS, sooner_than_not
from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Line
from cadreworks.reports.figures import Figure, Subject, subjects
from cadreworks.reports.notes import area_names, short_band_note, source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value
from cadreworks.study import Projection

_TENTH = THRESHOLDS.index(0.10)
_NOTE = (
    "The chance is the share of draws in which supply falls short of demand by more than so much of demand. It leaves "
    "out what bands leave out, so that nothing is as sure as a chance near 0 or 100 per cent looks."
)


def _said(threshold: float) -> str:
    return f"more than {threshold:.0%}" if threshold else "any shortfall"


def gap_chance_figure(projection: Projection, scenario: Scenario) -> Figure:
    """The chance of a shortfall of the whole workforce beyond each threshold, by year."""
    settings = projection.study.settings
    years = settings.horizon.years
    chances = projection.scenarios[scenario.id].gap_chance[:, -1]
    title = f"{_title(chances, years)}, {scenario.name}"
    series = [
        Line(wording.sentence_case(_said(threshold)), chance.tolist())
        for threshold, chance in zip(THRESHOLDS, chances, strict=True)
    ]
    said = gap_chance_sentence(projection, scenario, subjects(projection)[-1])
    return Figure(
        id=f"all-gap-chance--{scenario.id}",
        title=title,
        spec=charts.lines(
            years,
            (years[0], *settings.points),
            series,
            "Chance that supply falls short of demand",
            shown=Shown.CHANCE,
            highest=1.0,
        ),
        in_words=f"Line chart of chances by year. {said}",
        table=PublishedTable(
            id=f"gap-chance-by-year--{scenario.id}",
            title=title,
            headings=(
                Heading("Year, as at 31 March", Shown.YEAR),
                *(Heading(wording.sentence_case(_said(threshold)), Shown.CHANCE) for threshold in THRESHOLDS),
            ),
            rows=tuple((year, *chances[:, at].tolist()) for at, year in enumerate(years)),
            source=source_of(projection),
        ),
        notes=(_NOTE, short_band_note(projection)),
    )


def _title(chances: Array, years: tuple[int, ...]) -> str:
    at, year = _largest_likely(chances, years)
    if year is None:
        return f"At no time up to {years[-1]} is a shortfall more likely than not"
    if not THRESHOLDS[at]:
        return f"From {year} a shortfall is more likely than not"
    return f"From {year} a shortfall of more than {THRESHOLDS[at]:.0%} is more likely than not"


def _largest_likely(chances: Array, years: tuple[int, ...]) -> tuple[int, int | None]:
    """The largest threshold that is more likely passed than not in some year, and the first such year."""
    found = [(at, sooner_than_not(chance, years)) for at, chance in enumerate(chances)]
    return next(((at, year) for at, year in reversed(found) if year is not None), (0, None))


def gap_chance_sentence(projection: Projection, scenario: Scenario, subject: Subject) -> str:
    """From when a shortfall is more likely than not, of which size, and how likely it is at the horizon."""
    horizon = projection.study.settings.horizon
    chances = projection.scenarios[scenario.id].gap_chance[:, subject.index]
    first = sooner_than_not(chances[0], horizon.years)
    if first is None:
        return (
            f"In no year up to {horizon.last} is it more likely than not that supply falls short of demand; in "
            f"{horizon.last} the chance of it is {wording.chance(float(chances[0, -1]))}."
        )
    at, since = _largest_likely(chances, horizon.years)
    larger = f", and by {since} that more than {wording.per_cent(THRESHOLDS[at])} of demand is missing" if at else ""
    passed = f", though no longer in {horizon.last}" if chances[0, -1] <= 0.5 else ""
    return (
        f"By {first} it is more likely than not that supply falls short of demand{larger}{passed}. The chance that "
        f"more than {wording.per_cent(THRESHOLDS[_TENTH])} is missing in {horizon.last} is "
        f"{wording.chance(float(chances[_TENTH, -1]))}."
    )


def gap_chance_table(projection: Projection, scenario: Scenario) -> PublishedTable:
    """Chances at the horizon by area, and the first years in which a shortfall is more likely than not."""
    horizon = projection.study.settings.horizon
    rows: list[tuple[Value, ...]] = []
    for at, area in enumerate(area_names(projection)):
        chances = projection.scenarios[scenario.id].gap_chance[:, at]
        first = [sooner_than_not(chances[of], horizon.years) for of in (0, _TENTH)]
        rows.append((area, *chances[:, -1].tolist(), *first))
    return PublishedTable(
        id=f"gap-chance--{scenario.id}",
        title=f"Chance that supply falls short of demand in {horizon.last}, {scenario.name}",
        headings=(
            Heading("Area of work"),
            *(Heading(wording.sentence_case(_said(threshold)), Shown.CHANCE) for threshold in THRESHOLDS),
            Heading("First year in which any shortfall is more likely than not", Shown.YEAR),
            Heading(f"The same of {_said(THRESHOLDS[_TENTH])}", Shown.YEAR),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(_NOTE,),
        totals=True,
    )
