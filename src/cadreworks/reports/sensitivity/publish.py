"""Everything that people read of a sensitivity analysis, written into a folder: a page, a workbook, and charts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from cadreworks.progress import Progress, no_progress
from cadreworks.reports.charts import Drawing
from cadreworks.reports.drawing import draw_figures, write_drawings
from cadreworks.reports.notes import NOT_FOR_PUBLICATION
from cadreworks.reports.sensitivity.document import Findings, findings
from cadreworks.reports.templating import environment
from cadreworks.reports.workbook import write_workbook
from cadreworks.review.sensitivity.result import Sensitivity

SENSITIVITY_PAGE = "sensitivity.html"
SENSITIVITY_WORKBOOK = "sensitivity.xlsx"
CHARTS_FOLDER = "charts"


def publish_sensitivity(found: Sensitivity, folder: Path, *, jobs: int = 1, progress: Progress = no_progress) -> None:
    """Write what is found into `folder`. Raises EnvironmentFault where the machine ends a process that draws."""
    document = findings(found)
    drawings = draw_figures(document.figures, jobs, progress)
    write_drawings(drawings, folder / CHARTS_FOLDER)
    progress("Writing the page", 0, 0)
    (folder / SENSITIVITY_PAGE).write_text(sensitivity_page(document, drawings), encoding="utf-8", newline="\n")
    progress("Writing the workbook", 0, 0)
    marked = [f"{NOT_FOR_PUBLICATION}. {document.not_for_publication}"] if document.not_for_publication else []
    write_workbook(
        folder / SENSITIVITY_WORKBOOK,
        document.tables,
        title=document.title,
        introduction=[*marked, *document.about, *(line for part in document.opening for line in part.lines)],
        about=[document.made, f"Study {document.digest}."],
        mark=NOT_FOR_PUBLICATION if document.not_for_publication else "",
    )


def sensitivity_page(document: Findings, drawings: Mapping[str, Drawing]) -> str:
    """The whole page as HTML: self-contained, without scripts."""
    return (
        environment()
        .get_template("sensitivity.html.j2")
        .render(
            page=document,
            mark=NOT_FOR_PUBLICATION,
            drawing=lambda figure: Markup(drawings[figure.id].bare_svg),  # noqa: S704 - our drawing library escaped every name in it
        )
    )
