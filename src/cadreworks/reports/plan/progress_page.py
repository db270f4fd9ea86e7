"""How far has the plan come? A plan held against what happened -> sentences, tables and a figure, as a page."""

from __future__ import annotations

from pathlib import Path

from cadreworks.plan.basis import Footing
from cadreworks.plan.result import PlanFor
from cadreworks.plan.track import AHEAD, BEHIND, DEARER, Progressed, Status, Tracked, Trigger
from cadreworks.progress import Progress, no_progress
from cadreworks.reports import charts, wording
from cadreworks.reports.charts import Pair
from cadreworks.reports.drawing import draw_figures, write_drawings
from cadreworks.reports.figures import Figure
from cadreworks.reports.notes import TOTAL_AREA, rounding_note
from cadreworks.reports.plan.document import ActionPlan
from cadreworks.reports.plan.notes import YEAR_NOTE
from cadreworks.reports.plan.page import plan_page
from cadreworks.reports.plan.publish import CHARTS_FOLDER
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.published_table import Heading, PublishedTable, Shown, Value, share, show
from cadreworks.vocabulary import area_of_work

PROGRESS_PAGE = "progress.html"
STATUS_NOTE = (
    f"On course: from {wording.per_cent(BEHIND)} to {wording.per_cent(AHEAD)} of planned starts. Behind: fewer. Ahead: "
    "more. Stopped: nobody started. Not planned: starts that the plan does not have. Not told: nothing is known of the "
    "year."
)
TRIGGER_NOTE = (
    "Too few start, or too few arrive: fewer than the low end of the lever's ranges would bring. Dearer than its "
    f"starts explain: measures cost more than {wording.per_cent(DEARER)} of what these starts should."
)


def publish_progress(
    study: PlanFor,
    footing: Footing,
    progressed: Progressed,
    folder: Path,
    *,
    jobs: int = 1,
    progress: Progress = no_progress,
) -> None:
    """Write the page and its charts into `folder`."""
    document = progress_document(study, footing, progressed)
    drawings = draw_figures(document.figures, jobs, progress)
    write_drawings(drawings, folder / CHARTS_FOLDER)
    (folder / PROGRESS_PAGE).write_text(plan_page(document, drawings), encoding="utf-8", newline="\n")


def progress_document(study: PlanFor, footing: Footing, progressed: Progressed) -> ActionPlan:
    """What is published of progress, in the form of an action plan."""
    source = f"{study.title}, {study.edition}, and what was told of starts. Calculated with Cadreworks."
    to_date = _to_date(progressed, source)
    sections = [
        Section(
            "progress-starts",
            "Starts, arrivals and cost",
            (),
            (_figure(progressed, source),),
            (to_date, _by_year(progressed, source)),
        ),
        Section(
            "progress-gap",
            "What it means for the gap",
            (_gap_sentence(footing, progressed),),
            (),
            (_gap_by_area(footing, progressed, source),),
        ),
    ]
    fired = _triggers(progressed, source)
    if fired:
        sections.insert(0, Section("progress-act", "Who should act", (), (), (fired,)))
    return ActionPlan(
        title=f"Progress of the plan: {study.title}",
        about=(f"Starts, arrivals and cost up to 31 March {progressed.until}, against the plan.", study.owner),
        not_for_publication=study.not_for_publication,
        goal_met=not fired,
        verdict=_verdict(progressed),
        opening=tuple(_opening(footing, progressed)),
        sections=tuple(sections),
        long_tables=(),
        made=f"Made with Cadreworks. {rounding_note()}",
        digest=study.digest,
    )


def _verdict(progressed: Progressed) -> str:
    fired = {row.lever.id for row in progressed.rows if row.triggers}
    if not fired:
        return "No trigger has fired."
    return f"Triggers have fired for {wording.count(len(fired), 'lever')}: somebody should act."


def _opening(footing: Footing, progressed: Progressed) -> list[str]:
    until = progressed.until
    latest = [row for row in progressed.rows if row.year == until]
    counts = [
        f"{wording.count(number, 'lever')} {'is' if number == 1 else 'are'} {status.value}"
        for status in Status
        if (number := sum(row.status is status for row in latest))
    ]
    told = [row for row in progressed.rows if row.cost_gbp is not None]
    said = [f"In the year to 31 March {until}, {wording.listed(counts)}."]
    if told:
        planned, spent = sum(row.planned_cost_gbp for row in told), sum(row.cost_gbp or 0.0 for row in told)
        said.append(
            f"Where cost is told, measures cost {wording.pounds(spent)} up to then against {wording.pounds(planned)} "
            "planned."
        )
    return [*said, _gap_sentence(footing, progressed)]


def _gap_sentence(footing: Footing, progressed: Progressed) -> str:
    whole = float(progressed.gap_by_area.sum())
    if not wording.rounded_wte(whole):
        return f"Starts so far leave the gap of {footing.horizon.last} as planned."
    way = "fewer" if whole < 0 else "more"
    return (
        f"Starts so far mean {wording.bare_wte(whole)} WTEs {way} in {footing.horizon.last} than planned, if all that "
        "is still to come goes as planned."
    )


def _figure(progressed: Progressed, source: str) -> Figure:
    """Planned and actual starts to date by lever, of what is told."""
    rows: list[tuple[Value, ...]] = []
    pairs, said = [], []
    for name, of_lever in _by_lever(progressed).items():
        told = [row for row in of_lever if row.started_wte is not None]
        if not told:
            continue
        planned, started = sum(row.planned_wte for row in told), sum(row.started_wte or 0.0 for row in told)
        text = f"{show(started, Shown.WTE)} of {show(planned, Shown.WTE)}"
        pairs.append(Pair(name, planned, started, text))
        said.append(f"{wording.in_running_text(name)} {text}")
        rows.append((name, planned, started))
    title = f"Planned and actual starts up to 31 March {progressed.until}, WTE"
    return Figure(
        id="progress-starts-to-date",
        title=title,
        spec=charts.pairs(pairs, "hollow as planned, solid as it was", "WTE"),
        in_words=f"Bar chart of starts: {'; '.join(said)}.",
        table=PublishedTable(
            id="progress-starts-to-date-data",
            title=title,
            headings=(Heading("Lever"), Heading("Planned", Shown.WTE), Heading("Started", Shown.WTE)),
            rows=tuple(rows),
            source=source,
        ),
        notes=("Years of which nothing is told are left out on both sides.",),
    )


def _by_lever(progressed: Progressed) -> dict[str, list[Tracked]]:
    found: dict[str, list[Tracked]] = {}
    for row in progressed.rows:
        found.setdefault(row.lever.name, []).append(row)
    return found


_HEADINGS = (
    Heading("Planned starts, WTE", Shown.WTE),
    Heading("Started, WTE", Shown.WTE),
    Heading("Share of the plan", Shown.PER_CENT),
    Heading("Planned to come about, WTE", Shown.SHORT),
    Heading("Came about, WTE", Shown.SHORT),
    Heading("Measures planned, £ million", Shown.MILLIONS),
    Heading("Measures, £ million", Shown.MILLIONS),
    Heading("Change of the gap at the horizon, WTE", Shown.WTE_CHANGE),
)


def _to_date(progressed: Progressed, source: str) -> PublishedTable:
    """Each lever up to the last year told, with the status of that year; sums are of years that are told."""
    rows: list[tuple[Value, ...]] = []
    for name, of_lever in _by_lever(progressed).items():
        told = [row for row in of_lever if row.started_wte is not None]
        planned = sum(row.planned_wte for row in told)
        started = sum(row.started_wte or 0.0 for row in told)
        rows.append(
            (
                name,
                *((planned, started, share(started, planned)) if told else (None, None, None)),
                *_pair(of_lever, "planned_arrivals_wte", "arrived_wte"),
                *_pair(of_lever, "planned_cost_gbp", "cost_gbp"),
                sum(row.gap_wte for row in of_lever),
                of_lever[-1].status.value,
            )
        )
    return PublishedTable(
        id="progress-to-date",
        title=f"Each lever up to 31 March {progressed.until}",
        headings=(Heading("Lever"), *_HEADINGS, Heading("Status of its last year")),
        rows=tuple(rows),
        source=source,
        notes=("Each pair of planned and actual figures is of the years in which the actual one is told.", STATUS_NOTE),
    )


def _pair(rows: list[Tracked], planned: str, actual: str) -> tuple[float | None, float | None]:
    """The sums of a planned and an actual figure over the years in which the latter is told; nothing without any."""
    told = [row for row in rows if getattr(row, actual) is not None]
    if not told:
        return None, None
    sums = [float(sum(getattr(row, name) for row in told)) for name in (planned, actual)]
    return sums[0], sums[1]


def _by_year(progressed: Progressed, source: str) -> PublishedTable:
    rows = tuple(
        (
            row.lever.name,
            row.year,
            row.planned_wte,
            row.started_wte,
            row.share,
            row.planned_arrivals_wte,
            row.arrived_wte,
            row.planned_cost_gbp,
            row.cost_gbp,
            row.gap_wte,
            row.status.value,
        )
        for row in progressed.rows
    )
    return PublishedTable(
        id="progress-by-year",
        title="Each lever by year",
        headings=(Heading("Lever"), Heading("Year", Shown.YEAR), *_HEADINGS, Heading("Status")),
        rows=rows,
        source=source,
        notes=(YEAR_NOTE, STATUS_NOTE),
        row_headings=2,
    )


def _gap_by_area(footing: Footing, progressed: Progressed, source: str) -> PublishedTable:
    names = [*(area_of_work(area).name for area in footing.areas), TOTAL_AREA]
    changes = [*progressed.gap_by_area.tolist(), float(progressed.gap_by_area.sum())]
    return PublishedTable(
        id="progress-gap-by-area",
        title=f"What starts so far change of the gap in {footing.horizon.last}, by area of work",
        headings=(Heading("Area of work"), Heading("Fewer (\u2212) or more (+) than planned, WTE", Shown.WTE_CHANGE)),
        rows=tuple(zip(names, changes, strict=True)),
        source=source,
        notes=("The difference between actual and planned starts, times what one start does by then.",),
        totals=True,
    )


def _triggers(progressed: Progressed, source: str) -> PublishedTable | None:
    """Triggers that have fired, with who should act; None where none has."""
    rows = tuple(
        (row.lever.name, row.year, row.lever.owner, wording.sentence_case(trigger.value), _held_against(row, trigger))
        for row in progressed.rows
        for trigger in row.triggers
    )
    if not rows:
        return None
    return PublishedTable(
        id="progress-triggers",
        title="Triggers that have fired",
        headings=(
            Heading("Lever"),
            Heading("Year", Shown.YEAR),
            Heading("Who should act"),
            Heading("Trigger"),
            Heading("What was found", wide=True),
        ),
        rows=rows,
        source=source,
        notes=(TRIGGER_NOTE,),
        row_headings=2,
    )


def _held_against(row: Tracked, trigger: Trigger) -> str:
    if trigger is Trigger.STARTS:
        return f"{show(row.started_wte, Shown.WTE)} of {show(row.planned_wte, Shown.WTE)} planned WTE started"
    if trigger is Trigger.ARRIVALS:
        expected = show(row.expected_arrivals_wte, Shown.SHORT)
        return f"{show(row.arrived_wte, Shown.SHORT)} WTE came about; of those who started {expected} were expected"
    expected = wording.pounds(row.expected_cost_gbp)
    return f"{wording.pounds(row.cost_gbp or 0.0)} for measures; those who started should cost {expected}"
