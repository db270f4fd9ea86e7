"""What did the experts say? The returns behind demand -> their figure, tables and sentences, all without names.

Beside each forecast stands what it rests on: how many answered, how far their answers lie apart, whether they agree on
the direction, whom the figure hangs on, and what they said in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.demand.exercise import LEVEL_ONLY, RANGE, TERTILES
from cadreworks.demand.exercise.tables import OTHER_TYPE
from cadreworks.demand.pooling import MEAN_SD, Congruence, count_response, estimate_congruence, leave_each_out
from cadreworks.demand.pooling.congruence import DIRECTIONS
from cadreworks.demand.pooling.methods import METHODS, with_all
from cadreworks.demand.pooling.weights import BY_SIZE
from cadreworks.demand.themes import WITHHELD, Viewpoint
from cadreworks.disclosure import SMALLEST_PUBLISHED
from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Strip
from cadreworks.reports.figures import Figure, Subject
from cadreworks.reports.notes import band_of, level_names, source_of
from cadreworks.reports.published_table import NONE_HELD, Heading, PublishedTable, Shown, Value
from cadreworks.study import Projection
from cadreworks.tables import Cell, number_or_empty
from cadreworks.vocabulary import ALL, LEVEL_IDS, ORGANISATION_TYPES

_GROUPS = {"all": "All", "type": "Type", "region": "Region"}
_TYPE_NAMES = {entry.id: entry.name for entry in ORGANISATION_TYPES} | {OTHER_TYPE: "Other"}
_ASKED = {
    LEVEL_ONLY: "the staff that each job level will need",
    RANGE: "the staff that each job level will need, and for the lowest and highest that each area could need",
    TERTILES: "the staff that each job level will need, and for the tertiles of what each area could need",
}
_DIRECTIONS = ("more staff than now", "as many as now", "fewer than now", "nobody")


_RANGES_NOTE = (
    "Ticks are best answers. The pool holds the ranges that experts gave too, so it can lie above or below all ticks."
)
_FEW_NOTE = (
    f"Where fewer than {SMALLEST_PUBLISHED} answered, single answers are not shown, so that nobody's can be told."
)


@dataclass(frozen=True)
class Judged:
    """What is worked out of the returns once for all areas, by scenario. without: the pool without each return, with
    totals, (organisation, point, area, level).
    """

    congruence: Mapping[str, Congruence]
    without: Mapping[str, Array]


def judge_returns(projection: Projection) -> Judged:
    """How far the returns agree, and what each of them changes."""
    study, method = projection.study, projection.study.settings.demand_method
    judgements = study.weighed.judgements
    scenarios = [scenario.id for scenario in study.settings.scenarios]
    return Judged(
        {scenario: estimate_congruence(judgements, scenario) for scenario in scenarios},
        {scenario: with_all(leave_each_out(method, judgements, scenario)) for scenario in scenarios},
    )


def answers_figure(projection: Projection, subject: Subject) -> Figure:
    """Every answer about an area, or the whole, with the pool and its band, for each scenario and year."""
    study = projection.study
    panels = [(scenario.name, _strips(projection, scenario.id, subject)) for scenario in study.settings.scenarios]
    title = f"What experts answered about the typical organisation, {wording.in_running_text(subject.name)}"
    now = float(with_all(study.typical_organisation)[subject.index, -1])
    said = [
        f"{name}: {wording.count(strips[-1].n, 'answer')} for {strips[-1].label}, pooled {_wte(strips[-1].pooled)}"
        for name, strips in panels
    ]
    few = any(not strip.answers for _, strips in panels for strip in strips)
    return Figure(
        id=f"{subject.id}-answers",
        title=title,
        spec=charts.answers(panels, now),
        in_words=f"Strips of single answers in whole-time equivalents, where there are {_wte(now)} now. "
        f"{'. '.join(said)}.",
        table=_answers_table(projection, subject, panels, title),
        notes=(
            f"In whole-time equivalents of the typical organisation. Pooled: {_method(projection)}.",
            *([_RANGES_NOTE] if study.settings.demand_method != MEAN_SD else []),
            *([_FEW_NOTE] if few else []),
        ),
    )


def _strips(projection: Projection, scenario: str, subject: Subject) -> list[Strip]:
    """A strip for each year asked about; single answers only where enough gave one."""
    given = with_all(projection.study.weighed.judgements.answers(scenario))[:, :, subject.index, -1]
    pooled = projection.scenarios[scenario].pooled
    strips = []
    for at, year in enumerate(projection.study.settings.points):
        every = sorted(given[~np.isnan(given[:, at]), at].tolist())
        index = (at, subject.index, -1)
        shown = every if len(every) >= SMALLEST_PUBLISHED else []
        strips.append(Strip(str(year), shown, float(pooled.central[index]), band_of(pooled, index), n=len(every)))
    return strips


def _answers_table(
    projection: Projection, subject: Subject, panels: Sequence[tuple[str, Sequence[Strip]]], title: str
) -> PublishedTable:
    rows: list[tuple[Value, ...]] = [
        (name, int(strip.label), strip.n, strip.pooled, *(strip.band or (None, None)), *_ends(strip.answers))
        for name, strips in panels
        for strip in strips
    ]
    return PublishedTable(
        id=f"{subject.id}-answers",
        title=title,
        headings=(
            Heading("Scenario"),
            Heading("Year", Shown.YEAR),
            Heading("Answers", Shown.WTE),
            Heading("Pooled, WTE", Shown.SHORT),
            Heading("5th percentile", Shown.SHORT),
            Heading("95th percentile", Shown.SHORT),
            Heading("Lowest answer", Shown.SHORT),
            Heading("Highest answer", Shown.SHORT),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        row_headings=2,
    )


def _ends(answers: Sequence[float]) -> tuple[Value, Value]:
    return (answers[0], answers[-1]) if answers else (None, None)


def _wte(value: float) -> str:
    """Of one organisation: rounded as a nation is, its answers would not be told apart."""
    return f"{value:,.1f} WTEs" if value < 20 else f"{value:,.0f} WTEs"


def _method(projection: Projection) -> str:
    return METHODS[projection.study.settings.demand_method]


def pool_rows(projection: Projection, judged: Judged) -> Iterator[dict[str, Cell]]:
    """The rows of the result table `pool`, of every cell with its totals."""
    settings = projection.study.settings
    for scenario in settings.scenarios:
        pooled, found = projection.scenarios[scenario.id].pooled, judged.congruence[scenario.id]
        moved = np.abs(judged.without[scenario.id] - pooled.central)
        for index in np.ndindex(*pooled.central.shape):
            at_year, at_area, at_level = index
            yield {
                "scenario": scenario.id,
                "year": settings.points[at_year],
                "area": (*settings.areas, ALL)[at_area],
                "level": (*LEVEL_IDS, ALL)[at_level],
                "mean": float(pooled.central[index]),
                "p05": float(pooled.p05[index]),
                "p50": float(pooled.p50[index]),
                "p95": float(pooled.p95[index]),
                "n": int(found.n[index]),
                **{name: int(counts[index]) for name, counts in zip(DIRECTIONS, found.directions, strict=True)},
                "spread_log": number_or_empty(float(found.spread[index])),
                "congruence": number_or_empty(float(found.congruence[index])),
                "largest_influence_wte": _largest(moved[(slice(None), *index)]),
            }


def _largest(moved: Array) -> float | None:
    told = moved[~np.isnan(moved)]
    return float(told.max()) if told.size else None


def agreement_table(projection: Projection, judged: Judged, subject: Subject) -> PublishedTable:
    """How far experts agree at the horizon, by scenario and level."""
    rows: list[tuple[Value, ...]] = []
    for scenario in projection.study.settings.scenarios:
        found = judged.congruence[scenario.id]
        pooled = projection.scenarios[scenario.id].pooled.central
        for at_level, name in enumerate(level_names()):
            index = (-1, subject.index, at_level)
            rows.append((name, scenario.name, float(pooled[index]), *_agreement(found, index)))
    return PublishedTable(
        id=f"{subject.id}-agreement",
        title=f"How far experts agree on {projection.study.settings.horizon.last}, "
        f"{wording.in_running_text(subject.name)}",
        headings=(
            Heading("Job level"),
            Heading("Scenario", under=True),
            Heading("Pooled, WTE", Shown.SHORT),
            Heading("See more", Shown.WTE),
            Heading("See as many", Shown.WTE),
            Heading("See fewer", Shown.WTE),
            Heading("See nobody", Shown.WTE),
            Heading("Typical factor", Shown.SHORT),
            Heading("Congruence", Shown.PER_CENT),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=(
            "In whole-time equivalents of the typical organisation, and how many experts see more staff than it has "
            "now, as many, fewer, or nobody.",
            "Congruence is the chance that two experts picked at random see the same direction, reduced as their "
            "answers lie apart: 100 per cent where all answer the same. The typical factor is that of one standard "
            "deviation of the logarithms of answers above nobody: 1.5 says that answers commonly lie half as much "
            "again above, or a third below, the middle.",
        ),
    )


def _agreement(found: Congruence, index: tuple[int, ...]) -> tuple[Value, ...]:
    spread, congruence = float(found.spread[index]), float(found.congruence[index])
    return (
        *(int(directions[index]) for directions in found.directions),
        None if np.isnan(spread) else float(np.exp(spread)),
        number_or_empty(congruence),
    )


def exercise_sentences(projection: Projection) -> list[str]:
    """Who was asked what, until when, and how the answers are pooled; nothing of what a study does not tell."""
    exercise, settings = projection.study.exercise, projection.study.settings
    pooled = f"Returns are pooled by {settings.demand_method}: {_method(projection)}."
    weighed = [
        sentence
        for sentence, holds in (
            ("Each return weighs as the size of its organisation.", settings.weights == BY_SIZE),
            ("Types of organisation count as they do among the invited.", settings.post_stratify),
        )
        if holds
    ]
    if exercise is None:
        return [pooled, *weighed]
    invited = wording.count(len(exercise.invited), "organisation was", "organisations were")
    day = f"{exercise.deadline.day} {exercise.deadline:%B %Y}"
    asked = f"{wording.sentence_case(invited)} asked for {_ASKED[exercise.questions]}, by {day}."
    return [asked, pooled, *weighed]


def agreement_sentences(projection: Projection, judged: Judged, subject: Subject) -> list[str]:
    """For each scenario who sees which direction at the horizon, and how far the figure hangs on one return."""
    return [
        f"{scenario.name}: {_agreed(found)}; {_influence(projection, judged, scenario.id, subject)}"
        for scenario in projection.study.settings.scenarios
        if (found := judged.congruence[scenario.id].directions[:, -1, subject.index, -1]).sum() > 1
    ]


def _agreed(directions: Array) -> str:
    counts = [int(count) for count in directions]
    most, n = max(counts), sum(counts)
    seen = _DIRECTIONS[counts.index(most)]
    if most == n:
        everybody = "both returns" if n == 2 else f"all {wording.count(n, 'return')}"
        return f"{everybody} see {seen}"
    return f"{wording.count(most, 'of', 'of')} {wording.count(n, 'return')} see{'s' * (most == 1)} {seen}"


def _influence(projection: Projection, judged: Judged, scenario: str, subject: Subject) -> str:
    central = float(projection.scenarios[scenario].pooled.central[-1, subject.index, -1])
    left = judged.without[scenario][:, -1, subject.index, -1]
    moved = np.abs(left[~np.isnan(left)] - central)
    if not moved.size or not central:
        return "no return moves the figure."
    return f"without any one of them the figure would move by at most {wording.per_cent(float(moved.max()) / central)}."


def viewpoints_table(projection: Projection, subject: Subject) -> PublishedTable | None:
    """What experts said in words about an area, by theme; None where the study holds no viewpoints on it."""
    viewpoints = projection.study.viewpoints.get(subject.id, ())
    if not viewpoints:
        return None
    return PublishedTable(
        id=f"{subject.id}-viewpoints",
        title=f"What experts wrote of {wording.in_running_text(subject.name)}, by theme",
        headings=(
            Heading("Theme"),
            Heading("What is meant", under=True),
            Heading("In their words", wide=True),
            Heading("Organisations"),
        ),
        rows=tuple(_viewpoint_row(viewpoint) for viewpoint in viewpoints),
        source=source_of(projection),
        notes=(
            f"{WITHHELD} stands for 1 to {SMALLEST_PUBLISHED - 1}, withheld so that nobody's words can be told from "
            "the number. Words were chosen for publication by those who coded the comments.",
        ),
        held=NONE_HELD,
    )


def _viewpoint_row(viewpoint: Viewpoint) -> tuple[Value, ...]:
    number = WITHHELD if viewpoint.organisations is None else f"{viewpoint.organisations:,}"
    quoted = " ".join(f"“{words}”" for words in viewpoint.quotations)
    return (viewpoint.theme, viewpoint.means, quoted or "No words were chosen.", number)


def response_table(projection: Projection) -> PublishedTable | None:
    """Who was invited and who answered, by type and region; None where the study does not name its exercise."""
    exercise = projection.study.exercise
    if exercise is None:
        return None
    rows: list[tuple[Value, ...]] = [
        (
            _GROUPS[group.by],
            _group_name(group.by, group.group),
            group.invited,
            group.complete,
            group.partial,
            group.answered_share,
        )
        for group in count_response(projection.study.weighed.judgements, exercise.invited)
    ]
    return PublishedTable(
        id="response",
        title="Who was invited to the demand exercise, and who answered",
        headings=(
            Heading("By"),
            Heading("Group"),
            Heading("Invited", Shown.WTE),
            Heading("Complete returns", Shown.WTE),
            Heading("Partial returns", Shown.WTE),
            Heading("Answered", Shown.PER_CENT),
        ),
        rows=tuple(rows),
        source=source_of(projection),
        notes=("Organisations, not people. A group that answers less often than others is heard less.",),
        row_headings=2,
        held=1,
    )


def _group_name(by: str, group: str) -> str:
    if by == "type":
        return _TYPE_NAMES[group]
    return "Everybody invited" if by == "all" else group
