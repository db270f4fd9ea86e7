"""How would the method of supply have done in the past? A projection's track record -> its table, figure and sentences.

Beside the method stand those that any must beat: no change, and net growth over several numbers of years, of which one
year's is the last growth; and net growth with chance in its intervals. Methods are compared from the same past years:
one that could not be tried from all of them is left to the result table.
"""

from __future__ import annotations

from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Tried
from cadreworks.reports.figures import Figure
from cadreworks.reports.notes import source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value
from cadreworks.study import Projection
from cadreworks.supply import BASE_YEARS, COHORT, NET_GROWTH, OF_RECORDS, RATIO
from cadreworks.supply.track_record import (
    CELLS,
    COHORT_RATIO,
    HORIZONS,
    LAST_VALUE,
    PREDICTIVE,
    WORKFORCE,
    Method,
    Score,
)

FIGURES = "track_record"
"""Under which the figure stands among those of areas and of the whole workforce."""

_OVER = {CELLS: "Each area and level", WORKFORCE: "Whole workforce"}
_NAMES = {LAST_VALUE: "No change", COHORT: "Cohort", COHORT_RATIO: "Cohort"}


def method_of(projection: Projection) -> Method:
    """The method of this study, as scores name it."""
    settings = projection.study.settings
    name = settings.supply_method
    if name in OF_RECORDS:
        name = COHORT  # people one by one come to what a cohort expects
    if name == COHORT and settings.recruitment == RATIO:
        name = COHORT_RATIO
    return Method(name, int(projection.study.register[BASE_YEARS.id].in_use))


def _shown_methods(projection: Projection) -> list[Method]:
    ours = method_of(projection)
    tried = dict.fromkeys(score.method for score in projection.study.track_record)
    fair = Method(PREDICTIVE, ours.base_years)
    naive = [method for method in tried if method.name in (LAST_VALUE, NET_GROWTH) or method == fair]
    return [ours, *(method for method in naive if method != ours)]


def name_of(method: Method) -> str:
    """A method as readers know it."""
    if method.name in (NET_GROWTH, PREDICTIVE):
        chance = ", with chance" if method.name == PREDICTIVE else ""
        return f"Net growth of {wording.count(method.base_years, 'year')}{chance}"
    return _NAMES[method.name]


def _scores(projection: Projection, over: str, horizon: int) -> list[tuple[Method, Score]]:
    """The scores of the methods shown that were tried from the same past years as ours, ours first."""
    found = {
        score.method: score
        for score in projection.study.track_record
        if (score.over, score.horizon) == (over, horizon) and score.wape is not None
    }
    ours = found.get(method_of(projection))
    if ours is None:
        return []
    return [
        (method, found[method])
        for method in _shown_methods(projection)
        if method in found and found[method].origins == ours.origins
    ]


def track_record_table(projection: Projection) -> PublishedTable:
    """Errors and coverage by horizon, for single cells and for the whole workforce."""
    rows: list[tuple[Value, ...]] = []
    for over, said in _OVER.items():
        for horizon in HORIZONS:
            scores = _scores(projection, over, horizon)
            rows += [(said, horizon, name_of(method), *_numbers(score)) for method, score in scores]
    return PublishedTable(
        id="track-record",
        title="How near methods of supply would have come in the past",
        headings=(
            Heading("Judged on"),
            Heading("Years ahead", Shown.YEAR),
            Heading("Method"),
            Heading("Past years tried", Shown.YEAR),
            Heading("Forecasts", Shown.WTE),
            Heading("Error, share of those observed", Shown.PER_CENT),
            Heading("Mean error of a forecast", Shown.PER_CENT),
            Heading("CRPS, WTE", Shown.SHORT),
            Heading("Observed within the 80% interval", Shown.PER_CENT),
            Heading("Observed within the 95% interval", Shown.PER_CENT),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(
            "From each past year that the records support, each method was given the records up to that year alone. "
            "Errors are without sign. The share of those observed is the sum of errors over the sum of what was "
            "observed (WAPE); the mean error of a forecast gives small and large cells the same weight (MAPE). CRPS "
            "also weighs how wide the intervals are; the smaller, the better.",
            "The intervals of net growth speak of the mean growth only, not of chance in years to come, so that much "
            "of what was observed lies outside of them. Those with chance, and those of a cohort, hold chance too. A "
            "share of few forecasts says little.",
        ),
        row_headings=3,
        held=2,
    )


def _numbers(score: Score) -> tuple[Value, ...]:
    return (
        score.origins,
        score.cells,
        score.wape,
        score.mape,
        score.crps,
        score.coverage_80,
        score.coverage_95,
    )


def track_record_figure(projection: Projection) -> Figure:
    """The error of each method over single cells, by horizon."""
    panels: list[tuple[str, list[Tried]]] = []
    rows: list[tuple[Value, ...]] = []
    ours = method_of(projection)
    for horizon in HORIZONS:
        scores = [(method, score) for method, score in _scores(projection, CELLS, horizon) if method.name != PREDICTIVE]
        bars = [Tried(name_of(method), score.wape or 0.0, ours=method == ours) for method, score in scores]
        if bars:
            panels.append((f"{_ahead(horizon)}, from {_past_years(scores[0][1])}", bars))
            rows += [(horizon, bar.name, bar.error) for bar in bars]
    title = "Error of each method of supply when tried on the past, by area and level"
    return Figure(
        id="track-record",
        title=title,
        spec=charts.track_record(panels),
        in_words=f"Bar chart of the sum of errors over the sum of what was observed. {' '.join(verdicts(projection))}",
        table=PublishedTable(
            id="track-record-errors",
            title=title,
            headings=(
                Heading("Years ahead", Shown.YEAR),
                Heading("Method"),
                Heading("Error, share of those observed", Shown.PER_CENT),
            ),
            rows=tuple(rows),
            source=source_of(projection),
            row_headings=2,
        ),
        notes=("The shorter a bar, the nearer the method came. The method of this study is drawn dark.",),
    )


def _ahead(horizon: int) -> str:
    return wording.sentence_case(f"{wording.count(horizon, 'year')} ahead")


def _past_years(score: Score) -> str:
    return wording.count(score.origins, "past year")


def verdicts(projection: Projection) -> list[str]:
    """For each horizon, whether the method came nearer than the best of the others, over single cells."""
    said = []
    for horizon in HORIZONS:
        scores = [(method, score) for method, score in _scores(projection, CELLS, horizon) if method.name != PREDICTIVE]
        if len(scores) < 2:
            continue
        (_, ours), *others = scores
        best, theirs = min(others, key=lambda pair: pair[1].wape or 0.0)
        one, two = (float(score.wape or 0.0) for score in (ours, theirs))
        verdict = "nearer than any other" if one < two else "as near as the best other" if one == two else "further off"
        said.append(
            f"{_ahead(horizon)}, from {_past_years(ours)}, the method of this study was {verdict}: an error of "
            f"{one:.1%}, against {two:.1%} of {wording.in_running_text(name_of(best))}."
        )
    return said


def longest_test(projection: Projection) -> str:
    """How far ahead the method could be tried, and how far it is used."""
    horizon = projection.study.settings.horizon
    tried = [ahead for ahead in HORIZONS if _scores(projection, CELLS, ahead)]
    return (
        f"The longest test is {wording.count(max(tried), 'year')} ahead, and the projection runs "
        f"{wording.count(horizon.last - horizon.base, 'year')}."
        if tried
        else ""
    )


def has_track_record(projection: Projection) -> bool:
    """Whether the method of this study was tried on the past, with something to show for it."""
    ours = method_of(projection)
    return any(score.method == ours and score.wape is not None for score in projection.study.track_record)


def why_no_track_record(projection: Projection) -> str:
    """Why there is nothing to show; empty where there is."""
    if has_track_record(projection):
        return ""
    tried = projection.study.track_record
    ours = method_of(projection)
    reasons = dict.fromkeys(score.reason for score in tried if score.method == ours and score.reason)
    if not tried:
        return (
            "Supply rests on growth that the study states, and no back-test came with it; "
            "`cadre records backtest` makes one where there are staff records."
        )
    return f"The method could not be tried on the past: {'; '.join(reasons) or 'nobody tried it with so many years'}."
