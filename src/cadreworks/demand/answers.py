"""What did one organisation answer? The exchange between the workbook, returns.csv and pooling.

A cell that nobody filled in is absent, so that a partial return stays what it is: partial. Rows of returns.csv are
made here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cadreworks.tables.spec import Cell
from cadreworks.vocabulary import ALL, LEVEL_IDS

AnswerKey = tuple[str, int, str, str]
"""Scenario, year, area, level."""
TotalKey = tuple[str, int, str]
"""Scenario, year, area."""

THIRD = 1 / 3
"""How sure an expert is that the truth lies between the two tertiles."""


@dataclass(frozen=True)
class Range:
    """Between what the total of an area lies, in wte of the typical organisation.

    low, high: None where one was left out; confidence: how sure the expert is that the truth lies between, a share
    of one
    """

    low: float | None
    high: float | None
    confidence: float | None

    @property
    def lacks_a_part(self) -> bool:
        return None in (self.low, self.high, self.confidence)


@dataclass(frozen=True)
class SeedAnswer:
    """The points that the truth lies below with a chance of 5, 50 and 95 per cent, as the expert sees it."""

    low: float
    best: float
    high: float


@dataclass(frozen=True)
class Return:
    """The answers of one organisation, in wte of the typical organisation.

    wte: by scenario, year, area and level; ranges: of the total of an area, by scenario, year and area; comments: by
    scenario and area; seeds: by seed question; signed_off_by: the role that signed it off, empty where nobody did
    """

    organisation: str
    wte: Mapping[AnswerKey, float] = field(default_factory=dict)
    ranges: Mapping[TotalKey, Range] = field(default_factory=dict)
    comments: Mapping[tuple[str, str], str] = field(default_factory=dict)
    seeds: Mapping[str, SeedAnswer] = field(default_factory=dict)
    signed_off_by: str = ""

    def total(self, scenario: str, year: int, area: str) -> float | None:
        """The sum over levels, or None where a level is missing."""
        parts = [self.wte.get((scenario, year, area, level)) for level in LEVEL_IDS]
        whole = [part for part in parts if part is not None]
        return sum(whole) if len(whole) == len(parts) else None


def returns_rows(
    answers: Return, *, scenarios: tuple[str, ...], points: tuple[int, ...], areas: tuple[str, ...]
) -> Iterator[Mapping[str, Cell]]:
    """The rows of returns.csv: each level that was answered, then the area at level `all`.

    The comment on an area stands at its last point. A row at level `all` is left out where it would say nothing, and
    has no wte where a level is missing.
    """
    who = {"organisation": answers.organisation, "signed_off_by": answers.signed_off_by or None}
    for scenario in scenarios:
        for year in points:
            for area in areas:
                about: dict[str, Cell] = {"scenario": scenario, "year": year, "area": area, **who}
                for level in LEVEL_IDS:
                    wte = answers.wte.get((scenario, year, area, level))
                    if wte is not None:
                        yield {**about, "level": level, "wte": wte}
                whole = _of_the_whole(answers, (scenario, year, area), last=year == points[-1])
                if any(value is not None for value in whole.values()):
                    yield {**about, "level": ALL, **whole}


def _of_the_whole(answers: Return, key: TotalKey, *, last: bool) -> dict[str, Cell]:
    scenario, _, area = key
    given = answers.ranges.get(key, Range(None, None, None))
    comment = answers.comments.get((scenario, area)) if last else None
    return {
        "wte": answers.total(*key),
        "low": given.low,
        "high": given.high,
        "confidence": given.confidence,
        "comment": comment or None,
    }
