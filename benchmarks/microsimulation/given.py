"""What are peers given? The rules as arrays, in a file; and in what form do all tell what they found?

Cells are area x levels + level, classes those of age and service between which rates differ. Chances are of a month.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from importlib import metadata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.int64]
MONTHS = 12
KIB_IN_MIB = 1024.0


@dataclass(frozen=True)
class Given:
    """The workforce and its rules.

    cell, age, service, wte: of everybody at the base day; class_of (age, service)
    any_event (cell, class): the chance that anything happens in a month; leaves, hours: of what happens, the share of
    leaving, and of leaving or changing hours; to (cell, cell): cumulated shares of destinations
    joiners: expected a year, (cell,); ages (cell, age) and services (service,): their cumulated shares
    joiners_wte (cell,); relative (cell, values): hours over the cell's; level (cell, year): hours of the cell
    follows (cell,), held (cell, year): by what hours are multiplied at the close of a year, of those in post at its
    opening and of all; movers_change: by what those of movers are; years
    """

    cell: Places
    age: Places
    service: Places
    wte: Array
    class_of: Places
    any_event: Array
    leaves: Array
    hours: Array
    to: Array
    joiners: Array
    ages: Array
    services: Array
    joiners_wte: Array
    relative: Array
    level: Array
    follows: Array
    held: Array
    movers_change: Array

    @property
    def years(self) -> int:
        return self.held.shape[1]

    @property
    def cells(self) -> int:
        return len(self.joiners)


def write_given(given: Given, path: Path) -> None:
    """One file of arrays."""
    np.savez(path, **{field.name: getattr(given, field.name) for field in fields(given)})


def read_given(path: Path) -> Given:
    """What `write_given` wrote."""
    with np.load(path) as arrays:
        return Given(**{name: arrays[name] for name in arrays.files})


def year_older(age: Places, service: Places, class_of: Places) -> tuple[Places, Places]:
    """The oldest and the longest serving stand together, and what is not known stays so."""
    oldest, longest = class_of.shape[0] - 2, class_of.shape[1] - 2
    return np.where(age < oldest, age + 1, age), np.where(service < longest, service + 1, service)


@dataclass
class Stocks:
    """What all count, each year with the base day: people by cell, and by age; wte by cell."""

    people: Array
    ages: Array
    wte: Array

    @classmethod
    def of(cls, given: Given) -> Stocks:
        """Noughts."""
        days = given.years + 1
        return cls(
            np.zeros((days, given.cells)), np.zeros((days, given.class_of.shape[0])), np.zeros((days, given.cells))
        )

    def count(self, year: int, cell: Places, age: Places, wte: Array) -> None:
        """Everybody in post at the opening of a year."""
        self.people[year] = np.bincount(cell, minlength=self.people.shape[1])
        self.ages[year] = np.bincount(age, minlength=self.ages.shape[1])
        self.wte[year] = np.bincount(cell, wte, minlength=self.wte.shape[1])


def measure(simulate: Callable[[int], Stocks], *, replicates: int, out: Path, libraries: Sequence[str]) -> None:
    """Run so many replicates, keep what they count in `out`, and print what they took; the first, not timed, warms."""
    found = [simulate(0)]
    began, began_processor = time.perf_counter(), time.process_time()
    timed = [simulate(number + 1) for number in range(replicates)]
    wall, processor = time.perf_counter() - began, time.process_time() - began_processor
    tell([*found, *timed], out, wall=wall, processor=processor, timed=timed, libraries=libraries)


def tell(
    found: Sequence[Stocks],
    out: Path,
    *,
    wall: float,
    processor: float,
    timed: Sequence[Stocks],
    libraries: Sequence[str],
    **more: float,
) -> None:
    """Keep counts, and print a line of JSON."""
    np.savez(out, people=np.stack([one.people for one in found]), wte=np.stack([one.wte for one in found]))
    person_years = sum(float(one.people[:-1].sum()) for one in timed)
    said = {
        "wall": wall,
        "processor": processor,
        "person_years": person_years,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MIB,
        "busy": os.getloadavg()[0],
        "versions": {name: metadata.version(name) for name in libraries},
        **more,
    }
    print(json.dumps(said))
