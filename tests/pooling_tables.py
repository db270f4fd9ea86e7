"""Returns drawn as small tables, read as the command reads them, and what is made of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cadreworks.demand.pooling import Judgements, Seeds
from cadreworks.demand.returns import PARTIAL_RETURNS_TABLE, read_returns
from cadreworks.problems import ProblemList
from cadreworks.tables import read_table
from cadreworks.vocabulary import ALL, AREA_IDS, LEVEL_IDS
from text_tables import parse

UNANSWERED = "-"
WHOLE = {"low", "high", "confidence"}


def judgements_of(returns: str, *, typical: str = "", weights: Sequence[float] = ()) -> Judgements:
    """Judgements from a drawn table: organisation, then area (ict if left out), year (2022) and scenario (future),
    a column for each level, and low, high and confidence of the area's total. Levels without a column have nobody.

    typical: area, then a column for each level; ten support staff in each area if left out
    """
    rows = [{"area": "ict", "year": "2022", "scenario": "future", **row} for row in parse(returns)]
    areas = tuple(area for area in AREA_IDS if area in {row["area"] for row in rows})
    drawn = {row["area"]: row for row in parse(typical)} if typical else {}
    of_typical = [[float(drawn.get(area, {"support": 10}).get(level, 0)) for level in LEVEL_IDS] for area in areas]
    problems = ProblemList()
    table = read_table(_csv(rows).encode(), PARTIAL_RETURNS_TABLE, problems, file="returns.csv")
    found = read_returns(
        table,
        problems,
        scenarios=tuple(dict.fromkeys(row["scenario"] for row in rows)),
        points=tuple(sorted({int(row["year"]) for row in rows})),
        areas=areas,
        typical_wte=1000.0,
        partial=True,
    )
    problems.stop_if_any()
    equal = Judgements.equal(found, np.array(of_typical))
    return equal.weighing(np.array(weights, dtype=float)) if weights else equal


def _csv(rows: Sequence[dict[str, str]]) -> str:
    lines = ["organisation,scenario,year,area,level,wte,low,high,confidence"]
    for row in rows:
        place = f"{row['organisation']},{row['scenario']},{row['year']},{row['area']}"
        for level in LEVEL_IDS:
            answer = row.get(level, "0")
            if answer != UNANSWERED:
                lines.append(f"{place},{level},{answer},,,")
        if WHOLE & row.keys() and any(row.get(name) for name in WHOLE):
            whole = ",".join(row.get(name, "") for name in ("low", "high", "confidence"))
            lines.append(f"{place},{ALL},,{whole}")
    return "\n".join(lines) + "\n"


def seeds_table(drawn: str, truth: dict[str, float]) -> Seeds:
    """Seed answers from a drawn table: organisation, question, low, best, high."""
    rows = parse(drawn)
    organisations = tuple(dict.fromkeys(row["organisation"] for row in rows))
    questions = tuple(truth)
    answers = np.full((len(organisations), len(questions), 3), np.nan)
    for row in rows:
        at = organisations.index(row["organisation"]), questions.index(row["question"])
        answers[at] = [float(row[name]) for name in ("low", "best", "high")]
    return Seeds(organisations, questions, answers, np.array(list(truth.values())))
