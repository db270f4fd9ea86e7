"""The action plan as one object: headings, sentences, figures and tables in the order in which they are read.

The page, the document for word processors and the workbook are all made of it, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.plan.result import PlanResult
from cadreworks.reports.figures import Figure
from cadreworks.reports.notes import rounding_note
from cadreworks.reports.plan.opening import opening_sentences, verdict_sentence
from cadreworks.reports.plan.sections import Section, all_sections, long_tables
from cadreworks.reports.plan.verdict import is_met
from cadreworks.reports.published_table import PublishedTable


@dataclass(frozen=True)
class ActionPlan:
    """What is published of a plan. verdict: whether the goal is met, in a line; opening: five sentences; long_tables:
    too long for a page, they stand in the workbook alone
    """

    title: str
    about: tuple[str, ...]
    not_for_publication: str
    goal_met: bool
    verdict: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    long_tables: tuple[PublishedTable, ...]
    made: str
    digest: str

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def tables(self) -> tuple[PublishedTable, ...]:
        """All tables, the long ones last."""
        return (*(table for section in self.sections for table in section.tables), *self.long_tables)


def action_plan(result: PlanResult) -> ActionPlan:
    """The whole document of a plan."""
    study, horizon = result.study, result.basis.horizon
    return ActionPlan(
        title=f"Action plan: {study.title}",
        about=(
            f"What is done about the workforce gap of {study.coverage}, {result.basis.projected[0]} to {horizon.last}.",
            f"{study.owner}; {study.edition}. Levers: {result.levers.title}, {result.levers.owner}.",
        ),
        not_for_publication=study.not_for_publication,
        goal_met=is_met(result),
        verdict=verdict_sentence(result),
        opening=tuple(opening_sentences(result)),
        sections=tuple(all_sections(result)),
        long_tables=tuple(long_tables(result)),
        made=f"Made with Cadreworks. Seed {result.basis.seed}, {result.basis.draws:,} draws. {rounding_note()}",
        digest=study.digest,
    )
