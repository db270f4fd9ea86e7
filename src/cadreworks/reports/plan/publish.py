"""Everything that people read of a plan, written into a folder: the action plan in three forms, and its charts."""

from __future__ import annotations

from pathlib import Path

from cadreworks.plan.result import PlanResult
from cadreworks.progress import Progress, no_progress
from cadreworks.reports.drawing import draw_figures, write_drawings
from cadreworks.reports.notes import NOT_FOR_PUBLICATION
from cadreworks.reports.plan.document import ActionPlan, action_plan
from cadreworks.reports.plan.page import plan_page
from cadreworks.reports.plan.word import plan_document
from cadreworks.reports.workbook import write_workbook

ACTION_PLAN_PAGE = "action-plan.html"
ACTION_PLAN_DOCUMENT = "action-plan.docx"
ACTION_PLAN_WORKBOOK = "action-plan.xlsx"
CHARTS_FOLDER = "charts"


def publish_plan(result: PlanResult, folder: Path, *, jobs: int = 1, progress: Progress = no_progress) -> None:
    """Write the action plan of `result` into `folder`.

    Raises EnvironmentFault where the machine ends a process that draws.
    """
    plan = action_plan(result)
    drawings = draw_figures(plan.figures, jobs, progress)
    write_drawings(drawings, folder / CHARTS_FOLDER)
    progress("Writing the action plan", 0, 0)
    (folder / ACTION_PLAN_PAGE).write_text(plan_page(plan, drawings), encoding="utf-8", newline="\n")
    (folder / ACTION_PLAN_DOCUMENT).write_bytes(plan_document(plan, drawings))
    _write_workbook(plan, folder / ACTION_PLAN_WORKBOOK)


def _write_workbook(plan: ActionPlan, path: Path) -> None:
    marked = [f"{NOT_FOR_PUBLICATION}. {plan.not_for_publication}"] if plan.not_for_publication else []
    write_workbook(
        path,
        plan.tables,
        title=plan.title,
        introduction=[*marked, *plan.about, plan.verdict, *plan.opening],
        about=[plan.made, f"Plan {plan.digest}."],
        mark=NOT_FOR_PUBLICATION if plan.not_for_publication else "",
    )
