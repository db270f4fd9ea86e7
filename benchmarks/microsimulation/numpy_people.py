"""`python -m microsimulation.numpy_people FOLDER REPLICATES`: the model in plain NumPy, month by month."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from microsimulation.given import MONTHS, Given, Places, Stocks, measure, read_given, year_older


def simulate(given: Given, seed: int) -> Stocks:
    """One replicate. Everything is an array with an entry for each person."""
    rng = np.random.default_rng(seed)
    stocks = Stocks.of(given)
    cell, age, service, wte = given.cell, given.age, given.service, given.wte
    stocks.count(0, cell, age, wte)
    for year in range(given.years):
        came = np.zeros(len(cell), dtype=bool)
        for _ in range(MONTHS):
            chance = given.any_event[cell, given.class_of[age, service]]
            at = np.flatnonzero(rng.random(len(cell)) < chance)
            luck, more = rng.random(len(at)), rng.random(len(at))
            of_class = given.class_of[age[at], service[at]]
            leaves = luck < given.leaves[cell[at], of_class]
            hours = ~leaves & (luck < given.hours[cell[at], of_class])
            moves = at[~leaves & ~hours]
            changed = at[hours]
            values = (more[hours] * given.relative.shape[1]).astype(np.int64)
            wte[changed] = given.level[cell[changed], year] * given.relative[cell[changed], values]
            wte[moves] *= given.movers_change
            cell[moves] = (more[~leaves & ~hours][:, None] >= given.to[cell[moves]]).sum(axis=1)
            stay = np.ones(len(cell), dtype=bool)
            stay[at[leaves]] = False
            new = _joiners(given, rng)
            cell, age, service, wte, came = (
                np.concatenate([old[stay], more])
                for old, more in zip((cell, age, service, wte, came), new, strict=True)
            )
        older, longer = year_older(age, service, given.class_of)
        age, service = np.where(came, age, older), np.where(came, service, longer)
        wte = wte * np.where(came, 1.0, given.follows[cell]) * given.held[cell, year]
        stocks.count(year + 1, cell, age, wte)
    return stocks


def _joiners(given: Given, rng: np.random.Generator) -> tuple[Places, Places, Places, np.ndarray, np.ndarray]:
    """Who comes at the end of a month."""
    cell = np.repeat(np.arange(given.cells), rng.poisson(given.joiners / MONTHS))
    many = len(cell)
    age = (rng.random(many)[:, None] >= given.ages[cell]).sum(axis=1)
    service = np.searchsorted(given.services, rng.random(many), side="right")
    values = rng.integers(0, given.relative.shape[1], many)
    wte = given.joiners_wte[cell] * given.relative[cell, values]
    return cell, age, service, wte, np.ones(many, dtype=bool)


def main() -> None:
    """Simulate the people of a folder."""
    folder, replicates = Path(sys.argv[1]), int(sys.argv[2])
    given = read_given(folder / "given.npz")

    def one(seed: int) -> Stocks:
        fresh = {name: getattr(given, name).copy() for name in ("cell", "age", "service", "wte")}
        return simulate(Given(**{**vars(given), **fresh}), seed)

    measure(one, replicates=replicates, out=folder / "numpy.npz", libraries=("numpy",))


if __name__ == "__main__":
    main()
