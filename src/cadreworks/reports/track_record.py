"""How would the method of supply have done in the past? A projection's track record -> its table, figure and sentences.

Beside the method stand those that any must beat: no change, and net growth over several numbers of years, of which one
year's is the last growth. The rest of the scores stand in the result table.
"""

from __future__ import annotations

from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Tried
from cadreworks.reports.figures import Figure
from cadreworks.reports.notes import source_of
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value
from cadreworks.study import Projection
from cadreworks.supply import BASE_YEARS, COHORT, NET_GROWTH, RATIO
from cadreworks.supply.track_record import (
    CELLS,
    COHORT_RATIO,
    HORIZONS,
    LAST_VALUE,
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
    if name == COHORT and settings.recruitment == RATIO:
        name = COHORT_RATIO
    return Method(name, int(projection.study.register[BASE_YEARS.id].in_use))


def _shown_methods(projection: Projection) -> list[Method]:
    ours = method_of(projection)
    tried = dict.fromkeys(score.method for score in projection.study.track_record)
    naive = [method for method in tried if method.name in (LAST_VALUE, NET_GROWTH)]
    return [ours, *(method for method in naive if method != ours)]


def name_of(method: Method) -> str:
    """A method as readers know it."""
    if method.name == NET_GROWTH:
        return f"Net growth of {wording.count(method.base_years, 'year')}"
    return _NAMES[method.name]


def _scores(projection: Projection, over: str) -> list[tuple[Method, dict[int, Score]]]:
    """The scores of each method shown, by horizon; a method that nobody tried has none."""
    found: list[tuple[Method, dict[int, Score]]] = []
    for method in _shown_methods(projection):
        scores = [score for score in projection.study.track_record if (score.method, score.over) == (method, over)]
        found.append((method, {score.horizon: score for score in scores}))
    return found


def track_record_table(projection: Projection) -> PublishedTable:
    """Errors and coverage by horizon, for single cells and for the whole workforce."""
    rows: list[tuple[Value, ...]] = []
    for over, said in _OVER.items():
        by_method = _scores(projection, over)
        for horizon in HORIZONS:
            rows += [
                (said, horizon, name_of(method), *_numbers(scores[horizon]))
                for method, scores in by_method
                if horizon in scores
            ]
    return PublishedTable(
        id="track-record",
        title="How near methods of supply would have come in the past",
        headings=(
            Heading("Judged on"),
            Heading("Years ahead", Shown.YEAR),
            Heading("Method"),
            Heading("Past years tried", Shown.YEAR),
            Heading("Error, share of those observed", Shown.PER_CENT),
            Heading("The same had nothing changed", Shown.PER_CENT),
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
            "of what was observed lies outside of them. Those of a cohort hold chance too.",
        ),
        row_headings=3,
        held=2,
    )


def _numbers(score: Score) -> tuple[Value, ...]:
    return (
        score.origins,
        score.wape,
        score.wape_of_last_value,
        score.mape,
        score.crps,
        score.coverage_80,
        score.coverage_95,
    )


def track_record_figure(projection: Projection) -> Figure:
    """The error of each method over single cells, by horizon."""
    panels, said = [], []
    for horizon in HORIZONS:
        bars = [
            Tried(name_of(method), scores[horizon].wape or 0.0, ours=method == method_of(projection))
            for method, scores in _scores(projection, CELLS)
            if horizon in scores and scores[horizon].wape is not None
        ]
        if bars:
            ahead = f"{wording.sentence_case(wording.count(horizon, 'year'))} ahead"
            panels.append((ahead, bars))
            said.append(f"{ahead}: " + ", ".join(f"{bar.name} {bar.error * 100:.1f} per cent" for bar in bars))
    return Figure(
        id="track-record",
        title="Error of each method of supply when tried on the past, by area and level",
        spec=charts.track_record(panels),
        in_words=f"Bar chart of the sum of errors over the sum of what was observed. {'. '.join(said)}.",
        table=track_record_table(projection),
        notes=("The shorter a bar, the nearer the method came. The method of this study is drawn dark.",),
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
