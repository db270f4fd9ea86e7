"""In which band of age or length of service is somebody on each day of stock? It follows from dates alone.

Age is in completed years as if everybody were born in the middle of the year, since records give no more than the
year of birth. Length of service counts completed years from the first day in the NHS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from cadreworks.records.dates import completed_years
from cadreworks.records.engine import Engine
from cadreworks.records.states import AGE_BAND, SERVICE_BAND, UNKNOWN, Cells

AGE_BANDS = ((25, "under_25"), (35, "25_34"), (45, "35_44"), (55, "45_54"), (65, "55_64"), (200, "65_plus"))
SERVICE_BANDS = ((1, "under_1"), (2, "1"), (5, "2_4"), (10, "5_9"), (20, "10_19"), (200, "20_plus"))
"""Bands as (first completed year above the band, its name)."""


def age_band(birth_year: int, day: date) -> str:
    """The band of age of somebody born in a year."""
    return _band(day.year - birth_year - (day.month <= 6), AGE_BANDS)


def service_band(start: date, day: date) -> str:
    """The band of length of service of somebody who came to the NHS on a day; unknown before that day."""
    return _band(completed_years(start, day), SERVICE_BANDS)


def _band(years: int, bands: Sequence[tuple[int, str]]) -> str:
    return UNKNOWN if years < 0 else next(name for below, name in bands if years < below)


def load_bands(engine: Engine, cells: Cells, days: Sequence[date]) -> None:
    """The tables `age_of` and `service_of`, where asked for: on which days a date of somebody's is in which band."""
    if AGE_BAND in cells.by:
        _load(engine, "age_of", "birth_year INTEGER", days, age_band)
    if SERVICE_BAND in cells.by:
        _load(engine, "service_of", "nhs_start_date DATE", days, service_band)


def _load(engine: Engine, table: str, key: str, days: Sequence[date], band: Callable[[Any, date], str]) -> None:
    name = key.split()[0]
    rows = []
    for (value,) in engine.rows(f"SELECT DISTINCT {name} FROM state_on ORDER BY 1"):
        of_days = [(number, UNKNOWN if value is None else band(value, day)) for number, day in enumerate(days)]
        for found, run in groupby(of_days, key=lambda pair: pair[1]):
            numbers = [number for number, _ in run]
            rows.append((value, found, numbers[0], numbers[-1]))
    engine.load(table, f"{key}, band VARCHAR, band_in INTEGER, band_out INTEGER", rows)
