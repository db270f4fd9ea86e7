"""Everything that is published of a projection, written into a folder.

    tables/*.csv -> the comparison with print -> charts/ -> report.html -> tables.xlsx

The comparison is made on the tables as they were written, so that it speaks of what readers get.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cadreworks.manifest import Manifest
from cadreworks.plan.result import PlanResult
from cadreworks.progress import Progress
from cadreworks.reports.drawing import draw_figures, write_drawings
from cadreworks.reports.expert_judgement import response_table
from cadreworks.reports.gap_chance import gap_chance_figure, gap_chance_table
from cadreworks.reports.main_tables import (
    change_by_level,
    composition_table,
    cost_by_area,
    cost_by_method,
    required_change,
    supply_and_demand,
)
from cadreworks.reports.notes import NOT_FOR_PUBLICATION, not_for_publication
from cadreworks.reports.one_by_one.chapter import people_chapter
from cadreworks.reports.page import Checks, all_figures, page
from cadreworks.reports.people_tables import people_tables
from cadreworks.reports.plan.chapter import plan_chapter
from cadreworks.reports.published_table import PublishedTable
from cadreworks.reports.reconciliation_table import reconciliation_table
from cadreworks.reports.record_tables import (
    assumptions_table,
    inputs_table,
    overrides_table,
)
from cadreworks.reports.result_tables import result_tables
from cadreworks.reports.track_record import has_track_record, track_record_table
from cadreworks.reports.vacancy_table import vacancy_tables
from cadreworks.reports.workbook import write_workbook
from cadreworks.reports.yearly_tables import yearly_tables
from cadreworks.results_folder import REPORT_FILE
from cadreworks.review.overrides import OverrideEffect, effects_of_overrides
from cadreworks.review.reconcile import Reconciled, reconcile_to_report
from cadreworks.review.results import TABLES_FOLDER, read_result_tables
from cadreworks.study import STUDY_FILE, Projection
from cadreworks.tables import write_table
from cadreworks.vocabulary import status


def publish(
    projection: Projection,
    folder: Path,
    manifest: Manifest,
    jobs: int,
    progress: Progress,
    *,
    plan: PlanResult | None = None,
) -> Checks:
    """Write the whole publication into `folder`, and say what the checks of it found. plan: the study's own, if any"""
    progress("Writing tables", 0, 0)
    effects = effects_of_overrides(projection.study)
    _write_result_tables(projection, folder / TABLES_FOLDER, effects)
    checks = Checks(effects, _compare_with_print(projection, folder / TABLES_FOLDER))
    figures = all_figures(projection, plan)
    drawings = draw_figures([figure for of_subject in figures.values() for figure in of_subject], jobs, progress)
    write_drawings(drawings, folder / "charts")
    progress("Writing the page", 0, 0)
    html = page(projection, checks, figures, drawings, manifest, plan=plan)
    (folder / REPORT_FILE).write_text(html, encoding="utf-8", newline="\n")
    progress("Writing the workbook", 0, 0)
    introduction, about = _cover(projection, manifest)
    write_workbook(
        folder / "tables.xlsx",
        workbook_tables(projection, checks, plan),
        title=projection.study.settings.title,
        introduction=introduction,
        about=about,
        mark=NOT_FOR_PUBLICATION if not_for_publication(projection) else "",
    )
    return checks


def _write_result_tables(projection: Projection, folder: Path, effects: Sequence[OverrideEffect]) -> None:
    folder.mkdir()
    for table in result_tables(projection, effects):
        write_table(folder / f"{table.spec.name}.csv", table.spec.names, table.rows)


def _compare_with_print(projection: Projection, tables: Path) -> Sequence[Reconciled]:
    """Empty for a study that does not set out to reproduce published figures."""
    if not projection.study.settings.reconcile_to:
        return ()
    return reconcile_to_report(
        read_result_tables(tables), where=f"{STUDY_FILE}, reconcile_to", remedy="Leave the setting out."
    )


def workbook_tables(projection: Projection, checks: Checks, plan: PlanResult | None = None) -> list[PublishedTable]:
    """The tables of the workbook, in the page's order, the long ones after the main ones."""
    tables = []
    for scenario in projection.study.settings.scenarios:
        tables += [
            required_change(projection, scenario),
            supply_and_demand(projection, scenario),
            gap_chance_table(projection, scenario),
            gap_chance_figure(projection, scenario).table,
            cost_by_area(projection, scenario),
            change_by_level(projection, scenario),
            composition_table(projection, scenario),
        ]
    tables.append(cost_by_method(projection))
    tables += people_tables(projection)
    people = people_chapter(projection)
    if people is not None:
        tables += [*(figure.table for figure in people.figures), *people.tables, *people.long_tables]
    tables += vacancy_tables(projection)
    if plan is not None:
        tables += plan_chapter(plan).tables
    if has_track_record(projection):
        tables.append(track_record_table(projection))
    tables += yearly_tables(projection)
    response = response_table(projection)
    if response:
        tables.append(response)
    tables.append(assumptions_table(projection))
    if checks.effects:
        tables.append(overrides_table(projection, checks.effects))
    tables.append(inputs_table(projection))
    if checks.reconciled:
        tables.append(reconciliation_table(projection, checks.reconciled, only_differing=False))
    return tables


def _cover(projection: Projection, manifest: Manifest) -> tuple[list[str], list[str]]:
    """What the workbook's cover says: what this is, and where its inputs come from."""
    settings = projection.study.settings
    why_not = not_for_publication(projection)
    introduction = [
        *([f"{NOT_FOR_PUBLICATION}. {why_not}"] if why_not else []),
        f"A workforce plan for {settings.coverage}, {settings.horizon.base} to {settings.horizon.last}.",
        f"{settings.owner}; {settings.edition}.",
    ]
    about = [
        f"{item.file}: {', '.join(status(name).name.lower() for name in item.status)}. {item.source}."
        for item in settings.sources
    ]
    about.append(
        f"Made with Cadreworks {manifest.version}, seed {projection.seed}, {projection.draws:,} draws, "
        f"study {manifest.study_digest}."
    )
    return introduction, about
