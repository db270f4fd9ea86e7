"""What is expected under the monthly law? Stock and rules -> expected people, hours and flows, year by year, no chance.

People one by one must come to this within Monte Carlo error, in every cell. Twelve months of the law make one linear
step: those in post at opening go through all twelve, those who come in the year through the months after theirs. A
second part of each step carries hours: leaving takes them as they are, a move carries them along, and a change of hours
puts those of the cell in their place. At the close, hours of those in post at opening follow participation, and those
of all are held at most hours for a head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cadreworks.bands import Array
from cadreworks.supply.cohort.account import FLOWS, check_year, count_flows_of_year, pass_a_year
from cadreworks.supply.cohort.central import spread_joiners
from cadreworks.supply.cohort.classes import (
    AGE_CLASS_OF_AGE,
    AGES,
    GROUP_OF_CLASS,
    LEAVER_GROUPS,
    SERVICE_CLASSES,
    SERVICES,
)
from cadreworks.supply.cohort.population import SOURCES
from cadreworks.supply.microsimulation.law import CLASSES, MONTHS, Month, find_month, mean_to_the_close, to_the_close
from cadreworks.supply.microsimulation.rules import CLASS_OF_PLACE, Model, Rules, by_class, spread_away

_PLACES = [np.flatnonzero(CLASS_OF_PLACE.ravel() == of_class) for of_class in range(CLASSES)]
_GROUP_OF_AGE = GROUP_OF_CLASS[AGE_CLASS_OF_AGE]
_AGE_CLASS = np.arange(CLASSES) // SERVICE_CLASSES


@dataclass(frozen=True)
class Expected:
    """headcount, wte: (cell, year), the base day first; flows: by name (`account.FLOWS`), (cell, projected year), as
    yearly records would count them; most_hours: by what hours of a cell are held back at the close of each year,
    (cell, projected year); leavers: all who leave, those too who came in the same year, by cell of leaving;
    closing: people after the last year, (cell, age, service)
    """

    headcount: Array
    wte: Array
    flows: Mapping[str, Array]
    most_hours: Array
    leavers: Array
    closing: Array


@dataclass(frozen=True)
class _Steps:
    """What a year does, by class: `whole` to those in post at opening and `part` to those who come in it, both
    (class, 2 cells, 2 cells), people before wte; left: (class, cell, cell), who left from where, of those in post
    """

    whole: Array
    part: Array
    leaves: Array


@dataclass
class _State:
    people: Array
    wte: Array
    away: Array
    level: Array


def expect_months(model: Model, rules: Rules, years: int) -> Expected:
    """So many years under the rules. Raises ArithmeticError where opening + in - out is not closing."""
    state = _start(model, rules)
    month = find_month(rules.law)
    headcount, wte = [_by_cell(state.people)], [_by_cell(state.wte)]
    flows, held, left = [], [], []
    for _ in range(years):
        steps = _steps_of(month, rules, state.level)
        joined = rules.joiners * model.cohort.recruitment[model.basis].units(headcount[-1])
        of_year, leavers = _flows(state, steps, joined, model=model, rules=rules)
        most = _step(state, steps, joined, model=model, rules=rules)
        headcount.append(_by_cell(state.people))
        wte.append(_by_cell(state.wte))
        check_year(headcount[-2], of_year, headcount[-1])
        flows.append(of_year)
        held.append(most)
        left.append(leavers)
    return Expected(
        np.stack(headcount, axis=-1),
        np.stack(wte, axis=-1),
        {name: np.stack([of_year[name] for of_year in flows], axis=-1) for name in FLOWS},
        np.stack(held, axis=-1),
        np.stack(left, axis=-1),
        state.people,
    )


def _by_cell(values: Array) -> Array:
    total: Array = values.sum(axis=(1, 2))
    return total


def _start(model: Model, rules: Rules) -> _State:
    staff, cells = model.staff, model.cells
    people, wte = np.zeros((cells, AGES, SERVICES)), np.zeros((cells, AGES, SERVICES))
    np.add.at(people, (staff.cell, staff.age, staff.service), 1.0)
    np.add.at(wte, (staff.cell, staff.age, staff.service), staff.wte)
    return _State(people, wte, spread_away(model.away, cells), rules.level)


def _steps_of(month: Month, rules: Rules, level: Array) -> _Steps:
    """The steps of a year in which the hours of a cell are `level` for a head."""
    classes, cells = month.leaves.shape
    at = np.arange(cells)
    both = np.zeros((classes, 2 * cells, 2 * cells))
    both[:, :cells, :cells] = month.to
    carried = month.to * rules.movers_change
    carried[:, at, at] = month.to[:, at, at] - month.hours
    both[:, cells:, cells:] = carried
    both[:, at, cells + at] = month.hours * level
    return _Steps(to_the_close(both), mean_to_the_close(both), month.leaves)


def _entrants(model: Model, rules: Rules, joined: Array, away: Array) -> tuple[Array, Array]:
    """Those who come in a year, by the places that they have at its close: people and wte, (cell, age, service)."""
    joiners = spread_joiners(model.cohort, joined)
    returners = pass_ages((away * rules.returning[:, :, None, None, None]).sum(axis=(0, 1)))
    return joiners + returners, joiners * rules.joiners_wte[:, None, None] + returners * rules.returners_wte


def pass_ages(people: Array) -> Array:
    """Everybody a year older, with the same service; (..., age, service)."""
    older = np.zeros_like(people)
    older[..., 1 : AGES - 1, :] = people[..., : AGES - 2, :]
    older[..., AGES - 2 :, :] += people[..., AGES - 2 :, :]
    return older


def _carry(steps: Array, people: Array, wte: Array) -> tuple[Array, Array]:
    """People and wte, (cell, age, service), through steps by class."""
    cells = len(people)
    both = np.concatenate([people, wte]).reshape(2 * cells, -1)
    found = np.zeros_like(both)
    for of_class, places in enumerate(_PLACES):
        found[:, places] = steps[of_class].T @ both[:, places]
    shaped = found.reshape(2, *people.shape)
    return shaped[0], shaped[1]


def _flows(
    state: _State, steps: _Steps, joined: Array, *, model: Model, rules: Rules
) -> tuple[dict[str, Array], Array]:
    """The flows of the year as yearly records count them, and all who leave in it."""
    cells = model.cells
    people, to, part = by_class(state.people), steps.whole[:, :cells, :cells], steps.part[:, :cells, :cells]
    there = np.einsum("ck,kcd->cd", people, to)
    left = people * (1.0 - to.sum(axis=2).T)
    moves = there * (1.0 - np.eye(cells))
    sources = []
    for source in range(len(SOURCES)):
        alone = np.zeros_like(joined)
        alone[source] = joined[source]
        sources.append(np.einsum("ck,kcd->d", by_class(spread_joiners(model.cohort, alone)), part))
    back = pass_ages((state.away * rules.returning[:, :, None, None, None]).sum(axis=(0, 1)))
    returned = by_class(back)
    flows = count_flows_of_year(
        np.stack(sources),
        np.einsum("ck,kcd->d", returned, part),
        left.sum(axis=1),
        retired=left @ model.cohort.retiring[_AGE_CLASS],
        moves=moves,
        levels=len(model.cohort.levels),
    )
    came = by_class(spread_joiners(model.cohort, joined)) + returned
    unseen = (came * (1.0 - part.sum(axis=2).T)).sum(axis=1)
    return flows, left.sum(axis=1) + unseen


def _step(state: _State, steps: _Steps, joined: Array, *, model: Model, rules: Rules) -> Array:
    """Carry the state through a year, in place; gives by what hours are held back, (cell,)."""
    cells = model.cells
    last = _leavers_by_place(state.people, steps)
    stayed, stayed_wte = _carry(steps.whole, state.people, state.wte)
    came, came_wte = _carry(steps.part, *_entrants(model, rules, joined, state.away))
    back = state.away * rules.returning[:, :, None, None, None]
    of_group = np.zeros((1, len(LEAVER_GROUPS), *last.shape))
    for age, group in enumerate(_GROUP_OF_AGE):
        of_group[0, group, :, age] = last[:, age]
    state.away = pass_ages(np.concatenate([of_group, (state.away - back)[:-1]]))
    state.people = pass_a_year(stayed) + came
    wte = pass_a_year(stayed_wte) * rules.participation[:, None, None] + came_wte
    people, hours = _by_cell(state.people), _by_cell(wte)
    most = model.cohort.working_time.most * people
    held = np.minimum(1.0, np.divide(most, hours, out=np.ones(cells), where=hours > 0))
    state.wte = wte * held[:, None, None]
    state.level = state.level * rules.participation * held
    return held


def _leavers_by_place(people: Array, steps: _Steps) -> Array:
    """Those in post at opening who leave, by the cell that they leave at last, (cell, age, service)."""
    cells = len(people)
    flat, found = people.reshape(cells, -1), np.zeros((cells, AGES * SERVICES))
    months = steps.part[:, :cells, :cells] * MONTHS
    for of_class, places in enumerate(_PLACES):
        found[:, places] = steps.leaves[of_class][:, None] * (months[of_class].T @ flat[:, places])
    return found.reshape(people.shape)
