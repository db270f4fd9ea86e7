"""What happens to each made-up person? Rules and snapshots -> people, runs of unchanged snapshots, expectations.

The simulation steps from snapshot to snapshot, so that nothing happens that snapshots cannot see: nobody joins and
leaves within one interval, and nobody leaves and returns within one. In a step
1. each person in post may leave, be promoted or demoted, or move to another area: one of them at most;
2. those still in post may change employer, or else their whole-time equivalent;
3. leavers of the last five years who are under 60 may return, to the cell they left;
4. recruits join, in numbers that keep the expected stock of each area on its true path.
Who leaves in a step cannot return in it.

The number of people comes out by chance. The simulation therefore aims a little higher than asked, and then drops
people, whole and at random, until exactly as many as asked are in post at the last snapshot. Who is dropped does not
depend on anything that happened to them, so every rate stays as it was. Should the simulation fall short, it is run
again with a higher aim.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.progress import Progress
from cadreworks.randomness import stream
from cadreworks.records.synthetic.calendar import Snapshots
from cadreworks.records.synthetic.people import Organisations, draw_opening_ages, pick
from cadreworks.records.synthetic.recruitment import draw_recruits, draw_returns, forget_old_leavers, recruits_needed
from cadreworks.records.synthetic.rules import (
    AGE_PIECES,
    CELLS,
    DEMOTE,
    HIGHEST_BAND,
    LEAVE,
    LEVELS,
    LOWEST_BAND,
    MOVE,
    PIECE_OF_AGE,
    PROMOTE,
    TRANSFER_PER_YEAR,
    WTE_CHANGE_PER_YEAR,
    WTE_SHARES,
    Rules,
)
from cadreworks.records.synthetic.world import (
    NO_REASON,
    NO_SOURCE,
    Columns,
    Places,
    World,
    add_people,
    close_runs,
    empty_world,
)

LEAVING_REASONS = ("retirement", "end_of_contract", "voluntary_resignation", "dismissal", "redundancy", "other")
_RETIREMENT, _END_OF_CONTRACT = 0, 1
_OTHER_REASONS, _OTHER_REASON_SHARES = (2, 3, 4, 5), (0.80, 0.05, 0.05, 0.10)
_RETIRING_SHARE = np.array([0.0, 0.0, 0.0, 0.0, 0.4, 0.8, 0.95, 0.95])
_CONTRACT_ENDS_SHARE = 0.6
_MEAN_SERVICE_YEARS, _YOUNGEST_START = 7.0, 17
_OLDEST_SEEN = 129


@dataclass(frozen=True)
class Expected:
    """Sums of what the rules let expect, over all steps, shape (cell,).

    joiners: recruits; opening: people in post at the opening of each interval; opening_wte, closing_wte: of those
    who are expected to stay in post through each interval
    """

    joiners: Array
    opening: Array
    opening_wte: Array
    closing_wte: Array


@dataclass(frozen=True)
class Careers:
    """What happened, once the people too many have been dropped.

    people: one value a person
    runs:   one value a run: `person`, `first` and `last` snapshot, the state between them, and `reason` (a place in
            LEAVING_REASONS) where the person then left
    """

    people: Columns
    runs: Columns
    expected: Expected


def simulate_careers(
    rules: Rules, snapshots: Snapshots, organisations: Organisations, *, people: int, seed: int, progress: Progress
) -> Careers:
    """Careers that leave exactly `people` people in post at the last snapshot."""
    attempts = 0
    while True:
        attempts += 1
        aim = people + 10.0 + 4.0 * attempts * people**0.5
        world = empty_world(rules, snapshots, organisations, aim=aim, seed=seed)
        _open(world)
        for at in range(snapshots.last):
            progress("simulating careers, snapshots", at, snapshots.last)
            _step(world, at)
        if len(world.active) >= people:
            return _dropped_to(people, world)


def _open(world: World) -> None:
    """Those in post at the first snapshot: the expected stock, rounded up or down by chance."""
    rng = stream(world.seed, "synthetic/opening")
    path = world.rules.path(world.aim, world.snapshots.last * world.snapshots.step_years)
    cells = np.repeat(np.arange(CELLS), np.floor(path + rng.random(CELLS)).astype(np.int64))
    who = add_people(world, rng, cells, source=np.full(len(cells), NO_SOURCE, np.int8), first=0)
    ages = draw_opening_ages(rng, len(who))
    service = np.minimum(rng.exponential(_MEAN_SERVICE_YEARS, len(who)), ages - _YOUNGEST_START)
    world.people["birth_year"][who] = world.snapshots.age_years[0] - ages
    world.people["started"][who] = world.snapshots.numbers[0] - np.floor(service * 365.25)
    world.active = who


def _step(world: World, at: int) -> None:
    """From snapshot `at` to the next."""
    rng = stream(world.seed, f"synthetic/step/{at}")
    people, active = world.people, world.active
    age = world.snapshots.age_years[at] - people["birth_year"][active]
    age_piece = PIECE_OF_AGE[np.clip(age, 0, _OLDEST_SEEN)]
    piece = people["cell"][active].astype(np.int64) * AGE_PIECES + age_piece
    forget_old_leavers(world, at)
    need = recruits_needed(world, at, piece)
    kind = _draw_events(rng, world.rules.probabilities().reshape(CELLS * AGE_PIECES, -1), piece)
    leaves = kind == LEAVE
    leavers = active[leaves]
    close_runs(world, leavers, _draw_reasons(rng, people, leavers, age_piece=age_piece[leaves]), last=at)
    _change_those_who_stay(world, rng, kind, at=at)
    back = draw_returns(world, rng, at=at + 1)
    recruits = draw_recruits(world, rng, need, at=at + 1)
    world.pool = np.concatenate([world.pool, leavers])
    world.pool_left = np.concatenate([world.pool_left, np.full(len(leavers), at, np.int32)])
    world.active = np.concatenate([active[~leaves], back, recruits])


def _draw_events(rng: np.random.Generator, probabilities: Array, piece: NDArray[np.int64]) -> NDArray[np.int8]:
    """What happens to each person in post: a kind of event, or -1 for none."""
    cumulated = np.cumsum(probabilities, axis=1)
    u = rng.random(len(piece))
    kind = np.full(len(piece), -1, np.int8)
    hit = np.flatnonzero(u < cumulated[piece, -1])
    kind[hit] = (u[hit, np.newaxis] >= cumulated[piece[hit]]).sum(axis=1)
    return kind


def _draw_reasons(
    rng: np.random.Generator, people: Columns, leavers: Places, *, age_piece: NDArray[np.int64]
) -> NDArray[np.int8]:
    reasons = np.array(_OTHER_REASONS, np.int8)[pick(rng, _OTHER_REASON_SHARES, len(leavers))]
    ends = (people["contract"][leavers] == 1) & (rng.random(len(leavers)) < _CONTRACT_ENDS_SHARE)
    reasons[ends] = _END_OF_CONTRACT
    reasons[rng.random(len(leavers)) < _RETIRING_SHARE[age_piece]] = _RETIREMENT
    return reasons


def _change_those_who_stay(world: World, rng: np.random.Generator, kind: NDArray[np.int8], *, at: int) -> None:
    people, active = world.people, world.active
    total = TRANSFER_PER_YEAR + WTE_CHANGE_PER_YEAR
    either = -np.expm1(-total * world.snapshots.step_years)
    u = rng.random(len(active))
    stays = kind != LEAVE
    transfers = stays & (u < either * TRANSFER_PER_YEAR / total)
    changes_wte = stays & (u < either) & ~transfers
    changed = active[stays & ((kind >= 0) | transfers | changes_wte)]
    close_runs(world, changed, np.full(len(changed), NO_REASON, np.int8), last=at)
    people["first"][changed] = at + 1
    _change_level(people, active[kind == PROMOTE], 1)
    _change_level(people, active[kind == DEMOTE], -1)
    movers, transferred, others = active[kind == MOVE], active[transfers], active[changes_wte]
    people["cell"][movers] = _draw_destinations(rng, world.rules, people["cell"][movers])
    people["organisation"][transferred] = world.organisations.draw_others(rng, people["organisation"][transferred])
    people["post"][transferred] += 1
    people["wte"][others] = _draw_other_wte(rng, people["wte"][others])


def _change_level(people: Columns, who: Places, by: int) -> None:
    people["cell"][who] += by
    level = people["cell"][who] % LEVELS
    people["band"][who] = (LOWEST_BAND if by > 0 else HIGHEST_BAND)[level]


def _draw_destinations(rng: np.random.Generator, rules: Rules, cells: NDArray[np.signedinteger]) -> NDArray[np.int64]:
    """The same level of another area."""
    return _draw_from_rows(rng, rules.destinations, cells) * LEVELS + cells % LEVELS


def _draw_other_wte(rng: np.random.Generator, present: NDArray[np.signedinteger]) -> NDArray[np.int64]:
    """Another of the usual values, by their shares."""
    others = np.tile(WTE_SHARES, (len(WTE_SHARES), 1))
    np.fill_diagonal(others, 0.0)
    return _draw_from_rows(rng, others, present)


def _draw_from_rows(rng: np.random.Generator, weights: Array, rows: NDArray[np.signedinteger]) -> NDArray[np.int64]:
    """A column of the weights for each row asked, by the weights of that row."""
    cumulated = np.cumsum(weights, axis=1)
    u = rng.random(len(rows)) * cumulated[rows, -1]
    # u * total may round up to the total itself, for which there is no column
    below = np.minimum(u, np.nextafter(cumulated[rows, -1], 0.0))
    return np.asarray((below[:, np.newaxis] >= cumulated[rows]).sum(axis=1))


def _dropped_to(people: int, world: World) -> Careers:
    """The careers of all but those dropped, so that `people` are in post at the last snapshot."""
    close_runs(world, world.active, np.full(len(world.active), NO_REASON, np.int8), last=world.snapshots.last)
    luck = stream(world.seed, "synthetic/dropped").random(world.count)
    least = np.sort(luck[world.active])[-people]
    stays = luck >= least
    place = (np.cumsum(stays) - 1).astype(np.int32)
    kept = [np.flatnonzero(stays[run["person"]]) for run in world.runs]
    runs = {
        name: np.concatenate([run[name][rows] for run, rows in zip(world.runs, kept, strict=True)])
        for name in world.runs[0]
    }
    runs["person"] = place[runs["person"]]
    named = {name: world.people[name][: world.count][stays] for name in ("birth_year", "started", "came_from")}
    expected = Expected(*(np.sum(values, axis=0) for values in zip(*world.expected, strict=True)))
    return Careers(named, runs, expected)
