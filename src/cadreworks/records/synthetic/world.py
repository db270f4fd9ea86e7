"""What is the state of the made-up staff while they are simulated? Arrays by person, and the runs that have ended.

A run is a stretch of snapshots during which nothing about a person changes. Arrays of people are longer than there
are people yet, and grow when they are full.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.records.synthetic.calendar import Snapshots
from cadreworks.records.synthetic.people import FIXED_TERM_SHARE, Organisations, pick
from cadreworks.records.synthetic.rules import HIGHEST_BAND, LEVELS, LOWEST_BAND, WTE_SHARES, Rules

Places = NDArray[np.int32]
Columns = dict[str, NDArray[np.signedinteger]]

NO_REASON, NO_SOURCE = -1, -1

_STATE: dict[str, type[np.signedinteger]] = {
    "birth_year": np.int16,
    "started": np.int32,
    "cell": np.int8,
    "band": np.int8,
    "wte": np.int8,
    "organisation": np.int16,
    "contract": np.int8,
    "post": np.int8,
    "source": np.int8,
    "came_from": np.int8,
    "first": np.int16,
}
_KEPT_IN_RUNS = ("first", "cell", "band", "wte", "organisation", "contract", "post", "source")


@dataclass
class World:
    """The simulation while it runs.

    aim:       how many people the paths lead to at the last snapshot
    people:    the state of each person; `first` is the snapshot at which their present run began
    active:    who is in post; pool: who has left and may return, pool_left: their last snapshot in post
    runs:      runs that have ended; expected: what the rules let expect of each step
    """

    rules: Rules
    snapshots: Snapshots
    organisations: Organisations
    aim: float
    seed: int
    people: Columns
    count: int = 0
    active: Places = field(default_factory=lambda: np.empty(0, np.int32))
    pool: Places = field(default_factory=lambda: np.empty(0, np.int32))
    pool_left: Places = field(default_factory=lambda: np.empty(0, np.int32))
    runs: list[Columns] = field(default_factory=list)
    expected: list[tuple[Array, Array, Array, Array]] = field(default_factory=list)


def empty_world(rules: Rules, snapshots: Snapshots, organisations: Organisations, *, aim: float, seed: int) -> World:
    """A world without people, with room for those who are likely to come."""
    room = int(aim * (1.2 + 0.15 * snapshots.last * snapshots.step_years)) + 1000
    people: Columns = {name: np.zeros(room, kind) for name, kind in _STATE.items()}
    return World(rules, snapshots, organisations, aim, seed, people)


def add_people(
    world: World, rng: np.random.Generator, cells: NDArray[np.int64], *, source: NDArray[np.int8], first: int
) -> Places:
    """New people in these cells; their births and first days are left to the caller."""
    new = len(cells)
    who = np.arange(world.count, world.count + new, dtype=np.int32)
    world.count += new
    _make_room(world)
    people = world.people
    level = cells % LEVELS
    people["cell"][who] = cells
    people["band"][who] = rng.integers(LOWEST_BAND[level], HIGHEST_BAND[level] + 1)
    people["wte"][who] = pick(rng, WTE_SHARES, new)
    people["organisation"][who] = world.organisations.draw(rng, new)
    people["contract"][who] = rng.random(new) < FIXED_TERM_SHARE
    people["post"][who] = 1
    people["source"][who] = source
    people["came_from"][who] = source
    people["first"][who] = first
    return who


def _make_room(world: World) -> None:
    room = len(world.people["cell"])
    if world.count > room:
        world.people = {
            name: np.concatenate([values, np.zeros(world.count, values.dtype)]) for name, values in world.people.items()
        }


def close_runs(world: World, who: Places, reasons: NDArray[np.int8], *, last: int) -> None:
    """End the present runs of these people with snapshot `last`; reasons: why they then leave, or NO_REASON."""
    run: Columns = {name: world.people[name][who] for name in _KEPT_IN_RUNS}
    run |= {"person": who, "last": np.full(len(who), last, np.int16), "reason": reasons}
    world.runs.append(run)
