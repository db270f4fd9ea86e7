"""What is written of a pool? Its rows: the change, the influence of each return, and the diagnostics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cadreworks.bands import Array
from cadreworks.demand.exercise import Invited
from cadreworks.demand.pooling.congruence import DIRECTIONS, estimate_congruence
from cadreworks.demand.pooling.influence import leave_each_out
from cadreworks.demand.pooling.methods import Pooled, with_all
from cadreworks.demand.pooling.response import Response, count_tables
from cadreworks.demand.pooling.table_specs import (
    CHANGE_TABLE,
    CONGRUENCE_TABLE,
    EXPERTS_TABLE,
    INFLUENCE_TABLE,
    RESPONSE_TABLE,
)
from cadreworks.demand.pooling.weigh import Weighed
from cadreworks.tables import Cell, number_or_empty
from cadreworks.vocabulary import ALL, LEVEL_IDS

CHANGE_COLUMNS = CHANGE_TABLE.names
INFLUENCE_COLUMNS = INFLUENCE_TABLE.names
CONGRUENCE_COLUMNS = CONGRUENCE_TABLE.names
EXPERT_COLUMNS = EXPERTS_TABLE.names
RESPONSE_COLUMNS = RESPONSE_TABLE.names
Row = Mapping[str, Cell]


def _cells(scenario: str, points: Sequence[int], areas: Sequence[str]) -> Iterator[tuple[tuple[int, ...], Row]]:
    """Where each cell stands in an array of (point, area, level) with totals, and its ids."""
    for at_point, year in enumerate(points):
        for at_area, area in enumerate((*areas, ALL)):
            for at_level, level in enumerate((*LEVEL_IDS, ALL)):
                yield (at_point, at_area, at_level), {"scenario": scenario, "year": year, "area": area, "level": level}


def change_rows(pooled: Mapping[str, Pooled], points: Sequence[int], areas: Sequence[str]) -> Iterator[Row]:
    """The pool of each cell, in wte of the typical organisation."""
    for scenario, found in pooled.items():
        shown = found.uncertain
        for at, cell in _cells(scenario, points, areas):
            yield {
                **cell,
                "mean": number_or_empty(shown.central[at]),
                "sd": number_or_empty(found.sd[at]),
                "p05": number_or_empty(shown.p05[at]),
                "p50": number_or_empty(shown.p50[at]),
                "p95": number_or_empty(shown.p95[at]),
                "n": int(found.n[at[1]]),
            }


def influence_rows(
    weighed: Weighed, pooled: Mapping[str, Pooled], points: Sequence[int], areas: Sequence[str]
) -> Iterator[Row]:
    """What each return changes in each cell: the mean with it minus the mean without it."""
    organisations = weighed.judgements.returns.organisations
    for scenario, found in pooled.items():
        mean = found.uncertain.central
        without = with_all(leave_each_out(weighed.choices.method, weighed.judgements, scenario))
        for index, organisation in enumerate(organisations):
            for at, cell in _cells(scenario, points, areas):
                rest: float = without[(index, *at)]
                yield {
                    "organisation": organisation,
                    **cell,
                    "mean": number_or_empty(mean[at]),
                    "mean_without": number_or_empty(rest),
                    "influence": number_or_empty(mean[at] - rest),
                }


def congruence_rows(weighed: Weighed, points: Sequence[int], areas: Sequence[str]) -> Iterator[Row]:
    """How far the experts agree on each cell."""
    for scenario in weighed.judgements.returns.wte:
        found = estimate_congruence(weighed.judgements, scenario)
        for at, cell in _cells(scenario, points, areas):
            counts = {name: int(found.directions[(index, *at)]) for index, name in enumerate(DIRECTIONS)}
            yield {
                **cell,
                "n": int(found.n[at]),
                **counts,
                "same_direction_share": number_or_empty(found.same_direction[at]),
                "spread_log": number_or_empty(found.spread[at]),
                "congruence": number_or_empty(found.congruence[at]),
            }


def expert_rows(weighed: Weighed, invited: Sequence[Invited]) -> Iterator[Row]:
    """Each organisation with returns: its weight, what it answered, and how well it judged what is known."""
    judgements, scores = weighed.judgements, weighed.scores
    known = {entry.organisation: entry for entry in invited}
    told = count_tables(judgements)
    weights: Array = judgements.weights / judgements.weights.sum()
    for index, name in enumerate(judgements.returns.organisations):
        of_seeds: dict[str, Cell] = {}
        if scores is not None:
            of_seeds = {
                "seed_questions_answered": int(scores.answered[index]),
                "calibration": number_or_empty(scores.calibration[index]),
                "information": number_or_empty(scores.information[index]),
            }
        entry = known.get(name)
        yield {
            "organisation": name,
            "type": entry.type if entry else None,
            "region": entry.region if entry else None,
            "size_wte": entry.size_wte if entry else None,
            "weight_share": float(weights[index]),
            "tables_answered": told.answered[name],
            "tables_asked": told.asked,
            **of_seeds,
        }


def response_rows(response: Sequence[Response]) -> Iterator[Row]:
    """Response by type and region."""
    for entry in response:
        yield {name: getattr(entry, name) for name in RESPONSE_COLUMNS}
