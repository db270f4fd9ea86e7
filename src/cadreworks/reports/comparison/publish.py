"""Everything that people and machines read of a comparison, written into a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from markupsafe import Markup

from cadreworks.progress import Progress, no_progress
from cadreworks.reports.charts import Drawing
from cadreworks.reports.comparison.document import comparison_document
from cadreworks.reports.drawing import draw_figures, write_drawings
from cadreworks.reports.notes import NOT_FOR_PUBLICATION
from cadreworks.reports.plan.document import ActionPlan
from cadreworks.reports.templating import environment
from cadreworks.reports.workbook import write_workbook
from cadreworks.review.compare import Comparison
from cadreworks.tables import Cell, write_table

COMPARISON_PAGE = "comparison.html"
COMPARISON_WORKBOOK = "comparison.xlsx"
MOVEMENTS_FILE, CHANGES_FILE, FIGURES_FILE = "movements.csv", "changes.csv", "figures.csv"
CHARTS_FOLDER = "charts"
_MOVEMENT_COLUMNS = ("scenario", "area", "figure", "unit", "group", "change", "by")
_CHANGE_COLUMNS = ("kind", "name", "group", "part", "before", "after")
_FIGURE_COLUMNS = ("scenario", "area", "figure", "unit", "before", "after")


def publish_comparison(
    comparison: Comparison, folder: Path, *, jobs: int = 1, progress: Progress = no_progress
) -> None:
    """Write page, charts, workbook and tables of `comparison` into `folder`.

    Raises EnvironmentFault where the machine ends a process that draws.
    """
    document = comparison_document(comparison)
    drawings = draw_figures(document.figures, jobs, progress)
    if drawings:
        write_drawings(drawings, folder / CHARTS_FOLDER)
    (folder / COMPARISON_PAGE).write_text(_page(document, drawings), encoding="utf-8", newline="\n")
    _write_workbook(document, folder / COMPARISON_WORKBOOK)
    write_table(folder / MOVEMENTS_FILE, _MOVEMENT_COLUMNS, map(asdict, comparison.movements))
    changes = map(asdict, (*comparison.runs, *comparison.changes))
    write_table(folder / CHANGES_FILE, _CHANGE_COLUMNS, changes)
    write_table(folder / FIGURES_FILE, _FIGURE_COLUMNS, _figures(comparison))


def _page(document: ActionPlan, drawings: Mapping[str, Drawing]) -> str:
    return (
        environment()
        .get_template("comparison.html.j2")
        .render(
            plan=document,
            mark=NOT_FOR_PUBLICATION,
            drawing=lambda figure: Markup(drawings[figure.id].bare_svg),  # noqa: S704 - our drawing library escaped every name in it
        )
    )


def _write_workbook(document: ActionPlan, path: Path) -> None:
    mark = NOT_FOR_PUBLICATION if document.not_for_publication else ""
    marked = [f"{mark}. {document.not_for_publication}"] if mark else []
    if any(table.rows for table in document.tables):
        write_workbook(
            path,
            document.tables,
            title=document.title,
            introduction=[*marked, *document.about, document.verdict, *document.opening],
            about=[document.made, document.digest],
            mark=mark,
        )


def _figures(comparison: Comparison) -> Iterable[Mapping[str, Cell]]:
    """The figures of both runs; one that only one run has is left empty in the other."""
    before, after = (
        {(item.scenario, item.area, item.figure, item.unit): item.value for item in figures}
        for figures in (comparison.before, comparison.after)
    )
    for key in dict.fromkeys((*before, *after)):
        yield dict(zip(_FIGURE_COLUMNS, (*key, before.get(key), after.get(key)), strict=True))
