"""`python -m microsimulation.cadreworks_people ACT FOLDER PEOPLE ...`: the engine's part of the benchmark.

give: writes the workforce for the peers, and what is expected; check: replicates of ours, kept for the check; run:
replicates timed, on so many threads; step: the compiled step alone, timed; push, pull: replicates with as many posts in
each cell as wte at the base day, on one thread.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from cadreworks.randomness import key
from cadreworks.supply.establishment import PULL, PUSH
from cadreworks.supply.microsimulation.joiners import draw_joiners, entry_of
from cadreworks.supply.microsimulation.law import MONTHS
from cadreworks.supply.microsimulation.limits import Limits, simulate_with_limits
from cadreworks.supply.microsimulation.lives import MICRO, Counted, Lives, nothing_counted
from cadreworks.supply.microsimulation.people import live
from cadreworks.supply.microsimulation.rules import CLASS_OF_PLACE, Model, Rules
from cadreworks.supply.microsimulation.simulate import simulate_people, start_of_staff
from cadreworks.supply.microsimulation.tables import tables_of
from microsimulation.given import Given, Stocks, tell, write_given
from microsimulation.made_up import SEED, YEARS, make_people

LIBRARIES = ("cadreworks", "numpy", "numba")


def give(folder: Path, people: int) -> None:
    """The workforce for the peers, and what is expected of it."""
    model, rules, expected = make_people(people)
    staff, law, total = model.staff, rules.law, rules.law.total
    share = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    source = int(np.argmax(rules.joiners.sum(axis=1)))
    levels = len(model.cohort.levels)
    held = expected.most_hours
    moving = law.moving.sum(axis=1, keepdims=True)
    grown = np.concatenate([np.ones((model.cells, 1)), rules.participation[:, None] * held[:, :-1]], axis=1)
    write_given(
        Given(
            *(getattr(staff, name).astype(np.int64) for name in ("cell", "age", "service")),
            wte=staff.wte,
            class_of=CLASS_OF_PLACE,
            any_event=-np.expm1(-total / MONTHS),
            leaves=law.leaving * share,
            hours=(law.leaving + law.hours[:, None]) * share,
            to=_cumulated(law.moving / moving),
            joiners=rules.joiners.sum(axis=0) * model.cohort.recruitment[model.basis].units(expected.headcount[:, 0]),
            ages=_cumulated(np.tile(model.cohort.joining_ages[source], (model.cells // levels, 1))),
            services=_cumulated(model.cohort.joining_services[source]),
            joiners_wte=rules.joiners_wte,
            relative=model.hours.relative,
            level=rules.level[:, None] * np.cumprod(grown, axis=1),
            follows=rules.participation,
            held=held,
            movers_change=np.asarray(rules.movers_change),
        ),
        folder / "given.npz",
    )
    np.savez(folder / "expected.npz", people=expected.headcount.T, wte=expected.wte.T)


def _cumulated(shares: np.ndarray) -> np.ndarray:
    """Sure at the last that is possible."""
    found = np.cumsum(shares, axis=-1)
    last = shares.shape[-1] - 1 - np.argmax(shares[..., ::-1] > 0, axis=-1)
    found[np.arange(shares.shape[-1]) >= last[..., None]] = 2.0
    return found


def _stocks(counted: Counted) -> Stocks:
    return Stocks(counted.stock.sum(axis=-1), counted.stock.sum(axis=1), counted.wte / MICRO)


def run(folder: Path, people: int, replicates: int, threads: int) -> None:
    """So many replicates on so many threads, each from the staff of the base day to all that is counted."""
    model, rules, expected = make_people(people)

    def one(number: int) -> Stocks:
        return _stocks(simulate_people(model, rules, expected, YEARS, seed=SEED, chance_of=number).counted)

    found = [one(0)]
    began, processor = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        timed = list(pool.map(one, range(1, replicates + 1)))
    wall, processor = time.perf_counter() - began, time.process_time() - processor
    out = folder / f"cadreworks_{threads}.npz"
    tell([*found, *timed], out, wall=wall, processor=processor, timed=timed, libraries=LIBRARIES)


def step(folder: Path, people: int, replicates: int) -> None:
    """The compiled step alone, on one thread; and bytes of a person."""
    model, rules, expected = make_people(people)
    tables = tables_of(model, rules, expected)
    timed, wall, processor, pools = [], 0.0, 0.0, ()
    for number in range(replicates + 1):
        draw_key = key(SEED, f"step/{number}")
        counted = nothing_counted(YEARS, model.cells, len(model.cohort.levels), len(model.staff.places))
        pools = tuple(_pools(model, rules, counted, draw_key))
        began, began_processor = time.perf_counter(), time.process_time()
        for pool in pools:
            live(pool, tables, counted, draw_key, 0, YEARS)
        if number:
            wall, processor = wall + time.perf_counter() - began, processor + time.process_time() - began_processor
            timed.append(_stocks(counted))
    bytes_each = sum(part.nbytes for part in pools[0]) / len(pools[0].key)
    tell(
        timed,
        folder / "step.npz",
        wall=wall,
        processor=processor,
        timed=timed,
        libraries=LIBRARIES,
        bytes_each=bytes_each,
    )


def push(folder: Path, people: int, replicates: int) -> None:
    """Replicates in which people rise by rates, as far as posts have room."""
    _with_posts(folder, people, replicates, PUSH)


def pull(folder: Path, people: int, replicates: int) -> None:
    """Replicates in which people rise into vacancies alone."""
    _with_posts(folder, people, replicates, PULL)


def _with_posts(folder: Path, people: int, replicates: int, promotion: str) -> None:
    model, rules, expected = make_people(people)
    limits = Limits(np.repeat(expected.wte[:, :1], YEARS, axis=1), promotion)

    def one(number: int) -> Stocks:
        found = simulate_with_limits(model, rules, expected, YEARS, limits=limits, seed=SEED, chance_of=number)
        return _stocks(found.counted)

    found = [one(0)]
    began, processor = time.perf_counter(), time.process_time()
    timed = [one(number + 1) for number in range(replicates)]
    wall, processor = time.perf_counter() - began, time.process_time() - processor
    out = folder / f"{promotion}.npz"
    tell([*found, *timed], out, wall=wall, processor=processor, timed=timed, libraries=LIBRARIES)


def _pools(model: Model, rules: Rules, counted: Counted, draw_key: np.uint64) -> Iterator[Lives]:
    yield start_of_staff(model, draw_key, counted)
    joiners = rules.joiners * model.cohort.recruitment[model.basis].units(counted.stock[0].sum(axis=-1).astype(float))
    every = np.repeat(joiners[None], YEARS, axis=0)
    yield draw_joiners(every, entry_of(model, rules), draw_key, first=0, levels=len(model.cohort.levels))


def main() -> None:
    """One act."""
    act, folder, *numbers = sys.argv[1:]
    {"give": give, "run": run, "step": step, "push": push, "pull": pull}[act](Path(folder), *map(int, numbers))


if __name__ == "__main__":
    main()
