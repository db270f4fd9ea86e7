"""What stands where in a toolkit workbook? The words that its sheets and tables carry, by which they are found again.

A workbook comes back with sheets renamed and rows inserted, saved as something else or pasted into a new file. What
survives is what people read: the heading of a scenario, the code and name of an area, the names of levels and years.
The reader therefore looks for these words and never for an address; writer and reader both take them from here.
docs/adr/0012 says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cadreworks.demand.exercise.settings import LEVEL_ONLY, RANGE, TERTILES, Exercise
from cadreworks.vocabulary import LEVEL_IDS, area_of_work, job_level

FORMAT = 1
"""The version of this layout. A workbook of another one is read as far as its words are the same."""

START_SHEET = "Start here"
TYPICAL_SHEET = "Typical organisation"
AREAS_SHEET = "Areas and levels"
SEEDS_SHEET = "Questions with an answer"
TOTALS_SHEET = "Your totals"
SIGN_OFF_SHEET = "Sign-off"
REASONS_SHEET = "Reasons of others"
"""Only in the second round; nothing on it is an answer."""
KEY_SHEET = "cadreworks"
"""A hidden sheet of keys and values: format, exercise, organisation. A help to the reader, which can do without."""

LEVEL_HEADING = "Job level"
COMMENT_HEADING = "Comment"
TOTAL_LABEL = "Total"

LOWEST_LABEL = "Lowest the total could be"
HIGHEST_LABEL = "Highest the total could be"
CONFIDENCE_LABEL = "How sure that it lies between, per cent"
LOWER_TERTILE_LABEL = "One chance in three that the total is below"
UPPER_TERTILE_LABEL = "One chance in three that the total is above"

ORGANISATION_LABEL = "Organisation"
SIGNED_BY_LABEL = "Role of the person who signs off"
SIGNED_LABEL = "Signed off (yes or no)"
YES = "yes"

SEED_HEADINGS = ("Question", "5 per cent point", "Best guess", "95 per cent point")

KEYS = ("format", "exercise", "organisation", "round")
"""The keys of the hidden sheet, in column A, with their values in column B."""


SEED_UNIT_HEADING = "Unit"
"""Heads a column after those of SEED_HEADINGS."""


@dataclass(frozen=True)
class ScenarioSheet:
    """The sheet of one scenario: its tab, and the heading by which it is known whatever its tab says."""

    scenario: str
    tab: str
    heading: str


def scenario_sheets(exercise: Exercise) -> tuple[ScenarioSheet, ...]:
    """`Scenario A` and so on, in order of the exercise; at most 26."""
    return tuple(
        ScenarioSheet(scenario.id, f"Scenario {letter}", f"Scenario {letter}: {scenario.name}")
        for letter, scenario in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", exercise.scenarios, strict=False)
    )


def area_heading(area: str) -> str:
    """`1.1 Clinical coding`: stands above the table of an area."""
    entry = area_of_work(area)
    return f"{entry.code} {entry.name}"


def now_heading(base_year: int) -> str:
    """Heads the column of the typical organisation as it is, which nobody fills in."""
    return f"Now, {base_year}"


def levels_in_order() -> tuple[str, ...]:
    """Ids of the levels from the top of a table to its bottom: senior leaders first, as the report's toolkit has it."""
    return tuple(reversed(LEVEL_IDS))


def level_label(level: str) -> str:
    """Stands at the head of a level's row: `Senior leaders`."""
    return job_level(level).name


def range_labels(questions: str) -> tuple[str, ...]:
    """The heads of the rows below the total that ask for a range, in order; none where only levels are asked for."""
    return {
        LEVEL_ONLY: (),
        RANGE: (LOWEST_LABEL, HIGHEST_LABEL, CONFIDENCE_LABEL),
        TERTILES: (LOWER_TERTILE_LABEL, UPPER_TERTILE_LABEL),
    }[questions]


def per_cent_of(share: float) -> float:
    """The per cent that a sheet shows for a share of one: 29 for 0.29, whose hundredfold in binary is a hair less."""
    return float(Decimal(repr(float(share))) * 100)


def share_of(per_cent: float) -> float:
    """The share of one that a per cent on a sheet means: 0.123 for 12.3. Leads back from `per_cent_of`, for shares of
    up to 15 digits, which is what a spreadsheet keeps.
    """
    return float(Decimal(repr(float(per_cent))) / 100)


def in_words(items: Iterable[object]) -> str:
    """`2025, 2027 and 2030`."""
    *before, last = (str(item) for item in items)
    return f"{', '.join(before)} and {last}" if before else last
