"""What are the rates of each cell, and how sure are they? Checked flows -> five rates a cell, each with its interval.

Leaving, joining, promotion and area moves are intensities, events over exposure, pooled from the cell towards its
area and the nation (`pooling`), at the level, age and so on that the cell has (`main_effects`). Participation is the
cell's own (`participation`). A rate is `estimated` where the cell's own events carry at least half of the weight,
`pooled` where its siblings do, and `not_estimated` where it cannot be known; it is then left empty, with the reason
beside it, and never filled in:

- exposure below one person-year: such a cell still counts towards its area and the nation;
- the flows cannot show it: promotion where cells have no levels, area moves where they have no areas;
- promotion from the highest level: these cells do not count towards the promotion of others;
- participation from fewer than three intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from cadreworks.bands import Array
from cadreworks.problems import InputProblems, Problem
from cadreworks.rates.exposure import COUNTED, Cell, Observed, RateName, count_events
from cadreworks.rates.flows import Flows
from cadreworks.rates.main_effects import RelativeRates, estimate_relative_rates
from cadreworks.rates.participation import Participation, estimate_participation
from cadreworks.rates.pooling import estimate_pooled
from cadreworks.tables import Measure
from cadreworks.vocabulary import LEVEL_IDS

LEAST_EXPOSURE = 1
"""Person-years (or stock-years) below which a cell has no rate of its own, not even a pooled one."""

HALF = 0.5
"""The weight of the cell's own events from which a rate counts as estimated."""

UNITS = {
    RateName.LEAVING: "leavers per person-year",
    RateName.JOINING: "joiners and returners per opening stock-year",
    RateName.PROMOTION: "promotions per person-year",
    RateName.AREA_MOVE: "moves per person-year",
    RateName.PARTICIPATION: "closing wte over opening wte of stayers, per year",
}

_SHOWN_BY = {RateName.PROMOTION: "level", RateName.AREA_MOVE: "area"}
"""The column without which a flow goes unseen."""


class RateStatus(Enum):
    """What carries a rate: the cell's own events, its siblings, or nothing."""

    ESTIMATED = "estimated"
    POOLED = "pooled"
    NOT_ESTIMATED = "not_estimated"


@dataclass(frozen=True)
class Rate:
    """One rate of one cell.

    cell: one value for each of the flows' `by` columns; events: people; exposure: years of exposure in people
    estimate, low, high: per year, with the 2.5 and 97.5 percentiles; None where not estimated, and `reason` says why
    own_estimate: events over exposure (of participation, the ratio seen); None without exposure
    weight_of_own: the share of the estimate that own_estimate carries; None where not estimated
    pooled_towards: `area` or `nation`, empty where nothing is pooled; pooled_rate: what carries the rest, at the cell's
    level, age and so on, so that
    estimate = weight_of_own x own_estimate + (1 - weight_of_own) x pooled_rate; None where nothing is pooled
    source: which flows it rests on
    """

    cell: Cell
    rate: RateName
    events: int
    exposure: float
    estimate: float | None
    low: float | None
    high: float | None
    status: RateStatus
    reason: str
    own_estimate: float | None
    weight_of_own: float | None
    pooled_towards: str
    pooled_rate: float | None
    source: str

    @property
    def unit(self) -> str:
        """What is counted over what."""
        return UNITS[self.rate]


def estimate_rates(flows: Flows) -> tuple[Rate, ...]:
    """Five rates of every cell of the file, cell by cell. Raises InputProblems where the file counts no people."""
    if not flows.of(Measure.HEADCOUNT):
        raise InputProblems(
            [
                Problem(
                    flows.file,
                    "it holds no rows in headcount, and rates count people",
                    "Give the file as `cadre records flows` writes it, in both measures.",
                )
            ]
        )
    source = _source(flows)
    rates = {name: _estimate_intensity(flows, name, source) for name in COUNTED}
    rates[RateName.PARTICIPATION] = {
        cell: _participation(cell, seen, source) for cell, seen in estimate_participation(flows).items()
    }
    return tuple(rates[name][cell] for cell in flows.cells for name in RateName)


def _source(flows: Flows) -> str:
    intervals = flows.intervals
    several = "interval" if len(intervals) == 1 else "intervals"
    return f"flows from {intervals[0].from_date} to {intervals[-1].to_date}, {len(intervals)} {several}"


def _estimate_intensity(flows: Flows, name: RateName, source: str) -> dict[Cell, Rate]:
    observed = count_events(flows, name)
    reasons = _reasons_against(flows, name, observed)
    asked = [cell for cell, seen in observed.items() if seen.exposure > 0 and cell not in reasons]
    towards, area = _parents(asked, flows.by)
    events = np.array([observed[cell].events for cell in asked], dtype=np.float64)
    exposure = np.array([float(observed[cell].exposure) for cell in asked], dtype=np.float64)
    by_kind = _relative_rates(asked, flows.by, events, exposure)
    numbers = None if area is None else np.array(area, dtype=np.int64)
    pooled = estimate_pooled(events, exposure * by_kind.relative, numbers).of_kind(by_kind)
    position = {cell: index for index, cell in enumerate(asked)}
    rates = {}
    for cell, seen in observed.items():
        if cell in reasons:
            rates[cell] = _not_estimated(cell, name, seen, reasons[cell], source)
        elif seen.exposure < LEAST_EXPOSURE:
            rates[cell] = _not_estimated(cell, name, seen, f"exposure below {LEAST_EXPOSURE} year", source)
        else:
            at = position[cell]
            weight = float(pooled.weight_of_own[at])
            rates[cell] = Rate(
                cell,
                name,
                seen.events,
                float(seen.exposure),
                float(pooled.estimate[at]),
                float(pooled.low[at]),
                float(pooled.high[at]),
                RateStatus.ESTIMATED if weight >= HALF else RateStatus.POOLED,
                "",
                _own(seen),
                weight,
                towards,
                float(pooled.pooled_rate[at]) if towards else None,
                source,
            )
    return rates


def _parents(cells: Sequence[Cell], by: tuple[str, ...]) -> tuple[str, list[int] | None]:
    """What cells are pooled towards, and the number of each one's area where that is a level of its own.

    Areas are no level of their own where there is but one, or where none has two cells: how much cells differ
    within an area could then not be told from how much areas do.
    """
    if len(cells) < 2:
        return "", None
    if "area" in by:
        names = [cell[by.index("area")] for cell in cells]
        numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        if 1 < len(numbers) < len(cells):
            return "area", [numbers[name] for name in names]
    return "nation", None


def _relative_rates(cells: Sequence[Cell], by: tuple[str, ...], events: Array, exposure: Array) -> RelativeRates:
    """By how much each cell's rate is expected to differ from that of its parent, by its level, age and so on."""
    codes = {
        column: np.unique([cell[at] for cell in cells], return_inverse=True)[1].astype(np.int64)
        for at, column in enumerate(by)
        if cells
    }
    others = [code for column, code in codes.items() if column != "area"]
    return estimate_relative_rates(events, exposure, others, codes.get("area"))


def _reasons_against(flows: Flows, name: RateName, observed: Mapping[Cell, Observed]) -> dict[Cell, str]:
    """Why cells cannot have the rate at all, whatever their exposure; a flow that was seen is never denied."""
    column = _SHOWN_BY.get(name)
    if column is None:
        return {}
    if not any(seen.events for seen in observed.values()):
        if column not in flows.by:
            return dict.fromkeys(observed, f"the flows are not by {column}, so they do not show it")
        if len({cell[flows.by.index(column)] for cell in observed}) < 2:
            return dict.fromkeys(observed, f"the flows hold one {column} only, so they do not show it")
    if name is not RateName.PROMOTION or column not in flows.by:
        return {}
    at = flows.by.index(column)
    highest = _highest_levels(at, observed)
    return {cell: "the highest level is promoted no further" for cell in observed if cell[at] in highest}


def _highest_levels(at: int, observed: Mapping[Cell, Observed]) -> set[str]:
    """Levels from which nobody is promoted: the last of the vocabulary, or of a list of the user's own those that
    had no promotion anywhere.
    """
    levels = {cell[at] for cell in observed}
    if levels <= set(LEVEL_IDS):
        return {LEVEL_IDS[-1]}
    return levels - {cell[at] for cell, seen in observed.items() if seen.events}


def _participation(cell: Cell, seen: Participation, source: str) -> Rate:
    missing = seen.missing
    if not missing and seen.stayers.exposure < LEAST_EXPOSURE:
        missing = f"exposure below {LEAST_EXPOSURE} year"
    return Rate(
        cell,
        RateName.PARTICIPATION,
        seen.stayers.events,
        float(seen.stayers.exposure),
        None if missing else seen.own,
        None if missing else seen.low,
        None if missing else seen.high,
        RateStatus.NOT_ESTIMATED if missing else RateStatus.ESTIMATED,
        missing,
        seen.own,
        None if missing else 1.0,
        "",
        None,
        source,
    )


def _not_estimated(cell: Cell, name: RateName, seen: Observed, reason: str, source: str) -> Rate:
    return Rate(
        cell,
        name,
        seen.events,
        float(seen.exposure),
        None,
        None,
        None,
        RateStatus.NOT_ESTIMATED,
        reason,
        _own(seen),
        None,
        "",
        None,
        source,
    )


def _own(seen: Observed) -> float | None:
    return float(seen.events / seen.exposure) if seen.exposure else None
