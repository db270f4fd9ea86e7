"""The plan as a chapter of a study's report: its verdict, its sentences, and the main figures and tables."""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.plan.result import PlanResult
from cadreworks.reports.figures import Figure
from cadreworks.reports.plan import figures
from cadreworks.reports.plan.cost_tables import cost_by_lever, cost_by_year
from cadreworks.reports.plan.gap_tables import gap_by_area, goals_table, nothing_done
from cadreworks.reports.plan.opening import opening_sentences, verdict_sentence
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.plan.starts_tables import starts_by_year, what_they_gave, who_does_what
from cadreworks.reports.plan.sums import used_levers
from cadreworks.reports.published_table import PublishedTable

FIGURES = "plan"
"""Under which the plan's figures stand among those of areas and of the whole workforce."""


@dataclass(frozen=True)
class PlanChapter:
    """What the report says of the study's plan."""

    verdict: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def tables(self) -> tuple[PublishedTable, ...]:
        return tuple(table for section in self.sections for table in section.tables)


def plan_chapter(result: PlanResult) -> PlanChapter:
    """The chapter of a plan; the whole of it stands in the action plan."""
    used = bool(used_levers(result))
    sections = [
        Section(
            "plan-achieves-section",
            "What the plan achieves",
            (),
            (figures.gap_by_year(result, 0), figures.gap_after(result, 0)),
            (goals_table(result), *gap_by_area(result), nothing_done(result)),
        ),
        Section(
            "plan-who-section",
            "What, who, when and how many",
            (),
            (),
            (who_does_what(result), *([starts_by_year(result), what_they_gave(result)] if used else [])),
        ),
    ]
    if used:
        tables = (cost_by_lever(result), cost_by_year(result))
        sections.append(Section("plan-costs-section", "What the plan costs", (), (figures.cost(result),), tables))
    return PlanChapter(verdict_sentence(result), tuple(opening_sentences(result)), tuple(sections))
