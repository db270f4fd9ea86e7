"""By which rules do the made-up staff live? A request's mix -> intensities, mix and growth of every cell.

All rates are intensities per person-year. A cell is an area of work and a level: cell = area x 4 + level. Four kinds
of event take a person out of a cell (leaving, promotion, demotion, area move); they compete, so that in an interval
of dt years kind j happens with q_j = h_j / h x (1 - exp(-h x dt)), h being their sum, and at most one of them happens.
Leaving is base rate of the area x factor of the level x factor of the age.

Mix and growth are either a simple one of our own, or those of the published study: stock of 2020 by area and level,
and growth (supply of 2030 / stock of 2020)^(1/10) - 1 by area (Tables 3.1 and 3.2 of the 2030 report). All other
numbers here are made up.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.published import published_figures, reference_study
from cadreworks.vocabulary import ALL, AREA_IDS, LEVEL_IDS, PAY_BANDS, role_family

AREAS, LEVELS = len(AREA_IDS), len(LEVEL_IDS)
CELLS = AREAS * LEVELS

AGE_EDGES = (25, 35, 45, 55, 60, 65, 75)
AGE_FACTORS = (1.7, 1.25, 0.85, 0.7, 0.85, 2.2, 4.5, 40.0)
"""Leaving by age piece: high among the young, low in mid-career, high from 60, nobody much above 75."""
AGE_PIECES = len(AGE_FACTORS)
AGE_BANDS = ("under_25", "25_34", "35_44", "45_54", "55_64", "65_plus")
BAND_OF_PIECE = np.array([0, 1, 2, 3, 4, 4, 5, 5])
PIECE_OF_AGE: NDArray[np.int64] = np.searchsorted(AGE_EDGES, np.arange(130), side="right")
OLDEST_TO_RETURN = 60

LEAVING_PER_YEAR = {
    "clinical_coding": 0.080,
    "health_records": 0.110,
    "information_management": 0.090,
    "ict": 0.085,
    "clinical_informatics": 0.075,
    "knowledge_management": 0.100,
    "it_programmes_projects": 0.095,
    "it_strategy_development": 0.070,
    "it_education_training": 0.105,
}
LEAVING_OF_LEVEL = (1.1, 1.0, 0.85, 0.9)
PROMOTION_OF_LEVEL = (0.05, 0.04, 0.03, 0.0)
DEMOTION_PER_YEAR = 0.004
AREA_MOVE_OF_LEVEL = (0.015, 0.025, 0.030, 0.020)
SAME_FAMILY_AFFINITY = 2.0
MOST_FILLED_BY_PROMOTION = 0.5
"""Promotions fill at most this share of what a level needs in a year; the rest is recruited."""

TRANSFER_PER_YEAR = 0.04
WTE_CHANGE_PER_YEAR = 0.05
RETURN_PER_YEAR = 0.05
RETURN_WITHIN_YEARS = 5.0

WTE_VALUES = np.array([0.4, 0.5, 0.6, 0.8, 0.9, 1.0])
WTE_SHARES = np.array([0.03, 0.06, 0.08, 0.10, 0.03, 0.70])
SOURCES = ("newly_qualified", "international", "wider_labour_market", "unknown")
SOURCE_SHARES = np.array([0.25, 0.10, 0.45, 0.20])

_OWN_AREA_SHARES = (0.10, 0.20, 0.15, 0.30, 0.08, 0.04, 0.06, 0.04, 0.03)
_OWN_LEVEL_SHARES = (0.45, 0.38, 0.14, 0.03)
_OWN_GROWTH_PER_YEAR = 0.02
_TYPICAL_AGE_FACTOR = 1.1

LOWEST_BAND, HIGHEST_BAND = (
    np.array([pick(i for i, band in enumerate(PAY_BANDS) if band.job_level == level) for level in LEVEL_IDS])
    for pick in (min, max)
)

LEAVE, PROMOTE, DEMOTE, MOVE = range(4)


@dataclass(frozen=True)
class Rules:
    """What is true of the made-up staff.

    shares:       of all staff at the last snapshot, shape (cell,), sum 1
    growth:       true yearly net growth, shape (area,)
    per_year:     intensities, shape (cell, age piece, kind of event)
    destinations: where an area move leads, shape (cell, area), rows sum to 1 or are 0
    """

    shares: Array
    growth: Array
    per_year: Array
    destinations: Array
    step_years: float

    def probabilities(self) -> Array:
        """Of each kind of event within one interval, shape (cell, age piece, kind)."""
        total = self.per_year.sum(axis=-1, keepdims=True)
        return np.asarray(self.per_year / total * -np.expm1(-total * self.step_years))

    def return_probability(self) -> float:
        """That a leaver who may return does so within one interval."""
        return float(-np.expm1(-RETURN_PER_YEAR * self.step_years))

    def path(self, people: float, years_before_last: float) -> Array:
        """The stock expected so many years before the last snapshot, shape (cell,)."""
        return people * self.shares * np.repeat((1.0 + self.growth) ** -years_before_last, LEVELS)


def make_rules(*, calibrated: bool, step_years: float) -> Rules:
    """The rules: with the mix and growth of the published study, or with our own simple ones."""
    if calibrated:
        shares, growth = read_published_mix()
    else:
        shares = np.outer(_OWN_AREA_SHARES, _OWN_LEVEL_SHARES)
        growth = np.full(AREAS, _OWN_GROWTH_PER_YEAR)
    move = np.tile(AREA_MOVE_OF_LEVEL, (AREAS, 1))
    destinations = _destinations(shares)
    move[destinations.sum(axis=-1) == 0] = 0.0
    demotion = np.zeros((AREAS, LEVELS))
    demotion[:, 1:] = np.where(shares[:, :-1] > 0, DEMOTION_PER_YEAR, 0.0)
    leaving = np.outer([LEAVING_PER_YEAR[area] for area in AREA_IDS], LEAVING_OF_LEVEL)
    promotion = _promotion(shares, growth, leaving + move)
    per_year = np.empty((CELLS, AGE_PIECES, 4))
    per_year[:, :, LEAVE] = np.outer(leaving.ravel(), AGE_FACTORS)
    per_year[:, :, PROMOTE] = promotion.reshape(-1, 1)
    per_year[:, :, DEMOTE] = demotion.reshape(-1, 1)
    per_year[:, :, MOVE] = move.reshape(-1, 1)
    return Rules(shares.ravel(), growth, per_year, destinations.reshape(CELLS, AREAS), step_years)


def _destinations(shares: Array) -> Array:
    """Moves keep the level and go where posts are, twice as readily within the role family."""
    family = [role_family(area).id for area in AREA_IDS]
    affinity = np.array([[SAME_FAMILY_AFFINITY if one == other else 1.0 for other in family] for one in family])
    np.fill_diagonal(affinity, 0.0)
    pull = np.asarray(affinity[:, np.newaxis, :] * shares.T[np.newaxis, :, :])
    pull[shares == 0] = 0.0
    total = pull.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(pull, total, out=np.zeros_like(pull), where=total > 0))


def _promotion(shares: Array, growth: Array, other_exits: Array) -> Array:
    """From the top down: as many as usual, but no more than the next level can take."""
    promotion = np.zeros((AREAS, LEVELS))
    for level in range(LEVELS - 2, -1, -1):
        above = level + 1
        leaves_above = other_exits[:, above] * _TYPICAL_AGE_FACTOR + promotion[:, above]
        room = MOST_FILLED_BY_PROMOTION * shares[:, above] * np.maximum(leaves_above + growth, 0.0)
        most = np.divide(room, shares[:, level], out=np.zeros(AREAS), where=shares[:, level] > 0)
        promotion[:, level] = np.minimum(PROMOTION_OF_LEVEL[level], most)
    return promotion


def read_published_mix() -> tuple[Array, Array]:
    """Shares of the published stock, shape (area, level), and yearly growth, shape (area,)."""
    files = dict(reference_study())
    stock = {(row["area"], row["level"]): float(row["wte"]) for row in _rows(files["stock.csv"].decode("utf-8"))}
    figures = {
        row["row"]: float(row["published"])
        for row in _rows(published_figures().read_text(encoding="utf-8"))
        if row["column"] == "supply_wte" and row["place"].startswith("Table 3.2,")
    }
    levels = np.array([[stock[area, level] for level in LEVEL_IDS] for area in AREA_IDS])
    whole = np.array([stock[area, ALL] for area in AREA_IDS])
    supply = np.array([figures[f"driven {area} all"] for area in AREA_IDS])
    # derived levels are scaled to the printed stock of their area to two decimals; the printed stock leads
    mix = levels / levels.sum(axis=1, keepdims=True) * (whole / whole.sum())[:, np.newaxis]
    return mix, (supply / whole) ** 0.1 - 1.0


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
