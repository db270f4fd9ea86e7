"""The rules as the compiled step reads them: flat tables, so that a person's year is a few look-ups."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.supply.cohort.classes import AGE_CLASS_OF_AGE, GROUP_OF_CLASS
from cadreworks.supply.microsimulation.expectation import Expected
from cadreworks.supply.microsimulation.rules import CLASS_OF_PLACE, Model, Rules


class Tables(NamedTuple):
    """What a year may bring, by cell and class where it differs by them.

    class_of_place: (age, service); total: intensities together, per person-year, and out: the chance that anything
    happens in a year, both (cell, class); leaves, changes: shares of leaving, and of leaving or a change of hours, in
    the total, (cell, class); to: cumulated shares of destinations, (cell, cell); levels: cells of an area
    retires: chance by age that a leaver retires; group: of age at leaving, by age; returning: (years away, group)
    relative: hours over those of the cell, (cell, as likely values); level: hours of the cell for a head, (cell, year)
    follows, held: by what hours are multiplied at the close, of those in post at opening and of all, (cell,) and
    (cell, year); movers_change, returners_wte: as in `Rules`
    """

    class_of_place: NDArray[np.int64]
    total: Array
    out: Array
    leaves: Array
    changes: Array
    to: Array
    levels: int
    retires: Array
    group: NDArray[np.int64]
    returning: Array
    relative: Array
    level: Array
    follows: Array
    held: Array
    movers_change: float
    returners_wte: float


def tables_of(model: Model, rules: Rules, expected: Expected) -> Tables:
    """The tables of these rules. expected: of the central run, which says how hours of a cell are held back"""
    law = rules.law
    total = law.total
    share = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    moving = law.moving.sum(axis=1, keepdims=True)
    to = np.cumsum(np.divide(law.moving, moving, out=np.zeros_like(law.moving), where=moving > 0), axis=1)
    last = law.moving.shape[1] - 1 - np.argmax(law.moving[:, ::-1] > 0, axis=1)
    to[np.arange(law.moving.shape[1]) >= last[:, None]] = 2.0
    ages = AGE_CLASS_OF_AGE
    retiring = np.nan_to_num(model.cohort.retiring)
    held = expected.most_hours
    follows = np.concatenate([np.ones((len(held), 1)), rules.participation[:, None] * held[:, :-1]], axis=1)
    return Tables(
        CLASS_OF_PLACE,
        total,
        -np.expm1(-total),
        law.leaving * share,
        (law.leaving + law.hours[:, None]) * share,
        to,
        len(model.cohort.levels),
        retiring[ages],
        GROUP_OF_CLASS[ages],
        rules.returning,
        model.hours.relative,
        rules.level[:, None] * np.cumprod(follows, axis=1),
        rules.participation,
        held,
        float(rules.movers_change),
        float(rules.returners_wte),
    )
