"""The action plan as a page: self-contained HTML that asks no other host for anything and runs no script."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from cadreworks.reports.charts import Drawing
from cadreworks.reports.notes import NOT_FOR_PUBLICATION
from cadreworks.reports.plan.document import ActionPlan
from cadreworks.reports.templating import environment


def plan_page(plan: ActionPlan, drawings: Mapping[str, Drawing]) -> str:
    """The whole page as HTML."""
    return (
        environment()
        .get_template("action_plan.html.j2")
        .render(
            plan=plan,
            mark=NOT_FOR_PUBLICATION,
            drawing=lambda figure: Markup(drawings[figure.id].bare_svg),  # noqa: S704 - our drawing library escaped every name in it
        )
    )
