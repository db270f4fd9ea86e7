"""The rules as the compiled step reads them: flat tables, so that a person's year is a few look-ups.

A chance stands as the number below which 53 random bits fall (`chance.bits_of`). A place is age x SERVICES + service; a
spot is cell x CLASSES + class, where rates are the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cadreworks.bands import Array
from cadreworks.supply.cohort.classes import AGE_CLASS_OF_AGE, AGES, GROUP_OF_CLASS, SERVICES
from cadreworks.supply.microsimulation.chance import Bits, bits_of
from cadreworks.supply.microsimulation.expectation import Expected
from cadreworks.supply.microsimulation.law import MONTHS
from cadreworks.supply.microsimulation.rules import CLASS_OF_PLACE, Model, Rules

GUIDE_BITS = 6
"""The first bits of a number say where in the cumulated shares of destinations the search begins."""


class Tables(NamedTuple):
    """What a year may bring.

    class_of_place, later, older: by place: its class, the place a year later, and the place of somebody a year older
    with no more service; any_in_year: the chance that anything happens in a year (spot,); any_in_months: in 1 to 12
    months (spot, month); to_leaving, to_hours: of what happens, the share of leaving, and of leaving or a change of
    hours, (spot,); to_cell: cumulated shares of destinations (cell, cell); guide: the first that a number of these
    first bits can mean (cell, 2^GUIDE_BITS)
    retires: chance by age that a leaver retires; group: of age at leaving, by age; returns: (years away, group)
    relative: hours over those of the cell, (cell, as likely values); level: hours of the cell for a head, (cell, year)
    follows, held: by what hours are multiplied at the close, of those in post at opening and of all, (cell,) and
    (cell, year), and both together, (year, cell); movers_change, returners_wte: as in `Rules`; levels: of an area
    """

    class_of_place: NDArray[np.uint8]
    later: NDArray[np.uint16]
    older: NDArray[np.uint16]
    any_in_year: Bits
    any_in_months: Bits
    to_leaving: Bits
    to_hours: Bits
    to_cell: Bits
    guide: NDArray[np.uint8]
    retires: Bits
    group: NDArray[np.uint8]
    returns: Bits
    relative: Array
    level: Array
    follows: Array
    held: Array
    followed_held: Array
    movers_change: float
    returners_wte: float
    levels: np.uint64


def tables_of(model: Model, rules: Rules, expected: Expected) -> Tables:
    """The tables of these rules. expected: of the central run, which says how hours of a cell are held back"""
    law = rules.law
    total = law.total
    share = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    in_months = -np.expm1(-total[..., None] * np.arange(1, MONTHS + 1) / MONTHS)
    to_cell = _destinations(law.moving)
    held = expected.most_hours
    followed = rules.participation[:, None] * held
    level = rules.level[:, None] * np.cumprod(
        np.concatenate([np.ones((len(held), 1)), followed[:, :-1]], axis=1), axis=1
    )
    ages = AGE_CLASS_OF_AGE
    return Tables(
        CLASS_OF_PLACE.ravel().astype(np.uint8),
        _later(1),
        _later(0),
        bits_of(in_months[..., -1].ravel()),
        bits_of(in_months.reshape(-1, MONTHS)),
        bits_of((law.leaving * share).ravel()),
        bits_of(((law.leaving + law.hours[:, None]) * share).ravel()),
        to_cell,
        _guide(to_cell),
        bits_of(np.nan_to_num(model.cohort.retiring)[ages]),
        GROUP_OF_CLASS[ages].astype(np.uint8),
        bits_of(rules.returning),
        model.hours.relative,
        level,
        rules.participation,
        held,
        np.ascontiguousarray(followed.T),
        float(rules.movers_change),
        float(rules.returners_wte),
        np.uint64(len(model.cohort.levels)),
    )


def _later(service_years: int) -> NDArray[np.uint16]:
    """The place a year on. The oldest and the longest serving stand together, and what is not known stays so."""
    age, service = np.divmod(np.arange(AGES * SERVICES), SERVICES)
    age = np.where(age < AGES - 2, age + 1, age)
    service = np.where(service < SERVICES - 2, service + service_years, service)
    return (age * SERVICES + service).astype(np.uint16)


def _destinations(moving: Array) -> Bits:
    """Cumulated shares of destinations, sure at the last that is possible."""
    together = moving.sum(axis=1, keepdims=True)
    to = np.cumsum(np.divide(moving, together, out=np.zeros_like(moving), where=together > 0), axis=1)
    last = moving.shape[1] - 1 - np.argmax(moving[:, ::-1] > 0, axis=1)
    to[np.arange(moving.shape[1]) >= last[:, None]] = 1.0
    return bits_of(to)


def _guide(to_cell: Bits) -> NDArray[np.uint8]:
    lowest = np.arange(2**GUIDE_BITS, dtype=np.uint64) << np.uint64(53 - GUIDE_BITS)
    return np.stack([np.searchsorted(of_cell, lowest, side="right") for of_cell in to_cell]).astype(np.uint8)
