"""The chapter of people one by one: what it says, its figures and its tables. None where nobody is projected singly."""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.reports.figures import Figure
from cadreworks.reports.one_by_one.figures import figures_of_people
from cadreworks.reports.one_by_one.sentences import findings_of_people, opening
from cadreworks.reports.one_by_one.tables import long_tables, tables_of_page
from cadreworks.reports.published_table import PublishedTable
from cadreworks.study import Projection

FIGURES = "one_by_one"
"""Under which the chapter's figures stand among those of areas and of the whole workforce."""


@dataclass(frozen=True)
class PeopleChapter:
    """What the report says of people one by one. long_tables: for the workbook only"""

    opening: str
    findings: tuple[str, ...]
    figures: tuple[Figure, ...]
    tables: tuple[PublishedTable, ...]
    long_tables: tuple[PublishedTable, ...]


def people_chapter(projection: Projection) -> PeopleChapter | None:
    """The chapter, where people were simulated one by one."""
    careers = projection.careers
    if careers is None:
        return None
    return PeopleChapter(
        opening=opening(projection),
        findings=tuple(findings_of_people(projection, careers)),
        figures=tuple(figures_of_people(projection, careers)),
        tables=tuple(tables_of_page(projection, careers)),
        long_tables=tuple(long_tables(projection, careers)),
    )
