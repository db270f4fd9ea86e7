"""What would a perfect estimator find? Careers and rules -> truth.csv, the true rates of the made-up staff.

Rates of leaving, promotion, demotion and area moves are intensities per person-year, known exactly for each area,
level and age piece. Where a row covers several of those (`all`, or the age band 55_64, in which leaving rises at
60), its value is their mean, weighted by the exposure of the very people in the extract: person-years that open an
interval between two snapshots. An estimator that sees only snapshots sees probabilities per interval; they stand
beside the intensities, weighted alike, so that events / (opening people of all intervals) has an exact target.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.records.synthetic.calendar import Snapshots
from cadreworks.records.synthetic.careers import Careers
from cadreworks.records.synthetic.rules import (
    AGE_BANDS,
    AGE_PIECES,
    AREAS,
    BAND_OF_PIECE,
    CELLS,
    DEMOTE,
    LEAVE,
    LEVELS,
    MOVE,
    PIECE_OF_AGE,
    PROMOTE,
    Rules,
)
from cadreworks.tables import Cell, write_table
from cadreworks.vocabulary import ALL, AREA_IDS, LEVEL_IDS

TRUTH_COLUMNS = (
    "rate",
    "area",
    "level",
    "age_band",
    "value",
    "unit",
    "meaning",
    "probability_per_interval",
    "opening_person_years",
)
_PER_YEAR = "events per person-year"
_KINDS = {
    "leaving": (LEAVE, "leaving every post in the extract"),
    "promotion": (PROMOTE, "moving to the next level of the same area"),
    "demotion": (DEMOTE, "moving to the level below in the same area"),
    "area_move": (MOVE, "moving to another area at the same level"),
}


def count_exposure(careers: Careers, snapshots: Snapshots) -> NDArray[np.int64]:
    """In how many intervals a person of this cell and age piece was in post at opening, shape (cell, age piece)."""
    runs = careers.runs
    born = careers.people["birth_year"][runs["person"]].astype(np.int64)
    first, last = runs["first"].astype(np.int64), runs["last"].astype(np.int64)
    total = np.zeros(CELLS * AGE_PIECES)
    openings = snapshots.age_years[:-1]
    for year in np.unique(openings):
        within = np.flatnonzero(openings == year)
        intervals = np.maximum(np.minimum(last, within[-1]) - np.maximum(first, within[0]) + 1, 0)
        age = np.clip(year - born, 0, len(PIECE_OF_AGE) - 1)
        total += np.bincount(
            runs["cell"] * np.int64(AGE_PIECES) + PIECE_OF_AGE[age], weights=intervals, minlength=len(total)
        )
    return total.astype(np.int64).reshape(CELLS, AGE_PIECES)


def write_truth(path: Path, careers: Careers, *, rules: Rules, snapshots: Snapshots) -> None:
    """Write truth.csv: the columns of TRUTH_COLUMNS, one row for each rate, area, level and age band."""
    exposure = count_exposure(careers, snapshots).reshape(AREAS, LEVELS, AGE_PIECES)
    rows = [
        *(row for name in _KINDS for row in _intensities(name, exposure, rules)),
        *_joining(careers, exposure, rules),
        *_participation(careers, exposure, rules),
        *_net_growth(rules),
    ]
    write_table(path, TRUTH_COLUMNS, rows)


def _selections() -> Iterator[tuple[str, str, tuple[slice, slice]]]:
    """Each area and all, by each level and all."""
    areas = [*((area, slice(at, at + 1)) for at, area in enumerate(AREA_IDS)), (ALL, slice(None))]
    levels = [*((level, slice(at, at + 1)) for at, level in enumerate(LEVEL_IDS)), (ALL, slice(None))]
    for area, area_at in areas:
        for level, level_at in levels:
            yield area, level, (area_at, level_at)


def _ages() -> list[tuple[str, NDArray[np.int64]]]:
    bands = [(name, np.flatnonzero(at == BAND_OF_PIECE)) for at, name in enumerate(AGE_BANDS)]
    return [*bands, (ALL, np.arange(AGE_PIECES))]


def _intensities(rate: str, exposure: NDArray[np.int64], rules: Rules) -> Iterator[dict[str, Cell]]:
    kind, what = _KINDS[rate]
    per_year = rules.per_year[:, :, kind].reshape(AREAS, LEVELS, AGE_PIECES)
    probability = rules.probabilities()[:, :, kind].reshape(AREAS, LEVELS, AGE_PIECES)
    meaning = _meaning(what, rules.step_years)
    for area, level, cells in _selections():
        for age_band, pieces in _ages() if rate == "leaving" else [_ages()[-1]]:
            at = (*cells, pieces)
            openings = exposure[at]
            if not openings.sum():
                continue
            yield {
                "rate": rate,
                "area": area,
                "level": level,
                "age_band": age_band,
                "value": _weighted(per_year[at], openings),
                "unit": _PER_YEAR,
                "meaning": meaning,
                "probability_per_interval": _weighted(probability[at], openings),
                "opening_person_years": float(openings.sum() * rules.step_years),
            }


def _meaning(what: str, step_years: float) -> str:
    interval = "a year" if step_years == 1 else "a month"
    return (
        f"Intensity of {what}. One of leaving, promotion, demotion and area move at most happens in an interval of "
        f"{interval} (dt years), each with probability h_j / h x (1 - exp(-h x dt)), h being the sum of the four "
        "intensities h_j; a row over several cells or ages is their mean, weighted by exposure at opening. "
        "Age at opening, as if everybody were born in the middle of the year."
    )


def _weighted(values: Array, weights: NDArray[np.int64]) -> float:
    return float((values * weights).sum() / weights.sum())


def _joining(careers: Careers, exposure: NDArray[np.int64], rules: Rules) -> Iterator[dict[str, Cell]]:
    expected = careers.expected
    joiners, opening = (values.reshape(AREAS, LEVELS) for values in (expected.joiners, expected.opening))
    for area, level, cells in _selections():
        if opening[cells].sum():
            yield {
                "rate": "joining",
                "area": area,
                "level": level,
                "age_band": ALL,
                "value": float(joiners[cells].sum() / (opening[cells].sum() * rules.step_years)),
                "unit": "joiners per opening person and year",
                "meaning": "Expected joiners (not returners) of all intervals over their opening stock, per year; "
                "joiners are counted where they are first seen, and their number is Poisson.",
                "probability_per_interval": None,
                "opening_person_years": float(exposure[cells].sum() * rules.step_years),
            }


def _participation(careers: Careers, exposure: NDArray[np.int64], rules: Rules) -> Iterator[dict[str, Cell]]:
    opening = careers.expected.opening_wte.reshape(AREAS, LEVELS)
    closing = careers.expected.closing_wte.reshape(AREAS, LEVELS)
    for area, level, cells in _selections():
        if opening[cells].sum():
            yield {
                "rate": "participation",
                "area": area,
                "level": level,
                "age_band": ALL,
                "value": float((closing[cells].sum() / opening[cells].sum()) ** (1.0 / rules.step_years)),
                "unit": "closing wte per opening wte and year",
                "meaning": "Expected closing wte over opening wte of those who stay in post through an interval, by "
                "the cell they open in, compounded to a year.",
                "probability_per_interval": None,
                "opening_person_years": float(exposure[cells].sum() * rules.step_years),
            }


def _net_growth(rules: Rules) -> Iterator[dict[str, Cell]]:
    for area, growth in zip(AREA_IDS, rules.growth, strict=True):
        yield {
            "rate": "net_growth",
            "area": area,
            "level": ALL,
            "age_band": ALL,
            "value": float(growth),
            "unit": "share of opening stock per year",
            "meaning": "Yearly growth of the expected headcount, the same in every year; the growth realised differs "
            "by chance.",
            "probability_per_interval": None,
            "opening_person_years": None,
        }
