"""What flowed in and out of each cell between two days? Spells -> stock and flows, a true partition of people.

For each cell and interval, in headcount and in wte:

    opening + joiners + returners + moves in + transfers in
      - leavers - moves out - transfers out + participation change = closing

exact in headcount, where participation change is 0, and exact in wte, which is counted in whole millionths. Source:
design of the method, Supply 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cadreworks.records.bands_of_time import AGE_BANDS, SERVICE_BANDS
from cadreworks.records.dates import EPOCH, shift_years
from cadreworks.records.engine import Engine
from cadreworks.records.read import OPEN_END
from cadreworks.records.schema import MICRO
from cadreworks.records.states import AGE_BAND, SERVICE_BAND, UNKNOWN, Cells, make_states
from cadreworks.records.store import Store
from cadreworks.records.transitions import LOOK_BACK_YEARS, make_events
from cadreworks.records.working_files import describe_work, write_rows
from cadreworks.vocabulary.flow_parts import (
    FLOW_PARTS,
    JOINER_PARTS,
    LEAVER_AGE_PARTS,
    LEAVER_REASON_PARTS,
    MOVES_OUT,
    RATE_PARTS,
    REMARK_PARTS,
    WAYS_IN,
    WAYS_OUT,
)

Counts = NDArray[np.int64]

EVERY_PART = (*FLOW_PARTS, *RATE_PARTS, *REMARK_PARTS)
MEASURES = ("headcount", "wte")
COMPLETE, SHORT = "complete", "short"


@dataclass(frozen=True)
class Flows:
    """Stock and flows of each cell in each interval between two days of stock.

    days: the days of stock, in order; cells: the values of the `by` columns, in the order of the vocabulary
    counts: part -> whole numbers, shape (measure, cell, interval): people, and millionths of a wte
    history: for each interval, whether the record reaches back far enough to know a returner (complete or short)
    """

    by: tuple[str, ...]
    days: tuple[date, ...]
    cells: tuple[tuple[str, ...], ...]
    counts: Mapping[str, Counts]
    history: tuple[str, ...]

    @property
    def intervals(self) -> tuple[tuple[date, date], ...]:
        return tuple(pairwise(self.days))


class UnbalancedFlows(AssertionError):
    """A fault of the program: stock and flows do not add up."""


def count_flows(engine: Engine, store: Store, cells: Cells, days: Sequence[date]) -> Flows:
    """Count the flows of the spells in the table `spells` between the days of stock."""
    engine.begin("Finding where each person is counted")
    make_states(engine, cells, store.lists)
    engine.begin("Counting the flows")
    places = [_place(store, day) for day in days]
    _load_dates_of_places(engine, store)
    make_events(engine, cells, days, places)
    asked = ", ".join(f"by_{name}" for name in cells.by)
    found = engine.rows(f"SELECT cell{', ' + asked if asked else ''} FROM final_cell")
    order = sorted(found, key=lambda row: _in_order(cells.by, row[1:], store))
    place_of = {row[0]: place for place, row in enumerate(order)}
    counts = _count(engine, place_of, len(days) - 1)
    _check_balance(counts)
    earliest = store.first_day
    history = tuple(COMPLETE if shift_years(opening, -LOOK_BACK_YEARS) >= earliest else SHORT for opening in days[:-1])
    return Flows(cells.by, tuple(days), tuple(tuple(row[1:]) for row in order), counts, history)


def count_stock(engine: Engine, store: Store, cells: Cells, day: date) -> dict[tuple[str, ...], float]:
    """The wte in each cell on one day, in order of the vocabulary; cells are made of recorded columns only."""
    engine.begin("Finding where each person is counted")
    make_states(engine, cells, store.lists)
    place, asked = _place(store, day), ", ".join(f"by_{name}" for name in cells.recorded)
    found = engine.rows(
        f"""
        SELECT {asked}, sum(wte) FROM state JOIN cell USING (cell)
        WHERE first <= {place} AND last >= {place} GROUP BY {asked}
        """
    )
    in_order = sorted(found, key=lambda row: _in_order(cells.recorded, row[:-1], store))
    return {tuple(row[:-1]): int(row[-1]) / MICRO for row in in_order}


def _place(store: Store, day: date) -> int:
    return (day - EPOCH).days if store.dated else store.snapshots.index(day)


def _load_dates_of_places(engine: Engine, store: Store) -> None:
    if store.dated:
        open_end = (OPEN_END - EPOCH).days
        dates = "SELECT DISTINCT last AS place, DATE '1970-01-01' + last AS date_of_place"
        engine.table("place_date", f"{dates} FROM state WHERE last < {open_end}")
    else:
        engine.load("place_date", "place INTEGER, date_of_place DATE", enumerate(store.snapshots))


def _in_order(by: Sequence[str], values: Sequence[str], store: Store) -> tuple[tuple[int, str], ...]:
    """The order of the vocabulary where there is one, the alphabet's otherwise; unknown comes last."""
    known = {
        "area": store.lists.areas,
        "level": store.lists.levels,
        AGE_BAND: tuple(name for _, name in AGE_BANDS),
        SERVICE_BAND: tuple(name for _, name in SERVICE_BANDS),
    }
    ranks = []
    for name, value in zip(by, values, strict=True):
        listed = known.get(name, ())
        rank = len(listed) + 1 if value == UNKNOWN else listed.index(value) if value in listed else len(listed)
        ranks.append((rank, value))
    return tuple(ranks)


def _count(engine: Engine, place_of: Mapping[int, int], intervals: int) -> dict[str, Counts]:
    shape = (len(MEASURES), len(place_of), intervals)
    counts = {part: np.zeros(shape, dtype=np.int64) for part in EVERY_PART}
    for day, cell, part, people, wte in engine.rows("SELECT day, cell, part, people, wte FROM event"):
        counts[part][:, place_of[cell], day - 1] = int(people), int(wte)
    stock, elsewhere = _stock(engine, place_of, intervals + 1)
    counts["opening"], counts["closing"] = stock[..., :-1], stock[..., 1:]
    counts["opening_elsewhere"], counts["closing_elsewhere"] = elsewhere[..., :-1], elsewhere[..., 1:]
    counts["joiners"] = sum((counts[part] for part in JOINER_PARTS), np.zeros(shape, dtype=np.int64))
    counts["leavers"] = sum((counts[part] for part in LEAVER_AGE_PARTS), np.zeros(shape, dtype=np.int64))
    out = sum((counts[part] for part in MOVES_OUT), counts["leavers"])
    counts["stayers"] = counts["opening"] - out
    return counts


def _stock(engine: Engine, place_of: Mapping[int, int], days: int) -> tuple[Counts, Counts]:
    """Stock on each day, and its wte outside the cell, from the days on which states begin and end."""
    stock = np.zeros((len(MEASURES), len(place_of), days + 1), dtype=np.int64)
    elsewhere = np.zeros_like(stock)
    edges = engine.rows(
        "SELECT cell, day, sum(people), sum(wte), sum(elsewhere) FROM ("
        "SELECT cell, day_in AS day, 1 AS people, wte, elsewhere FROM step UNION ALL "
        "SELECT cell, day_out + 1, -1, -wte, -elsewhere FROM step) GROUP BY cell, day"
    )
    for cell, day, people, wte, outside in edges:
        stock[:, place_of[cell], day] += int(people), int(wte)
        elsewhere[1, place_of[cell], day] += int(outside)
    return stock.cumsum(axis=-1)[..., :-1], elsewhere.cumsum(axis=-1)[..., :-1]


def _check_balance(counts: Mapping[str, Counts]) -> None:
    """The identity of every cell and interval, in production too. Raises UnbalancedFlows."""
    came = sum((counts[part] for part in WAYS_IN), counts["opening"])
    went = sum((counts[part] for part in WAYS_OUT), np.zeros_like(came))
    if not np.array_equal(came - went + counts["participation_change"], counts["closing"]):
        raise UnbalancedFlows("stock and flows do not add up")
    if not np.array_equal(sum((counts[part] for part in LEAVER_REASON_PARTS), np.zeros_like(came)), counts["leavers"]):
        raise UnbalancedFlows("leavers by reason do not add up to leavers")


def columns_of(by: Sequence[str]) -> tuple[str, ...]:
    """The columns of the flows file."""
    return ("from_date", "to_date", *by, "measure", *EVERY_PART, "returners_history")


def present_rows(flows: Flows) -> Iterator[tuple[str, ...]]:
    """The rows of the flows file: by interval, cell and measure; a cell with nobody in an interval has no row."""
    anything = sum(np.abs(flows.counts[part]).sum(axis=0) for part in EVERY_PART)
    shown = (_Shown(str), _Shown(_wte))
    for interval, (opening, closing) in enumerate(flows.intervals):
        dates = (opening.isoformat(), closing.isoformat())
        counted = np.stack([flows.counts[part][:, :, interval] for part in EVERY_PART], axis=-1)
        # taken out of their arrays cell by cell, millions of numbers would take minutes
        for place in np.flatnonzero(anything[:, interval]).tolist():
            for measure, text, values in zip(MEASURES, shown, counted[:, place].tolist(), strict=True):
                parts = map(text.__getitem__, values)
                yield (*dates, *flows.cells[place], measure, *parts, flows.history[interval])


class _Shown(dict[int, str]):
    """Each number as it is shown, put into words once: most are nought, and the others come again and again."""

    def __init__(self, show: Callable[[int], str]) -> None:
        super().__init__()
        self._show = show

    def __missing__(self, value: int) -> str:
        self[value] = text = self._show(value)
        return text


def _wte(millionths: int) -> str:
    """A wte as its shortest decimal."""
    whole, rest = divmod(abs(millionths), MICRO)
    sign = "-" if millionths < 0 else ""
    return f"{sign}{whole}" + (f".{rest:06d}".rstrip("0") if rest else "")


def write_flows(flows: Flows, store: Store, path: Path, *, choices: Mapping[str, object]) -> None:
    """Write the flows as a working file: exact, its owner's alone, with its manifest beside it."""
    write_rows(path, columns_of(flows.by), present_rows(flows), describe_work(store, "flows", choices))
