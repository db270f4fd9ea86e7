"""How far can bands be trusted? The back-test's coverage of the method in use -> sentences, a chart and a table, or why
there is none.
"""

from __future__ import annotations

from cadreworks.bands import expected_coverage
from cadreworks.demand.pooling import MEAN_SD
from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Span
from cadreworks.reports.figures import Figure
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.published_table import Heading, PublishedTable, Shown
from cadreworks.reports.sensitivity.words import source_of
from cadreworks.review.sensitivity.result import Sensitivity
from cadreworks.supply import BASE_YEARS
from cadreworks.supply.track_record import AREAS, CELLS, LEVELS, PREDICTIVE, WORKFORCE, Score

_OVER = {
    WORKFORCE: "Whole workforce",
    AREAS: "Areas of work",
    LEVELS: "Job levels",
    CELLS: "Each area and level",
}
NO_BACKTEST = (
    "This run holds no back-test of its method of supply: how often its intervals would have held what came is not "
    "known. `cadre records backtest` tries the method on past years of staff records, and a study of tables may bring "
    "the scores along."
)
NO_DEMAND = "What experts foresee lies in the future, so that no back-test of demand can be made yet."


def coverage_section(found: Sensitivity) -> Section:
    """The section."""
    if not found.scores:
        return Section(
            "coverage-section", "How far bands can be trusted", (NO_BACKTEST, *_few(found), NO_DEMAND), (), ()
        )
    sentences = (_sentence(found), *_few(found), NO_DEMAND)
    figures, tables = (_figure(found),), (_table(found),)
    return Section("coverage-section", "How far bands can be trusted", sentences, figures, tables)


def coverage_line(found: Sensitivity) -> str:
    """The same in one sentence, for the opening."""
    return _sentence(found) if found.scores else NO_BACKTEST.split(": ")[0] + "."


def _sentence(found: Sensitivity) -> str:
    mine = found.scores[0].method
    parts = [
        f"{wording.count(score.horizon, 'year')} ahead {wording.per_cent(score.coverage_80 or 0.0)}"
        for score in _judged_on_most(found)
        if score.method == mine
    ]
    over = _OVER[_judged_on_most(found)[0].over].lower()
    return (
        f"Tried on the past and judged on {over}, 80 per cent intervals of the method of supply in use held "
        f"what came in so many cases: {wording.listed(parts)}."
    )


def _judged_on_most(found: Sensitivity) -> list[Score]:
    """Scores of single areas and levels, which are most, or of whatever there is."""
    of_cells = [score for score in found.scores if score.over == CELLS]
    return of_cells or [score for score in found.scores if score.over == found.scores[0].over]


def _few(found: Sensitivity) -> list[str]:
    """How often bands that rest on few returns and years hold what they say, by simulation."""
    study = found.study
    said: list[tuple[int, tuple[str, ...]]] = []
    if study.settings.demand_method == MEAN_SD:
        said.append((len(study.returns.organisations), ("return",)))
    if study.growth is not None:
        said.append((int(study.register[BASE_YEARS.id].in_use), ("year of growth", "years of growth")))
    return [
        f"Bands of nominally 90 per cent that rest on {wording.count(number, *names)} cover about "
        f"{expected_coverage(number)} per cent."
        for number, names in said
        if expected_coverage(number) is not None
    ]


def _name(score: Score) -> str:
    chance = ", with chance" if score.method.name == PREDICTIVE else ""
    return f"{_OVER[score.over]}, {wording.count(score.horizon, 'year')} ahead{chance}"


def _figure(found: Sensitivity) -> Figure:
    rows = [Span(_name(score), f"{score.coverage_80 or 0.0:.0%}", score.coverage_80 or 0.0) for score in found.scores]
    said = "; ".join(f"{row.name} {row.text}" for row in rows)
    return Figure(
        id="coverage",
        title="How often 80 per cent intervals of supply held what came, when tried on the past",
        spec=charts.spans(rows, "80% would be right", line=0.0, unit=None, number=".0%"),
        in_words=f"Bar chart of coverage. {said}.",
        table=PublishedTable(
            id="coverage-data",
            title="How often 80 per cent intervals of supply held what came",
            headings=(Heading("Judged on"), Heading("Held, of all forecasts", Shown.PER_CENT)),
            rows=tuple((row.name, row.solid) for row in rows),
            source=source_of(found),
        ),
        notes=("Few forecasts say little: 20 of them that should hold 80 per cent may well hold 60 or 95.",),
    )


def _table(found: Sensitivity) -> PublishedTable:
    return PublishedTable(
        id="coverage-table",
        title="How often intervals of the method of supply held what came, when tried on the past",
        headings=(
            Heading("Judged on"),
            Heading("Years ahead", Shown.YEAR),
            Heading("Intervals"),
            Heading("Past years tried", Shown.YEAR),
            Heading("Forecasts with an interval", Shown.WTE),
            Heading("Observed within the 80% interval", Shown.PER_CENT),
            Heading("Observed within the 95% interval", Shown.PER_CENT),
        ),
        rows=tuple(
            (
                _OVER[score.over],
                score.horizon,
                "With chance for people" if score.method.name == PREDICTIVE else "Of the method itself",
                score.origins,
                score.with_interval,
                score.coverage_80,
                score.coverage_95,
            )
            for score in found.scores
        ),
        source=source_of(found),
        notes=(
            "From each past year that the records support, the method was given the records up to that year alone.",
        ),
        row_headings=3,
    )
