"""How does a long text stand on a sheet? In rows that no spreadsheet cuts off: none can be higher than 409 points."""

from __future__ import annotations

import textwrap

from cadreworks.demand.exercise.settings import Exercise
from cadreworks.demand.toolkit.layout import ScenarioSheet

_MOST_IN_A_ROW = 1_500


def rows_of_text(text: str) -> tuple[str, ...]:
    """A text in parts that each fit a row, broken between words; at least one part."""
    parts = [
        part
        for line in text.split("\n")
        for part in textwrap.wrap(line, _MOST_IN_A_ROW, break_on_hyphens=False) or [""]
    ]
    rows = [""]
    for part in parts:
        joined = f"{rows[-1]}\n{part}" if rows[-1] else part
        if len(joined) <= _MOST_IN_A_ROW:
            rows[-1] = joined
        else:
            rows.append(part)
    return tuple(row.strip() for row in rows)


def story_rows(exercise: Exercise, sheet: ScenarioSheet) -> tuple[tuple[str, str], ...]:
    """What drives a scenario, and its story: the label and the text of each row."""
    (scenario,) = (entry for entry in exercise.scenarios if entry.id == sheet.scenario)
    narrative = "\n".join(" ".join(part.split()) for part in scenario.narrative.strip().split("\n\n"))
    rows = []
    for label, text in (("What drives it", ", ".join(scenario.drivers)), ("The story", narrative)):
        first, *further = rows_of_text(text[:1].upper() + text[1:])
        rows += [(label, first), *(("", part) for part in further)] if text else []
    return tuple(rows)
