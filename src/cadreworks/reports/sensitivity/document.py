"""What is published of a sensitivity analysis, as one object: headings, sentences, figures and tables in order.

The page and the workbook are both made of it, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

from cadreworks.reports import wording
from cadreworks.reports.figures import Figure
from cadreworks.reports.notes import rounding_note, why_not_published
from cadreworks.reports.plan.sections import Section
from cadreworks.reports.published_table import PublishedTable
from cadreworks.reports.sensitivity.coverage_section import coverage_line, coverage_section
from cadreworks.reports.sensitivity.effects_section import effects_section, long_effects_tables, main_groups
from cadreworks.reports.sensitivity.fans_section import fans_section, layers_sentence
from cadreworks.reports.sensitivity.thresholds_section import (
    long_thresholds_tables,
    thresholds_section,
    thresholds_sentence,
)
from cadreworks.reports.sensitivity.tornado_section import tornado_section
from cadreworks.reports.sensitivity.words import EQUAL_NOTE, last_year, left_out_note, scenario_name
from cadreworks.reports.sensitivity.worth_section import first_to_find_out, worth_section
from cadreworks.review.sensitivity.effects import IN_USE
from cadreworks.review.sensitivity.fans import GAP
from cadreworks.review.sensitivity.grid import SCENARIO
from cadreworks.review.sensitivity.result import Sensitivity
from cadreworks.settings_file import digest_of


@dataclass(frozen=True)
class Opening:
    """What to take away of one scenario, or of all."""

    title: str
    sentences: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentences as they stand without headings."""
        return tuple(f"{self.title}: {sentence}" for sentence in self.sentences)


@dataclass(frozen=True)
class Findings:
    """What drives the gap. opening: what to take away, by scenario and then of all; long_tables: too long for a page,
    they stand in the workbook
    """

    title: str
    about: tuple[str, ...]
    not_for_publication: str
    opening: tuple[Opening, ...]
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


def findings(found: Sensitivity) -> Findings:
    """The whole document of an analysis."""
    settings = found.study.settings
    return Findings(
        title=f"What drives the gap: {settings.title}",
        about=(
            f"Where the doubt about the workforce gap of {settings.coverage} in {settings.horizon.last} comes from, "
            "how wide it is, and what would narrow it.",
            f"{settings.owner}; {settings.edition}.",
        ),
        not_for_publication=why_not_published(found.study) or "",
        opening=tuple(_opening(found)),
        sections=(
            fans_section(found),
            effects_section(found),
            worth_section(found),
            tornado_section(found),
            thresholds_section(found),
            coverage_section(found),
        ),
        long_tables=(*long_effects_tables(found), *long_thresholds_tables(found)),
        made=f"Made with Cadreworks. Seed {found.grids.seed}, {found.samples:,} draws of each group. {rounding_note()}",
        digest=digest_of(found.study.files),
    )


def _opening(found: Sensitivity) -> list[Opening]:
    """By scenario, and then what holds for all."""
    opening = [
        Opening(scenario_name(found, scenario), _of_scenario(found, scenario)) for scenario in found.grids.scenarios
    ]
    said = [*found.notices]
    for effects in (one for one in found.effects if (one.methods, one.scenario) == (IN_USE, None)):
        share = float(effects.effects.shares(effects.effects.shapley)[SCENARIO][-1, -1])
        said.append(
            f"Which scenario comes makes {wording.per_cent(share)} of the spread of the gap in {last_year(found)}. "
            f"{EQUAL_NOTE}"
        )
    return [*opening, Opening("In every case", (*said, coverage_line(found), left_out_note(found)))]


def _of_scenario(found: Sensitivity, scenario: str) -> tuple[str, ...]:
    (fan,) = (fan for fan in found.fans if (fan.quantity, fan.scenario) == (GAP, scenario))
    (effects,) = (one for one in found.effects if (one.methods, one.scenario) == (IN_USE, scenario))
    said = (
        layers_sentence(found, fan),
        f"With the methods in use the spread comes from {main_groups(found, effects)}.",
        first_to_find_out(found, scenario),
        thresholds_sentence(found, scenario),
    )
    return tuple(wording.sentence_case(one) for one in said)
