"""`python -m microsimulation.neworder_people FOLDER REPLICATES`: the model in neworder, as its examples are written.

A table of people in pandas, a timeline of months, and the framework's own random numbers: `hazard` says to whom
anything happens, `ustream` what, `counts` and `sample` who joins.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore", message="neworder installed in serial mode")
import neworder  # noqa: E402 (it warns at import that it runs without MPI, which one process does not need)

from microsimulation.given import MONTHS, Given, Stocks, measure, read_given, year_older  # noqa: E402


class People(neworder.Model):
    """People, month by month."""

    def __init__(self, given: Given, seed: int) -> None:
        timeline = neworder.LinearTimeline(0, given.years, given.years * MONTHS)
        super().__init__(timeline, lambda *_: seed)
        self.given = given
        self.stocks = Stocks.of(given)
        self.people = pd.DataFrame(
            {"cell": given.cell, "age": given.age, "service": given.service, "wte": given.wte, "came": False}
        )
        self._count(0)

    def step(self) -> None:
        """A month; at the end of the twelfth, the close of the year."""
        self._events()
        self.people = pd.concat([self.people, self._joiners()], ignore_index=True)
        if self.timeline.index % MONTHS == MONTHS - 1:
            self._close(self.timeline.index // MONTHS)

    def _events(self) -> None:
        given, people = self.given, self.people
        cell, wte = people["cell"].to_numpy(copy=True), people["wte"].to_numpy(copy=True)
        of_class = given.class_of[people["age"].to_numpy(), people["service"].to_numpy()]
        at = np.flatnonzero(self.mc.hazard(given.any_event[cell, of_class]))
        luck, more = self.mc.ustream(len(at)), self.mc.ustream(len(at))
        leaves = luck < given.leaves[cell[at], of_class[at]]
        hours = ~leaves & (luck < given.hours[cell[at], of_class[at]])
        moves, changed = at[~leaves & ~hours], at[hours]
        values = (more[hours] * given.relative.shape[1]).astype(np.int64)
        year = self.timeline.index // MONTHS
        wte[changed] = given.level[cell[changed], year] * given.relative[cell[changed], values]
        wte[moves] *= given.movers_change
        cell[moves] = (more[~leaves & ~hours][:, None] >= given.to[cell[moves]]).sum(axis=1)
        stay = np.ones(len(people), dtype=bool)
        stay[at[leaves]] = False
        people["cell"], people["wte"] = cell, wte
        self.people = people[stay]

    def _joiners(self) -> pd.DataFrame:
        """Who comes at the end of a month."""
        given = self.given
        cell = np.repeat(np.arange(given.cells), self.mc.counts(given.joiners, 1 / MONTHS))
        many = len(cell)
        values = (self.mc.ustream(many) * given.relative.shape[1]).astype(np.int64)
        return pd.DataFrame(
            {
                "cell": cell,
                "age": (self.mc.ustream(many)[:, None] >= given.ages[cell]).sum(axis=1),
                "service": np.searchsorted(given.services, self.mc.ustream(many), side="right"),
                "wte": given.joiners_wte[cell] * given.relative[cell, values],
                "came": True,
            }
        )

    def _close(self, year: int) -> None:
        given, people = self.given, self.people
        cell, came = people["cell"].to_numpy(), people["came"].to_numpy()
        age, service = people["age"].to_numpy(), people["service"].to_numpy()
        older, longer = year_older(age, service, given.class_of)
        people["age"], people["service"] = np.where(came, age, older), np.where(came, service, longer)
        people["wte"] *= np.where(came, 1.0, given.follows[cell]) * given.held[cell, year]
        people["came"] = False
        self._count(year + 1)

    def _count(self, year: int) -> None:
        people = self.people
        self.stocks.count(year, people["cell"].to_numpy(), people["age"].to_numpy(), people["wte"].to_numpy())


def main() -> None:
    """Simulate the people of a folder."""
    folder, replicates = Path(sys.argv[1]), int(sys.argv[2])
    given = read_given(folder / "given.npz")

    def one(seed: int) -> Stocks:
        model = People(given, seed + 1)
        if not neworder.run(model):
            sys.exit("neworder stopped before the end of its timeline")
        return model.stocks

    libraries = ("neworder", "numpy", "pandas")
    measure(one, replicates=replicates, out=folder / "neworder.npz", libraries=libraries)


if __name__ == "__main__":
    main()
