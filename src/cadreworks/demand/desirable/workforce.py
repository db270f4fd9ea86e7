"""How large would the workforce be today if all organisations were staffed as the most mature are?

    wte(area, level) = sum over the highest of wte(area, level) / sum over the highest of all their staff
                       x all staff of all organisations

A ratio of sums, so that a large organisation counts by its size. Its uncertainty resamples the highest organisations
with replacement; deviations from the central figure are widened by sqrt(n / (n - 1)). The bands speak of which
organisations happen to score highest. They leave out that the assessment may not measure what matters, which the report
names as its assumption. Source: Data Driven Healthcare in 2030, section 5, stage 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array, Uncertain, resampled_weights, widening, with_total
from cadreworks.demand.desirable.organisations import Organisation
from cadreworks.demand.desirable.table_specs import BANDS_TABLE
from cadreworks.problems import ProblemList
from cadreworks.randomness import stream
from cadreworks.tables import Cell, Table, read_grid
from cadreworks.vocabulary import ALL, LEVEL_IDS
from cadreworks.vocabulary.columns import staff_table

DEMAND_BASELINE_TABLE = staff_table(
    "demand_baseline",
    "Staff wanted at the base year, one row for each area of work and job level, where they are not the staff in post.",
    most_wte=2_000_000,
)
STOCK_COLUMNS = DEMAND_BASELINE_TABLE.names
BAND_COLUMNS = BANDS_TABLE.names
STREAM = "desirable workforce"


@dataclass(frozen=True)
class Desirable:
    """The desirable workforce. wte: shape (area, level); draws: (draw, area, level)"""

    areas: tuple[str, ...]
    wte: Array
    draws: Array

    @property
    def bands(self) -> Uncertain:
        """With the totals over levels and over areas appended, from draws of the totals themselves."""
        return Uncertain.of(_with_totals(self.wte), _with_totals(self.draws))


def estimate_desirable(
    highest: Sequence[Organisation], *, areas: tuple[str, ...], all_staff_wte: float, seed: int, draws: int
) -> Desirable:
    """The workforce of all organisations, of together `all_staff_wte` staff, if they were as the highest are."""
    wte = np.stack([one.wte for one in highest])
    size = np.array([one.all_staff_wte for one in highest])
    weights = resampled_weights(stream(seed, STREAM), len(highest), draws) * len(highest)
    central = _scaled(wte, size, np.ones((1, len(highest))), all_staff_wte)[0]
    deviations = _scaled(wte, size, weights, all_staff_wte) - central
    return Desirable(areas, central, np.maximum(central + widening(len(highest)) * deviations, 0.0))


def _scaled(wte: Array, size: Array, weights: Array, all_staff_wte: float) -> Array:
    """For each set of weights, shape (set, organisation), the scaled workforce; summed in order of organisations."""
    total, staff = np.zeros((len(weights), *wte.shape[1:])), np.zeros(len(weights))
    for index in range(len(wte)):
        total += weights[:, index, np.newaxis, np.newaxis] * wte[index]
        staff += weights[:, index] * size[index]
    scaled: Array = total / staff[:, np.newaxis, np.newaxis] * all_staff_wte
    return scaled


def _with_totals(values: Array) -> Array:
    return with_total(with_total(values, -1), -2)


def stock_rows(desirable: Desirable, source: str) -> Iterator[dict[str, Cell]]:
    """The rows of a study's stock.csv, or of its input `demand_baseline`."""
    for area, levels in zip(desirable.areas, desirable.wte, strict=True):
        for level, wte in zip(LEVEL_IDS, levels, strict=True):
            yield {"area": area, "level": level, "wte": float(wte), "status": "derived", "source": source}


def band_rows(desirable: Desirable) -> Iterator[dict[str, Cell]]:
    """The same with bands, and with totals."""
    bands = desirable.bands
    for row, area in enumerate((*desirable.areas, ALL)):
        for column, level in enumerate((*LEVEL_IDS, ALL)):
            values = (bands.central, bands.p05, bands.p50, bands.p95)
            numbers = (float(part[row, column]) for part in values)
            yield {"area": area, "level": level, **dict(zip(BAND_COLUMNS[2:], numbers, strict=True))}


def read_demand_baseline(table: Table, areas: tuple[str, ...], problems: ProblemList) -> Array:
    """wte wanted at the base year, shape (area, level), from a study's input; stated totals are checked."""
    return read_grid(
        table,
        {"area": areas, "level": LEVEL_IDS},
        "wte",
        problems,
        total=ALL,
        total_over="level",
        where_nobody="enter 0 where nobody is wanted",
    )
